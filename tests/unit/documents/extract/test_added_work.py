"""Work added to a plan: lists of "+ task" with a line of duties below each; agencies and work are made up."""

from __future__ import annotations

import re

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.extract.agency_words import is_verb, names_agency
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence
from tests.unit.documents import plan_texts

ADDED = """II. CÁC NHIỆM VỤ BỔ SUNG
1. Về cải cách thủ tục hành chính
+ Niêm yết số điện thoại tiếp nhận phản ánh tại bộ phận một cửa.
Chủ trì: Văn phòng HĐND và UBND huyện. Thời gian: Quý II/2025.
+ Thí điểm trả kết quả tại nhà cho người cao tuổi.
Chủ trì: Phòng Nội vụ. Thời gian: Quý III/2025.
2. Về cải cách chế độ công vụ
+ Tập huấn kỹ năng giao tiếp cho công chức.
Chủ trì: Phòng Nội vụ. Thời gian: Quý IV/2025.
+ Chấm điểm công chức hằng tháng.
Chủ trì: Phòng Nội vụ. Thời gian: Hằng tháng.
III. CÁC NHIỆM VỤ SỬA ĐỔI
1. Về cải cách tài chính công
+ Hoàn thành phương án tự chủ của các trường học.
Chủ trì: Phòng Tài chính - Kế hoạch. Thời gian: Trước ngày 30/10/2025.
"""
# One duty for all that is done below each number: its lines stay deeds.
ONE_EACH = """II. NHIỆM VỤ
1. Công khai thủ tục hành chính
+ Rà soát danh mục.
+ Niêm yết tại bộ phận một cửa.
Chủ trì: Phòng Nội vụ. Thời gian: Quý II/2025.
2. Giải ngân vốn đầu tư
+ Giao ban hằng tuần với các chủ đầu tư.
Chủ trì: Phòng Tài chính - Kế hoạch. Thời gian: Quý III/2025.
"""

# One heading repeats, the others have steps and one duty for all of them.
ONE_REPEATS = """II. NHIỆM VỤ
1. Nhóm một
- Rà soát thủ tục
Chủ trì: Phòng Nội vụ
- Lập danh mục
Chủ trì: Phòng Tư pháp
2. Công khai danh mục
- Niêm yết tại trụ sở
- Đăng trên cổng
Chủ trì: Phòng Nội vụ
3. Giải ngân vốn đầu tư
- Giao ban hằng tuần
Chủ trì: Phòng Tài chính - Kế hoạch
"""
DUTIES = ("Chủ trì: Phòng Nội vụ", "Thời hạn: Quý II/2025", "Sản phẩm: Báo cáo")
# The lines of a narrow page: a label that opens a line belongs to the sentence above it.
BROKEN = """II. NHIỆM VỤ CỤ THỂ CỦA CÁC CƠ QUAN
1. Phòng Nội vụ
- Tổ chức tự chấm điểm Chỉ số cải cách hành chính của huyện.
Kết quả: Bảng tự chấm điểm. Thời hạn: trước ngày 15/12/2025.
- Theo dõi tiến độ, nhắc nhở. Kết quả: Báo cáo. Thời hạn: hằng quý.
2. Phòng Tư pháp
- Kiểm tra văn bản cấp xã. Kết quả: Thông báo. Thời hạn: quý III/2025.
- Tham mưu kế hoạch năm. Kết quả: Kế hoạch. Thời hạn: tháng 3/2025.
"""


