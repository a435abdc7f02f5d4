"""Giving assignments on to persons and judging what they hand in: the only writer of shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.audit import services as audit
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.workload.errors import (
    BadShare,
    NoOwner,
    NotAnOfficial,
    OwnShare,
    ShareChanged,
    ShareClosed,
)
from parindex.apps.workload.models import Share, ShareState
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date

MOST_WEIGHT, MOST_FAULTS = Decimal("999.99"), 99
_CLOSED = (AssignmentState.DONE, AssignmentState.CANCELLED)
_GIVEN_BACK = "Người giao hoàn tác việc giao."


@dataclass(frozen=True, slots=True)
class Told:
    """What is given: `part` blank is the whole assignment; `weight` converts into standard products."""

    product: str
    part: str = ""
    weight: Decimal = Decimal(1)
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a head judges what was handed in: major faults, and whether an objective cause excuses a delay."""

    faults: int
    faults_note: str = ""
    is_excused: bool = False
    excuse_note: str = ""


def give(*, assignment: Assignment, person: User, told: Told, actor: Actor, now: datetime) -> Share:
    """Give an assignment of an agency, or a part of it, to an official of that agency.

    Raises `PermissionDenied`, `NoOwner`, `NotAnOfficial`, `BadShare`.
    """
    owner = assignment.owner
    if owner is None or assignment.state in _CLOSED:
        raise NoOwner("Nhiệm vụ chưa rõ cơ quan chủ trì hoặc đã kết thúc nên chưa giao tiếp được.")
    if not actor.may(Permission.ASSIGNMENTS_CONFIRM, owner.path):
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)
    roles = access.memberships_in_force(person, today=timezone.localdate(now)).select_related("unit")
    if not person.is_active or not any(role.unit.path.startswith(owner.path) for role in roles):
        raise NotAnOfficial(f"Người này không có vai trò ở {owner.name}. Chọn người của cơ quan.")
    _check(told, assignment)
    with transaction.atomic():
        share = Share.objects.create(
            assignment=assignment,
            unit=owner,
            person=person,
            part=told.part.strip(),
            product=told.product.strip(),
            weight=told.weight,
            due_on=told.due_on,
            note=told.note.strip(),
            given_by_id=actor.user_id,
            given_by_name=actor.name[:120],
            given_at=now,
            last_step=_step_of(actor, version=1, before={"state": ShareState.WITHDRAWN, "report_note": _GIVEN_BACK}),
        )
        _record(share, "share.given", actor=actor, now=now)
    return share


def _check(told: Told, assignment: Assignment) -> None:
    if not told.product.strip():
        raise BadShare("Ghi sản phẩm phải có để sau này đánh giá được.")
    if not Decimal(0) < told.weight <= MOST_WEIGHT or told.weight != round(told.weight, 2):
        raise BadShare("Hệ số quy đổi là số lớn hơn 0, nhiều nhất hai chữ số thập phân, ví dụ 1 hoặc 0,50.")
    if told.due_on is not None and assignment.due_on is not None and told.due_on > assignment.due_on:
        raise BadShare(f"Hạn của phần việc muộn hơn hạn của nhiệm vụ ({format_date(assignment.due_on)}).")


def report(*, share: Share, version: int, note: str, document_number: str, actor: Actor, now: datetime) -> Share:
    """Hand in the product of one's own share. Raises `PermissionDenied`, `ShareClosed`, `ShareChanged`."""
    if share.person_id != actor.user_id:
        raise PermissionDenied(Permission.ASSIGNMENTS_REPORT)
    changes = {
        "state": ShareState.REPORTED,
        "reported_on": timezone.localdate(now),
        "report_note": note.strip(),
        "document_number": document_number.strip()[:60],
    }
    return _move(
        share, changes, since=[ShareState.GIVEN], version=version, action="share.reported", actor=actor, now=now
    )


def judge(*, share: Share, version: int, judgement: Judgement, actor: Actor, now: datetime) -> Share:
    """Take what was handed in and judge it; a judgement can be corrected until the share is withdrawn.

    Raises `PermissionDenied`, `OwnShare`, `BadShare`, `ShareClosed`, `ShareChanged`.
    """
    _require_head(share, actor)
    if not 0 <= judgement.faults <= MOST_FAULTS:
        raise BadShare(f"Số lỗi lớn là số nguyên từ 0 đến {MOST_FAULTS}.")
    if judgement.faults and not judgement.faults_note.strip():
        raise BadShare("Ghi rõ lỗi lớn là lỗi gì để người làm biết.")
    if judgement.is_excused and not judgement.excuse_note.strip():
        raise BadShare("Ghi nguyên nhân khách quan và văn bản xác nhận.")
    changes = {
        "state": ShareState.ACCEPTED,
        "faults": judgement.faults,
        "faults_note": judgement.faults_note.strip(),
        "is_excused": judgement.is_excused,
        "excuse_note": judgement.excuse_note.strip(),
        "judged_by_id": actor.user_id,
        "judged_by_name": actor.name[:120],
        "judged_at": now,
    }
    since = [ShareState.REPORTED, ShareState.ACCEPTED]
    return _move(share, changes, since=since, version=version, action="share.judged", actor=actor, now=now)


