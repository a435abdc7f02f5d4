"""A unit beside its group through the years, from published and imported lines; what nobody printed is not made up.

A mean over the few provinces that a newspaper names is no mean of the country: it is only computed from a whole group,
else it is the one that a source states, else it is not known.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

_AVERAGES: Final = ("trung bình", "bình quân")
_REGION: Final = "vùng "


class MeanKind(StrEnum):
    """Where the mean of a group comes from."""

    UNKNOWN = "unknown"
    COMPUTED = "computed"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One line of a year: a unit, or a mean that its source states. The index is in percent, None while not known.

    `unit` tells units apart, since several may bear the same `name`; without a name it is the name.
    """

    year: int
    unit: str
    index: Fraction | None
    rank: int | None = None
    rank_of: int | None = None
    catalogue: str = ""
    source: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """Return the name for people."""
        return self.name or self.unit


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit in one year; `contradicting` are the values of sources that do not agree, when the index is not known."""

    index: Fraction | None
    rank: int | None
    contradicting: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupYear:
    """One year: the unit, the mean and the best of its group, and where that is printed."""

    year: int
    own: Mark
    rank_of: int | None
    mean: Fraction | None
    mean_kind: MeanKind
    best: Fraction | None
    best_units: tuple[str, ...]
    known_count: int
    catalogue: str
    sources: tuple[str, ...]


def is_aggregate(name: str) -> bool:
    """Tell whether a line stands for many units: a mean, or a region."""
    return _plain(name).startswith((*_AVERAGES, _REGION))


def _is_average(name: str) -> bool:
    return _plain(name).startswith(_AVERAGES)


def _plain(name: str) -> str:
    """Return a name for comparison; its marks stay, since Vũng Tàu is no Vùng."""
    return unicodedata.normalize("NFC", name).casefold()


def follow(unit: str, lines: Iterable[GroupLine]) -> tuple[GroupYear, ...]:
    """Return the years in which anything is known of a unit, in their order, each beside its group of that year."""
    years: dict[int, list[GroupLine]] = defaultdict(list)
    for line in lines:
        years[line.year].append(line)
    found = (_year(unit, year, years[year]) for year in sorted(years))
    return tuple(year for year in found if _is_known(year.own))


def _is_known(mark: Mark) -> bool:
    return mark.index is not None or mark.rank is not None or bool(mark.contradicting)


def _year(unit: str, year: int, lines: Sequence[GroupLine]) -> GroupYear:
    own = [line for line in lines if line.unit == unit]
    stated = _agreed([line.index for line in lines if _is_average(line.label)])
    by_unit: dict[str, list[GroupLine]] = defaultdict(list)
    for line in lines:
        if not is_aggregate(line.label):
            by_unit[line.unit].append(line)
    marks = {name: _mark(rows) for name, rows in by_unit.items()}
    known = {name: mark.index for name, mark in marks.items() if mark.index is not None}
    rank_of = max((line.rank_of for line in lines if line.rank_of), default=None)
    is_whole = rank_of is not None and len(known) >= rank_of
    mean, kind = stated, MeanKind.STATED
    if stated is None:
        mean = sum(known.values(), Fraction(0)) / len(known) if is_whole else None
        kind = MeanKind.COMPUTED if is_whole else MeanKind.UNKNOWN
    firsts = tuple(name for name, mark in marks.items() if mark.rank == 1 and name in known)
    best = known[firsts[0]] if firsts else None
    if best is None and is_whole:
        best = max(known.values())
        firsts = tuple(name for name, index in known.items() if index == best)
    return GroupYear(
        year=year,
        own=_mark(own),
        rank_of=rank_of,
        mean=mean,
        mean_kind=kind,
        best=best,
        best_units=tuple(by_unit[unit][0].label for unit in firsts),
        known_count=len(known),
        catalogue=_catalogue(own, lines),
        sources=tuple(dict.fromkeys(line.source for line in own if line.source)),
    )


def _mark(rows: Sequence[GroupLine]) -> Mark:
    indexes = sorted({row.index for row in rows if row.index is not None})
    ranks = {row.rank for row in rows if row.rank is not None}
    rank = next(iter(ranks)) if len(ranks) == 1 else None
    if len(indexes) > 1:
        return Mark(None, rank, tuple(indexes))
    return Mark(indexes[0] if indexes else None, rank)


def _agreed(values: Iterable[Fraction | None]) -> Fraction | None:
    found = {value for value in values if value is not None}
    return next(iter(found)) if len(found) == 1 else None


def _catalogue(own: Sequence[GroupLine], lines: Sequence[GroupLine]) -> str:
    """Return the catalogue of a year: that of the unit's own line, else the one that all lines agree on."""
    named = {line.catalogue for line in own if line.catalogue} or {line.catalogue for line in lines if line.catalogue}
    return next(iter(named)) if len(named) == 1 else ""
