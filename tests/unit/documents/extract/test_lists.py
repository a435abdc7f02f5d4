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


GIVEN_LINES = """II. NỘI DUNG CỤ THỂ
1. Nội dung “{first}”
- Giao Phòng Tư pháp chủ trì, phối hợp với Công an huyện phổ biến quy định về tố cáo, hoàn thành trước ngày 31/5/2025.
- Giao UBND các xã, thị trấn chỉ đạo thôn trưởng niêm yết kết quả giải quyết, thực hiện thường xuyên.
2. Nội dung “Quản lý tài sản công”
- Giao Thanh tra huyện chủ trì, phối hợp với Phòng Nội vụ kiểm tra việc mua sắm tại các đơn vị dự toán.
3. Nội dung “Y tế, giáo dục”
- Giao Phòng Y tế, Phòng Giáo dục và Đào tạo khảo sát ý kiến người bệnh, phụ huynh, báo cáo UBND huyện chậm nhất ngày \
10/10/2025.
"""


def test_each_line_that_gives_work_is_an_item_where_a_heading_has_several() -> None:
    plan = _plan(GIVEN_LINES.format(first="Giải quyết khiếu nại"))

    assert [(item.lead, item.coordinate, item.deadline_text) for item in plan.items] == [
        (("Phòng Tư pháp",), ("Công an huyện",), "trước ngày 31/5/2025"),
        (("UBND các xã, thị trấn",), (), "thường xuyên"),
        (("Thanh tra huyện",), ("Phòng Nội vụ",), None),
        (("Phòng Y tế", "Phòng Giáo dục và Đào tạo"), (), "chậm nhất ngày 10/10/2025"),
    ]
    assert [finding.code for finding in plan.findings] == ["no_deadline"]


def test_a_criterion_keeps_every_agency_and_time_of_the_lines_that_give_its_work() -> None:
    first, second, third = _items(GIVEN_LINES.replace("Nội dung “", "Tiêu chí “").format(first="Giải quyết khiếu nại"))

    assert (first.number, first.lead, first.coordinate) == (
        "1",
        ("Phòng Tư pháp", "UBND các xã, thị trấn"),
        ("Công an huyện",),
    )
    assert first.deadline_text == "trước ngày 31/5/2025; thường xuyên"
    assert [deadline.text for deadline in first.deadlines] == ["trước ngày 31/5/2025", "thường xuyên"]
    assert [action.actors for action in first.actions] == [("Phòng Tư pháp",), ("UBND các xã, thị trấn",)]
    assert (second.lead, second.deadlines) == (("Thanh tra huyện",), ())
    assert third.lead == ("Phòng Y tế", "Phòng Giáo dục và Đào tạo")
    assert third.deadline_text == "chậm nhất ngày 10/10/2025"


LAST_ITEM = """II. GIẢI PHÁP
1. Tiêu chí “Báo cáo định kỳ”
a) Giải pháp: Lập lịch gửi báo cáo.
b) Chủ trì: Phòng Tư pháp.
c) Thời gian: Quý II/2025.
2. Tiêu chí “Kiểm tra văn bản”
a) Giải pháp: Kiểm tra chéo giữa các xã.
b) Chủ trì: Phòng Nội vụ.
{closing}
"""


@pytest.mark.parametrize(
    "closing",
    [
        "Đề nghị các phòng, ban, UBND các xã khẩn trương thực hiện; giao Phòng Tư pháp chủ trì, phối hợp đôn đốc, xong "
        "trước ngày 20/11/2025./.",
        "Trên đây là Kế hoạch khắc phục hạn chế của huyện; UBND các xã gửi kết quả trước ngày 05/12/2025.",
        "Thủ trưởng các phòng, ban chủ trì thực hiện nghiêm Kế hoạch này, báo cáo trước ngày 01/12/2025./.",
    ],
)
def test_the_paragraph_that_closes_a_plan_is_part_of_no_item(closing: str) -> None:
    plan = _plan(LAST_ITEM.format(closing=closing))

    first, last = plan.items
    assert (last.lead, last.coordinate, last.deadline_text) == (("Phòng Nội vụ",), (), None)
    assert (first.lead, first.deadline_text) == (("Phòng Tư pháp",), "Quý II/2025.")
    assert [action.text for action in last.actions] == ["Kiểm tra chéo giữa các xã."]
    assert [finding.code for finding in plan.findings] == ["no_deadline"]


