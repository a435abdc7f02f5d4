"""The pieces of WordprocessingML that an official paper is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

DATED = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TWIPS_PER_MM = 1440 / 25.4
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INDENT_MM = 10


@dataclass(frozen=True, slots=True)
class Format:
    """How a paragraph is set; `size` in half points, `gap` in points before it, `indent` for its first line."""

    bold: bool = False
    italic: bool = False
    align: str = "left"
    indent: bool = False
    keep: bool = False
    size: int = 28
    gap: int = 6


def twips(millimetres: float) -> int:
    """Return a length in the unit of the format."""
    return round(millimetres * _TWIPS_PER_MM)


def paragraph(text: str, style: Format, *, lead: str = "") -> str:
    """Return one paragraph of one run, or of two when bold words lead it."""
    keep = "<w:keepNext/>" if style.keep else ""
    indent = f'<w:ind w:firstLine="{twips(_INDENT_MM)}"/>' if style.indent else ""
    layout = f'{keep}<w:spacing w:before="{20 * style.gap}" w:after="0"/>{indent}<w:jc w:val="{style.align}"/>'
    words = _run(lead, replace(style, bold=True)) + _run(text, style)
    return f"<w:p><w:pPr>{layout}</w:pPr>{words}</w:p>"


def _run(text: str, style: Format) -> str:
    marks = f"{'<w:b/>' if style.bold else ''}{'<w:i/>' if style.italic else ''}"
    run = f'<w:rPr>{marks}<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr>'
    clean = escape(_FORBIDDEN.sub("", text))
    return f'<w:r>{run}<w:t xml:space="preserve">{clean}</w:t></w:r>' if clean else ""


def empty() -> str:
    """Return a paragraph that only makes room."""
    return '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:p>'


def rule(*, side: int) -> str:
    """Return a drawn line with `side` twips left free on both sides."""
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="60" w:after="0" w:line="120" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
    )


def cell(content: str, *, width: int, span: int = 1) -> str:
    """Return a cell of a table, `width` twips wide over `span` columns."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>{content}</w:tc>'


def table(rows: str, widths: Sequence[int], *, ruled: bool) -> str:
    """Return a table of fixed columns, with lines around its cells or without any."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines, margins = (_BORDERS, "") if ruled else ("", _NO_MARGIN)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>{margins}'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def document(body: str) -> str:
    """Return the part that holds the text."""
    return f"{_HEAD}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>"


def headers(mark: str) -> dict[str, str]:
    """Return the head of the first page and that of the others, which is the page number; both bear the mark."""
    words = paragraph(mark, Format(bold=True, align="center", size=22, gap=0)) if mark else ""
    return {
        "word/header1.xml": f"{_HEAD}<w:hdr {_W}>{_PAGE_NUMBER}{words}</w:hdr>",
        "word/header2.xml": f"{_HEAD}<w:hdr {_W}>{words or empty()}</w:hdr>",
    }


_NO_MARGIN = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
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
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman"'
    ' w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>'
)
STATIC = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{_OFFICE}.header+xml"/>'
        f'<Override PartName="/word/header2.xml" ContentType="{_OFFICE}.header+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_TYPES}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_TYPES}/header" Target="header1.xml"/>'
        f'<Relationship Id="rId3" Type="{_TYPES}/header" Target="header2.xml"/></Relationships>'
    ),
    "word/styles.xml": _STYLES,
}
