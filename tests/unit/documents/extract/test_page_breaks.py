"""Cells merged over rows that a page break cut: the empty part below takes what stands above, and is checked."""

from __future__ import annotations

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Place, Table
from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Item
from tests.unit.documents import plan_texts

HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
FIRST = (
    ("1", "Rà soát thủ tục hành chính", "Sở Nội vụ", "Công an tỉnh", "Quý I/2025"),
    ("2", "Số hóa hồ sơ lưu trữ", None, "Sở Tài chính", "Quý II/2025"),
    ("3", "Kiểm tra công vụ đột xuất", "Sở Tư pháp", "Sở Y tế", "Quý III/2025"),
)
LAST = ("5", "Khảo sát hài lòng", "Sở Xây dựng", "Sở Công Thương", "Quý IV/2025")
Row = tuple[str | None, ...]


def items(*rows: Row, first_of_page: int) -> dict[str, Item]:
    """Read a table of which the rows from one on stand on the second page; None goes on with the cell above."""
    cells: list[Cell] = []
    for at, row in enumerate((HEADER, *rows)):
        place = Place(page=2 if at >= first_of_page else 1)
        for col, text in enumerate(row):
            height = 2 if at < len(rows) and rows[at][col] is None else 1
            if text is not None:
                cells.append(Cell(at, col, text, row_span=height, place=place))
    document = read_txt(plan_texts.HEAD.encode(), name="k.txt")
    table = Table(tuple(cells), len(rows) + 1, len(HEADER))
    block = Block(len(document.blocks), BlockKind.TABLE, "", table=table, place=Place(page=1))
    plan = extract_plan(Document("k.txt", "", "text/plain", (*document.blocks, block)))
    return {item.number or "": item for item in plan.items}


def test_the_first_row_of_a_page_takes_what_the_cells_above_the_break_say() -> None:
    found = items(*FIRST, ("4", "Công khai thủ tục", "", "", "Quý III/2025"), LAST, first_of_page=4)

    assert (found["2"].lead, found["4"].lead, found["4"].coordinate) == (
        ("Sở Nội vụ",),
        ("Sở Tư pháp",),
        ("Sở Y tế",),
    )
    assert found["4"].confidence["lead"] is Confidence.CHECK
    assert found["4"].confidence["coordinate"] is Confidence.CHECK


def test_an_empty_cell_that_spans_rows_below_the_break_speaks_for_all_of_them() -> None:
    rows: tuple[Row, ...] = (
        *FIRST,
        ("4", "Công khai thủ tục", "", "Sở Công Thương", "Quý III/2025"),
        ("5", "Khảo sát hài lòng", None, "Sở Công Thương", "Quý IV/2025"),
    )

    found = items(*rows, first_of_page=4)

    assert [found[number].lead for number in "45"] == [("Sở Tư pháp",), ("Sở Tư pháp",)]


def test_a_column_that_is_empty_elsewhere_too_stays_empty() -> None:
    fourth = ("4", "Công khai thủ tục", "", "", "Quý III/2025")

    found = items(*FIRST, fourth, (*LAST[:3], "", LAST[4]), first_of_page=4)

    assert (found["4"].lead, found["4"].coordinate) == (("Sở Tư pháp",), ())


def test_nothing_is_taken_inside_a_page_nor_where_no_cell_is_merged() -> None:
    fourth = ("4", "Công khai thủ tục", "", "Sở Y tế", "Quý III/2025")
    plain = (FIRST[0], ("2", "Số hóa hồ sơ lưu trữ", "Sở Y tế", "Sở Tài chính", "Quý II/2025"), FIRST[2])

    assert items(*FIRST, fourth, LAST, first_of_page=3)["4"].lead == ()
    assert items(*plain, fourth, LAST, first_of_page=4)["4"].lead == ()


SPREAD = ("TT", "Nhiệm vụ", "Mục tiêu")
LEFT = tuple((str(at), f"Rà soát thủ tục hành chính đợt {at}", f"Ít nhất {at}0%") for at in range(1, 4))
WHO = ("Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm")
BESIDE = (("Sở Nội vụ", "Công an tỉnh", "Báo cáo"), ("Sở Tư pháp", "Sở Y tế", "Báo cáo"), ("Sở Y tế", "", "Đề án"))


def read_tables(*tables: tuple[Row, ...]) -> tuple[list[Item], list[tuple[str | None, int | None]]]:
    """Read tables one after the other; returns their items and what is told as unread with its row."""
    document = read_txt(plan_texts.HEAD.encode(), name="k.txt")
    blocks = list(document.blocks)
    for rows in tables:
        cells = tuple(Cell(at, col, text or "") for at, row in enumerate(rows) for col, text in enumerate(row))
        table = Table(cells, len(rows), len(rows[0]))
        blocks.append(Block(len(blocks), BlockKind.TABLE, "", table=table))
    plan = extract_plan(Document("k.txt", "", "text/plain", tuple(blocks)))
    told = [(one.text, one.span.row) for one in plan.findings if one.code == "unread_line" and one.span is not None]
    return list(plan.items), told


def test_columns_on_a_page_of_their_own_make_no_items_and_are_told() -> None:
    found, told = read_tables((SPREAD, *LEFT), (WHO, *BESIDE))

    assert [item.number for item in found] == ["1", "2", "3"]
    assert told == [("Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm", 0)]


def test_a_single_column_of_times_is_told() -> None:
    when = (("Thời gian hoàn thành",), ("Quý I/2025",), ("Quý II/2025",), ("Quý III/2025",))

    found, told = read_tables((SPREAD, *LEFT), when)

    assert len(found) == 3
    assert told == [("Thời gian hoàn thành", 0)]


def test_rows_without_numbers_go_not_on_with_numbered_items() -> None:
    assert [item.number for item in read_tables((SPREAD, *LEFT), BESIDE)[0]] == ["1", "2", "3"]


def test_items_that_go_on_below_columns_of_another_page_are_read() -> None:
    more = tuple((str(at), f"Công khai thủ tục đợt {at}", "100%") for at in range(4, 7))

    found, _ = read_tables((SPREAD, *LEFT), (WHO, *BESIDE), more)

    assert [item.number for item in found] == ["1", "2", "3", "4", "5", "6"]


def test_a_table_that_goes_on_with_a_title_or_the_rest_of_an_item_is_read() -> None:
    more: tuple[Row, ...] = (("II. CẢI CÁCH THỂ CHẾ", "", ""), ("4", "Công khai thủ tục", "100%"))
    rest: tuple[Row, ...] = (("", "và công bố kết quả trên cổng thông tin", ""), ("", "của tỉnh", ""))

    assert [item.number for item in read_tables((SPREAD, *LEFT), more)[0]] == ["1", "2", "3", "4"]
    assert read_tables((SPREAD, *LEFT), rest)[0][2].names[0].endswith("của tỉnh")
