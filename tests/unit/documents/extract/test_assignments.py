"""Work that sentences, notes and named lines give to agencies: who, with whom, until when, and where the name ends."""

from __future__ import annotations

import pytest

from parindex.documents.errors import NotAPlan
from parindex.documents.extract import extract_plan
from parindex.documents.extract.agency_extent import find_deed
from parindex.documents.extract.bare import read_trailing
from parindex.documents.extract.sentences import read_assigned
from parindex.documents.extract.times import opening_time, trailing_time
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, DeadlineKind, Item, Section
from parindex.domain.text import folding
from tests.unit.documents import plan_texts

NAMED = """II. NHIỆM VỤ
Việc 1: Trả hồ sơ sai lý do
• Bao giờ xong: trước ngày 31/10/2025
• Đơn vị chịu trách nhiệm chính: Phòng Nội vụ
• Các đơn vị liên quan: Phòng Tư pháp
• Cách làm: soát xét mẫu phiếu
Việc 2: Công chức vắng mặt trong giờ trực
• Bao giờ xong: hằng tuần
• Đơn vị chịu trách nhiệm chính: Thanh tra huyện
• Cách làm: điểm danh
"""
WAYS_OF_DOING = """II. NHIỆM VỤ
1. Tuyên truyền cải cách hành chính
Hình thức 1: Tổ chức hội nghị.
Hình thức 2: Phát tờ rơi tại từng thôn.
Chủ trì: Phòng Nội vụ
Thời gian: Quý II/2025
"""
NUMBERED_BELOW_LETTERS = """II. NHIỆM VỤ
a) Nhóm giải pháp về thể chế
1. Rà soát quy chế làm việc (Phòng Nội vụ chủ trì; quý II/2025).
2. Tự kiểm tra văn bản (Phòng Tư pháp chủ trì; theo quy định của Chính phủ).
b) Nhóm giải pháp về con người
1. Tập huấn công chức một cửa (Phòng Nội vụ chủ trì; thực hiện từ tháng 6/2025).
"""
LABELLED_NOTES = """II. NHIỆM VỤ
1. Rà soát quy chế làm việc của huyện (cơ quan chủ trì: Phòng Nội vụ; cơ quan phối hợp: các phòng, ban;
UBND các xã; ngay sau khi ban hành Kế hoạch).
2. Công khai ngân sách của từng cơ quan (hoàn thành trong tháng 6/2025; đơn vị chủ trì: Phòng Tài chính - Kế hoạch).
"""
OPENED_BY_TIME = """II. NHIỆM VỤ
- Trước ngày 30/6/2025, Phòng Nội vụ chủ trì rà soát quy chế làm việc.
- Trong quý III/2025, Phòng Tư pháp chủ trì, phối hợp với Bưu điện huyện trả kết quả tại nhà cho người cao tuổi.
"""
LIMITATIONS = """II. NỘI DUNG
1. Hạn chế: Ban hành kế hoạch chậm
- Yêu cầu: 100% kế hoạch đúng hạn
- Phòng chủ trì: Phòng Nội vụ
- Thời gian: Quý I/2025
2. Hạn chế: Chưa tuyên truyền đủ
- Cách khắc phục: Mở chuyên mục
- Phòng chủ trì: Phòng Văn hóa và Thông tin
- Thời gian: Thường xuyên
"""
HEADED = """II. NHIỆM VỤ
* Giải quyết hồ sơ trễ hạn
Mục tiêu: 98% hồ sơ đúng hạn
Nhiệm vụ: Rà soát hồ sơ
Cơ quan chủ trì: Phòng Nội vụ
Thời gian: Hằng tháng
* Số hóa hồ sơ
Mục tiêu: 80% hồ sơ được số hóa
Nhiệm vụ: Bố trí máy quét
Cơ quan chủ trì: Phòng Tư pháp
Thời gian: Quý II/2025
"""
ANSWERABLE = """II. TRÁCH NHIỆM
1. Trưởng phòng Nội vụ chịu trách nhiệm trước Chủ tịch UBND huyện về việc đánh giá, xếp loại chỉ số của các xã.
2. Chủ tịch UBND các xã chịu trách nhiệm khắc phục tình trạng hồ sơ trễ hạn, báo cáo định kỳ trước ngày 15 hằng tháng.
"""
LETTERS_BELOW_CHAPTERS = """II. CÁC NHÓM NHIỆM VỤ
A. CẢI CÁCH THỦ TỤC HÀNH CHÍNH
1) Số hóa kết quả giải quyết thủ tục hành chính
 + Chủ trì: Phòng Tư pháp
 + Thời gian thực hiện: Quý IV/2025 và các năm tiếp theo
B. CẢI CÁCH CÔNG VỤ
1) Xây dựng kế hoạch tinh giản biên chế
 + Chủ trì: Phòng Nội vụ
 + Thời gian thực hiện: Quý IV/2025 và các năm tiếp theo
III. GIẢI PHÁP
Tăng cường tuyên truyền.
"""
BELOW_AGENCIES = """II. NHIỆM VỤ
1. Phòng Nội vụ
a) Thành lập đoàn kiểm tra công vụ tại các xã; hoàn thành trước ngày 30/8/2025.
b) Hướng dẫn các xã đăng ký sáng kiến; hoàn thành trong quý III/2025.
2. UBND các xã
a) Chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa; hoàn thành trong quý III/2025.
"""
ROWS = """
STT\tTiêu chí\tNguyên nhân\tCơ quan chủ trì\tThời gian
1\tChế độ báo cáo\tGửi chậm\tPhòng Tư pháp\tQuý II/2025
2\tSố hóa hồ sơ\tThiếu máy quét\tPhòng Kinh tế\tQuý III/2025
"""
HEADED_BY_TIME = """II. NHIỆM VỤ CỤ THỂ
1. Trong quý I năm 2025
- Phòng Nội vụ: Ban hành bộ câu hỏi khảo sát; tập huấn điều tra viên.
2. Tháng 6 năm 2025
- UBND các xã: Cử công chức phối hợp khảo sát, hoàn thành trước ngày 20/6/2025.
- Phòng Nội vụ: Công bố kết quả khảo sát của huyện.
"""
DASHED = """II. NỘI DUNG
1. Về công tác chỉ đạo:
* Giải pháp: Giao chỉ tiêu cho từng phòng.
* Phân công: Chủ trì - Phòng Nội vụ; Phối hợp - các phòng, ban.
* Hoàn thành: Trong quý II năm 2025.
2. Về xây dựng thể chế:
* Giải pháp: Lập danh mục văn bản.
* Phân công: Phòng Văn hóa - Xã hội.
* Hoàn thành: Trong quý III năm 2025.
"""
IN_BRACKETS = """II. NHIỆM VỤ
1. Kiểm tra đột xuất việc chấp hành giờ làm việc.
(Cơ quan chủ trì: Phòng Nội vụ; cơ quan phối hợp: Thanh tra huyện; thời gian thực hiện: cả năm)
2. Giảm hồ sơ đất đai trễ hạn.
(Cơ quan chủ trì: Phòng Văn hóa - Xã hội - Phối hợp: Phòng Kinh tế; thời gian thực hiện: quý IV/2025)
"""
TAGGED = """II. NHIỆM VỤ
1. Nâng điểm tiêu chí kiểm tra
- Thực hiện: Phòng Nội vụ (đầu mối), Thanh tra huyện, các phòng liên quan
- Hoàn thành: Quý III/2025
2. Giảm hồ sơ trễ hạn
- Cơ quan chịu trách nhiệm: Phòng Tư pháp (theo dõi chung); Phòng Kinh tế (chủ trì), UBND các xã (phối hợp).
- Hoàn thành: Quý IV/2025
"""
GIVEN_HEADS = """II. NỘI DUNG
1. Các nhiệm vụ giao Phòng Nội vụ chủ trì
- Ban hành hướng dẫn tự chấm điểm (Thời gian: tháng 02/2025).
- Tập huấn phần mềm chấm điểm (Thời gian: tháng 3/2025; phối hợp: Phòng Văn hóa và Thông tin).
2. Các nhiệm vụ giao các phòng và UBND các xã
- Tự chấm điểm, gửi báo cáo đúng hạn (Thời gian: trước 15/12/2025).
"""
SECOND_SENTENCES = """II. NHIỆM VỤ
1. Tổ chức rà soát văn bản còn hiệu lực. Phòng Tư pháp chủ trì, hoàn thành trong quý II.
2. Hoàn thiện vị trí việc làm. Phòng Nội vụ tham mưu, trình UBND huyện trước ngày 31/3/2025.
"""
BARE_BRACKETS = """II. NHIỆM VỤ
1. Lập danh sách công chức chưa đạt chuẩn tin học.
(Các phòng, ban; UBND các xã; trước ngày 31/3/2025)
2. Kiểm tra việc chấp hành giờ làm việc.
(Phòng Nội vụ; thường xuyên)
"""
LABELS_BELOW_AGENCIES = """II. PHÂN CÔNG NHIỆM VỤ
1. Phòng Nội vụ
- Nhiệm vụ: Theo dõi, đôn đốc khắc phục tiêu chí.
- Thời gian: Ngày 20 hằng tháng.
2. Phòng Tài chính
- Nhiệm vụ: Bố trí kinh phí khảo sát xã hội học.
- Thời gian: Tháng 01/2025.
3. Công chức, viên chức
- Giải pháp: Bồi dưỡng công chức mới.
- Thời gian: Tháng 6/2025.
"""


