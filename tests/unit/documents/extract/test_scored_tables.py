"""Tables of scores: codes in a column of their own or before the names, what comes of the work, rows of sums."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import CriterionLevel, Item
from tests.unit.documents import plan_texts


def _items(rows: str) -> tuple[Item, ...]:
    text = f"{plan_texts.HEAD}II. NHIỆM VỤ\n{rows}{plan_texts.FOOT}"
    return extract_plan(read_txt(text.encode(), name="bang-diem.txt")).items


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("Mã TC", "Tiêu chí, tiêu chí thành phần"),
        ("Mã TC, TCTP", "Nội dung cần khắc phục"),
        ("Mã số", "Tiêu chí"),
        ("Mã tiêu chí", "Tên"),
    ],
)
def test_a_dotted_number_below_a_code_of_criteria_is_the_code(code: str, name: str) -> None:
    first, second = _items(
        f"{code} | {name} | Điểm mất | Nguyên nhân | Cơ quan chủ trì | Hạn hoàn thành\n"
        "1 | CHỈ ĐẠO, ĐIỀU HÀNH | 0,5 | | | \n"
        "1.2 | Thực hiện chế độ báo cáo | 0,25 | Gửi chậm | Phòng Nội vụ | 25/12/2025\n"
        "1.3.2. | Xử lý vấn đề qua kiểm tra | 0,25 | Chưa xử lý | Phòng Tư pháp | 30/6/2025\n"
    )

    assert [(item.code, item.level) for item in (first, second)] == [
        ("TC 1.2", CriterionLevel.TC),
        ("TCTP 1.3.2", CriterionLevel.TCTP),
    ]
    assert [item.number for item in (first, second)] == ["1.2", "1.3.2"]
    assert (first.names, first.domain, first.domain_name) == (
        ("Thực hiện chế độ báo cáo",),
        "1",
        "CHỈ ĐẠO, ĐIỀU HÀNH",
    )


def test_numbers_below_a_code_of_work_are_no_criteria() -> None:
    items = _items(
        "Mã nhiệm vụ | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n"
        "1.1 | Rà soát thủ tục | Phòng Nội vụ | Quý I/2025\n"
        "1.2 | Niêm yết thủ tục | Phòng Tư pháp | Quý II/2025\n"
    )

    assert [item.code for item in items] == [None, None]


@pytest.mark.parametrize("name", ["Tiêu chí/tiêu chí thành phần", "Tiêu chí", "TC, TCTP bị trừ điểm"])
def test_a_number_before_the_name_of_a_criterion_beside_a_count_is_its_code(name: str) -> None:
    items = _items(
        f"STT | {name} | Điểm mất | Giải pháp khắc phục | Cơ quan chủ trì | Thời gian\n"
        "1 | 1.3.2. Xử lý vấn đề qua kiểm tra | 0,25 | Đôn đốc | Phòng Nội vụ | 30/9/2025\n"
        "2 | 2.4 Theo dõi thi hành pháp luật | 0,5 | Khảo sát | Phòng Tư pháp | Quý III/2025\n"
        "3 | 02 thủ tục chưa công khai | 0,5 | Công khai | Văn phòng | Quý III/2025\n"
    )

    assert [(item.number, item.code) for item in items] == [("1", "TCTP 1.3.2"), ("2", "TC 2.4"), ("3", None)]
    assert [item.names[0] for item in items][:2] == ["Xử lý vấn đề qua kiểm tra", "Theo dõi thi hành pháp luật"]


def test_a_number_before_work_beside_a_count_is_no_code() -> None:
    items = _items(
        "STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n"
        "1 | 1.1. Rà soát thủ tục | Phòng Nội vụ | Quý I/2025\n"
        "2 | 1.2. Niêm yết thủ tục | Phòng Tư pháp | Quý II/2025\n"
    )

    assert [item.code for item in items] == [None, None]