def send_back(*, share: Share, version: int, note: str, actor: Actor, now: datetime) -> Share:
    """Return what was handed in, with the reason. Raises `BadShare`, `OwnShare` and those of a step."""
    _require_head(share, actor)
    if not note.strip():
        raise BadShare("Ghi lý do trả lại để người làm biết phải bổ sung gì.")
    changes = {"state": ShareState.GIVEN, "reported_on": None, "report_note": note.strip()}
    return _move(
        share, changes, since=[ShareState.REPORTED], version=version, action="share.returned", actor=actor, now=now
    )


def withdraw(*, share: Share, version: int, note: str, actor: Actor, now: datetime) -> Share:
    """Take a share back, with the reason. Raises `BadShare`, `OwnShare`, `PermissionDenied` and those of a step."""
    _require_head(share, actor)
    if not note.strip():
        raise BadShare("Ghi lý do thôi giao phần việc này.")
    changes = {"state": ShareState.WITHDRAWN, "report_note": note.strip()}
    since = [ShareState.GIVEN, ShareState.REPORTED]
    return _move(share, changes, since=since, version=version, action="share.withdrawn", actor=actor, now=now)


def may_undo(share: Share, actor: Actor) -> bool:
    """Tell whether the last step of a share was this person's, so that they may take it back."""
    step = share.last_step
    return bool(step) and actor.user_id is not None and (step["by"], step["version"]) == (actor.user_id, share.version)


def undo(*, share: Share, actor: Actor, now: datetime) -> Share:
    """Take back the last step of a share, if it was this person's: what was given is withdrawn again.

    Raises `ShareClosed` when the last step was another person's or was taken back already.
    """
    with transaction.atomic():
        locked = Share.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=share.pk)
        if not may_undo(locked, actor):
            raise ShareClosed("Bước cuối của phần việc này không phải của bạn, hoặc đã được hoàn tác.")
        before = {name: str(getattr(locked, name)) for name in locked.last_step["before"]}
        kept = locked.last_step["before"]
        for field in Share._meta.concrete_fields:
            if field.name in kept:
                setattr(locked, field.name, field.to_python(kept[field.name]))
        changed = [*kept, "version", "last_step"]
        locked.version += 1
        locked.last_step = {}
        locked.save(update_fields=changed)
        _record(locked, "share.undone", actor=actor, now=now, before=before)
    return locked


def _step_of(actor: Actor, *, version: int, before: Mapping[str, object]) -> dict[str, object]:
    """Return what is kept of a step: who took it, the version that it made and what stood before, as plain values."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    return {"by": actor.user_id, "version": version, "before": plain}


def _require_head(share: Share, actor: Actor) -> None:
    """Refuse who heads nobody there, and heads over their own share: it would clean their own sheet."""
    if not actor.may(Permission.ASSIGNMENTS_CONFIRM, share.unit.path):
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)
    if share.person_id == actor.user_id:
        raise OwnShare("Không ai tự đánh giá, trả lại hay thôi giao việc của mình. Nhờ lãnh đạo khác.")


def _move(
    share: Share,
    changes: Mapping[str, object],
    *,
    since: Collection[str],
    version: int,
    action: str,
    actor: Actor,
    now: datetime,
) -> Share:
    with transaction.atomic():
        locked = Share.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=share.pk)
        if locked.version != version:
            raise ShareChanged("Phần việc này vừa được người khác cập nhật. Xem trạng thái mới rồi gửi lại.")
        if locked.state not in since:
            raise ShareClosed(f"Phần việc này đang ở trạng thái “{locked.get_state_display()}” nên không làm bước này.")
        before = {name: str(getattr(locked, name)) for name in changes}
        locked.last_step = _step_of(
            actor, version=locked.version + 1, before={name: getattr(locked, name) for name in changes}
        )
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*changes, "version", "last_step"])
        _record(locked, action, actor=actor, now=now, before=before)
    return locked


def _record(share: Share, action: str, *, actor: Actor, now: datetime, before: object = None) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="share",
        object_id=str(share.public_id),
        object_label=share.product[:300],
        unit_path=share.unit.path,
        before=before,
        after={"state": str(share.state), "person": share.person_id, "faults": share.faults},
        now=now,
    )
