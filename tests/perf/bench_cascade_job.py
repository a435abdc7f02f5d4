"""Handing a plan down as one job: the growth from 15 to 135 communes, and one commune against one import.

Figures are seconds of the processor for one commune: cascade, draft with all its items, the register.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import review, selectors
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import DraftItem
from parindex.apps.orgs.models import UnitKind
from parindex.apps.planning import cascades
from parindex.apps.planning.models import Plan
from parindex.domain.access import SYSTEM
from parindex.jobs import worker
from tests.accuracy.known import gold_folder
from tests.factories import UnitFactory
from tests.perf.rows import Row, best

FEW, MANY = 15, 135
_NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "tinh-song-may-2026.docx"


def run() -> list[Row]:
    """Measure the known plan of 79 rows where it is at hand, else the example; nothing stays in the database."""
    name, data = _plan()
    few, many = (min(_per_unit(name, data, units) for _ in range(2)) for units in (FEW, MANY))
    imported = min(_import(name, data) for _ in range(2))
    return [
        (f"Triển khai {MANY} xã: mỗi xã so với khi chỉ {FEW} xã", many, few, 1.5),
        ("Lập và lưu dự thảo của một xã so với nhập và lưu tệp kế hoạch", many, imported, 1.0),
    ]


def _plan() -> tuple[str, bytes]:
    gold = gold_folder()
    path = next((gold.parent / "corpus").glob("004_*.txt")) if gold is not None else _EXAMPLE
    return path.name, path.read_bytes()


def _per_unit(name: str, data: bytes, units: int) -> float:
    with transaction.atomic():
        plan = _approved(name, data)
        communes = [
            UnitFactory(name=f"Xã Mẫu {nth}", kind=UnitKind.COMMUNE, parent=plan.unit).pk for nth in range(units)
        ]
        cascades.start(plan=plan, unit_ids=set(communes), catalogue_id="", actor=SYSTEM, now=_NOW)
        seconds = best(lambda: worker.run_until_empty(clock=lambda: _NOW), rounds=1)
        made = DraftItem.objects.filter(draft__unit__in=communes).count()
        assert made >= units, "the job drafted less than one item a commune"
        transaction.set_rollback(True)
    return seconds / units


def _import(name: str, data: bytes) -> float:
    with transaction.atomic():
        _start(name, data)
        seconds = best(lambda: worker.run_until_empty(clock=lambda: _NOW), rounds=1)
        transaction.set_rollback(True)
    return seconds


def _start(name: str, data: bytes) -> UUID:
    """Queue the reading of the plan as that of a fictional province; return its draft."""
    root = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    upload = imports.Upload(name=name, stream=io.BytesIO(data))
    (started,) = imports.start(unit=root, uploads=(upload,), actor=SYSTEM, now=_NOW)
    assert started.public_id is not None
    return started.public_id


def _approved(name: str, data: bytes) -> Plan:
    """Return the plan with every item accepted."""
    draft_id = _start(name, data)
    worker.run_until_empty(clock=lambda: _NOW)
    draft = selectors.access_draft(SYSTEM, draft_id)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=SYSTEM, now=_NOW)
    return assignments.approve_plan(draft=draft, actor=SYSTEM, now=_NOW).plan
