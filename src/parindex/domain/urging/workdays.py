"""Working days as far as they are known: the calendar where there is one, else the weekly days off alone.

Urging cannot wait for a decree: a year without calendar is counted without its holidays, and whoever says such a count
to people must say that too (`unknown_years`).
"""

from __future__ import annotations

from datetime import date

from parindex.domain.calendar.days import ONE_DAY, WorkingCalendar

_WEEK = 7


def count(start: date, end: date, *, calendar: WorkingCalendar) -> int:
    """Count the working days of the half-open range [start, end); 0 when it is empty."""
    low = max(start, date(calendar.first_year, 1, 1))
    high = min(end, date(calendar.last_year, 12, 31) + ONE_DAY)
    if low >= high:
        return _count_by_week(start, end, calendar=calendar)
    known = calendar.count_working_days(low, high)
    return _count_by_week(start, low, calendar=calendar) + known + _count_by_week(high, end, calendar=calendar)


def is_working(day: date, *, calendar: WorkingCalendar) -> bool:
    """Tell whether a day is worked; in a year without calendar every day but the weekly days off is."""
    return count(day, day + ONE_DAY, calendar=calendar) == 1


def unknown_years(*days: date, calendar: WorkingCalendar) -> tuple[int, ...]:
    """Return the years of the given days whose holidays are not known, in order."""
    return tuple(sorted({day.year for day in days if not calendar.knows(day)}))


def _count_by_week(start: date, end: date, *, calendar: WorkingCalendar) -> int:
    off = calendar.week.days_off
    weeks, rest = divmod(max((end - start).days, 0), _WEEK)
    return weeks * (_WEEK - len(off)) + sum((start.weekday() + step) % _WEEK not in off for step in range(rest))
