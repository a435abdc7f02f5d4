"""Periods as half-open ranges [start, end): months, quarters, half-years, years, and windows of periodic reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.domain.calendar.days import ONE_DAY, Certainty
from parindex.domain.calendar.wording import ROMAN_QUARTERS

MONTHS_PER_PERIOD = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A named range of days [start, end)."""

    label: str
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - ONE_DAY

    def contains(self, day: date) -> bool:
        """Tell whether the day belongs to the period."""
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day of every year; `year_offset` -1 means the year before."""

    day: int
    month: int
    year_offset: int = 0

    def on(self, year: int) -> date:
        """Return the day for `year`; 29/02 gives 28/02 in a common year."""
        return day_of_month(year + self.year_offset, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Report:
    """One periodic report: its data window [start, end) and the day it is sent, when the regime sets one.

    `label` holds `{year}` where the year of the report is written.
    """

    code: str
    label: str
    start: YearlyDay
    end: YearlyDay
    due: YearlyDay | None
    certainty: Certainty

    def window(self, year: int) -> Period:
        """Return the days whose figures the report of `year` covers."""
        return Period(self.label.format(year=year), self.start.on(year), self.end.on(year))


@dataclass(frozen=True, slots=True)
class ReportRegime:
    """The reports of one regime and the document that sets them."""

    code: str
    name: str
    source: str
    certainty: Certainty
    reports: tuple[Report, ...]


def day_of_month(year: int, month: int, day: int) -> date:
    """Return that day, or the last day of the month when the month is shorter."""
    return min(month_period(year, month).last_day, date(year, month, min(day, 28)) + max(day - 28, 0) * ONE_DAY)


def month_period(year: int, month: int) -> Period:
    """Return a month."""
    return Period(f"Tháng {month:02d}/{year}", date(year, month, 1), _month_start(year, month + 1))


def quarter_period(year: int, quarter: int) -> Period:
    """Return a quarter, 1 to 4."""
    first = 3 * quarter - 2
    return Period(f"Quý {ROMAN_QUARTERS[quarter - 1]}/{year}", date(year, first, 1), _month_start(year, first + 3))


def half_year_period(year: int, half: int) -> Period:
    """Return the first or second half of a year."""
    name = "6 tháng đầu năm" if half == 1 else "6 tháng cuối năm"
    return Period(f"{name} {year}", date(year, 6 * half - 5, 1), _month_start(year, 6 * half + 1))


def year_period(year: int) -> Period:
    """Return a calendar year."""
    return Period(f"Năm {year}", date(year, 1, 1), date(year + 1, 1, 1))


def year_range_period(first: int, last: int) -> Period:
    """Return the years from `first` to `last`, both included."""
    return Period(f"Giai đoạn {first}–{last}", date(first, 1, 1), date(last + 1, 1, 1))


def periods_of_year(every: str, *, year: int) -> tuple[Period, ...]:
    """Cut a year into its months, quarters, half-years or itself; raises KeyError for another word."""
    months = MONTHS_PER_PERIOD[every]
    numbers = range(1, 12 // months + 1)
    if every == "month":
        return tuple(month_period(year, number) for number in numbers)
    if every == "quarter":
        return tuple(quarter_period(year, number) for number in numbers)
    if every == "half_year":
        return tuple(half_year_period(year, number) for number in numbers)
    return (year_period(year),)


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
