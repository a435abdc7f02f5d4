"""Programs of the machine that some readers need; missing ones skip a test, or fail it where CI is set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from parindex.documents.read import ocr
from parindex.documents.read.limits import Limits
from tests.patience import PATIENCE

Convert = Callable[[bytes, str, str], bytes]
PATIENT = Limits(converter_seconds=PATIENCE, ocr_page_seconds=PATIENCE)
"""With these the programs of a busy machine are not timed."""


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing and CI demands it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return a function (bytes, extension, target) -> bytes that lets LibreOffice convert a file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        _missing("LibreOffice")
    folder: Path = tmp_path_factory.mktemp("office")

    def run(data: bytes, extension: str, target: str) -> bytes:
        source = folder / f"source.{extension}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            str(program),
            "--headless",
            profile,
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        return (folder / "out" / f"source.{target.partition(':')[0]}").read_bytes()

    return run


@pytest.fixture(scope="session")
def _tesseract() -> None:
    """Demand Tesseract with Vietnamese."""
    if not ocr.is_available():
        _missing("Tesseract with Vietnamese")
