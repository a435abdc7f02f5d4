"""Work that only says until when, and agencies whose verb no lexicon holds."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.extract.sentences import read_assigned
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Item
from tests.unit.documents import plan_texts

REPORT = """ỦY BAN NHÂN DÂN
XÃ THANH GIẢ
Số: 52/BC-UBND
Thanh Giả, ngày 07 tháng 7 năm 2026

BÁO CÁO
Tình hình khắc phục các tồn tại về cải cách hành chính 6 tháng đầu năm 2026

I. KẾT QUẢ KHẮC PHỤC
1. UBND xã đã niêm yết 100% thủ tục hành chính trước ngày 15/5/2026.
2. Phòng Kinh tế mở 01 lớp tập huấn cho 45 công chức trong tháng 4/2026, đạt 100% kế hoạch.
II. TỒN TẠI
1. Hồ sơ đất đai trễ hạn 12 hồ sơ.
III. NHIỆM VỤ 6 THÁNG CUỐI NĂM
1. Khắc phục 12 hồ sơ đất đai trễ hạn, hoàn thành trước ngày 31/7/2026.
2. Lắp đặt 02 ki-ốt tra cứu tại bộ phận một cửa trong quý III/2026.
3. Văn phòng HĐND và UBND xã phát 500 phiếu khảo sát trong tháng 9/2026.
4. Trước ngày 20/8/2026, thay biển chỉ dẫn tại các quầy giao dịch.
5. Thanh tra xã kiểm điểm các trường hợp gây phiền hà.
IV. KIẾN NGHỊ
1. Đề nghị UBND tỉnh sớm hỗ trợ kinh phí nâng cấp đường truyền cho các thôn vùng cao trên địa bàn xã.
"""


def read(text: str) -> list[Item]:
    """Return the items of a text."""
    return list(extract_plan(read_txt(text.encode(), name="k.txt")).items)


def test_report_lists_what_is_still_to_do_by_its_times() -> None:
    items = read(REPORT)

    assert [(item.names[0], item.lead, item.deadline_text) for item in items] == [
        ("Khắc phục 12 hồ sơ đất đai trễ hạn", (), "trước ngày 31/7/2026"),
        ("Lắp đặt 02 ki-ốt tra cứu tại bộ phận một cửa", (), "trong quý III/2026"),
        ("phát 500 phiếu khảo sát", ("Văn phòng HĐND và UBND xã",), "trong tháng 9/2026"),
        ("thay biển chỉ dẫn tại các quầy giao dịch", (), "Trước ngày 20/8/2026"),
        ("kiểm điểm các trường hợp gây phiền hà", ("Thanh tra xã",), None),
    ]
    assert all(item.confidence["names"] is Confidence.CHECK for item in items)


def test_line_numbered_beside_an_item_is_an_item_by_its_time() -> None:
    body = """II. NHIỆM VỤ
1. Rà soát quy chế làm việc của huyện
- Chủ trì: Phòng Nội vụ
- Thời gian: Quý II/2025
2. Bàn giao trụ sở cũ cho xã quản lý trước ngày 30/6/2025.
3. Phòng Tư pháp rà soát giấy tờ hộ tịch còn lưu tại xã.
"""

    items = read(plan_texts.HEAD + body + plan_texts.FOOT)

    assert [item.names[0] for item in items][1:] == [
        "Bàn giao trụ sở cũ cho xã quản lý",
        "rà soát giấy tờ hộ tịch còn lưu tại xã",
    ]


def test_aims_with_a_time_are_no_work() -> None:
    body = """II. NHIỆM VỤ
1. Mục tiêu
- 90% hồ sơ được số hóa trên toàn huyện trước ngày 30/11/2025.
2. Công việc
- Phòng Nội vụ rà soát quy chế làm việc trước ngày 30/6/2025.
"""

    items = read(plan_texts.HEAD + body + plan_texts.FOOT)

    assert [item.lead for item in items if item.lead] == [("Phòng Nội vụ",)]
    assert not any("90%" in item.names[0] for item in items if item.deadline_text)


@pytest.mark.parametrize(
    ("text", "lead", "name"),
    [
        (
            "Phòng Kinh tế mở sổ theo dõi hồ sơ trễ hạn trước ngày 31/3/2026.",
            "Phòng Kinh tế",
            "mở sổ theo dõi hồ sơ trễ hạn",
        ),
        ("Công an xã dọn dẹp khu vực tiếp dân, xong trong tháng 4/2026.", "Công an xã", "dọn dẹp khu vực tiếp dân"),
        ("UBND các xã phát tờ rơi đến từng hộ trong quý II/2026.", "UBND các xã", "phát tờ rơi đến từng hộ"),
    ],
)
def test_agency_is_read_by_its_whole_name_where_the_verb_is_unknown(text: str, lead: str, name: str) -> None:
    assigned = read_assigned(text, loose=True)

    assert assigned is not None
    assert assigned.lead is not None
    assert text[slice(*assigned.lead)] == lead
    assert text[assigned.name_start : assigned.name_end].strip(" ,") == name


@pytest.mark.parametrize(
    "text",
    [
        "Công chức vắng mặt trong giờ trực",
        "UBND các xã còn gửi báo cáo chậm so với quy định",
        "UBND xã đã niêm yết đủ thủ tục hành chính trước ngày 15/5/2026",
    ],
)
def test_state_or_past_of_an_agency_is_no_work(text: str) -> None:
    assert read_assigned(text, loose=True) is None


UNTIL = """II. NHIỆM VỤ
1. Phòng Nội vụ chủ trì rà soát thủ tục nội bộ đến hết ngày 30/6/2026.
2. Phòng Tư pháp tập huấn cho công chức một cửa, hoàn thành đến hết 31/01/2027.
3. Công khai toàn bộ thủ tục hành chính từ nay đến hết 31/01/2027.
4. Phòng Tư pháp chủ trì xử lý hồ sơ tồn đọng đến hết 31/12/2024, hoàn thành trước ngày 31/3/2025.
"""


def test_last_day_of_work_may_be_told_by_until_and_ends_its_name() -> None:
    items = read(plan_texts.HEAD + UNTIL + plan_texts.FOOT)

    assert [(item.names[0], item.deadline_text) for item in items] == [
        ("rà soát thủ tục nội bộ", "đến hết ngày 30/6/2026"),
        ("tập huấn cho công chức một cửa", "đến hết 31/01/2027"),
        ("Công khai toàn bộ thủ tục hành chính", "từ nay đến hết 31/01/2027"),
        ("xử lý hồ sơ tồn đọng đến hết 31/12/2024", "trước ngày 31/3/2025"),
    ]
    assert [deadline.op for item in items for deadline in item.deadlines] == ["<="] * 4
