"""The readable engine: one dossier at a time, the oracle for the bulk engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from parindex.analytics.engine import Group, Key, PeriodOf, Query
from parindex.analytics.facts import facts_of, month_of, week_of
from parindex.domain.dossiers.clock import Clock
from parindex.domain.dossiers.measures import Measure, Value
from parindex.domain.dossiers.model import Dossier


class ReferenceEngine:
    """Counts dossiers in memory."""

    def __init__(self, dossiers: Iterable[Dossier], *, clock: Clock, measures: tuple[Measure, ...]) -> None:
        """Read the clock of every dossier once."""
        self._facts = [facts_of(dossier, clock.read(dossier)) for dossier in dossiers]
        self._measures = measures

    def count(self, query: Query) -> Iterator[Group]:
        """Yield the groups that have dossiers, ordered by their keys, unknown last."""
        groups: dict[tuple[Value, ...], list[int]] = defaultdict(lambda: [0] * len(self._measures))
        for facts in self._facts:
            day = facts[query.period_of.column]
            is_asked = query.units is None or facts["unit"] in query.units
            if is_asked and isinstance(day, date | None) and _is_inside(day, query):
                counts = groups[tuple(_key_of(facts, key, query.period_of) for key in query.by)]
                for number, measure in enumerate(self._measures):
                    counts[number] += measure.counts(facts, as_of=query.as_of)
        for keys in sorted(groups, key=lambda keys: [(key is None, key) for key in keys]):
            yield Group(keys, tuple(groups[keys]))


def _is_inside(day: date | None, query: Query) -> bool:
    if query.start is None and query.end is None:
        return True
    return day is not None and (query.start or date.min) <= day < (query.end or date.max)


def _key_of(facts: dict[str, Value], key: Key, period_of: PeriodOf) -> Value:
    day = facts[period_of.column]
    if isinstance(day, date | None) and key in (Key.WEEK, Key.MONTH, Key.YEAR):
        if key is Key.YEAR:
            return day.year if day else None
        return month_of(day) if key is Key.MONTH else week_of(day)
    return facts[key.value]
