"""Word tables with merged cells, each cell once at its upper left corner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from parindex.documents.blocks import Cell, Table
from parindex.documents.read.docx_styles import VALUE, W, value_of

CellText = Callable[[etree._Element], str]

_ROW, _CELL = f"{W}tr", f"{W}tc"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_GRID_SPAN, _DOWN, _ACROSS = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_MERGES = frozenset({_GRID_SPAN, _DOWN, _ACROSS})
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"})
_WIDEST = 1000


@dataclass(slots=True)
class _Open:
    """A cell that rows below may still lengthen."""

    row: int
    col: int
    col_span: int
    row_span: int
    text: str


def read_table(element: etree._Element, *, cell_text: CellText) -> Table:
    """Read a `w:tbl`; `cell_text` gives the words of a `w:tc`. Rows deleted under tracked changes are left out."""
    cells: list[_Open] = []
    above: dict[int, _Open] = {}
    row_count = col_count = 0
    for row in _find(element, _ROW):
        properties = row.find(_ROW_PROPERTIES)
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        above = _read_row(row, row_count, _skipped(properties), above, cell_text)
        cells.extend(cell for cell in above.values() if cell.row == row_count)
        row_count += 1
        col_count = max([col_count, *(cell.col + cell.col_span for cell in above.values())])
    return Table(
        cells=tuple(
            Cell(row=cell.row, col=cell.col, text=cell.text, row_span=cell.row_span, col_span=cell.col_span)
            for cell in cells
        ),
        row_count=row_count,
        col_count=col_count,
    )


def _read_row(
    row: etree._Element, index: int, first_col: int, above: dict[int, _Open], cell_text: CellText
) -> dict[int, _Open]:
    """Return the cells that stand in a row by their column, those that reach down into it included."""
    current: dict[int, _Open] = {}
    col = first_col
    for element in _find(row, _CELL):
        said = {merge.tag: merge for merge in element.iterfind(f"{_CELL_PROPERTIES}/*") if merge.tag in _MERGES}
        col_span = _span(said[_GRID_SPAN].get(VALUE)) if _GRID_SPAN in said else 1
        merged = above.get(col) if _continues(said.get(_DOWN)) else None
        text = cell_text(element)
        if _continues(said.get(_ACROSS)) and current:
            left = current[max(current)]
            left.col_span += col_span
            left.text = "\n".join(part for part in (left.text, text) if part)
        elif merged is not None:
            merged.row_span += 1
            merged.text = "\n".join(part for part in (merged.text, text) if part)
            current[col] = merged
        else:
            current[col] = _Open(row=index, col=col, col_span=col_span, row_span=1, text=text)
        col += col_span
    return current


def _find(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _find(child, tag)


def _continues(merge: etree._Element | None) -> bool:
    """A merge without a value continues the cell before it (17.4.84)."""
    return merge is not None and merge.get(VALUE, "continue") == "continue"


def _skipped(properties: etree._Element | None) -> int:
    before = value_of(properties, "gridBefore")
    return _span(before) if before and before != "0" else 0


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
