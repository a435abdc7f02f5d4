"""What pages do to a table: cells merged over rows that a page break cut, columns that stand on a page of their own.

The page below a break shows an empty cell, the words stand above it. A sheet printed several pages wide shows columns
without the numbers and names of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.columns import USEFUL, Columns, Matrix

_NUMBER = re.compile(r"\W*(?:\d|[IVX]+\b|[A-ZĐa-zđ]\b)")
_NAMING = frozenset(
    {FieldKind.NUMBER, FieldKind.CODE, FieldKind.NAME, FieldKind.ACTIONS, FieldKind.LIMITATION, FieldKind.TARGET}
)
_MERGED = frozenset(
    {
        FieldKind.LEAD,
        FieldKind.COORDINATE,
        FieldKind.IMPLEMENT,
        FieldKind.COORDINATE_IMPLEMENT,
        FieldKind.LEAD_COORDINATE,
        FieldKind.ASSIGNMENT_GROUP,
        FieldKind.DEADLINE,
    }
)


def find_cut_cells(block: Block, matrix: Matrix, columns: Columns) -> Mapping[int, frozenset[int]]:
    """Return by row the columns of agencies and times in which a row goes on with a cell above a page break.

    Only in a table that merges such cells over rows elsewhere, and only in columns that are never empty but there.
    """
    if not _is_over_pages(block):
        return {}
    kinds = {col: kind for col, kind in columns.kinds.items() if kind in _MERGED}
    cells = [row[col] for row in matrix for col in kinds if col in row]
    if not any(cell.row_span > 1 and cell.text.strip() for cell in cells):
        return {}
    useful = [col for col, kind in columns.kinds.items() if kind in USEFUL]
    found: dict[int, set[int]] = {}
    for col in kinds:
        cut = _cut(matrix, col)
        empty = (at for at, row in enumerate(matrix) if at not in cut and _is_empty(row, col))
        if cut and not any(any(not _is_empty(matrix[at], other) for other in useful) for at in empty):
            for at in cut:
                found.setdefault(at, set()).add(col)
    return {at: frozenset(cols) for at, cols in found.items()}


def names_no_items(header: Collection[str], labels: PlanLabels) -> bool:
    """Tell whether the words of a first row head columns of agencies, times or results and none of numbers or names."""
    if not header:
        return False
    kinds = [labels.kinds_of(text) for text in header]
    return all(found and not _NAMING & set(found) for found in kinds) and any(found[0] in _MERGED for found in kinds)


def goes_beside(matrix: Matrix, columns: Columns, labels: PlanLabels) -> bool:
    """Tell whether a table below one of numbered items only says more of them: other headings, or no number at all."""
    header = [cell.text for cell in matrix[0].values() if cell.text.strip()] if matrix else []
    if len(header) > 1 and names_no_items(header, labels):
        return True
    number = next((col for col, kind in columns.kinds.items() if kind is FieldKind.NUMBER), None)
    texts = [text for row in matrix if number in row and (text := row[number].text.strip())]
    return len(texts) == len(matrix) > 1 and not any(_NUMBER.match(text) for text in texts)


def _is_over_pages(block: Block) -> bool:
    if block.table is None:
        return False
    first, last = block.table.cells[0].place.page, block.table.cells[-1].place.page
    return first is not None and last is not None and first < last


def _cut(matrix: Matrix, col: int) -> set[int]:
    """Return the rows of a column whose empty cell is the first of its page below a filled one."""
    found: set[int] = set()
    for at in range(1, len(matrix)):
        above, cell = matrix[at - 1].get(col), matrix[at].get(col)
        if above is None or cell is None or cell.text.strip():
            continue
        if (at - 1 in found and above is cell) or (above.text.strip() and _page(cell) > _page(above)):
            found.add(at)
    return found


def _page(cell: Cell) -> int:
    return cell.place.page or 0


def _is_empty(row: Mapping[int, Cell], col: int) -> bool:
    cell = row.get(col)
    return cell is None or not cell.text.strip()
