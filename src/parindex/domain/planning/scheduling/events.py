"""Deadlines that hang on an event: what they wait for, and their date once the event has one."""

from __future__ import annotations

from datetime import date

from parindex.domain.calendar.days import ONE_DAY, WorkingCalendar
from parindex.domain.calendar.periods import Period
from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.model import Deadline, DeadlineKind
from parindex.domain.planning.scheduling.occurrences import (
    Occurrence,
    Unresolved,
    build_occurrence,
    due_date,
    leave_open,
    quote,
)

NO_LIMIT_AFTER_EVENT = (
    "Văn bản không nói phải xong sau bao nhiêu ngày nên lấy ngày làm việc đầu tiên sau sự kiện; đặt hạn khác nếu cần."
)
_COUNTED = {
    DeadlineKind.WORKING_DAYS_BEFORE_EVENT: "ngày làm việc trước",
    DeadlineKind.WORKING_DAYS_AFTER_EVENT: "ngày làm việc sau",
    DeadlineKind.DAYS_AFTER_EVENT: "ngày sau",
}
EVENT_KINDS = frozenset({DeadlineKind.AFTER_EVENT, DeadlineKind.ON_EVENT, *_COUNTED})


class NotAnEvent(ValueError):
    """Raised when a deadline that hangs on no event is given the date of one."""

    code = "not_an_event"

    def __init__(self, deadline: Deadline) -> None:
        self.message = f"Thời hạn “{quote(deadline)}” không phụ thuộc sự kiện nào."
        super().__init__(self.message)


def await_event(deadline: Deadline) -> Unresolved:
    """Leave a deadline open until its event has a date."""
    event = deadline.event or deadline.text
    if deadline.n is not None and deadline.kind in _COUNTED:
        reason = f"tính {deadline.n} {_COUNTED[deadline.kind]} sự kiện chưa có ngày"
    else:
        reason = "phụ thuộc một sự kiện chưa có ngày"
    return leave_open(deadline, reason, needs=f"ngày của sự kiện: {event}")


def needs_event(kind: DeadlineKind) -> bool:
    """Tell whether deadlines of a kind get their date from the date of an event or a request."""
    return kind in EVENT_KINDS or kind is DeadlineKind.ON_REQUEST


def event_name(deadline: Deadline) -> str:
    """Return the event that a deadline hangs on, in the words of the document."""
    return (deadline.event or quote(deadline)).strip()


def resolve_event(deadline: Deadline, *, event_on: date, calendar: WorkingCalendar) -> Occurrence:
    """Date a deadline by the day of its event, which itself does not count.

    "Sau khi ..." without a number of days gives the first working day after the event, to be checked: the document
    allows to begin then and names no end. Raises `NotAnEvent`, and `UnknownCalendarYear` outside the known years.
    """
    if not needs_event(deadline.kind):
        raise NotAnEvent(deadline)
    start, end, counted, doubt = _window(deadline, event_on=event_on, calendar=calendar)
    period = Period(f"Sự kiện {day_text(event_on)}", start, end + ONE_DAY)
    due_on, moved, unmoved = due_date(period, calendar=calendar, not_before=None)
    quoted, event = quote(deadline), event_name(deadline)
    named = "đó" if event in quoted else f"“{event}”"
    happened = f"sự kiện {named} vào ngày {day_text(event_on)}"
    explanation = f"{day_text(due_on)}, vì “{quoted}” và {happened}{counted}{moved}."
    return build_occurrence(period, due_on=due_on, explanation=explanation, doubts=(doubt, unmoved))


def _window(deadline: Deadline, *, event_on: date, calendar: WorkingCalendar) -> tuple[date, date, str, str | None]:
    """Return the first and last day that an event allows, the words on how they were counted, and any doubt."""
    count = deadline.n
    if deadline.kind is DeadlineKind.ON_EVENT:
        return event_on, event_on, "", None
    if count is None or deadline.kind not in _COUNTED:
        day = calendar.next_working_day(event_on)
        return day, day, "", NO_LIMIT_AFTER_EVENT
    if deadline.kind is DeadlineKind.WORKING_DAYS_BEFORE_EVENT:
        day = calendar.add_working_days(event_on, -count)
        return day, day, f", tính lùi {count} ngày làm việc", None
    if deadline.kind is DeadlineKind.WORKING_DAYS_AFTER_EVENT:
        return event_on, calendar.add_working_days(event_on, count), f", tính thêm {count} ngày làm việc", None
    return event_on, calendar.add_calendar_days(event_on, count), f", tính thêm {count} ngày", None
