"""Where a percentage comes from: two counts, or a number that somebody else has computed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.rule import ZERO_TEXTS, Mistake, Outcome, ZeroPolicy, at_zero, number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import number_text, percent_text

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator, as a percentage; without `may_exceed` it is at most 100."""

    numerator: str
    denominator: str
    when_zero: ZeroPolicy
    may_exceed: bool = False
    is_whole: bool = True

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The two counts."""
        return (
            NumberInput("numerator", self.numerator, is_whole=self.is_whole),
            NumberInput("denominator", self.denominator, is_whole=self.is_whole),
        )

    @property
    def name(self) -> str:
        """Name the percentage."""
        return f"tỷ lệ {self.numerator} trên {self.denominator}"

    @property
    def note(self) -> str:
        """Say what a denominator of zero means, to follow the rule's text."""
        return f"; {ZERO_TEXTS[self.when_zero]}"

    @property
    def growing(self) -> str:
        """The input that makes the percentage grow."""
        return "numerator"

    @property
    def most(self) -> Fraction | None:
        """The highest percentage there can be."""
        return None if self.may_exceed else HUNDRED

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """Refuse more than all."""
        if self.may_exceed or not {"numerator", "denominator"} <= set(answers):
            return ()
        part, whole = number(answers, "numerator"), number(answers, "denominator")
        if part <= whole:
            return ()
        return (Mistake("numerator", f"{self.numerator} ({number_text(part)}) nhiều hơn {number_text(whole)}."),)

    def at_zero(self, answers: Answers, *, maximum: Fraction) -> Outcome | None:
        """Return what the policy says when there is nothing to divide by."""
        if number(answers, "denominator") != 0:
            return None
        return at_zero(self.when_zero, what=self.denominator, maximum=maximum)

    def percent(self, answers: Answers) -> Fraction:
        """Return the exact percentage."""
        return number(answers, "numerator") * HUNDRED / number(answers, "denominator")

    def filled(self, answers: Answers) -> str:
        """Write the percentage with its numbers."""
        part, whole = (number_text(number(answers, name)) for name in ("numerator", "denominator"))
        return f"{self.name} là {part}/{whole} = {percent_text(self.percent(answers))}"


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage given as a number from 0 to `at_most`."""

    label: str
    at_most: Fraction = HUNDRED

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The one number."""
        return (NumberInput("percent", self.label, is_whole=False, maximum=self.at_most),)

    @property
    def name(self) -> str:
        """Name the percentage."""
        return self.label

    @property
    def note(self) -> str:
        """Nothing is divided, so nothing is to be said about zero."""
        return ""

    @property
    def growing(self) -> str:
        """The input that makes the percentage grow."""
        return "percent"

    @property
    def most(self) -> Fraction | None:
        """The highest percentage there can be."""
        return self.at_most

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """One number cannot contradict itself."""
        return ()

    def at_zero(self, answers: Answers, *, maximum: Fraction) -> Outcome | None:
        """Nothing is divided."""
        return None

    def percent(self, answers: Answers) -> Fraction:
        """Return the number given."""
        return number(answers, "percent")

    def filled(self, answers: Answers) -> str:
        """Write the percentage."""
        return f"{self.label} là {percent_text(self.percent(answers))}"


Measure = Ratio | Percentage
