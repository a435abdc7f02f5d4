"""`sum_of_children`: the items below, added up; the evaluator adds, because their points are rounded already."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import Answers, Input, Mark
from parindex.domain.scoring.wording import points_text


@dataclass(frozen=True, slots=True)
class SumOfChildren(Rule):
    """Has no inputs of its own."""

    shape: ClassVar[str] = "sum_of_children"

    @property
    def inputs(self) -> tuple[Input, ...]:
        """None."""
        return ()

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Know nothing without the items below."""
        return Outcome(Mark.UNKNOWN, "chưa có mục con")

    def describe(self, *, maximum: Fraction) -> str:
        """Say the limit."""
        return f"cộng điểm các mục con, không quá {points_text(maximum)}"
