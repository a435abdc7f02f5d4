"""Clocks of an entry: from its dates to a last day, by each reading, with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from parindex.domain.calendar.clocks import UNIT_NAMES, DurationUnit
from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.wording import full_day_text
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Clock, Reading, Register, Side, Status
from parindex.domain.registers.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class ClockState:
    """How one clock stands by one reading; `due` is None while it cannot be told."""

    clock: Clock
    reading: Reading | None
    outcome: Outcome
    due: date | None
    done: date | None
    sentence: str

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something by `due`."""
        return self.outcome in (Outcome.RUNNING, Outcome.OVERDUE)


def read_clock(
    clock: Clock, values: Mapping[str, Value], *, state: str, today: date, calendar: WorkingCalendar
) -> tuple[ClockState, ...]:
    """Return how a clock stands, the default reading first; a clock that names its last day has a single one."""
    return tuple(
        _read(clock, reading, values, state=state, today=today, calendar=calendar)
        for reading in clock.readings or (None,)
    )


def disagree(states: tuple[ClockState, ...]) -> bool:
    """Tell whether readings of one clock come out differently, which a person has to know."""
    return len({state.outcome for state in states}) > 1


def running_due(
    register: Register, values: Mapping[str, Value], *, state: str, calendar: WorkingCalendar
) -> tuple[date, str] | None:
    """Return the first last day that still has to be met and the code of its clock; None when there is none."""
    open_ones = []
    for clock in register.clocks:
        first = read_clock(clock, values, state=state, today=date.min, calendar=calendar)[0]
        if first.is_open and first.due is not None:
            open_ones.append((first.due, clock.code))
    return min(open_ones, default=None)


def _read(
    clock: Clock,
    reading: Reading | None,
    values: Mapping[str, Value],
    *,
    state: str,
    today: date,
    calendar: WorkingCalendar,
) -> ClockState:
    start, done = _day(values, clock.start or clock.due), _day(values, clock.done)
    if start is None:
        outcome = Outcome.STOPPED if state in clock.stops else Outcome.NOT_STARTED
        return ClockState(clock, reading, outcome, None, done, "Chưa có ngày để tính hạn.")
    try:
        due = _last_day(clock, reading, start, calendar)
    except UnknownCalendarYear as error:
        return ClockState(clock, reading, Outcome.UNKNOWN, None, done, error.message)
    outcome = _outcome(due, done=done, is_stopped=state in clock.stops, today=today)
    return ClockState(clock, reading, outcome, due, done, _sentence(clock, reading, start, due))


def _outcome(due: date, *, done: date | None, is_stopped: bool, today: date) -> Outcome:
    if done is not None:
        return Outcome.MET if done <= due else Outcome.LATE
    if is_stopped:
        return Outcome.STOPPED
    return Outcome.OVERDUE if today > due else Outcome.RUNNING


def last_day(clock: Clock, reading: Reading | None, start: date, calendar: WorkingCalendar) -> date | None:
    """Return the last day of a clock that starts on a day; None when the calendar does not know the year."""
    try:
        return _last_day(clock, reading, start, calendar)
    except UnknownCalendarYear:
        return None


def _last_day(clock: Clock, reading: Reading | None, start: date, calendar: WorkingCalendar) -> date:
    """Count from the day after (or before) the start; a limit in days that ends on a day off moves to a worked one.

    Before a day nothing moves: "at least 05 days before" is earlier or the same day, never later. Raises
    `UnknownCalendarYear`.
    """
    if reading is None:
        return start
    sign = 1 if clock.side is Side.AFTER else -1
    if reading.unit is DurationUnit.WORKING_DAY:
        return calendar.add_working_days(start, sign * clock.amount)
    day = start + timedelta(days=sign * clock.amount)
    return calendar.first_working_day_on_or_after(day) if clock.side is Side.AFTER else day


def _sentence(clock: Clock, reading: Reading | None, start: date, due: date) -> str:
    if reading is None:
        return f"Hạn đã định: {full_day_text(due)}."
    word = "sau" if clock.side is Side.AFTER else "trước"
    unit = UNIT_NAMES[reading.unit]
    doubt = "" if reading.status is Status.VERIFIED else " (chưa đối chiếu nguyên văn)"
    return f"{clock.amount:02d} {unit} {word} {full_day_text(start)}: chậm nhất {full_day_text(due)}{doubt}."


def _day(values: Mapping[str, Value], code: str) -> date | None:
    value = values.get(code)
    return value if isinstance(value, date) else None
