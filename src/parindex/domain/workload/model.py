"""The monthly sheet of an official as values; its rules come from `definitions.workload`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Aspect(StrEnum):
    """What a product is judged by."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """A rule in words, where it is from, and whether it was compared with the official text."""

    text: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class SheetRules:
    """How a month becomes points: `weights` of the aspects sum to 1, `deduction` is lost for each fault or delay.

    `points` is what the results of work can earn, `common_points` what is judged outside of this sheet.
    """

    title: str
    valid_from: date
    points: Fraction
    common_points: Fraction
    weights: Mapping[Aspect, Fraction]
    deduction: Fraction
    sentences: tuple[RuleSentence, ...]

    @property
    def is_verified(self) -> bool:
        """Tell whether every rule was compared with the official text."""
        return all(sentence.is_verified for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Product:
    """One product that an official owes. `weight` converts it into standard products and is positive.

    `reported_on` is the day on which the official handed it in. `is_accepted` when the head took it; `faults` counts
    major faults, None when nobody has judged. `is_excused` when an objective cause of a delay was confirmed.
    """

    key: str
    weight: Fraction
    due_on: date | None
    reported_on: date | None = None
    is_accepted: bool = False
    faults: int | None = None
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of a value: it lies in [low, high]; both are the same when it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def is_exact(self) -> bool:
        """Tell whether the value is known."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Line:
    """One product with its share of each aspect, 0 to 1, and why."""

    product: Product
    values: Mapping[Aspect, Span]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month of one official: `values` 0 to 1 and `points` are None when nothing was owed."""

    lines: tuple[Line, ...]
    weight: Fraction
    values: Mapping[Aspect, Span] | None
    points: Span | None
