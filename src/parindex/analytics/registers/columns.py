"""Entries of a register as columns: the distinct values of a field, and which of them each entry has.

What a value is, and what a condition says of it, is asked once for each distinct value of the readable rules in
`domain.registers`; only the spreading over the entries is done here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Final

import numpy as np
import numpy.typing as npt

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.registers.conditions import AnyOf, ClockTest, Condition, FieldTest, Value
from parindex.domain.registers.model import NUMBERS, Field, FieldType, Indicator, Register
from parindex.domain.registers.past import event_codes
from parindex.domain.registers.values import restore_one

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
EMPTY: Final = -1
"""The place of no value: as an index it leads to the last of a table, where what holds of no value stands."""


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct values of a field, and for each entry the place of its own among them, `EMPTY` without one."""

    levels: Sequence[Value]
    codes: Integers

    def days(self, *, none: int) -> Integers:
        """Return the day of each entry as an ordinal number, `none` where there is no day."""
        told = [level.toordinal() if isinstance(level, date) else none for level in self.levels]
        return np.array([*told, none], dtype=np.int64)[self.codes]


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one register on a day; without a subject an entry has its owner there."""

    register: Register
    as_of: date
    calendar: WorkingCalendar
    keys: Integers
    owners: Integers
    subjects: Integers
    states: Column
    fields: Mapping[str, Column]
    known: dict[tuple[str, str], npt.NDArray[np.int8]] = field(default_factory=dict, compare=False, repr=False)
    """How clocks stand, by clock and reading, once they were asked for."""

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Raw:
    """Entries as they were read, column by column; `values` has one column for each field that was asked for."""

    keys: Sequence[int]
    owners: Sequence[int]
    subjects: Sequence[int | None]
    states: Sequence[str]
    values: Sequence[Sequence[object]]

    def keep(self, flags: Sequence[object]) -> Raw:
        """Return the entries that are flagged."""
        return Raw(
            tuple(compress(self.keys, flags)),
            tuple(compress(self.owners, flags)),
            tuple(compress(self.subjects, flags)),
            tuple(compress(self.states, flags)),
            [tuple(compress(column, flags)) for column in self.values],
        )


def build_entries(
    register: Register, codes: Sequence[str], raw: Raw, *, as_of: date, calendar: WorkingCalendar
) -> Entries:
    """Turn entries into columns of the fields `codes`; days of events that had not come by `as_of` are empty."""
    ahead = event_codes(register)
    subjects = [owner if subject is None else subject for subject, owner in zip(raw.subjects, raw.owners, strict=True)]
    return Entries(
        register=register,
        as_of=as_of,
        calendar=calendar,
        keys=np.array(raw.keys, dtype=np.int64),
        owners=np.array(raw.owners, dtype=np.int64),
        subjects=np.array(subjects, dtype=np.int64),
        states=_encode(raw.states),
        fields={
            code: _column(register.by_code[code], kept, until=as_of if code in ahead else date.max)
            for code, kept in zip(codes, raw.values, strict=True)
        },
    )


def fields_of(register: Register, indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """Return the fields that indicators look at, in the order of the register."""
    asked = {code for indicator in indicators for code in _fields_of_one(register, indicator)}
    return tuple(one.code for one in register.fields if one.code in asked)


def _fields_of_one(register: Register, indicator: Indicator) -> Iterator[str]:
    yield indicator.date
    if indicator.per is not None:
        yield indicator.per.field
    for part in (indicator.above, indicator.below):
        if part is not None:
            yield part.sum
            yield from _fields_of_conditions(register, part.where)


def _fields_of_conditions(register: Register, conditions: Collection[Condition]) -> Iterator[str]:
    clocks = {clock.code: clock for clock in register.clocks}
    for condition in conditions:
        if isinstance(condition, FieldTest):
            yield from (condition.field, condition.other)
        elif isinstance(condition, ClockTest):
            clock = clocks[condition.clock]
            yield from (clock.start, clock.due, clock.done)
        elif isinstance(condition, AnyOf):
            for branch in condition.branches:
                yield from _fields_of_conditions(register, branch)


def _encode(texts: Sequence[str]) -> Column:
    index: dict[str, int] = {}
    codes = [index.setdefault(text, len(index)) for text in texts]
    return Column(tuple(index), np.array(codes, dtype=np.int64))


def _column(one: Field, kept: Sequence[object], *, until: date) -> Column:
    """Read each distinct value back once; only the class in which the field is kept can be a value of it."""
    kind = _kept_as(one)
    index: dict[object, int] = {}
    raw = [index.setdefault(value, len(index)) if value.__class__ is kind else EMPTY for value in kept]
    places: dict[Value, int] = {}
    recoded = [_place(restore_one(one, value), places, until=until) for value in index]
    codes = np.array([*recoded, EMPTY], dtype=np.int64)[np.array(raw, dtype=np.int64)]
    return Column(tuple(places), codes)


def _kept_as(one: Field) -> type:
    if one.type is FieldType.YES_NO:
        return bool
    return int if one.type in NUMBERS - {FieldType.DECIMAL} else str


def _place(value: Value | None, places: dict[Value, int], *, until: date) -> int:
    if value is None or (isinstance(value, date) and value > until):
        return EMPTY
    return places.setdefault(value, len(places))
