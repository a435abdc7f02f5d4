"""Figures of dossiers as the actor may see them: counted in the store, kept while the store stays the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from parindex.analytics.bulk.store import Manifest, Store
from parindex.analytics.engine import Group, Key, PeriodOf, Query
from parindex.analytics.indicators import counts_of
from parindex.apps.dossiers import answers, stores
from parindex.apps.dossiers.selectors import Area
from parindex.definitions.dossiers.loader import load_indicators
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.costs import share_loss
from parindex.domain.dossiers.measures import Value

# A page asks a handful of questions; a few hundred answers are small beside one part.
_KEPT_ANSWERS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFilter:
    """Which dossiers are counted and how they are grouped; without a period all of them."""

    area: Area
    as_of: date
    period: Period | None = None
    period_of: PeriodOf = PeriodOf.RECEIVED

    def query(self, *by: Key) -> Query:
        """Return the question to the store."""
        return Query(
            by=by,
            as_of=self.as_of,
            period_of=self.period_of,
            start=self.period.start if self.period else None,
            end=self.period.end if self.period else None,
            units=self.area.slugs,
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What one procedure, desk or unit cost: its late dossiers and its share of the loss, in 1/10,000 point."""

    key: Value
    late: int
    share: int


def totals(asked: FigureFilter) -> Mapping[str, int]:
    """Return every count of the dossiers asked for, by code; zeros when there is none. Raises `NoDossiers`."""
    return total_of(rows(asked, by=Key.UNIT))


def total_of(found: Sequence[tuple[Value, Mapping[str, int]]]) -> dict[str, int]:
    """Add the counts of all rows up."""
    return {code: sum(counts[code] for _, counts in found) for code in (one.code for one in load_indicators().measures)}


def rows(asked: FigureFilter, *, by: Key) -> list[tuple[Value, Mapping[str, int]]]:
    """Return every count by the values of a key, ordered, unknown last. Raises `NoDossiers`."""
    return [(group.keys[0], counts_of(group, load_indicators())) for group in _count(asked.query(by))]


def years(area: Area, *, as_of: date) -> list[int]:
    """Return the years in which dossiers of an area were received, the latest first. Raises `NoDossiers`."""
    groups = _count(FigureFilter(area=area, as_of=as_of).query(Key.YEAR), only=("received",))
    return sorted((year for group in groups if isinstance(year := group.keys[0], int)), reverse=True)


def procedures(area: Area) -> tuple[str, ...]:
    """Return the codes of the procedures that have dossiers in an area. Raises `NoDossiers`."""
    # Which day the figures are of changes none of the codes, so that one answer is kept for all days.
    asked = FigureFilter(area=area, as_of=date(2000, 1, 1))
    return tuple(str(group.keys[0]) for group in _count(asked.query(Key.PROCEDURE), only=("received",)))


def costs(asked: FigureFilter, *, by: Key, loss: int) -> list[Cost]:
    """Share a loss (1/10,000 point) by late dossiers, the dearest first; the shares add up to it exactly."""
    late = {key: counts["late"] for key, counts in rows(asked, by=by) if counts["late"]}
    shares = share_loss(late, loss=loss)
    return sorted((Cost(key, late[key], shares[key]) for key in late), key=lambda one: (-one.late, str(one.key)))


def by_unit(*, slugs: tuple[str, ...], period: Period, as_of: date) -> dict[str, Mapping[str, int]]:
    """Return every count of some units by slug, for rooms that read figures of many units at once."""
    query = Query(by=(Key.UNIT,), as_of=as_of, start=period.start, end=period.end, units=slugs)
    return {str(group.keys[0]): counts_of(group, load_indicators()) for group in _count(query)}


def prepare(*, today: date) -> None:
    """Forget the answers of an older store and count what pages about everything open with."""
    answers.forget()
    _, manifest = stores.opened()
    as_of = min(date.fromisoformat(manifest.last_day), today) if manifest.last_day else today
    year = Period("", date(as_of.year, 1, 1), date(as_of.year + 1, 1, 1))
    whole = FigureFilter(area=Area({}, is_whole=True), as_of=as_of, period=year)
    years(whole.area, as_of=as_of)
    for key in (Key.UNIT, Key.PROCEDURE):
        rows(whole, by=key)


def _count(query: Query, *, only: tuple[str, ...] = ()) -> tuple[Group, ...]:
    store, manifest = stores.opened()
    return _kept(store.folder, manifest, query, only)


@lru_cache(maxsize=_KEPT_ANSWERS)
def _kept(folder: Path, manifest: Manifest, query: Query, only: tuple[str, ...]) -> tuple[Group, ...]:
    """Count once for each state of the store."""
    measures = tuple(one for one in load_indicators().measures if not only or one.code in only)
    return answers.answer(Store(folder), manifest, query, measures=measures)
