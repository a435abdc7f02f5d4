"""`all_or_nothing`: the maximum when a condition is met, else nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import Answers, Choice, ChoiceInput, Input
from parindex.domain.scoring.wording import points_text

MET = "met"
YES, NO = "yes", "no"
_CHOICES = (Choice(YES, "có"), Choice(NO, "không"))


@dataclass(frozen=True, slots=True)
class AllOrNothing(Rule):
    """The condition is a clause: "kế hoạch được ban hành trước 31/12"."""

    shape: ClassVar[str] = "all_or_nothing"
    condition: str

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Whether the condition is met."""
        return (ChoiceInput(MET, self.condition, _CHOICES),)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give all or nothing."""
        if answers[MET] == YES:
            return Outcome(maximum, f"đạt điều kiện: {self.condition}")
        return Outcome(Fraction(0), f"không đạt điều kiện: {self.condition}")

    def describe(self, *, maximum: Fraction) -> str:
        """Say the condition."""
        return f"đạt điều kiện “{self.condition}” được {points_text(maximum)}, không đạt được 0 điểm"