def _items(body: str) -> tuple[Item, ...]:
    return extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items


def _told(body: str) -> list[tuple[str | None, str, tuple[str, ...], tuple[str, ...], str | None]]:
    return [(item.number, item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(body)]


@pytest.mark.parametrize(
    ("names", "deed"),
    [
        ("Bưu điện huyện", "trả kết quả tại nhà"),
        ("Cục Thuế tỉnh", "thống nhất quy trình liên thông"),
        ("các sở, ban, ngành", "thiết kế lại biểu mẫu"),
        ("Phòng Văn hóa, Khoa học và Thông tin", "xác minh phản ánh"),
        ("Chi nhánh Văn phòng Đăng ký đất đai", "rà soát hồ sơ tồn"),
        ("UBND các xã, thị trấn", "vận động nhân dân"),
    ],
)
def test_names_of_agencies_end_where_the_deed_begins(names: str, deed: str) -> None:
    text = f"{names} {deed}"

    found = find_deed(text, folding.fold_aligned(text), 0, len(text))

    assert found is not None
    assert text[found:] == deed


@pytest.mark.parametrize("names", ["Sở Nội vụ", "các sở, ban, ngành tỉnh", "Ban Quản lý dự án đầu tư xây dựng huyện"])
def test_names_alone_hold_no_deed(names: str) -> None:
    assert find_deed(names, folding.fold_aligned(names), 0, len(names)) is None


def test_items_are_numbered_by_any_word_that_has_duties_below() -> None:
    assert _told(NAMED) == [
        ("1", "Trả hồ sơ sai lý do", ("Phòng Nội vụ",), ("Phòng Tư pháp",), "trước ngày 31/10/2025"),
        ("2", "Công chức vắng mặt trong giờ trực", ("Thanh tra huyện",), (), "hằng tuần"),
    ]


def test_a_week_of_a_month_is_read_as_the_month_and_to_be_checked() -> None:
    weekly, dated = _items(
        NAMED.replace("trước ngày 31/10/2025", "Tuần 2 tháng 7/2025").replace("hằng tuần", "30/9/2025")
    )

    assert [(due.kind, due.month, due.year) for due in weekly.deadlines] == [(DeadlineKind.MONTH, 7, 2025)]
    assert weekly.confidence["deadline_text"] is Confidence.CHECK
    assert dated.confidence["deadline_text"] is Confidence.SURE


def test_numbered_ways_of_doing_are_no_items() -> None:
    (item,) = _items(WAYS_OF_DOING)

    assert item.names == ("Tuyên truyền cải cách hành chính",)
    assert item.lead == ("Phòng Nội vụ",)


def test_numbers_begin_again_below_each_letter() -> None:
    assert [(number, name, deadline) for number, name, _, _, deadline in _told(NUMBERED_BELOW_LETTERS)] == [
        ("1", "Rà soát quy chế làm việc", "quý II/2025"),
        ("2", "Tự kiểm tra văn bản", "theo quy định của Chính phủ"),
        ("1", "Tập huấn công chức một cửa", "từ tháng 6/2025"),
    ]


def test_notes_hold_labels_and_a_time_without_one() -> None:
    first, second = _told(LABELLED_NOTES)

    assert first[1:] == (
        "Rà soát quy chế làm việc của huyện",
        ("Phòng Nội vụ",),
        ("các phòng, ban", "UBND các xã"),
        "ngay sau khi ban hành Kế hoạch",
    )
    assert second[1:] == (
        "Công khai ngân sách của từng cơ quan",
        ("Phòng Tài chính - Kế hoạch",),
        (),
        "trong tháng 6/2025",
    )


def test_a_time_may_open_the_sentence() -> None:
    assert [told[1:] for told in _told(OPENED_BY_TIME)] == [
        ("rà soát quy chế làm việc", ("Phòng Nội vụ",), (), "Trước ngày 30/6/2025"),
        (
            "trả kết quả tại nhà cho người cao tuổi",
            ("Phòng Tư pháp",),
            ("Bưu điện huyện",),
            "Trong quý III/2025",
        ),
    ]


def test_labels_that_repeat_with_duties_below_name_items() -> None:
    assert [(number, name, lead) for number, name, lead, _, _ in _told(LIMITATIONS)] == [
        ("1", "Ban hành kế hoạch chậm", ("Phòng Nội vụ",)),
        ("2", "Chưa tuyên truyền đủ", ("Phòng Văn hóa và Thông tin",)),
    ]


def test_the_label_of_work_may_give_it_away() -> None:
    body = """II. NỘI DUNG MẤT ĐIỂM VÀ HƯỚNG KHẮC PHỤC
1. Công khai thủ tục hành chính
- Nội dung mất điểm: 02 xã niêm yết thiếu.
- Hướng khắc phục: Giao Phòng Nội vụ chủ trì, phối hợp với Ban Quản lý dự án đầu tư xây dựng huyện niêm yết lại; hoàn
thành trước ngày 15/8/2025.
"""
    (item,) = _items(body)

    assert (item.names, item.lead) == (("Công khai thủ tục hành chính",), ("Phòng Nội vụ",))
    assert item.coordinate == ("Ban Quản lý dự án đầu tư xây dựng huyện",)
    assert item.deadline_text == "trước ngày 15/8/2025"


def test_fields_below_a_line_without_label_belong_to_it() -> None:
    assert [(item.names[0], item.target_text, item.lead) for item in _items(HEADED)] == [
        ("Giải quyết hồ sơ trễ hạn", "98% hồ sơ đúng hạn", ("Phòng Nội vụ",)),
        ("Số hóa hồ sơ", "80% hồ sơ được số hóa", ("Phòng Tư pháp",)),
    ]


def test_a_sentence_under_the_aims_is_no_goal_but_lines_of_a_list_are() -> None:
    body = "II. MỤC TIÊU\nChỉ số của huyện tăng ít nhất 02 bậc.\n- Từ 95% hồ sơ đúng hạn.\n" + HEADED.replace(
        "II", "III"
    )

    assert [item.names[0] for item in _items(body) if item.section is Section.GOAL] == ["Từ 95% hồ sơ đúng hạn."]


def test_agencies_in_closing_brackets_do_the_work_where_nothing_else_says_who() -> None:
    lines = "- Rà soát quy chế làm việc (Phòng Nội vụ).\n- Kiểm tra việc niêm yết (Phòng Tư pháp).\n"

    assert [(item.names[0], item.lead) for item in _items("II. NHIỆM VỤ\n" + lines)] == [
        ("Rà soát quy chế làm việc", ("Phòng Nội vụ",)),
        ("Kiểm tra việc niêm yết", ("Phòng Tư pháp",)),
    ]
    with pytest.raises(NotAPlan):
        _items("II. KẾT QUẢ THỰC HIỆN\n" + lines)


def test_a_heading_of_the_work_of_an_agency_is_no_label() -> None:
    body = """II. NHIỆM VỤ
1. Nhiệm vụ của Phòng Nội vụ
a) Tham mưu kế hoạch kiểm tra, hoàn thành trước 15/3/2025.
2. Nhiệm vụ của Phòng Tư pháp
a) Rà soát văn bản của huyện, hoàn thành trước 30/11/2025.
"""

    assert [item.lead for item in _items(body)] == [("Phòng Nội vụ",), ("Phòng Tư pháp",)]


def test_what_was_done_is_no_work() -> None:
    with pytest.raises(NotAPlan):
        _items("II. KẾT QUẢ\nNgày 18/8/2025, Chủ tịch UBND huyện chủ trì Hội nghị phân tích kết quả.\n")


@pytest.mark.parametrize(
    ("text", "name", "lead"),
    [
        ("Rà soát thủ tục. Giao Phòng Tư pháp thực hiện, xong trước 30/6.", "Rà soát thủ tục", "Phòng Tư pháp"),
        (
            "Công khai ngân sách: giao các phòng, ban công khai đủ, thường xuyên.",
            "Công khai ngân sách",
            "các phòng, ban",
        ),
        ("Phòng Kinh tế, Hạ tầng và Đô thị chủ trì sửa chữa nhà chờ", "sửa chữa nhà chờ", None),
    ],
)
def test_sentences_give_work_away(text: str, name: str, lead: str | None) -> None:
    found = read_assigned(text)

    assert found is not None
    assert text[found.name_start : found.name_end] == name
    assert (text[slice(*found.lead)] if found.lead else None) == lead


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Phòng A chủ trì; khi có yêu cầu của cấp trên", "khi có yêu cầu của cấp trên"),
        ("Phòng A, quý II, III/2025", "quý II, III/2025"),
        ("Phòng A; Phòng B", None),
        ("Phòng A", None),
    ],
)
def test_the_last_part_of_a_list_may_be_a_time(text: str, last: str | None) -> None:
    start = trailing_time(text, 0, len(text))

    assert (text[start:] if start is not None else None) == last


