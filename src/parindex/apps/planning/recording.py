"""What happens with a plan, in the audit log."""

from __future__ import annotations

from datetime import datetime

from parindex.apps.audit import services as audit
from parindex.apps.planning.models import Plan
from parindex.domain.access import Actor


def record(plan: Plan, *, action: str, actor: Actor, now: datetime, after: object = None) -> None:
    """Enter what happened with a plan, in the transaction of the change."""
    audit.record(
        actor=actor,
        action=action,
        object_type="plan",
        object_id=str(plan.pk),
        object_label=(plan.number or plan.title)[:300],
        unit_path=plan.unit.path,
        after=after,
        now=now,
    )
