"""Named states of a draft: kept whole, compared with each other, brought back as one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from parindex.apps.imports import contents, recording
from parindex.apps.imports.errors import VersionGone, VersionUnnamed
from parindex.apps.imports.models import Draft, DraftItem, DraftVersion
from parindex.apps.imports.steps import Step, open_step
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.model import Plan

ROW_COLUMNS = ("key", "linked_key", "position", "part", "section", "domain", "domain_name", "number", "state")
_RESTORED = ("position", "section", "domain", "domain_name", "number", "state")


def save_version(*, draft: Draft, name: str, actor: Actor, now: datetime) -> DraftVersion:
    """Keep a draft as it stands under a name. Raises `VersionUnnamed`, `PermissionDenied`."""
    if not actor.may(Permission.PLANS_REVIEW, draft.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    wanted = " ".join(name.split())[:120]
    if not wanted:
        raise VersionUnnamed("Đặt tên cho phiên bản, ví dụ “Sau góp ý của Sở Nội vụ”.")
    with transaction.atomic():
        version = keep_version(draft=Draft.objects.get(pk=draft.pk), name=wanted, actor=actor, now=now)
        recording.record(
            draft, action="draft.versioned", actor=actor, now=now, after={"version": version.number, "name": wanted}
        )
    return version


def keep_version(*, draft: Draft, name: str, actor: Actor, now: datetime) -> DraftVersion:
    """Write a version inside the caller's transaction; the caller has checked the right and records the event."""
    items = list(draft.items.filter(is_deleted=False).order_by("position", "pk"))
    last = draft.versions.order_by("-number").first()
    return DraftVersion.objects.create(
        draft=draft,
        number=last.number + 1 if last else 1,
        name=name,
        revision=draft.revision,
        facts=draft.facts,
        items=[_kept(item) for item in items],
        actor_id=actor.user_id,
        actor_name=actor.name,
        at=now,
    )


def _kept(item: DraftItem) -> dict[str, Any]:
    row = {name: getattr(item, name) for name in ROW_COLUMNS}
    return {**row, "id": item.pk, "fields": item.fields}


def list_versions(draft: Draft) -> list[DraftVersion]:
    """Return the versions of a draft without their contents, newest first."""
    return list(draft.versions.defer("facts", "items").order_by("-number"))


def get_version(draft: Draft, number: int) -> DraftVersion:
    """Return a version of a draft. Raises `VersionGone`."""
    found = draft.versions.filter(number=number).first()
    if found is None:
        raise VersionGone("Không có phiên bản này. Tải lại trang để xem danh sách mới nhất.")
    return found


def plan_of(draft: Draft, version: DraftVersion) -> Plan:
    """Return what a version says, as values to compare."""
    rows = [_row(draft, kept) for kept in version.items]
    at_the_time = Draft(pk=draft.pk, file_name=draft.file_name, facts=version.facts)
    return contents.plan_of(at_the_time, rows)


def _row(draft: Draft, kept: dict[str, Any]) -> DraftItem:
    columns = {name: kept[name] for name in ROW_COLUMNS}
    return DraftItem(pk=kept["id"], draft=draft, fields=kept["fields"], **columns)


def restore_version(*, draft: Draft, number: int, actor: Actor, now: datetime) -> DraftVersion:
    """Bring a draft back to a version in one step: items that came later go, those that went come back.

    Raises `VersionGone`, `NotReviewable`, `PermissionDenied`.
    """
    version = get_version(draft, number)
    with open_step(draft=draft, actor=actor, now=now, label=f"Khôi phục “{version.name}”"[:120]) as step:
        rows = {row.pk: row for row in step.draft.items.all()}
        wanted = {kept["id"]: kept for kept in version.items}
        for pk, row in rows.items():
            step.change(row, "is_deleted", pk not in wanted)
        for pk, kept in wanted.items():
            if pk in rows:
                _restore(step, rows[pk], kept)
        _restore_facts(step, version)
    return version


def _restore(step: Step, row: DraftItem, kept: dict[str, Any]) -> None:
    for name in _RESTORED:
        step.change(row, name, kept[name])
    for name, cell in kept["fields"].items():
        step.change(row, name, cell)


def _restore_facts(step: Step, version: DraftVersion) -> None:
    for name in sorted({*version.facts, *step.draft.facts}):
        kept = version.facts.get(name)
        if step.draft.facts.get(name) != kept:
            step.change_fact(name, kept)
    step.draft.plan_year = (version.facts.get("plan_year") or {}).get("value")


def kept_items(items: Sequence[DraftItem]) -> list[DraftItem]:
    """Return the items that a plan will have: those that nobody skipped."""
    return [item for item in items if item.state != "skipped"]
