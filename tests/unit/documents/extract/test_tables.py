from __future__ import annotations

import textwrap

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Part, Section
from tests.unit.documents import plan_texts

WIDTHS = (6, 30, 18, 22, 18)


def _delimited(delimiter: str) -> str:
    return "\n".join(delimiter.join(row) for row in (plan_texts.COLUMNS, *plan_texts.ROWS))


def _markdown() -> str:
    rows = ["| " + " | ".join(row) + " |" for row in (plan_texts.COLUMNS, *plan_texts.ROWS)]
    return "\n".join([rows[0], "|---" * 5 + "|", *rows[1:]])


def _one_cell_per_line(separator: str) -> str:
    return separator.join(cell for row in (plan_texts.COLUMNS, *plan_texts.ROWS) for cell in row)


def _held_apart() -> str:
    lines = []
    for row in (plan_texts.COLUMNS, *plan_texts.ROWS):
        cells = [textwrap.wrap(cell, width - 2) for cell, width in zip(row, WIDTHS, strict=False)]
        for part in range(max(map(len, cells))):
            texts = [cell[part] if part < len(cell) else "" for cell in cells]
            lines.append("".join(text.ljust(width) for text, width in zip(texts, WIDTHS, strict=False)).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_delimited("\t"), id="tabs"),
        pytest.param(_delimited(" | "), id="pipes"),
        pytest.param(_markdown(), id="markdown"),
        pytest.param(_one_cell_per_line("\n"), id="one cell per line"),
        pytest.param(_one_cell_per_line("\n\n"), id="one cell per line, spaced"),
        pytest.param(_held_apart(), id="blanks"),
    ],
)
def test_tables_of_every_shape_give_the_same_rows(rows: str) -> None:
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="phu-luc.txt"))

    found = [(item.domain, item.number, item.names[0], item.lead[0], item.deadline_text) for item in plan.items]
    assert found == [
        ("I", "1", "Ban hành kế hoạch tuyên truyền CCHC", "Phòng Nội vụ", "Quý I/2025"),
        ("I", "2", "Tổ chức hội thi tìm hiểu CCHC", "Phòng Nội vụ", "Trước 30/11/2025"),
        ("II", "1", "Tự kiểm tra văn bản", "Phòng Tư pháp", "Tháng 10/2025"),
        ("II", "2", "Rà soát văn bản quy phạm pháp luật", "Phòng Tư pháp", "Thường xuyên"),
    ]
    assert {(item.part, item.section) for item in plan.items} == {(Part.APPENDIX, Section.TASK)}


def test_rows_cut_by_a_page_are_joined() -> None:
    header = "TT\tTiêu chí\tMục tiêu\tCơ quan chủ trì\tThời gian"
    rows = [
        header,
        "1\tTCTP 1.3.2 - Xử lý các vấn đề\t100% vấn đề được\tPhòng\tTrong",
        "",
        header,
        "\tphát hiện qua kiểm tra\txử lý\tNội vụ\tnăm 2025",
        "2\tTC 1.4 - Tuyên truyền CCHC\tTăng so với năm 2024\tPhòng Nội vụ\tQuý I/2025",
    ]
    plan = extract_plan(read_txt(plan_texts.with_table("\n".join(rows)), name="phu-luc.txt"))

    first, second = plan.items
    assert first.code == "TCTP 1.3.2"
    assert first.names == ("Xử lý các vấn đề phát hiện qua kiểm tra",)
    assert first.target_text == "100% vấn đề được xử lý"
    assert first.lead == ("Phòng Nội vụ",)
    assert first.deadline_text == "Trong năm 2025"
    assert first.section is Section.APPENDIX
    assert second.code == "TC 1.4"


def test_a_table_of_points_alone_gives_no_items() -> None:
    rows = "TT\tTiêu chí\tĐiểm chuẩn\tĐiểm đạt\n1\tThực hiện kế hoạch\t2\t1,5\n2\tTuyên truyền\t1\t1"
    body = plan_texts.LETTERED + rows
    plan = extract_plan(read_txt(plan_texts.plan(body), name="bang-diem.txt"))

    assert {item.part for item in plan.items} == {Part.BODY}


