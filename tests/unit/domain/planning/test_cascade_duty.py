"""The duty of a lower unit to issue its own plan: golden dates by hand, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.domain.planning.cascade.duty import count_days_late, find_duty
from parindex.domain.planning.cascade.model import Certainty

BOOK, CALENDAR = load_cascade_book(), load_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        # A Tuesday: two weekends lie between.
        (date(2026, 3, 10), date(2026, 3, 24)),
        # A Friday and a Saturday begin with the same Monday.
        (date(2026, 3, 13), date(2026, 3, 27)),
        (date(2026, 3, 14), date(2026, 3, 27)),
        # Between: the day of the Hùng kings is a Sunday, so Monday is off in lieu; 30 April and 1 May.
        (date(2026, 4, 24), date(2026, 5, 13)),
    ],
)
def test_ten_working_days_after_the_day_of_issue(issued: date, due: date) -> None:
    duty = find_duty(issued, book=BOOK, calendar=CALENDAR)

    assert duty.due_on == due
    assert duty.certainty is Certainty.UNVERIFIED
    assert duty.explanation[-1].endswith(f"{due.day:02}/{due.month:02}/{due.year}.")


def test_days_count_from_receipt_when_it_is_known() -> None:
    duty = find_duty(date(2026, 3, 10), book=BOOK, calendar=CALENDAR, received_on=date(2026, 3, 13))

    assert (duty.counted_from, duty.due_on) == (date(2026, 3, 13), date(2026, 3, 27))
    assert duty.explanation[0].startswith("Đơn vị nhận kế hoạch cấp trên thứ Sáu 13/03/2026")
    assert find_duty(None, book=BOOK, calendar=CALENDAR, received_on=date(2026, 3, 13)).due_on == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("until", "late"),
    [
        (date(2026, 3, 24), 0),
        (date(2026, 3, 25), 1),
        (date(2026, 3, 27), 3),
        # The weekend adds nothing.
        (date(2026, 3, 29), 3),
        (date(2026, 3, 30), 4),
        (date(2026, 1, 1), 0),
    ],
)
def test_days_late_are_working_days(until: date, late: int) -> None:
    duty = find_duty(date(2026, 3, 10), book=BOOK, calendar=CALENDAR)

    assert count_days_late(duty, until=until, calendar=CALENDAR) == late


def test_what_cannot_be_counted_is_not_known() -> None:
    unknown = find_duty(None, book=BOOK, calendar=CALENDAR)
    assert (unknown.due_on, count_days_late(unknown, until=date(2026, 3, 1), calendar=CALENDAR)) == (None, None)
    known = find_duty(date(2026, 3, 10), book=BOOK, calendar=CALENDAR)
    assert count_days_late(known, until=date(2999, 1, 1), calendar=CALENDAR) is None


@given(DAYS)
def test_the_due_day_is_worked_and_ten_days_after(issued: date) -> None:
    due = find_duty(issued, book=BOOK, calendar=CALENDAR).due_on

    assert due is not None
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.count_working_days(issued + timedelta(days=1), due + timedelta(days=1)) == BOOK.working_days


@given(DAYS, DAYS)
def test_a_later_issue_is_never_less_late(issued: date, until: date) -> None:
    duty = find_duty(issued, book=BOOK, calendar=CALENDAR)

    now, tomorrow = (count_days_late(duty, until=until + timedelta(days=n), calendar=CALENDAR) for n in (0, 1))
    assert now is not None
    assert tomorrow is not None
    assert 0 <= now <= tomorrow <= now + 1
