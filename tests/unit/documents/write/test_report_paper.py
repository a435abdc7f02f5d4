"""A report as a paper: its words with figures, who sends to whom, the appendix; always the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.report_paper import report_paper
from parindex.domain.reporting.content import Content, PlanLine, PlanProgress, Section
from parindex.domain.reporting.figures import Figure

CONTENT = Content(
    title="Báo cáo công tác cải cách hành chính quý III/2026",
    period="Báo cáo quý III/2026",
    unit="Sở Hư Cấu",
    issuer="Sở Hư Cấu",
    superior="Ủy ban nhân dân tỉnh Sông Mây",
    receiver="Ủy ban nhân dân tỉnh Sông Mây",
    regime="cchc",
    definition="0" * 64,
    window_start=date(2026, 6, 15),
    window_end=date(2026, 9, 15),
    cut_off=date(2026, 9, 15),
    outline_note="",
    is_fictional=True,
    sections=(
        Section("tthc", "Cải cách thủ tục hành chính", "Hoàn thành {hoan-thanh}.\n- Việc một."),
        Section("kien-nghi", "Kiến nghị", " "),
    ),
    figures=(
        Figure("hoan-thanh", "Đã hoàn thành", "nhiệm vụ", "1", Decimal(3)),
        Figure("hang", "Hạng", "hạng", "1", None),
        Figure("so.hoan-thanh", "Đã hoàn thành", "nhiệm vụ", "1", Decimal(0)),
    ),
    plans=(PlanProgress("Kế hoạch số 1", (PlanLine("1.1", "Việc", "Phòng", "Quý II", "Đã xong", "1/1"),)),),
    received=("Phòng Một",),
    missing=("Phòng Hai",),
)


def test_paper_says_who_reports_what_to_whom() -> None:
    paper = report_paper(CONTENT, mark="MINH HỌA")
    body = [line.text for line in paper.body]

    assert (paper.kind, paper.title) == ("BÁO CÁO", "Công tác cải cách hành chính quý III/2026")
    assert (paper.superior, paper.authority) == ("ỦY BAN NHÂN DÂN TỈNH SÔNG MÂY", ("SỞ HƯ CẤU",))
    assert paper.addressees == ("Ủy ban nhân dân tỉnh Sông Mây",)
    assert paper.place_and_date.startswith("Sông Mây, ngày")
    assert "Hoàn thành 3." in body
    assert not any("KIẾN NGHỊ" in text for text in body)
    assert "Chưa có báo cáo, chưa tính vào số liệu: Phòng Hai." in body


def test_appendix_holds_figures_that_are_known_and_the_plan() -> None:
    annex = report_paper(CONTENT).annex

    assert annex is not None
    figures, plan = annex.tables
    cells = [row.texts for row in figures.rows]
    assert ("1", "Đã hoàn thành", "3", "nhiệm vụ") in cells
    assert ("2", "Hạng", "–", "hạng") in cells
    assert len(cells) == 3
    assert plan.rows[1].texts == ("1.1", "Việc", "Phòng", "Quý II", "Đã xong", "1/1")


def test_many_missing_units_stand_in_the_appendix() -> None:
    many = replace(CONTENT, missing=tuple(f"Xã số {number}" for number in range(13)))

    paper = report_paper(many)

    assert paper.annex is not None
    assert len(paper.annex.tables[-1].rows) == 13
    assert any("13 đơn vị nêu tại phụ lục" in line.text for line in paper.body)


def test_document_shows_title_and_addressee() -> None:
    with zipfile.ZipFile(io.BytesIO(write_paper_document(report_paper(CONTENT)))) as archive:
        text = archive.read("word/document.xml").decode()

    assert "BÁO CÁO" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Sông Mây" in text


def test_the_same_content_gives_the_same_bytes() -> None:
    first, second = report_paper(CONTENT), report_paper(replace(CONTENT))

    assert write_paper_document(first) == write_paper_document(second)
    assert write_paper_pdf(first) == write_paper_pdf(second)
