"""The clock of one dossier: appointments, swaps, waiting, one new appointment, and what stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from parindex.definitions.calendar.loader import load_calendar, load_office_hours
from parindex.definitions.dossiers.loader import load_clock_rules
from parindex.domain.dossiers.clock import FOREVER, NEVER, Clock, Timing
from parindex.domain.dossiers.model import Dossier, LimitUnit, Outcome, Status

CLOCK = Clock(load_clock_rules(), load_calendar(), load_office_hours())
BASE = Dossier(
    code="000.00.06.H99-250424-0001",
    procedure="1.000001",
    unit="Xã Minh Họa",
    status=Status.DONE,
    received_at=datetime(2025, 4, 24, 9, 0),
    due_at=datetime(2025, 5, 9, 17, 0),
    finished_at=datetime(2025, 5, 9, 16, 0),
)


def read(**changes: object) -> Timing:
    return CLOCK.read(replace(BASE, **changes))


def codes(timing: Timing) -> set[str]:
    return {step.code for step in timing.steps}


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [
        (datetime(2025, 5, 8, 23, 59), Outcome.EARLY),
        (datetime(2025, 5, 9, 23, 59), Outcome.ON_TIME),
        (datetime(2025, 5, 10, 0, 0), Outcome.LATE),
    ],
)
def test_dates_are_compared_not_hours(finished: datetime, outcome: Outcome) -> None:
    assert read(finished_at=finished).outcome is outcome


def test_swapped_saturday_counts_and_its_friday_does_not() -> None:
    # 26/04/2025 is worked for 02/05/2025; 30/04 and 01/05 are holidays: from 25/04: 25, 26, 28, 29 April, 5 May.
    timing = read(due_at=None, limit_amount=5, limit_unit=LimitUnit.WORKING_DAY)

    assert timing.due_on == date(2025, 5, 5)
    assert "swap_work" in codes(timing)
    assert timing.used_days == 9


def test_calendar_days_end_on_a_working_day() -> None:
    timing = read(due_at=None, limit_amount=5, limit_unit=LimitUnit.DAY)

    # Calendar days start with the working day after the receipt, 25/04, and end on 29/04.
    assert timing.due_on == date(2025, 4, 29)


def test_receipt_after_three_starts_a_day_later() -> None:
    at_three = read(
        due_at=None, limit_amount=1, limit_unit=LimitUnit.WORKING_DAY, received_at=datetime(2025, 3, 3, 15, 0)
    )
    later = read(due_at=None, limit_amount=1, limit_unit=LimitUnit.WORKING_DAY, received_at=datetime(2025, 3, 3, 15, 1))

    assert at_three.due_on == date(2025, 3, 4)
    assert later.due_on == date(2025, 3, 5)


def test_waiting_for_a_supplement_moves_the_appointment() -> None:
    timing = read(
        supplement_from=datetime(2025, 4, 28, 8, 0),
        supplement_to=datetime(2025, 5, 5, 8, 0),
        finished_at=datetime(2025, 5, 13, 8, 0),
    )

    assert timing.due_on == date(2025, 5, 13)  # 28 and 29 April are two working days of waiting
    assert timing.outcome is Outcome.ON_TIME
    assert not timing.missed_first


def test_asking_when_already_late_saves_nothing() -> None:
    timing = read(
        supplement_from=datetime(2025, 5, 12, 8, 0),
        supplement_to=datetime(2025, 5, 14, 8, 0),
        finished_at=datetime(2025, 5, 15, 8, 0),
    )

    assert timing.outcome is Outcome.LATE
    assert "supplement_late" in codes(timing)


def test_one_new_appointment_is_honoured_and_the_first_stays_missed() -> None:
    once = read(rescheduled_due=date(2025, 5, 16), finished_at=datetime(2025, 5, 16, 8, 0))
    twice = read(rescheduled_due=date(2025, 5, 16), reschedule_count=2, finished_at=datetime(2025, 5, 16, 8, 0))

    assert (once.outcome, once.missed_first) == (Outcome.ON_TIME, True)
    assert (twice.outcome, twice.missed_first) == (Outcome.LATE, True)


def test_open_dossier_is_in_time_until_its_day() -> None:
    assert read(status=Status.PROCESSING, finished_at=None).open_until == date(2025, 5, 9)


@pytest.mark.parametrize(("count", "until"), [(None, FOREVER), (1, FOREVER), (2, NEVER)])
def test_first_supplement_stops_the_clock_and_a_second_one_is_late(count: int | None, until: date) -> None:
    asked = datetime(2025, 5, 6, 8, 0)

    timing = read(status=Status.SUPPLEMENT, finished_at=None, supplement_from=asked, supplement_count=count)

    assert timing.open_until == until


def test_withdrawn_in_time_is_on_time_never_early() -> None:
    timing = read(status=Status.WITHDRAWN, finished_at=None, refused_at=datetime(2025, 4, 25, 8, 0))

    assert timing.outcome is Outcome.ON_TIME


def test_unknown_stays_unknown() -> None:
    without_due = read(due_at=None)
    without_end = read(finished_at=None)

    assert (without_due.due_on, without_due.outcome) == (None, None)
    assert (without_end.closed_on, without_end.outcome, without_end.used_days) == (None, None, None)


def test_day_beyond_the_calendar_is_not_guessed() -> None:
    received = datetime(load_calendar().last_year, 12, 28, 9, 0)

    timing = read(due_at=None, received_at=received, limit_amount=30, limit_unit=LimitUnit.WORKING_DAY)

    assert timing.due_on is None
    assert "no_calendar" in codes(timing)


def test_dossier_never_received_has_no_outcome() -> None:
    timing = read(status=Status.NOT_RECEIVED)

    assert (timing.outcome, timing.open_until, timing.missed_first) == (None, None, False)
