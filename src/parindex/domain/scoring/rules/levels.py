"""`levels`: one of several described results, each with its points (on time 1; late 0,5; not done 0)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.rule import Outcome, Rule, above_maximum
from parindex.domain.scoring.values import Answers, Choice, ChoiceInput, Input
from parindex.domain.scoring.wording import points_text

LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Level:
    """One result and its points."""

    key: str
    label: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Levels(Rule):
    """Results from best to worst, or in the order of the decision."""

    shape: ClassVar[str] = "levels"
    subject: str
    levels: tuple[Level, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Which result it is."""
        return (ChoiceInput(LEVEL, self.subject, tuple(Choice(level.key, level.label) for level in self.levels)),)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give the points of the result."""
        level = next(level for level in self.levels if level.key == answers[LEVEL])
        return Outcome(level.points, f"{self.subject}: {level.label}")

    def bounds(self, answers: Answers, *, maximum: Fraction) -> tuple[Fraction, Fraction]:
        """Some result it will be."""
        points = [level.points for level in self.levels]
        return min(points), max(points)

    def describe(self, *, maximum: Fraction) -> str:
        """Say each result with its points."""
        parts = "; ".join(f"{level.label} được {points_text(level.points)}" for level in self.levels)
        return f"{self.subject}: {parts}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find points out of range, results named twice, and a maximum that nobody can reach."""
        problems = [
            text for level in self.levels for text in above_maximum(level.points, maximum=maximum, what=level.label)
        ]
        if len({level.key for level in self.levels}) < len(self.levels):
            problems.append("có mức được khai hai lần")
        if all(level.points != maximum for level in self.levels):
            problems.append(f"không mức nào đạt điểm tối đa {points_text(maximum)}")
        return tuple(problems)
