"""`function`: a registered Python function for the rare rule that no shape fits; its text is the docstring."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.functions import FUNCTIONS
from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import Answers, Input, Mark, NumberInput
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class Function(Rule):
    """The name of a registered function, dated, and its numbers in words."""

    shape: ClassVar[str] = "function"
    name: str
    numbers: tuple[NumberInput, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """As the catalogue declares."""
        return self.numbers

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Call the function; raises ValueError when it leaves 0 to the maximum, which is a mistake of the code."""
        numbers = {name: value for name, value in answers.items() if isinstance(value, Fraction)}
        points = FUNCTIONS[self.name](numbers, maximum=maximum)
        given = "; ".join(f"{entry.label} {number_text(numbers[entry.name])}" for entry in self.numbers)
        if isinstance(points, Mark):
            return Outcome(points, f"{given}; {self.text}")
        if not 0 <= points <= maximum:
            raise ValueError(f"{self.name} gives {points} of {maximum}")
        return Outcome(points, f"{given}; {self.text}; được {points_text(points)}")

    def describe(self, *, maximum: Fraction) -> str:
        """Say the text of the rule."""
        return f"{self.text}; tối đa {points_text(maximum)}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find a function that is not registered."""
        return () if self.name in FUNCTIONS else (f"không có hàm “{self.name}”",)

    @property
    def text(self) -> str:
        """The first paragraph of the docstring, without its full stop."""
        paragraph = (inspect.getdoc(FUNCTIONS[self.name]) or "").split("\n\n")[0]
        return " ".join(paragraph.split()).rstrip(".")