def test_a_day_that_tells_what_was_opens_nothing() -> None:
    assert opening_time("Quý II/2025, Phòng A rà soát") == len("Quý II/2025, ")
    assert opening_time("Ngày 18/8/2025, Phòng A chủ trì") == 0
    assert opening_time("Phòng A, quý II/2025") == 0


def test_a_dash_may_stand_inside_the_name_of_the_leader() -> None:
    text = "Lấy phiếu đánh giá của người dân - Phòng Văn hóa - Xã hội - quý IV/2025"
    found = read_trailing(text)

    assert found is not None
    assert [text[duty.start : duty.end] for duty in found.duties] == ["Phòng Văn hóa - Xã hội", "quý IV/2025"]
    assert read_trailing("Lấy phiếu đánh giá của người dân - theo mẫu chung - quý IV/2025") is None


def test_agency_and_time_after_a_colon_are_read_but_not_after_a_label() -> None:
    found = read_trailing("Tập huấn nghiệp vụ: Phòng Nội vụ, tháng 9")

    assert found is not None
    assert found.name_end == len("Tập huấn nghiệp vụ")
    assert read_trailing("Rà soát (cơ quan chủ trì: Phòng Nội vụ, tháng 9") is None


def test_who_answers_to_whom_is_no_part_of_the_work() -> None:
    first, second = _items(ANSWERABLE)

    assert first.names == ("đánh giá, xếp loại chỉ số của các xã",)
    assert second.names == ("khắc phục tình trạng hồ sơ trễ hạn",)
    assert second.deadline_text == "định kỳ trước ngày 15 hằng tháng"


