"""Tables of cells closed by bars over several lines; agencies and work are made up."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import Document
from parindex.documents.read.txt import read_txt

ALONE = """(Kèm theo Kế hoạch số 14/KH-UBND)
STT
|
Nội dung nhiệm vụ
|
Cơ quan chủ trì
|
Thời gian thực hiện
|
I
|
CHỈ ĐẠO, ĐIỀU HÀNH
|
1
|
Kiểm tra cải cách hành chính tại
các xã
|
Sở Nội vụ
|
Quý III năm 2026
|
2
|
Báo cáo định kỳ
|
|
Tháng 12/2026
|
Nơi nhận:
- Như trên; |
TM. ỦY BAN NHÂN DÂN |
"""
AT_END = ALONE.replace("\n|", " |")
IN_ROWS = """Phụ lục
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Thời gian thực hiện |
I | CHỈ ĐẠO, ĐIỀU HÀNH |
1 | Kiểm tra cải cách hành chính tại
các xã | Sở Nội vụ | Quý III năm 2026 |
2 | Báo cáo định kỳ |  | Tháng 12/2026 |
"""
ROWS = [
    ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện"],
    ["I", "CHỈ ĐẠO, ĐIỀU HÀNH", "", ""],
    ["1", "Kiểm tra cải cách hành chính tại các xã", "Sở Nội vụ", "Quý III năm 2026"],
    ["2", "Báo cáo định kỳ", "", "Tháng 12/2026"],
]


def tables(text: str) -> list[list[list[str]]]:
    document: Document = read_txt(text.encode(), name="a.txt")
    return [
        [[cell.text for cell in block.table.cells if cell.row == row] for row in range(block.table.row_count)]
        for block in document.blocks
        if block.table is not None
    ]


@pytest.mark.parametrize("text", [ALONE, AT_END, IN_ROWS], ids=["alone", "at-end", "in-rows"])
def test_cells_closed_by_bars_make_a_table(text: str) -> None:
    assert tables(text) == [ROWS]


def test_what_stands_around_the_table_stays() -> None:
    texts = [block.text for block in read_txt(ALONE.encode(), name="a.txt").blocks if block.table is None]

    assert texts[0] == "(Kèm theo Kế hoạch số 14/KH-UBND)"
    assert "Nơi nhận:" in texts


def test_bars_without_known_columns_make_no_table() -> None:
    text = ALONE.replace("Cơ quan chủ trì", "Ngọn núi").replace("Thời gian thực hiện", "Con sông")

    assert tables(text.replace("Nội dung nhiệm vụ", "Cánh đồng")) == []


COUNTED = (
    ["TT", "Nhiệm vụ", "Chủ trì", "Số lượng", "Thời hạn"],
    ["1", "Rà soát thủ tục", "Sở Nội vụ", "2", "Tháng 3"],
    ["2", "Báo cáo năm", "Văn phòng UBND tỉnh", "3", "Quý II"],
    ["3", "Họp báo", "Sở Y tế", "1", "Quý III"],
    ["4", "Niêm yết", "Sở Y tế", "5", "Quý IV"],
)
SIGNED = ["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"]


def barred(*rows: list[str]) -> str:
    return "".join(f"{cell} |\n" for row in rows for cell in row)


@pytest.mark.parametrize("column", ["Số lượng", "Tháng", "Điểm"])
def test_a_small_number_inside_a_row_opens_none(column: str) -> None:
    header, *rows = COUNTED
    rows = [[column if name == "Số lượng" else name for name in header], *rows]

    assert tables(barred(*rows)) == [rows]


def test_a_row_of_column_numbers_may_stand_below_the_header() -> None:
    rows = [COUNTED[0], list("12345"), *COUNTED[1:]]

    assert tables(barred(*rows)) == [rows]


def test_the_count_begins_anew_only_below_a_group() -> None:
    header, first, second, third, fourth = COUNTED
    group = ["II", "Thủ tục"]

    assert tables(barred(header, first, second, group, first)) == [
        [header, first, second, [*group, "", "", ""], first],
    ]
    assert tables(barred(header, first, second, first, fourth)) == []
    assert tables(barred(header, first, third, second, fourth)) == []


@pytest.mark.parametrize("lacking", [1, 2, 3, 4])
@pytest.mark.parametrize("below", [[], SIGNED], ids=["end", "signature"])
def test_a_row_that_lacks_a_cell_leaves_the_table_unread(lacking: int, below: list[str]) -> None:
    rows = [row if at != lacking else [*row[:2], *row[3:]] for at, row in enumerate(COUNTED)]

    assert tables(barred(*rows, below)) == []


@pytest.mark.parametrize("lacking", [1, 2, 3])
@pytest.mark.parametrize("dropped", [(2,), (1, 2)], ids=["one", "two"])
def test_the_number_of_the_next_row_stands_in_no_cell(lacking: int, dropped: tuple[int, ...]) -> None:
    plain = [[*row[:3], row[4]] for row in COUNTED]
    short = [cell for at, cell in enumerate(plain[lacking]) if at not in dropped]

    assert tables(barred(*plain)) == [plain]
    assert tables(barred(*plain[:lacking], short, *plain[lacking + 1 :], ["Ghi chú dưới bảng"])) == []


@pytest.mark.parametrize("ordinal", ["Số  TT", "Số\tTT", "Số\u00a0TT"])
def test_the_head_of_the_ordinals_may_hold_any_blanks(ordinal: str) -> None:
    rows = [["Số TT", *COUNTED[0][1:]], *COUNTED[1:]]

    assert tables(barred([ordinal, *COUNTED[0][1:]], *COUNTED[1:])) == [rows]