def test_a_unit_of_its_own_column_belongs_to_the_number() -> None:
    rows = (
        "TT\tChỉ tiêu\tĐơn vị tính\tNăm 2025\tCơ quan chủ trì\n"
        "1\tTỷ lệ hồ sơ đúng hạn\t%\t≥ 98\tPhòng Nội vụ\n"
        "2\tSố hội nghị đối thoại\thội nghị\tTối thiểu 02 hội nghị\tVăn phòng\n"
    )
    first, second = extract_plan(read_txt(plan_texts.with_table(rows), name="chi-tieu.txt")).items

    assert first.target_text == "≥ 98 %"
    assert [(target.op.value, target.value, target.unit) for target in first.targets] == [(">=", 98, "%")]
    assert second.target_text == "Tối thiểu 02 hội nghị"


@pytest.mark.parametrize(
    ("title", "cell", "text", "value", "unit"),
    [
        ("Chỉ tiêu điểm", "1,5", "1,5 điểm", "1.5", "điểm"),
        ("Điểm phấn đấu", "1,5", "1,5 điểm", "1.5", "điểm"),
        ("Điểm dự kiến đạt", "1,5", "1,5 điểm", "1.5", "điểm"),
        ("Mục tiêu (điểm)", "Đạt 2", "Đạt 2 điểm", "2", "điểm"),
        ("Mục tiêu năm 2025 (%)", "≥ 98", "≥ 98 %", "98", "%"),
        ("Tỷ lệ % phấn đấu", "98", "98 %", "98", "%"),
    ],
)
def test_a_unit_in_the_title_of_the_column_belongs_to_the_number(
    title: str, cell: str, text: str, value: str, unit: str
) -> None:
    rows = (
        f"TT\tTiêu chí\t{title}\tCơ quan chủ trì\tThời gian\n"
        f"1\tTC 1.1 - Ban hành kế hoạch\t{cell}\tPhòng Nội vụ\tQuý I/2025\n"
        "2\tTC 1.2 - Báo cáo định kỳ\tĐúng hạn\tPhòng Nội vụ\tQuý I/2025\n"
    )
    first, second = extract_plan(read_txt(plan_texts.with_table(rows), name="chi-tieu.txt")).items

    assert first.target_text == text
    assert [(str(target.value), target.unit) for target in first.targets] == [(value, unit)]
    assert second.target_text == "Đúng hạn"


def test_points_out_of_points_under_a_title_of_points_are_full_marks() -> None:
    rows = "TT\tTiêu chí\tChỉ tiêu điểm\tCơ quan chủ trì\n1\tTC 1.1 - Ban hành kế hoạch\t1,5/1,5\tPhòng Nội vụ\n"
    titled = extract_plan(read_txt(plan_texts.with_table(rows), name="chi-tieu.txt")).items[0]
    told = rows.replace("1,5/1,5", "1,5/1,5 điểm").replace("Chỉ tiêu điểm", "Mục tiêu")

    assert titled.targets == extract_plan(read_txt(plan_texts.with_table(told), name="chi-tieu.txt")).items[0].targets
    assert titled.targets


@pytest.mark.parametrize("title", ["Mục tiêu", "Thời điểm cần đạt", "Mục tiêu trọng điểm"])
def test_a_title_without_a_unit_gives_the_number_none(title: str) -> None:
    rows = f"TT\tTiêu chí\t{title}\tCơ quan chủ trì\n1\tTC 1.1 - Ban hành kế hoạch năm\t1,5\tPhòng Nội vụ huyện\n"

    assert extract_plan(read_txt(plan_texts.with_table(rows), name="x.txt")).items[0].target_text in {"1,5", None}


def test_people_or_agencies_who_do_the_work_are_split_by_their_words() -> None:
    rows = (
        "TT\tTiêu chí\tMục tiêu\tNgười/cơ quan thực hiện\tThời gian\n"
        "1\tTC 1.1 - Ban hành kế hoạch\tĐúng hạn\tChủ trì: Phòng Nội vụ; Phối hợp: Phòng Tư pháp\tQuý I/2025\n"
    )
    item = extract_plan(read_txt(plan_texts.with_table(rows), name="x.txt")).items[0]

    assert (item.lead, item.coordinate) == (("Phòng Nội vụ",), ("Phòng Tư pháp",))


def test_a_first_column_of_fields_groups_the_rows_and_names_none() -> None:
    rows = (
        "Lĩnh vực\tChỉ số thành phần\tMục tiêu\tCơ quan chủ trì\tTiến độ\n"
        "Công vụ\tChuyển đổi vị trí công tác\t100% vị trí\tPhòng Nội vụ\tQuý III/2025\n"
        "\tCông chức bị kỷ luật\tKhông có công chức bị kỷ luật\tThanh tra huyện\tCả năm\n"
    )
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="linh-vuc.txt"))

    assert [(item.names[0], item.domain_name) for item in plan.items] == [
        ("Chuyển đổi vị trí công tác", "Công vụ"),
        ("Công chức bị kỷ luật", "Công vụ"),
    ]