def test_letters_below_a_chapter_end_with_it() -> None:
    found = [(item.names[0], item.lead, item.deadline_text) for item in _items(LETTERS_BELOW_CHAPTERS)]

    when = "Quý IV/2025 và các năm tiếp theo"
    assert found == [
        ("Số hóa kết quả giải quyết thủ tục hành chính", ("Phòng Tư pháp",), when),
        ("Xây dựng kế hoạch tinh giản biên chế", ("Phòng Nội vụ",), when),
    ]


def test_work_below_agencies_beside_a_table_counts_where_it_says_until_when() -> None:
    found = [(item.names[0], item.lead, item.deadline_text) for item in _items(BELOW_AGENCIES + ROWS)]

    assert found[:3] == [
        ("Thành lập đoàn kiểm tra công vụ tại các xã", ("Phòng Nội vụ",), "trước ngày 30/8/2025"),
        ("Hướng dẫn các xã đăng ký sáng kiến", ("Phòng Nội vụ",), "trong quý III/2025"),
        ("Chấn chỉnh việc tiếp nhận hồ sơ tại bộ phận một cửa", ("UBND các xã",), "trong quý III/2025"),
    ]
    untimed = BELOW_AGENCIES.replace("; hoàn thành trước ngày 30/8/2025", "").replace(
        "; hoàn thành trong quý III/2025", ""
    )
    assert [item.lead for item in _items(untimed + ROWS)] == [("Phòng Tư pháp",), ("Phòng Kinh tế",)]


