"""The clocks of one piece of feedback: which rule runs, since when, until when, and whether it was kept.

Rules are data (`definitions/feedback/clocks.yaml`). A run begins with an event of `starts` and ends with one of `ends`;
an event that is in both ends one run and begins the next, as a transfer does. A run whose step was not taken after
all (`voids`) falls away: nobody owes a request for a supplement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
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
        ended_on = self.ended_at.date() if self.ended_at is not None else None
        return _verdict(self.rule, due_on=self.due.due_on if self.due else None, ended_on=ended_on, today=today)


def runs_of(
    moments: Sequence[Moment], *, rules: Iterable[ClockRule], calendar: WorkingCalendar, office: OfficeHours
) -> tuple[Run, ...]:
    """Return the runs of all rules over the moments, which stand in the order in which they happened."""
    return tuple(run for rule in rules for run in _runs(moments, rule=rule, calendar=calendar, office=office))


@dataclass(frozen=True, slots=True)
class Judge:
    """The verdicts of many pieces of feedback: the same runs without their explanations, each limit found once."""

    rules: tuple[ClockRule, ...]
    calendar: WorkingCalendar
    office: OfficeHours
    _dues: dict[tuple[date, int], date | None] = field(default_factory=dict)

    def verdicts(self, events: Sequence[str], days: Sequence[date], *, today: date) -> tuple[tuple[str, Verdict], ...]:
        """Return the rule of every run and how it stands on a day; events and their days stand in one order."""
        return tuple(
            (rule.code, _verdict(rule, due_on=self._due_on(days[start], rule), ended_on=_day(days, end), today=today))
            for rule in self.rules
            for start, end in _spans(events, rule)
        )

    def _due_on(self, started_on: date, rule: ClockRule) -> date | None:
        """Return the last day of a limit: it begins with the next working day, whatever the hour was."""
        key = (started_on, rule.amount)
        if key not in self._dues:
            found = _due(datetime.combine(started_on, time()), rule, self.calendar, self.office)
            self._dues[key] = found.due_on if found is not None else None
        return self._dues[key]


def binding(runs: Iterable[Run]) -> Run | None:
    """Return the run that falls due first among those that are running and bind; None when none does."""
    open_runs = [run for run in runs if run.ended_at is None and not run.rule.optional and run.due is not None]
    return min(open_runs, key=lambda run: (run.due.due_at if run.due else run.started_at, run.rule.code), default=None)


def _runs(moments: Sequence[Moment], *, rule: ClockRule, calendar: WorkingCalendar, office: OfficeHours) -> list[Run]:
    return [
        Run(
            rule,
            moments[start].at,
            _due(moments[start].at, rule, calendar, office),
            None if end is None else moments[end].at,
        )
        for start, end in _spans([moment.event for moment in moments], rule)
    ]


def _spans(events: Sequence[str], rule: ClockRule) -> Iterator[tuple[int, int | None]]:
    """Yield where each run of a rule begins and ends; None is a run that goes on."""
    started: int | None = None
    for place, event in enumerate(events):
        if started is not None and event in rule.ends:
            yield started, place
        if event in rule.ends or event in rule.voids:
            started = None
        if event in rule.starts:
            started = place
    if started is not None:
        yield started, None


def _day(days: Sequence[date], place: int | None) -> date | None:
    return None if place is None else days[place]


def _verdict(rule: ClockRule, *, due_on: date | None, ended_on: date | None, today: date) -> Verdict:
    if due_on is None:
        return Verdict.UNKNOWN
    if ended_on is not None:
        return Verdict.KEPT if ended_on <= due_on else Verdict.LATE
    return Verdict.RUNNING if today <= due_on or rule.optional else Verdict.OVERDUE


def _due(started: datetime, rule: ClockRule, calendar: WorkingCalendar, office: OfficeHours) -> Due | None:
    terms = Terms(amount=rule.amount, unit=DurationUnit.WORKING_DAY)
    try:
        return due(started, terms=terms, calendar=calendar, office=office)
    except UnknownCalendarYear:
        return None
