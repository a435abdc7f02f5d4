"""The ladder of urging: a due date and a day give the rung that an assignment stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from parindex.domain.calendar.days import ONE_DAY, WorkingCalendar
from parindex.domain.urging import workdays


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

    In a year without calendar the holidays are not taken out, for nobody knows them: what is late then looks a little
    later than it is, and what is due looks a little further away (`workdays.unknown_years` tells when).
    """
    if today > due_on:
        return workdays.count(due_on + ONE_DAY, today + ONE_DAY, calendar=calendar)
    return -workdays.count(today + ONE_DAY, due_on + ONE_DAY, calendar=calendar)
