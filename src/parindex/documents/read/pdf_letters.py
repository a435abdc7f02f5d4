"""From letters to printed lines by where they stand, whatever order the file wrote them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parindex.documents.read.pdf_page import Box, Letter, is_column_gap

_SAME_LINE = 0.35
_WORD_GAP = 0.12


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its words, place, width of its first word, numbers of its first, last and earliest letter."""

    text: str
    box: Box
    first_word: float
    first: int
    last: int
    earliest: int


def print_lines(letters: Iterable[Letter], *, cut_columns: bool, column_gap: float | None = None) -> list[Printed]:
    """Return the lines in the order of the file by their earliest letter.

    `cut_columns` parts lines at wide gaps: those that part columns of a letter's head, or wider than `column_gap`
    times the height of a letter.
    """
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda item: item.base):
        if rows and letter.base - rows[-1][-1].base <= _SAME_LINE * min(letter.height, rows[-1][-1].height):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    lines = [line for row in rows for line in _row_lines(row, cut_columns=cut_columns, column_gap=column_gap)]
    return sorted(lines, key=lambda line: line.earliest)


def _row_lines(row: list[Letter], *, cut_columns: bool, column_gap: float | None) -> list[Printed]:
    row.sort(key=lambda letter: (letter.x0, letter.number))
    lines: list[Printed] = []
    start = 0
    for position in range(1, len(row)):
        before, letter = row[position - 1], row[position]
        gap = letter.x0 - before.x1
        if column_gap is not None:
            is_wide = gap > column_gap * letter.height
        else:
            is_wide = is_column_gap(gap, height=letter.height, length=position - start)
        if cut_columns and is_wide:
            lines.append(_printed(row[start:position]))
            start = position
    return [*lines, _printed(row[start:])]


def _printed(letters: list[Letter]) -> Printed:
    parts = [letters[0].char]
    end = letters[0].x1
    first_word = 0.0
    for letter in letters[1:]:
        if letter.x0 - end > _WORD_GAP * letter.height:
            parts.append(" ")
            first_word = first_word or end - letters[0].x0
        parts.append(letter.char)
        end = max(end, letter.x1)
    top = min(letter.base - 0.8 * letter.height for letter in letters)
    bottom = max(letter.base + 0.2 * letter.height for letter in letters)
    return Printed(
        text="".join(parts),
        box=Box(letters[0].x0, top, end, bottom),
        first_word=first_word or end - letters[0].x0,
        first=letters[0].number,
        last=letters[-1].number,
        earliest=min(letter.number for letter in letters),
    )
