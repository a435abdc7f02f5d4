"""What makes a table of answers unusable: all mistakes at once, each with its row and column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from parindex.domain.surveys.forms import Mistake

MOST_BY_KIND = 50


class UnreadableAnswers(ValueError):
    """A file that is no table of answers at all."""

    code = "survey_unreadable"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for a person."""
        self.message = message
        super().__init__(message)


class BadAnswers(ValueError):
    """Answers that contradict the questionnaire or the design; nothing was estimated."""

    code = "survey_answers"
    exit_code = 3

    def __init__(self, mistakes: Sequence[Mistake], *, count: int | None = None) -> None:
        """Keep the mistakes, in the order of rows; `count` is how many there are when not all are listed."""
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.row, mistake.column)))
        self.count = len(self.mistakes) if count is None else count
        first = self.mistakes[0]
        self.message = (
            f"Dòng {first.row}, cột {first.column or 'tất cả'}: {first.message}; tất cả {self.count} chỗ sai."
        )
        super().__init__(self.message)


class Findings:
    """Mistakes found so far; of one kind in one column only the first rows are kept, all are counted."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        """Start with none; `numbers` are the rows as the file counts them."""
        self._numbers = numbers
        self._kept: list[Mistake] = []
        self._count = 0

    def add(self, rows: NDArray[np.int64], column: str, message: str) -> None:
        """Note the same mistake in some rows of a column."""
        self._count += len(rows)
        self._kept += [Mistake(int(self._numbers[row]), column, message) for row in rows[:MOST_BY_KIND]]

    def add_table(self, column: str, message: str) -> None:
        """Note a mistake of the whole table, seen in its heading."""
        self._count += 1
        self._kept.append(Mistake(1, column, message))

    def require_none(self) -> None:
        """Raise BadAnswers when there is any."""
        if self._kept:
            raise BadAnswers(self._kept, count=self._count)
