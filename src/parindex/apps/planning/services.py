"""Approval: a reviewed draft becomes the plan of its unit for its year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from parindex.apps.imports.models import Draft, DraftItem, DraftState, ItemState, Origin
from parindex.apps.orgs import resolution
from parindex.apps.planning import recording, signing
from parindex.apps.planning.errors import AlreadyApproved, UnitChanged
from parindex.apps.planning.models import AgencyRole, ItemAgency, Plan, PlanItem
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.folding import fold


def approve(*, draft: Draft, actor: Actor, now: datetime) -> Plan:
    """Make the plan of a reviewed draft; an earlier plan of the same unit, year and number is superseded.

    Every item must be decided and one accepted. Runs in the caller's transaction, which also makes the assignments.
    `draft` has the unit for which the caller wants the plan: `UnitChanged` when it was given to another one meanwhile.
    Raises `PermissionDenied`, `AlreadyApproved`, `ItemsUndecided`, `NothingAccepted`, `YearUnknown`.
    """
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("unit").get(pk=draft.pk)
        items = _accepted_items(locked, actor)
        if locked.unit_id != draft.unit_id:
            raise UnitChanged(
                f"Chưa duyệt: bản nhập vừa được chuyển cho {locked.unit.name}. Xem lại là kế hoạch của ai rồi duyệt."
            )
        plan = _create_plan(locked, actor=actor, now=now)
        by_key = {item.key: item for item in items}
        rows = PlanItem.objects.bulk_create(
            [_item_row(plan, item, by_key.get(item.linked_key)) for item in items], batch_size=500
        )
        _create_agencies(plan, rows)
        locked.state = DraftState.APPROVED
        locked.approved_at = now
        locked.approved_by_id = actor.user_id or 0
        locked.save(update_fields=["state", "approved_at", "approved_by_id"])
        recording.record(
            plan,
            action="plan.approved",
            actor=actor,
            now=now,
            after={"year": plan.year, "items": len(rows), "draft": str(locked.public_id)},
        )
    return plan


def require_approvable(*, draft: Draft, actor: Actor) -> None:
    """Raise what `approve` would raise of a draft and its items as they stand."""
    _accepted_items(draft, actor)


def publish(*, plan: Plan, is_public: bool, actor: Actor, now: datetime) -> None:
    """Show a plan and its progress to everybody, or take it back; nobody's name is ever shown there.

    Raises `PermissionDenied`. The same choice twice changes nothing.
    """
    with transaction.atomic():
        locked = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
        if not actor.may(Permission.PLANS_APPROVE, locked.unit.path):
            raise PermissionDenied(Permission.PLANS_APPROVE)
        if (locked.published_at is not None) == is_public:
            return
        locked.published_at = now if is_public else None
        locked.save(update_fields=["published_at"])
        recording.record(locked, action="plan.published" if is_public else "plan.withdrawn", actor=actor, now=now)


def _accepted_items(draft: Draft, actor: Actor) -> list[DraftItem]:
    if not actor.may(Permission.PLANS_APPROVE, draft.unit.path):
        raise PermissionDenied(Permission.PLANS_APPROVE)
    # A signed paper that was imported needs no leader here; what is written on the page does.
    wanted = DraftState.REVIEW if draft.origin == Origin.FILE else DraftState.AGREED
    if draft.state != wanted or draft.revises_id is not None:
        raise AlreadyApproved(
            "Bản này đã duyệt, đã bỏ, chưa đọc xong hoặc lãnh đạo chưa duyệt. Mở lại danh sách kế hoạch để xem."
        )
    items = list(draft.items.filter(is_deleted=False).order_by("position", "pk"))
    signing.require_whole(draft, items)
    return [item for item in items if item.state == ItemState.ACCEPTED]


def _create_plan(draft: Draft, *, actor: Actor, now: datetime) -> Plan:
    facts = draft.facts

    def fact(name: str) -> str:
        return str((facts.get(name) or {}).get("value") or "")

    plan = Plan.objects.create(
        unit=draft.unit,
        year=draft.plan_year or 0,
        title=(fact("title") or draft.file_name)[:1000],
        number=fact("number")[:60],
        issued_on=date.fromisoformat(fact("date")) if fact("date") else None,
        issuer=fact("issuer")[:300],
        signer=fact("signer")[:120],
        facts={name: cell for name, cell in facts.items() if name != "citations"},
        citations=facts.get("citations", []),
        draft=draft,
        approved_at=now,
        approved_by_id=actor.user_id,
    )
    if plan.number:
        earlier = Plan.objects.filter(unit=draft.unit, year=plan.year, number=plan.number, superseded_at=None)
        earlier.exclude(pk=plan.pk).update(superseded_at=now)
    if draft.replaces_id is not None:
        Plan.objects.filter(draft_id=draft.replaces_id, superseded_at=None).update(superseded_at=now)
    return plan


def _code_of(item: DraftItem | None) -> str:
    return str(item.fields["code"]["value"] or "") if item is not None else ""


def _item_row(plan: Plan, item: DraftItem, partner: DraftItem | None) -> PlanItem:
    """Return the row of an item; a body item has the code and domain of its criterion's appendix row."""
    place = partner if partner is not None and not item.domain else item

    def text(name: str) -> str:
        return str(item.fields[name]["value"] or "")

    name = "; ".join(item.fields["names"]["value"])
    return PlanItem(
        plan=plan,
        draft_item=item,
        position=item.position,
        part=item.part,
        section=item.section,
        domain=place.domain,
        domain_name=place.domain_name,
        number=item.number,
        code=(text("code") or _code_of(partner))[:20],
        name=name,
        target_text=text("target_text"),
        product=text("product"),
        deadline_text=text("deadline_text"),
        fields=item.fields,
        name_fold=fold(name),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """An agency as an item names it."""

    item: PlanItem
    role: AgencyRole
    position: int
    text: str


def _create_agencies(plan: Plan, rows: list[PlanItem]) -> None:
    named = [entry for row in rows for entry in _named_agencies(row, row.fields)]
    on = plan.issued_on or date(plan.year, 1, 1)
    matches = resolution.resolve_all({entry.text for entry in named}, on=on, near=plan.unit)
    ItemAgency.objects.bulk_create(
        [
            ItemAgency(
                item=entry.item,
                role=entry.role,
                position=entry.position,
                text=entry.text[:300],
                unit_id=matches[entry.text].unit_id,
                score=matches[entry.text].score,
            )
            for entry in named
        ],
        batch_size=500,
    )


def _named_agencies(row: PlanItem, cells: Mapping[str, Any]) -> list[_Named]:
    return [
        _Named(item=row, role=role, position=position, text=text)
        for role in AgencyRole
        for position, text in enumerate(cells[role.value]["value"] or ())
    ]