def test_a_time_may_stand_behind_the_product_and_only_the_end_is_the_deadline() -> None:
    one = "TT\tNhiệm vụ\tCơ quan chủ trì\tSản phẩm/Thời gian\n1\tSố hóa hồ sơ\tVP HĐND và UBND\tBáo cáo/Quý II\n"
    two = (
        "TT\tNhiệm vụ\tChủ trì\tThời gian bắt đầu\tThời gian kết thúc\n1\tSố hóa hồ sơ\tPhòng A\t01/3/2025\t30/6/2025\n"
    )
    (first,) = extract_plan(read_txt(plan_texts.with_table(one), name="mot.txt")).items
    (second,) = extract_plan(read_txt(plan_texts.with_table(two), name="hai.txt")).items

    assert (first.product, first.deadline_text, first.lead) == ("Báo cáo", "Quý II", ("VP HĐND và UBND",))
    assert second.deadline_text == "30/6/2025"


def test_columns_of_times_only_mark_when() -> None:
    rows = (
        "TT\tNội dung\tQuý I\tQuý II\tQuý III\tPhòng chủ trì\n"
        "1\tBan hành kế hoạch\tx\t\t\tPhòng Nội vụ\n"
        "2\tKiểm tra công vụ\t\tx\tx\tThanh tra huyện\n"
    )
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="tien-do.txt"))

    assert [item.deadline_text for item in plan.items] == ["Quý I", "Quý II Quý III"]
    assert [item.confidence["deadline_text"] for item in plan.items] == [Confidence.CHECK, Confidence.CHECK]


def test_a_flattened_table_ends_where_another_document_begins() -> None:
    one = plan_texts.with_table(_one_cell_per_line("\n"))

    assert len(extract_plan(read_txt(one * 3, name="ba-ban.txt")).items) == 12


def test_rows_go_on_counting_below_the_next_group_and_cells_hold_labels() -> None:
    rows = """
        TT
        Nội dung công việc
        Trách nhiệm
        Thời gian hoàn thành
        I
        Tiếp cận dịch vụ
        1
        Niêm yết mã QR tại nơi tiếp nhận hồ sơ
        Chủ trì: Trung tâm Phục vụ hành chính
        công
        Phối hợp: Đoàn Thanh niên
        Quý II/2025
        2
        Bố trí ghế chờ cho người cao tuổi
        Chủ trì: Văn phòng HĐND và UBND
        Trước 30/9/2025
        II
        Tiếp thu ý kiến
        3
        Lấy ý kiến người dân về thái độ phục vụ
        Chủ trì: Phòng Nội vụ
        Phối hợp: Phòng Tư pháp
        Tháng 11/2025
    """
    plan = extract_plan(
        read_txt((plan_texts.HEAD + textwrap.dedent(rows) + plan_texts.FOOT).encode(), name="ke-hoach.txt")
    )

    assert [(item.number, item.domain) for item in plan.items] == [("1", "I"), ("2", "I"), ("3", "II")]
    assert [(item.lead, item.coordinate) for item in plan.items] == [
        (("Trung tâm Phục vụ hành chính công",), ("Đoàn Thanh niên",)),
        (("Văn phòng HĐND và UBND",), ()),
        (("Phòng Nội vụ",), ("Phòng Tư pháp",)),
    ]


def test_a_group_named_like_officials_leads_nothing_where_a_column_says_who_does_it() -> None:
    rows = (
        "TT\tNhiệm vụ\tCơ quan thực hiện\tThời gian\n"
        "I\tCông chức phục vụ\t\t\n"
        "1\tGửi thư xin lỗi khi trả kết quả quá hạn\tVăn phòng HĐND và UBND\tQuý II/2025\n"
        "2\tĐánh giá bằng phiếu điện tử\tPhòng Nội vụ\tHằng quý\n"
    )
    plan = extract_plan(read_txt((plan_texts.HEAD + rows + plan_texts.FOOT).encode(), name="ke-hoach.txt"))

    assert [(item.lead, item.implement) for item in plan.items] == [
        ((), ("Văn phòng HĐND và UBND",)),
        ((), ("Phòng Nội vụ",)),
    ]


GIVEN = (
    "TT\tTiêu chí\tNguyên nhân mất điểm\tYêu cầu năm 2025\n"
    "1.3.2\tXử lý vấn đề sau kiểm tra\tBáo cáo chậm\t100% vấn đề được xử lý\n"
    "5.2.1\tCơ cấu công chức\tĐề án phê duyệt chậm\t100% cơ quan đúng cơ cấu\n"
)


