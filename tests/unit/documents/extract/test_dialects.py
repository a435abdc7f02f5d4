"""Other ways in which offices write who does what until when."""

from __future__ import annotations

import re

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Item, UnitLevel
from tests.unit.documents import plan_texts

BELOW_AGENCIES = """II. PHÂN CÔNG NHIỆM VỤ
1. Phòng Nội vụ
- Tham mưu ban hành kế hoạch tuyên truyền cải cách hành chính, hoàn thành trước ngày 31/3/2025.
- Chủ trì, phối hợp với Phòng Tư pháp kiểm tra kỷ luật, kỷ cương hành chính, hoàn thành trong Quý III/2025.
2. Văn phòng HĐND và UBND huyện:
a) Công khai kịp thời các thủ tục hành chính (thường xuyên).
"""
SENTENCES = """II. NHIỆM VỤ
a) Giao Phòng Nội vụ chủ trì, phối hợp với các phòng, ban; Bưu điện huyện, rà soát vị trí việc làm, hoàn thành trước
ngày 10/9/2025.
b) Phòng Tư pháp có trách nhiệm tự kiểm tra văn bản đã ban hành; báo cáo kết quả trước ngày 30/10/2025.
"""
BARE = """II. NHIỆM VỤ
1. Rà soát quy chế làm việc của các phòng; Phòng Nội vụ; Quý II/2025.
2. Tự kiểm tra văn bản do huyện ban hành
- Phòng Tư pháp
- Các phòng, ban liên quan
- Trước ngày 30/9/2025
3. Công khai thủ tục hành chính (Văn phòng HĐND và UBND huyện, thường xuyên)
4. Giải quyết hồ sơ đất đai trễ hạn
Ai lo: Phòng Tài nguyên và Môi trường
Lúc nào: Quý IV/2025
"""
RECORDS = """II. NHIỆM VỤ
1. Hạn: trước 30/6/2025
Người làm: Phòng Nội vụ
Việc: Rà soát quy chế làm việc của các phòng
2. Hạn: Quý III/2025
Người làm: Phòng Tư pháp
Việc: Tự kiểm tra văn bản do huyện ban hành
"""
SHARED_TIME = """II. NHIỆM VỤ
1. Các nhiệm vụ phải hoàn thành: Trước ngày 31/3/2025
- Ban hành quy chế hoạt động của bộ phận một cửa. Chủ trì: Phòng Nội vụ.
- Lắp thêm quạt và máy lấy số tại nơi đón tiếp. Chủ trì: Phòng Kinh tế.
2. Nâng cao mức độ hài lòng của người dân
2.1. Khảo sát mức độ hài lòng của người dân. Chủ trì: Phòng Tư pháp; hoàn thành: Quý II/2025.
"""
GROUPED_TABLE = """
| TT | Nội dung công việc | Kết quả | Tổ chức thực hiện | Thời hạn |
|---|---|---|---|---|
| 1 | Phòng Nội vụ | | | |
| a | Rà soát quy chế làm việc | Quy chế | | Quý II/2025 |
| 2 | Cải cách thể chế | | | |
| 2.1 | Tự kiểm tra văn bản | Báo cáo | - Chủ trì: Phòng Tư pháp - Phối hợp: Thanh tra huyện | Quý III/2025 |
"""


def _items(body: str) -> list[Item]:
    return list(extract_plan(read_txt(plan_texts.plan(body), name="ke-hoach.txt")).items)


