"""Exported plans as people see them: the Word document through LibreOffice beside the PDF of our own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.model import Paper
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.official.plan_paper import paper_of
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.model import Plan

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
SOURCE = Path(__file__).resolve().parents[3] / "examples" / "tinh-song-may-2026.docx"
# A page is looked at in fields of about 1.5 cm.
FIELDS = (14, 20)
HEADER = "Tiêu chí, tiêu chí thành"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return extract_plan(read_document(SOURCE.read_bytes(), name=SOURCE.name))


@pytest.fixture(scope="module")
def paper(plan: Plan) -> Paper:
    return paper_of(plan, mark="BẢN MINH HỌA")


@pytest.fixture(scope="module")
def rendered(paper: Paper, convert: Callable[[bytes, str, str], bytes]) -> dict[str, bytes]:
    return {"word": convert(write_paper_document(paper), "docx", "pdf"), "pdf": write_paper_pdf(paper)}


def picture(data: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=1, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def ink(image: Image.Image) -> list[bool]:
    """Tell for each field of a page whether something is printed there."""
    return [tone < 250 for tone in image.resize(FIELDS, Image.Resampling.BOX).tobytes()]


def upper(fields: list[bool]) -> list[bool]:
    """Return the upper half of a page: below it, lines that break elsewhere have moved the text."""
    return fields[: len(fields) // 2]


def test_both_ways_of_printing_have_nearly_the_same_pages(rendered: dict[str, bytes]) -> None:
    counts = {}
    for name, data in rendered.items():
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            counts[name] = [(round(page.width), round(page.height)) for page in pdf.pages]

    assert abs(len(counts["word"]) - len(counts["pdf"])) <= 2
    assert {*counts["word"]} == {*counts["pdf"]} == {(595, 842), (842, 595)}


@pytest.mark.parametrize("way", ["word", "pdf"])
def test_head_of_the_paper_stands_in_two_columns_at_the_top(rendered: dict[str, bytes], way: str) -> None:
    with pdfplumber.open(io.BytesIO(rendered[way])) as pdf:
        words = {word["text"]: word for word in pdf.pages[0].crop((0, 0, 595, 150)).extract_words()}

    assert words["ỦY"]["x1"] < 297 < words["HÒA"]["x0"]
    assert words["ỦY"]["top"] == pytest.approx(words["HÒA"]["top"], abs=3)
    assert words["VIỆT"]["top"] == pytest.approx(words["HÒA"]["top"], abs=3)
    assert words["ỦY"]["top"] < 80
    assert words["Số:"]["top"] == pytest.approx(words["ngày"]["top"], abs=6)


@pytest.mark.parametrize("way", ["word", "pdf"])
def test_table_header_is_repeated_and_pages_are_numbered_but_for_the_first(
    rendered: dict[str, bytes], way: str
) -> None:
    with pdfplumber.open(io.BytesIO(rendered[way])) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        annex = [text for page, text in zip(pdf.pages, texts, strict=True) if page.width > page.height]

    assert len(annex) > 2
    assert all(HEADER in text for text in annex)
    assert [text.split()[0] for text in texts[: -len(annex)]][1:] == [
        str(number) for number in range(2, len(texts) - len(annex) + 1)
    ]
    assert [text.split()[0] for text in annex[1:]] == [str(number) for number in range(2, len(annex) + 1)]
    assert all("BẢN MINH HỌA" in text for text in texts)
    assert not texts[0].split()[0].isdigit()


def test_first_pages_look_alike(rendered: dict[str, bytes]) -> None:
    word, own = (upper(ink(picture(rendered[way], 0))) for way in ("word", "pdf"))

    same = sum(a == b for a, b in zip(word, own, strict=True))
    # LibreOffice breaks lines by its own hyphenation, so a few of them stand elsewhere from one run to the next.
    assert same / len(word) >= 0.8
    assert 0.3 < sum(own) / len(own) < 0.9


@pytest.mark.parametrize("form", ["doc", "odt"])
def test_document_saved_again_by_another_program_is_still_the_same_plan(
    plan: Plan, paper: Paper, convert: Callable[[bytes, str, str], bytes], form: str
) -> None:
    saved = convert(convert(write_paper_document(paper), "docx", form), form, "docx")

    assert compare_plans(plan, extract_plan(read_document(saved, name="sua.docx"))).is_empty
