"""Encodings of text, HTML pages and spreadsheets."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from parindex.documents.blocks import BlockKind, Table
from parindex.documents.errors import DamagedFile, EmptyFile, EmptyTable, MixedEncoding, TooLarge
from parindex.documents.read import FileKind, Limits
from parindex.documents.read.encoding import decode_text
from parindex.documents.read.html import read_html
from parindex.documents.read.xlsx import read_spreadsheet
from tests.unit.documents.read import samples

VIETNAMESE = "Kế hoạch cải cách hành chính của Ủy ban nhân dân tỉnh, đẩy mạnh tuyên truyền.\n"
TCVN3 = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh cña ñy ban nh©n d©n tØnh, ®Èy m¹nh tuyªn truyÒn.\n"
VNI = "Keá hoaïch caûi caùch haønh chính cuûa UÛy ban nhaân daân tænh, ñaåy maïnh tuyeân truyeàn.\n"


def rows_of(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows()]


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (VIETNAMESE.encode(), "utf-8", VIETNAMESE),
        (VIETNAMESE.encode("utf-8-sig"), "utf-8", VIETNAMESE),
        (VIETNAMESE.encode("utf-16"), "utf-16", VIETNAMESE),
        (VIETNAMESE.encode("utf-16-be"), "utf-16", VIETNAMESE),
        (TCVN3.encode("latin-1"), "tcvn3", TCVN3),
        (VNI.encode("latin-1"), "vni", VNI),
        (b"plain ascii", "utf-8", "plain ascii"),
        (b"", "utf-8", ""),
    ],
)
def test_decode_text_tells_the_encoding(data: bytes, encoding: str, text: str) -> None:
    assert decode_text(data)[:2] == (text, encoding)


def test_decode_text_reads_windows_1258() -> None:
    data = "Kế hoạch của đơn vị được giao, người dân.".translate(
        str.maketrans({"ế": "ê\u0301", "ạ": "a\u0323", "ủ": "u\u0309", "ị": "i\u0323", "ợ": "ơ\u0323", "ờ": "ơ\u0300"})
    ).encode("cp1258")

    text, encoding, warnings = decode_text(data)

    assert encoding == "cp1258"
    assert "đơn" in text
    assert warnings


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["Cải cách hành chính năm được", "Cai cach hanh chinh"])
def test_decode_text_refuses_a_line_of_utf_16_and_names_it(codec: str, words: str) -> None:
    data = VIETNAMESE.encode() * 300 + words.encode(codec) + b"\n" + VIETNAMESE.encode()

    with pytest.raises(MixedEncoding) as caught:
        decode_text(data)

    assert caught.value.where == "dòng 301"


def test_decode_text_refuses_a_mixture_and_names_the_lines() -> None:
    with pytest.raises(MixedEncoding) as caught:
        decode_text(VIETNAMESE.encode() * 5 + TCVN3.encode("latin-1") + VIETNAMESE.encode())

    assert caught.value.where == "dòng 6"


def test_decode_text_drops_a_letter_that_the_end_cuts() -> None:
    text, _, warnings = decode_text("Kế hoạch ở".encode()[:-1])

    assert text == "Kế hoạch "
    assert warnings


def test_read_html_gives_headings_lists_and_paragraphs() -> None:
    page = """<html><head><title>bỏ</title><style>p{}</style></head><body><h2>Mục tiêu</h2><script>x()</script>
      <p>Đạt <b>100%</b>
      hồ sơ.<br>Dòng hai</p><ol start="3"><li>ba<li>bốn</ol><ul><li>gạch</ul>trơ trọi</body></html>"""

    blocks = read_html(page.encode(), name="a.html").blocks

    assert [(block.kind, block.marker, block.text) for block in blocks] == [
        (BlockKind.HEADING, None, "Mục tiêu"),
        (BlockKind.PARAGRAPH, None, "Đạt 100% hồ sơ.\nDòng hai"),
        (BlockKind.LIST_ITEM, "3.", "ba"),
        (BlockKind.LIST_ITEM, "4.", "bốn"),
        (BlockKind.LIST_ITEM, "-", "gạch"),
        (BlockKind.PARAGRAPH, None, "trơ trọi"),
    ]
    assert blocks[0].level == 2


def test_read_html_places_cells_with_row_and_column_spans() -> None:
    page = (
        "<table><tr><th rowspan=2>TT<th colspan=2>Cơ quan</tr><tr><th>Chủ trì<th>Phối hợp</tr>"
        "<tr><td>1<td><p>Sở A</p><p>Sở B</p><td></tr></table>"
    )

    (block,) = read_html(page.encode(), name="a.html").blocks

    assert rows_of(block.table) == [["TT", "Cơ quan"], ["Chủ trì", "Phối hợp"], ["1", "Sở A\nSở B", ""]]
    assert block.table is not None
    assert [(cell.row, cell.col) for cell in block.table.cells] == [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
        (2, 0),
        (2, 1),
        (2, 2),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1258"])
def test_read_html_obeys_marks_and_declared_encodings(codec: str) -> None:
    declared = "windows-1258" if codec == "cp1258" else codec
    page = f'<html><meta charset="{declared}"><p>Đơn vị được giao</p></html>'

    document = read_html(page.replace("ị", "i\u0323").replace("ợ", "ơ\u0323").encode(codec), name="a.html")

    assert document.blocks[0].text == "Đơn vị được giao"


def test_read_html_refuses_empty_pages_and_huge_spans() -> None:
    with pytest.raises(EmptyFile):
        read_html(b"<html><body><script>x</script></body></html>", name="a.html")
    with pytest.raises(EmptyTable):
        read_html(b"<table><tr><td></table>", name="a.html")
    rows = "<tr><td rowspan=1000 colspan=1000>x</tr>" * 1500
    with pytest.raises(DamagedFile):
        read_html(f"<table>{rows}</table>".encode(), name="a.html")


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


def test_read_spreadsheet_gives_a_heading_and_a_table_for_each_visible_sheet() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Nhiệm vụ")
        sheet.merge_range("B2:C2", "Cơ quan")
        for row, value in enumerate((83.99, 12, True, "Sở A"), start=2):
            sheet.write(row, 1, value)
        sheet.write_datetime(6, 1, datetime.datetime(2024, 6, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
        book.add_worksheet("Ẩn").hide()

    document = read_spreadsheet(workbook(fill), name="a.xlsx", kind=FileKind.XLSX)

    heading, block = document.blocks
    assert (heading.kind, heading.text, heading.place.sheet) == (BlockKind.HEADING, "Nhiệm vụ", "Nhiệm vụ")
    assert block.table is not None
    assert [row[0].text for row in block.table.rows()] == ["Cơ quan", "83,99", "12", "Đúng", "Sở A", "05/06/2024"]
    assert (block.table.cells[0].col_span, block.table.cells[0].place.line) == (2, 2)
    assert any("Ẩn" in warning for warning in document.warnings)


def test_a_letter_around_the_table_of_a_spreadsheet_is_read_as_paragraphs() -> None:
    rows = [
        ("ỦY BAN NHÂN DÂN", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("XÃ SUỐI THỬ", "", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/KH-UBND", "", "Suối Thử, ngày 05 tháng 02 năm 2026"),
        ("KẾ HOẠCH",),
        ("Cải cách hành chính năm 2026",),
        (),
        ("STT", "Nhiệm vụ", "Chủ trì"),
        (1.1, "Số hóa hồ sơ", "Phòng Văn hóa - Xã hội"),
        ("", "Cộng", "1 nhiệm vụ"),
        ("Tổ chức thực hiện",),
        ("Nơi nhận:", "", "CHỦ TỊCH"),
        ("- Lưu: VT.", "", "Lò Thị Thử"),
    ]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("KH")
        for row, values in enumerate(rows):
            sheet.write_row(row, 0, values)

    data = workbook(fill)
    blocks = read_spreadsheet(data, name="a.xlsx", kind=FileKind.XLSX, is_letter=True).blocks
    whole = read_spreadsheet(data, name="a.xlsx", kind=FileKind.XLSX).blocks

    assert [block.table.row_count for block in whole if block.table is not None] == [len(rows)]
    (at,) = (number for number, block in enumerate(blocks) if block.table is not None)
    assert [block.text for block in blocks[:at]][-2:] == ["KẾ HOẠCH", "Cải cách hành chính năm 2026"]
    table = blocks[at].table
    assert table is not None
    assert [row[0].text for row in table.rows()] == ["STT", "1,1", ""]
    assert table.cells[0].place.line == 7
    ending = [(block.text, block.place.line) for block in blocks[at + 1 :]]
    assert ending == [
        ("Tổ chức thực hiện", 10),
        ("Nơi nhận:", 11),
        ("- Lưu: VT.", 12),
        ("CHỦ TỊCH", 11),
        ("Lò Thị Thử", 12),
    ]


def test_read_spreadsheet_refuses_empty_huge_and_broken_files() -> None:
    def corners(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "x")
        sheet.write("XFD1048576", "x")

    with pytest.raises(EmptyTable):
        read_spreadsheet(workbook(lambda book: book.add_worksheet()), name="a.xlsx", kind=FileKind.XLSX)
    with pytest.raises(TooLarge):
        read_spreadsheet(workbook(corners), name="a.xlsx", kind=FileKind.XLSX)
    with pytest.raises(DamagedFile):
        read_spreadsheet(samples.archive({"xl/workbook.xml": b"<x/>"}), name="a.xlsx", kind=FileKind.XLSX)


def test_read_spreadsheet_refuses_a_huge_repeated_ods_cell() -> None:
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    content = (
        f'<d xmlns:t="{table}"><t:table><t:table-row t:number-rows-repeated="1000000">'
        '<t:table-cell t:number-columns-repeated="16000"><p>x</p></t:table-cell></t:table-row></t:table></d>'
    )
    data = samples.archive({"content.xml": content.encode()})

    with pytest.raises(TooLarge):
        read_spreadsheet(data, name="a.ods", kind=FileKind.ODS, limits=Limits())
