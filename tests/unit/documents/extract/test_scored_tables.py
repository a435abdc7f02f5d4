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


@pytest.mark.parametrize("header", ["Kết quả đạt được", "Kết quả thực hiện", "Kết quả"])
@pytest.mark.parametrize(
    ("cells", "products"),
    [
        (("Quyết định công bố", "12 phóng sự được phát sóng"), ["Quyết định công bố", "12 phóng sự được phát sóng"]),
        (("80,4%", "0.75"), [None, None]),
        (("Đã rà soát 24/30 thủ tục", "Đang thực hiện"), [None, None]),
    ],
)
def test_what_comes_of_work_with_a_time_is_its_product(
    header: str, cells: tuple[str, str], products: list[str | None]
) -> None:
    items = _items(
        f"STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian | {header}\n"
        f"1 | Rà soát thủ tục | Phòng Nội vụ | Quý I/2025 | {cells[0]}\n"
        f"2 | Niêm yết thủ tục | Phòng Tư pháp | Quý II/2025 | {cells[1]}\n"
    )

    assert [item.product for item in items] == products


@pytest.mark.parametrize("beside", ["Tồn tại, hạn chế", "Điểm đạt"])
def test_what_came_of_the_last_year_is_no_product(beside: str) -> None:
    items = _items(
        f"STT | Tiêu chí | Kết quả đạt được | {beside} | Cơ quan chủ trì | Thời gian\n"
        "1 | Rà soát thủ tục | Ban hành 03 kế hoạch | 0,5 | Phòng Nội vụ | Quý I/2025\n"
        "2 | Niêm yết thủ tục | Niêm yết tại 12 xã | 1 | Phòng Tư pháp | Quý II/2025\n"
    )

    assert [item.product for item in items] == [None, None]


@pytest.mark.parametrize("total", ["Tổng số điểm mất", "Tổng điểm bị trừ:", "Cộng điểm lĩnh vực", "Tổng cộng (I+II)"])
def test_a_row_of_sums_is_no_item(total: str) -> None:
    items = _items(
        "| STT | Tiêu chí | Điểm mất | Cơ quan chủ trì | Thời gian |\n"
        "| 1 | Rà soát thủ tục | 0,25 | Phòng Nội vụ | Quý I/2025 |\n"
        "| 2 | Tổng số cuộc đối thoại với người dân | 0,5 | Văn phòng | Quý II/2025 |\n"
        f"| | {total} | 0,75 | | |\n"
    )

    assert [(item.number, item.names[0]) for item in items] == [
        ("1", "Rà soát thủ tục"),
        ("2", "Tổng số cuộc đối thoại với người dân"),
    ]


def test_a_total_that_is_aimed_at_is_work() -> None:
    items = _items(
        "| Tiêu chí | Mục tiêu | Cơ quan chủ trì | Thời gian |\n"
        "| Tỷ lệ hồ sơ đúng hạn | 98% | Phòng Nội vụ | Quý I/2025 |\n"
        "| Tổng số cuộc đối thoại | 02 | | |\n"
    )

    assert [item.names[0] for item in items] == ["Tỷ lệ hồ sơ đúng hạn", "Tổng số cuộc đối thoại"]


@pytest.mark.parametrize("count", ["Mã TC", "STT"])
def test_a_row_of_points_alone_heads_the_parts_numbered_below_it(count: str) -> None:
    items = _items(
        f"| {count} | Tiêu chí, tiêu chí thành phần | Điểm mất | Nguyên nhân | Cơ quan chủ trì | Thời gian |\n"
        "| 1 | Chỉ đạo, điều hành | 0,5 | | | |\n"
        "| 1.2 | Thực hiện chế độ báo cáo | 0,25 | Gửi chậm | Phòng Nội vụ | Quý I/2025 |\n"
        "| 2 | Cải cách thể chế | 0,5 | | | |\n"
        "| 2.1 | Theo dõi thi hành pháp luật | 0,5 | | | |\n"
        "| 2.1.2 | Xử lý kết quả theo dõi | 0,25 | Chưa xử lý | Phòng Tư pháp | Quý II/2025 |\n"
        "| 3 | Dịch vụ công trực tuyến | 0,5 | | | |\n"
    )

    assert [(item.number, item.domain, item.domain_name) for item in items] == [
        ("1.2", "1", "Chỉ đạo, điều hành"),
        ("2.1.2", "2", "Cải cách thể chế"),
        ("3", None, None),
    ]
