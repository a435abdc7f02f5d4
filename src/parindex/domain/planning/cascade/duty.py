"""By when a lower unit must issue its own plan, from the date of the upper one."""

from __future__ import annotations

from datetime import date, timedelta

from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.wording import day_text, full_day_text
from parindex.domain.planning.cascade.model import CascadeBook, Duty

_DAY = timedelta(days=1)


def find_duty(
    issued_on: date | None, *, book: CascadeBook, calendar: WorkingCalendar, received_on: date | None = None
) -> Duty:
    """Count the working days after the day on which the unit received the upper plan, else after that of the plan.

    What cannot be known is None with the reason.
    """
    days, source, certainty = book.working_days, book.duty_source, book.duty_certainty
    begun_on, event = (issued_on, "Kế hoạch cấp trên ban hành")
    if received_on is not None:
        begun_on, event = received_on, "Đơn vị nhận kế hoạch cấp trên"
    if begun_on is None:
        why = "Kế hoạch cấp trên chưa có ngày ban hành nên chưa tính được hạn."
        return Duty(days, None, None, (why,), source, certainty)
    try:
        due_on = calendar.add_working_days(begun_on, days)
        first = calendar.next_working_day(begun_on)
        skipped = calendar.exceptional_days(first, due_on)
    except UnknownCalendarYear as unknown:
        return Duty(days, begun_on, None, (str(unknown),), source, certainty)
    off = tuple(f"{day_text(fact.date_)}: {fact.reason}." for fact in skipped)
    explanation = (
        f"{event} {full_day_text(begun_on)}; ngày thứ nhất là {full_day_text(first)}.",
        *off,
        f"Ngày làm việc thứ {days} là {full_day_text(due_on)}.",
    )
    return Duty(days, begun_on, due_on, explanation, source, certainty)


def count_days_late(duty: Duty, *, until: date, calendar: WorkingCalendar) -> int | None:
    """Count the working days after the due date up to and with a day; 0 in time, None when it cannot be known."""
    if duty.due_on is None:
        return None
    try:
        return max(0, calendar.count_working_days(duty.due_on + _DAY, until + _DAY))
    except UnknownCalendarYear:
        return None
