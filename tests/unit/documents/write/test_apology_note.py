"""The letter of apology says in its file that its layout was not compared with the official form."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import docx
import pypdfium2

from parindex.documents.write.official.apology_paper import LAYOUT_NOTE, paper_of_apology
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.domain.dossiers.apology import Apology

PAPER = paper_of_apology(
    Apology("H99-1", "1.000001", "Xã Minh Họa", date(2026, 4, 24), date(2026, 5, 9), date(2026, 5, 18), "chờ xác minh")
)


def test_word_file_says_where_its_layout_comes_from() -> None:
    data = write_paper_document(PAPER)

    assert docx.Document(io.BytesIO(data)).core_properties.comments == LAYOUT_NOTE
    assert ZipFile(io.BytesIO(data)).testzip() is None


def test_pdf_says_where_its_layout_comes_from() -> None:
    found = pypdfium2.PdfDocument(write_paper_pdf(PAPER)).get_metadata_dict()

    assert LAYOUT_NOTE in found.values()
