"""Which kernel computes a rule; None when only the readable evaluator can, as for data that the check would refuse."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import Final

import numpy as np

from parindex.analytics.scoring.arrays import Integers
from parindex.analytics.scoring.kernels import (
    Kernel,
    Lookup,
    Nothing,
    NumberBands,
    RatioBands,
    Scaled,
    Share,
    Step,
    Tally,
)
from parindex.analytics.scoring.twins import TWINS
from parindex.domain.scoring.bands import Band
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.functions import FUNCTIONS
from parindex.domain.scoring.measures import HUNDRED, Percentage, Ratio
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import Rule, ZeroPolicy
from parindex.domain.scoring.rules.all_or_nothing import NO, YES, AllOrNothing
from parindex.domain.scoring.rules.count_points import CountPoints
from parindex.domain.scoring.rules.deduct_per import DeductPer
from parindex.domain.scoring.rules.function import Function
from parindex.domain.scoring.rules.growth import Growth
from parindex.domain.scoring.rules.levels import Levels
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.rules.rank_band import RankBand
from parindex.domain.scoring.rules.ratio_bands import RatioBands as RatioBandsRule
from parindex.domain.scoring.rules.sum_of_children import SumOfChildren
from parindex.domain.scoring.rules.survey_scale import SurveyScale

ZERO: Final = Fraction(0)
MOST_COMMON: Final = 2**40
"""Weights over a greater common denominator are left to the readable evaluator."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an item is worth, not negative, and how its points are rounded."""

    maximum: Fraction
    rounding: Rounding

    @property
    def units(self) -> int:
        """The maximum in units of the scale."""
        return self.rounding.units(self.maximum)

    @property
    def exact_units(self) -> Fraction:
        """The maximum in units of the scale, before rounding."""
        return self.maximum * self.rounding.scale


@dataclass(frozen=True, slots=True)
class Plan:
    """How a rule is computed; `choices` holds the keys of a choice in the order of their positions."""

    kernel: Kernel
    when_zero: ZeroPolicy | None = None
    choices: tuple[str, ...] = ()


@singledispatch
def plan_of(rule: Rule, worth: Worth) -> Plan | None:
    """Return how a rule is computed on columns; None for a rule that the readable evaluator must score."""
    return None


@plan_of.register
def _manual(rule: Manual, worth: Worth) -> Plan | None:
    return Plan(Scaled(Fraction(worth.rounding.scale), None, ZERO, worth.rounding.mode))


@plan_of.register
def _all_or_nothing(rule: AllOrNothing, worth: Worth) -> Plan | None:
    return Plan(Lookup(np.array([worth.units, 0], dtype=np.int64)), choices=(YES, NO))


@plan_of.register
def _levels(rule: Levels, worth: Worth) -> Plan | None:
    points = {level.key: level.points for level in reversed(rule.levels)}
    units = np.array([worth.rounding.units(value) for value in points.values()], dtype=np.int64)
    return Plan(Lookup(units), choices=tuple(points))


@plan_of.register
def _ratio_bands(rule: RatioBandsRule, worth: Worth) -> Plan | None:
    if not _are_closed(rule.bands):
        return None
    if isinstance(rule.measure, Percentage):
        return Plan(NumberBands(_steps(rule.bands, worth), _last(rule.bands, worth)))
    steps = _steps(rule.bands, worth, over=HUNDRED)
    return Plan(RatioBands(steps, _last(rule.bands, worth)), when_zero=rule.measure.when_zero)


@plan_of.register
def _growth(rule: Growth, worth: Worth) -> Plan | None:
    """Compare this year over last year: grown by 10 % is 110 % of it."""
    if not _are_closed(rule.bands):
        return None
    steps = _steps(rule.bands, worth, plus=HUNDRED, over=HUNDRED)
    return Plan(RatioBands(steps, _last(rule.bands, worth)), when_zero=rule.when_zero)


