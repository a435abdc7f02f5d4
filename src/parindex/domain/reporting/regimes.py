"""Regimes of reports as values: which reports, over which days, sent by which level to whom, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parindex.domain.calendar.days import ONE_DAY, Certainty, UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.periods import Period, Report
from parindex.domain.calendar.wording import full_day_text
from parindex.domain.reporting.figures import FigureRule
from parindex.domain.units import UnitKind


class Every(StrEnum):
    """How often a regime asks for a report."""

    FIXED = "fixed"
    MONTH = "month"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Level:
    """Units of some kinds send to the nearest unit above of the kinds `to_kinds`, or outside of the tree to `to_name`.

    `working_days_before`: before the regime's own day; None where the place sets it itself.
    """

    kinds: tuple[UnitKind, ...]
    to_kinds: tuple[UnitKind, ...]
    to_name: str
    working_days_before: int | None
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Field:
    """A part of the narrative: the words of a heading, or the first number of a criterion, that lead to it.

    `tells`: sentences drafted after the opening when all of their figures are known.
    """

    code: str
    title: str
    words: tuple[str, ...]
    criterion: str
    opening: str
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimeBook:
    """One regime with the outline and the figures of its reports; `version` is the hash of its file."""

    code: str
    name: str
    subject: str
    source: str
    certainty: Certainty
    every: Every
    reports: tuple[Report, ...]
    levels: tuple[Level, ...]
    outline_source: str
    outline_certainty: Certainty
    fields: tuple[Field, ...]
    figures: tuple[FigureRule, ...]
    summary: str
    version: str

    def report(self, code: str) -> Report:
        """Return one report. Raises `UnknownReport`."""
        found = next((report for report in self.reports if report.code == code), None)
        if found is None:
            raise UnknownReport(code, regime=self.name)
        return found

    def title_of(self, label: str) -> str:
        """Return the full title of a report: "Báo cáo công tác cải cách hành chính quý III/2026"."""
        kind = "Báo cáo "
        if not self.subject or not label.startswith(kind):
            return label
        return f"{kind}{self.subject} {label.removeprefix(kind)}"

    def level_of(self, kind: UnitKind) -> Level | None:
        """Return how units of a kind report; None when the regime asks nothing of them."""
        return next((level for level in self.levels if kind in level.kinds), None)


class UnknownReport(Exception):
    """The regime has no report of this code."""

    code = "unknown_report"
    exit_code = 2

    def __init__(self, code: str, *, regime: str) -> None:
        self.message = f"“{regime}” không có báo cáo “{code}”. Xem các mã bằng lệnh “parindex report regimes”."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which a report is sent and how that day was found, one Vietnamese sentence a step."""

    on: date
    steps: tuple[str, ...]


def month_window(year: int, month: int) -> Period:
    """Return the days of a monthly report: from the 15th of the month before to the 14th.

    Source: the cut-off of Nghị định 09/2019/NĐ-CP as later texts quote it.
    """
    before = date(year, month, 1) - ONE_DAY
    return Period(f"Báo cáo tháng {month:02d}/{year}", before.replace(day=15), date(year, month, 15))


def deadline(day: date, *, working_days_before: int, calendar: WorkingCalendar) -> Deadline:
    """Return the day some working days before the day that a text sets; 0 is that day itself.

    A day off is not moved: no text that was read says so. Raises `UnknownCalendarYear`.
    """
    steps = [f"Văn bản hoặc nơi tổ chức đặt hạn {full_day_text(day)}."]
    if working_days_before <= 0:
        if not calendar.is_working_day(day):
            last = calendar.last_working_day_on_or_before(day)
            steps.append(
                f"Ngày đó là ngày nghỉ; nguồn không nói lùi hạn nên hạn giữ nguyên. "
                f"Ngày làm việc cuối cùng trước hạn: {full_day_text(last)}."
            )
        return Deadline(day, tuple(steps))
    on = day
    for _ in range(working_days_before):
        on = calendar.last_working_day_on_or_before(on - ONE_DAY)
    steps.append(f"Gửi trước hạn đó {working_days_before} ngày làm việc: {full_day_text(on)}.")
    steps += [
        f"{full_day_text(fact.date_)}: {fact.reason()}, không tính."
        for fact in calendar.exceptional_days(on, day)
        if not fact.is_working_day
    ]
    return Deadline(on, tuple(steps))


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late something is; `working_days` is None when the calendar of the year is not known."""

    is_late: bool
    working_days: int | None

    def words(self) -> str:
        """Return "trễ 3 ngày làm việc"; "" when not late."""
        if not self.is_late:
            return ""
        if self.working_days is None:
            return "trễ hạn"
        return f"trễ {self.working_days} ngày làm việc" if self.working_days else "trễ, chưa hết một ngày làm việc"


def lateness(due_on: date | None, sent_on: date, *, calendar: WorkingCalendar) -> Lateness:
    """Count the working days after `due_on` up to and with `sent_on`; nothing is late without a day."""
    if due_on is None or sent_on <= due_on:
        return Lateness(is_late=False, working_days=0)
    try:
        return Lateness(True, calendar.count_working_days(due_on + ONE_DAY, sent_on + ONE_DAY))
    except UnknownCalendarYear:
        return Lateness(is_late=True, working_days=None)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the chain of reports needs it: its path "/1/15/" and kind."""

    path: str
    kind: UnitKind


def receiver_path(unit: Place, *, level: Level, places: Sequence[Place]) -> str:
    """Return the path of the unit that receives the report of `unit`; "" when it goes outside of the tree."""
    above = [
        place.path
        for place in places
        if place.path != unit.path and unit.path.startswith(place.path) and place.kind in level.to_kinds
    ]
    return max(above, key=len, default="")
