"""Names of agencies that hold verbs ("Sở Xây dựng", "Ủy ban Kiểm tra"): where they end in a sentence of work."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Item
from tests.unit.documents import plan_texts

NAMES = (
    "Sở Xây dựng",
    "Sở Giao thông Vận tải",
    "Sở Giao thông - Xây dựng",
    "Sở Giáo dục và Đào tạo",
    "Sở Lao động - Thương binh và Xã hội",
    "Thanh tra huyện",
    "Ủy ban Kiểm tra Huyện ủy",
    "Ban Tuyên giáo và Dân vận Thành ủy",
    "Chi cục Kiểm lâm",
    "Phòng Hướng dẫn nghiệp vụ",
    "Phòng Kiểm soát thủ tục hành chính",
    "Quỹ Bảo vệ và Phát triển rừng",
    "Trung tâm phục vụ hành chính công",
    "Bộ phận tiếp nhận và trả kết quả",
    "Văn phòng đăng ký đất đai",
    "Tổ công tác Đề án 06",
    "Thủ trưởng các cơ quan, đơn vị",
)


def read_items(text: str) -> tuple[Item, ...]:
    return extract_plan(read_txt(plan_texts.plan(text), name="ke-hoach.txt")).items


def read_line(line: str) -> Item:
    (item,) = read_items(f"II. NHIỆM VỤ\n1. {line}\n")
    return item


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_in_the_name_of_a_helper_does_not_end_it(name: str) -> None:
    item = read_line(f"Sở Tài chính chủ trì, phối hợp với {name} công khai giá đất mới, xong trước 01/9/2025.")

    assert (item.names, item.lead, item.coordinate) == (("công khai giá đất mới",), ("Sở Tài chính",), (name,))


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_in_the_name_of_one_of_several_helpers_does_not_end_the_list(name: str) -> None:
    item = read_line(
        f"Sở Y tế chủ trì, phối hợp với Sở Tư pháp, {name} và UBND các xã rà soát phí thi, xong quý III/2025."
    )

    assert (item.names, item.coordinate) == (("rà soát phí thi",), ("Sở Tư pháp", name, "UBND các xã"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("before", ["", "Giao "])
def test_a_verb_in_the_name_of_the_leader_does_not_end_it(name: str, before: str) -> None:
    item = read_line(f"{before}{name} chủ trì, phối hợp với Sở Y tế công khai giá đất mới, xong trước 01/9/2025.")

    assert (item.names, item.lead, item.coordinate) == (("công khai giá đất mới",), (name,), ("Sở Y tế",))


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_in_the_name_of_who_is_given_work_does_not_end_it(name: str) -> None:
    item = read_line(f"Giao {name} công khai giá đất mới, xong trước 01/9/2025.")

    assert (item.names, item.lead) == (("công khai giá đất mới",), (name,))


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_in_the_name_of_who_a_note_gives_work_does_not_end_it(name: str) -> None:
    item = read_line(f"Công khai giá đất mới (giao {name} chủ trì, phối hợp với Sở Y tế; hoàn thành trước 01/9/2025).")

    assert (item.lead, item.coordinate) == ((name,), ("Sở Y tế",))


@pytest.mark.parametrize(
    ("line", "name", "lead", "time"),
    [
        ("Phòng Y tế hằng tháng kiểm tra bếp ăn trường học.", "kiểm tra bếp ăn trường học", "Phòng Y tế", "hằng tháng"),
        (
            "Phòng Tư pháp định kỳ hằng quý chủ trì tập huấn hòa giải viên.",
            "tập huấn hòa giải viên",
            "Phòng Tư pháp",
            "định kỳ hằng quý",
        ),
        (
            "UBND các xã trước ngày 25 hằng tháng báo cáo số hồ sơ quá hạn.",
            "báo cáo số hồ sơ quá hạn",
            "UBND các xã",
            "trước ngày 25 hằng tháng",
        ),
        (
            "Giao Sở Tư pháp trong quý III/2025 rà soát văn bản hết hiệu lực.",
            "rà soát văn bản hết hiệu lực",
            "Sở Tư pháp",
            "trong quý III/2025",
        ),
        (
            "Hằng tuần Thanh tra huyện kiểm tra giờ giấc làm việc.",
            "kiểm tra giờ giấc làm việc",
            "Thanh tra huyện",
            "Hằng tuần",
        ),
        (
            "Đến ngày 15/8/2025 Sở Công Thương mở lớp tập huấn bán hàng.",
            "mở lớp tập huấn bán hàng",
            "Sở Công Thương",
            "Đến ngày 15/8/2025",
        ),
        (
            "Hằng năm các cơ quan, đơn vị tự chấm điểm cải cách hành chính.",
            "tự chấm điểm cải cách hành chính",
            "các cơ quan, đơn vị",
            "Hằng năm",
        ),
        (
            "Trong tháng 7 năm 2025 Bưu điện huyện chủ trì trả kết quả tại nhà.",
            "trả kết quả tại nhà",
            "Bưu điện huyện",
            "Trong tháng 7 năm 2025",
        ),
    ],
)
def test_a_time_beside_the_name_of_who_leads_is_no_part_of_it(line: str, name: str, lead: str, time: str) -> None:
    item = read_line(line)

    assert (item.names, item.lead, item.deadline_text) == ((name,), (lead,), time)


def test_the_day_at_the_end_comes_before_the_time_at_the_beginning() -> None:
    item = read_line("Định kỳ hằng quý Phòng Nội vụ gửi báo cáo về Sở Nội vụ trước ngày 15 tháng cuối quý.")

    assert (item.names, item.lead) == (("gửi báo cáo về Sở Nội vụ",), ("Phòng Nội vụ",))
    assert item.deadline_text == "trước ngày 15 tháng cuối quý"


@pytest.mark.parametrize(
    ("line", "name", "time"),
    [
        (
            "Phòng Nội vụ chủ trì, hằng tháng công bố danh sách đơn vị chậm trả kết quả.",
            "công bố danh sách đơn vị chậm trả kết quả",
            "hằng tháng",
        ),
        (
            "Phòng Y tế chủ trì, định kỳ hằng quý đo và ghi chỉ số hài lòng của người bệnh.",
            "đo và ghi chỉ số hài lòng của người bệnh",
            "định kỳ hằng quý",
        ),
        (
            "UBND các xã gửi danh sách người dự thi trước ngày 10/10 để tổng hợp.",
            "gửi danh sách người dự thi",
            "trước ngày 10/10",
        ),
        (
            "Phòng Tư pháp chủ trì kiểm tra văn bản, thường xuyên theo quy định.",
            "kiểm tra văn bản",
            "thường xuyên theo quy định",
        ),
        (
            "Phòng Tư pháp chủ trì trả lời kiến nghị, trong 05 ngày làm việc kể từ ngày nhận.",
            "trả lời kiến nghị",
            "trong 05 ngày làm việc kể từ ngày nhận",
        ),
    ],
)
def test_a_time_ends_before_what_is_done_then(line: str, name: str, time: str) -> None:
    item = read_line(line)

    assert (item.names, item.deadline_text) == ((name,), time)


def test_agencies_that_are_given_work_and_say_their_duty_in_brackets() -> None:
    given = read_line(
        "Giao Phòng Nội vụ (chủ trì), Phòng Tư pháp (phối hợp) rà soát biên chế; xong trong quý III/2025."
    )
    told = read_line(
        "Rà soát biên chế. Giao Phòng Nội vụ (chủ trì), Phòng Tư pháp (phối hợp); xong trong quý III/2025."
    )

    assert (given.names, told.names) == (("rà soát biên chế",), ("Rà soát biên chế",))
    for item in (given, told):
        assert (item.lead, item.coordinate) == (("Phòng Nội vụ",), ("Phòng Tư pháp",))
        assert len(item.deadlines) == 1


def test_a_time_behind_the_helpers_of_a_label_is_no_helper() -> None:
    (item,) = read_items(
        "II. NHIỆM VỤ\n1. Tiêu chí “Số hóa hồ sơ”\n- Giải pháp: Rà soát quy trình.\n- Chủ trì: Phòng Nội vụ; "
        "các đơn vị phối hợp gồm: Phòng Y tế, Phòng Tư pháp; xong trước 31/10/2025.\n"
    )

    assert (item.lead, item.coordinate) == (("Phòng Nội vụ",), ("Phòng Y tế", "Phòng Tư pháp"))
    assert item.deadline_text == "xong trước 31/10/2025."


def test_a_sentence_about_agencies_without_a_name_is_no_work() -> None:
    plan = extract_plan(
        read_txt(
            plan_texts.plan(
                "II. NỘI DUNG\nNhiệm vụ cụ thể, phân công cơ quan chủ trì, phối hợp và thời hạn hoàn thành tại Phụ lục"
                " kèm theo Kế hoạch này.\n1. Rà soát thủ tục. Sở Nội vụ chủ trì, hoàn thành trước ngày 30/6/2026.\n"
            ),
            name="phu-luc.txt",
        )
    )

    assert [item.lead for item in plan.items] == [("Sở Nội vụ",)]
