"""What a document is called: the subject of a letter, titles that go on over brackets."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.extract.header import read_document
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Plan, Section

LETTER = """UBND TỈNH AN BÌNH GIẢ
SỞ NỘI VỤ
Số: 913/SNV-CCHC
{subject}
An Bình Giả, ngày 22 tháng 4 năm 2025

Kính gửi:
- Các sở, ban, ngành tỉnh;
- UBND các huyện, thành phố.

Căn cứ kết quả Chỉ số cải cách hành chính năm 2024 được công bố, Sở Nội vụ đề nghị các cơ quan triển khai:
1. Sở Tư pháp chủ trì rà soát văn bản quy phạm pháp luật, hoàn thành trước ngày 30/6/2025.
2. Sở Tài chính chủ trì đôn đốc giải ngân vốn đầu tư công, hoàn thành trước ngày 31/12/2025.
Trân trọng./.

Nơi nhận:
- Như trên;
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Trần Giả Định
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH NAM LĨNH GIẢ
Số: 45/KH-UBND
Nam Lĩnh Giả, ngày 18 tháng 3 năm 2025

KẾ HOẠCH
{title}

Căn cứ Quyết định số 12/QĐ-UBND ngày 02/01/2025 của UBND tỉnh; UBND tỉnh ban hành kế hoạch với nội dung sau đây:
I. NHIỆM VỤ
1. Rà soát quy chế làm việc của các cơ quan (Sở Nội vụ chủ trì; hoàn thành trước ngày 30/6/2025).
2. Tập huấn nghiệp vụ một cửa cho công chức cấp xã (Sở Nội vụ chủ trì; hoàn thành trước ngày 30/9/2025).
Các cơ quan, đơn vị nghiêm túc thực hiện, định kỳ báo cáo kết quả về Sở Nội vụ để tổng hợp theo dõi chung.
"""


def read(text: str) -> Plan:
    """Extract a text."""
    return extract_plan(read_txt(text.encode(), name="k.txt"))


@pytest.mark.parametrize(
    "subject",
    [
        "V/v khắc phục các nội dung mất điểm Chỉ số cải cách hành chính năm 2024",
        "Về việc khắc phục các nội dung mất điểm\nChỉ số cải cách hành chính năm 2024",
        "V/v: khắc phục các nội dung mất điểm Chỉ số\ncải cách hành chính năm 2024",
    ],
)
def test_letter_is_called_by_its_subject(subject: str) -> None:
    plan = read(LETTER.format(subject=subject))

    assert plan.document.kind == "Công văn"
    assert plan.document.title == "V/v khắc phục các nội dung mất điểm Chỉ số cải cách hành chính năm 2024"
    assert {item.section for item in plan.items} == {Section.TASK}


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        (
            "Khắc phục hạn chế, nâng cao Chỉ số cải cách hành chính\n(PAR INDEX) năm 2025 của tỉnh",
            "Kế hoạch Khắc phục hạn chế, nâng cao Chỉ số cải cách hành chính (PAR INDEX) năm 2025 của tỉnh",
        ),
        ("Nâng cao Chỉ số hài lòng năm 2025\n(SIPAS)", "Kế hoạch Nâng cao Chỉ số hài lòng năm 2025 (SIPAS)"),
        (
            "Cải cách hành chính năm 2025\n(Kèm theo Quyết định số 12/QĐ-UBND ngày 02/01/2025 của UBND tỉnh)",
            "Kế hoạch Cải cách hành chính năm 2025",
        ),
    ],
)
def test_title_goes_on_over_a_name_in_brackets(title: str, read_as: str) -> None:
    assert read(PLAN.format(title=title)).document.title == read_as


ANNEX = """UBND TỈNH NAM LĨNH GIẢ
{heading}
{below}
TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành
1\tRà soát, công bố danh mục thủ tục đủ điều kiện trực tuyến toàn trình\tVăn phòng UBND tỉnh\tSở Tư pháp\tQuý I/2026
2\tĐối thoại với người dân, doanh nghiệp về thủ tục hành chính\tSở Nội vụ\tUBND các xã, phường\tTháng 5/2026
3\tTự kiểm tra văn bản quy phạm pháp luật của các cơ quan\tSở Tư pháp\tSở Nội vụ\tTrước 30/11/2026
4\tĐôn đốc giải ngân vốn đầu tư công của các chủ đầu tư\tSở Tài chính\tCác chủ đầu tư\tTrước 31/12/2026
"""


@pytest.mark.parametrize(
    ("heading", "title", "year", "period"),
    [
        ("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ CCHC NĂM 2026", "Phân công nhiệm vụ CCHC năm 2026", 2026, None),
        (
            "PHỤ LỤC SỐ 02\nNHIỆM VỤ THỰC HIỆN KẾ HOẠCH CCHC\nGIAI ĐOẠN 2026 - 2030",
            "Nhiệm vụ thực hiện kế hoạch CCHC giai đoạn 2026 - 2030",
            2026,
            (2026, 2030),
        ),
        ("DANH MỤC NHIỆM VỤ CCHC NĂM 2026", "Danh mục nhiệm vụ CCHC năm 2026", 2026, None),
        ("PHỤ LỤC II", None, None, None),
        ("Kính gửi: Sở Nội vụ\nPHỤ LỤC PHÂN CÔNG NHIỆM VỤ CCHC NĂM 2026", None, None, None),
    ],
)
def test_file_that_is_only_an_annex_is_called_by_its_heading(
    heading: str, title: str | None, year: int | None, period: tuple[int, int] | None
) -> None:
    below = "(Kèm theo Kế hoạch của Ủy ban nhân dân tỉnh)"

    document = read(ANNEX.format(heading=heading, below=below)).document

    assert (document.title, document.plan_year, document.plan_period) == (title, year, period)
    assert document.confidence.get("title") is (Confidence.CHECK if title else None)


@pytest.mark.parametrize(
    ("printed", "title", "confidence"),
    [
        ("KẾ HOẠCH Cải cách hành chính năm 2025", "Kế hoạch Cải cách hành chính năm 2025", Confidence.SURE),
        ("KẾ HOẠCH:\nCải cách hành chính năm 2025", "Kế hoạch Cải cách hành chính năm 2025", Confidence.SURE),
        ("Kế hoạch cải cách hành chính năm 2025", "Kế hoạch cải cách hành chính năm 2025", Confidence.CHECK),
        ("Kế hoạch\nCải cách hành chính năm 2025", "Kế hoạch Cải cách hành chính năm 2025", Confidence.CHECK),
        ("Kế hoạch này được lập cho năm 2025, gồm các việc sau:", None, None),
    ],
)
@pytest.mark.parametrize("part", ["I. MỤC TIÊU: Phục vụ tốt hơn.\nII. NHIỆM VỤ", "II. NHIỆM VỤ"])
def test_title_above_the_first_part_is_read_without_a_preamble(
    printed: str, title: str | None, confidence: Confidence | None, part: str
) -> None:
    text = PLAN.replace("KẾ HOẠCH\n{title}\n", printed).replace("I. NHIỆM VỤ", part)
    text = "\n".join(line for line in text.split("\n") if not line.startswith("Căn cứ"))

    document = read_document(read_txt(text.encode(), name="k.txt"))

    assert (document.title, document.confidence.get("title")) == (title, confidence)
