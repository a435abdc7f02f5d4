"""Quiet hours: nothing leaves at night, at week-ends and on holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.urging.ladder import Hours
from parindex.domain.urging.workdays import is_working

_LONGEST_HOLIDAY = 31


def next_open(moment: datetime, *, hours: Hours, calendar: WorkingCalendar) -> datetime:
    """Return the first moment from `moment` (aware, local) on at which messages may leave."""
    if is_working(moment.date(), calendar=calendar):
        if hours.opens <= moment.time() < hours.closes:
            return moment
        if moment.time() < hours.opens:
            return _at_opening(moment, hours)
    for later in range(1, _LONGEST_HOLIDAY):
        day = moment + timedelta(days=later)
        if is_working(day.date(), calendar=calendar):
            return _at_opening(day, hours)
    raise ValueError("the calendar has no working day for a month")


def is_first_of_week(day: date, *, calendar: WorkingCalendar) -> bool:
    """Tell whether a day is the first working day of its week, which is that of the weekly digest."""
    earlier = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return is_working(day, calendar=calendar) and not any(is_working(one, calendar=calendar) for one in earlier)


def _at_opening(day: datetime, hours: Hours) -> datetime:
    return day.replace(hour=hours.opens.hour, minute=hours.opens.minute, second=0, microsecond=0)
