"""Assignments as files, with the rights of the person who asks."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from parindex.apps.assignments import selectors
from parindex.apps.assignments.models import Assignment
from parindex.apps.audit import services as audit
from parindex.documents.write import xlsx
from parindex.domain.access import Actor, Permission, PermissionDenied

COLUMNS = (
    "Kế hoạch",
    "Tiêu chí",
    "Nhiệm vụ",
    "Sản phẩm, mục tiêu",
    "Chủ trì",
    "Phối hợp, thực hiện",
    "Kỳ",
    "Hạn",
    "Vì sao là hạn này",
    "Trạng thái",
    "Tiến độ (%)",
)


def assignments_xlsx(actor: Actor, filters: selectors.AssignmentFilter, *, today: date, now: datetime) -> bytes:
    """Return the filtered assignments as a workbook and record the export. Raises `PermissionDenied`."""
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    rows = selectors.filtered(actor, filters, today=today).select_related("owner__parent", "plan_item__plan")
    listed = list(rows.prefetch_related("coordinators").order_by("due_on", "plan_item__position", "pk"))
    data = xlsx.write_table(title="Nhiệm vụ", columns=COLUMNS, rows=[_row(assignment) for assignment in listed])
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="assignments.exported",
            object_type="assignment",
            object_id="*",
            after={"rows": len(listed), "format": "xlsx"},
            now=now,
        )
    return data


def _row(assignment: Assignment) -> tuple[str | int | date | None, ...]:
    item = assignment.plan_item
    return (
        item.plan.number or item.plan.title,
        item.code or item.number,
        assignment.title,
        assignment.product,
        assignment.owner_label or assignment.owner_text,
        "; ".join(c.text for c in assignment.coordinators.all()),
        assignment.period_label,
        assignment.due_on,
        assignment.due_explanation,
        assignment.get_state_display(),
        assignment.progress,
    )
