"""The life of assignments: approval makes them, agencies report, leads confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction

from parindex.apps.assignments import answers, groups, making, recording
from parindex.apps.assignments.errors import (
    ChangedMeanwhile,
    EventOutsideCalendar,
    NoEvent,
    NoGroup,
    NothingToUndo,
    OwnReport,
    ProgressOutOfRange,
    ProofMissing,
    ReasonMissing,
)
from parindex.apps.assignments.models import Assignment, Report, ReportKind
from parindex.apps.evidence import services as evidence
from parindex.apps.imports.models import Draft
from parindex.apps.orgs.models import Unit
from parindex.apps.planning import recording as plan_recording
from parindex.apps.planning import services as plans
from parindex.apps.planning import signing
from parindex.apps.planning.models import Plan
from parindex.definitions.calendar import loader as calendars
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.planning.model import Confidence
from parindex.domain.planning.scheduling import events


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that something was done: a file, or the number (and date) of a document."""

    document_number: str = ""
    document_date: date | None = None
    file_name: str = ""
    stream: IO[bytes] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was given."""
        return not self.document_number and self.stream is None


NO_PROOF = Proof()


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval made."""

    plan: Plan
    assignment_count: int


def approve_plan(*, draft: Draft, actor: Actor, now: datetime) -> Approved:
    """Approve a reviewed draft and make its assignments, whole or not at all.

    Raises the errors of `planning.services.approve`.
    """
    with transaction.atomic():
        plan = plans.approve(draft=draft, actor=actor, now=now)
        made = making.make(plan=plan, now=now)
        plan_recording.record(
            plan,
            action="assignments.made",
            actor=actor,
            now=now,
            after={"assignments": len(made.new), "carried": len(made.carried)},
        )
    return Approved(plan=plan, assignment_count=len(made.new) + len(made.carried))


def issue_plan(*, draft: Draft, number: str, issued_on: date, actor: Actor, now: datetime) -> Approved:
    """Issue an agreed draft: number, date, plan, assignments and the papers as issued, whole or not at all.

    Raises the errors of `planning.signing.number` and `planning.services.approve`.
    """
    with transaction.atomic():
        numbered = signing.number(draft=draft, number=number, issued_on=issued_on, actor=actor, now=now)
        approved = approve_plan(draft=numbered, actor=actor, now=now)
        signing.keep_papers(plan=approved.plan, actor=actor, now=now)
    return approved


def report_progress(
    *,
    assignment: Assignment,
    version: int,
    progress: int,
    note: str,
    proof: Proof = NO_PROOF,
    actor: Actor,
    now: datetime,
) -> Report:
    """Report how far an assignment is, 0 to 100. Raises `ProgressOutOfRange`, `ChangedMeanwhile`."""
    if not 0 <= progress <= 100:
        raise ProgressOutOfRange("Tiến độ là số nguyên từ 0 đến 100.")
    change = _Change(kind=ReportKind.PROGRESS, progress=progress, note=note, proof=proof)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_REPORT, actor=actor, now=now)


def submit(*, assignment: Assignment, version: int, note: str, proof: Proof, actor: Actor, now: datetime) -> Report:
    """Report completion with its proof, for the lead to confirm. Raises `ProofMissing`."""
    if proof.is_empty:
        raise ProofMissing("Báo xong cần tài liệu kiểm chứng: chọn tệp hoặc ghi số, ký hiệu văn bản.")
    change = _Change(kind=ReportKind.SUBMIT, progress=100, note=note, proof=proof)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_REPORT, actor=actor, now=now)


def confirm(*, assignment: Assignment, version: int, note: str, actor: Actor, now: datetime) -> Report:
    """Confirm a reported completion. Raises `OwnReport` for the person who reported it."""
    last = assignment.reports.filter(kind=ReportKind.SUBMIT).order_by("-id").first()
    if last is not None and last.actor_id == actor.user_id:
        raise OwnReport("Người báo xong không tự xác nhận. Nhờ lãnh đạo hoặc đầu mối CCHC xác nhận.")
    change = _Change(kind=ReportKind.CONFIRM, note=note)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_CONFIRM, actor=actor, now=now)


def send_back(*, assignment: Assignment, version: int, note: str, actor: Actor, now: datetime) -> Report:
    """Return a reported completion with the reason. Raises `ReasonMissing`."""
    _need_reason(note, "Ghi lý do trả lại để cơ quan thực hiện biết phải bổ sung gì.")
    reported = assignment.reports.filter(kind=ReportKind.SUBMIT).order_by("-id").first()
    before = reported.details["before"]["progress"] if reported is not None else None
    change = _Change(kind=ReportKind.RETURN, note=note, progress=before)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_CONFIRM, actor=actor, now=now)