def _facts(body: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
    return [(item.names[0], item.lead, item.coordinate, item.deadline_text) for item in _items(body)]


def test_work_below_an_agency_is_led_by_it() -> None:
    assert _facts(BELOW_AGENCIES) == [
        (
            "Tham mưu ban hành kế hoạch tuyên truyền cải cách hành chính",
            ("Phòng Nội vụ",),
            (),
            "trước ngày 31/3/2025",
        ),
        ("kiểm tra kỷ luật, kỷ cương hành chính", ("Phòng Nội vụ",), ("Phòng Tư pháp",), "trong Quý III/2025"),
        ("Công khai kịp thời các thủ tục hành chính", ("Văn phòng HĐND và UBND huyện",), (), "thường xuyên"),
    ]


def test_what_comes_from_a_heading_must_be_checked() -> None:
    assert {item.confidence["lead"] for item in _items(BELOW_AGENCIES)} == {Confidence.CHECK}


def test_sentences_that_assign_work_are_items() -> None:
    assert _facts(SENTENCES) == [
        ("rà soát vị trí việc làm", ("Phòng Nội vụ",), ("các phòng, ban", "Bưu điện huyện"), "trước ngày 10/9/2025"),
        ("tự kiểm tra văn bản đã ban hành", ("Phòng Tư pháp",), (), "trước ngày 30/10/2025"),
    ]


def test_duties_without_a_label_are_known_by_their_words() -> None:
    assert [(lead, when) for _, lead, _, when in _facts(BARE)] == [
        (("Phòng Nội vụ",), "Quý II/2025"),
        (("Phòng Tư pháp",), "Trước ngày 30/9/2025"),
        (("Văn phòng HĐND và UBND huyện",), "thường xuyên"),
        (("Phòng Tài nguyên và Môi trường",), "Quý IV/2025"),
    ]


@pytest.mark.parametrize("body", [RECORDS, RECORDS.replace("1. ", "").replace("2. ", "")])
def test_records_take_their_name_from_any_place(body: str) -> None:
    assert _facts(body) == [
        ("Rà soát quy chế làm việc của các phòng", ("Phòng Nội vụ",), (), "trước 30/6/2025"),
        ("Tự kiểm tra văn bản do huyện ban hành", ("Phòng Tư pháp",), (), "Quý III/2025"),
    ]


def test_items_take_the_time_of_their_heading_and_headings_are_no_items() -> None:
    assert [(lead, (when or "").rstrip(".")) for _, lead, _, when in _facts(SHARED_TIME)] == [
        (("Phòng Nội vụ",), "Trước ngày 31/3/2025"),
        (("Phòng Kinh tế",), "Trước ngày 31/3/2025"),
        (("Phòng Tư pháp",), "Quý II/2025"),
    ]


def test_group_rows_lead_the_rows_below_and_cells_hold_several_duties() -> None:
    assert _facts("II. NHIỆM VỤ\n" + GROUPED_TABLE) == [
        ("Rà soát quy chế làm việc", ("Phòng Nội vụ",), (), "Quý II/2025"),
        ("Tự kiểm tra văn bản", ("Phòng Tư pháp",), ("Thanh tra huyện",), "Quý III/2025"),
    ]


def test_a_sentence_about_no_agency_is_no_item() -> None:
    names = [name for name, *_ in _facts(SENTENCES + "c) Bàn giao đầy đủ tài liệu kiểm chứng trong năm.\n")]

    assert len(names) == 2


def test_a_principle_for_everyone_is_no_item() -> None:
    body = """II. NHIỆM VỤ
    1. Tổ chức đối thoại với người dân. Giao Phòng Nội vụ chủ trì, hoàn thành trước ngày 30/6/2025.
    2. Rà soát thủ tục của huyện. Giao Phòng Tư pháp chủ trì, hoàn thành trước ngày 30/9/2025.
    Mỗi việc có một người chịu trách nhiệm chính và có sản phẩm cụ thể.
    """
    assert [item.lead for item in _items(body)] == [("Phòng Nội vụ",), ("Phòng Tư pháp",)]


def test_goals_take_the_year_that_their_heading_ends_with() -> None:
    body = """II. MỤC TIÊU
    1. Mục tiêu đến năm 2028
    - 100% thủ tục hành chính được cung cấp trực tuyến.
    2. Mục tiêu đến năm 2030
    - Mức độ hài lòng của người dân đạt từ 95% trở lên.
    """
    assert [[deadline.year for deadline in item.deadlines] for item in _items(body)] == [[2028], [2030]]


def test_a_field_above_goals_is_no_goal() -> None:
    body = """II. MỤC TIÊU
    1. Mục tiêu cụ thể đến năm 2028
    a) Cải cách thủ tục hành chính
    - 100% thủ tục hành chính được cung cấp trực tuyến.
    b) Cải cách tổ chức bộ máy
    - Mức độ hài lòng của người dân đạt từ 95% trở lên.
    """
    names = [item.names[0] for item in _items(body)]
    assert [name[:4] for name in names] == ["100%", "Mức "]


def test_a_time_read_from_a_sentence_ends_with_a_whole_word() -> None:
    body = """II. NHIỆM VỤ
    1. Khảo sát mức độ hài lòng. Giao Phòng Nội vụ chủ trì, định kỳ hằng quý theo phương thức trực tuyến toàn trình.
    2. Rà soát thủ tục của huyện. Giao Phòng Tư pháp chủ trì, hoàn thành trước ngày 30/9/2025.
    """
    words = set(body.replace(",", " ").replace(".", " ").split())
    texts = [item.deadline_text or "" for item in _items(body)]
    assert texts[0].startswith("định kỳ hằng quý")
    assert {word for text in texts for word in text.split()} <= words | {"30/9/2025"}


def test_a_label_inside_a_paragraph_names_the_agency_behind_its_colon() -> None:
    body = """II. CÁC TIÊU CHÍ CẦN CẢI THIỆN
    1. Tiêu chí “Kiểm tra cải cách hành chính”. Giải pháp: kiểm tra đủ. Đơn vị chủ trì: Phòng Nội vụ; hạn: quý IV/2025.
    2. Tiêu chí “Công khai thủ tục”. Giải pháp: thay bảng niêm yết. Đơn vị chủ trì: Phòng Tư pháp; hạn: quý II/2025.
    """
    assert [item.lead for item in _items(body)] == [("Phòng Nội vụ",), ("Phòng Tư pháp",)]


@pytest.mark.parametrize(("day", "level"), [("30 tháng 6", UnitLevel.DISTRICT), ("01 tháng 7", UnitLevel.PROVINCE)])
def test_a_city_is_a_province_since_there_are_no_districts(day: str, level: UnitLevel) -> None:
    text = plan_texts.plan(plan_texts.LETTERED).decode().replace("HUYỆN THANH GIẢ", "THÀNH PHỐ THANH GIẢ")
    text = text.replace("15 tháng 01", day).replace("Căn cứ Kế hoạch số 10/KH-UBND", "Theo Tờ trình số 10/TTr-SNV")

    document = extract_plan(read_txt(text.encode(), name="ke-hoach.txt")).document
    assert document.unit_level is level
    assert not any(cited.carried_out for cited in document.citations)


@pytest.mark.parametrize(
    ("value", "lead", "coordinate"),
    [
        (
            "Cơ quan chủ trì: Phòng Tư pháp chủ trì, phối hợp với Phòng Kinh tế và các cơ quan liên quan thực hiện.",
            ("Phòng Tư pháp",),
            ("Phòng Kinh tế", "các cơ quan liên quan"),
        ),
        ("Cơ quan chủ trì: Phòng Nội vụ, phối hợp với Phòng Tư pháp.", ("Phòng Nội vụ",), ("Phòng Tư pháp",)),
        ("Cơ quan chủ trì: Phòng Nội vụ chủ trì; Phòng Tư pháp phối hợp.", ("Phòng Nội vụ",), ("Phòng Tư pháp",)),
        (
            "Cơ quan chủ trì: Phòng Nội vụ chủ trì; Phòng Tư pháp, Phòng Y tế phối hợp thực hiện; Công an phối hợp.",
            ("Phòng Nội vụ",),
            ("Phòng Tư pháp", "Phòng Y tế", "Công an"),
        ),
        ("Phân công: Chủ trì: Văn phòng huyện. Phối hợp: Công an huyện.", ("Văn phòng huyện",), ("Công an huyện",)),
        ("Chủ trì: Phòng Nội vụ huyện Sơn La chủ trì; Công an phối hợp.", ("Phòng Nội vụ huyện Sơn La",), ("Công an",)),
        ("Phân công: Chủ trì là Văn phòng huyện, các phòng phối hợp.", ("Văn phòng huyện",), ("các phòng",)),
        ("Cơ quan chủ trì: Phòng Kinh tế, Hạ tầng; các phòng phối hợp.", ("Phòng Kinh tế, Hạ tầng",), ("các phòng",)),
        (
            "Cơ quan chủ trì: Phòng Nội vụ là cơ quan chủ trì, Phòng Tư pháp là cơ quan phối hợp.",
            ("Phòng Nội vụ",),
            ("Phòng Tư pháp",),
        ),
        (
            "Cơ quan chủ trì: Phòng Nội vụ chủ trì phối hợp với Phòng Tư pháp trong Quý III/2025.",
            ("Phòng Nội vụ",),
            ("Phòng Tư pháp",),
        ),
        (
            "Cơ quan chủ trì: Phòng Y tế chủ trì, phối hợp với Hội Phụ nữ, Huyện đoàn vận động người dân.",
            ("Phòng Y tế",),
            ("Hội Phụ nữ", "Huyện đoàn"),
        ),
        (
            "Cơ quan chủ trì: Phòng Nội vụ, các phòng, ban phối hợp thực hiện.",
            ("Phòng Nội vụ",),
            ("các phòng, ban",),
        ),
        (
            "Cơ quan chủ trì: Sở Nội vụ chủ trì, phối hợp với Sở Y tế và UBND các huyện, thành phố thực hiện.",
            ("Sở Nội vụ",),
            ("Sở Y tế", "UBND các huyện, thành phố"),
        ),
        (
            "Cơ quan chủ trì: Thanh tra Sở chủ trì, phối hợp với Phòng Quản lý xây dựng, Phòng Quy hoạch.",
            ("Thanh tra Sở",),
            ("Phòng Quản lý xây dựng", "Phòng Quy hoạch"),
        ),
    ],
)
def test_duties_told_behind_a_label_are_told_apart(
    value: str, lead: tuple[str, ...], coordinate: tuple[str, ...]
) -> None:
    body = f"II. NHIỆM VỤ\n1. Rà soát quy chế làm việc của các phòng\na) Sản phẩm: Quy chế.\nb) {value}\n"
    document = read_txt(plan_texts.plan(body), name="ke-hoach.txt")
    (item,) = extract_plan(document).items
    assert (item.lead, item.coordinate) == (lead, coordinate)
    for field in ("lead", "coordinate"):
        printed = [document.blocks[span.block].text[span.start : span.end] for span in item.sources[field]]
        assert all(entry in " ".join(printed) for entry in getattr(item, field))
        assert not any(verb in text for text in printed for verb in ("chủ trì", "phối hợp"))


@pytest.mark.parametrize("label", ["Chủ trì", "Phân công", "Tổ chức thực hiện"])
@pytest.mark.parametrize(
    ("value", "lead", "implement", "coordinate"),
    [
        ("A chủ trì; các phòng chuyên môn thực hiện; đề nghị Sở Y tế phối hợp", "A", "các phòng chuyên môn", "Sở Y tế"),
        ("Giao A chủ trì, UBND các xã thực hiện, đề nghị Sở Y tế phối hợp", "A", "UBND các xã", "Sở Y tế"),
        ("A thực hiện; đề nghị Sở Y tế phối hợp", "A", "", "Sở Y tế"),
        ("A chủ trì, phối hợp với Phòng Quản lý xây dựng, Sở Y tế", "A", "", "Phòng Quản lý xây dựng|Sở Y tế"),
        ("A chủ trì, phối hợp với Sở Y tế; UBND các xã thực hiện", "A", "", "Sở Y tế|UBND các xã"),
    ],
)
def test_who_leads_who_performs_and_who_helps_are_told_apart_behind_any_label(
    label: str, value: str, lead: str, implement: str, coordinate: str
) -> None:
    duty = f"{label}: {value}.".replace("A ", "Văn phòng Sở ")
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) Sản phẩm: Quy chế.\nb) {duty}\n")
    told = ("|".join(item.lead), "|".join(item.implement), "|".join(item.coordinate))
    assert told == (lead.replace("A", "Văn phòng Sở"), implement, coordinate)


