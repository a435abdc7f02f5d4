"""One calculation for each kind of rule, on the columns of one item: exact, in 64-bit integers.

The values of an item are integers over one common denominator. A kernel says up to which integer none of its
intermediate results can overflow; units beyond that are scored by the readable evaluator.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from parindex.analytics.scoring.arrays import SAFE, Flags, Integers
from parindex.analytics.scoring.rounding import divide
from parindex.domain.scoring.rounding import Mode

NEVER: Final = -1
"""The limit where not even the factors fit into 64 bits: no value is within it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Points in units of the scale; `is_zero` marks rows that have nothing to divide by and no points of their own."""

    units: Integers
    is_zero: Flags | None = None


class Kernel(ABC):
    """Scores all units on one item."""

    __slots__ = ()

    @abstractmethod
    def limit(self, denominator: int) -> int:
        """Return the greatest integer among the values that cannot overflow."""

    @abstractmethod
    def score(self, values: Integers, denominator: int) -> Scored:
        """Score values of shape (inputs, units), none negative; an unknown value is 0 and its result is not used."""

    def bounds(self, values: Integers, denominator: int) -> tuple[Integers, Integers] | None:
        """Return lowest and highest points while an input is unknown; None when no known input changes them."""
        return None


@dataclass(frozen=True, slots=True)
class Nothing(Kernel):
    """Items without inputs: nothing can be known about them."""

    def limit(self, denominator: int) -> int:
        """No value is used."""
        return SAFE

    def score(self, values: Integers, denominator: int) -> Scored:
        """Say of every unit that there is nothing."""
        units = values.shape[1]
        return Scored(np.zeros(units, dtype=np.int64), np.ones(units, dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class Lookup(Kernel):
    """The points of each choice; the value is the position of the choice."""

    units: Integers

    def limit(self, denominator: int) -> int:
        """Return the last choice."""
        return len(self.units) - 1

    def score(self, values: Integers, denominator: int) -> Scored:
        """Take the points of the choice."""
        return Scored(self.units[values[0]])


@dataclass(frozen=True, slots=True)
class Step:
    """The points from a threshold on, or only above it."""

    threshold: Fraction
    is_above: bool
    units: int


@dataclass(frozen=True, slots=True)
class NumberBands(Kernel):
    """Bands of one number; the first that holds counts, `otherwise` when none does."""

    steps: tuple[Step, ...]
    otherwise: int

    def limit(self, denominator: int) -> int:
        """Nothing is multiplied."""
        return SAFE

    def score(self, values: Integers, denominator: int) -> Scored:
        """Compare with the least integer that each band holds."""
        units = np.full(values.shape[1], self.otherwise, dtype=np.int64)
        for step in reversed(self.steps):
            np.copyto(units, step.units, where=values[0] >= _least(step, denominator))
        return Scored(units)


@dataclass(frozen=True, slots=True)
class RatioBands(Kernel):
    """Bands of the first number over the second: a/b >= n/d is a x d >= n x b, as b is positive."""

    steps: tuple[Step, ...]
    otherwise: int

    def limit(self, denominator: int) -> int:
        """Both are multiplied by the parts of a threshold."""
        parts = [part for step in self.steps for part in step.threshold.as_integer_ratio()]
        return _usable(SAFE // max([1, *map(abs, parts)]))

    def score(self, values: Integers, denominator: int) -> Scored:
        """Compare without dividing."""
        numerator, whole = values
        units = np.full(values.shape[1], self.otherwise, dtype=np.int64)
        for step in reversed(self.steps):
            part, of = step.threshold.as_integer_ratio()
            left, right = _times(numerator, of), _times(whole, part)
            np.copyto(units, step.units, where=left > right if step.is_above else left >= right)
        return Scored(units, whole == 0)


@dataclass(frozen=True, slots=True)
class Scaled(Kernel):
    """One number times a factor, at most `most`, nothing below a floor; the factor gives units of the scale."""

    factor: Fraction
    most: int | None
    floor: Fraction
    mode: Mode

    def limit(self, denominator: int) -> int:
        """Twice the product and the denominator must fit."""
        factor = self.factor / denominator
        return _usable((SAFE // 2 - factor.denominator) // max(factor.numerator, 1))

    def score(self, values: Integers, denominator: int) -> Scored:
        """Multiply, round, cut."""
        factor = self.factor / denominator
        units = divide(values[0] * factor.numerator, factor.denominator, mode=self.mode)
        if self.most is not None:
            units = np.minimum(units, self.most)
        if self.floor > 0:
            floor = _least(Step(self.floor, is_above=False, units=0), denominator)
            units = np.where(values[0] < floor, 0, units)
        return Scored(units)


Parts = Callable[[Integers], tuple[Integers, Integers]]


@dataclass(frozen=True, slots=True)
class Share(Kernel):
    """A ratio times a factor, at most `most`, nothing below a floor.

    `parts` makes numerator and denominator of the values; neither exceeds `growth` times the greatest value.
    """

    parts: Parts
    growth: int
    factor: Fraction
    most: int
    floor: Fraction
    mode: Mode

    def limit(self, denominator: int) -> int:
        """Twice the numerator and the denominator together must fit, also when compared with the floor."""
        factors = [sum(value.as_integer_ratio()) for value in (self.factor, self.floor)]
        return _usable(SAFE // (2 * self.growth * max(factors)))

    def score(self, values: Integers, denominator: int) -> Scored:
        """Multiply, divide once, cut."""
        part, whole = self.parts(values)
        is_zero = whole == 0
        times, over = self.factor.as_integer_ratio()
        units = divide(_times(part, times), _times(np.maximum(whole, 1), over), mode=self.mode)
        np.minimum(units, self.most, out=units)
        if self.floor > 0:
            lower, of = self.floor.as_integer_ratio()
            np.copyto(units, 0, where=_times(part, of) < _times(whole, lower))
        return Scored(units, is_zero)


@dataclass(frozen=True, slots=True)
class Tally(Kernel):
    """Counts times their worth, each kind at most its limit; earned up to the maximum or taken from it.

    Worths, limits and the maximum are in points.
    """

    worths: tuple[Fraction, ...]
    limits: tuple[Fraction | None, ...]
    maximum: Fraction
    scale: int
    mode: Mode
    is_earned: bool

    def limit(self, denominator: int) -> int:
        """The sum before it is cut must fit, and the maximum when it is rounded."""
        common = self._common(denominator)
        factor = Fraction(self.scale, common)
        if 2 * (self.maximum * common * factor.numerator + factor.denominator) > SAFE:
            return NEVER
        return _usable(int(SAFE // max(1, sum(worth * common for worth in self.worths) // denominator)))

    def score(self, values: Integers, denominator: int) -> Scored:
        """Add up and cut."""
        amount = self._amount(values, denominator)
        return Scored(self._units(amount if self.is_earned else self._most(denominator) - amount, denominator))

    def bounds(self, values: Integers, denominator: int) -> tuple[Integers, Integers]:
        """What is earned already stays, what is lost already stays lost."""
        known = self.score(values, denominator).units
        if not self.is_earned:
            return np.zeros_like(known), known
        most = np.array([self._most(denominator)], dtype=np.int64)
        return known, np.broadcast_to(self._units(most, denominator), known.shape)

    def _common(self, denominator: int) -> int:
        """Return the denominator in which values, worths, limits and the maximum are all whole."""
        fractions = [*self.worths, *(limit for limit in self.limits if limit is not None), self.maximum]
        return denominator * math.lcm(*(fraction.denominator for fraction in fractions))

    def _most(self, denominator: int) -> int:
        return int(self.maximum * self._common(denominator))

    def _amount(self, values: Integers, denominator: int) -> Integers:
        common = self._common(denominator)
        total = np.zeros(values.shape[1], dtype=np.int64)
        for counts, worth, limit in zip(values, self.worths, self.limits, strict=True):
            amount = counts * int(worth * common // denominator)
            total += amount if limit is None else np.minimum(amount, min(int(limit * common), SAFE))
        return np.minimum(total, self._most(denominator), out=total)

    def _units(self, amount: Integers, denominator: int) -> Integers:
        factor = Fraction(self.scale, self._common(denominator))
        return divide(_times(amount, factor.numerator), factor.denominator, mode=self.mode)


def _least(step: Step, denominator: int) -> int:
    """Return the least integer over the denominator that reaches a step, within what can be compared."""
    part, of = (step.threshold * denominator).as_integer_ratio()
    least = part // of + 1 if step.is_above else -(-part // of)
    return min(max(least, 0), SAFE + 1)


def _usable(limit: int) -> int:
    """Refuse a limit so low that even the factors may not fit."""
    return limit if limit > 0 else NEVER


def _times(values: Integers, factor: int) -> Integers:
    return values if factor == 1 else values * factor
