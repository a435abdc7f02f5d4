"""`proportional`: points = percentage / target x maximum, at most the maximum, nothing below a floor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.measures import HUNDRED, Measure
from parindex.domain.scoring.rule import Mistake, Outcome, Rule
from parindex.domain.scoring.values import Answers, Input
from parindex.domain.scoring.wording import number_text, percent_text, points_text


@dataclass(frozen=True, slots=True)
class Proportional(Rule):
    """Full points from `full_at` percent on; `zero_below` percent cuts to nothing."""

    shape: ClassVar[str] = "proportional"
    measure: Measure
    full_at: Fraction = HUNDRED
    zero_below: Fraction = Fraction(0)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Those of the percentage."""
        return self.measure.inputs

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """Those of the percentage."""
        return self.measure.find_mistakes(answers)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Compute the points, exactly."""
        nothing = self.measure.at_zero(answers, maximum=maximum)
        if nothing is not None:
            return nothing
        percent, filled = self.measure.percent(answers), self.measure.filled(answers)
        if percent < self.zero_below:
            return Outcome(Fraction(0), f"{filled}, dưới {percent_text(self.zero_below)}")
        if percent >= self.full_at:
            return Outcome(maximum, f"{filled}, {self._full}")
        points = percent / self.full_at * maximum
        sum_ = f"{percent_text(percent)} / {percent_text(self.full_at)} × {number_text(maximum)}"
        return Outcome(points, f"{filled}; {sum_} = {points_text(points)}")

    def describe(self, *, maximum: Fraction) -> str:
        """Say the formula and its two ends."""
        formula = f"điểm = tỷ lệ / {percent_text(self.full_at)} × {number_text(maximum)}"
        full = f", {self._full} được {points_text(maximum)}"
        floor = f", dưới {percent_text(self.zero_below)} được 0 điểm" if self.zero_below else ""
        return f"{self.measure.name}: {formula}{full}{floor}{self.measure.note}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find ends in the wrong order."""
        if 0 <= self.zero_below <= self.full_at and self.full_at > 0:
            return ()
        return ("zero_below phải từ 0 đến full_at, full_at phải lớn hơn 0",)

    @property
    def trends(self) -> dict[str, int]:
        """More is never less."""
        return {self.measure.growing: 1}

    @property
    def _full(self) -> str:
        """Say from where on the points are full."""
        full = percent_text(self.full_at)
        return f"đạt {full}" if self.full_at == self.measure.most else f"từ {full} trở lên"