def reassign(*, assignment: Assignment, version: int, owner: Unit, note: str, actor: Actor, now: datetime) -> Report:
    """Give an assignment to another agency; the words of the document stay. Raises `ReasonMissing`."""
    _need_reason(note, "Ghi lý do giao cho cơ quan khác.")
    change = _Change(kind=ReportKind.REASSIGN, note=note, values={"owner_id": owner.pk}, owner_name=owner.name)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_MANAGE, actor=actor, now=now)


def reschedule(
    *, assignment: Assignment, version: int, due_on: date | None, note: str, actor: Actor, now: datetime
) -> Report:
    """Set another date, with the reason. Raises `ReasonMissing`."""
    _need_reason(note, "Ghi lý do đặt hoặc đổi hạn, ví dụ số văn bản cho phép gia hạn.")
    day = due_on.strftime("%d/%m/%Y") if due_on else "chưa có hạn"
    values = {
        "due_on": due_on.isoformat() if due_on else None,
        "due_explanation": f"{day}, do {actor.name} đặt: {note}",
        "due_is_certain": due_on is not None,
    }
    change = _Change(kind=ReportKind.RESCHEDULE, note=note, values=values)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_MANAGE, actor=actor, now=now)


def set_event_date(
    *, assignment: Assignment, version: int, event_on: date, note: str, actor: Actor, now: datetime
) -> Report:
    """Enter the date of the event that the deadline hangs on; the due date follows by the calendar.

    Raises `NoEvent`, `EventOutsideCalendar`.
    """
    _require(assignment, Permission.ASSIGNMENTS_MANAGE, actor)
    deadline = making.event_deadline(assignment)
    if deadline is None:
        raise NoEvent("Thời hạn của mục này không phụ thuộc sự kiện nào. Dùng “Đổi hạn” để đặt một ngày.")
    try:
        found = events.resolve_event(deadline, event_on=event_on, calendar=calendars.load_calendar())
    except UnknownCalendarYear as unknown:
        raise EventOutsideCalendar(f"{unknown.message} Kiểm tra lại ngày, hoặc dùng “Đổi hạn”.") from unknown
    values = {
        "event_on": event_on.isoformat(),
        "due_on": found.due_on.isoformat(),
        "due_explanation": f"{found.explanation} Ngày của sự kiện do {actor.name} ghi.",
        "due_is_certain": found.certainty == Confidence.SURE,
    }
    words = f"{events.event_name(deadline)}: {event_on.strftime('%d/%m/%Y')}. {note.strip()}"
    change = _Change(kind=ReportKind.EVENT, note=words, values=values)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_MANAGE, actor=actor, now=now)


def give_to_each(*, assignment: Assignment, version: int, actor: Actor, now: datetime) -> tuple[Assignment, ...]:
    """Give each agency of the group that leads an assignment its own; the common one is no longer asked for.

    Whole or not at all. Raises `NoGroup`.
    """
    _require(assignment, Permission.ASSIGNMENTS_MANAGE, actor)
    group = groups.meant_by(assignment)
    if group is None or not group.may_be_given:
        raise NoGroup("Chủ trì không phải một nhóm cơ quan xác định. Dùng “Giao lại” để chọn một cơ quan.")
    names = f"Nhóm “{assignment.owner_text}” gồm {len(group.units)} cơ quan, mỗi cơ quan một nhiệm vụ."
    change = _Change(kind=ReportKind.GIVE, note=names)
    with transaction.atomic():
        _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_MANAGE, actor=actor, now=now)
        return tuple(making.give(assignment=assignment, units=group.units, now=now))


def cancel(*, assignment: Assignment, version: int, note: str, actor: Actor, now: datetime) -> Report:
    """Stop asking for an assignment, with the reason. Raises `ReasonMissing`."""
    _need_reason(note, "Ghi lý do thôi giao nhiệm vụ này.")
    change = _Change(kind=ReportKind.CANCEL, note=note)
    return _apply(assignment, change, version=version, permission=Permission.ASSIGNMENTS_MANAGE, actor=actor, now=now)


def undo(*, assignment: Assignment, version: int, actor: Actor, now: datetime) -> Report:
    """Take back one's own last step, with the right that it needed. Raises `NothingToUndo`, `PermissionDenied`."""
    with transaction.atomic():
        locked = _lock(assignment, version=version)
        last = locked.reports.order_by("-id").first()
        if last is None or last.kind == ReportKind.UNDO or last.actor_id != actor.user_id:
            raise NothingToUndo("Chỉ hoàn tác được bước cuối cùng do chính bạn vừa làm.")
        permission = PERMISSIONS.get(ReportKind(last.kind), Permission.ASSIGNMENTS_MANAGE)
        if not may(actor, permission, locked):
            raise PermissionDenied(permission)
        if last.kind == ReportKind.GIVE:
            _take_back(locked, actor=actor, now=now)
        before = _snapshot(locked)
        _restore(locked, last.details["before"])
        return _save(
            locked, _Change(kind=ReportKind.UNDO, note=f"Hoàn tác: {last.get_kind_display()}"), before, actor, now
        )


