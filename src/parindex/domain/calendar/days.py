"""The working calendar: which day is worked, why, and counting over it.

Weekly days off, public holidays and public-sector swaps are data (`definitions/calendar/`). Counting uses prefix sums
over the known years, so that counting and adding cost the same for one day and for five years. A day outside the known
years is refused, never guessed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Self

from parindex.domain.calendar.wording import full_day_text, weekday_name

ONE_DAY = timedelta(days=1)


class Certainty(StrEnum):
    """How far a rule or a day is known.

    VERIFIED: the text was read; SECONDARY: press, portal or library; ASSUMED: derived, nobody confirmed it;
    PROPOSED: announced but not law, kept as a note and not applied.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    ASSUMED = "assumed"
    PROPOSED = "proposed"


class DayKind(StrEnum):
    """What a day is for civil servants."""

    WORKING_DAY = "working_day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"


class UnknownCalendarYear(Exception):
    """The calendar has no data for a year, so nothing can be said about its days."""

    code = "unknown_calendar_year"
    exit_code = 2

    def __init__(self, year: int, *, first_year: int, last_year: int) -> None:
        """Say which year was asked and which are known."""
        self.year = year
        self.message = (
            f"Lịch làm việc chưa có năm {year} (hiện có từ {first_year} đến {last_year}); "
            "cần bổ sung ngày nghỉ của năm đó trước khi tính hạn."
        )
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class WeekRule:
    """The weekly days off (0 is Monday) and where that rule comes from."""

    days_off: frozenset[int]
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One exceptional day: a holiday, the day off given for it (`in_lieu_of`) or half of a swap (`pair`)."""

    date_: date
    is_working_day: bool
    name: str
    source: str
    certainty: Certainty
    pair: date | None = None
    in_lieu_of: date | None = None

    @property
    def kind(self) -> DayKind:
        """Tell what the entry makes of its day."""
        if self.is_working_day:
            return DayKind.SWAP_WORK
        if self.pair is not None:
            return DayKind.SWAP_OFF
        return DayKind.COMPENSATORY if self.in_lieu_of is not None else DayKind.HOLIDAY


@dataclass(frozen=True, slots=True)
class DayFact:
    """What is known of one day. `note` tells of a proposed change that is not applied."""

    date_: date
    is_working_day: bool
    kind: DayKind
    name: str
    source: str
    certainty: Certainty
    pair: date | None = None
    note: str | None = None

    def reason(self) -> str:
        """Say in one Vietnamese phrase what the day is: "Tết Âm lịch", "làm bù cho thứ Sáu 02/05/2025"."""
        if self.pair is None:
            return self.name
        return f"{self.name} {'cho' if self.is_working_day else 'với'} {full_day_text(self.pair)}"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days of a run of whole years. Build it with `build`; it never changes afterwards."""

    first_year: int
    last_year: int
    week: WeekRule
    _entries: Mapping[date, DayEntry]
    _notes: Mapping[date, DayEntry]
    _exceptional: tuple[date, ...]
    _worked_before: tuple[int, ...]
    _worked: tuple[date, ...]

    @classmethod
    def build(cls, entries: Iterable[DayEntry], *, years: Iterable[int], week: WeekRule) -> Self:
        """Build a calendar of `years`, which must follow one another; each day has at most one entry.

        Raises ValueError for a gap in the years, a day given twice or an entry outside the years.
        """
        known = tuple(sorted(set(years)))
        if not known or any(after - before != 1 for before, after in pairwise(known)):
            raise ValueError("years of a calendar must follow one another")
        applied: dict[date, DayEntry] = {}
        notes: dict[date, DayEntry] = {}
        for entry in entries:
            if entry.date_.year not in known:
                raise ValueError(f"{entry.date_} lies outside the years of the calendar")
            if entry.date_ in applied or entry.date_ in notes:
                raise ValueError(f"{entry.date_} is given twice")
            (notes if entry.certainty is Certainty.PROPOSED else applied)[entry.date_] = entry
        start = date(known[0], 1, 1)
        days = [start + timedelta(days=n) for n in range((date(known[-1], 12, 31) - start).days + 1)]
        flags = [applied[day].is_working_day if day in applied else day.weekday() not in week.days_off for day in days]
        return cls(
            first_year=known[0],
            last_year=known[-1],
            week=week,
            _entries=MappingProxyType(applied),
            _notes=MappingProxyType(notes),
            _exceptional=tuple(sorted(applied)),
            _worked_before=tuple(accumulate(flags, initial=0)),
            _worked=tuple(day for day, is_worked in zip(days, flags, strict=True) if is_worked),
        )

    def knows(self, day: date) -> bool:
        """Tell whether the day lies in a known year."""
        return self.first_year <= day.year <= self.last_year

    def day(self, day: date) -> DayFact:
        """Tell what a day is and why; raises UnknownCalendarYear."""
        self._require(day)
        proposed = self._notes.get(day)
        note = None if proposed is None else f"{proposed.name}: chưa áp dụng. {proposed.source}"
        entry = self._entries.get(day)
        if entry is not None:
            return DayFact(day, entry.is_working_day, entry.kind, entry.name, entry.source, entry.certainty, entry.pair)
        is_off = day.weekday() in self.week.days_off
        return DayFact(
            date_=day,
            is_working_day=not is_off,
            kind=DayKind.WEEKEND if is_off else DayKind.WORKING_DAY,
            name=f"nghỉ hằng tuần ({weekday_name(day)})" if is_off else "ngày làm việc bình thường",
            source=self.week.source,
            certainty=self.week.certainty,
            note=note,
        )

    def is_working_day(self, day: date) -> bool:
        """Tell whether civil servants work on that day; raises UnknownCalendarYear."""
        self._require(day)
        index = self._index(day)
        return self._worked_before[index + 1] > self._worked_before[index]

    def count_working_days(self, start: date, end: date) -> int:
        """Count the working days of the half-open range [start, end); negative when end lies before start.

        `end` may be the first day after the last known year; raises UnknownCalendarYear for anything further.
        """
        return self._worked_before[self._bound(end)] - self._worked_before[self._bound(start)]

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, before it when negative, `day` itself when 0.

        Raises UnknownCalendarYear when the day or the result lies outside the known years.
        """
        self._require(day)
        if count == 0:
            return day
        index = self._index(day)
        position = self._worked_before[index + 1] + count - 1 if count > 0 else self._worked_before[index] + count
        if position < 0:
            raise self._unknown(self.first_year - 1)
        if position >= len(self._worked):
            raise self._unknown(self.last_year + 1)
        return self._worked[position]

    def add_calendar_days(self, day: date, count: int) -> date:
        """Return the day `count` >= 0 days later; raises UnknownCalendarYear when it is past the known years."""
        self._require(day)
        if count > (date(self.last_year, 12, 31) - day).days:
            raise self._unknown(self.last_year + 1)
        return day + timedelta(days=count)

    def next_working_day(self, day: date) -> date:
        """Return the first working day strictly after `day`."""
        return self.add_working_days(day, 1)

    def first_working_day_on_or_after(self, day: date) -> date:
        """Return `day` when it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def last_working_day_on_or_before(self, day: date) -> date:
        """Return `day` when it is worked, else the working day before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def exceptional_days(self, start: date, end: date) -> tuple[DayFact, ...]:
        """Return holidays, days in lieu and swapped days of the half-open range [start, end), in order."""
        low, high = bisect_left(self._exceptional, start), bisect_left(self._exceptional, end)
        return tuple(self.day(day) for day in self._exceptional[low:high])

    def _index(self, day: date) -> int:
        return (day - date(self.first_year, 1, 1)).days

    def _bound(self, day: date) -> int:
        if day != date(self.last_year + 1, 1, 1):
            self._require(day)
        return self._index(day)

    def _require(self, day: date) -> None:
        if not self.knows(day):
            raise self._unknown(day.year)

    def _unknown(self, year: int) -> UnknownCalendarYear:
        return UnknownCalendarYear(year, first_year=self.first_year, last_year=self.last_year)
