"""Supervision by the Fatherland Front and mass organisations: notes on what is planned, done, reported; their answers.

Supervisors see what their role lets them see (`domain.access`) and write nothing but notes; each is answered by a day.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.apps.assignments.models import Assignment
from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.planning.models import Plan
from parindex.apps.reports.errors import NoteNotFound, NoteRefused
from parindex.apps.reports.models import PeriodicReport, SupervisionNote
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.report_regimes.loader import answer_working_days
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.reporting.regimes import Lateness, lateness


@dataclass(frozen=True, slots=True)
class Subject:
    """What a note is about: exactly one of a plan, an assignment and a report."""

    plan: Plan | None = None
    assignment: Assignment | None = None
    report: PeriodicReport | None = None

    @property
    def unit(self) -> Unit:
        """The unit that has to answer: the owner of an assignment, else the unit of the thing."""
        if self.plan is not None:
            return self.plan.unit
        if self.assignment is not None:
            return self.assignment.owner or self.assignment.unit
        if self.report is not None:
            return self.report.unit
        raise NoteRefused("Chọn một kế hoạch, nhiệm vụ hoặc báo cáo để ghi ý kiến.")

    @property
    def name(self) -> str:
        """The thing in words, as it is called now."""
        if self.plan is not None:
            return f"Kế hoạch {self.plan.number or self.plan.title}"[:300]
        if self.assignment is not None:
            return f"Nhiệm vụ: {self.assignment.title}"[:300]
        return f"{self.report.period.title}, {self.report.unit.name}"[:300] if self.report is not None else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a supervisor writes."""

    organisation: str
    text: str
    answer_by: date


def note(*, subject: Subject, said: Said, actor: Actor, now: datetime) -> SupervisionNote:
    """Keep a note, to be answered by its day. Raises `PermissionDenied`, `NoteRefused`."""
    unit = subject.unit
    if not actor.may(Permission.SUPERVISION_NOTE, unit.path):
        raise PermissionDenied(Permission.SUPERVISION_NOTE)
    if not said.text.strip() or not said.organisation.strip():
        raise NoteRefused("Ghi tên tổ chức giám sát và nội dung ý kiến.")
    if said.answer_by <= timezone.localdate(now):
        raise NoteRefused("Hạn trả lời phải sau hôm nay.")
    with transaction.atomic():
        made = SupervisionNote.objects.create(
            unit=unit,
            plan=subject.plan,
            assignment=subject.assignment,
            report=subject.report,
            subject=subject.name,
            organisation=said.organisation.strip()[:200],
            text=said.text.strip(),
            answer_by=said.answer_by,
            author_id=actor.user_id,
            author_name=actor.name[:120],
            created_at=now,
        )
        _record("supervision.noted", made, actor=actor, now=now, after={"answer_by": said.answer_by.isoformat()})
    return made


def answer(*, found: SupervisionNote, text: str, actor: Actor, now: datetime) -> None:
    """Answer a note, once. Raises `PermissionDenied`, `NoteRefused`."""
    with transaction.atomic():
        locked = SupervisionNote.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.pk)
        if not actor.may(Permission.SUPERVISION_ANSWER, locked.unit.path):
            raise PermissionDenied(Permission.SUPERVISION_ANSWER)
        if locked.answered_at is not None:
            raise NoteRefused(f"{locked.answered_by_name} đã trả lời ý kiến này. Tải lại trang để xem.")
        if not text.strip():
            raise NoteRefused("Ghi nội dung trả lời.")
        locked.answer = text.strip()
        locked.answered_by_name, locked.answered_at = actor.name[:120], now
        locked.save(update_fields=["answer", "answered_by_name", "answered_at"])
        _record("supervision.answered", locked, actor=actor, now=now, after={"answer": locked.answer})


def suggested_day(today: date) -> date | None:
    """Return the usual day for an answer, from the working calendar; None where the calendar is not known."""
    try:
        return load_calendar().add_working_days(today, answer_working_days())
    except UnknownCalendarYear:
        return None


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What narrows a list of notes. `state`: "waiting", "late", "answered" or all."""

    state: str = ""


def _visible(actor: Actor) -> QuerySet[SupervisionNote]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REPORTS_VIEW):
        scope |= Q(unit__path__startswith=path)
    rows = SupervisionNote.objects.filter(scope)
    return rows.select_related("unit", "plan", "assignment", "report")


def list_notes(actor: Actor, filters: NoteFilter, *, today: date) -> list[SupervisionNote]:
    """Return the visible notes: those without an answer first, by day. One query."""
    rows = _visible(actor)
    if filters.state == "answered":
        rows = rows.filter(answered_at__isnull=False)
    elif filters.state:
        rows = rows.filter(answered_at=None)
    if filters.state == "late":
        rows = rows.filter(answer_by__lt=today)
    found = list(rows.order_by("answer_by", "pk"))
    return sorted(found, key=lambda one: one.answered_at is not None)


def list_to_answer(actor: Actor) -> list[SupervisionNote]:
    """Return the notes that wait for an answer of the actor, by day. One query."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SUPERVISION_ANSWER):
        scope |= Q(unit__path__startswith=path)
    rows = SupervisionNote.objects.filter(scope, answered_at=None).select_related("unit")
    return list(rows.order_by("answer_by", "pk"))


def list_about(actor: Actor, report: PeriodicReport) -> list[SupervisionNote]:
    """Return the visible notes on a report, oldest first. One query."""
    return list(_visible(actor).filter(report=report).order_by("created_at", "pk"))


def lateness_of(found: SupervisionNote, *, today: date) -> Lateness:
    """Tell how late an answer was given, or is as of today, in working days."""
    ended = timezone.localdate(found.answered_at) if found.answered_at is not None else today
    return lateness(found.answer_by, ended, calendar=load_calendar())


def access_note(actor: Actor, public_id: uuid.UUID) -> SupervisionNote:
    """Return a visible note. Raises `NoteNotFound`."""
    found = _visible(actor).filter(public_id=public_id).first()
    if found is None:
        raise NoteNotFound
    return found


def _record(action: str, row: SupervisionNote, *, after: object, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="supervision_note",
        object_id=str(row.public_id),
        object_label=row.subject,
        unit_path=row.unit.path,
        after=after,
        now=now,
    )
