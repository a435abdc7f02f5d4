"""Counting over the parts: measures compiled to SQL, one pass over the facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parindex.analytics.bulk.session import among, connected, day, dossiers_of, reading, text
from parindex.analytics.engine import Group, Key, Query
from parindex.domain.dossiers.measures import Condition, Indicator, Measure, Operator

_BATCH = 10_000
PERIODS = {
    Key.WEEK: "date_trunc('week', {0})::DATE",
    Key.MONTH: "date_trunc('month', {0})::DATE",
    Key.YEAR: "year({0})",
}


class BulkEngine:
    """Counts dossiers of Parquet parts."""

    def __init__(self, parts: list[Path], *, measures: tuple[Measure, ...], scratch: Path | None = None) -> None:
        """Name the parts; nothing is read yet."""
        self._parts = parts
        self._measures = measures
        self._scratch = scratch

    def count(self, query: Query) -> Iterator[Group]:
        """Yield the groups that have dossiers, ordered by their keys, unknown last."""
        keys = len(query.by)
        with reading() as connection:
            cursor = connection.execute(self.sql(query))
            while rows := cursor.fetchmany(_BATCH):
                yield from (Group(row[:keys], row[keys:]) for row in rows)

    def write_parquet(self, query: Query, indicators: tuple[Indicator, ...], target: Path) -> None:
        """Write keys, counts and rates in hundredths of a percent (`<indicator>_bp`, half up) as Parquet."""
        rates = ", ".join(
            f"CASE WHEN {one.denominator} > 0 THEN "
            f"(20000 * {one.numerator} + {one.denominator}) // (2 * {one.denominator}) END::INTEGER AS {one.code}_bp"
            for one in indicators
        )
        with connected(self._scratch) as connection:
            statement = f"SELECT *, {rates} FROM ({self.sql(query)})"
            connection.execute(f"COPY ({statement}) TO {text(target)} (FORMAT parquet, COMPRESSION zstd)")

    def sql(self, query: Query) -> str:
        """Return the statement over the parts: keys, then the measures by their codes."""
        return statement(query, measures=self._measures, relation=dossiers_of(self._parts))


def statement(query: Query, *, measures: tuple[Measure, ...], relation: str) -> str:
    """Return the statement of a query over any relation of facts.

    Written in what every SQL engine shares, so the same text counts the same on a distributed one (tested on Spark).
    """
    column = query.period_of.column
    keys = [f"{PERIODS[key].format(column) if key in PERIODS else key.value} AS key_{key.value}" for key in query.by]
    counts = [f"{_count(measure, query)} AS {measure.code}" for measure in measures]
    inside = inside_of(query)
    where = f" WHERE {' AND '.join(inside)}" if inside else ""
    places = ", ".join(str(number) for number in range(1, len(keys) + 1))
    order = ", ".join(f"{number} NULLS LAST" for number in range(1, len(keys) + 1))
    grouped = f" GROUP BY {places} ORDER BY {order}" if keys else " HAVING count(*) > 0"
    return f"SELECT {', '.join([*keys, *counts])} FROM {relation}{where}{grouped}"


def inside_of(query: Query) -> list[str]:
    """Return the conditions that a dossier must meet to be asked about at all."""
    column = query.period_of.column
    inside = [f"{column} >= {day(query.start)}"] if query.start else []
    inside += [f"{column} < {day(query.end)}"] if query.end else []
    return inside + ([among("unit", query.units)] if query.units is not None else [])


def holds(measure: Measure, query: Query) -> str:
    """Return the condition that a dossier is counted by a measure; NULL where it cannot be said."""
    alternatives = (
        " AND ".join(_condition(condition, query) for condition in conditions) for conditions in measure.alternatives
    )
    return " OR ".join(f"({one})" for one in alternatives)


def _count(measure: Measure, query: Query) -> str:
    return f"count(*) FILTER (WHERE {holds(measure, query)})"


def _condition(condition: Condition, query: Query) -> str:
    column = condition.column
    match condition.operator:
        case Operator.IN:
            if len(condition.values) == 1:
                return f"{column} = {condition.values[0]}"
            return f"{column} IN ({', '.join(map(str, condition.values))})"
        case Operator.KNOWN:
            return f"{column} IS NOT NULL"
        case Operator.UNKNOWN:
            return f"{column} IS NULL"
        case Operator.BEFORE | Operator.NOT_BEFORE:
            return f"{column} {condition.operator.value} {day(query.as_of)}"
