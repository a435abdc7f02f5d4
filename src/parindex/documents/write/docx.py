"""Word documents with one table, laid out as offices do: title, table with its header row on every page, page numbers.

Only what such a document needs of the format is written, part by part, so that the same data gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATED = (1980, 1, 1, 0, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TWIPS_PER_MM = 1440 / 25.4
_PAGE = (297, 210)
_MARGIN = 20
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _STYLES,
        "word/header1.xml": f"{_HEAD}<w:hdr {_W}>{_paragraph(content.mark, bold=True, centred=True)}</w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {_W}>{_PAGE_NUMBER}</w:ftr>",
        "word/document.xml": _document(content),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # The time of writing would make every export a different file.
            archive.writestr(zipfile.ZipInfo(name, _DATED), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _document(content: TableDocument) -> str:
    title, *others = content.lines
    above = _paragraph(title, bold=True, centred=True) + "".join(
        _paragraph(line, italic=True, centred=True) for line in others
    )
    table = _table(content.columns, content.rows)
    return (
        f"{_HEAD}<w:document {_W} {_R}><w:body>{above}{table}<w:p/>"
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{_twips(_PAGE[0])}" w:h="{_twips(_PAGE[1])}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{_twips(_MARGIN)}" w:right="{_twips(_MARGIN)}" w:bottom="{_twips(_MARGIN)}"'
        f' w:left="{_twips(_MARGIN)}" w:header="{_twips(10)}" w:footer="{_twips(10)}" w:gutter="0"/></w:sectPr>'
        f"</w:body></w:document>"
    )


def _table(columns: Sequence[Column], rows: Iterable[TableRow]) -> str:
    width = _twips(_PAGE[0] - 2 * _MARGIN)
    total = sum(column.share for column in columns)
    widths = [width * column.share // total for column in columns]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    heading = _row([column.heading for column in columns], columns, widths, bold=True, is_header=True)
    body = "".join(_row(row.texts, columns, widths, bold=row.bold, is_header=False) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/></w:tblPr>'
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
    clean = escape(_FORBIDDEN.sub("", text))
    return (
        f'<w:p>{aligned}<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{clean}</w:t></w:r></w:p>'
        if clean
        else f"<w:p>{aligned}</w:p>"
    )


def _twips(millimetres: int) -> int:
    return round(millimetres * _TWIPS_PER_MM)


_SMALL = '<w:sz w:val="22"/><w:szCs w:val="22"/>'
_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
_PAGE_NUMBER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_OFFICE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_OFFICE}.footer+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_TYPES}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_TYPES}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId3" Type="{_TYPES}/footer" Target="footer1.xml"/></Relationships>'
)
_STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>'
)
