"""The clocks of one piece of feedback: which rule runs, since when, until when, and whether it was kept.

Rules are data (`definitions/feedback/clocks.yaml`). A run begins with an event of `starts` and ends with one of `ends`;
an event that is in both ends one run and begins the next, as a transfer does. A run whose step was not taken after
all (`voids`) falls away: nobody owes a request for a supplement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from parindex.domain.calendar.clocks import Due, DurationUnit, Terms, due
from parindex.domain.calendar.days import Certainty, UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.hours import OfficeHours


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One limit in working days, the events that begin, end and void it, and where it stands written.

    An `optional` limit binds only the step that ends it, so that it is judged afterwards and never overdue before.
    """

    code: str
    name: str
    amount: int
    starts: frozenset[str]
    ends: frozenset[str]
    source: str
    certainty: Certainty
    voids: frozenset[str] = frozenset()
    optional: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a piece of feedback."""

    event: str
    at: datetime


class Verdict(StrEnum):
    """How a run stands: running, over in time, over too late, running too late, or not to be told."""

    RUNNING = "running"
    KEPT = "kept"
    LATE = "late"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a rule. `due` is None when the working calendar does not reach that far."""

    rule: ClockRule
    started_at: datetime
    due: Due | None
    ended_at: datetime | None = None

    def verdict(self, *, today: date) -> Verdict:
        """Tell how the run stands on a day: days are compared, as official statistics do."""
        if self.due is None:
            return Verdict.UNKNOWN
        if self.ended_at is not None:
            return Verdict.KEPT if self.ended_at.date() <= self.due.due_on else Verdict.LATE
        if today <= self.due.due_on or self.rule.optional:
            return Verdict.RUNNING
        return Verdict.OVERDUE


def runs_of(
    moments: Sequence[Moment], *, rules: Iterable[ClockRule], calendar: WorkingCalendar, office: OfficeHours
) -> tuple[Run, ...]:
    """Return the runs of all rules over the moments, which stand in the order in which they happened."""
    return tuple(run for rule in rules for run in _runs(moments, rule=rule, calendar=calendar, office=office))


def binding(runs: Iterable[Run]) -> Run | None:
    """Return the run that falls due first among those that are running and bind; None when none does."""
    open_runs = [run for run in runs if run.ended_at is None and not run.rule.optional and run.due is not None]
    return min(open_runs, key=lambda run: (run.due.due_at if run.due else run.started_at, run.rule.code), default=None)


def _runs(moments: Sequence[Moment], *, rule: ClockRule, calendar: WorkingCalendar, office: OfficeHours) -> list[Run]:
    found: list[Run] = []
    started: datetime | None = None
    for moment in moments:
        if started is not None and moment.event in rule.ends:
            found.append(Run(rule, started, _due(started, rule, calendar, office), moment.at))
        if started is not None and moment.event in (rule.ends | rule.voids):
            started = None
        if moment.event in rule.starts:
            started = moment.at
    if started is not None:
        found.append(Run(rule, started, _due(started, rule, calendar, office)))
    return found


def _due(started: datetime, rule: ClockRule, calendar: WorkingCalendar, office: OfficeHours) -> Due | None:
    terms = Terms(amount=rule.amount, unit=DurationUnit.WORKING_DAY)
    try:
        return due(started, terms=terms, calendar=calendar, office=office)
    except UnknownCalendarYear:
        return None
