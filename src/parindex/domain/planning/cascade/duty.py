"""By when a lower unit must issue its own plan, from the date of the upper one."""

from __future__ import annotations

from datetime import date, timedelta

from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.wording import day_text, full_day_text
from parindex.domain.planning.cascade.model import CascadeBook, Duty

_DAY = timedelta(days=1)


def find_duty(issued_on: date | None, *, book: CascadeBook, calendar: WorkingCalendar) -> Duty:
    """Count the working days after the day of the upper plan; what cannot be known is None with the reason."""
    days, source, certainty = book.working_days, book.duty_source, book.duty_certainty
    if issued_on is None:
        why = "Kế hoạch cấp trên chưa có ngày ban hành nên chưa tính được hạn."
        return Duty(days, None, None, (why,), source, certainty)
    try:
        due_on = calendar.add_working_days(issued_on, days)
        first = calendar.next_working_day(issued_on)
        skipped = calendar.exceptional_days(first, due_on)
    except UnknownCalendarYear as unknown:
        return Duty(days, issued_on, None, (str(unknown),), source, certainty)
    off = tuple(f"{day_text(fact.date_)}: {fact.reason}." for fact in skipped)
    explanation = (
        f"Kế hoạch cấp trên ban hành {full_day_text(issued_on)}; ngày thứ nhất là {full_day_text(first)}.",
        *off,
        f"Ngày làm việc thứ {days} là {full_day_text(due_on)}.",
    )
    return Duty(days, issued_on, due_on, explanation, source, certainty)


def count_days_late(duty: Duty, *, until: date, calendar: WorkingCalendar) -> int | None:
    """Count the working days after the due date up to and with a day; 0 in time, None when it cannot be known."""
    if duty.due_on is None:
        return None
    try:
        return max(0, calendar.count_working_days(duty.due_on + _DAY, until + _DAY))
    except UnknownCalendarYear:
        return None
