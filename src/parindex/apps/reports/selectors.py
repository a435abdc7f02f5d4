"""Periods, reports and their sendings as the actor may see them; what is not visible does not exist."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs.models import Unit
from parindex.apps.reports import figure_sources, periods, sources
from parindex.apps.reports.errors import PeriodNotFound, ReportNotFound
from parindex.apps.reports.models import PeriodicReport, ReportPeriod, ReportSection, ReportSending
from parindex.apps.reports.periods import Duty
from parindex.definitions.calendar.loader import load_calendar
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission
from parindex.domain.reporting.regimes import Lateness, lateness
from parindex.domain.text.folding import fold

_WORK = "nv:"
_INSIDERS = (
    Permission.REPORTS_WRITE,
    Permission.REPORTS_SEND,
    Permission.REPORTS_DECIDE,
    Permission.REPORTS_MANAGE,
)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What narrows the board of a period; shared by the page and the export. `state`: "none", "late" or a state.

    `query`: words of the name of a unit, accents left out.
    """

    state: str = ""
    under_path: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit of a period: its duty, its report if begun, its last sending, how late it is or was."""

    duty: Duty
    report: PeriodicReport | None
    sending: ReportSending | None
    lateness: Lateness

    @property
    def state(self) -> str:
        """Return the state of the report; "none" while it was not begun."""
        return self.report.state if self.report is not None else "none"


def _scope(actor: Actor, column: str) -> Q:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REPORTS_VIEW):
        scope |= Q(**{f"{column}__startswith": path})
    return scope


def _periods(actor: Actor) -> QuerySet[ReportPeriod]:
    """Return the periods of the actor's area, and those that a unit above opened."""
    above: set[str] = set()
    for path in actor.scope(Permission.REPORTS_VIEW):
        steps = path.strip("/").split("/")
        above |= {"/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)}
    return ReportPeriod.objects.filter(_scope(actor, "unit__path") | Q(unit__path__in=above)).select_related("unit")


def list_periods(actor: Actor, *, year: int | None = None) -> list[ReportPeriod]:
    """Return the visible periods with the unit that opened them, latest due first. One query."""
    found = _periods(actor)
    if year is not None:
        found = found.filter(year=year)
    return list(found.order_by("-due_on", "-pk"))


def access_period(actor: Actor, public_id: uuid.UUID) -> ReportPeriod:
    """Return a visible period with its unit. Raises `PeriodNotFound`."""
    found = _periods(actor).filter(public_id=public_id).first()
    if found is None:
        raise PeriodNotFound
    return found


def board(actor: Actor, period: ReportPeriod, filters: BoardFilter, *, today: date, now: datetime) -> list[BoardRow]:
    """Return who owes a report of a period and how far each is, those that the actor may see. Three queries."""
    scope = actor.scope(Permission.REPORTS_VIEW)
    duties = periods.list_duties(period, on=periods.day_of(period, now=now))
    sendings = ReportSending.objects.order_by("number").defer("contradictions")
    reports = PeriodicReport.objects.filter(period=period).defer("figures", "plans", "missing", "received")
    begun = {report.unit_id: report for report in reports.prefetch_related(Prefetch("sendings", queryset=sendings))}
    rows = [
        _row(duty, begun.get(duty.unit.pk), today=today)
        for duty in duties
        if any(duty.unit.path.startswith(path) for path in scope) and _is_meant(duty.unit, filters)
    ]
    return [row for row in rows if is_kept(row, filters.state)]


def _is_meant(unit: Unit, filters: BoardFilter) -> bool:
    words = fold(filters.query).split()
    return unit.path.startswith(filters.under_path) and all(word in unit.name_fold for word in words)


def is_kept(row: BoardRow, state: str) -> bool:
    """Tell whether a filter by state keeps a row."""
    return not state or row.state == state or (state == "late" and row.lateness.is_late)


def _row(duty: Duty, report: PeriodicReport | None, *, today: date) -> BoardRow:
    """Return a line; what was sent is late as it was sent first, what was not is late as of today."""
    sendings = list(report.sendings.all()) if report is not None else []
    if sendings:
        first = sendings[0]
        return BoardRow(duty, report, sendings[-1], Lateness(first.is_late, first.late_days))
    return BoardRow(duty, report, None, lateness(duty.due_on, today, calendar=load_calendar()))


def access_report(actor: Actor, public_id: uuid.UUID) -> PeriodicReport:
    """Return a visible report with unit, receiver and period; one being written only to those who work on reports.

    Raises `ReportNotFound`.
    """
    rows = PeriodicReport.objects.filter(_scope(actor, "unit__path"), public_id=public_id)
    found = rows.select_related("unit__parent", "receiver", "period__unit").first()
    if found is None:
        raise ReportNotFound
    if "write" in lifecycle.REPORT.actions(found.state) and not is_insider(actor, found.unit):
        raise ReportNotFound
    return found


def is_insider(actor: Actor, unit: Unit) -> bool:
    """Tell whether the actor works on the reports of a unit, rather than only reading what was sent."""
    return any(actor.may(permission, unit.path) for permission in _INSIDERS)


def find_report(period: ReportPeriod, unit: Unit) -> PeriodicReport | None:
    """Return the report of a unit in a period, if it was begun."""
    return PeriodicReport.objects.filter(period=period, unit=unit).first()


def list_sections(report: PeriodicReport) -> list[ReportSection]:
    """Return the sections of a report in order. One query."""
    return list(report.sections.order_by("position", "pk"))


def list_sendings(report: PeriodicReport) -> list[ReportSending]:
    """Return the sendings of a report with their files, newest first. One query."""
    return list(report.sendings.select_related("snapshot", "docx", "pdf").order_by("-number"))


def sent_number(report: PeriodicReport) -> int:
    """Return the number of the sending that stands as the report now; 0 while a draft is written. At most one query."""
    is_written = "write" in lifecycle.REPORT.actions(report.state)
    return 0 if is_written else report.sendings.count()


def access_sending(report: PeriodicReport, number: int) -> ReportSending:
    """Return one sending of a visible report with its files. Raises `ReportNotFound`."""
    found = report.sendings.select_related("snapshot", "docx", "pdf").filter(number=number).first()
    if found is None:
        raise ReportNotFound
    found.report = report
    return found


def name_rows(actor: Actor, refs: Sequence[str], *, today: date) -> dict[str, tuple[str, str]]:
    """Return title and state of the rows that figures name and the actor may see, by reference.

    One query for assignments, constant ones for each source of given figures.
    """
    ids = [uuid.UUID(ref.removeprefix(_WORK)) for ref in refs if ref.startswith(_WORK)]
    others = [ref for ref in refs if not ref.startswith(_WORK)]
    found = {ref: (row.title, row.beside) for ref, row in figure_sources.name_rows(actor, others).items()}
    if not ids:
        return found
    rows = assignments.filtered(actor, assignments.AssignmentFilter(), today=today).filter(public_id__in=ids)
    return found | {
        sources.key_of(row): (sources.title_of(row), row.get_state_display())
        for row in rows.only("public_id", "title", "period_label", "state").order_by("pk")
    }
