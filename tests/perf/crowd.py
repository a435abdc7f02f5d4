"""Many plans, drafts, assignments and steps written in bulk, for counting statements and for measuring."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parindex.apps.assignments.models import Assignment, Coordinator, Report
from parindex.apps.evidence.models import StoredFile
from parindex.apps.imports import fields
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, DraftState, Edit
from parindex.apps.orgs.models import Unit
from parindex.apps.planning.models import ItemAgency, Plan, PlanItem

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2026, 3, 16)
YEAR = 2026


def add_draft(unit: Unit, *, items: int, state: DraftState = DraftState.REVIEW) -> Draft:
    """Make a draft with as many blocks, items and steps of review."""
    nth = Draft.objects.count()
    file = StoredFile.objects.create(
        sha256=hashlib.sha256(str(nth).encode()).hexdigest(),
        size=1,
        media_type="text/plain",
        name=f"ke-hoach-{nth}.txt",
        uploaded_at=NOW,
    )
    closed = {"approved_at": NOW, "approved_by_id": 1} if state == DraftState.APPROVED else {}
    draft = Draft.objects.create(
        unit=unit, file=file, file_name=file.name, state=state, plan_year=YEAR, created_at=NOW, **closed
    )
    DraftBlock.objects.bulk_create(
        [DraftBlock(draft=draft, index=n, kind="paragraph", text=f"Đoạn {n} của văn bản") for n in range(items)]
    )
    made = DraftItem.objects.bulk_create([_draft_item(draft, n) for n in range(items)])
    Edit.objects.bulk_create(
        [
            Edit(draft=draft, group=draft.public_id, item=item, field="state", label="Nhận mục", actor_name="A", at=NOW)
            for item in made
        ]
    )
    return draft


def _draft_item(draft: Draft, nth: int) -> DraftItem:
    cells = fields.empty_cells()
    cells["names"] = fields.corrected(cells["names"], value=[f"Tiêu chí số {nth}"])
    return DraftItem(
        draft=draft,
        position=(nth + 1) * 1000,
        key=f"body/{nth}",
        part="body",
        section="fix",
        domain="I",
        domain_name="Công tác chỉ đạo, điều hành",
        number=f"1.{nth}",
        fields=cells,
        state="accepted",
    )


def add_plan(unit: Unit, owners: list[Unit], *, items: int) -> Plan:
    """Make an approved plan; each item has two agencies and one assignment with a coordinator and a report."""
    draft = add_draft(unit, items=items, state=DraftState.APPROVED)
    plan = Plan.objects.create(
        unit=unit, year=YEAR, title="Kế hoạch hư cấu", number=f"{draft.pk}/KH-UBND", draft=draft, approved_at=NOW
    )
    rows = PlanItem.objects.bulk_create([_plan_item(plan, item) for item in draft.items.order_by("pk")])
    ItemAgency.objects.bulk_create(
        [
            ItemAgency(item=row, role=role, position=0, text=owner.name, unit=owner)
            for nth, row in enumerate(rows)
            for role in ("lead", "support")
            for owner in [owners[nth % len(owners)]]
        ]
    )
    made = Assignment.objects.bulk_create(
        [_assignment(row, owners[nth % len(owners)], nth) for nth, row in enumerate(rows)]
    )
    Coordinator.objects.bulk_create(
        [Coordinator(assignment=row, unit=owners[0], text=owners[0].name, role="support", position=0) for row in made]
    )
    Report.objects.bulk_create([_report(row) for row in made])
    return plan


def _plan_item(plan: Plan, item: DraftItem) -> PlanItem:
    name = item.fields["names"]["value"][0]
    return PlanItem(
        plan=plan,
        draft_item=item,
        position=item.position,
        part=item.part,
        section=item.section,
        domain=item.domain,
        domain_name=item.domain_name,
        number=item.number,
        name=name,
        fields=item.fields,
        name_fold="tieu chi",
    )


def _assignment(item: PlanItem, owner: Unit, nth: int) -> Assignment:
    return Assignment(
        plan_item=item,
        unit=item.plan.unit,
        owner=owner,
        owner_text=owner.name,
        title=item.name,
        product="Báo cáo kết quả",
        year=YEAR,
        due_on=TODAY + timedelta(days=nth % 10 - 2),
        due_explanation="Ngày ghi trong văn bản",
        due_is_certain=True,
        state="submitted" if nth % 5 == 4 else "open",
        created_at=NOW,
        search_fold=f"tieu chi so {nth}",
    )


def _report(row: Assignment) -> Report:
    return Report(
        assignment=row, kind="progress", progress=10, state_before="open", state_after="doing", actor_name="A", at=NOW
    )
