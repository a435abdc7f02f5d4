"""Tables whose cells are closed by bars over several lines, as portals of law give them out.

Each cell stands on lines of its own and ends in a bar ("Sở Nội vụ |") or above one; nothing tells where a row ends but
its number of cells and the number that opens the next. Where the two disagree, nobody knows which cell is missing: such
a table is left unread rather than read into wrong columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from parindex.documents.blocks import Line
from parindex.documents.read.txt_header import is_header, is_ordinal
from parindex.documents.read.txt_layout import LayoutTable

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}\.?$")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\.?$")
_SIGNATURE = re.compile(r"N[ơo]i nhận\s*:|(?:TM|KT|TL|TUQ)\. ")
# More lines than a cell has; fewer lines with bars than a table of one cell a line.
_LONGEST_CELL = 14
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Cell:
    """The words of a cell, those of its last line and where this stands, and the lines of its beginning and its bar."""

    text: str
    last: str
    start: int
    last_at: int
    end: int


def find_bar_tables(lines: Sequence[Line]) -> list[LayoutTable]:
    """Return the tables of cells closed by bars; each begins with a column of ordinals and names two known columns."""
    bars = [at for at, line in enumerate(lines) if "|" in line.text]
    if len(bars) < _FEWEST_LINES or not any(_is_cut(lines[at].text) for at in bars):
        return []
    tables = (_read_table(lines, zone) for zone in _zones(lines, bars))
    return [table for table in tables if table is not None]


def drop_bars(lines: Sequence[Line]) -> list[Line]:
    """Blank the lines that are nothing but a bar."""
    return [replace(line, text="") if line.text.strip() == "|" else line for line in lines]


def _closes(text: str) -> bool:
    """Tell whether the only bar of a line stands at its end."""
    return text.count("|") == 1 and text.rstrip().endswith("|")


def _is_cut(text: str) -> bool:
    """Tell whether a line holds less than a whole row of cells, each closed by its bar."""
    return not text.rstrip().endswith("|") or _closes(text)


def _zones(lines: Sequence[Line], bars: Sequence[int]) -> Iterator[list[_Cell]]:
    """Yield runs of cells with few lines between their bars."""
    cells: list[_Cell] = []
    pieces: list[tuple[str, int]] = []
    before = -1
    for bar in bars:
        if bar - before > _LONGEST_CELL:
            yield cells
            cells, pieces, before = [], [], max(bar - 2, before)
        pieces += [(lines[at].text, at) for at in range(before + 1, bar)]
        *closed, rest = lines[bar].text.split("|")
        for words in closed:
            cells.append(_cell([*pieces, (words, bar)], bar))
            pieces = []
        pieces, before = [(rest, bar)], bar
    yield cells


def _cell(pieces: Sequence[tuple[str, int]], bar: int) -> _Cell:
    written = [(words, at) for text, at in pieces if (words := " ".join(text.split()))]
    if not written:
        return _Cell("", "", bar, bar, bar)
    last, last_at = written[-1]
    return _Cell(" ".join(words for words, _ in written), last, written[0][1], last_at, bar)


def _read_table(lines: Sequence[Line], cells: Sequence[_Cell]) -> LayoutTable | None:
    first = next((at for at, cell in enumerate(cells) if is_ordinal(cell.last)), None)
    if first is None or not lines[cells[-1].end].text.rstrip().endswith("|"):
        return None
    body = next((at for at in range(first + 2, len(cells)) if _opens_row(cells[at].text)), None)
    if body is None or not _is_broken(lines, cells[first:]):
        return None
    names = [cells[first].last, *(cell.text for cell in cells[first + 1 : body])]
    inside = list(takewhile(lambda cell: not _SIGNATURE.match(cell.text), cells[body:]))
    rows = list(_rows(inside, len(names)))
    if _hides_row(rows):
        return None
    rows[-1] = rows[-1][: len(names)]  # What stands below may be in bars as well.
    if not is_header(names) or not _fills(rows, len(names)) or not _counts_up(rows):
        return None
    start = cells[first].last_at
    printed = [(lines[row[0].start], _printed(row, len(names))) for row in rows]
    return LayoutTable(start, rows[-1][-1].end + 1, ((lines[start], tuple(names)), *printed))


def _is_broken(lines: Sequence[Line], cells: Sequence[_Cell]) -> bool:
    """Tell whether cells go over lines; a table with each row on its own line is read as such."""
    inside = [line.text for line in lines[cells[0].end : cells[-1].end + 1] if line.text.strip()]
    return any(map(_is_cut, inside))


def _printed(row: Sequence[_Cell], width: int) -> tuple[str, ...]:
    return (*(cell.text for cell in row), *[""] * (width - len(row)))


def _opens_row(text: str) -> bool:
    return _NUMBER.match(text) is not None or _GROUP.match(text) is not None


def _rows(cells: Sequence[_Cell], width: int) -> Iterator[list[_Cell]]:
    """Cut the cells into rows: a number opens one when the row before is full, or is a group's."""
    row: list[_Cell] = []
    for cell in cells:
        if _opens_row(cell.text) and (len(row) >= width or _is_group(row)):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _is_group(row: Sequence[_Cell]) -> bool:
    """Tell whether a row is the heading of a group: its letter or Roman number, its name, and nothing else."""
    return len(row) > 1 and _GROUP.match(row[0].text) is not None and not any(cell.text for cell in row[2:])


def _fills(rows: Sequence[Sequence[_Cell]], width: int) -> bool:
    """Tell whether every row has all cells but those of groups, and more than half of the rows have them."""
    whole = sum(1 for row in rows if len(row) == width)
    return whole * 2 > len(rows) and all(len(row) == width or (len(row) < width and _is_group(row)) for row in rows)


def _hides_row(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Tell whether the number of a row stands as a cell of the row before, which lacks others: none opens with it.

    A column that holds numbers in most rows is one of counts or points.
    """
    counts = Counter(at for row in rows for at, cell in enumerate(row) if _NUMBER.match(cell.text))
    opened = {row[0].text.rstrip(".") for row in rows}
    return any(
        2 * counts[at] <= len(rows) and cell.text.rstrip(".") == following and following not in opened
        for row in rows
        if (following := _following(row[0].text))
        for at, cell in enumerate(row[1:], start=1)
    )


def _following(number: str) -> str:
    """Return the number that comes after one of a row; nothing for the letter of a group."""
    *above, last = number.rstrip(".").split(".")
    return ".".join([*above, str(int(last) + 1)]) if last.isdecimal() else ""


def _counts_up(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Tell whether the numbers of the rows go up, anew below each group; a row may first number the columns."""
    numbers_columns = [cell.text for cell in rows[0]] == [str(number) for number in range(1, len(rows[0]) + 1)]
    last: tuple[int, ...] = ()
    for row in rows[numbers_columns:]:
        text = row[0].text.rstrip(".")
        number = () if _GROUP.match(text) else tuple(map(int, text.split(".")))
        if number and number <= last:
            return False
        last = number
    return True
