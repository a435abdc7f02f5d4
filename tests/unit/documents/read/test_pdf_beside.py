"""PDF: a sheet printed several pages wide is one table; tables that only look alike stay apart."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import Document
from parindex.documents.read.pdf import read_pdf
from tests.unit.documents.read import samples

NUMBERED = ["TT", "Noi dung", "Muc tieu"]
WHO = ["Chu tri", "Phoi hop", "San pham"]
WHEN = ["Thoi gian"]
HEIGHTS = (0, 30, 75, 105, 160, 190)
TITLE = samples.text_at(60, 800, "PHU LUC NHIEM VU NAM 2026")
TITLE_OF_ANOTHER = samples.text_at(60, 800, "PHU LUC KET QUA")


def page(*rows: list[str], above: str = "", top: int = 780, heights: tuple[int, ...] = HEIGHTS) -> str:
    xs = [50 + 120 * col for col in range(len(rows[0]) + 1)]
    return above + samples.ruled_table(xs, [top - down for down in heights[: len(rows) + 1]], rows)


def left(first: int, count: int) -> list[list[str]]:
    return [[str(at), f"Viec {at}", f"{at} %"] for at in range(first, first + count)]


def middle(first: int, count: int) -> list[list[str]]:
    return [[f"So {at}", f"Xa {at}", "Bao cao"] for at in range(first, first + count)]


def right(first: int, count: int) -> list[list[str]]:
    return [[f"Quy {at}"] for at in range(first, first + count)]


def read(*pages: str) -> Document:
    return read_pdf(samples.pdf(pages), name="a.pdf", ocr=False)


def tables_of(document: Document) -> list[list[list[str]]]:
    tables = (block.table for block in document.blocks if block.table is not None)
    return [[[cell.text for cell in row] for row in table.rows()] for table in tables]


def whole(count: int) -> list[list[str]]:
    rows = zip(left(1, count), middle(1, count), right(1, count), strict=True)
    return [NUMBERED + WHO + WHEN, *([*a, *b, *c] for a, b, c in rows)]


def test_read_pdf_joins_pages_printed_over_then_down() -> None:
    document = read(
        page(NUMBERED, *left(1, 4), above=TITLE),
        page(WHO, *middle(1, 4)),
        page(WHEN, *right(1, 4)),
        page(*left(5, 2)),
        page(*middle(5, 2)),
        page(*right(5, 2)),
    )

    assert tables_of(document) == [whole(6)]
    table = document.blocks[-1].table
    assert table is not None
    assert [cell.place.page for cell in table.cells if cell.col == 6] == [3, 3, 3, 3, 3, 6, 6]


def test_read_pdf_joins_pages_printed_down_then_over() -> None:
    document = read(
        page(NUMBERED, *left(1, 4), above=TITLE),
        page(*left(5, 2)),
        page(WHO, *middle(1, 4)),
        page(*middle(5, 2)),
        page(WHEN, *right(1, 4)),
        page(*right(5, 2)),
    )

    assert tables_of(document) == [whole(6)]


def test_read_pdf_leaves_out_columns_and_titles_that_every_page_repeats() -> None:
    numbers = [row[:1] for row in left(1, 4)]
    document = read(
        page(NUMBERED, *left(1, 4), above=TITLE),
        page(["TT", *WHO], *([*number, *row] for number, row in zip(numbers, middle(1, 4), strict=True)), above=TITLE),
    )

    assert tables_of(document) == [[row[:6] for row in whole(4)]]
    assert [block.text for block in document.blocks] == ["PHU LUC NHIEM VU NAM 2026", ""]
    assert "repeated_header" in [repair.rule for repair in document.repairs]


def test_read_pdf_joins_rows_that_a_title_merged_over_the_pages_parts() -> None:
    xs, top = (50, 250, 450), 780
    title = "I. CAI CACH THE CHE"
    parted = samples.ruled_table(xs, (top, top - 30), [WHO[:2]])
    parted += samples.text_at(10, top - 55, title)
    parted += samples.ruled_table(xs, [top - down for down in HEIGHTS[2:5]], [["So 2", "Xa 2"], ["So 3", "Xa 3"]])
    rows = [NUMBERED, ["", title, ""], *left(2, 2)]

    document = read(page(*rows, above=TITLE), parted)

    assert tables_of(document) == [
        [
            [*NUMBERED, *WHO[:2]],
            ["", title, "", ""],
            ["2", "Viec 2", "2 %", "So 2", "Xa 2"],
            ["3", "Viec 3", "3 %", "So 3", "Xa 3"],
        ]
    ]


def test_read_pdf_joins_a_header_of_two_rows_to_one_that_is_merged() -> None:
    heights = (0, 15, 30, 75, 105)
    xs = (50, 250, 450)
    parted = samples.ruled_table(xs, [780 - down for down in heights], [["", "Phan cong"], WHO[:2], *_of(middle(1, 2))])

    document = read(page(NUMBERED, *left(1, 2), above=TITLE), parted)

    assert tables_of(document) == [
        [
            [*NUMBERED, "", "Phan cong"],
            WHO[:2],
            ["1", "Viec 1", "1 %", "So 1", "Xa 1"],
            ["2", "Viec 2", "2 %", "So 2", "Xa 2"],
        ]
    ]


def _of(rows: list[list[str]]) -> list[list[str]]:
    return [row[:2] for row in rows]


def test_read_pdf_reads_the_letterhead_of_the_right_page_above_the_table() -> None:
    rule = samples.text_at(60, 805, "---------")

    document = read(
        page(NUMBERED, *left(1, 4), above=TITLE),
        page(WHO, *middle(1, 4), above=rule),
        page(*left(5, 2)),
        page(*middle(5, 2)),
    )

    assert tables_of(document) == [[row[:6] for row in whole(6)]]
    assert [(block.text, block.place.page) for block in document.blocks[:2]] == [
        ("---------", 2),
        ("PHU LUC NHIEM VU NAM 2026", 1),
    ]


@pytest.mark.parametrize(
    "second",
    [
        page(WHO, *middle(1, 4), above=TITLE_OF_ANOTHER),
        page(["TT", *WHO[:2]], *([str(at), f"So {at}", f"Xa {at}"] for at in range(5, 9))),
        page(WHO, *middle(1, 4), heights=(0, 30, 60, 105, 160, 190)),
        page(WHO, *middle(1, 3)),
        page(WHO, *middle(1, 4), top=700),
        page(["Noi dung", *WHO[1:]], *middle(1, 4)),
        page(["", *WHO[1:]], *middle(1, 4)),
    ],
    ids=["own title", "own numbers", "other heights", "fewer rows", "lower", "same heading", "no heading"],
)
def test_read_pdf_keeps_tables_apart_that_only_look_alike(second: str) -> None:
    document = read(page(NUMBERED, *left(1, 4), above=TITLE), second)

    assert all(cells[3:] == [] for table in tables_of(document) for cells in table)


def test_read_pdf_keeps_apart_what_neither_numbers_nor_a_title_tell_apart() -> None:
    rows = [["Viec", "Muc"], ["Mot", "1 %"], ["Hai", "2 %"], ["Ba", "3 %"]]
    other = [["Chu tri", "Quy"], ["So A", "I"], ["So B", "II"], ["So C", "III"]]

    assert len(tables_of(read(page(*rows), page(*other)))[0][0]) == 2
