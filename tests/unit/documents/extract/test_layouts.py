"""Layouts that other provinces use: quotas below agencies, criteria given away by code, headers of two rows."""

from __future__ import annotations

import pytest

from parindex.documents.errors import NotAPlan
from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Item
from tests.unit.documents import plan_texts

QUOTAS = """II. CHỈ TIÊU GIAO CHO CÁC PHÒNG (hoàn thành trước ngày 15/11/2025)
1. Văn phòng HĐND và UBND huyện:
- Báo cáo định kỳ gửi đúng hạn: đạt 100%.
- Sáng kiến cải cách hành chính được công nhận: ít nhất 02 sáng kiến.
2. Phòng Tư pháp:
- Hồ sơ hộ tịch giải quyết đúng hạn: từ 98% trở lên.
"""
GIVEN_BY_CODE = """II. CÁC TIÊU CHÍ MẤT ĐIỂM
1. Xử lý văn bản trái pháp luật do kiểm tra phát hiện (TCTP 2.3.1).
- Mục tiêu: 100% văn bản được xử lý.
2. Công khai tiến độ giải quyết hồ sơ (TC 3.2).
- Mục tiêu: Đồng bộ từ 98% hồ sơ trở lên.
- Chủ trì: Phòng Kinh tế
III. PHÂN CÔNG
1. Phòng Tư pháp chủ trì, phối hợp với Thanh tra huyện thực hiện TCTP 2.3.1 và TC 3.2; hoàn thành trong quý III/2025.
"""
NUMBERED_WORK = """II. NHIỆM VỤ
1. Nhóm nhiệm vụ hoàn thành trong quý I/2025
Nhiệm vụ 1.1: Công khai thủ tục hành chính tại nơi tiếp nhận
- Chủ trì: Phòng Nội vụ
Nhiệm vụ 1.2: Kiểm tra nội bộ về kỷ luật, kỷ cương
- Chủ trì: Phòng Tư pháp
- Thời gian: Thường xuyên
"""
TWO_ROWS = """
STT\tChỉ tiêu\tĐVT\tKết quả và kế hoạch\t\tCơ quan chủ trì\tHoàn thành
\t\t\tThực hiện 2024\tKế hoạch 2025\t\t
1\tHồ sơ giải quyết đúng hạn\t%\t96,5\t≥ 99\tPhòng Nội vụ\tQuý III/2025
2\tSáng kiến được công nhận\tSáng kiến\t1\t3\tPhòng Tư pháp\tQuý IV/2025
"""
TWO_COLUMNS = """
Nhiệm vụ\tPhân công thực hiện
Tập huấn tiếp công dân cho công chức\tGiao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, xong trong quý II/2025.
Rà soát hồ sơ hưởng trợ cấp còn chậm\tGiao Phòng Kinh tế chủ trì, hoàn thành trước ngày 30/9/2025.
"""
UNKNOWN_HEADER = """
| Chuyện phải lo | Nơi gánh vác | Lúc xong việc |
|---|---|---|
| Lắp bảng điện tử tra cứu hồ sơ | Phòng Nội vụ | Quý II/2025 |
| Số hóa sổ hộ tịch cũ của các xã | Phòng Tư pháp | Trước 30/9/2025 |

| Nơi nhận: - UBND tỉnh; | CHỦ TỊCH | Nguyễn Văn Thử |
"""
UNCOUNTED_COLUMNS = """
Tồn tại, hạn chế              Biện pháp khắc phục      Cơ quan chủ trì         Thời hạn
Hồ sơ cấp phép xây dựng       Rút ngắn bước thẩm       Phòng Quản lý đô        Thường xuyên
còn trễ hạn                   định tại chỗ             thị
Chưa số hóa sổ hộ tịch cũ     Thuê đơn vị số hóa       Phòng Tư pháp           Quý IV/2025
"""
FLAT = """
Tồn tại, hạn chế
Biện pháp khắc phục
Đơn vị chịu trách nhiệm
chính
Đơn vị phối hợp
Thời hạn
Chưa kiểm tra đủ số xã theo
kế hoạch
Kiểm tra bù trong quý III
Phòng Nội vụ
Thanh tra huyện
Trước 31/7/2025
Chưa số hóa sổ hộ tịch cũ
Thuê đơn vị số hóa
Phòng Tư pháp
UBND các xã
Quý IV/2025
"""
SHARED_CRITERION = """
Tiêu chí\tNhiệm vụ cần thực hiện\tCơ quan chủ trì\tThời gian
Chế độ báo cáo\tNhắc gửi báo cáo đúng hạn\tPhòng Nội vụ\tHằng quý
\tXây dựng phần mềm theo dõi báo cáo\tPhòng Kinh tế\tQuý III/2025
Hồ sơ đúng hạn\tKiểm tra bộ phận một cửa\tPhòng Nội vụ\tHằng quý
\tThực hiện xin lỗi khi trễ hạn\tPhòng Tư pháp\tThường xuyên
"""
COUNTED_LIMITATIONS = """II. NỘI DUNG
* Hạn chế 1: Bộ phận một cửa còn yêu cầu thêm giấy tờ
- Biện pháp: Kiểm tra đột xuất
- Chủ trì: Phòng Nội vụ
* Hạn chế 2: Phiếu kiểm soát hồ sơ ghi chưa đủ
- Biện pháp: Tập huấn lại công chức
- Chủ trì: Phòng Tư pháp
"""
GIVEN_BY_HEADING = """II. CÁC TIÊU CHÍ CẦN KHẮC PHỤC
1. Tiêu chí “Kiểm tra công tác cải cách hành chính”
- Mục tiêu: Kiểm tra từ 30% số xã trở lên.
2. Tiêu chí “Rà soát văn bản”
- Mục tiêu: 100% văn bản được rà soát.
III. PHÂN CÔNG THỰC HIỆN
1. Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp thực hiện tiêu chí 1, 2 Mục II; hoàn thành trong quý III/2025.
"""
DUE_BY_GROUP = """
STT\tViệc phải làm\tTiêu chí liên quan\tPhòng chủ trì\tKết quả
A\tCác việc hoàn thành trước ngày 15/11/2025\t\t\t
1\tCập nhật danh mục thủ tục\tTCTP 3.1.2\tPhòng Nội vụ\tDanh mục
2\tBồi dưỡng công chức mới\tTCTP 5.3.1\tPhòng Tư pháp\tChứng chỉ
"""


