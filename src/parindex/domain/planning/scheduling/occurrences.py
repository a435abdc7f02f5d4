"""Dated duties of a plan: the last day that its words allow, and the day that people work towards.

Decision (one rule for every kind): a deadline has a *legal end*, the last day its words allow, and a *due date*, the
day people work towards. The legal end is kept as it is. The due date is the legal end when that is a working day, else
the last working day before it: a plan says "chậm nhất", so what it asks must be done while an office is still open to
receive it, and a later day would already be late. Moving never leaves the period nor passes the signing date; where it
would, and where the calendar does not know the year, the due date stays on the legal end, marked CHECK with the reason.

Other readings were considered: moving to the next working day (as time limits of procedures do, `calendar.clocks`)
would let "trong năm 2023" end in 2024; keeping 31/12/2023, a Sunday, would remind people on a day nobody works.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parindex.domain.calendar.days import DayKind, UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.periods import Period
from parindex.domain.calendar.wording import capitalized, day_text, weekday_name
from parindex.domain.planning.model import Confidence, Deadline, DeadlineKind, DeadlineRole

QUOTE_LIMIT = 90


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated duty. [starts_on, legal_end] is what the words allow, both days included; `due_on` lies in it."""

    period_label: str
    starts_on: date
    legal_end: date
    due_on: date
    certainty: Confidence
    explanation: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A deadline without a date yet: why, and what must be known to give it one; both are whole sentences."""

    deadline_text: str
    kind: DeadlineKind
    role: DeadlineRole
    reason: str
    needs: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Occurrences by due date, each once, and what could not be dated."""

    occurrences: tuple[Occurrence, ...]
    unresolved: tuple[Unresolved, ...]


def leave_open(deadline: Deadline, reason: str, *, needs: str) -> Unresolved:
    """Say why a deadline has no date and what it needs, both in words that begin small and end without a full stop."""
    return Unresolved(
        deadline.text, deadline.kind, deadline.role, f"{capitalized(reason)}.", f"Cần {needs.rstrip('.')}."
    )


def quote(deadline: Deadline) -> str:
    """Return the words of a deadline, cut where they get too long for one line of explanation."""
    text = deadline.text.strip()
    return text if len(text) <= QUOTE_LIMIT else f"{text[: QUOTE_LIMIT - 1].rstrip()}…"


def due_date(period: Period, *, calendar: WorkingCalendar, not_before: date | None) -> tuple[date, str, str | None]:
    """Return the due date of a period, the words on why it moved, and the doubt when it could not be moved."""
    legal_end = period.last_day
    if not calendar.knows(legal_end):
        return legal_end, "", f"Lịch làm việc chưa có năm {legal_end.year} nên chưa xét ngày nghỉ."
    fact = calendar.day(legal_end)
    if fact.is_working_day:
        return legal_end, "", None
    why = weekday_name(legal_end) if fact.kind is DayKind.WEEKEND else f"{weekday_name(legal_end)}, {fact.reason()}"
    floor = not_before if not_before is not None and period.contains(not_before) else period.start
    try:
        due_on = calendar.last_working_day_on_or_before(legal_end)
    except UnknownCalendarYear:
        return legal_end, "", f"{day_text(legal_end)} là {why}; lịch làm việc chưa có ngày làm việc liền trước."
    if due_on < floor:
        return legal_end, "", f"{day_text(legal_end)} là {why}; không có ngày làm việc nào trước đó trong kỳ."
    return due_on, f" ({day_text(legal_end)} là {why} nên lấy ngày làm việc liền trước)", None


def build_occurrence(period: Period, *, due_on: date, explanation: str, doubts: Iterable[str | None]) -> Occurrence:
    """Build the occurrence of a period, to be checked when there is any doubt."""
    told = [doubt for doubt in doubts if doubt]
    return Occurrence(
        period_label=period.label,
        starts_on=period.start,
        legal_end=period.last_day,
        due_on=due_on,
        certainty=Confidence.CHECK if told else Confidence.SURE,
        explanation=" ".join((explanation, *told)),
    )
