"""The pieces of WordprocessingML that an official paper is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parindex.documents.write.official.model import Bar
from parindex.documents.write.word_package import BORDERS, PAGE_NUMBER, escaped, twips

_INDENT_MM = 10
_SCALE, _MARK = 1000, 12
_TRACK, _INTERVAL, _AIM, _INK = "E3E3E3", "8FB0D3", "B3261E", "1A1A1A"
_TINY = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/></w:pPr></w:p>'


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
    clean = escaped(text)
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
    lines, margins = (BORDERS, "") if ruled else ("", _NO_MARGIN)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>{margins}'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def bar(told: Bar, *, width: int) -> str:
    """Return a figure on its scale as a row of shaded cells, `width` twips wide."""
    cuts = {0, _SCALE}
    marks = [(told.aim, _AIM)] if told.aim is not None else []
    spans = [(max(0, min(at - _MARK // 2, _SCALE - _MARK)), colour) for at, colour in [*marks, (told.value, _INK)]]
    cuts |= {edge for start, _ in spans for edge in (start, start + _MARK)}
    cuts |= {edge for edge in (told.low, told.high) if edge is not None}
    edges = sorted(cuts)
    cells, widths = "", []
    for left, right in pairwise(edges):
        inside = told.low is not None and told.high is not None and told.low <= left and right <= told.high
        over = [colour for start, colour in spans if start <= left and right <= start + _MARK]
        colour = over[-1] if over else _INTERVAL if inside else _TRACK
        widths.append(width * right // _SCALE - width * left // _SCALE)
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[-1]}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" '
            f'w:fill="{colour}"/></w:tcPr>{_TINY}</w:tc>'
        )
    row = f'<w:tr><w:trPr><w:trHeight w:val="140" w:hRule="exact"/></w:trPr>{cells}</w:tr>'
    return _TINY + table(row, widths, ruled=False)


def headers(mark: str) -> dict[str, str]:
    """Return the head of the first page and that of the others, which is the page number; both bear the mark."""
    words = paragraph(mark, Format(bold=True, align="center", size=22, gap=0)) if mark else ""
    return {"header1": PAGE_NUMBER + words, "header2": words or empty()}


_NO_MARGIN = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
