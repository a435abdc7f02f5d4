"""Word documents: numbering, merged tables, tracked changes, text boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx.document import Document as WordDocument

from parindex.documents.blocks import Block, BlockKind, Table
from parindex.documents.errors import DamagedFile, EmptyFile, EmptyTable
from parindex.documents.read.docx import read_docx
from parindex.documents.read.docx_numbering import format_number
from parindex.documents.read.docx_styles import Style, Styles, W
from tests.unit.documents.read import samples


def read(build: Callable[[WordDocument], object]) -> tuple[Block, ...]:
    return read_docx(samples.word(build), name="ke-hoach.docx").blocks


def table_of(blocks: tuple[Block, ...]) -> Table:
    (table,) = [block.table for block in blocks if block.table is not None]
    return table


def test_read_docx_gives_headings_with_their_level() -> None:
    def build(document: WordDocument) -> None:
        document.add_heading("Mục tiêu", level=2)
        document.add_paragraph("Đạt 100%.")

    heading, paragraph = read(build)

    assert (heading.kind, heading.level, heading.text) == (BlockKind.HEADING, 2, "Mục tiêu")
    assert (paragraph.kind, paragraph.level, paragraph.index) == (BlockKind.PARAGRAPH, None, 1)


def test_read_docx_counts_multi_level_numbering_and_restarts_lower_levels() -> None:
    def build(document: WordDocument) -> None:
        num = samples.define_list(document, [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")])
        for level in (0, 1, 1, 2, 2, 0, 1, 2):
            samples.number(document.add_paragraph("nội dung"), num=num, level=level)

    assert [block.marker for block in read(build)] == ["I.", "1.", "2.", "a)", "b)", "II.", "1.", "a)"]


def test_read_docx_writes_numbers_of_higher_levels_in_a_marker() -> None:
    def build(document: WordDocument) -> None:
        num = samples.define_list(
            document, [("upperRoman", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3", "<w:isLgl/>")]
        )
        for level in (0, 0, 1, 2, 2):
            samples.number(document.add_paragraph("nội dung"), num=num, level=level)

    assert [block.marker for block in read(build)] == ["I.", "II.", "II.1.", "2.1.1", "2.1.2"]


def test_read_docx_obeys_a_level_that_never_restarts() -> None:
    def build(document: WordDocument) -> None:
        num = samples.define_list(document, [("decimal", "%1."), ("decimal", "(%2)", '<w:lvlRestart w:val="0"/>')])
        for level in (0, 1, 1, 0, 1):
            samples.number(document.add_paragraph("nội dung"), num=num, level=level)

    assert [block.marker for block in read(build)] == ["1.", "(1)", "(2)", "2.", "(3)"]


def test_read_docx_starts_again_only_under_an_override() -> None:
    def build(document: WordDocument) -> None:
        first = samples.define_list(document, [("decimal", "%1.")], key=90)
        same = samples.define_num(document, abstract=90, key=91)
        anew = samples.define_num(document, abstract=90, key=92, restart_at=1)
        for num in (first, first, same, anew, anew):
            samples.number(document.add_paragraph("nội dung"), num=num)

    assert [block.marker for block in read(build)] == ["1.", "2.", "3.", "1.", "2."]


def test_read_docx_turns_symbol_font_bullets_into_signs() -> None:
    def build(document: WordDocument) -> None:
        num = samples.define_list(document, [("bullet", "\uf0b7"), ("bullet", "-"), ("bullet", "\uf000")])
        for level in (0, 1, 2):
            samples.number(document.add_paragraph("nội dung"), num=num, level=level)

    blocks = read(build)

    assert [block.marker for block in blocks] == ["•", "-", "•"]
    assert {block.kind for block in blocks} == {BlockKind.LIST_ITEM}


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (26, "lowerLetter", "z"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (3, "none", ""),
        (3, "vietnameseCounting", "3"),
        (0, "lowerLetter", ""),
    ],
)
def test_format_number_writes_as_word_does(number: int, number_format: str, text: str) -> None:
    assert format_number(number, number_format) == text


def test_read_docx_places_merged_cells_once_with_their_spans() -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(3, 3)
        for row in range(3):
            for col in range(3):
                table.cell(row, col).text = f"{row}{col}"
        for cell in (table.cell(0, 1), table.cell(1, 0), table.cell(1, 1)):
            cell.text = ""
        table.cell(0, 0).merge(table.cell(1, 1))

    table = table_of(read(build))

    corner = table.cells[0]
    assert (corner.text, corner.row_span, corner.col_span) == ("00", 2, 2)
    assert [[cell.text for cell in row] for row in table.rows()] == [["00", "02"], ["12"], ["20", "21", "22"]]
    assert (table.row_count, table.col_count) == (3, 3)


def test_read_docx_writes_automatic_numbers_into_cells_even_without_words() -> None:
    def build(document: WordDocument) -> None:
        num = samples.define_list(document, [("decimal", "%1")])
        table = document.add_table(2, 2)
        for row in range(2):
            samples.number(table.cell(row, 0).paragraphs[0], num=num)
            table.cell(row, 1).text = "Sở Nội vụ"

    assert [[cell.text for cell in row] for row in table_of(read(build)).rows()] == [
        ["1", "Sở Nội vụ"],
        ["2", "Sở Nội vụ"],
    ]


def test_read_docx_flattens_an_inner_table_into_its_cell() -> None:
    def build(document: WordDocument) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "ngoài"
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"

    assert table_of(read(build)).cells[0].text == "ngoài\na\tb"


def test_read_docx_keeps_inserted_and_drops_deleted_text_with_a_warning() -> None:
    def build(document: WordDocument) -> None:
        samples.append_xml(
            document,
            "<w:p><w:r><w:t xml:space='preserve'>Hạn </w:t></w:r>"
            "<w:del w:id='1'><w:r><w:delText>tháng 5</w:delText></w:r></w:del>"
            "<w:ins w:id='2'><w:r><w:t>tháng 6</w:t></w:r></w:ins></w:p>"
            "<w:tbl><w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:tc></w:tr>"
            "<w:tr><w:tc><w:p><w:r><w:t>giữ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        )

    document = read_docx(samples.word(build), name="a.docx")

    assert document.blocks[0].text == "Hạn tháng 6"
    assert [cell.text for cell in table_of(document.blocks).cells] == ["giữ"]
    assert any("xóa" in warning for warning in document.warnings)


@pytest.mark.parametrize("wrapper", ["moveFrom", "del", "unknown"])
def test_read_docx_takes_words_from_paragraphs_and_runs_alone(wrapper: str) -> None:
    run = "<w:r><w:t>bỏ đi</w:t></w:r>"

    def build(document: WordDocument) -> None:
        document.add_paragraph("giữ lại")
        samples.append_xml(document, f"<w:{wrapper} w:id='1'>{run}</w:{wrapper}>")
        samples.append_xml(document, f"<w:p><w:{wrapper} w:id='2'><w:t>không là đoạn chạy</w:t></w:{wrapper}></w:p>")

    assert [block.text for block in read(build) if block.text] == ["giữ lại"]


def test_read_docx_reads_a_text_box_once_although_it_is_said_twice() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"

    def build(document: WordDocument) -> None:
        samples.append_xml(
            document,
            "<w:p><w:r><w:t>Ngoài</w:t></w:r><w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>",
        )

    assert [block.text for block in read(build)] == ["Ngoài", "Trong khung"]


def test_read_docx_cuts_paragraphs_at_page_breaks_and_leaves_footnotes_and_hidden_text_out() -> None:
    def build(document: WordDocument) -> None:
        samples.append_xml(
            document,
            "<w:p><w:r><w:t>trước</w:t><w:br w:type='page'/><w:t>sau</w:t><w:footnoteReference w:id='2'/></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>",
        )

    document = read_docx(samples.word(build), name="a.docx")

    assert [block.text for block in document.blocks] == ["trước", "sau"]
    assert len(document.warnings) == 2


def test_read_docx_looks_through_content_controls_and_fields() -> None:
    def build(document: WordDocument) -> None:
        samples.append_xml(
            document,
            "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:sdtContent></w:sdt>",
        )

    assert [block.text for block in read(build)] == ["liên kết"]


def test_read_docx_leaves_headers_and_footers_out() -> None:
    def build(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Đầu trang"
        document.sections[0].footer.paragraphs[0].text = "Chân trang"
        document.add_paragraph("Thân")

    assert [block.text for block in read(build)] == ["Thân"]


def test_read_docx_tells_bold_and_centred_paragraphs() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph()
        paragraph.alignment = 1
        paragraph.add_run("KẾ HOẠCH").bold = True
        document.add_paragraph("thường")

    title, plain = read(build)

    assert (title.bold, title.centered, plain.bold, plain.centered) == (True, True, False, False)


def test_read_docx_repairs_letters_and_logs_it_with_a_span() -> None:
    document = read_docx(samples.word(lambda made: made.add_paragraph("cơ quan ƣu tiên")), name="a.docx")

    (repair,) = document.repairs
    assert document.blocks[0].text == "cơ quan ưu tiên"
    assert repair.span is not None
    assert document.text_at(repair.span) == "cơ quan ưu tiên"


def test_read_docx_turns_text_for_tcvn3_fonts_into_unicode() -> None:
    old = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh cña tØnh, ®Èy m¹nh tuyªn truyÒn vµ kiÓm tra trong n¨m."

    document = read_docx(samples.word(lambda made: made.add_paragraph(old)), name="a.docx")

    expected = "Kế hoạch cải cách hành chính của tỉnh, đẩy mạnh tuyên truyền và kiểm tra trong năm."
    assert document.blocks[0].text == expected
    assert [repair.before for repair in document.repairs] == [old]


def test_read_docx_refuses_files_without_words() -> None:
    with pytest.raises(EmptyFile):
        read(lambda document: None)
    with pytest.raises(EmptyTable):
        read(lambda document: document.add_table(2, 2))


def test_read_docx_names_the_broken_part() -> None:
    data = samples.word(lambda document: document.add_paragraph("x"))
    members = {}
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            members[name] = source.read(name)
    members["word/document.xml"] = members["word/document.xml"][:200]

    with pytest.raises(DamagedFile) as caught:
        read_docx(samples.archive(members), name="a.docx")

    assert caught.value.where == "word/document.xml"


def test_read_docx_does_not_expand_entities() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY a{level} "{"&a;" if level == 1 else f"&a{level - 1};" * 10}">' for level in range(1, 12))
        + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>thật &a11;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = samples.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": bomb.encode()})

    try:
        text = read_docx(data, name="a.docx").text()
    except DamagedFile:
        return
    assert "ha" not in text


_NORMAL = (
    '<{w}:style {w}:type="paragraph" {w}:default="1" {w}:styleId="Normal"><{w}:basedOn {w}:val="Bold"/></{w}:style>'
)
_BOLD = '<{w}:style {w}:type="paragraph" {w}:styleId="Bold"><{w}:rPr><{w}:b/></{w}:rPr></{w}:style>'
_TABLE = '<{w}:style {w}:type="table" {w}:default="1" {w}:styleId="T"><{w}:tblPr/></{w}:style>'


@pytest.mark.parametrize(
    "styles",
    [
        _NORMAL + _BOLD + _TABLE,
        _TABLE + _BOLD + _NORMAL,
        '<{w}:style {w}:type="numbering" {w}:styleId="N"/>' + _NORMAL + _BOLD,
        (_NORMAL + _BOLD).replace('"', "'"),
        "<!-- - -->" + _NORMAL + _BOLD + "<{w}:style/>",
    ],
)
@pytest.mark.parametrize("prefix", ["w", "v"])
def test_styles_are_found_however_the_part_is_written(styles: str, prefix: str) -> None:
    root = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{prefix}:styles xmlns:{prefix}="{W[1:-1]}"><{prefix}:docDefaults/>'
    )
    part = f"{root}{styles.format(w=prefix)}</{prefix}:styles>".encode()

    found = Styles(part, path="word/styles.xml")

    assert found.default_paragraph == found.get("Bold") == Style(bold=True)
    assert found.get("Không có") == Style()


def test_a_styles_part_that_is_no_xml_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        Styles(b"<w:styles", path="word/styles.xml")
