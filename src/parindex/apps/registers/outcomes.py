"""What became of each row of a table: added, edited, unchanged, or rejected with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

ADDED, EDITED, UNCHANGED = "added", "edited", "unchanged"


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that did not go in: its number in the file, why, and its cells as they came."""

    number: int
    reasons: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """What became of the rows of a table."""

    kept: dict[int, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def count(self, result: str) -> int:
        """Count the rows of which this became."""
        return sum(one == result for one in self.kept.values())

    def runs(self) -> Iterator[tuple[int, int, str]]:
        """Join rows that follow each other and of which the same became: first row, last row, result."""
        first = last = 0
        result = ""
        for number in sorted(self.kept):
            if self.kept[number] == result and number == last + 1:
                last = number
                continue
            if result:
                yield first, last, result
            first, last, result = number, number, self.kept[number]
        if result:
            yield first, last, result
