"""What happens with an assignment, in the audit log."""

from __future__ import annotations

from datetime import datetime

from parindex.apps.assignments.models import Assignment
from parindex.apps.audit import services as audit
from parindex.domain.access import Actor


def record(
    assignment: Assignment, *, action: str, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    """Enter what happened with an assignment, in the transaction of the change; the entry belongs to its agency."""
    audit.record(
        actor=actor,
        action=action,
        object_type="assignment",
        object_id=str(assignment.public_id),
        object_label=assignment.title[:300],
        unit_path=(assignment.owner or assignment.unit).path,
        before=before,
        after=after,
        now=now,
    )
