"""`count_points`: points for each thing done, up to the maximum."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.counting import Counted, amount_of, check_counted, described, filled, inputs_of
from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import Answers, Input
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class CountPoints(Rule):
    """Kinds of things that earn points."""

    shape: ClassVar[str] = "count_points"
    counted: tuple[Counted, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """How many of each kind."""
        return inputs_of(self.counted)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Add up and stop at the maximum."""
        amount = amount_of(self.counted, answers)
        reason = f"{filled(self.counted, answers)} = {points_text(amount)}"
        if amount > maximum:
            return Outcome(maximum, f"{reason}, không quá {number_text(maximum)}")
        return Outcome(amount, reason)

    def bounds(self, answers: Answers, *, maximum: Fraction) -> tuple[Fraction, Fraction]:
        """What is counted already stays."""
        return min(amount_of(self.counted, answers), maximum), maximum

    def describe(self, *, maximum: Fraction) -> str:
        """Say the worth of each and the limit."""
        return f"{described(self.counted, verb='tính')}; không quá {points_text(maximum)}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find kinds that cannot be used."""
        return check_counted(self.counted)

    @property
    def trends(self) -> dict[str, int]:
        """More is never less."""
        return {kind.name: 1 for kind in self.counted}
