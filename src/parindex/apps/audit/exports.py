"""The register as a spreadsheet; the export is itself an entry."""

from __future__ import annotations

import json
from datetime import datetime

from django.utils import timezone

from parindex.apps.audit import selectors, services
from parindex.apps.audit.actions import ACTION_NAMES
from parindex.apps.audit.models import Event
from parindex.documents.write import xlsx
from parindex.domain.access import Actor, Permission, PermissionDenied

COLUMNS = ("Số", "Lúc", "Người thực hiện", "Hành động", "Đối tượng", "Mã đối tượng", "Trước", "Sau", "Mã băm")


def events_xlsx(actor: Actor, filters: selectors.EventFilter, *, now: datetime) -> bytes:
    """Return the newest 20,000 matching entries as a workbook, and record the export. Raises `PermissionDenied`."""
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    page = selectors.list_events(actor, filters, limit=selectors.EXPORT_LIMIT)
    data = xlsx.write_table(title="Nhật ký", columns=COLUMNS, rows=[_row(event) for event in page.events])
    services.record_view(
        actor=actor,
        action="audit.exported",
        object_type="audit",
        object_id="*",
        after={"rows": len(page.events), "format": "xlsx"},
        now=now,
    )
    return data


def _row(event: Event) -> tuple[xlsx.CellValue, ...]:
    return (
        event.seq,
        timezone.localtime(event.at),
        event.actor_name,
        ACTION_NAMES.get(event.action, event.action),
        event.object_label,
        f"{event.object_type} {event.object_id}",
        _json(event.before),
        _json(event.after),
        event.hash,
    )


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