def test_who_stands_before_a_colon_works_below_a_heading_of_time() -> None:
    assert _told(HEADED_BY_TIME) == [
        (None, "Ban hành bộ câu hỏi khảo sát; tập huấn điều tra viên", ("Phòng Nội vụ",), (), "Trong quý I năm 2025"),
        (None, "Cử công chức phối hợp khảo sát", ("UBND các xã",), (), "trước ngày 20/6/2025"),
        (None, "Công bố kết quả khảo sát của huyện", ("Phòng Nội vụ",), (), "Tháng 6 năm 2025"),
    ]


def test_a_dash_may_stand_for_the_colon_behind_a_duty() -> None:
    found = [(lead, coordinate) for _, _, lead, coordinate, _ in _told(DASHED)]

    assert found == [(("Phòng Nội vụ",), ("các phòng, ban",)), (("Phòng Văn hóa - Xã hội",), ())]


def test_a_line_in_brackets_says_the_duties_of_the_line_above() -> None:
    found = [(lead, coordinate, when) for _, _, lead, coordinate, when in _told(IN_BRACKETS)]

    assert found == [
        (("Phòng Nội vụ",), ("Thanh tra huyện",), "cả năm"),
        (("Phòng Văn hóa - Xã hội",), ("Phòng Kinh tế",), "quý IV/2025"),
    ]


