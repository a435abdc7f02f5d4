"""Whose plan a draft is: the unit that its document names, and the move of a draft to another unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from parindex.apps.imports import selectors, services
from parindex.apps.imports.errors import CannotGive
from parindex.apps.imports.models import Draft, DraftState, Edit, Origin
from parindex.apps.imports.steps import UNIT_FIELD, open_step
from parindex.apps.orgs import selectors as orgs
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission, PermissionDenied


def other_issuer(draft: Draft, *, today: date) -> Unit | None:
    """Return the unit that issued the document of a file when it is certainly another one than the draft's.

    None when the draft has the right unit, and when nobody can tell: no issuer, a doubtful one, or one that the tree
    does not know or knows twice. `today` stands for the day of a document without one.
    """
    issuer = _sure(draft.facts, "issuer")
    if draft.origin != Origin.FILE or not issuer:
        return None
    signed = _sure(draft.facts, "date")
    on = date.fromisoformat(signed) if signed else today
    directory, near = orgs.directory(), draft.unit.path
    above = _sure(draft.facts, "parent")
    if above:
        # "Phòng Kinh tế" of a commune is to be sought in that commune, and nowhere when the tree has no such commune.
        known = directory.resolve(above, on=on, near=near).unit
        if known is None:
            return None
        near = near if near.startswith(known) else known
    path = directory.resolve(issuer, on=on, near=near).unit
    if path is None or path == draft.unit.path:
        return None
    return Unit.objects.select_related("parent").filter(path=path).first()


def _sure(facts: Mapping[str, Any], name: str) -> str:
    cell = facts.get(name) or {}
    return str(cell.get("value") or "") if cell.get("confidence") == "sure" else ""


def is_movable(draft: Draft) -> bool:
    """Tell whether a draft can change its unit: a file under review, no edited copy, nothing written on the page."""
    return draft.state == DraftState.REVIEW and _came_as_file(draft)


def _came_as_file(draft: Draft) -> bool:
    return draft.origin == Origin.FILE and draft.revises_id is None


def may_give(actor: Actor, *, draft: Draft, unit: Unit) -> bool:
    """Tell whether a person may import and review plans of both units, so that the draft is never lost to them."""
    if unit.kind in selectors.WITHOUT_PLANS:
        return False
    paths = (draft.unit.path, unit.path)
    wanted = (Permission.PLANS_IMPORT, Permission.PLANS_REVIEW)
    return all(actor.may(permission, path) for path in paths for permission in wanted)


def unit_before(move: Edit) -> Unit | None:
    """Return the unit from which a step took the draft, None when it is no more."""
    return Unit.objects.filter(pk=move.before["unit_id"]).first() if move.before else None


def last_undoable(actor: Actor, *, draft: Draft) -> Edit | None:
    """Return the step that undo takes back; None when there is none, or a move that this person may not reverse."""
    last = selectors.last_edit(draft)
    if last is None or last.field != UNIT_FIELD:
        return last
    unit = unit_before(last)
    return last if unit is not None and may_give(actor, draft=draft, unit=unit) else None


def list_receivers(actor: Actor, *, draft: Draft, today: date) -> list[Unit]:
    """Return the other units to which the actor may give a draft, in the order of the upload."""
    units = selectors.list_importing_units(actor, today=today)
    return [unit for unit in units if unit.pk != draft.unit_id and may_give(actor, draft=draft, unit=unit)]


def give(*, draft: Draft, unit: Unit, actor: Actor, now: datetime) -> None:
    """Make an imported draft the plan of another unit, in one step that can be undone.

    Raises `PermissionDenied` unless the person may import and review plans of both units, `CannotGive` for what was
    written on the page or comes back as an edited copy, `NoUnit` for a unit that has no plans, `SameFileThere` and
    `NotReviewable`.
    """
    with open_step(draft=draft, actor=actor, now=now, label="Đổi đơn vị") as step:
        if not _came_as_file(step.draft):
            raise CannotGive("Chỉ đổi được đơn vị của tệp kế hoạch đã nhập, không đổi được bản soạn trên trang.")
        services.require_planning(unit)
        if not may_give(actor, draft=step.draft, unit=unit):
            raise PermissionDenied(Permission.PLANS_IMPORT)
        step.change_unit(unit)
