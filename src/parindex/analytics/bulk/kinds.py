"""Everything that measures ask of a dossier packed into one whole number, written once beside the sorted facts.

Counting then reads that number and its keys instead of every column: the engine counts equal numbers, and only the
few different ones are judged. The name of the column tells the packing, so that facts made for other definitions are
never misread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.bulk.counting import PERIODS, inside_of
from parindex.analytics.bulk.session import day, dossiers_of, reading
from parindex.analytics.engine import Group, Query
from parindex.domain.dossiers.measures import Condition, Measure, Operator

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]

_NULL, _OTHER, _FIRST = 0, 1, 2
_EARLIER, _LATER, _WAYS = 1, 2, 3
_MOST = 2**62
_DATED = (Operator.BEFORE, Operator.NOT_BEFORE)


@dataclass(frozen=True, slots=True)
class Digit:
    """One column as a digit: unknown, some other value, or one of those that are asked for."""

    column: str
    values: tuple[int, ...]

    @property
    def radix(self) -> int:
        """How many values the digit has."""
        return len(self.values) + _FIRST

    @property
    def sql(self) -> str:
        """The digit of a row."""
        asked = " ".join(
            f"WHEN {self.column} = {value} THEN {place}" for place, value in enumerate(self.values, _FIRST)
        )
        return f"CASE WHEN {self.column} IS NULL THEN {_NULL} {asked} ELSE {_OTHER} END"


@dataclass(frozen=True)
class Packing:
    """The digits of all columns that measures ask, and the days that they compare with the day of the figures."""

    digits: tuple[Digit, ...]
    dated: tuple[str, ...]

    @cached_property
    def column(self) -> str:
        """The name of the column that holds the packed number."""
        return f"kind_{hashlib.sha256(repr((self.digits, self.dated)).encode()).hexdigest()[:12]}"

    @cached_property
    def sql(self) -> str:
        """The packed number of a row."""
        return " + ".join(f"({digit.sql})::BIGINT * {weight}" for digit, weight in self._weights) or "0"

    @property
    def _weights(self) -> list[tuple[Digit, int]]:
        found, weight = [], 1
        for digit in self.digits:
            found.append((digit, weight))
            weight *= digit.radix
        if weight * _WAYS ** len(self.dated) >= _MOST:
            raise ValueError("the measures ask more than one whole number holds")
        return found

    def seen_sql(self, query: Query) -> str:
        """The packed number of a row together with how its days stand to the day of the figures."""
        packed = self.column
        for column in self.dated:
            way = f"CASE WHEN {column} < {day(query.as_of)} THEN {_EARLIER} WHEN {column} IS NOT NULL THEN {_LATER}"
            packed = f"{packed} * {_WAYS} + {way} ELSE {_NULL} END"
        return packed

    def judge(self, seen: Numbers, measures: Sequence[Measure]) -> Numbers:
        """Return for each number a row with 1 for every measure that counts it, else 0."""
        digits: dict[str, Numbers] = {}
        for column in reversed(self.dated):
            digits[column], seen = seen % _WAYS, seen // _WAYS
        for digit, weight in self._weights:
            digits.setdefault(digit.column, seen // weight % digit.radix)
        values = {digit.column: digit.values for digit in self.digits}
        known: dict[Condition, Truths] = {}

        def holds(condition: Condition) -> Truths:
            if condition not in known:
                known[condition] = _holds(condition, digits[condition.column], values.get(condition.column, ()))
            return known[condition]

        judged = np.zeros((len(seen), len(measures)), dtype=np.int64)
        for place, measure in enumerate(measures):
            for conditions in measure.alternatives:
                judged[:, place] |= np.logical_and.reduce([holds(one) for one in conditions])
        return judged


def packing_of(measures: Sequence[Measure]) -> Packing:
    """Return how what the measures ask is packed; days that are only asked to be known are digits like the rest."""
    asked = [one for measure in measures for conditions in measure.alternatives for one in conditions]
    dated = sorted({one.column for one in asked if one.operator in _DATED})
    values: dict[str, set[int]] = {one.column: set() for one in asked if one.column not in dated}
    for one in asked:
        if one.column in values:
            values[one.column].update(one.values)
    return Packing(tuple(Digit(column, tuple(sorted(values[column]))) for column in sorted(values)), tuple(dated))


def count_kinds(facts: list[Path], query: Query, *, packing: Packing, measures: Sequence[Measure]) -> tuple[Group, ...]:
    """Count from sorted facts; raises `duckdb.BinderException` for facts that were made with another packing."""
    keys = [
        f"{PERIODS[key].format(query.period_of.column) if key in PERIODS else key.value} AS key_{key.value}"
        for key in query.by
    ]
    names = ", ".join(f"key_{key.value}" for key in query.by)
    where = " AND ".join(inside_of(query)) or "TRUE"
    statement = f"""
SELECT {names}, list(seen), list(n) FROM (
  SELECT {", ".join(keys)}, {packing.seen_sql(query)} AS seen, count(*) AS n
  FROM {dossiers_of(facts)} WHERE {where} GROUP BY ALL
) GROUP BY {names} ORDER BY {", ".join(f"key_{key.value} NULLS LAST" for key in query.by)}"""
    with reading() as connection:
        rows = connection.execute(statement).fetchall()
    if not rows:
        return ()
    seen, place = np.unique(np.concatenate([np.array(row[-2], dtype=np.int64) for row in rows]), return_inverse=True)
    judged = packing.judge(seen, measures)
    found, start = [], 0
    for row in rows:
        end = start + len(row[-1])
        counts = np.array(row[-1], dtype=np.int64) @ judged[place[start:end]]
        found.append(Group(tuple(row[:-2]), tuple(counts.tolist())))
        start = end
    return tuple(found)


def _holds(condition: Condition, digit: Numbers, values: tuple[int, ...]) -> Truths:
    found: Truths
    match condition.operator:
        case Operator.KNOWN:
            found = digit != _NULL
        case Operator.UNKNOWN:
            found = digit == _NULL
        case Operator.BEFORE:
            found = digit == _EARLIER
        case Operator.NOT_BEFORE:
            found = digit == _LATER
        case Operator.IN:
            found = np.isin(digit, [_FIRST + values.index(value) for value in condition.values])
    return found
