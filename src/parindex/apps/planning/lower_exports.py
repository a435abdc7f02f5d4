"""The board of lower plans as a file, with the rights of the person who asks."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from parindex.apps.planning import lower_units, recording
from parindex.apps.planning.lower_units import LowerFilter, LowerLine, Stage
from parindex.apps.planning.models import ItemOutcome, Plan
from parindex.documents.write import xlsx
from parindex.domain.access import Actor, Permission, PermissionDenied

STAGE_NAMES = {
    Stage.NOT_STARTED: "Chưa làm",
    Stage.DRAFTING: "Đang soạn",
    Stage.SUBMITTED: "Đã trình",
    Stage.ISSUED: "Đã ban hành",
}
COLUMNS = (
    "Đơn vị",
    "Tình trạng",
    "Ngày nhận kế hoạch cấp trên",
    "Hạn ban hành",
    "Chậm (ngày làm việc)",
    "Số kế hoạch của đơn vị",
    "Ngày ban hành",
    *(str(outcome.label) for outcome in ItemOutcome),
    "Vì sao chưa lập được dự thảo",
)


def board_xlsx(actor: Actor, plan: Plan, filters: LowerFilter, *, today: date, now: datetime) -> bytes:
    """Return the board as a workbook and record the export. Raises `PermissionDenied`."""
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    board = lower_units.board(actor, plan, filters, today=today)
    rows = [_row(line) for line in board.lines]
    data = xlsx.write_table(title="Triển khai kế hoạch", columns=COLUMNS, rows=rows)
    with transaction.atomic():
        recording.record(
            plan, action="plan.cascade_exported", actor=actor, now=now, after={"rows": len(rows), "format": "xlsx"}
        )
    return data


def _row(line: LowerLine) -> tuple[str | int | date | None, ...]:
    counts = line.row.counts if line.row is not None else {}
    return (
        line.unit.name,
        STAGE_NAMES[line.stage],
        line.row.received_on if line.row is not None else None,
        line.duty.due_on,
        line.days_late,
        line.own.number if line.own is not None else "",
        line.own.issued_on if line.own is not None else None,
        *(counts.get(outcome.value) for outcome in ItemOutcome),
        line.row.refusal if line.row is not None else "",
    )
