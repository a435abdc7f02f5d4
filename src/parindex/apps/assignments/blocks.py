"""What holds an assignment up: another agency, or an assignment that must be done first; shown to both sides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from parindex.apps.assignments import recording, selectors, services
from parindex.apps.assignments.errors import BlockRefused, ReasonMissing
from parindex.apps.assignments.models import Assignment, Block
from parindex.apps.orgs import selectors as orgs
from parindex.apps.orgs.models import Unit
from parindex.domain.access import SYSTEM, Actor, Permission, PermissionDenied


def raise_block(
    *,
    assignment: Assignment,
    unit: Unit | None,
    cause: Assignment | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Block:
    """Say that an agency, or an assignment of an agency, holds this one up.

    Without `unit` it is the owner of `cause`. Raises `PermissionDenied`, `ReasonMissing`, `BlockRefused`.
    """
    if not services.may(actor, Permission.ASSIGNMENTS_REPORT, assignment):
        raise PermissionDenied(Permission.ASSIGNMENTS_REPORT)
    if not reason.strip():
        raise ReasonMissing("Ghi rõ vướng ở đâu và cần cơ quan kia làm gì.")
    if assignment.state in selectors.CLOSED:
        raise BlockRefused("Nhiệm vụ đã kết thúc, không còn vướng.")
    holder = unit or (cause.owner if cause is not None else None)
    if holder is None:
        raise BlockRefused("Chọn cơ quan đang làm vướng, hoặc một nhiệm vụ đã có cơ quan chủ trì.")
    if cause is not None and cause.pk == assignment.pk:
        raise BlockRefused("Một nhiệm vụ không thể làm vướng chính nó.")
    with transaction.atomic():
        block = Block.objects.create(
            assignment=assignment,
            unit=holder,
            cause=cause,
            reason=reason.strip(),
            raised_at=now,
            raised_by_id=actor.user_id,
            raised_by_name=actor.name[:120],
        )
        _record(block, action="block.raised", actor=actor, now=now)
    return block


def clear(*, block: Block, answer: str, actor: Actor, now: datetime) -> Block:
    """Say that an assignment is held up no longer: either side may, with what was done.

    Raises `PermissionDenied`, `ReasonMissing`, `BlockRefused`.
    """
    if not answer.strip():
        raise ReasonMissing("Ghi đã giải quyết thế nào.")
    with transaction.atomic():
        rows = Block.objects.select_for_update(of=("self",))
        locked = rows.select_related("assignment__unit", "assignment__owner", "unit").get(pk=block.pk)
        is_holder = actor.may(Permission.ASSIGNMENTS_REPORT, locked.unit.path)
        if not is_holder and not services.may(actor, Permission.ASSIGNMENTS_REPORT, locked.assignment):
            raise PermissionDenied(Permission.ASSIGNMENTS_REPORT)
        if locked.cleared_at is not None:
            raise BlockRefused("Vướng mắc này đã được ghi là hết.")
        locked.cleared_at, locked.cleared_by_name, locked.answer = now, actor.name[:120], answer.strip()
        locked.save(update_fields=["cleared_at", "cleared_by_name", "answer"])
        _record(locked, action="block.cleared", actor=actor, now=now)
    return locked


@dataclass(frozen=True, slots=True)
class Holdings:
    """What holds an assignment up and what did, open ones first; and the open blocks of others who wait for it."""

    own: tuple[Block, ...]
    of_others: tuple[Block, ...]


def list_around(assignment: Assignment) -> Holdings:
    """Return the blocks of an assignment and those that name it as their cause, latest first. One query."""
    either = Q(assignment=assignment) | Q(cause=assignment, cleared_at=None)
    rows = Block.objects.filter(either).select_related("unit", "cause", "assignment__owner__parent").order_by("-pk")
    own = [row for row in rows if row.assignment_id == assignment.pk]
    own.sort(key=lambda block: block.cleared_at is not None)
    return Holdings(tuple(own), tuple(row for row in rows if row.assignment_id != assignment.pk))


def list_against(actor: Actor, *, limit: int = 100) -> list[Block]:
    """Return the open blocks that name the actor's agencies; the holder reads what is asked without other rights."""
    return list(_against(actor).order_by("-raised_at", "-pk")[:limit])


def access_block(actor: Actor, block_id: int) -> Block:
    """Return a block that the actor sees from either side. Raises `AssignmentNotFound`."""
    row = Block.objects.select_related("assignment", "unit").filter(pk=block_id).first()
    if row is None:
        raise selectors.AssignmentNotFound(selectors.AssignmentNotFound.message)
    if not _against(actor).filter(pk=row.pk).exists():
        selectors.access_assignment(actor, row.assignment.public_id)
    return row


def find_cause(actor: Actor, text: str) -> Assignment | None:
    """Return the assignment that a person named by its address or code; None for nothing typed.

    Raises `BlockRefused` when it is not there for them.
    """
    if not text.strip():
        return None
    try:
        return selectors.access_assignment(actor, uuid.UUID(text.strip().rstrip("/").rpartition("/")[2]))
    except (ValueError, selectors.AssignmentNotFound) as error:
        raise BlockRefused("Không thấy nhiệm vụ ấy. Dán địa chỉ trang của nhiệm vụ, hoặc để trống.") from error


def _against(actor: Actor) -> QuerySet[Block]:
    condition = Q(unit_id__in=actor.home_unit_ids())
    if actor.is_system:
        condition = Q()
    rows = Block.objects.filter(condition, cleared_at=None)
    return rows.select_related("assignment__owner__parent", "assignment__unit", "unit")


def _record(block: Block, *, action: str, actor: Actor, now: datetime) -> None:
    after = {"unit": block.unit.name, "reason": block.reason, "answer": block.answer}
    recording.record(block.assignment, action=action, actor=actor, now=now, after=after)


def list_holders(assignment: Assignment, *, today: date) -> list[Unit]:
    """Return the agencies that may be named as holding an assignment up: those of the area of its plan.

    Whoever works on a plan may name any agency that the plan could name, also one outside their own area.
    """
    return [unit for unit in orgs.list_owners(SYSTEM, near=assignment.unit, on=today) if unit.pk != assignment.owner_id]
