"""Conditions over an entry: a closed set, three-valued, so that an empty field is unknown and never simply false."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from parindex.domain.registers.outcomes import Outcome

Value = str | int | bool | Decimal | date
"""A value of a field: text, option or slug of a unit; whole number or money; yes/no; decimal; date."""


class Comparison(StrEnum):
    """What is asked of a field."""

    IS = "is"
    IS_NOT = "is_not"
    FILLED = "filled"
    EMPTY = "empty"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A test of one field, against values or against `other`, a field of the same type."""

    field: str
    test: Comparison
    values: tuple[Value, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class StateTest:
    """The entry is in one of the states."""

    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockTest:
    """A clock came out in one of some ways; without `reading` its default one counts."""

    clock: str
    outcomes: tuple[Outcome, ...]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several lists of conditions holds."""

    branches: tuple[tuple[Condition, ...], ...]


Condition = FieldTest | StateTest | ClockTest | AnyOf


class Facts(Protocol):
    """What conditions look at."""

    @property
    def values(self) -> Mapping[str, Value]:
        """Return the values of the filled fields by code."""
        ...

    @property
    def state(self) -> str:
        """Return the state."""
        ...

    def outcome(self, clock: str, reading: str = "") -> Outcome:
        """Return how a clock stands."""
        ...


def hold(conditions: Iterable[Condition], facts: Facts) -> bool | None:
    """Tell whether all conditions hold; None when that hangs on something unknown."""
    verdict: bool | None = True
    for condition in conditions:
        told = _holds(condition, facts)
        if told is False:
            return False
        if told is None:
            verdict = None
    return verdict


def _holds(condition: Condition, facts: Facts) -> bool | None:
    match condition:
        case StateTest():
            return facts.state in condition.states
        case ClockTest():
            outcome = facts.outcome(condition.clock, condition.reading)
            return None if outcome is Outcome.UNKNOWN else outcome in condition.outcomes
        case AnyOf():
            told = [hold(branch, facts) for branch in condition.branches]
            return True if True in told else (None if None in told else False)
        case FieldTest():
            return field_holds(condition, facts.values)


def field_holds(test: FieldTest, values: Mapping[str, Value]) -> bool | None:
    """Tell whether a test of a field holds of some values; None when one that it asks for is empty."""
    value = values.get(test.field)
    if test.test in (Comparison.FILLED, Comparison.EMPTY):
        return (value is not None) == (test.test is Comparison.FILLED)
    bounds = (values.get(test.other),) if test.other else test.values
    if value is None or None in bounds:
        return None
    if test.test is Comparison.IS:
        return value in bounds
    if test.test is Comparison.IS_NOT:
        return value not in bounds
    bound = bounds[0]
    return bool(value >= bound) if test.test is Comparison.AT_LEAST else bool(value <= bound)  # type: ignore[operator]  # the loader lets only like be compared with like