@pytest.mark.parametrize(("name", "unit"), [("Hồ sơ đất đai trễ hạn", "%"), ("Tỷ lệ hồ sơ trễ hạn", "pp")])
def test_half_of_a_number_is_a_share_and_of_a_percentage_points(name: str, unit: str) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. {name}\n- Chỉ tiêu: Giảm 50%\n- Chủ trì: Phòng Nội vụ\n")

    assert [target.unit for target in item.targets] == [unit]


def test_agencies_that_say_their_duty_in_brackets() -> None:
    found = [(item.lead, item.coordinate, item.implement) for item in _items(TAGGED)]

    assert found == [
        (("Phòng Nội vụ",), (), ("Thanh tra huyện", "các phòng liên quan")),
        (("Phòng Tư pháp (theo dõi chung)", "Phòng Kinh tế"), ("UBND các xã",), ()),
    ]


def test_headings_that_give_work_to_an_agency() -> None:
    helper = ("Phòng Văn hóa và Thông tin",)
    assert _told(GIVEN_HEADS) == [
        (None, "Ban hành hướng dẫn tự chấm điểm", ("Phòng Nội vụ",), (), "tháng 02/2025"),
        (None, "Tập huấn phần mềm chấm điểm", ("Phòng Nội vụ",), helper, "tháng 3/2025"),
        (None, "Tự chấm điểm, gửi báo cáo đúng hạn", ("các phòng", "UBND các xã"), (), "trước 15/12/2025"),
    ]


