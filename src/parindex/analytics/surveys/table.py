"""A table of answers in memory: every column as codes of the texts that occur in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
EMPTY = -1


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The text of each row as a position in `values`, -1 where nothing stands."""

    codes: Codes
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Columns of equal length; `numbers` are the rows as the file counts them, the heading being row 1."""

    columns: Mapping[str, TextColumn]
    numbers: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)


def table_of(headings: Sequence[str], rows: Iterable[Sequence[str]], *, first_row: int = 2) -> AnswerTable:
    """Make a table of texts, for tests and for the few forms that a page holds."""
    listed = list(rows)
    columns = {heading: text_column([row[position] for row in listed]) for position, heading in enumerate(headings)}
    return AnswerTable(columns, np.arange(first_row, first_row + len(listed), dtype=np.int64))


def text_column(texts: Sequence[str]) -> TextColumn:
    """Code texts in their order; an empty text is no value."""
    values = tuple(sorted({text for text in texts if text}))
    code = {text: position for position, text in enumerate(values)}
    return TextColumn(np.array([code.get(text, EMPTY) for text in texts], dtype=np.int32), values)