def test_what_an_agency_does_is_no_part_of_its_name() -> None:
    (item,) = _items("II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\n- Phân công: Sở Y tế, Sở Tư pháp thực hiện.\n")
    assert item.lead == ("Sở Y tế", "Sở Tư pháp")


def test_a_time_behind_the_helpers_is_the_deadline() -> None:
    value = "Chủ trì: Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp trước ngày 30/6/2025."
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) Sản phẩm: Quy chế.\nb) {value}\n")
    assert (item.coordinate, item.deadline_text) == (("Phòng Tư pháp",), "trước ngày 30/6/2025.")


def test_a_cell_of_who_leads_may_say_when() -> None:
    rows = "STT\tNhiệm vụ\tCơ quan chủ trì\n1\tKiểm tra công vụ\tPhòng Nội vụ\n"
    who = "Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp trong Quý III/2025"
    item = _items(f"II. NHIỆM VỤ\n{rows}2\tRà soát thủ tục hành chính\t{who}\n")[-1]
    assert (item.lead, item.coordinate) == (("Phòng Nội vụ",), ("Phòng Tư pháp",))
    assert item.deadline_text == "trong Quý III/2025"


@pytest.mark.parametrize(
    "value",
    [
        "Tổ phối hợp liên ngành, Phòng Nội vụ",
        "Các cơ quan, đơn vị được giao chủ trì",
        "Các phòng, ban, ngành phối hợp thực hiện",
        "Phòng Nội vụ, Phòng Tư pháp, Phòng Y tế phối hợp thực hiện",
        "Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, Phòng Y tế phối hợp",
        "Phòng Nội vụ chủ trì nội dung thứ nhất, phối hợp với Phòng Tư pháp",
    ],
)
def test_a_leader_whose_verbs_are_not_understood_is_kept_and_doubted(value: str) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) Sản phẩm: Quy chế.\nb) Chủ trì: {value}.\n")
    assert (", ".join(item.lead), item.coordinate) == (value, ())
    assert item.confidence["lead"] is Confidence.CHECK