def test_a_second_sentence_may_only_say_who_and_when() -> None:
    assert _told(SECOND_SENTENCES)[1] == (
        "2", "Hoàn thiện vị trí việc làm", ("Phòng Nội vụ",), (), "trước ngày 31/3/2025"
    )  # fmt: skip


def test_a_line_of_brackets_without_labels_says_who_and_when() -> None:
    found = [(lead, when) for _, _, lead, _, when in _told(BARE_BRACKETS)]

    assert found == [(("Các phòng, ban", "UBND các xã"), "trước ngày 31/3/2025"), (("Phòng Nội vụ",), "thường xuyên")]


def test_an_agency_above_labels_leads_the_work_that_they_name() -> None:
    assert _told(LABELS_BELOW_AGENCIES) == [
        ("1", "Theo dõi, đôn đốc khắc phục tiêu chí", ("Phòng Nội vụ",), (), "Ngày 20 hằng tháng."),
        ("2", "Bố trí kinh phí khảo sát xã hội học", ("Phòng Tài chính",), (), "Tháng 01/2025."),
        ("3", "Công chức, viên chức", (), (), "Tháng 6/2025."),
    ]


def test_a_chapter_misread_as_a_letter_is_no_part_of_the_chapter_before() -> None:
    found = [item.lead for item in _items(plan_texts.LETTERED.replace("II. NHIỆM VỤ", "H. NHIỆM VỤ"))]

    assert found == [("Phòng Nội vụ",), ("Văn phòng HĐND và UBND huyện",)]


@pytest.mark.parametrize(
    ("line", "names", "lead"),
    [
        (
            "Các phòng: Phòng Nội vụ, Phòng Tư pháp tổng hợp báo cáo",
            "tổng hợp báo cáo",
            ("Phòng Nội vụ", "Phòng Tư pháp"),
        ),
        ("Phòng Nội vụ: Ban hành kế hoạch kiểm tra", "Ban hành kế hoạch kiểm tra", ("Phòng Nội vụ",)),
    ],
)
def test_names_behind_a_colon_are_who_acts_and_not_the_work(line: str, names: str, lead: tuple[str, ...]) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. {line}, hoàn thành trước 15/12/2025.\n")

    assert (item.names, item.lead) == ((names,), lead)


def test_a_title_that_only_begins_like_an_agency_stays_the_name_of_its_work() -> None:
    (item,) = _items("II. NHIỆM VỤ\n1. Phòng họp không giấy\n- Nhiệm vụ: Lắp đặt thiết bị.\n- Thời gian: Quý I/2025.\n")

    assert (item.names, item.lead) == (("Phòng họp không giấy",), ())


