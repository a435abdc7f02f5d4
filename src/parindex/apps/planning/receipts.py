"""The day on which a lower unit received an upper plan: its working days count from there. The only writer of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.planning.errors import BadReceipt
from parindex.apps.planning.models import LowerPlan
from parindex.domain.access import Actor, Permission, PermissionDenied


def may_record(row: LowerPlan, actor: Actor) -> bool:
    """Tell whether a person may say when the unit received the plan: who writes its plan, or who handed it down."""
    return any(actor.may(Permission.PLANS_REVIEW, path) for path in (row.unit.path, row.upper.unit.path))


def record(*, row: LowerPlan, received_on: date | None, actor: Actor, now: datetime) -> LowerPlan:
    """Keep the day on which a unit received an upper plan; None takes it back.

    Raises `PermissionDenied`, and `BadReceipt` for a day to come or before the plan was issued.
    """
    if not may_record(row, actor):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    if received_on is not None:
        if received_on > timezone.localdate(now):
            raise BadReceipt("Ngày nhận không thể ở tương lai.")
        if row.upper.issued_on is not None and received_on < row.upper.issued_on:
            raise BadReceipt(
                f"Kế hoạch cấp trên ban hành ngày {row.upper.issued_on:%d/%m/%Y}, không thể nhận trước đó."
            )
    with transaction.atomic():
        locked = LowerPlan.objects.select_for_update(of=("self",)).get(pk=row.pk)
        before = locked.received_on
        if before == received_on:
            return locked
        locked.received_on = received_on
        locked.received_by_name = actor.name[:120] if received_on is not None else ""
        locked.save(update_fields=["received_on", "received_by_name"])
        audit.record(
            actor=actor,
            action="plan.received",
            object_type="plan",
            object_id=str(row.upper_id),
            object_label=(row.upper.number or row.upper.title)[:300],
            unit_path=row.unit.path,
            before={"received_on": before.isoformat() if before else None},
            after={"received_on": received_on.isoformat() if received_on else None},
            now=now,
        )
    return locked
