"""What an import made is freed at once: a worker that reads plans all day does not grow."""

from __future__ import annotations

import gc
from pathlib import Path

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "tinh-song-may-2026.docx"


def read_once() -> None:
    extract_plan(read_document(EXAMPLE.read_bytes(), name=EXAMPLE.name))


def test_an_import_leaves_no_circles_of_its_own() -> None:
    read_once()
    gc.collect()
    gc.disable()
    try:
        read_once()
        gc.disable()
        left = gc.collect()
    finally:
        gc.enable()

    # The tree of a plan has a node for each of its lines, some thousand objects; the library of ZIP files leaves a few.
    assert left < 200
