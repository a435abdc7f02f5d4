"""`manual`: a person gives the points; for items that no formula settles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.rule import Mistake, Outcome, Rule, number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class Manual(Rule):
    """Points from 0 to the maximum in steps, judged by the guidance."""

    shape: ClassVar[str] = "manual"
    guidance: str
    maximum: Fraction
    step: Fraction | None = None

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The points."""
        return (NumberInput("points", "điểm được chấm", is_whole=False, maximum=self.maximum),)

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """Refuse points between two steps."""
        if self.step is None or "points" not in answers or (number(answers, "points") / self.step).denominator == 1:
            return ()
        return (Mistake("points", f"Điểm phải là bội số của {number_text(self.step)}."),)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Take the points as given."""
        points = number(answers, "points")
        return Outcome(points, f"người chấm cho {points_text(points)} theo hướng dẫn: {self.guidance}")

    def describe(self, *, maximum: Fraction) -> str:
        """Say that a person judges, and by what."""
        steps = f", mỗi bậc {number_text(self.step)}" if self.step else ""
        return f"người chấm cho từ 0 đến {points_text(maximum)}{steps} theo hướng dẫn: {self.guidance}"

    @property
    def trends(self) -> dict[str, int]:
        """More is more."""
        return {"points": 1}
