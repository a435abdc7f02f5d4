"""More time: the doer asks with a reason, those who gave the assignment grant or refuse with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from parindex.apps.assignments import services
from parindex.apps.assignments.answers import record, settle
from parindex.apps.assignments.errors import ExtensionRefused, ReasonMissing
from parindex.apps.assignments.models import Assignment, Extension, ExtensionState
from parindex.apps.assignments.selectors import CLOSED, NOT_LATE, AssignmentNotFound
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date

_GIVER = Permission.ASSIGNMENTS_MANAGE


def ask(*, assignment: Assignment, wanted_on: date, reason: str, actor: Actor, now: datetime) -> Extension:
    """Ask for another date.

    Raises `PermissionDenied`, `ReasonMissing`, and `ExtensionRefused` for a date that is no later or a second request.
    """
    if not services.may(actor, Permission.ASSIGNMENTS_REPORT, assignment):
        raise PermissionDenied(Permission.ASSIGNMENTS_REPORT)
    if not reason.strip():
        raise ReasonMissing("Ghi lý do xin gia hạn: vướng ở đâu, đã làm được gì.")
    if assignment.state in NOT_LATE:
        raise ExtensionRefused("Nhiệm vụ đã báo xong hoặc đã kết thúc, không cần gia hạn.")
    if assignment.due_on is not None and wanted_on <= assignment.due_on:
        raise ExtensionRefused(f"Hạn xin phải sau hạn hiện nay, {format_date(assignment.due_on)}.")
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                assignment=assignment,
                due_before=assignment.due_on,
                wanted_on=wanted_on,
                reason=reason.strip(),
                asked_at=now,
                asked_by_id=actor.user_id,
                asked_by_name=actor.name[:120],
            )
            record(extension, action="extension.asked", actor=actor, now=now)
    except IntegrityError as error:
        raise ExtensionRefused("Đã có một đề nghị gia hạn đang chờ trả lời.") from error
    return extension


def grant(*, extension: Extension, granted_on: date, answer: str, actor: Actor, now: datetime) -> Extension:
    """Grant a date, the wanted one or another, and move the deadline to it.

    Raises `PermissionDenied`, `ReasonMissing`, `ExtensionRefused` and what `services.reschedule` raises.
    """
    with transaction.atomic():
        locked = _lock(extension, actor, answer=answer)
        # The date of today, not that of the day of asking: it may have been moved since.
        due_on = locked.assignment.due_on
        if locked.assignment.state in CLOSED:
            raise ExtensionRefused("Nhiệm vụ đã xong hoặc đã kết thúc, không gia hạn nữa.")
        if due_on is not None and granted_on <= due_on:
            raise ExtensionRefused(f"Hạn mới phải sau hạn hiện nay, {format_date(due_on)}.")
        note = f"gia hạn theo đề nghị của {locked.asked_by_name}: {answer.strip()}"
        services.reschedule(
            assignment=locked.assignment,
            version=locked.assignment.version,
            due_on=granted_on,
            note=note,
            actor=actor,
            now=now,
        )
        locked.granted_on = granted_on
        settle(locked, ExtensionState.GRANTED, answer=answer, actor=actor, now=now)
    return locked


def refuse(*, extension: Extension, answer: str, actor: Actor, now: datetime) -> Extension:
    """Refuse more time, with the reason. Raises `PermissionDenied`, `ReasonMissing`, `ExtensionRefused`."""
    with transaction.atomic():
        locked = _lock(extension, actor, answer=answer)
        settle(locked, ExtensionState.REFUSED, answer=answer, actor=actor, now=now)
    return locked


def withdraw(*, extension: Extension, actor: Actor, now: datetime) -> Extension:
    """Take one's own request back. Raises `ExtensionRefused` for somebody else's and for an answered one."""
    with transaction.atomic():
        locked = _open(extension)
        if locked.asked_by_id != actor.user_id:
            raise ExtensionRefused("Chỉ người xin mới rút được đề nghị gia hạn.")
        settle(locked, ExtensionState.WITHDRAWN, answer="", actor=actor, now=now)
    return locked


def list_extensions(assignment: Assignment) -> list[Extension]:
    """Return the requests of an assignment, newest first."""
    return list(assignment.extensions.order_by("-asked_at", "-pk"))


def list_to_answer(actor: Actor, *, limit: int = 100) -> list[Extension]:
    """Return the open requests in the areas where the actor decides about dates, oldest first."""
    within = Q(pk__in=())
    for path in actor.scope(_GIVER):
        within |= Q(assignment__unit__path__startswith=path)
    rows = Extension.objects.filter(within, state=ExtensionState.ASKED).exclude(assignment__state__in=CLOSED)
    return list(rows.select_related("assignment__owner__parent").order_by("asked_at", "pk")[:limit])


def access_extension(assignment: Assignment, extension_id: int) -> Extension:
    """Return a request of an assignment that the caller has looked up for the actor. Raises `AssignmentNotFound`."""
    row = assignment.extensions.filter(pk=extension_id).first()
    if row is None:
        raise AssignmentNotFound(AssignmentNotFound.message)
    return row


def _open(extension: Extension) -> Extension:
    rows = Extension.objects.select_for_update(of=("self",)).select_related("assignment__unit", "assignment__owner")
    locked = rows.get(pk=extension.pk)
    if locked.state != ExtensionState.ASKED:
        raise ExtensionRefused("Đề nghị này đã được trả lời hoặc đã rút. Tải lại trang để xem.")
    return locked


def _lock(extension: Extension, actor: Actor, *, answer: str) -> Extension:
    locked = _open(extension)
    if not services.may(actor, _GIVER, locked.assignment):
        raise PermissionDenied(_GIVER)
    if not answer.strip():
        raise ReasonMissing("Ghi lý do đồng ý hoặc không đồng ý, ví dụ số văn bản cho phép.")
    return locked
