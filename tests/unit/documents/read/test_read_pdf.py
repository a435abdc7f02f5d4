"""PDF: lines, ruled tables over pages, margins, and what cannot be read."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import BlockKind, Document, Table
from parindex.documents.errors import DamagedFile, EmptyFile, EncryptedPdf, ImageOnlyPdf, TooLarge
from parindex.documents.read import Limits
from parindex.documents.read.pdf import read_pdf
from tests.unit.documents.read import samples

XS = (50, 90, 300, 500)
HEADER = ["TT", "Noi dung", "Chu tri"]


def read(*pages: str, rotate: int = 0, size: tuple[int, int] = (595, 842)) -> Document:
    return read_pdf(samples.pdf(pages, rotate=rotate, size=size), name="a.pdf", ocr=False)


def tables_of(document: Document) -> list[Table]:
    return [block.table for block in document.blocks if block.table is not None]


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def page_of(rows: list[list[str]], *, top: int = 700, thin_boxes: bool = False, above: str = "") -> str:
    ys = [top - 40 * index for index in range(len(rows) + 1)]
    return above + samples.ruled_table(XS, ys, rows, thin_boxes=thin_boxes)


def test_read_pdf_joins_wrapped_lines_and_keeps_page_and_line() -> None:
    document = read(
        samples.text_at(72, 700, "Tang cuong cong tac chi dao, dieu hanh thuc hien nhiem vu cai cach", size=12)
        + samples.text_at(72, 680, "hanh chinh.", size=12)
    )

    (block,) = document.blocks
    assert block.text == "Tang cuong cong tac chi dao, dieu hanh thuc hien nhiem vu cai cach hanh chinh."
    assert (block.place.page, block.place.line) == (1, 1)
    assert [repair.rule for repair in document.repairs] == ["join_lines"]


WRAPPED = "Tang cuong cong tac chi dao, dieu hanh thuc hien cac nhiem vu cai cach hanh"


def lines_at(*lines: tuple[float, str]) -> str:
    return "".join(samples.text_at(x, 700 - 18 * row, text) for row, (x, text) in enumerate(lines))


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([(72, WRAPPED), (72, "chinh."), (72, "Dung han.")], [f"{WRAPPED} chinh.", "Dung han."]),
        ([(72, WRAPPED[:40]), (72, "chinh.")], [WRAPPED[:40].strip(), "chinh."]),
        ([(72, WRAPPED), (72, "1.2. Ra soat."), (72, WRAPPED)], [WRAPPED, "1.2. Ra soat.", WRAPPED]),
        ([(72, WRAPPED), (72, "- Ra soat.")], [WRAPPED, "- Ra soat."]),
        ([(72, WRAPPED + "./."), (72, "Noi nhan:")], [WRAPPED + "./.", "Noi nhan:"]),
        ([(72, WRAPPED + " QD-"), (72, "UBND.")], [f"{WRAPPED} QD-UBND."]),
    ],
)
def test_read_pdf_ends_a_paragraph_where_the_next_word_had_room(
    lines: list[tuple[float, str]], paragraphs: list[str]
) -> None:
    assert [block.text for block in read(lines_at(*lines)).blocks] == paragraphs


def test_read_pdf_tells_bold_lines() -> None:
    document = read(samples.text_at(72, 700, "KE HOACH", font="F2") + samples.text_at(72, 660, "thuong, dai hon."))

    assert [block.bold for block in document.blocks] == [True, False]


@pytest.mark.parametrize(
    ("second", "goes_on"),
    [("chinh nam nay", True), ("Chinh nam nay (0,5/1 diem)", True), ("a) Muc tieu: Dung han.", False)],
)
def test_read_pdf_joins_a_bold_heading_whose_number_is_set_in_a_lighter_hand(second: str, goes_on: bool) -> None:
    number, words = "1.1. ", "Thuc hien ke hoach kiem tra, giam sat cong tac cai cach thu tuc hanh"
    body = "".join(samples.text_at(72, 640 - 18 * row, f"{WRAPPED} chinh") for row in range(3))
    heading = samples.text_at(95, 700, number) + samples.text_at(121, 700, words, font="F2")

    document = read(heading + samples.text_at(113, 682, second, font="F2") + body)

    written = document.text()
    assert written.startswith(f"{number}{words}{' ' if goes_on else chr(10)}{second}\n")


def test_read_pdf_parts_the_two_columns_of_a_letter_head() -> None:
    document = read(
        samples.text_at(72, 780, "UBND TINH") + samples.text_at(320, 780, "CONG HOA XA HOI CHU NGHIA VIET NAM")
    )

    assert [block.text for block in document.blocks] == ["UBND TINH", "CONG HOA XA HOI CHU NGHIA VIET NAM"]


@pytest.mark.parametrize("thin_boxes", [False, True])
def test_read_pdf_reads_a_ruled_table_between_paragraphs(thin_boxes: bool) -> None:
    rows = [HEADER, ["1", "Ra soat\nvan ban", "So Noi vu"]]
    above, below = samples.text_at(72, 760, "Phu luc"), samples.text_at(72, 500, "Noi nhan")

    document = read(page_of(rows, thin_boxes=thin_boxes, above=above) + below)

    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert rows_of(tables_of(document)[0]) == [HEADER, ["1", "Ra soat\nvan ban", "So Noi vu"]]


def test_read_pdf_joins_a_wrapped_cell_line_to_its_paragraph() -> None:
    long = "Ra soat, danh gia toan bo thu tuc hanh\nchinh cua tinh."

    (table,) = tables_of(read(page_of([HEADER, ["1", long, "So Noi vu"]])))

    assert rows_of(table)[1][1] == long.replace("\n", " ")


def test_read_pdf_gives_merged_cells_their_spans() -> None:
    lines = "".join(f"50 {y} m 500 {y} l S\n" for y in (700, 660, 620))
    lines += "".join(f"{x} 700 m {x} 620 l S\n" for x in (50, 500)) + "90 660 m 90 620 l S\n300 660 m 300 620 l S\n"

    (table,) = tables_of(read(lines + samples.text_at(55, 680, "I. CAI CACH") + samples.text_at(55, 640, "1")))

    assert [(cell.row, cell.col, cell.col_span, cell.text) for cell in table.cells] == [
        (0, 0, 3, "I. CAI CACH"),
        (1, 0, 1, "1"),
        (1, 1, 1, ""),
        (1, 2, 1, ""),
    ]


def test_read_pdf_joins_a_table_over_pages_without_its_repeated_header() -> None:
    document = read(
        page_of([HEADER, ["1", "Mot", "So A"]]),
        page_of([HEADER, ["2", "Hai", "So B"]]),
        page_of([HEADER, ["3", "Ba", "So C"]]),
    )

    (table,) = tables_of(document)
    assert rows_of(table) == [HEADER, ["1", "Mot", "So A"], ["2", "Hai", "So B"], ["3", "Ba", "So C"]]
    assert [cell.place.page for cell in table.cells if cell.col == 0] == [1, 1, 2, 3]
    assert [repair.rule for repair in document.repairs].count("repeated_header") == 2


@pytest.mark.parametrize(
    ("tail", "whole"),
    [
        ("theo muc\nqua mang", "Nop phi qua mang"),
        ("qua mang", "Nop phi qua mang"),
        ("theo\nqua mang", "Nop phi theo qua mang"),
    ],
)
def test_read_pdf_drops_a_repeated_header_that_runs_over_into_the_row_below(tail: str, whole: str) -> None:
    header = ["TT", "Tieu chi\ntheo muc", "Co quan", "Thoi han"]
    xs = (50, 90, 250, 400, 500)

    def page(*rows: list[str]) -> str:
        return samples.ruled_table(xs, [780 - 40 * index for index in range(len(rows) + 1)], rows)

    document = read(
        page(header, ["1", "Kiem tra", "So Y te", "Quy I"], ["2", "Nop phi", "Ngan hang", "Quy II"]),
        page(
            ["TT", "Tieu chi", "Co quan", "Thoi han"],
            ["", tail, "cua tinh", ""],
            ["3", "Bao cao", "So Y te", "IV"],
        ),
    )

    (table,) = tables_of(document)
    assert [[" ".join(text.split()) for text in row] for row in rows_of(table)[2:]] == [
        ["2", whole, "Ngan hang cua tinh", "Quy II"],
        ["3", "Bao cao", "So Y te", "IV"],
    ]
    assert "repeated_header" in [repair.rule for repair in document.repairs]


def test_read_pdf_keeps_a_row_whose_words_only_begin_like_the_header() -> None:
    header = ["TT", "Tieu chi theo muc", "Co quan chu tri"]

    document = read(page_of([header, ["1", "Kiem tra", "So Y te"]]), page_of([["", "Tieu chi", "Co quan"]]))

    assert rows_of(tables_of(document)[0]) == [header, ["1", "Kiem tra Tieu chi", "So Y te Co quan"]]


def test_read_pdf_continues_a_row_that_a_page_end_cut() -> None:
    document = read(
        page_of([HEADER, ["1", "Ra soat cac thu tuc", "So Noi vu,"]]),
        page_of([["", "con ton tai", "So Tu phap"], ["2", "Hai", "So B"]]),
    )

    assert rows_of(tables_of(document)[0]) == [
        HEADER,
        ["1", "Ra soat cac thu tuc con ton tai", "So Noi vu, So Tu phap"],
        ["2", "Hai", "So B"],
    ]


def test_read_pdf_lets_a_cell_reach_down_from_a_row_that_a_page_end_cut() -> None:
    rows = [["", "con ton tai", ""], ["2", "Hai", ""], ["3", "Ba", "So B"]]
    ys = [700 - 40 * index for index in range(4)]
    lines = "".join(f"50 {y} m {300 if y == 660 else 500} {y} l S\n" for y in ys)
    lines += "".join(f"{x} 700 m {x} 580 l S\n" for x in XS)
    words = "".join(
        samples.text_at(XS[col] + 5, ys[row] - 20, text, size=10)
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
        if text
    )

    (table,) = tables_of(read(page_of([HEADER, ["1", "Ra soat cac thu tuc", "So Noi vu"]]), lines + words))

    assert rows_of(table)[2:] == [["2", "Hai"], ["3", "Ba", "So B"]]
    assert [cell.row_span for cell in table.cells if cell.text == "So Noi vu"] == [2]


def test_read_pdf_keeps_tables_apart_that_text_parts() -> None:
    document = read(
        page_of([HEADER, ["1", "Mot", "So A"]]),
        page_of([HEADER, ["1", "Hai", "So B"]], top=600, above=samples.text_at(72, 700, "Phu luc II.")),
    )

    assert len(tables_of(document)) == 2


def test_read_pdf_closes_a_table_left_open_at_the_page_end() -> None:
    rows = [HEADER, ["1", "Mot", "So A"]]
    with_open_end = page_of(rows).replace("50 620 m 500 620 l S\n", "")

    assert rows_of(tables_of(read(with_open_end))[0]) == rows


def test_read_pdf_takes_underlines_and_frames_for_no_table() -> None:
    frame = "60 600 m 300 600 l S\n60 500 m 300 500 l S\n60 600 m 60 500 l S\n300 600 m 300 500 l S\n"

    document = read("72 690 m 200 690 l S\n" + frame + samples.text_at(72, 550, "Trong khung"))

    assert [block.text for block in document.blocks] == ["Trong khung"]


def test_read_pdf_drops_page_numbers_and_running_headers_with_a_log() -> None:
    pages = [
        samples.text_at(72, 810, "Ke hoach CCHC nam 2024")
        + samples.text_at(290, 20, str(page))
        + samples.text_at(72, 600, f"Noi dung thu {page}.")
        for page in range(1, 5)
    ]

    document = read(*pages)

    assert " ".join(block.text for block in document.blocks) == " ".join(
        f"Noi dung thu {page}." for page in range(1, 5)
    )
    rules = [repair.rule for repair in document.repairs]
    assert (rules.count("running_header"), rules.count("page_number")) == (4, 4)


def test_read_pdf_keeps_a_heading_at_the_top_of_one_page() -> None:
    document = read(*(samples.text_at(72, 800, title) for title in ("PHU LUC A", "NOI NHAN", "KET LUAN")))

    assert " ".join(document.text().split()) == "PHU LUC A NOI NHAN KET LUAN"
    assert not [repair for repair in document.repairs if repair.rule != "join_lines"]


def test_read_pdf_sets_letters_by_place_when_a_second_font_comes_later() -> None:
    scattered = (
        samples.text_at(72, 700, "S")
        + samples.text_at(90, 700, "N")
        + samples.text_at(105.4, 700, "i")
        + samples.text_at(80, 700, "o", font="F2")
        + samples.text_at(98.6, 700, "o", font="F2")
    )

    assert [block.text for block in read(scattered).blocks] == ["So Noi"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_read_pdf_reads_tables_of_turned_pages(rotate: int) -> None:
    turns = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}
    rows = [HEADER, ["1", "Mot", "So A"]]
    content = f"q {turns[rotate]} cm\n{page_of(rows, top=500)}Q\n"

    assert rows_of(tables_of(read(content, rotate=rotate))[0]) == rows


def test_read_pdf_refuses_what_it_cannot_read() -> None:
    with pytest.raises(EncryptedPdf):
        read_pdf(samples.encrypted_pdf(), name="a.pdf")
    with pytest.raises(DamagedFile):
        read_pdf(b"%PDF-1.5\nrubbish", name="a.pdf")
    with pytest.raises(EmptyFile):
        read("")
    with pytest.raises(TooLarge):
        read_pdf(samples.pdf(["", "", ""]), name="a.pdf", limits=Limits(pages=2))


def test_read_pdf_names_image_only_files_and_pages() -> None:
    with pytest.raises(ImageOnlyPdf) as caught:
        read_pdf(samples.picture_pdf(), name="a.pdf", ocr=False)

    assert "Tesseract" in caught.value.message


def test_read_pdf_finds_a_table_without_ruling_lines() -> None:
    rows = [
        ("TT", "Nhiem vu", "Co quan chu tri", "Thoi gian"),
        ("1", "Ra soat thu tuc hanh\nchinh cua huyen", "Phong Tu phap", "Quy II/2025"),
        ("2", "Lap dat bang dien tu", "Van phong HDND va\nUBND", "Truoc 30/9/2025"),
        ("3", "Tu cham diem", "Phong Noi vu", "Thang 11/2025"),
    ]
    printed = samples.text_at(60, 780, "1. Nhung viec sau day duoc giao cho cac phong, ban cua huyen trong nam 2025:")
    for number, row in enumerate(rows):
        for x, cell in zip((60, 90, 270, 430), row, strict=True):
            for line, words in enumerate(cell.split("\n")):
                printed += samples.text_at(x, 740 - 40 * number - 14 * line, words)
    printed += samples.text_at(60, 580, "II. TO CHUC THUC HIEN")
    printed += samples.text_at(60, 560, "Cac phong, ban bao cao ket qua ve Phong Noi vu de tong hop chung cua huyen.")

    blocks = read_pdf(samples.pdf([printed]), name="ke-hoach.pdf").blocks

    (table,) = [block.table for block in blocks if block.table is not None]
    assert [tuple(cell.text for cell in row) for row in table.rows()][1:] == [
        ("1", "Ra soat thu tuc hanh chinh cua huyen", "Phong Tu phap", "Quy II/2025"),
        ("2", "Lap dat bang dien tu", "Van phong HDND va UBND", "Truoc 30/9/2025"),
        ("3", "Tu cham diem", "Phong Noi vu", "Thang 11/2025"),
    ]
    assert [block.text[:9] for block in blocks if block.table is None] == ["1. Nhung ", "II. TO CH", "Cac phong"]