def _items(body: str) -> list[Item]:
    return list(extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items)


def test_a_quota_below_an_agency_is_a_name_and_a_target_due_when_the_heading_says() -> None:
    found = [(item.names[0], item.target_text, item.lead, item.deadline_text) for item in _items(QUOTAS)]

    when = "trước ngày 15/11/2025"
    office = ("Văn phòng HĐND và UBND huyện",)
    assert found == [
        ("Báo cáo định kỳ gửi đúng hạn", "đạt 100%", office, when),
        ("Sáng kiến cải cách hành chính được công nhận", "ít nhất 02 sáng kiến", office, when),
        ("Hồ sơ hộ tịch giải quyết đúng hạn", "từ 98% trở lên", ("Phòng Tư pháp",), when),
    ]


def test_criteria_given_away_by_their_codes_keep_what_they_say_themselves() -> None:
    first, second = _items(GIVEN_BY_CODE)

    assert (first.names, first.code) == (("Xử lý văn bản trái pháp luật do kiểm tra phát hiện",), "TCTP 2.3.1")
    assert (first.lead, first.coordinate) == (("Phòng Tư pháp",), ("Thanh tra huyện",))
    assert first.deadline_text == "trong quý III/2025"
    assert (second.lead, second.code) == (("Phòng Kinh tế",), "TC 3.2")


def test_codes_that_no_criterion_bears_give_nothing_away() -> None:
    items = _items(GIVEN_BY_CODE.replace("thực hiện TCTP 2.3.1 và TC 3.2", "thực hiện TCTP 5.1.1"))

    assert items[0].lead == ()
    assert len(items) == 3


def test_work_numbered_below_its_group_is_named_without_number_and_due_with_the_group() -> None:
    found = [(item.number, item.names[0], item.deadline_text) for item in _items(NUMBERED_WORK)]

    assert found == [
        ("1.1", "Công khai thủ tục hành chính tại nơi tiếp nhận", "trong quý I/2025"),
        ("1.2", "Kiểm tra nội bộ về kỷ luật, kỷ cương", "Thường xuyên"),
    ]


def test_a_heading_that_only_names_the_year_of_the_plan_gives_no_deadline() -> None:
    items = _items(NUMBERED_WORK.replace("hoàn thành trong quý I/2025", "thực hiện trong năm 2025"))

    assert items[0].deadline_text is None


@pytest.mark.parametrize("second", ["Kế hoạch 2025", "Phấn đấu năm 2025"])
def test_of_two_columns_of_values_under_one_heading_the_plan_is_the_target(second: str) -> None:
    found = [(item.target_text, item.targets[0].unit) for item in _items(TWO_ROWS.replace("Kế hoạch 2025", second))]

    assert found == [("≥ 99 %", "%"), ("3 Sáng kiến", "sáng kiến")]


