"""The facts of a scanned document: read through Tesseract, and never called sure."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from parindex.documents.extract.facts import read_facts
from parindex.documents.read import read_document
from parindex.domain.planning.model import Confidence
from tests.integration.documents.conftest import PATIENT
from tests.unit.documents.extract.test_facts import REPORT

FONT = "DejaVuSerif.ttf"


def scan(text: str) -> bytes:
    """Return a PDF of one picture on which the text is printed."""
    page = Image.new("L", (1654, 2339), 255)
    font, pen = ImageFont.truetype(FONT, 32), ImageDraw.Draw(page)
    for number, line in enumerate(text.splitlines()):
        pen.text((150, 150 + 56 * number), line, font=font, fill=0)
    kept = io.BytesIO()
    page.save(kept, format="PDF", resolution=200)
    return kept.getvalue()


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.usefixtures("_tesseract")
def test_facts_of_a_scan_are_found_and_left_to_a_person() -> None:
    reading = read_facts(read_document(scan(REPORT), name="quet.pdf", limits=PATIENT))

    values = {name: fact.value for name, fact in reading.facts.items()}
    assert (values["number"], values["issued_on"], values["signer"]) == ("45/BC-UBND", "2026-03-10", "Nguyễn Văn Mẫu")
    assert values["issuer"] == "Ủy ban nhân dân xã Hư Cấu"
    assert {fact.confidence for fact in reading.facts.values()} == {Confidence.CHECK}
