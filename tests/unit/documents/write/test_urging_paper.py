"""A letter of urging as DOCX and PDF: the head of a letter, its addressee, the annex; blanks for what is not known."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pdfplumber

from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.official.urging_paper import OverdueDuty, UrgingText, paper_of_urging

DUTY = OverdueDuty("Công khai thủ tục hành chính (hư cấu)", "Báo cáo", "15/KH-UBND", date(2026, 3, 20), 40)
LETTER = UrgingText(
    issuer="UBND tỉnh Sông Mây",
    addressee="Sở Hư Cấu",
    about="đôn đốc nhiệm vụ quá hạn",
    body=("Đến ngày 27/03/2026, Sở Hư Cấu còn 1 nhiệm vụ quá hạn.", "Đề nghị khẩn trương hoàn thành./."),
    number="12/UBND-NC",
    on=date(2026, 3, 27),
    signer_title="Chủ tịch",
    signer="Trần Thị Ví Dụ",
    duties=(DUTY,),
)


def test_letter_says_who_what_and_what_is_late_in_both_files() -> None:
    paper = paper_of_urging(LETTER)
    word = docx.Document(io.BytesIO(write_paper_document(paper)))
    head = "\n".join(cell.text for row in word.tables[0].rows for cell in row.cells)
    lines = [paragraph.text for paragraph in word.paragraphs]
    with pdfplumber.open(io.BytesIO(write_paper_pdf(paper))) as file:
        first, annex = (page.extract_text() for page in file.pages)

    assert "Số: 12/UBND-NC" in head
    assert "V/v đôn đốc nhiệm vụ quá hạn" in head
    assert "Kính gửi: Sở Hư Cấu" in lines
    assert "DANH SÁCH NHIỆM VỤ QUÁ HẠN CỦA SỞ HƯ CẤU" in lines
    assert [cell.text for cell in word.tables[-1].rows[1].cells][:2] == ["1", DUTY.title]
    for words in ("Kính gửi: Sở Hư Cấu", "V/v đôn đốc nhiệm vụ quá hạn", "Trần Thị Ví Dụ", "CHỦ TỊCH"):
        assert words in first
    assert "20/03/2026" in annex
    assert "CÔNG VĂN" not in first.upper().split("NƠI NHẬN")[0]


def test_draft_leaves_room_and_says_that_it_is_one() -> None:
    paper = paper_of_urging(replace(LETTER, number=None, on=None, signer=""), mark="BẢN THẢO")

    with pdfplumber.open(io.BytesIO(write_paper_pdf(paper))) as file:
        texts = [page.extract_text() for page in file.pages]

    assert all("BẢN THẢO" in text for text in texts)
    assert "Sông Mây, ngày" in texts[0]
    assert write_paper_document(paper) == write_paper_document(paper)
