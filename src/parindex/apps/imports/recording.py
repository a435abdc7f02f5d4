"""What happens with a draft, in the audit log."""

from __future__ import annotations

from datetime import datetime

from parindex.apps.audit import services as audit
from parindex.apps.imports.models import Draft
from parindex.domain.access import Actor


def record(
    draft: Draft, *, action: str, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    """Enter what happened with a draft, in the transaction of the change."""
    audit.record(
        actor=actor,
        action=action,
        object_type="draft",
        object_id=str(draft.public_id),
        object_label=draft.file_name,
        unit_path=draft.unit.path,
        before=before,
        after=after,
        now=now,
    )