def read(body: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    items = extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items
    return [(item.names, item.lead) for item in items]


def test_each_added_line_is_an_item_with_the_duties_below_it() -> None:
    assert read(ADDED) == [
        (
            ("Niêm yết số điện thoại tiếp nhận phản ánh tại bộ phận một cửa",),
            ("Văn phòng HĐND và UBND huyện",),
        ),
        (("Thí điểm trả kết quả tại nhà cho người cao tuổi",), ("Phòng Nội vụ",)),
        (("Tập huấn kỹ năng giao tiếp cho công chức",), ("Phòng Nội vụ",)),
        (("Chấm điểm công chức hằng tháng",), ("Phòng Nội vụ",)),
        (("Hoàn thành phương án tự chủ của các trường học",), ("Phòng Tài chính - Kế hoạch",)),
    ]


def test_one_duty_below_a_number_is_that_of_the_number() -> None:
    assert read(ONE_EACH) == [
        (("Công khai thủ tục hành chính",), ("Phòng Nội vụ",)),
        (("Giải ngân vốn đầu tư",), ("Phòng Tài chính - Kế hoạch",)),
    ]


def test_line_broken_before_its_label_keeps_its_own_duty() -> None:
    items = extract_plan(read_txt(plan_texts.plan(BROKEN), name="ke-hoach.txt")).items

    assert [(item.lead, item.deadline_text) for item in items] == [
        (("Phòng Nội vụ",), "trước ngày 15/12/2025."),
        (("Phòng Nội vụ",), "hằng quý."),
        (("Phòng Tư pháp",), "quý III/2025."),
        (("Phòng Tư pháp",), "tháng 3/2025."),
    ]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(("step", "duty"), [("- ", "- "), ("+ ", "- "), ("- ", ""), ("+ ", "")])
def test_duties_behind_the_steps_are_those_of_the_number(step: str, duty: str, count: int) -> None:
    lines = ["II. NHIỆM VỤ"]
    for work in ("Công khai thủ tục", "Giải ngân vốn đầu tư", "Số hóa hồ sơ"):
        lines += [f"{len(lines)}. {work}", f"{step}Làm bước đầu", f"{step}Làm bước hai"]
        lines += [duty + said for said in DUTIES[:count]]
    items = extract_plan(read_txt(plan_texts.plan("\n".join(lines) + "\n"), name="ke-hoach.txt")).items

    assert [item.names for item in items] == [("Công khai thủ tục",), ("Giải ngân vốn đầu tư",), ("Số hóa hồ sơ",)]
    for item in items:
        assert [action.text for action in item.actions] == ["Làm bước đầu", "Làm bước hai"]
        assert item.lead == ("Phòng Nội vụ",)
        assert (item.deadline_text is not None, item.product is not None) == (count > 1, count > 2)


@pytest.mark.parametrize(
    ("first", "closing", "lead"),
    [
        ("Rà soát danh mục. Chủ trì: Phòng Tư pháp.", "Chủ trì: Phòng Nội vụ.\nThời hạn: Quý II/2025.", None),
        ("Rà soát danh mục; thời hạn: Quý I.", "Thời hạn: Cả năm 2025.\nChủ trì: Phòng Nội vụ.", "Phòng Nội vụ"),
    ],
)
def test_duties_that_close_a_number_are_not_those_of_its_last_step(first: str, closing: str, lead: str | None) -> None:
    steps = f"- {first}\n- {first.replace('Rà soát', 'Niêm yết')}\n- Công khai.\n- Tổng hợp báo cáo.\n"
    body = f"II. NHIỆM VỤ\n1. Cải cách thủ tục\n{steps}{closing}\n"
    items = extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items

    assert [item.names for item in items] == [("Cải cách thủ tục",)]
    assert "Tổng hợp báo cáo." in [action.text for action in items[0].actions]
    assert lead is None or items[0].lead == (lead,)


def test_one_heading_that_repeats_does_not_speak_for_the_others() -> None:
    assert read(ONE_REPEATS) == [
        (("Rà soát thủ tục",), ("Phòng Nội vụ",)),
        (("Lập danh mục",), ("Phòng Tư pháp",)),
        (("Công khai danh mục",), ("Phòng Nội vụ",)),
        (("Giải ngân vốn đầu tư",), ("Phòng Tài chính - Kế hoạch",)),
    ]


def test_steps_stay_steps_where_most_headings_repeat() -> None:
    steps = "2. Công khai danh mục\n+ Niêm yết tại trụ sở.\n+ Đăng trên cổng.\nChủ trì: Phòng Tư pháp.\n"
    last = extract_plan(read_txt(plan_texts.plan(ADDED.partition("III.")[0] + steps), name="ke-hoach.txt")).items[-1]

    assert last.names == ("Công khai danh mục",)
    assert [action.text for action in last.actions] == ["Niêm yết tại trụ sở.", "Đăng trên cổng."]


def test_a_heading_with_a_single_line_keeps_its_name_where_others_repeat() -> None:
    pairs = "- {0} danh mục.\nChủ trì: Phòng Nội vụ.\n- {0} hồ sơ.\nChủ trì: Phòng Tư pháp.\n"
    body = "II. NHIỆM VỤ\n1. Thủ tục\n" + pairs.format("Rà soát") + "2. Số hóa\n" + pairs.format("Công khai")
    single = "3. Đào tạo, bồi dưỡng cán bộ\n- {0}.\nChủ trì: Phòng Nội vụ.\n"

    assert read(body + single.format("Theo kế hoạch riêng của UBND huyện"))[-1][0] == ("Đào tạo, bồi dưỡng cán bộ",)
    assert read(body + single.format("Tổ chức lớp học"))[-1][0] == ("Tổ chức lớp học",)


@pytest.mark.parametrize(
    ("body", "guessed"),
    [(ADDED, [4]), (BROKEN.replace("1. Phòng Nội vụ", "1. Chỉ số").replace("2. Phòng Tư pháp", "2. Văn bản"), [0])],
)
def test_name_that_other_lines_tell_must_be_checked(body: str, guessed: list[int]) -> None:
    items = extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items

    assert [at for at, item in enumerate(items) if item.confidence["names"] is Confidence.CHECK] == guessed


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        *((f"nâng{gap}cao", True) for gap in (" ", "\n", "\u00a0")),
        ("Chủ\ntrì", False),
        ("cần", True),
        ("cán", False),
    ],
)
def test_verb_of_several_words_is_one_whatever_parts_them(text: str, is_said: bool) -> None:
    found = re.match(r"\w+(?:\s\w+)?", text)

    assert found is not None
    assert is_verb(text, found) is is_said


@pytest.mark.parametrize(
    ("text", "is_agency"),
    [
        ("CÁC NHIỆM VỤ BỔ SUNG", False),
        ("Các giải pháp chủ yếu", False),
        ("Các phòng, ban chuyên môn", True),
        ("Phòng Tổ chức cán bộ", True),
    ],
)
def test_group_of_work_is_no_group_of_agencies(text: str, is_agency: bool) -> None:
    assert (names_agency(text) is not None) is is_agency
