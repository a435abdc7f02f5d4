"""By when a lower unit must issue its own plan, from the date of the upper one."""

from __future__ import annotations

from datetime import date

from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.wording import day_text, full_day_text
from parindex.domain.planning.cascade.model import CascadeBook, Duty


def find_duty(issued_on: date | None, *, book: CascadeBook, calendar: WorkingCalendar) -> Duty:
    """Count the working days after the day of the upper plan; what cannot be known is None with the reason."""
    days, source = book.working_days, book.duty_source
    if issued_on is None:
        return Duty(days, None, None, ("Kế hoạch cấp trên chưa có ngày ban hành nên chưa tính được hạn.",), source)
    try:
        due_on = calendar.add_working_days(issued_on, days)
        first = calendar.next_working_day(issued_on)
        skipped = calendar.exceptional_days(first, due_on)
    except UnknownCalendarYear as unknown:
        return Duty(days, issued_on, None, (str(unknown),), source)
    off = tuple(f"{day_text(fact.date_)}: {fact.reason}." for fact in skipped)
    explanation = (
        f"Kế hoạch cấp trên ban hành {full_day_text(issued_on)}; ngày thứ nhất là {full_day_text(first)}.",
        *off,
        f"Ngày làm việc thứ {days} là {full_day_text(due_on)}.",
    )
    return Duty(days, issued_on, due_on, explanation, source)