def test_a_sentence_that_ends_the_last_item_is_still_its_own() -> None:
    *_, last = _items(
        LAST_ITEM.format(closing="c) Phân công:\nThanh tra huyện chủ trì thực hiện trước ngày 01/12/2025./.")
    )

    assert last.deadline_text == "trước ngày 01/12/2025"


@pytest.mark.parametrize(
    "note",
    [
        "(Chủ trì: Phòng Tư pháp; phối hợp: Công an xã; hạn: Quý I/2025; sản phẩm: Báo cáo rà soát (bản ký số))",
        "(Sản phẩm: Báo cáo rà soát (bản ký số); chủ trì: Phòng Tư pháp; phối hợp: Công an xã; hạn: Quý I/2025).",
        "(chủ trì: Phòng Tư pháp; kết quả đầu ra: Báo cáo rà soát (bản ký số); phối hợp: Công an xã; hạn: Quý I/2025);",
        "(Phòng Tư pháp chủ trì, phối hợp với Công an xã, trong Quý I/2025; sản phẩm: Báo cáo rà soát (bản ký số))",
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n"])
def test_brackets_that_say_who_and_when_may_say_the_product(note: str, gap: str) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy trình nội bộ giữa các phòng{gap}{note}\n")

    assert (item.lead, item.coordinate) == (("Phòng Tư pháp",), ("Công an xã",))
    assert item.deadline_text in {"Quý I/2025", "trong Quý I/2025"}
    assert (item.product or "").rstrip(";") == "Báo cáo rà soát (bản ký số)"
    assert item.names == ("Rà soát quy trình nội bộ giữa các phòng",)


def test_work_given_out_below_limitations_is_one_item_with_them() -> None:
    first, second = _items(
        "II. NHIỆM VỤ\n1. Công tác tuyên truyền\na) Hạn chế: Nội dung chậm đổi mới.\nb) Giải pháp:\n"
        "- Giao Phòng Cải cách hành chính xây dựng kế hoạch tuyên truyền, hoàn thành trước ngày 30/4/2026.\n"
        "- Giao Văn phòng Sở đăng tải tin bài trên trang thông tin, hoàn thành trong quý II/2026.\n"
        "2. Kiểm soát thủ tục\na) Hạn chế: Còn hồ sơ trễ hạn.\nb) Giải pháp:\n"
        "- Thanh tra Sở chủ trì kiểm tra việc xin lỗi, hoàn thành trước ngày 30/6/2026.\n"
        "- Phòng Công chức chủ trì rà soát quy trình, hoàn thành trong quý III/2026.\n"
    )

    assert (first.names, first.limitations) == (("Công tác tuyên truyền",), ("Nội dung chậm đổi mới.",))
    assert (first.lead, len(first.actions)) == (("Phòng Cải cách hành chính", "Văn phòng Sở"), 2)
    assert first.deadline_text == "trước ngày 30/4/2026; trong quý II/2026"
    assert (second.limitations, second.lead) == (("Còn hồ sơ trễ hạn.",), ("Thanh tra Sở", "Phòng Công chức"))


def test_an_agency_and_its_work_in_one_line_count_beside_agencies_with_lists() -> None:
    items = _items(
        """II. NHIỆM VỤ
1. Phòng Nội vụ
- Tham mưu kế hoạch kiểm tra công vụ, hoàn thành trước ngày 31/10/2025.
- Tổ chức khảo sát sự hài lòng của người dân, báo cáo trong tháng 12/2025.
2. Phòng Tư pháp: Tham mưu xử lý văn bản trái luật; hoàn thành trước ngày 30/9/2025.
3. UBND các xã
- Tổ chức đối thoại với người dân ít nhất 02 lần trong năm.
4. Phòng Tài chính: Hướng dẫn xây dựng phương án tự bảo đảm chi thường xuyên so với năm 2024.
5. Đề nghị Ủy ban Mặt trận Tổ quốc huyện và các tổ chức chính trị - xã hội huyện: Tăng cường giám sát dân chủ ở cơ sở.
"""
    )

    assert [(item.lead, item.deadline_text) for item in items] == [
        (("Phòng Nội vụ",), "trước ngày 31/10/2025"),
        (("Phòng Nội vụ",), "trong tháng 12/2025"),
        (("Phòng Tư pháp",), "trước ngày 30/9/2025"),
        (("UBND các xã",), None),
        (("Phòng Tài chính",), None),
        (("Ủy ban Mặt trận Tổ quốc huyện", "các tổ chức chính trị - xã hội huyện"), None),
    ]
    assert items[2].names == ("Tham mưu xử lý văn bản trái luật",)
    assert items[5].names == ("Tăng cường giám sát dân chủ ở cơ sở",)


@pytest.mark.parametrize("place", [1, 2])
def test_labels_below_one_line_are_its_own_where_the_others_say_theirs_inline(place: int) -> None:
    lines = [
        "- Ban hành kế hoạch tự kiểm tra (Văn phòng huyện chủ trì; hoàn thành trước ngày 30/6/2025).\n",
        "- Số hóa kết quả giải quyết hồ sơ (Phòng Kinh tế chủ trì; Phòng Nội vụ phối hợp; Quý III/2025).\n",
    ]
    labelled = (
        "- Tổ chức 02 hội nghị đối thoại với hộ kinh doanh\nChủ trì: Phòng Tư pháp\nPhối hợp: Phòng Kinh tế\n"
        "Thời gian: tháng 5/2025\n"
    )
    lines.insert(place, labelled)

    found = {
        item.names[0]: (item.lead, item.coordinate, item.deadline_text)
        for item in _items("II. NHIỆM VỤ\n" + "".join(lines))
    }

    assert found == {
        "Ban hành kế hoạch tự kiểm tra": (("Văn phòng huyện",), (), "trước ngày 30/6/2025"),
        "Số hóa kết quả giải quyết hồ sơ": (("Phòng Kinh tế",), ("Phòng Nội vụ",), "Quý III/2025"),
        "Tổ chức 02 hội nghị đối thoại với hộ kinh doanh": (("Phòng Tư pháp",), ("Phòng Kinh tế",), "tháng 5/2025"),
    }


@pytest.mark.parametrize(
    ("note", "lead", "coordinate"),
    [
        ("Sở Y tế thực hiện", ("Sở Y tế",), ()),
        ("giao Sở Y tế tham mưu", ("Sở Y tế",), ()),
        ("Sở Y tế chịu trách nhiệm; các phòng phối hợp", ("Sở Y tế",), ("các phòng",)),
    ],
)
@pytest.mark.parametrize("time", ["; chậm nhất 30/9/2025", ", tháng 9/2025"])
def test_brackets_that_say_who_does_it_and_when_name_no_part_of_the_work(
    note: str, time: str, lead: tuple[str, ...], coordinate: tuple[str, ...]
) -> None:
    lines = f"1. Khắc phục hồ sơ trễ hạn ({note}{time}).\n2. Rà soát quy trình (Sở Nội vụ; quý III/2025).\n"
    items = _items(f"II. PHƯƠNG HƯỚNG, NHIỆM VỤ\n{lines}")
    told = (items[0].names, items[0].lead, items[0].coordinate, items[0].deadline_text)
    assert told == (("Khắc phục hồ sơ trễ hạn",), lead, coordinate, time.strip(" ;,"))


@pytest.mark.parametrize("note", ["một số xã chưa thực hiện", "theo quy định", "các xã đã thực hiện"])
def test_brackets_that_say_how_things_are_give_nobody_work(note: str) -> None:
    lines = f"1. Khắc phục hồ sơ trễ hạn ({note}).\n2. Rà soát quy trình (Sở Nội vụ; quý III/2025).\n"
    assert [item.names for item in _items(f"II. PHƯƠNG HƯỚNG, NHIỆM VỤ\n{lines}")] == [("Rà soát quy trình",)]


@pytest.mark.parametrize("note", ["UBND cấp xã thực hiện", "Sở Y tế tham mưu", "Sở Y tế phụ trách; các phòng phối hợp"])
def test_a_line_beside_items_that_says_in_brackets_who_does_it_is_an_item(note: str) -> None:
    lines = f"1. Rà soát quy trình (Sở Nội vụ; quý III/2025).\n2. Bố trí trang thiết bị cho các xã ({note}).\n"
    items = _items(f"II. PHƯƠNG HƯỚNG, NHIỆM VỤ\n{lines}")
    assert [item.names for item in items] == [("Rà soát quy trình",), ("Bố trí trang thiết bị cho các xã",)]
    assert all(len(item.lead) == 1 for item in items)
