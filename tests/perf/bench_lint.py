"""Lint of a plan against importing the same file, in one run; context and rules together."""

from __future__ import annotations

from pathlib import Path

from parindex.definitions.lint.context import build_context
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
from parindex.domain.planning.lint.report import lint_plan
from tests.accuracy.known import gold_folder
from tests.accuracy.plans import FOLDER, load_plan
from tests.accuracy.write_txt import write_txt
from tests.perf.rows import Row, best

_EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run() -> list[Row]:
    """Measure the example plan as a file of Word and as text, and the known plan of 79 rows where it is at hand."""
    plans = {
        "DOCX": (_EXAMPLES / "tinh-song-may-2026.docx").read_bytes(),
        "TXT": write_txt(load_plan(FOLDER / "20-tinh-song-may-2026.yaml")),
    }
    gold = gold_folder()
    if gold is not None:
        known = next((gold.parent / "corpus").glob("004_*.txt"))
        plans["TXT 79 dòng phụ lục"] = known.read_bytes()
    return [_compare(name, data) for name, data in plans.items()]


def _compare(name: str, data: bytes) -> Row:
    document = read_document(data, name="ke-hoach")
    plan = extract_plan(document)

    def lint() -> object:
        return lint_plan(plan, build_context(plan, source=read_source(document)))

    # The first run only loads definitions.
    lint()
    imported = best(lambda: extract_plan(read_document(data, name="ke-hoach")))
    return (f"Kiểm tra kế hoạch {name} so với nhập", best(lint), imported, 1.0)