@pytest.mark.parametrize("listed", ["", " tại Biểu số 1 kèm theo"])
def test_prose_gives_the_rows_of_a_table_away_by_their_codes(listed: str) -> None:
    said = (
        f"- Phòng Nội vụ chủ trì khắc phục các tiêu chí 1.3.2, 5.2.1{listed}; hoàn thành trước ngày 31/10/2025.\n"
        "- Phòng Tư pháp chủ trì khắc phục tiêu chí 9.9.9; thực hiện thường xuyên.\n"
    )
    plan = extract_plan(read_txt(plan_texts.plan(f"II. NỘI DUNG\n{said}\n{GIVEN}"), name="giao.txt"))

    assert [(item.names[0], item.lead, item.deadline_text) for item in plan.items] == [
        ("khắc phục tiêu chí 9.9.9", ("Phòng Tư pháp",), "thường xuyên"),
        ("Xử lý vấn đề sau kiểm tra", ("Phòng Nội vụ",), "trước ngày 31/10/2025"),
        ("Cơ cấu công chức", ("Phòng Nội vụ",), "trước ngày 31/10/2025"),
    ]


def test_prose_gives_rows_away_by_numbers_that_only_one_row_bears() -> None:
    rows = "TT\tNhiệm vụ\tSản phẩm\n1\tSố hóa hồ sơ\tKho dữ liệu\n2\tKiểm tra nội bộ\tBiên bản\n"
    said = "II. NỘI DUNG\n- Phòng Nội vụ chủ trì thực hiện nhiệm vụ số 2 tại Phụ lục.\n\n"
    once = extract_plan(read_txt(plan_texts.plan(said + rows), name="mot.txt"))
    twice = extract_plan(read_txt(plan_texts.plan(said + rows.replace("\n1\t", "\n2\t")), name="hai.txt"))

    assert [item.lead for item in once.items if item.part is Part.APPENDIX] == [(), ("Phòng Nội vụ",)]
    assert [item.lead for item in twice.items if item.part is Part.APPENDIX] == [(), ()]


def test_a_common_work_before_the_numbers_names_no_row() -> None:
    rows = (
        "Nhiệm vụ\tSTT\tHoạt động, công việc\tCơ quan chủ trì\tCơ quan phối hợp thực hiện\tThời gian\n"
        "Cải cách thể chế\t1\tRà soát văn bản\tPhòng Tư pháp\tVăn phòng\tHằng năm\n"
        "\t2\tTheo dõi thi hành pháp luật\tPhòng Tư pháp\tCông an huyện\tQuý IV/2025\n"
    )
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="chung.txt"))

    assert [(item.names[0], item.domain_name, item.coordinate) for item in plan.items] == [
        ("Rà soát văn bản", "Cải cách thể chế", ("Văn phòng",)),
        ("Theo dõi thi hành pháp luật", "Cải cách thể chế", ("Công an huyện",)),
    ]


def test_ordinary_titles_of_columns_are_known() -> None:
    rows = (
        "STT\tNhiệm vụ được giao\tKế hoạch năm 2025\tCQ chủ trì\tCQ/ĐV phối hợp\tLãnh đạo UBND chỉ đạo\tHạn xong\n"
        "1\tSố hóa hồ sơ hộ tịch\tTối thiểu 60% hồ sơ\tPhòng Tư pháp\tCông an huyện\tPhó Chủ tịch\tQuý III/2025\n"
    )
    (item,) = extract_plan(read_txt(plan_texts.with_table(rows), name="ten-cot.txt")).items

    assert (item.names, item.target_text) == (("Số hóa hồ sơ hộ tịch",), "Tối thiểu 60% hồ sơ")
    assert (item.lead, item.coordinate) == (("Phòng Tư pháp",), ("Công an huyện",))
    assert item.deadline_text == "Quý III/2025"


