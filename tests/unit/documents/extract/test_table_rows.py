"""Rows of tables that bear little: titles alone, letters that count columns, cells that point at the one above."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Plan
from tests.unit.documents import plan_texts

HEADER = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
BLANK = "\t\t\t\t\n"


def _piped(rows: str) -> str:
    return "\n".join(f"|{line}|".replace("\t", "|") for line in rows.splitlines())


def _plan(rows: str) -> Plan:
    return extract_plan(read_txt(plan_texts.with_table(_piped(rows)), name="bang.txt"))


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(BLANK + BLANK, id="blank rows"),
        pytest.param("1\t2\t3\t4\t5\n", id="counted columns"),
        pytest.param("\tTổng cộng\t\t\t\n", id="a sum"),
        pytest.param("I\tCẢI CÁCH THỂ CHẾ\t\t\t\n", id="a group"),
        pytest.param("\tRà soát thủ tục\t\t\t\n\tNiêm yết thủ tục\t\t\t\n", id="titles"),
    ],
)
def test_an_empty_form_takes_no_work_away_from_the_prose_above_it(form: str) -> None:
    work = "II. NHIỆM VỤ\n1. Ban hành kế hoạch tuyên truyền\n- Chủ trì: Phòng Nội vụ\n- Thời hạn: Quý I/2025\n"
    text = plan_texts.plan(work + "\n" + _piped(HEADER + form) + "\n")
    (item,) = extract_plan(read_txt(text, name="bieu-mau.txt")).items

    assert (item.lead, item.deadline_text) == (("Phòng Nội vụ",), "Quý I/2025")


def test_a_title_between_numbers_that_go_on_belongs_to_the_row_above_and_is_checked() -> None:
    plan = _plan(
        HEADER + "1\tBan hành kế hoạch\tPhòng Nội vụ\t\tQuý I/2025\n\tTheo dõi, đôn đốc việc thực hiện\t\t\t\n"
        "2\tKiểm tra công vụ\tPhòng Tư pháp\t\tQuý II/2025\n"
    )

    assert [(item.names, item.domain_name) for item in plan.items] == [
        (("Ban hành kế hoạch Theo dõi, đôn đốc việc thực hiện",), None),
        (("Kiểm tra công vụ",), None),
    ]
    assert [item.confidence["names"] for item in plan.items] == [Confidence.CHECK, Confidence.SURE]


@pytest.mark.parametrize(
    ("when", "deadline_text", "roles"),
    [
        pytest.param(
            "- Thực hiện: Hằng quý - Hoàn thành: 15/12/2025",
            "- Thực hiện: Hằng quý - Hoàn thành: 15/12/2025",
            ["perform recurring", "complete date"],
            id="both",
        ),
        pytest.param("Thực hiện: Cả năm", "Cả năm", ["both in_year"], id="one"),
        pytest.param("Hoàn thành: Quý II/2025", "Quý II/2025", ["both quarter"], id="the other"),
    ],
)
def test_a_time_behind_the_label_of_those_who_work_is_a_time(when: str, deadline_text: str, roles: list[str]) -> None:
    (item,) = _plan(HEADER + f"1\tMở sổ theo dõi\tPhòng Tư pháp\tCông an huyện\t{when}\n").items

    assert (item.lead, item.coordinate, item.implement) == (("Phòng Tư pháp",), ("Công an huyện",), ())
    assert item.deadline_text == deadline_text
    assert [f"{deadline.role.value} {deadline.kind.value}" for deadline in item.deadlines] == roles


@pytest.mark.parametrize(
    ("cell", "lead"),
    [
        ("Văn phòng HĐND\nvà UBND huyện", ("Văn phòng HĐND và UBND huyện",)),
        ("Văn phòng HĐND và\nUBND huyện", ("Văn phòng HĐND và UBND huyện",)),
        ("Phòng Văn hóa\n- Xã hội", ("Phòng Văn hóa - Xã hội",)),
        ("Phòng Văn hóa -\nXã hội", ("Phòng Văn hóa - Xã hội",)),
        ("Phòng Kinh tế,\nHạ tầng và Đô thị", ("Phòng Kinh tế, Hạ tầng và Đô thị",)),
        ("Trung tâm Phục vụ\nhành chính công", ("Trung tâm Phục vụ hành chính công",)),
        ("Phòng Nội vụ\nPhòng Tài chính", ("Phòng Nội vụ", "Phòng Tài chính")),
        ("Phòng Nội vụ\n- Tài chính", ("Phòng Nội vụ", "Tài chính")),
        ("- Phòng Nội vụ\n- Phòng Tài chính", ("Phòng Nội vụ", "Phòng Tài chính")),
        ("Phòng Nội vụ,\nPhòng Tài chính", ("Phòng Nội vụ", "Phòng Tài chính")),
        ("Phòng Nội vụ\ncác phòng, ban liên quan", ("Phòng Nội vụ", "các phòng, ban liên quan")),
    ],
)
def test_a_name_of_an_agency_over_lines_of_a_cell_is_one_name(cell: str, lead: tuple[str, ...]) -> None:
    rows = [
        "1\tMở sổ\tPhòng Tư pháp\t\tQuý I/2025",
        f"2\tGhi sổ\t{cell}\tCông an huyện\tQuý II/2025",
    ]
    text = plan_texts.with_table(HEADER + "\n".join(rows) + "\n")

    item = extract_plan(read_txt(text, name="bang.txt")).items[1]

    assert (item.lead, item.coordinate) == (lead, ("Công an huyện",))


@pytest.mark.parametrize("mark", ["1", "01.", "2.1", "a)", "-"])
def test_a_title_heads_the_rows_that_begin_to_count_anew(mark: str) -> None:
    plan = _plan(
        HEADER + "1\tBan hành kế hoạch\tPhòng Nội vụ\t\tQuý I/2025\n\tChuyển đổi số\t\t\t\n"
        f"{mark}\tSố hóa hồ sơ\tPhòng Tư pháp\t\tQuý II/2025\n"
    )

    assert [(item.names[0], item.domain_name) for item in plan.items] == [
        ("Ban hành kế hoạch", None),
        ("Số hóa hồ sơ", "Chuyển đổi số"),
    ]


def test_a_cell_that_points_at_nothing_above_names_nobody() -> None:
    plan = _plan(HEADER + "1\tBan hành kế hoạch\tnt\tPhòng Tư pháp\tQuý I/2025\n2\tKiểm tra\tnt\tnt\tnt\n")
    prose = "II. NHIỆM VỤ\n1. Ban hành kế hoạch tuyên truyền\n- Chủ trì: như trên\n- Thời hạn: Quý I/2025\n"
    (said,) = extract_plan(read_txt(plan_texts.plan(prose), name="loi-van.txt")).items

    assert [item.lead for item in (*plan.items, said)] == [(), (), ()]
    assert [item.coordinate for item in plan.items] == [("Phòng Tư pháp",), ("Phòng Tư pháp",)]
    assert [finding.code for finding in plan.findings] == ["no_lead", "no_lead"]


@pytest.mark.parametrize(("number", "lead"), [("1", ()), ("2", ("Phòng Nội vụ",))])
def test_a_cell_points_over_a_page_but_not_into_another_table(number: str, lead: tuple[str, ...]) -> None:
    first = _piped(HEADER + "1\tBan hành kế hoạch\tPhòng Nội vụ\t\tQuý I/2025\n")
    second = _piped(f"{HEADER}{number}\tNiêm yết thủ tục\tnt\t\tQuý II/2025\n")
    plan = extract_plan(read_txt(plan_texts.with_table(f"{first}\n\n{second}"), name="hai-bang.txt"))

    assert [item.lead for item in plan.items] == [("Phòng Nội vụ",), lead]


def test_a_cell_points_at_all_who_act_in_the_cell_above_and_at_nobody_of_other_columns() -> None:
    plan = _plan(
        "STT\tNhiệm vụ\tCơ quan thực hiện\tCơ quan phối hợp\tThời gian\n"
        "1\tBan hành kế hoạch\tPhòng Nội vụ (chủ trì), Phòng Tư pháp (phối hợp)\tVăn phòng\tQuý I/2025\n"
        "2\tKiểm tra công vụ\tnt\t\tQuý II/2025\n"
    )

    assert [(item.lead, item.coordinate) for item in plan.items] == [
        (("Phòng Nội vụ",), ("Phòng Tư pháp", "Văn phòng")),
        (("Phòng Nội vụ",), ("Phòng Tư pháp",)),
    ]
    assert plan.items[1].confidence["lead"] is Confidence.CHECK


@pytest.mark.parametrize("letters", ["A\tB\tC\tD\tE\n", "(A)\t(B)\t(C)\t(D)\t(Đ)\n"])
def test_a_row_of_letters_alone_counts_the_columns(letters: str) -> None:
    plan = _plan(HEADER + letters + "1\tBan hành kế hoạch\tPhòng Nội vụ\t\tQuý I/2025\n")

    assert [item.names[0] for item in plan.items] == ["Ban hành kế hoạch"]


def test_parts_of_one_work_keep_their_agencies_apart_and_ask_for_a_check() -> None:
    (item,) = _plan(
        "Nhiệm vụ\tCơ quan chủ trì\tThời gian\n"
        "Kiểm tra công vụ\tPhòng Nội vụ\tQuý II/2025\n- Đợt hai\tPhòng Tư pháp\tQuý III/2025\n"
    ).items

    assert item.lead == ("Phòng Nội vụ", "Phòng Tư pháp")
    assert {item.confidence[name] for name in ("lead", "deadline_text")} == {Confidence.CHECK}


@pytest.mark.parametrize("group", ["I\tThể chế\t\t\t\n", "\tCẢI CÁCH THỂ CHẾ\t\t\t\n"])
def test_a_heading_of_a_criterion_inside_a_group_is_no_domain(group: str) -> None:
    duties = "Phòng Nội vụ\t\tQuý I/2025\n"
    plan = _plan(
        f"{HEADER}{group}1\tTiêu chí 1.2\t\t\t\n1.1\tRà soát quy chế\t{duties}"
        f"2\tTiêu chí 1.3\t\t\t\n2.1\tKiểm tra công vụ\t{duties}"
    )

    assert [item.number for item in plan.items] == ["1.1", "2.1"]
    assert {(item.domain_name or "").casefold() for item in plan.items} <= {"thể chế", "cải cách thể chế"}
    assert len({item.key for item in plan.items}) == 2


@pytest.mark.parametrize("points", ["(trừ 0,5 điểm)", "(đạt 0,5/1 điểm)", "(bị trừ 0,25 điểm)."])
def test_points_in_brackets_are_no_part_of_the_name_of_a_row(points: str) -> None:
    (item,) = _plan(f"{HEADER}1\tTheo dõi thi hành pháp luật {points}\tPhòng Tư pháp\t\tQuý I/2025\n").items

    assert item.names == ("Theo dõi thi hành pháp luật",)


def test_a_point_of_a_law_in_brackets_stays_in_the_name_of_a_row() -> None:
    name = "Niêm yết thủ tục (điểm a khoản 2 Điều 5)"
    (item,) = _plan(f"{HEADER}1\t{name}\tPhòng Tư pháp\t\tQuý I/2025\n").items

    assert item.names == (name,)


@pytest.mark.parametrize(
    "foot", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "TL. GIÁM ĐỐC", "TUQ. CHÁNH VĂN PHÒNG", "Nơi nhận:"]
)
def test_a_signature_in_the_cells_below_a_table_goes_on_with_no_item(foot: str) -> None:
    (item,) = _plan(HEADER + f"1\tMở sổ theo dõi\tPhòng Tư pháp\tCông an xã\tQuý I/2025\n\t\t\t{foot}\t\n").items

    assert (item.lead, item.coordinate) == (("Phòng Tư pháp",), ("Công an xã",))