def test_a_table_of_two_columns_gives_names_and_the_sentences_that_assign_them() -> None:
    found = [(item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(TWO_COLUMNS)]

    assert found == [
        ("Tập huấn tiếp công dân cho công chức", ("Phòng Nội vụ",), ("Phòng Tư pháp",), "trong quý II/2025"),
        ("Rà soát hồ sơ hưởng trợ cấp còn chậm", ("Phòng Kinh tế",), (), "trước ngày 30/9/2025"),
    ]


def test_columns_with_unknown_titles_are_told_by_their_cells_and_marked_for_a_check() -> None:
    items = _items(UNKNOWN_HEADER)

    found = [(item.names[0], item.lead, item.deadline_text) for item in items]
    assert found == [
        ("Lắp bảng điện tử tra cứu hồ sơ", ("Phòng Nội vụ",), "Quý II/2025"),
        ("Số hóa sổ hộ tịch cũ của các xã", ("Phòng Tư pháp",), "Trước 30/9/2025"),
    ]
    assert {item.confidence["lead"] for item in items} == {Confidence.CHECK}


def test_a_list_of_members_is_no_table_of_items() -> None:
    members = UNKNOWN_HEADER.replace("Lúc xong việc", "Vai trò").replace("Quý II/2025", "Trưởng nhóm")

    with pytest.raises(NotAPlan, match=r"1 bảng.*“I\. MỤC ĐÍCH, YÊU CẦU”.*“Chuyện phải lo \| Nơi gánh vác \| Vai trò”"):
        _items(members.replace("Trước 30/9/2025", "Ủy viên"))


def test_columns_of_blanks_without_numbers_begin_a_row_where_all_columns_begin_anew() -> None:
    found = [(item.names[0], item.lead, item.deadline_text) for item in _items(UNCOUNTED_COLUMNS)]

    assert found == [
        ("Hồ sơ cấp phép xây dựng còn trễ hạn", ("Phòng Quản lý đô thị",), "Thường xuyên"),
        ("Chưa số hóa sổ hộ tịch cũ", ("Phòng Tư pháp",), "Quý IV/2025"),
    ]


def test_one_cell_a_line_without_numbers_ends_a_row_after_its_time() -> None:
    found = [(item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(FLAT)]

    assert found == [
        ("Chưa kiểm tra đủ số xã theo kế hoạch", ("Phòng Nội vụ",), ("Thanh tra huyện",), "Trước 31/7/2025"),
        ("Chưa số hóa sổ hộ tịch cũ", ("Phòng Tư pháp",), ("UBND các xã",), "Quý IV/2025"),
    ]


def test_deeds_beside_one_criterion_name_the_items_of_a_table() -> None:
    found = [(item.names[0], item.domain_name, item.lead) for item in _items(SHARED_CRITERION)]

    assert found == [
        ("Nhắc gửi báo cáo đúng hạn", "Chế độ báo cáo", ("Phòng Nội vụ",)),
        ("Xây dựng phần mềm theo dõi báo cáo", "Chế độ báo cáo", ("Phòng Kinh tế",)),
        ("Kiểm tra bộ phận một cửa", "Hồ sơ đúng hạn", ("Phòng Nội vụ",)),
        ("Thực hiện xin lỗi khi trễ hạn", "Hồ sơ đúng hạn", ("Phòng Tư pháp",)),
    ]


def test_limitations_counted_through_the_plan_are_its_items() -> None:
    found = [(item.number, item.names[0], item.lead) for item in _items(COUNTED_LIMITATIONS)]

    assert found == [
        ("1", "Bộ phận một cửa còn yêu cầu thêm giấy tờ", ("Phòng Nội vụ",)),
        ("2", "Phiếu kiểm soát hồ sơ ghi chưa đủ", ("Phòng Tư pháp",)),
    ]


@pytest.mark.parametrize("bracketed", ["[TCTP 3.2.1] Công khai tiến độ hồ sơ", "Công khai tiến độ hồ sơ (TCTP 3.2.1)."])
def test_a_bracketed_code_is_no_part_of_the_name(bracketed: str) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. {bracketed}\n- Chủ trì: Phòng Nội vụ\n")

    assert (item.names, item.code) == (("Công khai tiến độ hồ sơ",), "TCTP 3.2.1")


def test_criteria_given_away_by_the_numbers_of_their_headings() -> None:
    found = [(item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(GIVEN_BY_HEADING)]

    duties = (("Phòng Nội vụ",), ("Phòng Tư pháp",), "trong quý III/2025")
    assert found == [("Kiểm tra công tác cải cách hành chính", *duties), ("Rà soát văn bản", *duties)]


def test_a_group_of_a_table_says_when_and_a_column_of_codes_which_criterion() -> None:
    found = [(item.names[0], item.code, item.deadline_text) for item in _items(DUE_BY_GROUP)]

    when = "trước ngày 15/11/2025"
    assert found == [("Cập nhật danh mục thủ tục", "TCTP 3.1.2", when), ("Bồi dưỡng công chức mới", "TCTP 5.3.1", when)]


def test_of_two_untitled_columns_of_agencies_the_first_leads() -> None:
    rows = UNKNOWN_HEADER.replace("| Lúc", "| Ai giúp | Lúc").replace("---|", "---|---|", 1)
    rows = rows.replace("Phòng Nội vụ |", "Phòng Nội vụ | Công an huyện |")
    rows = rows.replace("Phòng Tư pháp |", "Phòng Tư pháp | UBND các xã |")

    found = [(item.lead, item.coordinate) for item in _items(rows)]
    assert found == [(("Phòng Nội vụ",), ("Công an huyện",)), (("Phòng Tư pháp",), ("UBND các xã",))]
