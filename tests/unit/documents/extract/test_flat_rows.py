"""Tables saved as text with one cell a line and no numbers: rows found by the rhythm of the columns."""

from __future__ import annotations

import pytest

from parindex.documents.errors import NotAPlan
from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Item
from tests.unit.documents import plan_texts

PRODUCT_LAST = """
Nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
Sản phẩm
Xây dựng kế hoạch kiểm tra cải cách
hành chính
Phòng Nội vụ
Văn phòng HĐND và UBND huyện
Quý I/2025
Kế hoạch năm
Rà soát văn bản quy phạm pháp luật
Phòng Tư pháp
Trước 30/9/2025
Báo cáo rà soát
"""
AGENCY_LAST = """
Nội dung công việc
Thời hạn
Đơn vị chủ trì
Đơn vị phối hợp
Bồi dưỡng công chức cấp xã về
chuyển đổi số
Quý III/2025
Phòng Nội vụ
UBND các xã
Ban hành kế hoạch tuyên truyền
Tháng 2/2025
Phòng Văn hóa và Thông tin
"""
NOTE_LAST = """
Nhiệm vụ

Cơ quan chủ trì

Thời gian

Ghi chú

Xây dựng kế hoạch kiểm tra cải cách hành chính của huyện

Phòng Nội vụ

Quý I/2025

Rà soát văn bản quy phạm pháp luật giai đoạn 2021 - 2025

Phòng Tư pháp

Trước 30/9/2025

Kết hợp rà soát TTHC

"""
LEADER_LAST = """
Tiêu chí, tiêu chí thành phần
Hạn chế
Giải pháp
Cơ quan chủ trì
Kết quả thực hiện chế độ báo cáo
Báo cáo quý gửi chậm 05 ngày
Nhắc gửi báo cáo qua hệ thống
Phòng Nội vụ
Xử lý văn bản trái pháp luật
Còn 02 văn bản chưa xử lý xong
Bãi bỏ văn bản trái pháp luật
Phòng Tư pháp
"""
PROSE_BELOW = """
III. GIẢI PHÁP KHÁC
1. Lắp camera tại bộ phận một cửa.
- Chủ trì: Phòng Kinh tế
- Thời gian: Quý II/2025
"""
GROUPED = """
STT
Tiêu chí mất điểm
Nguyên nhân
Nhiệm vụ khắc phục
Cơ quan chủ trì
Thời hạn
I
Chỉ đạo điều hành
Thực hiện nhiệm vụ được giao
Còn 05 nhiệm vụ quá hạn
Cảnh báo tự động trước 05 ngày
Văn phòng HĐND và UBND huyện
Thường xuyên
II
Thủ tục hành chính
Công khai tiến độ giải quyết hồ sơ
Đồng bộ mới đạt 87%
Kết nối lại 12 phần mềm
Phòng Văn hóa và Thông tin
Trước 30/6/2025
"""
NUMBERED_GROUPS = """
Nhiệm vụ
Đơn vị chủ trì
Kết quả
Thời gian hoàn thành
1. Cải cách thể chế
Rà soát văn bản quy phạm pháp luật lĩnh vực đất đai
Phòng Nông nghiệp
Báo cáo
Quý II/2025
Tự kiểm tra văn bản đã ban hành
Phòng Tư pháp
Danh mục
Tháng 10/2025
2. Cải cách thủ tục hành chính
Cắt giảm thời gian giải quyết thủ tục đầu tư
Phòng Tài chính
Quyết định công bố
Quý I/2025
Cung cấp dịch vụ công trực tuyến toàn trình
Phòng Nội vụ
Danh mục
Quý III/2025
"""
MERGED_FIELDS = """
Lĩnh vực
Nhiệm vụ cụ thể
Sản phẩm
Cơ quan chủ trì
Thời gian
Cải cách thể chế
Rà soát văn bản quy phạm pháp luật
Báo cáo rà soát
Phòng Tư pháp
Quý II/2025
Tự kiểm tra văn bản đã ban hành
Kết luận kiểm tra
Phòng Tư pháp
Tháng 10/2025
"""


def _items(body: str) -> list[Item]:
    return list(extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items)