def _take_back(common: Assignment, *, actor: Actor, now: datetime) -> None:
    """Cancel what was given to each agency of a group, unless one of them has begun."""
    given = list(common.given.select_for_update(of=("self",)).order_by("pk"))
    if any(row.version > 1 for row in given):
        raise NothingToUndo("Đã có cơ quan cập nhật nhiệm vụ được giao. Thôi giao từng nhiệm vụ thay cho hoàn tác.")
    for row in given:
        cancel(assignment=row, version=row.version, note="Hoàn tác việc giao cho từng cơ quan", actor=actor, now=now)


PERMISSIONS = {
    ReportKind.PROGRESS: Permission.ASSIGNMENTS_REPORT,
    ReportKind.SUBMIT: Permission.ASSIGNMENTS_REPORT,
    ReportKind.CONFIRM: Permission.ASSIGNMENTS_CONFIRM,
    ReportKind.RETURN: Permission.ASSIGNMENTS_CONFIRM,
}
"""The right that a step needs; every other kind needs ASSIGNMENTS_MANAGE."""


@dataclass(frozen=True, slots=True)
class _Change:
    kind: ReportKind
    note: str = ""
    progress: int | None = None
    proof: Proof = NO_PROOF
    values: dict[str, Any] | None = None
    owner_name: str = ""


def _need_reason(note: str, message: str) -> None:
    if not note.strip():
        raise ReasonMissing(message)


def _lock(assignment: Assignment, *, version: int) -> Assignment:
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=assignment.pk)
    if locked.version != version:
        raise ChangedMeanwhile(
            "Nhiệm vụ này vừa được người khác cập nhật. "
            "Những gì bạn gõ vẫn còn trong ô; xem trạng thái mới rồi gửi lại."
        )
    return locked


def may(actor: Actor, permission: Permission, assignment: Assignment) -> bool:
    """Tell whether the actor holds a permission over the unit of the plan or over the owner.

    Giving to somebody else, another date and giving up belong to those who gave: there only the plan's unit counts.
    """
    if actor.may(permission, assignment.unit.path):
        return True
    is_givers_right = permission == Permission.ASSIGNMENTS_MANAGE
    return not is_givers_right and assignment.owner is not None and actor.may(permission, assignment.owner.path)


def _require(assignment: Assignment, permission: Permission, actor: Actor) -> None:
    if not may(actor, permission, assignment):
        raise PermissionDenied(permission)


def _apply(
    assignment: Assignment, change: _Change, *, version: int, permission: Permission, actor: Actor, now: datetime
) -> Report:
    with transaction.atomic():
        locked = _lock(assignment, version=version)
        _require(locked, permission, actor)
        before = _snapshot(locked)
        locked.state = lifecycle.ASSIGNMENT.move(state=locked.state, action=change.kind)
        if change.progress is not None:
            locked.progress = change.progress
        if change.kind == ReportKind.SUBMIT:
            locked.submitted_at = now
        if change.kind == ReportKind.CONFIRM:
            locked.done_at = now
        _restore(locked, change.values or {})
        if not lifecycle.ASSIGNMENT.actions(locked.state):
            answers.end_with_duty(locked, actor=actor, now=now)
        return _save(locked, change, before, actor, now)


_TRACKED = (
    "state",
    "progress",
    "owner_id",
    "due_on",
    "due_explanation",
    "due_is_certain",
    "event_on",
    "submitted_at",
    "done_at",
)


def _snapshot(assignment: Assignment) -> dict[str, Any]:
    values = {name: getattr(assignment, name) for name in _TRACKED}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _restore(assignment: Assignment, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in {"due_on", "event_on"} and value:
            setattr(assignment, name, date.fromisoformat(value))
        elif name in {"submitted_at", "done_at"} and value:
            setattr(assignment, name, datetime.fromisoformat(value))
        else:
            setattr(assignment, name, value)


def _save(assignment: Assignment, change: _Change, before: dict[str, Any], actor: Actor, now: datetime) -> Report:
    assignment.version += 1
    assignment.save(update_fields=[*_TRACKED, "version"])
    after = _snapshot(assignment)
    stored = None
    if change.proof.stream is not None:
        stored = evidence.store_file(data=change.proof.stream, name=change.proof.file_name, actor=actor, now=now)
    report = Report.objects.create(
        assignment=assignment,
        kind=change.kind,
        progress=change.progress,
        state_before=before["state"],
        state_after=assignment.state,
        note=change.note.strip(),
        document_number=change.proof.document_number.strip()[:60],
        document_date=change.proof.document_date,
        file=stored,
        file_name=change.proof.file_name[:255],
        details={"before": before, "after": after, "owner_name": change.owner_name},
        actor_id=actor.user_id,
        actor_name=actor.name[:120],
        at=now,
    )
    action = f"assignment.{change.kind.value}"
    recording.record(assignment, action=action, actor=actor, now=now, before=before, after=after)
    return report
