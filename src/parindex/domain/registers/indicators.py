"""Indicators of a register: exact counts that can be added up over units, and what they say; unknown stays unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parindex.domain.calendar.periods import Period
from parindex.domain.registers.conditions import Value, hold
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.model import Grouping, Indicator, Part, Take, Window

_ZERO, _ONE, _HUNDRED = Fraction(0), Fraction(1), Fraction(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one entry adds above and below the line; None is unknown. `key` is the entry's."""

    key: int
    above: Fraction | None
    below: Fraction | None

    @property
    def is_counted(self) -> bool:
        """Tell whether the entry stands in the figure, or might."""
        return self.below is None or self.below > 0 or self.above is None or self.above > 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of standings; two tallies of one indicator add up. `doubtful_*` count entries with something unknown.

    `undated` are entries that no period can claim, because the date that would place them is empty.
    """

    above: Fraction = _ZERO
    below: Fraction = _ZERO
    entries: int = 0
    doubtful_above: int = 0
    doubtful_below: int = 0
    undated: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add the figures of two sets of entries."""
        return Tally(
            self.above + other.above,
            self.below + other.below,
            self.entries + other.entries,
            self.doubtful_above + other.doubtful_above,
            self.doubtful_below + other.doubtful_below,
            self.undated + other.undated,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator says: an exact `value`, or the interval [low, high] it lies in, or that nothing arose.

    A sum with unknown amounts has neither; a count with unknown entries has an interval.
    """

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    has_arisen: bool
    tally: Tally


def standings(indicator: Indicator, entries: Iterable[EntryFacts], period: Period | None) -> tuple[list[Standing], int]:
    """Return what each entry of one unit adds in a period, and how many entries have no date to place them by."""
    placed: list[EntryFacts] = []
    undated = 0
    for entry in entries:
        place = _belongs(indicator, entry, period)
        if place is None:
            undated += 1
        elif place:
            placed.append(entry)
    if indicator.per is None:
        return [_standing(indicator, entry) for entry in placed], undated
    return _groups(indicator, indicator.per, placed), undated


def tally(indicator: Indicator, entries: Iterable[EntryFacts], period: Period | None) -> Tally:
    """Count the entries of one unit in a period."""
    found, undated = standings(indicator, entries, period)
    return add_up(found, undated=undated)


def add_up(found: Iterable[Standing], *, undated: int = 0) -> Tally:
    """Sum standings."""
    above = below = _ZERO
    entries = doubtful_above = doubtful_below = 0
    for one in found:
        entries += one.is_counted
        if one.below is None:
            doubtful_below += 1
            continue
        below += one.below
        if one.above is None:
            doubtful_above += 1
        else:
            above += one.above
    return Tally(above, below, entries, doubtful_above, doubtful_below, undated)


def evaluate(indicator: Indicator, counted: Tally) -> Figure:
    """Say what a tally means: nothing arisen is neither 0 nor 100, what hangs on unknown entries is an interval."""
    doubts = counted.doubtful_above + counted.doubtful_below
    if indicator.below is None:
        has_arisen = counted.entries > 0
        if not doubts:
            return Figure(counted.above, counted.above, counted.above, has_arisen, counted)
        if indicator.above.sum:
            return Figure(None, None, None, has_arisen, counted)
        return Figure(None, counted.above, counted.above + doubts, has_arisen, counted)
    if not doubts:
        value = _share(indicator, counted.above, counted.below)
        return Figure(value, value, value, value is not None, counted)
    if indicator.above.sum or indicator.below.sum:
        return Figure(None, None, None, True, counted)
    most = counted.below + counted.doubtful_below
    return Figure(
        None, _share(indicator, counted.above, most), _share(indicator, counted.above + doubts, most), True, counted
    )


def _share(indicator: Indicator, above: Fraction, below: Fraction) -> Fraction | None:
    if not below:
        return None
    return above / below * (_HUNDRED if indicator.is_percent else _ONE)


def _belongs(indicator: Indicator, entry: EntryFacts, period: Period | None) -> bool | None:
    """Tell whether an entry is of a period; None when its date is empty."""
    if not indicator.date or period is None:
        return True
    day = entry.values.get(indicator.date)
    if not isinstance(day, date):
        return None
    return day < period.end if indicator.window is Window.UNTIL else period.contains(day)


def _standing(indicator: Indicator, entry: EntryFacts) -> Standing:
    below = _amount(indicator.below, entry) if indicator.below is not None else _ONE
    if below is not None and not below and indicator.below is not None and not indicator.below.sum:
        return Standing(entry.key, _ZERO, _ZERO)
    above = _amount(indicator.above, entry)
    if indicator.below is None:
        return Standing(entry.key, above, _ZERO)
    return Standing(entry.key, above, below)


def _amount(part: Part, entry: EntryFacts) -> Fraction | None:
    """Return what an entry adds to one side: 1 or its amount when the conditions hold, else 0."""
    told = hold(part.where, entry)
    if told is False:
        return _ZERO
    if told is None:
        return None
    if not part.sum:
        return _ONE
    value: Value | None = entry.values.get(part.sum)
    return None if value is None or isinstance(value, str | date) else Fraction(value)


def _groups(indicator: Indicator, per: Grouping, placed: Sequence[EntryFacts]) -> list[Standing]:
    """Let the entries with one value of a field count as one; an entry without the value counts by itself."""
    groups: dict[Value, list[EntryFacts]] = defaultdict(list)
    alone: list[EntryFacts] = []
    for entry in placed:
        value = entry.values.get(per.field)
        (alone if value is None else groups[value]).append(entry)
    found = [_standing(indicator, entry) for entry in alone]
    if per.take is Take.LATEST:
        return found + [_standing(indicator, max(group, key=_recency(indicator))) for group in groups.values()]
    judge = _any if indicator.below is None else _every
    return found + [judge([_standing(indicator, entry) for entry in group]) for group in groups.values()]


def _recency(indicator: Indicator) -> Callable[[EntryFacts], tuple[date, int]]:
    def recency(entry: EntryFacts) -> tuple[date, int]:
        day = entry.values.get(indicator.date)
        return (day if isinstance(day, date) else date.min, entry.key)

    return recency


def _any(group: Sequence[Standing]) -> Standing:
    """Count a group once in a plain count, as soon as one of its entries counts; one doubt alone is a doubt."""
    sure = next((one for one in group if one.above is not None and one.above > 0), None)
    if sure is not None:
        return Standing(sure.key, _ONE, _ZERO)
    doubtful = next((one for one in group if one.above is None), None)
    return Standing(group[0].key, _ZERO, _ZERO) if doubtful is None else Standing(doubtful.key, None, _ZERO)


def _every(group: Sequence[Standing]) -> Standing:
    """Count a group once, above the line only when each of its counted entries is there; one doubt is a doubt."""
    counted = [one for one in group if one.below is None or one.below > 0]
    if not counted:
        return Standing(group[0].key, _ZERO, _ZERO)
    sure = [one for one in counted if one.below is not None]
    below = _ONE if sure else None
    # One that fails for sure settles the group, whatever is unknown of the others.
    failing = next((one for one in sure if one.above is not None and not one.above), None)
    if failing is not None:
        return Standing(failing.key, _ZERO, below)
    is_known = len(sure) == len(counted) and all(one.above is not None for one in sure)
    return Standing(counted[0].key, _ONE if is_known else None, below)
