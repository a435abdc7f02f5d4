"""Which column of an annex's table holds what: header rows, merged or stacked, repeated on later pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parindex.definitions.labels.catalogue_labels import CatalogueLabels, ColumnKind
from parindex.documents.blocks import Cell, Table
from parindex.domain.text import folding

_FIRST_ROWS = 8
_LONGEST_HEADING = 120
_MOST_STACKED = 3
_FEWEST_KINDS = 2
_FEWEST_SCORED = 2
_GIVES_POINTS = re.compile(r"\d\s*(?:điểm|đ)\b|[^\W\d]\s*:\s*\d|\d\s*%", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?\s*\[?\d{1,2}\]?\s*\)?(?:\s*=\s*[\d\s+()-]+)?|\([a-z]\)|[A-Za-z]?")
_MAXIMUM = re.compile(r"toi da|chuan")


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each kind, the heading of each column, and the row where the items begin."""

    by_kind: Mapping[ColumnKind, int]
    headings: tuple[str, ...]
    first_row: int

    def __contains__(self, kind: ColumnKind) -> bool:
        return kind in self.by_kind


def owners(table: Table) -> list[list[Cell | None]]:
    """Return for each place of the grid the cell that covers it."""
    grid: list[list[Cell | None]] = [[None] * table.col_count for _ in range(table.row_count)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            for col in range(cell.col, min(cell.col + cell.col_span, table.col_count)):
                grid[row][col] = cell
    return grid


def find_columns(table: Table, *, labels: CatalogueLabels) -> Columns | None:
    """Find the header of a table of criteria: it names items and their points or how they are scored."""
    grid = owners(table)
    for row in range(min(_FIRST_ROWS, table.row_count)):
        columns = read_header(grid, row, labels=labels)
        if columns is not None:
            return find_scoring(grid, columns)
    return None


def read_header(grid: Sequence[Sequence[Cell | None]], row: int, *, labels: CatalogueLabels) -> Columns | None:
    """Read a header that begins in a row; None when the row is none."""
    if len(_kinds(tuple(_heading(grid, col, row, row + 1) for col in range(len(grid[0]))), labels)) < _FEWEST_KINDS:
        return None
    best: Columns | None = None
    for end in range(_header_end(grid, row), min(row + _MOST_STACKED, len(grid)) + 1):
        headings = tuple(_heading(grid, col, row, end) for col in range(len(grid[0])))
        if any(len(heading) > _LONGEST_HEADING for heading in headings):
            break
        kinds = _kinds(headings, labels)
        if ColumnKind.NAME not in kinds or not {ColumnKind.POINTS, ColumnKind.SCORING} & set(kinds):
            continue
        if best is not None and (len(kinds) <= len(best.by_kind) or _holds_items(grid, end - 1, kinds)):
            break
        best = Columns(kinds, headings, _after_numbers(grid, end))
    return best


def is_repeated(texts: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row says the headings again, as on a new page."""
    told = {folding.fold(heading) for heading in columns.headings if heading}
    words = [folding.fold(text) for text in texts if text.strip()]
    return len(words) > 1 and all(any(word == heading or word in heading for heading in told) for word in words)


def is_numbering(texts: Sequence[str]) -> bool:
    """Tell whether a row numbers the columns: (1) (2) (3) (4)=(2)+(3)."""
    filled = [text.strip() for text in texts if text.strip()]
    if len(filled) < 2 or len(filled) * 2 < len(texts):
        return False
    if not all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        return False
    numbers = [int(found[0]) for text in filled if (found := re.search(r"\d+", text))]
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _header_end(grid: Sequence[Sequence[Cell | None]], row: int) -> int:
    """Return the row after the lowest cell that begins in a row."""
    return max(
        (cell.row + cell.row_span for cell in grid[row] if cell is not None and cell.row == row), default=row + 1
    )


def _heading(grid: Sequence[Sequence[Cell | None]], col: int, first: int, end: int) -> str:
    texts: list[str] = []
    for row in range(first, end):
        cell = grid[row][col]
        text = " ".join(cell.text.split()) if cell is not None else ""
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def _kinds(headings: Sequence[str], labels: CatalogueLabels) -> dict[ColumnKind, int]:
    kinds: dict[ColumnKind, int] = {}
    spare: dict[ColumnKind, list[int]] = {}
    for col, heading in enumerate(headings):
        kind = labels.kind_of(heading) if heading else None
        if kind is None:
            continue
        if kind not in kinds:
            kinds[kind] = col
        elif headings[kinds[kind]] == heading:
            continue
        elif kind in {ColumnKind.POINTS, ColumnKind.SCORING, ColumnKind.NAME}:
            spare.setdefault(kind, []).append(col)
    _settle_points(kinds, spare.get(ColumnKind.POINTS, ()), headings)
    _settle_name(kinds, spare, headings)
    return kinds


def _settle_name(kinds: dict[ColumnKind, int], spare: Mapping[ColumnKind, list[int]], headings: Sequence[str]) -> None:
    """Of several columns of words one names the items and another says how they are scored."""
    if ColumnKind.NAME in kinds:
        if ColumnKind.SCORING not in kinds and ColumnKind.NAME in spare:
            kinds[ColumnKind.SCORING] = spare[ColumnKind.NAME][0]
        return
    scoring = [kinds.pop(ColumnKind.SCORING)] if ColumnKind.SCORING in kinds else []
    scoring += spare.get(ColumnKind.SCORING, [])
    name = next((col for col in scoring if _names_items(headings[col])), None)
    if name is not None:
        kinds[ColumnKind.NAME] = name
    rest = [col for col in scoring if col != name]
    if rest:
        kinds[ColumnKind.SCORING] = rest[0]


def find_scoring(grid: Sequence[Sequence[Cell | None]], columns: Columns) -> Columns:
    """Find by its words the column that says how items are scored, when no heading tells."""
    if ColumnKind.SCORING in columns:
        return columns
    taken = set(columns.by_kind.values())
    counts = {
        col: sum(_GIVES_POINTS.search(cell.text) is not None for row in grid[columns.first_row :] if (cell := row[col]))
        for col in range(len(grid[0]))
        if col not in taken
    }
    best = max(counts, key=lambda col: counts[col], default=None)
    if best is None or counts[best] < _FEWEST_SCORED:
        return columns
    return Columns({**columns.by_kind, ColumnKind.SCORING: best}, columns.headings, columns.first_row)


def _settle_points(kinds: dict[ColumnKind, int], spare: Sequence[int], headings: Sequence[str]) -> None:
    """Of several columns of points the one that says "tối đa" is the maximum, another the points of each result."""
    for col in spare:
        first = kinds[ColumnKind.POINTS]
        is_maximum = [_MAXIMUM.search(folding.fold(headings[at])) is not None for at in (first, col)]
        kinds[ColumnKind.POINTS] = first if is_maximum[0] or not is_maximum[1] else col
        kinds.setdefault(ColumnKind.DETAIL, col if kinds[ColumnKind.POINTS] == first else first)


def _names_items(heading: str) -> bool:
    return re.search(r"tieu chi|linh vuc|noi dung", folding.fold(heading)) is not None


def _holds_items(grid: Sequence[Sequence[Cell | None]], row: int, kinds: Mapping[ColumnKind, int]) -> bool:
    """Tell whether a row below the header is an item already: its name or its points begin there."""
    name = grid[row][kinds[ColumnKind.NAME]]
    return name is not None and name.row == row and bool(name.text.strip())


def _after_numbers(grid: Sequence[Sequence[Cell | None]], row: int) -> int:
    if row < len(grid) and is_numbering([cell.text if cell is not None else "" for cell in grid[row]]):
        return row + 1
    return row
