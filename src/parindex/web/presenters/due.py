"""Deadlines as badges: relative in working days, exact date beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parindex.definitions.calendar import loader as calendars
from parindex.domain.calendar import clocks
from parindex.domain.calendar.days import DayKind, UnknownCalendarYear
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

SOON_DAYS = 7
MOST_ROWS_A_DAY = 4
ORDINARY = (DayKind.WORKING_DAY, DayKind.WEEKEND)

_WORKING = "ngày làm việc"


@dataclass(frozen=True, slots=True)
class DueBadge:
    """What a badge shows: `css` is late, soon, ok, none or empty; `on` is the date alone, `exact` the whole."""

    css: str
    icon: str
    words: str
    exact: str
    on: str = ""

    @property
    def beside(self) -> str:
        """Return the date to write beside the badge, unless the badge says it itself."""
        return "" if not self.on or self.on in self.words else f"hạn {self.on}"


SETTLED = {
    "done": ("ok", "done", "hạn {on}"),
    "cancelled": ("", "dash", "hạn {on}"),
    "submitted": ("", "half", "hạn {on}"),
}
"""States in which nobody is late any more: css, icon and words of their badge."""


def badge(due_on: date | None, *, today: date, state: str) -> DueBadge:
    """Return the badge of a deadline; days are working days of the public calendar.

    What is done, given up or waiting for confirmation is not late: its badge only says the date.
    """
    if due_on is None:
        return DueBadge("none", "dash", "chưa có hạn", "")
    exact = format_date(due_on)
    if state in SETTLED:
        css, icon, words = SETTLED[state]
        return DueBadge(css, icon, words.format(on=exact), exact, exact)
    days, unit = _distance(due_on, today=today)
    # Working days are what every badge counts; the others are named, for they are more.
    count = format_decimal(days)
    told = f"{count} ngày" if unit == _WORKING else f"{count} {unit}"
    if due_on < today and not days:  # a weekend after a deadline on Friday: late, and no working day has passed
        return DueBadge("late", "warn", "vừa quá hạn", f"{exact}, vừa quá hạn", exact)
    if due_on < today:
        return DueBadge("late", "warn", f"quá hạn {told}", f"{exact}, quá hạn {count} {unit}", exact)
    if due_on == today:
        return DueBadge("soon", "clock", "hôm nay", exact, exact)
    css = "soon" if (due_on - today).days <= SOON_DAYS else ""
    return DueBadge(css, "clock", f"còn {told}", f"{exact}, còn {count} {unit}", exact)


def _distance(due_on: date, *, today: date) -> tuple[int, str]:
    calendar = calendars.load_calendar()
    try:
        if due_on < today:
            return clocks.overdue(due_on, today=today, calendar=calendar), _WORKING
        return clocks.remaining(due_on, today=today, calendar=calendar), _WORKING
    except UnknownCalendarYear:
        # A year without a decided calendar: say calendar days rather than invent working days.
        return abs((due_on - today).days), "ngày theo lịch"


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the month page: the first rows and how many more there are."""

    iso: str
    number: int
    css: str
    note: str
    rows: tuple[object, ...]
    more: int


def day_cell(day: date, *, first: date, today: date, rows: Sequence[object]) -> DayCell:
    """Return one day of the month page: in or out of the month, working or not and why."""
    note, css = "", "" if day.month == first.month else "is-out"
    try:
        fact = calendars.load_calendar().day(day)
        if not fact.is_working_day:
            css += " is-off"
        note = "" if fact.kind in ORDINARY else fact.name
    except UnknownCalendarYear:
        note = ""
    if day == today:
        css += " is-today"
    return DayCell(
        day.isoformat(), day.day, css.strip(), note, tuple(rows[:MOST_ROWS_A_DAY]), max(len(rows) - MOST_ROWS_A_DAY, 0)
    )