def _told(body: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
    return [(item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(body)]


def test_rows_that_end_in_a_product_begin_again_with_a_name() -> None:
    office = ("Văn phòng HĐND và UBND huyện",)
    assert _told(PRODUCT_LAST) == [
        ("Xây dựng kế hoạch kiểm tra cải cách hành chính", ("Phòng Nội vụ",), office, "Quý I/2025"),
        ("Rà soát văn bản quy phạm pháp luật", ("Phòng Tư pháp",), (), "Trước 30/9/2025"),
    ]
    assert [item.product for item in _items(PRODUCT_LAST)] == ["Kế hoạch năm", "Báo cáo rà soát"]


def test_rows_that_end_in_an_agency_may_lack_it() -> None:
    assert _told(AGENCY_LAST) == [
        ("Bồi dưỡng công chức cấp xã về chuyển đổi số", ("Phòng Nội vụ",), ("UBND các xã",), "Quý III/2025"),
        ("Ban hành kế hoạch tuyên truyền", ("Phòng Văn hóa và Thông tin",), (), "Tháng 2/2025"),
    ]


def test_rows_of_long_cells_with_few_notes() -> None:
    assert _told(NOTE_LAST) == [
        ("Xây dựng kế hoạch kiểm tra cải cách hành chính của huyện", ("Phòng Nội vụ",), (), "Quý I/2025"),
        ("Rà soát văn bản quy phạm pháp luật giai đoạn 2021 - 2025", ("Phòng Tư pháp",), (), "Trước 30/9/2025"),
    ]


def test_columns_of_words_before_the_leader_keep_their_places() -> None:
    found = [(item.names, item.limitations, [action.text for action in item.actions]) for item in _items(LEADER_LAST)]

    reminded = ["Nhắc gửi báo cáo qua hệ thống"]
    assert found == [
        (("Kết quả thực hiện chế độ báo cáo",), ("Báo cáo quý gửi chậm 05 ngày",), reminded),
        (("Xử lý văn bản trái pháp luật",), ("Còn 02 văn bản chưa xử lý xong",), ["Bãi bỏ văn bản trái pháp luật"]),
    ]


def test_groups_among_rows_without_numbers_are_their_domains() -> None:
    found = [(item.domain, item.domain_name, item.names[0], item.lead, item.limitations) for item in _items(GROUPED)]

    office, other = ("Văn phòng HĐND và UBND huyện",), ("Phòng Văn hóa và Thông tin",)
    assert found == [
        ("I", "Chỉ đạo điều hành", "Thực hiện nhiệm vụ được giao", office, ("Còn 05 nhiệm vụ quá hạn",)),
        ("II", "Thủ tục hành chính", "Công khai tiến độ giải quyết hồ sơ", other, ("Đồng bộ mới đạt 87%",)),
    ]
    counted = [(item.domain_name, item.lead, item.product, item.deadline_text) for item in _items(NUMBERED_GROUPS)]
    assert counted == [
        ("Cải cách thể chế", ("Phòng Nông nghiệp",), "Báo cáo", "Quý II/2025"),
        ("Cải cách thể chế", ("Phòng Tư pháp",), "Danh mục", "Tháng 10/2025"),
        ("Cải cách thủ tục hành chính", ("Phòng Tài chính",), "Quyết định công bố", "Quý I/2025"),
        ("Cải cách thủ tục hành chính", ("Phòng Nội vụ",), "Danh mục", "Quý III/2025"),
    ]


def test_a_row_below_a_merged_first_cell_begins_in_the_second_column() -> None:
    found = [(item.names[0], item.product, item.lead) for item in _items(MERGED_FIELDS)]

    assert found == [
        ("Rà soát văn bản quy phạm pháp luật", "Báo cáo rà soát", ("Phòng Tư pháp",)),
        ("Tự kiểm tra văn bản đã ban hành", "Kết luận kiểm tra", ("Phòng Tư pháp",)),
    ]


def test_a_chapter_of_prose_ends_the_table() -> None:
    found = _told(PRODUCT_LAST + PROSE_BELOW)

    assert ("Lắp camera tại bộ phận một cửa", ("Phòng Kinh tế",), (), "Quý II/2025") in found
    assert len(found) == 3


def test_lines_that_no_agency_leads_are_no_rows() -> None:
    body = PRODUCT_LAST.replace("Phòng Nội vụ", "Việc nhỏ").replace("Phòng Tư pháp", "Việc lớn")
    body = body.replace("Văn phòng HĐND và UBND huyện", "Việc khác")

    with pytest.raises(NotAPlan):
        _items(body)


@pytest.mark.parametrize("mark", ["nt", "Như trên", "″"])
@pytest.mark.parametrize("number", ["", "{}\n"])
def test_a_line_that_points_at_the_row_above_says_the_same(mark: str, number: str) -> None:
    rows = (
        "Rà soát quy chế làm việc\nPhòng Tư pháp\nPhòng Y tế\nQuý I/2025",
        f"Ban hành kế hoạch kiểm tra\n{mark}\n{mark}\n{mark}",
        f"Tổ chức tập huấn nghiệp vụ\nPhòng Nội vụ\n{mark}\nQuý II/2025",
        "Kiểm tra công vụ tại xã\nPhòng Nội vụ\nPhòng Y tế\nQuý III/2025",
    )
    body = "".join(f"{number.format(count)}{row}\n" for count, row in enumerate(rows, start=1))
    head = "STT\n" if number else ""

    assert _told(f"\n{head}Nhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian\n{body}")[1:3] == [
        ("Ban hành kế hoạch kiểm tra", ("Phòng Tư pháp",), ("Phòng Y tế",), "Quý I/2025"),
        ("Tổ chức tập huấn nghiệp vụ", ("Phòng Nội vụ",), ("Phòng Y tế",), "Quý II/2025"),
    ]
