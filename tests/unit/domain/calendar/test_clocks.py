"""Due dates: the swaps, the boundaries of office hours, and that later receipt never means an earlier due date."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar, load_office_hours
from parindex.domain.calendar import clocks
from parindex.domain.calendar.clocks import Due, DurationUnit, FirstDay, InvalidAmount, Terms
from parindex.domain.calendar.days import Certainty, UnknownCalendarYear
from parindex.domain.calendar.hours import OfficeHours, Session

CALENDAR = load_calendar()
OFFICE = load_office_hours()
ZONE = timezone(timedelta(hours=7))


def _due(received: str, amount: int, unit: DurationUnit, **terms: Any) -> Due:
    moment = datetime.fromisoformat(received).replace(tzinfo=ZONE)
    return clocks.due(moment, terms=Terms(amount, unit, **terms), calendar=CALENDAR, office=OFFICE)


@pytest.mark.parametrize(
    ("received", "amount", "terms", "expected"),
    [
        ("2025-04-25T15:30", 5, {}, "2025-05-06"),
        ("2025-04-25T15:30", 5, {"first_day": FirstDay.RECEIPT}, "2025-05-05"),
        ("2025-04-25T15:30", 5, {"cutoff": time(15)}, "2025-05-07"),
        ("2025-04-25T15:00", 5, {"cutoff": time(15)}, "2025-05-06"),
        ("2025-04-25T15:30", 5, {"cutoff": time(15), "first_day": FirstDay.RECEIPT}, "2025-05-06"),
        ("2024-04-26T09:00", 1, {}, "2024-05-02"),
        ("2024-05-03T09:00", 1, {}, "2024-05-04"),
        ("2025-12-31T09:00", 1, {}, "2026-01-05"),
        ("2026-01-09T09:00", 1, {}, "2026-01-10"),
        ("2026-08-21T09:00", 1, {}, "2026-08-22"),
        ("2026-08-28T09:00", 1, {}, "2026-09-03"),
        ("2023-01-19T09:00", 1, {}, "2023-01-27"),
        ("2025-04-20T09:00", 1, {}, "2025-04-21"),
        ("2025-04-20T09:00", 1, {"first_day": FirstDay.RECEIPT}, "2025-04-21"),
        ("2025-04-18T17:00", 1, {"first_day": FirstDay.RECEIPT}, "2025-04-21"),
        ("2025-04-20T09:00", 1, {"cutoff": time(15)}, "2025-04-22"),
    ],
)
def test_due_in_working_days(received: str, amount: int, terms: dict[str, object], expected: str) -> None:
    result = _due(received, amount, DurationUnit.WORKING_DAY, **terms)

    assert result.due_at == datetime.fromisoformat(f"{expected}T17:00").replace(tzinfo=ZONE)
    assert result.due_on == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("received", "amount", "terms", "expected"),
    [
        ("2025-04-25T11:30", 1, {}, "2025-04-25T14:30"),
        ("2025-04-25T12:15", 1, {}, "2025-04-25T14:30"),
        ("2025-04-25T10:30", 1, {}, "2025-04-25T11:30"),
        ("2025-04-25T06:00", 1, {}, "2025-04-25T08:30"),
        ("2025-04-25T16:00", 1, {}, "2025-04-25T17:00"),
        ("2025-04-25T16:30", 1, {}, "2025-04-26T08:00"),
        ("2025-04-25T17:00", 1, {}, "2025-04-26T08:30"),
        ("2025-04-27T10:00", 1, {}, "2025-04-28T08:30"),
        ("2025-04-29T16:30", 8, {}, "2025-05-05T17:00"),
        ("2025-04-25T16:00", 1, {"first_day": FirstDay.NEXT_WORKING_DAY}, "2025-04-26T08:30"),
        ("2025-04-25T15:30", 1, {"cutoff": time(15)}, "2025-04-26T08:30"),
    ],
)
def test_due_in_hours(received: str, amount: int, terms: dict[str, object], expected: str) -> None:
    result = _due(received, amount, DurationUnit.HOUR, **terms)

    assert result.due_at == datetime.fromisoformat(expected).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "amount", "expected"),
    [
        ("2025-04-25T15:30", 5, "2025-05-05"),
        ("2025-04-14T09:00", 3, "2025-04-17"),
        ("2025-04-14T09:00", 5, "2025-04-21"),
    ],
)
def test_due_in_calendar_days_moves_off_a_day_off(received: str, amount: int, expected: str) -> None:
    result = _due(received, amount, DurationUnit.DAY)

    assert result.due_on == date.fromisoformat(expected)
    assert any(step.code == "moved" for step in result.steps) is (expected != "2025-04-17")


def test_due_explains_swaps_holidays_and_assumptions() -> None:
    result = _due("2025-04-25T15:30", 5, DurationUnit.WORKING_DAY)

    by_code = {step.code: step for step in result.steps}
    assert list(by_code) == ["received", "first_day", "count", "swap_work", "holiday", "swap_off", "weekend", "due"]
    assert "02/05/2025" in by_code["swap_off"].text
    assert by_code["swap_off"].source
    assert by_code["swap_off"].on == date(2025, 5, 2)
    assert by_code["weekend"].text == "Bỏ qua 3 ngày nghỉ hằng tuần."
    assert any("ngày làm việc tiếp theo" in text for text in result.assumptions)
    assert any("15:00" in text for text in result.assumptions)


def test_due_explains_receipt_on_a_day_off_and_after_the_cutoff() -> None:
    result = _due("2025-05-01T09:00", 1, DurationUnit.WORKING_DAY, cutoff=time(15))

    texts = " ".join(step.text for step in result.steps)
    assert "Ngày Quốc tế lao động" in texts
    assert "vào ngày nghỉ nên coi như nhận vào đầu giờ thứ Hai 05/05/2025" in texts
    assert any("Nhận sau 15:00" in text for text in result.assumptions)


@pytest.mark.parametrize("amount", [0, -3])
def test_due_refuses_an_amount_below_one(amount: int) -> None:
    with pytest.raises(InvalidAmount, match=str(amount)) as caught:
        _due("2025-04-25T15:30", amount, DurationUnit.DAY)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("unit", list(DurationUnit))
def test_due_refuses_years_the_calendar_does_not_know(unit: DurationUnit) -> None:
    with pytest.raises(UnknownCalendarYear, match="2020"):
        _due("2020-12-31T09:00", 1, unit)
    with pytest.raises(UnknownCalendarYear, match="2027"):
        _due("2026-12-31T09:00", 10**6, unit)


@given(
    first=st.datetimes(datetime(2021, 2, 1), datetime(2026, 6, 1)),
    gap=st.timedeltas(timedelta(0), timedelta(days=9)),
    amount=st.integers(1, 40),
    unit=st.sampled_from(DurationUnit),
    first_day=st.sampled_from([None, *FirstDay]),
    cutoff=st.sampled_from([None, time(15), time(18)]),
)
def test_later_receipt_never_falls_due_earlier(
    first: datetime,
    gap: timedelta,
    amount: int,
    unit: DurationUnit,
    first_day: FirstDay | None,
    cutoff: time | None,
) -> None:
    terms = Terms(amount, unit, first_day, cutoff)

    early = clocks.due(first, terms=terms, calendar=CALENDAR, office=OFFICE)
    late = clocks.due(first + gap, terms=terms, calendar=CALENDAR, office=OFFICE)

    assert early.due_at <= late.due_at
    assert CALENDAR.is_working_day(late.due_on)
    assert late.due_at > first + gap


def test_overdue_and_remaining_count_working_days() -> None:
    due_on = date(2025, 4, 29)

    assert clocks.overdue(due_on, today=due_on, calendar=CALENDAR) == 0
    assert clocks.overdue(due_on, today=date(2025, 5, 4), calendar=CALENDAR) == 0
    assert clocks.overdue(due_on, today=date(2025, 5, 6), calendar=CALENDAR) == 2
    assert clocks.overdue(due_on, today=date(2025, 4, 1), calendar=CALENDAR) == 0
    assert clocks.remaining(due_on, today=date(2025, 4, 25), calendar=CALENDAR) == 3
    assert clocks.remaining(due_on, today=due_on, calendar=CALENDAR) == 0
    assert clocks.remaining(due_on, today=date(2025, 5, 6), calendar=CALENDAR) == 0


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        (Session(time(8), time(8)),),
        (Session(time(13), time(17)), Session(time(7), time(11))),
    ],
)
def test_office_hours_refuse_sessions_that_make_no_sense(sessions: tuple[Session, ...]) -> None:
    with pytest.raises(ValueError, match="sessions"):
        OfficeHours(sessions, "nguồn", Certainty.ASSUMED)


def test_office_hours_count_seconds_and_refuse_more_than_a_day() -> None:
    assert OFFICE.seconds_per_day == 27_000
    assert OFFICE.seconds_before(time(12)) == 14_400
    with pytest.raises(ValueError, match="more seconds"):
        OFFICE.moment_after(date(2025, 4, 25), OFFICE.seconds_per_day + 1)
