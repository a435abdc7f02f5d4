"""A unit's results through the years, and how far the next rank is. A change of catalogue breaks every comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_HUNDRED = Fraction(100)


class Link(StrEnum):
    """Whether a year may be compared with the one before it."""

    FIRST = "first"
    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class YearResult:
    """One year of one unit; `catalogue` identifies the text it was scored by, "" when that is not known.

    `index` is a percentage, `rank_of` how many units were ranked; what is not known is None.
    """

    year: int
    index: Fraction | None
    rank: int | None = None
    rank_of: int | None = None
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A year with what it may be compared with; changes are None across a break or when a side is not known.

    `index_change` is in percentage points; `rank_change` is positive when the unit rose.
    """

    result: YearResult
    link: Link
    index_change: Fraction | None = None
    rank_change: int | None = None


def trend(results: Iterable[YearResult]) -> tuple[Step, ...]:
    """Return the years in their order; a missing year between two does not hide a change of catalogue."""
    steps: list[Step] = []
    before: YearResult | None = None
    for result in sorted(results, key=lambda one: one.year):
        link = _link(before, result)
        if before is None or link is not Link.SAME:
            steps.append(Step(result, link))
        else:
            steps.append(Step(result, link, _change(before.index, result.index), _rise(before.rank, result.rank)))
        before = result
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Place:
    """A ranked unit: exact points and applicable maximum."""

    unit: str
    points: Fraction
    maximum: Fraction
    rank: int

    @property
    def index(self) -> Fraction:
        """Return the exact percentage."""
        return _HUNDRED * self.points / self.maximum


@dataclass(frozen=True, slots=True)
class Distance:
    """What separates a unit from the nearest rank above: `points` of its own maximum that draw level with `unit`."""

    unit: str
    rank: int
    points: Fraction


def next_rank(own: Place, others: Sequence[Place]) -> Distance | None:
    """Return the nearest unit with a better rank; None for the first. Ties above count once, the first by name."""
    above = [place for place in others if place.rank < own.rank]
    if not above:
        return None
    nearest = min(above, key=lambda place: (-place.rank, place.unit))
    return Distance(nearest.unit, nearest.rank, max(nearest.index * own.maximum / _HUNDRED - own.points, Fraction(0)))


def _link(before: YearResult | None, result: YearResult) -> Link:
    if before is None:
        return Link.FIRST
    if not before.catalogue or not result.catalogue:
        return Link.UNKNOWN
    return Link.SAME if before.catalogue == result.catalogue else Link.CHANGED


def _change(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    return None if before is None or after is None else after - before


def _rise(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after
