"""Numbered paper forms of a questionnaire as one PDF, with a code at each corner that the scan is found by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import qrcode
import typst
from qrcode.constants import ERROR_CORRECT_M

from parindex.definitions.labels.survey_words import words_in
from parindex.documents.survey_page import BOX, CODE_EDGE, CORNERS, PageCode, PageLayout, to_data
from parindex.domain.surveys.forms import SEPARATOR
from parindex.domain.surveys.languages import USUAL

_TEMPLATE = "survey_form.typ"


@dataclass(frozen=True, slots=True)
class FormHeading:
    """The words above every form."""

    title: str
    wave: str
    unit: str


@dataclass(frozen=True, slots=True)
class FormBatch:
    """Which forms to print: of a wave, for a place, numbered from `first`, in the language of their layout."""

    wave_code: str
    place: str
    first: int
    count: int
    language: str = USUAL


def write_survey_forms(
    pages: Sequence[PageLayout],
    *,
    heading: FormHeading,
    batch: FormBatch,
    crossed: Mapping[int, Mapping[str, str]] | None = None,
) -> bytes:
    """Return the PDF of a batch of forms; the same batch gives the same bytes.

    `crossed` are answers by number of the form, to print forms that show how one is filled in.
    """
    place, fixed = f", {batch.place}" if batch.place else "", words_in(batch.language)
    sheets = [
        {
            "heads": [
                fixed["paper_head"].format(number=f"{serial:05d}", page=page, pages=len(pages), place=place)
                for page in range(1, len(pages) + 1)
            ],
            "codes": [_codes(batch.wave_code, serial, page, len(pages)) for page in range(1, len(pages) + 1)],
            "crosses": [_crosses(page, (crossed or {}).get(serial, {})) for page in pages],
        }
        for serial in range(batch.first, batch.first + batch.count)
    ]
    words = {
        "title": heading.title,
        "wave": heading.wave,
        "unit": heading.unit,
        "language": batch.language,
        "advice": fixed["paper_advice"],
        "foot": fixed["paper_foot"],
        "box": BOX,
        "code": CODE_EDGE,
        "corners": CORNERS,
        "pages": to_data(pages),
        "sheets": sheets,
    }
    with resources.as_file(resources.files("parindex.documents.write")) as folder:
        return typst.compile(
            folder / _TEMPLATE,
            root=folder,
            font_paths=[folder / "official" / "fonts"],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(words, ensure_ascii=False)},
            format="pdf",
            pdf_standards="1.7",
        )


def _crosses(page: PageLayout, answers: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return where the boxes of the answers stand."""
    return [(mark.x, mark.y) for mark in page.marks if mark.value in answers.get(mark.column, "").split(SEPARATOR)]


def _codes(wave: str, serial: int, page: int, pages: int) -> list[str]:
    return [_draw(PageCode(wave, serial, page, pages).text(corner)) for corner in range(len(CORNERS))]


def _draw(text: str) -> str:
    """Return a QR code as a picture without a border; the paper around it is its quiet zone."""
    code = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=False)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, cells in enumerate(rows) for x, is_dark in enumerate(cells) if is_dark)
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
