"""Facts of documents that prove something, with the place where each stands."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.documents.extract.facts import MOST_LETTERS, DocumentReading, read_facts
from parindex.documents.read import read_document
from parindex.domain.planning.model import Confidence

REPORT = """ỦY BAN NHÂN DÂN
XÃ HƯ CẤU
-------
Số: 45/BC-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hư Cấu, ngày 10 tháng 3 năm 2026

BÁO CÁO
Kết quả thực hiện kế hoạch cải cách hành chính quý I năm 2026

Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân xã, kết quả như sau:

1. Kết quả

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
LETTER = REPORT.replace("BÁO CÁO\nKết quả thực hiện", "V/v báo cáo kết quả").replace("45/BC-UBND", "46/UBND-VP")


def read(text: str) -> DocumentReading:
    return read_facts(read_document(text.encode(), name="a.txt"))


def marked(reading: DocumentReading, name: str) -> str:
    fact = reading.facts[name]
    piece = next(piece for piece in reading.excerpt if piece.index == fact.block)
    return piece.text[fact.start : fact.end]


def test_report_has_every_fact_where_it_stands() -> None:
    reading = read(REPORT)

    assert {name: fact.value for name, fact in reading.facts.items()} == {
        "number": "45/BC-UBND",
        "issued_on": "2026-03-10",
        "issuer": "Ủy ban nhân dân xã Hư Cấu",
        "subject": "Báo cáo Kết quả thực hiện kế hoạch cải cách hành chính quý I năm 2026",
        "signer": "Nguyễn Văn Mẫu",
    }
    assert {name: marked(reading, name) for name in reading.facts} == {
        "number": "45/BC-UBND",
        "issued_on": "10 tháng 3 năm 2026",
        "issuer": "XÃ HƯ CẤU",
        "subject": "Kết quả thực hiện kế hoạch cải cách hành chính quý I năm 2026",
        "signer": "Nguyễn Văn Mẫu",
    }
    assert all(fact.confidence is Confidence.SURE for fact in reading.facts.values())
    assert (reading.issued_on, reading.is_draft) == (date(2026, 3, 10), False)


def test_letter_gives_its_subject_without_a_title() -> None:
    assert read(LETTER).facts["subject"].value == "báo cáo kết quả kế hoạch cải cách hành chính quý I năm 2026"


@pytest.mark.parametrize("mark", ["DỰ THẢO", "(DỰ THẢO)", "DỰ THẢO lần 2"])
def test_mark_of_a_draft(mark: str) -> None:
    reading = read(f"{mark}\n{REPORT.replace('45/BC', '     /BC').replace('ngày 10 tháng 3', 'ngày    tháng   ')}")

    assert reading.is_draft is True
    assert {"number", "issued_on"}.isdisjoint(reading.facts)


def test_a_report_about_a_draft_is_no_draft() -> None:
    assert read(REPORT.replace("Kết quả thực hiện", "Tiếp thu góp ý dự thảo")).is_draft is False


def test_what_is_absent_stays_absent() -> None:
    reading = read("Danh sách đại biểu dự hội nghị tuyên truyền\n1. Nguyễn Văn Mẫu\n")

    assert (dict(reading.facts), reading.issued_on, reading.is_draft) == ({}, None, None)
    assert reading.excerpt[0].text.startswith("Danh sách đại biểu")


def test_excerpt_stays_small() -> None:
    reading = read(REPORT + "\n\n".join(f"{number}. {'chữ ' * 900}" for number in range(200)))

    assert len(reading.excerpt) <= 45
    assert max(len(piece.text) for piece in reading.excerpt) <= MOST_LETTERS
