"""Periods: half-open, gapless, and named as offices name them."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.calendar import periods
from parindex.domain.calendar.periods import YearlyDay
from parindex.domain.calendar.wording import time_text


@given(st.sampled_from(sorted(periods.MONTHS_PER_PERIOD)), st.integers(1900, 2100))
def test_periods_of_year_cover_the_year_without_gap(every: str, year: int) -> None:
    parts = periods.periods_of_year(every, year=year)

    assert len(parts) * periods.MONTHS_PER_PERIOD[every] == 12
    assert (parts[0].start, parts[-1].end) == (date(year, 1, 1), date(year + 1, 1, 1))
    assert all(before.end == after.start for before, after in pairwise(parts))


def test_periods_of_year_refuses_an_unknown_word() -> None:
    with pytest.raises(KeyError):
        periods.periods_of_year("fortnight", year=2023)


def test_period_labels_and_last_days() -> None:
    assert periods.quarter_period(2022, 2).label == "Quý II/2022"
    assert periods.month_period(2023, 2).last_day == date(2023, 2, 28)
    assert periods.half_year_period(2023, 1).label == "6 tháng đầu năm 2023"
    assert periods.half_year_period(2023, 2).last_day == date(2023, 12, 31)
    assert periods.year_range_period(2021, 2025).last_day == date(2025, 12, 31)


def test_period_contains_is_half_open() -> None:
    quarter = periods.quarter_period(2023, 1)

    assert quarter.contains(date(2023, 1, 1))
    assert not quarter.contains(quarter.end)
    assert quarter.contains(quarter.end - timedelta(days=1))


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2023, 2, 31, date(2023, 2, 28)),
        (2024, 2, 29, date(2024, 2, 29)),
        (2023, 4, 31, date(2023, 4, 30)),
        (2023, 12, 20, date(2023, 12, 20)),
    ],
)
def test_day_of_month_stays_in_its_month(year: int, month: int, day: int, expected: date) -> None:
    assert periods.day_of_month(year, month, day) == expected


def test_yearly_day_may_lie_in_the_year_before() -> None:
    assert YearlyDay(15, 12, -1).on(2023) == date(2022, 12, 15)


def test_time_text_shows_seconds_only_when_there_are_any() -> None:

    assert [time_text(time(8, 5)), time_text(time(8, 5, 9))] == ["08:05", "08:05:09"]
