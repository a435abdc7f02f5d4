"""The decision that publishes a result: what is known is printed, what is not stays blank, the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pdfplumber
from docx.enum.section import WD_ORIENT

from parindex.documents.write.official.decision_paper import (
    RankedGroup,
    RankedUnit,
    ResultDecision,
    paper_of_decision,
)
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf

FIRST = RankedUnit("1", "Xã Suối Vàng", "81,25", "98", "82,90", "B")
LAST = RankedUnit("", "Xã Đồi Chè", "–", "100", "–", "")
RULE = "Xếp theo chỉ số."
DECISION = ResultDecision(
    year=2026,
    campaign="Đợt thử năm 2026",
    issuer="Ủy ban nhân dân tỉnh Sông Mây",
    number=None,
    on=None,
    grounds=(),
    groups=(RankedGroup("Xã, phường", RULE, (FIRST, LAST)), RankedGroup("Sở, ngành", RULE, (FIRST,))),
)
SIGNED = replace(DECISION, number="01/QĐ-MH", on=date(2027, 1, 15), grounds=("Quyết định số 02/QĐ-MH",))


def words_of_document(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def test_draft_keeps_room_for_what_nobody_knows() -> None:
    words = words_of_document(write_paper_document(paper_of_decision(DECISION, mark="DỰ THẢO")))

    assert "Căn cứ …;" in words
    assert "Theo đề nghị của …." in words
    assert "Số:      /QĐ-UBND" in words
    assert "Sông Mây, ngày      tháng      năm" in words
    assert "Điều 1. Công bố kết quả Chỉ số cải cách hành chính năm 2026 của 3 cơ quan, đơn vị" in words
    assert "1 đơn vị còn mục chưa rõ điểm được nêu tên, chưa xếp hạng." in words


def test_signed_paper_bears_number_date_and_grounds() -> None:
    words = words_of_pdf(write_paper_pdf(paper_of_decision(SIGNED)))

    assert "Số: 01/QĐ-MH" in words
    assert "Sông Mây, ngày 15 tháng 01 năm 2027" in words
    assert "Căn cứ Quyết định số 02/QĐ-MH;" in words
    assert "(Kèm theo Quyết định số 01/QĐ-MH ngày 15/01/2027 của Ủy ban nhân dân tỉnh Sông Mây)" in words
    assert "DỰ THẢO" not in words


def test_annex_ranks_each_group_on_upright_pages() -> None:
    document = docx.Document(io.BytesIO(write_paper_document(paper_of_decision(SIGNED))))

    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT] * 2
    communes, agencies = document.tables[-2:]
    rows = [[cell.text for cell in row.cells] for row in communes.rows]
    assert rows[1][0] == "I. Xã, phường: 2 đơn vị"
    assert rows[2] == ["1", "Xã Suối Vàng", "81,25", "98", "82,90", "B"]
    assert rows[3] == ["–", "Xã Đồi Chè", "–", "100", "–", "–"]
    assert rows[4][0] == RULE
    assert agencies.rows[1].cells[0].text == "II. Sở, ngành: 1 đơn vị"


def test_draft_mark_stands_on_every_page() -> None:
    with pdfplumber.open(io.BytesIO(write_paper_pdf(paper_of_decision(DECISION, mark="DỰ THẢO")))) as pdf:
        assert len(pdf.pages) == 2
        assert all("DỰ THẢO" in page.extract_text() for page in pdf.pages)


def test_same_data_gives_the_same_bytes() -> None:
    paper = paper_of_decision(SIGNED)

    assert write_paper_pdf(paper) == write_paper_pdf(paper)
    assert write_paper_document(paper) == write_paper_document(paper)


def test_group_without_grades_has_no_column_for_them() -> None:
    plain = replace(DECISION, groups=(RankedGroup("Xã", RULE, (replace(FIRST, grade=""),)),))
    document = docx.Document(io.BytesIO(write_paper_document(paper_of_decision(plain))))

    assert len(document.tables[-1].columns) == 5
