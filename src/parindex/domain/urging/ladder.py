"""The ladder of urging: a due date and a day give the rung that an assignment stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from parindex.domain.calendar import clocks
from parindex.domain.calendar.days import UnknownCalendarYear, WorkingCalendar


class Audience(StrEnum):
    """Whom a rung tells: those who do the work, the head of their agency, or the agency by an official letter."""

    DOER = "doer"
    HEAD = "head"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `offset` working days after the due date (negative before it) somebody is told."""

    code: str
    offset: int
    audience: Audience
    name: str


@dataclass(frozen=True, slots=True)
class Hours:
    """When messages may leave: on working days, [opens, closes) of the local day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Retries:
    """How long to wait after each failed attempt, in minutes; when they are used up the delivery has failed."""

    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rules of urging of an office. `soon` is how many working days before its date a duty enters the digest."""

    rungs: tuple[Rung, ...]
    hours: Hours
    soon: int
    retries: Retries

    def __post_init__(self) -> None:
        """Refuse rungs that do not climb, repeat a code, or hours that are never open."""
        if not self.rungs or any(low.offset >= high.offset for low, high in pairwise(self.rungs)):
            raise ValueError("các nấc phải có ít nhất một và xếp theo offset tăng dần")
        if len({rung.code for rung in self.rungs}) != len(self.rungs):
            raise ValueError("mã của các nấc phải khác nhau")
        if self.hours.opens >= self.hours.closes:
            raise ValueError("giờ gửi phải kết thúc sau khi bắt đầu")

    def rung_at(self, standing: int) -> Rung | None:
        """Return the highest rung that was reached; None while the due date is still far."""
        reached = [rung for rung in self.rungs if rung.offset <= standing]
        return reached[-1] if reached else None

    def rung(self, code: str) -> Rung | None:
        """Return a rung by its code; None for one of an earlier ladder."""
        return next((rung for rung in self.rungs if rung.code == code), None)


def standing(due_on: date, *, today: date, calendar: WorkingCalendar) -> int:
    """Count the working days from the due date to today: negative before it, 0 on it, positive when late.

    Where the calendar of a year is not decided yet, calendar days stand in: telling somebody a day too early does no
    harm, a reminder that never comes does.
    """
    try:
        if today > due_on:
            return clocks.overdue(due_on, today=today, calendar=calendar)
        return -clocks.remaining(due_on, today=today, calendar=calendar)
    except UnknownCalendarYear:
        return (today - due_on).days
