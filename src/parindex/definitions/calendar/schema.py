"""Shapes of the calendar files. Unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from parindex.domain.calendar.days import Certainty


def _iso_date(value: object) -> object:
    """Read an ISO date from the text that strict YAML keeps; anything but text is left to pydantic to refuse."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


IsoDate = Annotated[datetime.date, BeforeValidator(_iso_date)]
Text = Annotated[str, Field(min_length=1)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DayShape(Shape):
    """One exceptional day of a year file."""

    date: IsoDate
    kind: Literal["off", "work"]
    name: Text
    source: Text
    certainty: Certainty
    pair: IsoDate | None = None
    in_lieu_of: IsoDate | None = None

    @model_validator(mode="after")
    def check_kind(self) -> Self:
        """Refuse a made-up working day without its swap, and a day that is both swapped and given in lieu."""
        if self.kind == "work" and self.pair is None:
            raise ValueError("ngày làm bù phải có pair là ngày nghỉ hoán đổi")
        if self.pair is not None and self.in_lieu_of is not None:
            raise ValueError("một ngày không thể vừa hoán đổi (pair) vừa nghỉ bù (in_lieu_of)")
        return self


class YearShape(Shape):
    """A year file."""

    year: Annotated[int, Field(ge=1900, le=9999)]
    days: tuple[DayShape, ...]

    @model_validator(mode="after")
    def check_days(self) -> Self:
        """Refuse days of another year, days given twice and swaps whose other half is missing."""
        by_date = {day.date: day for day in self.days}
        if len(by_date) != len(self.days):
            raise ValueError("có ngày được khai hai lần")
        for day in self.days:
            if day.date.year != self.year:
                raise ValueError(f"{day.date} không thuộc năm {self.year}")
            other = by_date.get(day.pair) if day.pair else None
            if day.pair and (other is None or other.pair != day.date or other.kind == day.kind):
                raise ValueError(f"ngày hoán đổi {day.date} và {day.pair} không khớp nhau")
            if day.in_lieu_of and day.in_lieu_of not in by_date:
                raise ValueError(f"{day.date} nghỉ bù cho {day.in_lieu_of} nhưng ngày đó không được khai")
        return self


class WeeklyShape(Shape):
    """The weekly days off."""

    days: tuple[Weekday, ...]
    source: Text
    certainty: Certainty


class SessionShape(Shape):
    """One session of office hours."""

    from_: Annotated[datetime.time, Field(alias="from")]
    until: datetime.time


class OfficeShape(Shape):
    """Office hours."""

    sessions: Annotated[tuple[SessionShape, ...], Field(min_length=1)]
    source: Text
    certainty: Certainty


class WeekShape(Shape):
    """The file of the week."""

    weekly_days_off: WeeklyShape
    office_hours: OfficeShape


class YearlyDayShape(Shape):
    """A day of every year."""

    day: Annotated[int, Field(ge=1, le=31)]
    month: Annotated[int, Field(ge=1, le=12)]
    year_offset: Literal[-1, 0] = 0

    @model_validator(mode="before")
    @classmethod
    def read_offset(cls, value: object) -> object:
        """Turn the offset into a number: a literal does not accept the text that strict YAML keeps."""
        if isinstance(value, dict) and isinstance(value.get("year_offset"), str):
            return {**value, "year_offset": int(value["year_offset"])}
        return value


class ReportShape(Shape):
    """One report of a regime."""

    code: Text
    label: Annotated[str, Field(pattern=r"\{year\}")]
    from_: Annotated[YearlyDayShape, Field(alias="from")]
    until: YearlyDayShape
    due: YearlyDayShape | None = None
    certainty: Certainty | None = None


class RegimeShape(Shape):
    """One regime of reports."""

    code: Text
    name: Text
    source: Text
    certainty: Certainty
    reports: Annotated[tuple[ReportShape, ...], Field(min_length=1)]


class RegimesShape(Shape):
    """The file of report regimes."""

    regimes: tuple[RegimeShape, ...]