@pytest.mark.parametrize(
    ("groups", "marks"),
    [
        pytest.param(("\tChỉ đạo, điều hành\t\t", "\tChuyển đổi số\t\t"), ("1", "2"), id="titles alone"),
        pytest.param(("1\tChỉ đạo, điều hành\t\t", "2\tChuyển đổi số\t\t"), ("-", "-"), id="dashes"),
        pytest.param(("1\tChỉ đạo, điều hành\t\t", "2\tChuyển đổi số\t\t"), ("1.1", "2.1"), id="numbers"),
    ],
)
def test_rows_that_only_bear_a_title_head_those_below(groups: tuple[str, str], marks: tuple[str, str]) -> None:
    rows = (
        "STT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n"
        f"{groups[0]}\n{marks[0]}\tBan hành kế hoạch\tPhòng Nội vụ\tQuý I/2025\n"
        f"{groups[1]}\n{marks[1]}\tSố hóa hồ sơ\tPhòng Tư pháp\tQuý II/2025\n"
    )
    piped = "\n".join(f"|{line}|".replace("\t", "|") for line in rows.splitlines())
    plan = extract_plan(read_txt(plan_texts.with_table(piped), name="nhom.txt"))

    assert [(item.names[0], item.domain_name) for item in plan.items] == [
        ("Ban hành kế hoạch", "Chỉ đạo, điều hành"),
        ("Số hóa hồ sơ", "Chuyển đổi số"),
    ]


@pytest.mark.parametrize("same", ["nt", "-nt-", "Như trên", "″"])
def test_a_cell_may_point_at_the_one_above_and_must_then_be_checked(same: str) -> None:
    rows = (
        "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
        "1\tBan hành kế hoạch\tPhòng Nội vụ\tVăn phòng\tQuý I/2025\n"
        f"2\tKiểm tra nội bộ\t{same}\tPhòng Tư pháp\t{same}\n"
    )
    _, second = extract_plan(read_txt(plan_texts.with_table(rows), name="nhu-tren.txt")).items

    assert (second.lead, second.deadline_text) == (("Phòng Nội vụ",), "Quý I/2025")
    assert second.confidence["lead"] is Confidence.CHECK


def test_a_row_that_counts_the_columns_is_no_item_and_the_end_is_the_deadline() -> None:
    rows = (
        "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tBắt đầu\tKết thúc\n"
        "A\tB\t1\t2\t3\t4\n"
        "1\tKiểm tra nội bộ\tPhòng Nội vụ\tPhòng Tư pháp\t01/3/2025\t30/6/2025\n"
    )
    (item,) = extract_plan(read_txt(plan_texts.with_table(rows), name="dem-cot.txt")).items

    assert (item.names, item.deadline_text) == (("Kiểm tra nội bộ",), "30/6/2025")


def test_work_below_one_numbered_content_names_the_items() -> None:
    rows = (
        "STT\tNội dung\tNhiệm vụ cụ thể\tCơ quan chủ trì\tThời gian\n"
        "1\tCải cách thể chế\tRà soát văn bản\tPhòng Tư pháp\tQuý I/2025\n"
        "\t\tTheo dõi thi hành pháp luật\tCông an huyện\tQuý II/2025\n"
        "2\tCải cách thủ tục\tSố hóa hồ sơ\tVăn phòng\tQuý III/2025\n"
        "\t\tCông khai thủ tục\tPhòng Nội vụ\tQuý IV/2025\n"
    )
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="gop.txt"))

    assert [(item.names[0], item.domain_name, item.lead[0]) for item in plan.items] == [
        ("Rà soát văn bản", "Cải cách thể chế", "Phòng Tư pháp"),
        ("Theo dõi thi hành pháp luật", "Cải cách thể chế", "Công an huyện"),
        ("Số hóa hồ sơ", "Cải cách thủ tục", "Văn phòng"),
        ("Công khai thủ tục", "Cải cách thủ tục", "Phòng Nội vụ"),
    ]


@pytest.mark.parametrize(
    ("before", "group"),
    [(("Lĩnh vực", "Nhóm nhiệm vụ"), "Thể chế"), (("Ghi chú", "Lĩnh vực"), "Nhóm một")],
    ids=["two fields", "a note and a field"],
)
def test_two_columns_that_only_group_the_rows_stand_beside_the_names(before: tuple[str, str], group: str) -> None:
    rows = (
        ("STT", *before, "Nhiệm vụ", "Chủ trì", "Thời gian"),
        ("1", "Thể chế", "Nhóm một", "Rà soát văn bản", "Sở Tư pháp", "Quý I/2026"),
        ("2", "Thể chế", "Nhóm một", "Kiểm tra công vụ", "Sở Nội vụ", "Quý II/2026"),
    )
    plan = extract_plan(read_txt(plan_texts.with_table("\n".join(map("\t".join, rows))), name="phu-luc.txt"))

    assert [(item.domain_name, item.names[0], item.lead[0], item.deadline_text) for item in plan.items] == [
        (group, "Rà soát văn bản", "Sở Tư pháp", "Quý I/2026"),
        (group, "Kiểm tra công vụ", "Sở Nội vụ", "Quý II/2026"),
    ]
