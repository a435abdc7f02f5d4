"""Official papers as PDF, laid out by Typst with a font of the metrics of Times New Roman that is shipped here.

The words of a paper go in as JSON, so that nothing a person wrote can become a command of the layout; no font of the
machine and no package is looked up, so that the same paper gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources

import typst

from parindex.documents.write.official.model import Paper

_TEMPLATE = "paper.typ"


def write_paper_pdf(paper: Paper) -> bytes:
    """Return the bytes of a PDF with the paper, its fonts embedded."""
    words = json.dumps({**asdict(paper), "nation": paper.nation, "motto": paper.motto}, ensure_ascii=False)
    with resources.as_file(resources.files(__package__)) as folder:
        return typst.compile(
            folder / _TEMPLATE,
            root=folder,
            font_paths=[folder / "fonts"],
            ignore_system_fonts=True,
            sys_inputs={"paper": words},
            format="pdf",
            pdf_standards="1.7",
        )
