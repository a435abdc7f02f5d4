"""Lists below labels, sentences below headings, and what closes a plan."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Item, Plan
from tests.unit.documents import plan_texts

STARRED = """II. KHẮC PHỤC
1. Thực hiện chế độ thông tin, báo cáo
* Hạn chế, nguyên nhân:
- Gửi báo cáo quý III trễ 04 ngày;
- Không có mô hình mới được nhân rộng.
* Biện pháp khắc phục:
{mark} Ban hành lịch gửi báo cáo năm;
{mark} Mời các xã đăng ký mô hình.
* Tổ chức thực hiện:
Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp tham mưu thực hiện.
Thời hạn hoàn thành: Quý III/2025.
2. Quản lý biên chế
* Hạn chế, nguyên nhân:
- Bố trí thừa 02 cấp phó.
* Biện pháp khắc phục:
{mark} Sắp xếp lại cấp phó.
* Tổ chức thực hiện:
Văn phòng HĐND và UBND huyện chủ trì, phối hợp với Thanh tra huyện thực hiện.
Thời hạn hoàn thành: Trước ngày 31 tháng 10 năm 2025.
"""


def _plan(body: str) -> Plan:
    return extract_plan(read_txt(plan_texts.plan(body), name="danh-sach.txt"))


def _items(body: str) -> tuple[Item, ...]:
    return _plan(body).items


@pytest.mark.parametrize("mark", ["-", "+", "*"])
def test_lines_below_a_starred_label_belong_to_it(mark: str) -> None:
    first, second = _items(STARRED.format(mark=mark))

    assert [(item.key, item.lead) for item in (first, second)] == [
        ("body/1", ("Phòng Nội vụ",)),
        ("body/2", ("Văn phòng HĐND và UBND huyện",)),
    ]
    assert first.coordinate == ("Phòng Tư pháp",)
    assert first.limitations == ("Gửi báo cáo quý III trễ 04 ngày;", "Không có mô hình mới được nhân rộng.")
    assert [action.text for action in first.actions] == [
        "Ban hành lịch gửi báo cáo năm;",
        "Mời các xã đăng ký mô hình.",
    ]
    assert first.deadline_text == "Quý III/2025."
