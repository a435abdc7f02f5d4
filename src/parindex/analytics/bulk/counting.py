"""Counting over the parts: measures compiled to SQL.

Sixty counters in each of millions of groups are slow to keep and to sort. So several counts stand side by side in one
whole number, as wide as the largest group needs: a dossier adds one bit for each measure that counts it, groups are
added up and sorted with a few such numbers, and the counts are cut out at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from parindex.analytics.bulk.session import among, connected, day, dossiers_of, reading, text
from parindex.analytics.engine import Group, Key, Query
from parindex.domain.dossiers.measures import Condition, Indicator, Measure, Operator

_BATCH = 10_000
_BITS = 62
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
            cursor = connection.execute(self._sql(connection, query))
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
            found = f"SELECT *, {rates} FROM ({self._sql(connection, query)})"
            connection.execute(f"COPY ({found}) TO {text(target)} (FORMAT parquet, COMPRESSION zstd)")

    def _sql(self, connection: duckdb.DuckDBPyConnection, query: Query) -> str:
        relation = dossiers_of(self._parts)
        largest = connection.execute(largest_statement(query, relation=relation)).fetchone()
        return statement(query, measures=self._measures, relation=relation, most=largest[0] if largest else 0)


def largest_statement(query: Query, *, relation: str) -> str:
    """Return the statement that counts the dossiers of the largest group; 0 without any."""
    return f"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n{_grouped(query, relation)}) AS g"


def statement(query: Query, *, measures: tuple[Measure, ...], relation: str, most: int) -> str:
    """Return the statement of a query over any relation of facts in which no group has more than `most` dossiers.

    Written in what SQL engines share, so the same text counts the same on a distributed one (tested on Spark).
    """
    width = max(most.bit_length(), 1)
    beside = max(_BITS // width, 1)
    sums, counts = [], []
    for place in range(0, len(measures), beside):
        packed = f"s{place}"
        bits = []
        for shift, measure in zip(range(0, _BITS, width), measures[place : place + beside], strict=False):
            bits.append(f"CASE WHEN {holds(measure, query)} THEN {1 << shift} ELSE 0 END")
            counts.append(f"({packed} >> {shift}) & {(1 << width) - 1} AS {measure.code}")
        sums.append(f"CAST(sum({' + '.join(bits)}) AS BIGINT) AS {packed}")
    names = [f"key_{key.value}" for key in query.by]
    order = f" ORDER BY {', '.join(f'{name} NULLS LAST' for name in names)}" if names else ""
    keys = [f"{_key(key, query)} AS {name}" for key, name in zip(query.by, names, strict=True)]
    inner = f"SELECT {', '.join([*keys, *sums])}{_grouped(query, relation)}{order}"
    return f"SELECT {', '.join([*names, *counts])} FROM ({inner}) AS g"


def _grouped(query: Query, relation: str) -> str:
    """Return FROM, WHERE and GROUP BY; without keys there is one group, or none when it is empty."""
    inside = inside_of(query)
    where = f" WHERE {' AND '.join(inside)}" if inside else ""
    keys = ", ".join(_key(key, query) for key in query.by)
    return f" FROM {relation} AS d{where}" + (f" GROUP BY {keys}" if keys else " HAVING count(*) > 0")


def _key(key: Key, query: Query) -> str:
    return PERIODS[key].format(query.period_of.column) if key in PERIODS else key.value


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