def test_a_time_that_closes_the_duties_behind_a_label_is_the_deadline() -> None:
    value = "Chủ trì: Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, hoàn thành trước ngày 30/6/2025"
    assert _facts(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) Sản phẩm: Quy chế.\nb) {value}\n") == [
        ("Rà soát quy chế của các phòng", ("Phòng Nội vụ",), ("Phòng Tư pháp",), "hoàn thành trước ngày 30/6/2025")
    ]


def test_a_cell_of_who_leads_may_tell_who_helps() -> None:
    table = (
        "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n"
        "1\tSố hóa hồ sơ lưu trữ\tPhòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp\tQuý II/2025\n"
        "2\tTự kiểm tra văn bản\tPhòng Tư pháp\tQuý III/2025\n"
    )
    assert [(item.lead, item.coordinate) for item in _items(table)] == [
        (("Phòng Nội vụ",), ("Phòng Tư pháp",)),
        (("Phòng Tư pháp",), ()),
    ]


_PREDICATES = [
    ("A chịu trách nhiệm", "A", "", ""),
    ("A là cơ quan đầu mối; Sở Y tế phối hợp; UBND cấp xã tổ chức thực hiện", "A", "UBND cấp xã", "Sở Y tế"),
    ("A có trách nhiệm tham mưu", "A", "", ""),
    ("A là cơ quan thường trực, theo dõi, tổng hợp; các sở, ngành triển khai", "A", "các sở, ngành", ""),
    ("A chịu trách nhiệm trước Chủ tịch UBND tỉnh; Trưởng các phòng phối hợp", "A", "", "Trưởng các phòng"),
    ("Giám đốc Sở quyết định trên cơ sở tham mưu của A; Sở Y tế phối hợp", "A", "", "Sở Y tế"),
    ("Giao A", "A", "", ""),
    ("A phụ trách; Sở Y tế phối hợp thực hiện", "A", "", "Sở Y tế"),
    ("Trách nhiệm chính thuộc về A", "A", "", ""),
    ("A cùng với Sở Y tế đồng chủ trì", "A|Sở Y tế", "", ""),
    ("A, Sở Y tế đồng chủ trì; các chi cục thực hiện", "A|Sở Y tế", "các chi cục", ""),
    ("A làm đầu mối cùng Sở Y tế", "A", "", "Sở Y tế"),
    ("Sở Lao động phụ trách; Tổ công nghệ số cộng đồng hỗ trợ", "Sở Lao động", "", "Tổ công nghệ số cộng đồng"),
    ("A phụ trách; các cơ quan, tổ chức thực hiện", "A", "các cơ quan, tổ chức", ""),
    ("A giữ vai trò đầu mối, các chi cục thực hiện", "A", "các chi cục", ""),
    ("A chịu trách nhiệm tổng hợp; các chi cục cung cấp số liệu", "A", "các chi cục", ""),
    ("A là đơn vị chủ trì, Sở Y tế là đơn vị phối hợp", "A", "", "Sở Y tế"),
    ("A chủ trì với sự phối hợp của Sở Y tế", "A", "", "Sở Y tế"),
    ("A đảm nhận, có sự tham gia của Sở Y tế", "A", "", "Sở Y tế"),
    ("A chủ trì, Sở Y tế phối hợp, các chi cục thực hiện", "A", "các chi cục", "Sở Y tế"),
    ("Các sở, ngành thực hiện; A theo dõi, đôn đốc", "A", "Các sở, ngành", ""),
    ("Đồng chí Phó Giám đốc Sở chỉ đạo; A tham mưu", "A", "", ""),
    ("Đầu mối là A; phối hợp có Sở Y tế, Tỉnh đoàn", "A", "", "Sở Y tế|Tỉnh đoàn"),
    ("A chịu trách nhiệm chính; phối hợp gồm Sở Y tế và Tỉnh đoàn", "A", "", "Sở Y tế|Tỉnh đoàn"),
]


