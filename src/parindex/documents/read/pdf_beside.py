"""A sheet printed several pages wide: the tables of the pages on the right joined to the rows of the page on the left.

A spreadsheet breaks a wide table at a column. Its pages then come row by row of pages ("over, then down") or column by
column ("down, then over"); the rows stand at the same heights on pages beside one another, and no page on the right
has a title of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parindex.documents.blocks import Cell, Place, Repair
from parindex.documents.read.pdf_page import TextLine
from parindex.documents.read.pdf_table import Piece
from parindex.documents.read.txt_header import is_ordinal

# Points by which borders of one sheet differ from page to page.
_NEAR = 1.5
# Borders of the rows of a header and two rows.
_FEWEST = 4
_LETTERHEAD = re.compile(
    r"(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA ?)?(?:VIỆT NAM)?"
    r"|Độc lập ?[-–] ?Tự do ?[-–] ?Hạnh phúc|[^,]{2,30}, ngày .{1,6} ?tháng .{1,6} ?năm .{2,5}|\W+|_+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]?")


@dataclass(slots=True)
class Side:
    """The tables of a page and its lines outside of them, from top to bottom."""

    pieces: list[Piece]
    lines: list[TextLine]


_Spread = list[list[Piece]]


def join_beside(pages: Sequence[Side]) -> list[Repair]:
    """Move the tables that go on to the right into the table on their left; the other pages stay as they are.

    Returns a repair for each line of a page on the right that only repeats words of the page on its left.
    """
    first = 0
    repairs: list[Repair] = []
    columns: tuple[tuple[float, ...], ...] = ()
    while first + 1 < len(pages):
        spread = _again(pages, first, columns) or _across(pages, first) or _down(pages, first)
        count = sum(map(len, spread))
        columns = tuple(piece.xs for piece in spread[0]) if spread else ()
        for at, row in enumerate(spread):
            number = row[0].page
            across = len(row) > 1 and row[1].page == number + 1
            onward = number + len(row) if across else number + 1 if at + 1 < len(spread) else first + count + 1
            pages[number - 1].pieces[:] = [replace(_joined(row), onward=onward)]
            said = _words_of(pages[number - 1])
            for piece in row[1:]:
                right = pages[piece.page - 1]
                right.pieces.clear()
                own = _own_lines(right, said)
                repairs += [_repeated(line, piece.page) for line in right.lines if line not in own]
                said = "\n".join((said, *(_even(line.text) for line in own)))
                right.lines[:] = [line for line in own if line.box.top >= piece.ys[0]]
                _set_above(pages[number - 1], [line for line in own if line.box.top < piece.ys[0]], piece)
        first += count or 1
    return repairs


def _set_above(left: Side, lines: Sequence[TextLine], piece: Piece) -> None:
    """Read the letterhead that stands above a page on the right together with that of the page on its left."""
    if lines:
        above = [line for line in left.lines if line.box.top < piece.ys[0]]
        below = left.lines[len(above) :]
        above += [replace(line, page=piece.page) for line in lines]
        left.lines[:] = [*sorted(above, key=lambda line: line.box.top), *below]


def _repeated(line: TextLine, page: int) -> Repair:
    return Repair("repeated_header", line.text, "", None, Place(page=page, line=line.number))


def _across(pages: Sequence[Side], first: int) -> _Spread:
    """Return the table of a page and those of the pages after it that go on with its rows to the right."""
    row = _only(pages, first)
    while row and (piece := _beside(pages, row, first + len(row))) is not None:
        row.append(piece)
    return [row] if len(row) > 1 else []


def _down(pages: Sequence[Side], first: int) -> _Spread:
    """Return the rows of pages of a sheet of which the pages on the left come first, one below the other."""
    top = _only(pages, first)
    height = 1
    while top and (below := _only(pages, first + height)) and _near(below[0].xs, top[0].xs):
        height += 1
    for tried in range(height, 1, -1):
        spread = [_only(pages, first + at) for at in range(tried)]
        while (right := _column(pages, spread, first + len(spread[0]) * tried)) is not None:
            for row, piece in zip(spread, right, strict=True):
                row.append(piece)
        if len(spread[0]) > 1:
            return spread
    return []


def _column(pages: Sequence[Side], spread: _Spread, start: int) -> list[Piece] | None:
    """Return the tables from a page on that go on to the right of the rows of a spread."""
    top = _beside(pages, spread[0], start)
    if top is None:
        return None
    found = [top]
    for at, row in enumerate(spread[1:], start=start + 1):
        piece = _fitting(pages, row, at)
        if piece is None or not _near(piece.xs, top.xs):
            return None
        found.append(piece)
    return found


def _again(pages: Sequence[Side], first: int, columns: tuple[tuple[float, ...], ...]) -> _Spread:
    """Return the next row of pages below a spread of the same columns."""
    row = _only(pages, first) if columns else []
    if not row or not _near(row[0].xs, columns[0]):
        return []
    for at, xs in enumerate(columns[1:], start=first + 1):
        piece = _fitting(pages, row, at)
        if piece is None or not _near(piece.xs, xs):
            return []
        row.append(piece)
    return [row]


def _only(pages: Sequence[Side], at: int) -> list[Piece]:
    """Return the table of a page, nothing where it has none or several."""
    return pages[at].pieces[:] if at < len(pages) and len(pages[at].pieces) == 1 else []


def _beside(pages: Sequence[Side], row: Sequence[Piece], at: int) -> Piece | None:
    """Return the table of a page without the columns it repeats, where it heads other columns of the same rows."""
    left = row[0]
    if len(left.ys) < _FEWEST:
        return None
    piece = _fitting(pages, row, at)
    if piece is None:
        return None
    height = min(cell.row_span for cell in _on_rows(left, piece.ys).cells if cell.row == 0)
    heads = [cell for cell in piece.cells if cell.row < height and cell.text]
    headed = {col for cell in heads for col in range(cell.col, cell.col + cell.col_span)}
    if len(headed) < len(piece.xs) - 1 or _is_numbered(piece):
        return None
    if {_even(cell.text).casefold() for cell in heads} & set(_heads(left)):
        return None
    has_title = any(line.box.bottom <= left.ys[0] for line in pages[left.page - 1].lines)
    return piece if has_title or _is_numbered(left) else None


def _fitting(pages: Sequence[Side], row: Sequence[Piece], at: int) -> Piece | None:
    """Return the table of a page whose rows stand at the heights of those on the left and that no words part."""
    if at >= len(pages) or not pages[at].pieces:
        return None
    left, side = row[0], pages[at]
    if not _near((side.pieces[0].ys[0], side.pieces[-1].ys[-1]), (left.ys[0], left.ys[-1])):
        return None
    said = "\n".join(_words_of(pages[piece.page - 1]) for piece in row)
    if any(line.box.top < left.ys[-1] and not _is_letterhead(line, left) for line in _own_lines(side, said)):
        return None
    ys = _borders(left.ys, *(piece.ys for piece in side.pieces))
    own = [y for y in ys if all(abs(y - known) > _NEAR for known in left.ys)]
    if len(ys) - len(own) > 2 * sum(len(piece.ys) for piece in side.pieces) or any(y > left.ys[1] for y in own):
        return None
    piece = _whole(side.pieces, ys)
    return _without_repeated(piece, _on_rows(left, ys), said) if piece is not None else None


def _whole(pieces: Sequence[Piece], ys: tuple[float, ...]) -> Piece | None:
    """Join what rows without borders part, as a title merged over the pages leaves them, to one table of given rows."""
    if any(not _near(piece.xs, pieces[0].xs) for piece in pieces):
        return None
    cells = [cell for piece in pieces for cell in _on_rows(piece, ys).cells]
    filled = {row for cell in cells for row in range(cell.row, cell.row + cell.row_span)}
    width, place = len(pieces[0].xs) - 1, pieces[0].cells[0].place
    cells += [Cell(at, 0, "", col_span=width, place=place) for at in range(len(ys) - 1) if at not in filled]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(pieces[0], cells=tuple(cells), row_count=len(ys) - 1, ys=ys)


def _borders(*borders: tuple[float, ...]) -> tuple[float, ...]:
    """Return the borders of the rows of several tables, one for those that are the same."""
    found: list[float] = []
    for y in sorted(y for ys in borders for y in ys):
        if not found or y - found[-1] > _NEAR:
            found.append(y)
    return tuple(found)


def _on_rows(piece: Piece, ys: tuple[float, ...]) -> Piece:
    """Number the rows of a table by the borders of another that has all of its own and more."""
    at = [min(range(len(ys)), key=lambda index: abs(ys[index] - y)) for y in piece.ys]
    cells = tuple(
        replace(cell, row=at[cell.row], row_span=at[cell.row + cell.row_span] - at[cell.row]) for cell in piece.cells
    )
    return replace(piece, cells=cells, row_count=len(ys) - 1, ys=ys)


def _without_repeated(piece: Piece, left: Piece, said: str) -> Piece | None:
    """Leave out the first columns that every page repeats, and a title of the left page cut by its edge."""
    width = min(len(piece.xs), len(left.xs)) - 1
    count = 0
    while count < width and any(_column_of(piece, count)) and _column_of(piece, count) == _column_of(left, count):
        count += 1
    if count == len(piece.xs) - 1:
        return None
    cells = [replace(cell, col=cell.col - count) for cell in piece.cells if cell.col >= count]
    cells = [
        replace(cell, text="") if cell.col_span == len(piece.xs) - 1 - count and _even(cell.text) in said else cell
        for cell in cells
    ]
    return replace(piece, xs=piece.xs[count:], cells=tuple(cells))


def _joined(row: Sequence[Piece]) -> Piece:
    """Set the tables of one row of pages side by side."""
    ys = _borders(*(piece.ys for piece in row))
    left, *others = (_on_rows(piece, ys) for piece in row)
    xs, cells = left.xs, list(left.cells)
    for piece in others:
        cells += [replace(cell, col=cell.col + len(xs) - 1) for cell in piece.cells]
        xs = (*xs, *(xs[-1] + x - piece.xs[0] for x in piece.xs[1:]))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return replace(left, xs=xs, cells=tuple(cells))


def _own_lines(side: Side, said: str) -> list[TextLine]:
    """Return the lines of a page that are no part of what the page on its left says."""
    return [line for line in side.lines if _even(line.text) not in said]


def _words_of(side: Side) -> str:
    """Return all words of a page, the white space of each line or cell evened."""
    texts = [line.text for line in side.lines] + [cell.text for piece in side.pieces for cell in piece.cells]
    return "\n".join(map(_even, texts))


def _is_letterhead(line: TextLine, left: Piece) -> bool:
    """Tell whether a line above the table is the motto of the country, a place and day, or a rule below them."""
    return line.box.bottom <= left.ys[0] and _LETTERHEAD.fullmatch(_even(line.text)) is not None


def _even(text: str) -> str:
    return " ".join(text.split())


def _heads(piece: Piece) -> tuple[str, ...]:
    return tuple(text.casefold() for text in piece.row_texts(0))


def _column_of(piece: Piece, col: int) -> list[tuple[int, str]]:
    return [(cell.row, _even(cell.text)) for cell in piece.cells if cell.col == col]


def _is_numbered(piece: Piece) -> bool:
    """Tell whether the first column numbers the rows: its header says so, or most of its numbers count up by one."""
    column = [text for _, text in _column_of(piece, 0)]
    if column and is_ordinal(column[0]):
        return True
    numbers = [int(found[1]) for text in column if (found := _NUMBER.fullmatch(text))]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) > 2 and 2 * steps > len(numbers)


def _near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
