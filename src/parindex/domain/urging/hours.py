"""Quiet hours: nothing leaves at night, at week-ends and on holidays."""

from __future__ import annotations

from datetime import datetime, timedelta

from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar
from parindex.domain.urging.ladder import Hours

_LONGEST_HOLIDAY = 31


def next_open(moment: datetime, *, hours: Hours, calendar: WorkingCalendar) -> datetime:
    """Return the first moment from `moment` (aware, local) on at which messages may leave."""
    if is_working(moment, calendar=calendar):
        if hours.opens <= moment.time() < hours.closes:
            return moment
        if moment.time() < hours.opens:
            return _at_opening(moment, hours)
    for later in range(1, _LONGEST_HOLIDAY):
        day = moment + timedelta(days=later)
        if is_working(day, calendar=calendar):
            return _at_opening(day, hours)
    raise ValueError("the calendar has no working day for a month")


def is_working(moment: datetime, *, calendar: WorkingCalendar) -> bool:
    """Tell whether a day is worked; in a year without calendar Monday to Friday are."""
    try:
        return calendar.is_working_day(moment.date())
    except UnknownCalendarYear:
        return moment.weekday() < 5


def is_first_of_week(moment: datetime, *, calendar: WorkingCalendar) -> bool:
    """Tell whether a day is the first working day of its week, which is that of the weekly digest."""
    earlier = (moment - timedelta(days=back) for back in range(1, moment.weekday() + 1))
    return is_working(moment, calendar=calendar) and not any(is_working(day, calendar=calendar) for day in earlier)


def _at_opening(day: datetime, hours: Hours) -> datetime:
    return day.replace(hour=hours.opens.hour, minute=hours.opens.minute, second=0, microsecond=0)
