"""The words of a ruled table, and tables that a page end cut in pieces put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from parindex.documents.blocks import Cell, Place, Repair, Table
from parindex.documents.read.pdf_grid import Grid
from parindex.documents.read.pdf_letters import Printed, print_lines
from parindex.documents.read.pdf_page import Box, Letter
from parindex.documents.read.pdf_paragraphs import append_words
from parindex.documents.read.pdf_words import is_cut_word
from parindex.documents.repair.lines import opens_label

_SAME = 5.0
_MOST_HEADER_ROWS = 4
_ALIKE = 0.9
_DIGITS = re.compile(r"\d+")
_PADDING = 5.4
_MARKER = re.compile(r"[-–+•*]\s|[a-zđ]\)\s|\d{1,2}[.)]\s")
_DASHES = "-–"
_ENDED = (".", ";", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page, or several joined ones, show of a table.

    `xs` and `ys` are the borders of its columns and rows in points, `ys` those on its first page; `onward` is the page
    on which it may go on downwards.
    """

    xs: tuple[float, ...]
    cells: tuple[Cell, ...]
    row_count: int
    ys: tuple[float, ...]
    page: int
    onward: int

    @property
    def top(self) -> float:
        """Return where the table begins on its first page."""
        return self.ys[0]

    def table(self) -> Table:
        """Return the neutral table."""
        cells = tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.col)))
        return Table(cells=cells, row_count=self.row_count, col_count=len(self.xs) - 1)

    def row_texts(self, row: int) -> tuple[str, ...]:
        """Return the words of the cells that begin in a row, white space evened."""
        return tuple(" ".join(cell.text.split()) for cell in self.cells if cell.row == row)


def read_pieces(grids: Sequence[Grid], letters: Iterable[Letter], *, page: int) -> list[Piece]:
    """Give each letter to the slot of the grid it stands in; the letters outside all grids are left out."""
    filled: list[list[list[Letter]]] = [[[] for _ in grid.slots] for grid in grids]
    for letter in letters:
        x, y = (letter.x0 + letter.x1) / 2, letter.base - letter.height / 4
        for number, grid in enumerate(grids):
            slot = grid.slot_at(x, y)
            if slot is not None:
                filled[number][slot].append(letter)
                break
    return [
        _piece(grid, [_cell_text(inside, slot.box) for inside, slot in zip(contents, grid.slots, strict=True)], page)
        for grid, contents in zip(grids, filled, strict=True)
    ]


def join_pieces(first: Piece, following: Piece) -> tuple[Piece, list[Repair]] | None:
    """Put the next page's piece under a table, without its repeated header; `None` when they are two tables.

    A row whose first cell is empty, or whose words all go on in small letters, continues the row above the page end.
    """
    xs = _common_columns(first.xs, following.xs)
    if xs is None:
        return None
    first, following = _on_columns(first, xs), _on_columns(following, xs)
    dropped = _repeated_rows(first, following)
    place = Place(page=following.page)
    repairs = [
        Repair("repeated_header", " | ".join(following.row_texts(row)), "", None, place) for row in range(dropped)
    ]
    spilled = _spilled(first, following) if not dropped else {}
    if spilled:
        repairs.append(Repair("repeated_header", " | ".join(following.row_texts(0)), "", None, place))
        dropped = 1
    rest = [
        replace(cell, row=cell.row - dropped, text=_without(cell.text, spilled.get(cell.col, "")))
        if cell.row == dropped
        else replace(cell, row=cell.row - dropped)
        for cell in following.cells
        if cell.row >= dropped
    ]
    row_count = following.row_count - dropped
    if row_count and _continues(first, rest):
        joined, row_count = _continued(first, rest, row_count)
        if rest:
            repairs.append(Repair("joined_row", "", "", None, place))
    else:
        joined = (*first.cells, *(replace(cell, row=cell.row + first.row_count) for cell in rest))
        row_count += first.row_count
    return replace(first, xs=xs, cells=tuple(joined), row_count=row_count, onward=following.onward), repairs


def _cell_text(letters: list[Letter], slot: Box) -> str:
    """Join the printed lines of a cell; a line that had room for the next word was the end of a paragraph."""
    lines = sorted(print_lines(letters, cut_columns=False), key=lambda line: (line.box.bottom, line.box.x0))
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None:
            text = line.text
        elif _is_cut(text, before, line, slot):
            text += line.text
        elif _opens_paragraph(text, line.text) or _had_room(before, line, slot):
            text = f"{text}\n{line.text}"
        else:
            text = append_words(text, line.text)
    return text


def _opens_paragraph(text: str, line: str) -> bool:
    """Tell whether a line begins with a marker or a label; the dash of "Phòng Văn hóa - Xã hội" is no marker."""
    if opens_label(line):
        return True
    if not _MARKER.match(line):
        return False
    return line[0] not in _DASHES or _MARKER.match(text) is not None or text.endswith(_ENDED) or ":" in line


def _is_cut(text: str, before: Printed, line: Printed, slot: Box) -> bool:
    """Tell whether a line goes on with a word that was wider than its cell; such a word stands alone on its line."""
    if " " in before.text or slot.x1 - slot.x0 - 2 * _PADDING - (before.box.x1 - before.box.x0) >= line.first_word:
        return False
    return is_cut_word(text.rsplit(maxsplit=1)[-1], line.text.split(" ", maxsplit=1)[0])


