"""Conditions over columns, three-valued: the least of several that must all hold, the greatest of alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex.analytics.registers.columns import Column, Entries, Integers
from parindex.domain.registers.clocks import last_day
from parindex.domain.registers.conditions import AnyOf, ClockTest, Condition, FieldTest, StateTest, Value, field_holds
from parindex.domain.registers.model import Clock, Reading
from parindex.domain.registers.outcomes import Outcome

Verdicts = npt.NDArray[np.int8]
NO, UNKNOWN, YES = 0, 1, 2
_CODES: Final[Mapping[bool | None, int]] = {False: NO, None: UNKNOWN, True: YES}
_OUTCOMES: Final = tuple(Outcome)
_NOT_TOLD: Final = -1
"""A last day that the calendar cannot tell; days are ordinal numbers from 1, and 0 is none."""


def judge(conditions: Iterable[Condition], entries: Entries) -> Verdicts:
    """Tell of each entry whether all conditions hold."""
    return _all((_judge_one(condition, entries) for condition in conditions), len(entries))


def _all(found: Iterable[Verdicts], size: int) -> Verdicts:
    return reduce(np.minimum, found, np.full(size, YES, dtype=np.int8))


def _judge_one(condition: Condition, entries: Entries) -> Verdicts:
    match condition:
        case StateTest():
            return _by_level(entries.states, {level: level in condition.states for level in entries.states.levels})
        case ClockTest():
            return _by_outcome(condition, entries)
        case AnyOf():
            return reduce(np.maximum, (judge(branch, entries) for branch in condition.branches))
        case FieldTest():
            return _by_field(condition, entries)


def _by_level(column: Column, told: Mapping[Value, bool | None], *, empty: bool | None = None) -> Verdicts:
    table = [*(_CODES[told[level]] for level in column.levels), _CODES[empty]]
    return np.array(table, dtype=np.int8)[column.codes]


def _by_field(test: FieldTest, entries: Entries) -> Verdicts:
    column = entries.fields[test.field]
    if not test.other:
        told = {level: field_holds(test, {test.field: level}) for level in column.levels}
        return _by_level(column, told, empty=field_holds(test, {}))
    other = entries.fields[test.other]
    # Each pair of values is judged once, however many entries have it; the place of no value is -1.
    width = len(other.levels) + 1
    pairs, places = np.unique((column.codes + 1) * width + other.codes + 1, return_inverse=True)
    told_pairs = [_CODES[field_holds(test, _pair(test, column, other, int(at), width))] for at in pairs]
    return np.array(told_pairs, dtype=np.int8)[places]


def _pair(test: FieldTest, column: Column, other: Column, at: int, width: int) -> dict[str, Value]:
    one, two = divmod(at, width)
    found = {test.field: column.levels[one - 1]} if one else {}
    return found | ({test.other: other.levels[two - 1]} if two else {})


def _by_outcome(test: ClockTest, entries: Entries) -> Verdicts:
    clock = next(clock for clock in entries.register.clocks if clock.code == test.clock)
    reading = next((one for one in clock.readings if one.code == test.reading or not test.reading), None)
    known = (clock.code, "" if reading is None else reading.code)
    if known not in entries.known:
        entries.known[known] = _outcomes(clock, reading, entries)
    table = [_CODES[None if outcome is Outcome.UNKNOWN else outcome in test.outcomes] for outcome in _OUTCOMES]
    return np.array(table, dtype=np.int8)[entries.known[known]]


def _outcomes(clock: Clock, reading: Reading | None, entries: Entries) -> npt.NDArray[np.int8]:
    """Return how a clock stands for each entry, as the place of the outcome in `_OUTCOMES`."""
    due = _last_days(clock, reading, entries)
    done = entries.fields[clock.done].days(none=0)
    stopped = np.array([level in clock.stops for level in entries.states.levels], dtype=np.bool_)[entries.states.codes]
    cases = (
        ((due == 0) & stopped, Outcome.STOPPED),
        (due == 0, Outcome.NOT_STARTED),
        (due == _NOT_TOLD, Outcome.UNKNOWN),
        ((done > 0) & (done <= due), Outcome.MET),
        (done > 0, Outcome.LATE),
        (stopped, Outcome.STOPPED),
        (due < entries.as_of.toordinal(), Outcome.OVERDUE),
    )
    places = [np.int8(_OUTCOMES.index(outcome)) for _, outcome in cases]
    running = np.int8(_OUTCOMES.index(Outcome.RUNNING))
    return np.select([holds for holds, _ in cases], places, default=running).astype(np.int8)


def _last_days(clock: Clock, reading: Reading | None, entries: Entries) -> Integers:
    """Return the last day of each entry; it is counted once for each first day."""
    column = entries.fields[clock.start or clock.due]
    told = [_last_day(clock, reading, level, entries) for level in column.levels]
    return np.array([*told, 0], dtype=np.int64)[column.codes]


def _last_day(clock: Clock, reading: Reading | None, start: Value, entries: Entries) -> int:
    if not isinstance(start, date):
        return 0
    due = last_day(clock, reading, start, entries.calendar)
    return _NOT_TOLD if due is None else due.toordinal()