@pytest.mark.parametrize(
    ("line", "name", "lead", "coordinate"),
    [
        ("Đề nghị Tỉnh đoàn phối hợp với Sở Nội vụ rà soát hồ sơ", "rà soát hồ sơ", "Tỉnh đoàn", "Sở Nội vụ"),
        ("Sở Y tế chủ động phối hợp với Sở Nội vụ rà soát hồ sơ", "rà soát hồ sơ", "Sở Y tế", "Sở Nội vụ"),
        (
            "Đề nghị Tỉnh đoàn phối hợp với các tổ chức chính trị - xã hội tuyên truyền cải cách",
            "tuyên truyền cải cách",
            "Tỉnh đoàn",
            "các tổ chức chính trị - xã hội",
        ),
        (
            "Giao Sở Tài chính bố trí kinh phí; UBND các xã, phường phối hợp thực hiện",
            "bố trí kinh phí",
            "Sở Tài chính",
            "UBND các xã, phường",
        ),
        (
            "Trên cơ sở tham mưu của Sở Nội vụ, Văn phòng UBND tỉnh trình quyết định khen",
            "trình quyết định khen",
            "Văn phòng UBND tỉnh",
            "Sở Nội vụ",
        ),
        ("Giao Chánh Văn phòng Sở rà soát hồ sơ", "rà soát hồ sơ", "Chánh Văn phòng Sở", ""),
    ],
)
@pytest.mark.parametrize("time", ["", " trong quý IV/2025", ", báo cáo trước 30/9/2025"])
def test_who_helps_inside_a_sentence_is_no_part_of_the_work(
    line: str, name: str, lead: str, coordinate: str, time: str
) -> None:
    body = f"II. NHIỆM VỤ\n- Giao Sở Tư pháp công khai danh mục trong quý III/2025.\n- {line}{time}.\n"
    item = _items(body)[-1]
    assert (item.names, "|".join(item.lead), "|".join(item.coordinate)) == ((name,), lead, coordinate)


@pytest.mark.parametrize("said", ["", "chủ trì "])
@pytest.mark.parametrize("time", ["", ", hoàn thành trước ngày 30/6/2025"])
@pytest.mark.parametrize(
    ("line", "name", "coordinate"),
    [
        (
            "rà soát quy trình nội bộ, phối hợp với Phòng Tư pháp xử lý hồ sơ tồn đọng",
            "rà soát quy trình nội bộ, xử lý hồ sơ tồn đọng",
            "Phòng Tư pháp",
        ),
        (
            "tổng hợp góp ý của người dân, chủ động phối hợp với Phòng Tư pháp, UBND các xã kiểm tra tại chỗ",
            "tổng hợp góp ý của người dân, kiểm tra tại chỗ",
            "Phòng Tư pháp|UBND các xã",
        ),
    ],
)
def test_who_helps_amid_the_work_is_no_part_of_its_name(
    line: str, name: str, coordinate: str, time: str, said: str
) -> None:
    body = f"II. NHIỆM VỤ\n- Phòng Y tế công khai danh mục trong quý III/2025.\n- Phòng Nội vụ {said}{line}{time}.\n"

    item = _items(body)[-1]

    assert (item.names, item.lead, "|".join(item.coordinate)) == ((name,), ("Phòng Nội vụ",), coordinate)


def test_items_are_numbered_by_a_word_whose_duties_have_markers_of_their_own() -> None:
    below = "a) Giải pháp: Niêm yết công khai.\nb) Chủ trì: Phòng Nội vụ\nc) Thời gian: Quý II/2025\n"

    items = _items(f"II. NHIỆM VỤ\nYếu tố 1. Tiếp cận dịch vụ\n{below}Yếu tố 3. Công chức\n{below}")

    assert [(item.number, item.names[0], item.lead) for item in items] == [
        ("1", "Tiếp cận dịch vụ", ("Phòng Nội vụ",)),
        ("3", "Công chức", ("Phòng Nội vụ",)),
    ]
