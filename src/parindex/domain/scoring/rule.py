"""What every shape of rule can do; a shape is one module of `rules`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.values import Answers, Input, Mark
from parindex.domain.scoring.wording import points_text


class ZeroPolicy(StrEnum):
    """What a zero denominator means; every rule that divides declares it."""

    FULL = "full"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


ZERO_TEXTS = {
    ZeroPolicy.FULL: "không phát sinh thì được điểm tối đa",
    ZeroPolicy.NONE: "không phát sinh thì được 0 điểm",
    ZeroPolicy.NOT_APPLICABLE: "không phát sinh thì không áp dụng",
    ZeroPolicy.UNKNOWN: "không phát sinh thì chưa chấm",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exact points, or the mark that stands in their place, and why: a clause without a full stop."""

    points: Fraction | Mark
    reason: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """Inputs that contradict each other; `input_name` is the one to correct."""

    input_name: str
    message: str


class Rule(ABC):
    """A shape filled with data; `maximum` is always the item's maximum, in points."""

    __slots__ = ()
    shape: ClassVar[str]

    @property
    @abstractmethod
    def inputs(self) -> tuple[Input, ...]:
        """The inputs that the rule needs."""

    @abstractmethod
    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give the exact points when every input is known."""

    @abstractmethod
    def describe(self, *, maximum: Fraction) -> str:
        """Say the rule as one Vietnamese clause, without inputs and without a full stop."""

    def bounds(self, answers: Answers, *, maximum: Fraction) -> tuple[Fraction, Fraction]:
        """Give the lowest and highest points that are still possible while an input is unknown."""
        return Fraction(0), maximum

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """Find known inputs that contradict each other."""
        return ()

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find, in Vietnamese, what is wrong with the data of the rule itself."""
        return ()

    @property
    def trends(self) -> Mapping[str, int]:
        """Say of which inputs more never gives fewer points (1) or never more points (-1), all others equal."""
        return {}


def number(answers: Answers, name: str) -> Fraction:
    """Return a known number; raises TypeError when the input is not one, which the reader of inputs prevents."""
    value = answers[name]
    if not isinstance(value, Fraction):
        raise TypeError(f"input {name} is not a number")
    return value


def at_zero(policy: ZeroPolicy, *, what: str, maximum: Fraction) -> Outcome:
    """Apply the declared policy to a denominator of zero; `what` names the denominator."""
    points: dict[ZeroPolicy, Fraction | Mark] = {
        ZeroPolicy.FULL: maximum,
        ZeroPolicy.NONE: Fraction(0),
        ZeroPolicy.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
        ZeroPolicy.UNKNOWN: Mark.UNKNOWN,
    }
    return Outcome(points[policy], f"{what} là 0, {ZERO_TEXTS[policy]}")


def above_maximum(points: Fraction, *, maximum: Fraction, what: str) -> tuple[str, ...]:
    """Say that the data of a rule gives points outside of 0 and the maximum."""
    if 0 <= points <= maximum:
        return ()
    return (f"{what}: {points_text(points)} nằm ngoài khoảng từ 0 đến {points_text(maximum)}",)
