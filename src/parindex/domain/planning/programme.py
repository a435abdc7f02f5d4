"""A programme of several years: in which years its work is done, and whether its goals are reached.

A programme names its years in its title ("giai đoạn 2021 - 2025"); its goals look as far as a later year
("định hướng đến năm 2030"). What a deadline does not say in years stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from parindex.domain.planning.model import Deadline, DeadlineKind, Target, TargetOp

_PERIOD: Final = re.compile(r"giai đoạn\s+(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
_EACH_YEAR: Final = frozenset(
    {
        DeadlineKind.RECURRING,
        DeadlineKind.RECURRING_DATE,
        DeadlineKind.RECURRING_DAY_OF_MONTH,
        DeadlineKind.CONTINUOUS,
        DeadlineKind.END_OF_ASSESSMENT_YEAR,
    }
)
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Period:
    """The years of a programme, both included."""

    first: int
    last: int

    @property
    def years(self) -> tuple[int, ...]:
        """Return every year, oldest first."""
        return tuple(range(self.first, self.last + 1))


@dataclass(frozen=True, slots=True)
class Work:
    """The years in which something is worked on, and those at whose end something is due; none when unknown."""

    years: tuple[int, ...]
    due: frozenset[int]

    @property
    def is_known(self) -> bool:
        """Tell whether the document says the years."""
        return bool(self.years)


class Attainment(StrEnum):
    """What a measured value says about a target."""

    REACHED = "reached"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


def read_period(title: str) -> Period | None:
    """Read the years of a programme from its title; None for a plan of one year."""
    found = _PERIOD.search(title)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    return Period(int(found[1]), int(found[2]))


def read_work(deadlines: Iterable[Deadline], *, period: Period) -> Work:
    """Return when an item is worked on, as far as its deadlines say it, within the years of the programme."""
    years: set[int] = set()
    due: set[int] = set()
    for deadline in deadlines:
        found = _years_of(deadline, period)
        years.update(found)
        # What goes on from a year, or recurs, owes something every year; the rest owes it in its last year.
        is_yearly = deadline.kind in _EACH_YEAR or deadline.kind is DeadlineKind.IN_YEAR_ONWARD
        due.update(found if is_yearly else found[-1:])
    inside = [year for year in sorted(years) if period.first <= year <= period.last]
    return Work(tuple(inside), frozenset(due).intersection(inside))


def _years_of(deadline: Deadline, period: Period) -> tuple[int, ...]:
    if deadline.kind in _EACH_YEAR:
        return period.years
    year = deadline.date_.year if deadline.date_ is not None else deadline.year
    if year is None:
        return ()
    if deadline.kind is DeadlineKind.YEAR_RANGE and deadline.year_to is not None:
        return tuple(range(year, deadline.year_to + 1))
    if deadline.kind is DeadlineKind.BY_YEAR:
        return tuple(range(period.first, year + 1))
    if deadline.kind is DeadlineKind.IN_YEAR_ONWARD:
        return tuple(range(year, period.last + 1))
    return (year,)


def milestone(deadlines: Iterable[Deadline]) -> int | None:
    """Return the year by which a goal is to be reached; None where the document says none."""
    years = [year for deadline in deadlines for year in (deadline.year_to, deadline.year) if year is not None]
    return max(years, default=None)


def attain(target: Target, *, measured: Decimal) -> Attainment:
    """Tell whether a measured value, in the unit of the target, reaches it.

    A bare percentage ("80% hồ sơ …") is the least that is wanted, every other bare number is wanted exactly. A target
    against a baseline that the document does not print stays unknown.
    """
    low, high = _bounds(target)
    if low is None and high is None:
        return Attainment.UNKNOWN
    is_open = target.op in (TargetOp.GT, TargetOp.LT, TargetOp.INCREASE, TargetOp.DECREASE)
    is_in = (low is None or (measured > low if is_open else measured >= low)) and (
        high is None or (measured < high if is_open else measured <= high)
    )
    return Attainment.REACHED if is_in else Attainment.NOT_YET


def _bounds(target: Target) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that reach a target; both None when it cannot be told."""
    value, base = target.value, target.baseline
    if target.op in (TargetOp.GE, TargetOp.GT):
        return value, None
    if target.op in (TargetOp.LE, TargetOp.LT):
        return None, value
    if target.op is TargetOp.BETWEEN:
        return value, target.value2
    if target.op is TargetOp.EQ:
        is_share = target.unit == "%" and value is not None and 0 < value <= _HUNDRED
        return value, None if is_share else value
    if target.op in (TargetOp.INCREASE, TargetOp.GE_BASELINE):
        return base, None
    if target.op is TargetOp.DECREASE:
        return None, base
    if target.op is TargetOp.INCREASE_GE:
        return target.derived_absolute, None
    return None, target.derived_absolute if target.op is TargetOp.DECREASE_GE else None
