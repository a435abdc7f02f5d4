"""What is counted about feedback: exact whole numbers, and a denominator of zero means that nothing arose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parindex.domain.calendar.days import Certainty

CLOCK_FLAGS = frozenset(
    {"judged", "on_time", "overdue", "forward_judged", "forward_kept", "publish_judged", "publish_kept"}
)
"""What only the clocks can tell of feedback on the day of the count."""

FLAGS = CLOCK_FLAGS | {
    *("received", "settled", "answered", "published", "refused", "rated", "satisfied", "unsatisfied"),
}
"""What may be true of a piece of feedback on the day of the count."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share: of the feedback with all flags of `denominator`, how much has all flags of `numerator` too.

    `counted`, `passed` and `failing` name one of the whole, one of the share and one of the rest, as people say it.
    """

    code: str
    name: str
    numerator: frozenset[str]
    denominator: frozenset[str]
    counted: str
    passed: str
    failing: str
    criteria: tuple[str, ...]
    source: str
    certainty: Certainty
    version: str


@dataclass(frozen=True, slots=True)
class Count:
    """What an indicator came to."""

    numerator: int
    denominator: int

    @property
    def is_arisen(self) -> bool:
        """Tell whether there was anything to count; a share of nothing is neither 0 nor 100."""
        return self.denominator > 0


def count(facts: Mapping[frozenset[str], int], indicator: Indicator) -> Count:
    """Count an indicator over the flags of feedback and how many pieces have just these."""
    counted = [(flags, number) for flags, number in facts.items() if indicator.denominator <= flags]
    passed = sum(number for flags, number in counted if indicator.numerator <= flags)
    return Count(passed, sum(number for _, number in counted))