def _had_room(before: Printed, line: Printed, slot: Box) -> bool:
    space = 0.25 * (line.box.bottom - line.box.top)
    inner = slot.x1 - slot.x0 - 2 * _PADDING
    room = min(slot.x1 - _PADDING - before.box.x1, inner - (before.box.x1 - before.box.x0))
    return line.first_word + space < room - 2


def _piece(grid: Grid, texts: list[str], page: int) -> Piece:
    place = Place(page=page)
    cells = tuple(
        Cell(slot.row, slot.col, text, row_span=slot.row_span, col_span=slot.col_span, place=place)
        for slot, text in zip(grid.slots, texts, strict=True)
    )
    return Piece(xs=grid.xs, cells=cells, row_count=len(grid.ys) - 1, ys=grid.ys, page=page, onward=page + 1)


def _common_columns(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...] | None:
    """Return the borders of both together when the outer ones agree."""
    if abs(one[0] - other[0]) > _SAME or abs(one[-1] - other[-1]) > _SAME:
        return None
    extra = [x for x in other if all(abs(x - known) > _SAME for known in one)]
    if len(one) + len(extra) > max(len(one), len(other)) + 1:
        return None
    return tuple(sorted([*one, *extra]))


def _on_columns(piece: Piece, xs: tuple[float, ...]) -> Piece:
    def number(x: float) -> int:
        return min(range(len(xs)), key=lambda index: abs(xs[index] - x))

    columns = [number(x) for x in piece.xs]
    cells = tuple(
        replace(cell, col=columns[cell.col], col_span=columns[cell.col + cell.col_span] - columns[cell.col])
        for cell in piece.cells
    )
    return replace(piece, xs=xs, cells=cells)


def _repeated_rows(first: Piece, following: Piece) -> int:
    count = 0
    for row in range(min(_MOST_HEADER_ROWS, first.row_count, following.row_count)):
        if not any(first.row_texts(row)) or not _is_same(first.row_texts(row), following.row_texts(row)):
            break
        count += 1
    return count


def _spilled(first: Piece, following: Piece) -> dict[int, str]:
    """Return what a repeated first row of the header leaves out, by column; nothing where the first row is no header.

    Where only the first of two header rows is repeated, the cells that reach down into the second have no room there,
    and print the rest of their words over the row below.
    """
    heads = {cell.col: " ".join(cell.text.split()) for cell in first.cells if cell.row == 0}
    row = [cell for cell in following.cells if cell.row == 0 and cell.text]
    left: dict[int, str] = {}
    for cell in row:
        words, head = " ".join(cell.text.split()), heads.get(cell.col, "")
        if not f"{head} ".startswith(f"{words} "):
            return {}
        if head != words:
            left[cell.col] = head[len(words) :].strip()
    return left if len(row) == len([head for head in heads.values() if head]) > 2 * len(left) else {}


def _without(text: str, words: str) -> str:
    """Leave out words that a text begins with, however its lines break."""
    if not words:
        return text
    found = re.match(r"\s+".join(map(re.escape, words.split())) + r"(?:\s+|$)", text)
    return text[found.end() :] if found is not None else text


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two rows say the same; in pictures a letter or two may be read otherwise, but never a number."""
    if one == other:
        return True
    pieces = "|".join(one), "|".join(other)
    if _DIGITS.findall(pieces[0]) != _DIGITS.findall(pieces[1]):
        return False
    return abs(len(pieces[0]) - len(pieces[1])) <= 4 and SequenceMatcher(None, *pieces).ratio() >= _ALIKE


def _continues(first: Piece, rest: Sequence[Cell]) -> bool:
    """Tell whether the first row of the rest is the remainder of the last row above."""
    row = [cell for cell in rest if cell.row == 0]
    spoken = [cell for cell in row if cell.text]
    if not spoken or spoken[0].col_span == len(first.xs) - 1:
        return False
    small_count = sum(cell.text[0].islower() for cell in spoken)
    if any(cell.col == 0 and cell.text for cell in row):
        return small_count == len(spoken)
    # An empty first cell may also be the lower part of a cell merged over several rows; then the row begins anew.
    merges_down = any(cell.col == 0 and (cell.row_span > 1 or not cell.text) for cell in first.cells[1:])
    second = min(cell.col for cell in row if cell.col > 0)
    return small_count > 0 or not merges_down or spoken[0].col != second


def _continued(first: Piece, rest: Sequence[Cell], row_count: int) -> tuple[tuple[Cell, ...], int]:
    """Add the remainder of the last row; a cell that reaches down from it holds for the rows below as well."""
    tails = {cell.col: cell for cell in rest if cell.row == 0 and (cell.text or cell.row_span > 1)}
    cells: list[Cell] = []
    for cell in first.cells:
        tail = tails.pop(cell.col, None) if cell.row + cell.row_span == first.row_count else None
        cells.append(cell if tail is None else _with_tail(cell, tail))
    shift = first.row_count - 1
    cells.extend(replace(cell, row=shift) for cell in tails.values())
    cells.extend(replace(cell, row=cell.row + shift) for cell in rest if cell.row > 0)
    return tuple(cells), shift + row_count


def _with_tail(cell: Cell, tail: Cell) -> Cell:
    text = _appended(cell.text, tail.text) if tail.text else cell.text
    return replace(cell, text=text, row_span=cell.row_span + tail.row_span - 1)


def _appended(text: str, tail: str) -> str:
    if not text:
        return tail
    return f"{text}\n{tail}" if _MARKER.match(tail) or text.endswith(_ENDED) else append_words(text, tail)
