"""Indicators over columns: what each entry adds, and the tally of each unit; exact, whatever the amounts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parindex.analytics.registers.columns import EMPTY, Entries, Flags, Integers
from parindex.analytics.registers.verdicts import UNKNOWN, YES, judge
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.indicators import Standing, Tally
from parindex.domain.registers.model import By, Grouping, Indicator, Part, Take, Window

Whole = npt.NDArray[Any]
"""Exact integers: of 64 bits where every sum of them fits, else of Python."""
_SAFE: Final = 2**62
_UNDATED: Final = 0


@dataclass(frozen=True, slots=True)
class _Side:
    """What entries add to one side of the line: `amounts` over `scale`, or nothing known."""

    amounts: Whole
    unknown: Flags
    scale: int = 1

    def take(self, at: Integers | Flags) -> _Side:
        return _Side(self.amounts[at], self.unknown[at], self.scale)


@dataclass(frozen=True, slots=True)
class _Standings:
    """What entries, or groups of them, add; `at` are the places of the entries that stand for them."""

    at: Integers
    above: _Side
    below: _Side

    @property
    def counted(self) -> Flags:
        """Tell which stand in the figure, or might."""
        found: Flags = self.below.unknown | (self.below.amounts > 0) | self.above.unknown | (self.above.amounts > 0)
        return found


def tallies(indicator: Indicator, entries: Entries, period: Period | None) -> dict[int, Tally]:
    """Count the entries of each unit in a period; every unit with an entry has a tally."""
    units, codes = np.unique(_holders(indicator, entries), return_inverse=True)
    placed, undated = _placed(indicator, entries, period)
    found = _standings(indicator, entries, placed, codes)
    holder, size = codes[found.at], len(units)
    is_sure = ~found.below.unknown
    is_known = is_sure & ~found.above.unknown
    columns = (
        _sums(found.above, holder, is_known, size),
        _sums(found.below, holder, is_sure, size),
        np.bincount(holder[found.counted], minlength=size).tolist(),
        np.bincount(holder[is_sure & found.above.unknown], minlength=size).tolist(),
        np.bincount(holder[~is_sure], minlength=size).tolist(),
        np.bincount(codes[undated], minlength=size).tolist(),
    )
    return {unit: Tally(*row) for unit, row in zip(units.tolist(), zip(*columns, strict=True), strict=True)}


def standings(
    indicator: Indicator, entries: Entries, period: Period | None, *, holders: Collection[int], most: int
) -> tuple[list[Standing], int]:
    """Return what entries of some units add, as many as asked for, and how many there are that count."""
    units, codes = np.unique(_holders(indicator, entries), return_inverse=True)
    asked = np.isin(units, list(holders))[codes]
    placed, _ = _placed(indicator, entries, period)
    found = _standings(indicator, entries, placed & asked, codes)
    at = np.flatnonzero(found.counted)
    shown = at[np.argsort(found.at[at], kind="stable")][:most]
    above, below = found.above.take(shown), found.below.take(shown)
    keys = entries.keys[found.at[shown]].tolist()
    return [
        Standing(key, *sides) for key, sides in zip(keys, zip(_told(above), _told(below), strict=True), strict=True)
    ], len(at)


def _told(side: _Side) -> list[Fraction | None]:
    pairs = zip(side.amounts.tolist(), side.unknown.tolist(), strict=True)
    return [None if is_unknown else Fraction(int(amount), side.scale) for amount, is_unknown in pairs]


def _holders(indicator: Indicator, entries: Entries) -> Integers:
    """Return whose figure each entry is."""
    return entries.subjects if indicator.by is By.SUBJECT else entries.owners


def _placed(indicator: Indicator, entries: Entries, period: Period | None) -> tuple[Flags, Flags]:
    """Tell which entries belong to a period, and which no period can claim for want of a day."""
    if not indicator.date or period is None:
        return np.ones(len(entries), dtype=np.bool_), np.zeros(len(entries), dtype=np.bool_)
    days = entries.fields[indicator.date].days(none=_UNDATED)
    undated = days == _UNDATED
    belongs = (days < period.end.toordinal()) & ~undated
    if indicator.window is not Window.UNTIL:
        belongs &= days >= period.start.toordinal()
    return belongs, undated


def _standings(indicator: Indicator, entries: Entries, placed: Flags, holder: Integers) -> _Standings:
    above, below = _sides(indicator, entries)
    at = np.flatnonzero(placed)
    if indicator.per is None:
        return _Standings(at, above.take(at), below.take(at))
    groups = _groups(indicator.per, entries, at, holder)
    if indicator.per.take is Take.LATEST:
        chosen = _latest(indicator, entries, at, groups)
        return _Standings(chosen, above.take(chosen), below.take(chosen))
    return _every(indicator, at, groups, above, below)


def _sides(indicator: Indicator, entries: Entries) -> tuple[_Side, _Side]:
    above = _amounts(indicator.above, entries)
    if indicator.below is None:
        size = len(entries)
        return above, _Side(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_))
    below = _amounts(indicator.below, entries)
    if indicator.below.sum:
        return above, below
    # What is not below the line is not above it either, whatever is unknown of it.
    outside = (below.amounts == 0) & ~below.unknown
    return _Side(np.where(outside, 0, above.amounts), above.unknown & ~outside, above.scale), below


def _amounts(part: Part, entries: Entries) -> _Side:
    """Return what each entry adds to one side: 1 or its amount when the conditions hold, else 0."""
    told = judge(part.where, entries)
    if not part.sum:
        return _Side((told == YES).astype(np.int64), told == UNKNOWN)
    column = entries.fields[part.sum]
    exact = [Fraction(level) for level in column.levels if not isinstance(level, str | date)]
    scale = lcm(*(amount.denominator for amount in exact))
    whole = [int(amount * scale) for amount in exact]
    most = max((abs(amount) for amount in whole), default=0)
    table = np.array([*whole, 0], dtype=np.int64 if most * (len(entries) + 1) < _SAFE else object)
    unknown = (told == UNKNOWN) | ((told == YES) & (column.codes == EMPTY))
    return _Side(np.where((told == YES) & ~unknown, table[column.codes], 0), unknown, scale)


def _groups(per: Grouping, entries: Entries, at: Integers, holder: Integers) -> Integers:
    """Number the groups: entries of one unit with one value; an entry without the value is a group of its own."""
    codes = entries.fields[per.field].codes[at]
    width = len(entries.fields[per.field].levels) + len(entries)
    alone = len(entries.fields[per.field].levels) + at
    return holder[at] * width + np.where(codes == EMPTY, alone, codes)


def _latest(indicator: Indicator, entries: Entries, at: Integers, groups: Integers) -> Integers:
    """Return the place of the latest entry of each group; of one day the one that was written last."""
    days = entries.fields[indicator.date].days(none=date.min.toordinal())[at]
    order = np.lexsort((entries.keys[at], days, groups))
    sorted_groups = groups[order]
    is_last = np.append(sorted_groups[1:] != sorted_groups[:-1], True)[: len(order)]
    chosen: Integers = at[order[is_last]]
    return chosen


def _every(indicator: Indicator, at: Integers, groups: Integers, above: _Side, below: _Side) -> _Standings:
    """Let each group count as one: in a share when all of its entries do, in a plain count when any does."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    grouped = _Grouped(at[order], starts)
    one, two = above.take(grouped.at), below.take(grouped.at)
    return _any_of(grouped, one) if indicator.below is None else _all_of(grouped, one, two)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Entries in the order of their groups, and where each group starts."""

    at: Integers
    starts: Integers

    def any(self, flags: Flags) -> Flags:
        """Tell of each group whether one of its entries is flagged."""
        told: Flags = self._count(flags) > 0
        return told

    def all(self, flags: Flags) -> Flags:
        """Tell of each group whether all of its entries are flagged."""
        told: Flags = self._count(~flags) == 0
        return told

    def first(self, *flags: Flags) -> Integers:
        """Return the place of the first entry of each group with the first flag that one has, else its first."""
        chosen = self.starts
        for flag in reversed(flags):
            places = np.where(flag, np.arange(len(self.at)), len(self.at))
            found = np.minimum.reduceat(places, self.starts) if len(self.starts) else self.starts
            chosen = np.where(found < len(self.at), found, chosen)
        return self.at[chosen]

    def _count(self, flags: Flags) -> Integers:
        counted: Integers = (
            np.add.reduceat(flags.astype(np.int64), self.starts) if len(self.starts) else np.zeros(0, dtype=np.int64)
        )
        return counted


def _any_of(grouped: _Grouped, above: _Side) -> _Standings:
    sure, doubtful = (above.amounts > 0) & ~above.unknown, above.unknown
    has_sure = grouped.any(sure)
    nothing = np.zeros(len(has_sure), dtype=np.int64)
    return _Standings(
        grouped.first(sure, doubtful),
        _Side(has_sure.astype(np.int64), ~has_sure & grouped.any(doubtful)),
        _Side(nothing, nothing.astype(np.bool_)),
    )


def _all_of(grouped: _Grouped, above: _Side, below: _Side) -> _Standings:
    """Count a group above the line when each of its counted entries is there; one that fails for sure settles it."""
    counted = below.unknown | (below.amounts > 0)
    sure = counted & ~below.unknown
    failing = sure & ~above.unknown & (above.amounts == 0)
    has_counted, has_sure, has_failed = grouped.any(counted), grouped.any(sure), grouped.any(failing)
    is_known = grouped.all(~counted | (sure & ~above.unknown))
    return _Standings(
        grouped.first(failing, counted),
        _Side(
            (has_counted & ~has_failed & is_known).astype(np.int64),
            has_counted & ~has_failed & ~is_known,
        ),
        _Side(has_sure.astype(np.int64), has_counted & ~has_sure),
    )


def _sums(side: _Side, holder: Integers, wanted: Flags, size: int) -> Sequence[Fraction]:
    """Add the known amounts of each unit, exactly."""
    amounts, owner = side.amounts[wanted], holder[wanted]
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    sums = np.add.reduceat(amounts[order], starts) if len(starts) else amounts
    found = dict(zip(owner[order][starts].tolist(), sums.tolist(), strict=True))
    return [Fraction(int(found.get(unit, 0)), side.scale) for unit in range(size)]