@plan_of.register
def _proportional(rule: Proportional, worth: Worth) -> Plan | None:
    if rule.full_at <= 0:
        return None
    factor, mode = worth.exact_units / rule.full_at, worth.rounding.mode
    if isinstance(rule.measure, Ratio):
        floor = max(rule.zero_below / HUNDRED, ZERO)
        share = Share(_pair, 1, factor * HUNDRED, worth.units, floor, mode)
        return Plan(share, when_zero=rule.measure.when_zero)
    return Plan(Scaled(factor, worth.units, max(rule.zero_below, ZERO), mode))


@plan_of.register
def _count_points(rule: CountPoints, worth: Worth) -> Plan | None:
    return _tally(rule.counted, worth, is_earned=True)


@plan_of.register
def _deduct_per(rule: DeductPer, worth: Worth) -> Plan | None:
    return _tally(rule.counted, worth, is_earned=False)


@plan_of.register
def _survey_scale(rule: SurveyScale, worth: Worth) -> Plan | None:
    if any(not 0 <= answer.weight <= HUNDRED for answer in rule.answers):
        return None
    common = math.lcm(*(answer.weight.denominator for answer in rule.answers))
    if common > MOST_COMMON:
        return None
    weights = np.array([int(answer.weight * common) for answer in rule.answers], dtype=np.int64)
    growth = max(int(weights.sum()), len(weights), 1)

    def parts(values: Integers) -> tuple[Integers, Integers]:
        return weights @ values, values.sum(axis=0)

    factor = worth.exact_units / (common * HUNDRED)
    return Plan(Share(parts, growth, factor, worth.units, ZERO, worth.rounding.mode), when_zero=rule.when_zero)


@plan_of.register
def _rank_band(rule: RankBand, worth: Worth) -> Plan | None:
    """Turn the bands around: after rank 30 nothing, after rank 10 one point, else two."""
    lasts = [band.last for band in rule.bands[:-1] if band.last is not None]
    is_closed = len(lasts) == len(rule.bands) - 1 and rule.bands[-1].last is None
    if not is_closed or lasts != sorted(set(lasts)):
        return None
    units = [worth.rounding.units(band.points) for band in rule.bands]
    steps = [Step(Fraction(last), is_above=True, units=after) for last, after in zip(lasts, units[1:], strict=True)]
    return Plan(NumberBands(tuple(reversed(steps)), units[0]))


@plan_of.register
def _function(rule: Function, worth: Worth) -> Plan | None:
    function = FUNCTIONS.get(rule.name)
    twin = TWINS.get(function) if function is not None else None
    if twin is None:
        return None
    names = [entry.name for entry in rule.numbers]

    def parts(values: Integers) -> tuple[Integers, Integers]:
        return twin.share(dict(zip(names, values, strict=True)))

    share = Share(parts, twin.growth, worth.exact_units, worth.units, ZERO, worth.rounding.mode)
    return Plan(share, when_zero=twin.when_zero)


@plan_of.register
def _sum_of_children(rule: SumOfChildren, worth: Worth) -> Plan | None:
    return Plan(Nothing(), when_zero=ZeroPolicy.UNKNOWN)


def _are_closed(bands: tuple[Band, ...]) -> bool:
    """Tell whether only the last band has no threshold."""
    return bool(bands) and [band.threshold is None for band in bands] == [False] * (len(bands) - 1) + [True]


def _steps(
    bands: tuple[Band, ...], worth: Worth, *, plus: Fraction = ZERO, over: Fraction = Fraction(1)
) -> tuple[Step, ...]:
    return tuple(
        Step((band.threshold + plus) / over, band.is_above, worth.rounding.units(band.points))
        for band in bands
        if band.threshold is not None
    )


def _last(bands: tuple[Band, ...], worth: Worth) -> int:
    return worth.rounding.units(bands[-1].points)


def _pair(values: Integers) -> tuple[Integers, Integers]:
    return values[0], values[1]


def _tally(counted: tuple[Counted, ...], worth: Worth, *, is_earned: bool) -> Plan | None:
    if any(kind.each <= 0 or (kind.at_most is not None and kind.at_most < 0) for kind in counted):
        return None
    tally = Tally(
        worths=tuple(kind.each for kind in counted),
        limits=tuple(kind.at_most for kind in counted),
        maximum=worth.maximum,
        scale=worth.rounding.scale,
        mode=worth.rounding.mode,
        is_earned=is_earned,
    )
    return Plan(tally)
