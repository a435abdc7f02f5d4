"""What is counted about feedback: exact whole numbers, and a denominator of zero means that nothing arose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parindex.domain.calendar.days import Certainty

FLAGS = frozenset(
    {
        *("received", "settled", "answered", "published", "refused", "on_time", "judged", "overdue"),
        *("forward_kept", "forward_judged", "publish_kept", "publish_judged", "rated", "satisfied", "unsatisfied"),
    }
)
"""What may be true of a piece of feedback on the day of the count."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share: of the feedback with all flags of `denominator`, how much has all flags of `numerator` too."""

    code: str
    name: str
    numerator: frozenset[str]
    denominator: frozenset[str]
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


def count(facts: Iterable[frozenset[str]], indicator: Indicator) -> Count:
    """Count an indicator over the flags of each piece of feedback."""
    counted = [flags for flags in facts if indicator.denominator <= flags]
    return Count(sum(indicator.numerator <= flags for flags in counted), len(counted))
