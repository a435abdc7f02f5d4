"""`survey_scale`: counted answers of a survey, each answer worth a share of the maximum."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.measures import HUNDRED
from parindex.domain.scoring.rule import ZERO_TEXTS, Outcome, Rule, ZeroPolicy, at_zero, number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import number_text, percent_text, points_text


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the scale; `weight` is a percentage of the maximum."""

    key: str
    label: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class SurveyScale(Rule):
    """The mean weight of all answers times the maximum."""

    shape: ClassVar[str] = "survey_scale"
    question: str
    answers: tuple[Answer, ...]
    when_zero: ZeroPolicy

    @property
    def inputs(self) -> tuple[Input, ...]:
        """How many people gave each answer."""
        return tuple(NumberInput(answer.key, f"số phiếu “{answer.label}”") for answer in self.answers)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Average the weights, exactly."""
        counts = [(answer, number(answers, answer.key)) for answer in self.answers]
        people = sum((count for _, count in counts), Fraction(0))
        if people == 0:
            return at_zero(self.when_zero, what="số phiếu", maximum=maximum)
        mean = sum((count * answer.weight for answer, count in counts), Fraction(0)) / people
        points = mean / HUNDRED * maximum
        parts = " + ".join(f"{number_text(count)} × {percent_text(answer.weight)}" for answer, count in counts)
        reason = f"{self.question}: ({parts}) / {number_text(people)} phiếu = {percent_text(mean)}"
        return Outcome(points, f"{reason}; {percent_text(mean)} × {number_text(maximum)} = {points_text(points)}")

    def describe(self, *, maximum: Fraction) -> str:
        """Say the worth of each answer."""
        parts = "; ".join(f"“{answer.label}” tính {percent_text(answer.weight)}" for answer in self.answers)
        return f"{self.question}: trung bình các phiếu × {points_text(maximum)}, {parts}; {ZERO_TEXTS[self.when_zero]}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find weights that are no share, and answers named twice."""
        problems = [
            f"{answer.label}: trọng số phải từ 0% đến 100%"
            for answer in self.answers
            if not 0 <= answer.weight <= HUNDRED
        ]
        if len({answer.key for answer in self.answers}) < len(self.answers):
            problems.append("có phương án được khai hai lần")
        return tuple(problems)
