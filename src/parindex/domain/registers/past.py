"""An entry as it stood at the end of a day: what happened later is taken back (docs/adr/0019)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import FieldType, Register


@dataclass(frozen=True, slots=True)
class Later:
    """A change that happened after the day: what it changed, and whether it was a move rather than a correction."""

    state_before: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    is_move: bool


def event_codes(register: Register) -> frozenset[str]:
    """Return the fields that say on which day something was done: ends of clocks, and days that moves ask for."""
    asked = {code for move in register.moves for code in move.asks}
    days = {field.code for field in register.fields if field.type is FieldType.DATE and field.code in asked}
    last_days = {clock.due for clock in register.clocks}
    return frozenset((days | {clock.done for clock in register.clocks if clock.done}) - last_days)


def day_of_change(register: Register, values: Mapping[str, Value], codes: Collection[str], *, recorded: date) -> date:
    """Return the day on which a change happened: the last day that it tells by `codes`, else when it was recorded.

    A day that lies ahead is a plan: what was recorded had happened by the day of recording.
    """
    told = [values.get(code) for code in event_codes(register) & set(codes)]
    return min(max((day for day in told if isinstance(day, date)), default=recorded), recorded)


def as_then(
    stored: Mapping[str, object], state: str, later: Iterable[Later], *, with_corrections: bool
) -> tuple[dict[str, object], str]:
    """Take changes back, the latest first; corrections only where they too are to be judged by their day."""
    values = dict(stored)
    for change in later:
        if not change.is_move and not with_corrections:
            continue
        state = change.state_before
        for code in change.before.keys() | change.after.keys():
            if code in change.before:
                values[code] = change.before[code]
            else:
                values.pop(code, None)
    return values, state


def without_days_to_come(values: Mapping[str, Value], codes: Collection[str], *, as_of: date) -> Mapping[str, Value]:
    """Return the values without the days of events that had not come by the end of a day."""
    ahead = {code for code in codes if isinstance(day := values.get(code), date) and day > as_of}
    return {code: value for code, value in values.items() if code not in ahead} if ahead else values
