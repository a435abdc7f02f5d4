"""Word documents with one table, laid out as offices do: title, table with its header row on every page, page numbers.

Only what such a document needs of the format is written, part by part, so that the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parindex.documents.write.word_package import BORDERS, PAGE_NUMBER, escaped, pack, twips

_PAGE = (297, 210)
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its share of the width; numbers are set to the middle."""

    heading: str
    share: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """The texts of a row; lines of a text become paragraphs."""

    texts: Sequence[str]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TableDocument:
    """What the document shows; `mark` stands at the head of every page, the first of `lines` is the title."""

    mark: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[TableRow]


def write_table_document(content: TableDocument) -> bytes:
    """Return the bytes of a DOCX on lying A4 pages; the same content gives the same bytes."""
    frames = {"header1": _paragraph(content.mark, bold=True, centred=True), "footer1": PAGE_NUMBER}
    return pack(_body(content), frames=frames, size=26, gap=40)


def _body(content: TableDocument) -> str:
    title, *others = content.lines
    above = _paragraph(title, bold=True, centred=True) + "".join(
        _paragraph(line, italic=True, centred=True) for line in others
    )
    table = _table(content.columns, content.rows)
    return (
        f"{above}{table}<w:p/>"
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{twips(_PAGE[0])}" w:h="{twips(_PAGE[1])}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{twips(_MARGIN)}" w:right="{twips(_MARGIN)}" w:bottom="{twips(_MARGIN)}"'
        f' w:left="{twips(_MARGIN)}" w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/></w:sectPr>'
    )


def _table(columns: Sequence[Column], rows: Iterable[TableRow]) -> str:
    width = twips(_PAGE[0] - 2 * _MARGIN)
    total = sum(column.share for column in columns)
    widths = [width * column.share // total for column in columns]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    heading = _row([column.heading for column in columns], columns, widths, bold=True, is_header=True)
    body = "".join(_row(row.texts, columns, widths, bold=row.bold, is_header=False) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{BORDERS}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heading}{body}</w:tbl>"
    )


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], *, bold: bool, is_header: bool) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
        + "".join(
            _paragraph(line, bold=bold, centred=is_header or column.centred, small=True)
            for line in (text.split("\n") if text else [""])
        )
        + "</w:tc>"
        for text, column, size in zip(texts, columns, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _paragraph(
    text: str, *, bold: bool = False, italic: bool = False, centred: bool = False, small: bool = False
) -> str:
    marks = f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}{_SMALL if small else ''}"
    aligned = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    clean = escaped(text)
    return (
        f'<w:p>{aligned}<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{clean}</w:t></w:r></w:p>'
        if clean
        else f"<w:p>{aligned}</w:p>"
    )


_SMALL = '<w:sz w:val="22"/><w:szCs w:val="22"/>'
