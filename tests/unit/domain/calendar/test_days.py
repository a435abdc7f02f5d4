"""The working calendar against the law's days, and its arithmetic against plain counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.calendar.days import (
    Certainty,
    DayEntry,
    DayKind,
    UnknownCalendarYear,
    WeekRule,
    WorkingCalendar,
)

CALENDAR = load_calendar()
WEEK = WeekRule(frozenset({5, 6}), "nguồn", Certainty.ASSUMED)
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))
INNER_DAYS = st.dates(date(2021, 6, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("day", "is_working_day", "kind"),
    [
        (date(2024, 4, 29), False, DayKind.SWAP_OFF),
        (date(2024, 5, 4), True, DayKind.SWAP_WORK),
        (date(2025, 4, 26), True, DayKind.SWAP_WORK),
        (date(2025, 5, 2), False, DayKind.SWAP_OFF),
        (date(2026, 1, 2), False, DayKind.SWAP_OFF),
        (date(2026, 1, 10), True, DayKind.SWAP_WORK),
        (date(2026, 8, 31), False, DayKind.SWAP_OFF),
        (date(2026, 8, 22), True, DayKind.SWAP_WORK),
        (date(2023, 1, 2), False, DayKind.COMPENSATORY),
        (date(2023, 9, 2), False, DayKind.HOLIDAY),
        (date(2023, 9, 3), False, DayKind.WEEKEND),
        (date(2023, 9, 5), True, DayKind.WORKING_DAY),
    ],
)
def test_day_tells_holidays_swaps_and_weekends(day: date, is_working_day: bool, kind: DayKind) -> None:
    fact = CALENDAR.day(day)

    assert (fact.is_working_day, fact.kind) == (is_working_day, kind)
    assert CALENDAR.is_working_day(day) is is_working_day
    assert fact.source


def test_day_reason_names_the_other_half_of_a_swap() -> None:
    assert CALENDAR.day(date(2025, 4, 26)).reason() == "làm bù cho thứ Sáu 02/05/2025"
    assert CALENDAR.day(date(2025, 5, 2)).reason() == "nghỉ hoán đổi với thứ Bảy 26/04/2025"


def test_day_keeps_a_proposed_holiday_as_a_note_only() -> None:
    fact = CALENDAR.day(date(2026, 11, 24))

    assert fact.is_working_day
    assert fact.note is not None
    assert "chưa áp dụng" in fact.note
    assert CALENDAR.day(date(2025, 11, 24)).note is None


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2027, 1, 1)])
def test_unknown_year_is_refused(day: date) -> None:
    for ask in (CALENDAR.day, CALENDAR.is_working_day, CALENDAR.next_working_day):
        with pytest.raises(UnknownCalendarYear, match=str(day.year)) as caught:
            ask(day)
        assert (caught.value.code, caught.value.exit_code) == ("unknown_calendar_year", 2)


def test_adding_over_the_edge_of_the_calendar_is_refused() -> None:
    with pytest.raises(UnknownCalendarYear, match="2027"):
        CALENDAR.add_working_days(date(2026, 12, 31), 1)
    with pytest.raises(UnknownCalendarYear, match="2020"):
        CALENDAR.add_working_days(date(2021, 1, 1), -1)
    with pytest.raises(UnknownCalendarYear, match="2027"):
        CALENDAR.add_calendar_days(date(2026, 12, 31), 10**12)
    assert CALENDAR.add_calendar_days(date(2026, 12, 30), 1) == date(2026, 12, 31)


def test_count_accepts_the_day_after_the_last_year_and_nothing_further() -> None:
    assert CALENDAR.count_working_days(date(2026, 12, 31), date(2027, 1, 1)) == 1
    with pytest.raises(UnknownCalendarYear):
        CALENDAR.count_working_days(date(2026, 12, 31), date(2027, 1, 2))


@given(DAYS, DAYS)
def test_count_agrees_with_looking_at_every_day(first: date, second: date) -> None:
    start, end = min(first, second), max(first, second)

    expected = sum(CALENDAR.day(start + timedelta(days=n)).is_working_day for n in range((end - start).days))

    assert CALENDAR.count_working_days(start, end) == expected
    assert CALENDAR.count_working_days(end, start) == -expected


@given(INNER_DAYS, st.integers(-80, 80))
def test_add_is_the_inverse_of_count(day: date, count: int) -> None:
    result = CALENDAR.add_working_days(day, count)

    one = timedelta(days=1)
    if count > 0:
        assert CALENDAR.is_working_day(result)
        assert CALENDAR.count_working_days(day + one, result + one) == count
    elif count < 0:
        assert CALENDAR.is_working_day(result)
        assert CALENDAR.count_working_days(result, day) == -count
    else:
        assert result == day


@given(INNER_DAYS, st.integers(0, 40), st.integers(0, 40))
def test_adding_twice_is_adding_the_sum(day: date, first: int, second: int) -> None:
    there = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)

    assert there == CALENDAR.add_working_days(day, first + second)


@given(INNER_DAYS)
def test_nearest_working_days_enclose_the_day(day: date) -> None:
    before = CALENDAR.last_working_day_on_or_before(day)
    after = CALENDAR.first_working_day_on_or_after(day)

    assert before <= day <= after
    assert (before == day == after) is CALENDAR.is_working_day(day)
    assert CALENDAR.next_working_day(day) > day


def test_exceptional_days_are_half_open_and_in_order() -> None:
    days = CALENDAR.exceptional_days(date(2025, 4, 26), date(2025, 5, 2))

    assert [fact.date_ for fact in days] == [date(2025, 4, 26), date(2025, 4, 30), date(2025, 5, 1)]


def _entry(day: date) -> DayEntry:
    return DayEntry(day, is_working_day=False, name="nghỉ", source="nguồn", certainty=Certainty.VERIFIED)


@pytest.mark.parametrize(
    ("entries", "years"),
    [
        ([], []),
        ([], [2021, 2023]),
        ([_entry(date(2022, 1, 3))], [2021]),
        ([_entry(date(2021, 1, 4)), _entry(date(2021, 1, 4))], [2021]),
    ],
)
def test_build_refuses_gaps_strangers_and_repeats(entries: list[DayEntry], years: list[int]) -> None:
    with pytest.raises(ValueError, match=r"year|twice"):
        WorkingCalendar.build(entries, years=years, week=WEEK)
