"""`python -m tests.accuracy.examples`: write the example plans of `examples/` from the same data as the unseen set."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.accuracy.plans import FOLDER, load_plan
from tests.accuracy.rendering import render

TARGET = Path(__file__).resolve().parents[2] / "examples"
FILES = {
    "20-tinh-song-may-2026": ("docx", "pdf"),
    "19-xa-suoi-vang-2026-2030": ("txt",),
    "21-xa-suoi-vang-2026": ("txt",),
    "22-so-tu-phap-2026": ("docx",),
}


def write_examples(target: Path = TARGET) -> list[Path]:
    """Write the examples and return their paths; without LibreOffice the PDF is left as it is."""
    written = []
    for name, formats in FILES.items():
        for file in render([load_plan(FOLDER / f"{name}.yaml")], formats):
            path = target / f"{name[3:]}{file.path.suffix}"
            path.write_bytes(file.path.read_bytes())
            written.append(path)
    return written


if __name__ == "__main__":
    for path in write_examples():
        sys.stdout.write(f"{path.name}\t{path.stat().st_size}\n")
