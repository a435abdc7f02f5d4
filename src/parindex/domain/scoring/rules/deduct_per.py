"""`deduct_per`: the maximum, less some points for each fault, never below zero."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.counting import Counted, amount_of, check_counted, described, filled, inputs_of
from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import Answers, Input
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class DeductPer(Rule):
    """Kinds of faults that cost points."""

    shape: ClassVar[str] = "deduct_per"
    counted: tuple[Counted, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """How many of each kind."""
        return inputs_of(self.counted)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Take away and stop at zero."""
        points = max(maximum - amount_of(self.counted, answers), Fraction(0))
        return Outcome(
            points, f"{number_text(maximum)} trừ ({filled(self.counted, answers)}) còn {points_text(points)}"
        )

    def bounds(self, answers: Answers, *, maximum: Fraction) -> tuple[Fraction, Fraction]:
        """What is lost already stays lost."""
        return Fraction(0), max(maximum - amount_of(self.counted, answers), Fraction(0))

    def describe(self, *, maximum: Fraction) -> str:
        """Say the cost of each."""
        return f"từ {points_text(maximum)}, {described(self.counted, verb='trừ')}; không thấp hơn 0"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find kinds that cannot be used."""
        return check_counted(self.counted)

    @property
    def trends(self) -> dict[str, int]:
        """More is never better."""
        return {kind.name: -1 for kind in self.counted}