@pytest.mark.parametrize("label", ["Trách nhiệm", "Cơ quan chủ trì"])
@pytest.mark.parametrize(("value", "lead", "implement", "coordinate"), _PREDICATES)
def test_the_predicate_of_each_clause_tells_the_role_and_is_no_part_of_the_name(
    label: str, value: str, lead: str, implement: str, coordinate: str
) -> None:
    duty = re.sub(r"\bA\b", "Văn phòng UBND tỉnh", value)
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) {label}: {duty}.\nb) Thời gian: Quý II.\n")
    told = ("|".join(item.lead), "|".join(item.implement), "|".join(item.coordinate))
    assert told == (lead.replace("A", "Văn phòng UBND tỉnh"), implement, coordinate)


@pytest.mark.parametrize("name", ["Công chức đầu mối kiểm soát thủ tục", "Công chức Địa chính phụ trách xây dựng"])
def test_what_a_post_looks_after_is_part_of_its_name(name: str) -> None:
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\na) Chủ trì: {name}.\nb) Thời gian: Quý II.\n")
    assert item.lead == (name,)


@pytest.mark.parametrize("doer", ["Người thực hiện", "Người làm"])
@pytest.mark.parametrize("is_first", [True, False])
def test_who_does_it_beside_who_is_in_charge_implements(doer: str, is_first: bool) -> None:
    lines = ["- Người phụ trách: Phó Chủ tịch UBND xã.", f"- {doer}: Bí thư Đoàn Thanh niên xã."]
    body = "\n".join(lines[::-1] if is_first else lines)
    (item,) = _items(f"II. NHIỆM VỤ\n1. Rà soát quy chế của các phòng\n{body}\n- Thời gian: Quý II.\n")
    assert (item.lead, item.implement) == (("Phó Chủ tịch UBND xã",), ("Bí thư Đoàn Thanh niên xã",))


def test_who_does_it_leads_where_nobody_else_is_in_charge() -> None:
    (item,) = _items("II. NHIỆM VỤ\n1. Rà soát quy chế\n- Người thực hiện: Phòng Nội vụ.\n- Thời gian: Quý II.\n")
    assert (item.lead, item.implement) == (("Phòng Nội vụ",), ())
