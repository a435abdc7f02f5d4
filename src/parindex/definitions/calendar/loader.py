"""Load the working calendar, the office hours and the report regimes from the YAML files of this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from parindex.definitions.calendar.schema import (
    WEEKDAYS,
    DayShape,
    RegimeShape,
    RegimesShape,
    Shape,
    WeekShape,
    YearlyDayShape,
    YearShape,
)
from parindex.definitions.faults import explain
from parindex.definitions.yaml import load_yaml
from parindex.domain.calendar.days import DayEntry, WeekRule, WorkingCalendar
from parindex.domain.calendar.hours import OfficeHours, Session
from parindex.domain.calendar.periods import Report, ReportRegime, YearlyDay

ShapeT = TypeVar("ShapeT", bound=Shape)

_FOLDER = resources.files(__package__)


class CalendarDefinitionError(ValueError):
    """A calendar file says something that cannot be used; the message names file and line."""

    code = "calendar_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


@cache
def load_calendar() -> WorkingCalendar:
    """Return the working calendar of every year that has a file; raises CalendarDefinitionError or YamlError."""
    names = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name[:4].isdigit())
    return build_calendar([parse_year(_read(name), source=name) for name in names], week=_load_week())


@cache
def load_office_hours() -> OfficeHours:
    """Return the office hours of `week.yaml`."""
    return build_office_hours(_load_week())


def build_calendar(years: Sequence[YearShape], *, week: WeekShape) -> WorkingCalendar:
    """Build the calendar of checked year files; raises CalendarDefinitionError when years are missing between them."""
    weekly = week.weekly_days_off
    rule = WeekRule(frozenset(WEEKDAYS.index(day) for day in weekly.days), weekly.source, weekly.certainty)
    entries = [_day_entry(day) for year in years for day in year.days]
    try:
        return WorkingCalendar.build(entries, years=[year.year for year in years], week=rule)
    except ValueError as error:
        raise CalendarDefinitionError(f"Lịch làm việc: {error}.") from error


def build_office_hours(week: WeekShape) -> OfficeHours:
    """Build the office hours; raises CalendarDefinitionError when sessions are empty or overlap."""
    shape = week.office_hours
    sessions = tuple(Session(session.from_, session.until) for session in shape.sessions)
    try:
        return OfficeHours(sessions, shape.source, shape.certainty)
    except ValueError as error:
        raise CalendarDefinitionError(f"week.yaml: {error}.") from error


@cache
def load_report_regimes() -> Mapping[str, ReportRegime]:
    """Return the report regimes by code."""
    shape = parse_shape(_read("report_regimes.yaml"), source="report_regimes.yaml", shape=RegimesShape)
    return MappingProxyType({regime.code: _regime(regime) for regime in shape.regimes})


def parse_year(text: str, *, source: str) -> YearShape:
    """Read one year file; `source` names it in errors."""
    return parse_shape(text, source=source, shape=YearShape)


def parse_shape(text: str, *, source: str, shape: type[ShapeT]) -> ShapeT:
    """Check YAML text against a shape; raises YamlError for bad YAML, CalendarDefinitionError with file and line."""
    try:
        return shape.model_validate(load_yaml(text, source=source))
    except ValidationError as error:
        raise CalendarDefinitionError(explain(error, text=text, source=source)) from error


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _load_week() -> WeekShape:
    return parse_shape(_read("week.yaml"), source="week.yaml", shape=WeekShape)


def _day_entry(shape: DayShape) -> DayEntry:
    return DayEntry(
        date_=shape.date,
        is_working_day=shape.kind == "work",
        name=shape.name,
        source=shape.source,
        certainty=shape.certainty,
        pair=shape.pair,
        in_lieu_of=shape.in_lieu_of,
    )


def _regime(shape: RegimeShape) -> ReportRegime:
    reports = tuple(
        Report(
            code=report.code,
            label=report.label,
            start=_yearly(report.from_),
            end=_yearly(report.until),
            due=_yearly(report.due) if report.due else None,
            certainty=report.certainty or shape.certainty,
        )
        for report in shape.reports
    )
    return ReportRegime(shape.code, shape.name, shape.source, shape.certainty, reports)


def _yearly(shape: YearlyDayShape) -> YearlyDay:
    return YearlyDay(shape.day, shape.month, shape.year_offset)
