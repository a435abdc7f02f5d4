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
