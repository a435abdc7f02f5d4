"""The review of an annex: every step is recorded, can be undone and never overwrites another person's change."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from parindex.apps.catalogues import rows, services
from parindex.apps.catalogues.errors import BadField, ChangedMeanwhile, ItemGone, NothingToUndo
from parindex.apps.catalogues.models import Proposal, ProposalEdit, ProposalItem
from parindex.apps.catalogues.rows import ItemInput
from parindex.apps.catalogues.selectors import list_items
from parindex.domain.access import Actor
from parindex.domain.scoring.proposal import Severity
from parindex.domain.scoring.reading.proposal import Certainty
from parindex.domain.scoring.wording import plain_text
from parindex.domain.text.dates import parse_date

HEAD_FIELDS: Final = ("title", "number", "date", "issuer", "total_points")
"""What a person may correct of the decision and the title."""


@dataclass(slots=True)
class _Step:
    """One operation of one person on one locked proposal; a change is written together with its history."""

    proposal: Proposal
    actor: Actor
    now: datetime
    label: str
    group: uuid.UUID

    def change(self, item: ProposalItem, **after: Any) -> None:
        """Write values of a row and remember what they were."""
        changed = {name: value for name, value in after.items() if getattr(item, name) != value}
        if not changed:
            return
        before = {name: getattr(item, name) for name in changed}
        _write(item, changed)
        self._remember(item, before, changed)

    def change_head(self, after: Mapping[str, Any]) -> None:
        """Write values of the head and remember what they were."""
        before = {name: self.proposal.head.get(name) for name in after}
        if before == dict(after):
            return
        self.proposal.head = {**self.proposal.head, **after}
        self._remember(None, before, after)

    def _remember(self, item: ProposalItem | None, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        ProposalEdit.objects.create(
            proposal=self.proposal,
            group=self.group,
            item=item,
            before=dict(before),
            after=dict(after),
            label=self.label,
            actor_id=self.actor.user_id,
            actor_name=self.actor.name,
            at=self.now,
        )


def _write(item: ProposalItem, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.version += 1
    item.save(update_fields=[*values, "version"])


@contextmanager
def _step(*, proposal: Proposal, actor: Actor, now: datetime, label: str) -> Iterator[_Step]:
    """Lock the proposal, check that it may be reviewed by this person, and count its version."""
    with transaction.atomic():
        locked = services.lock(proposal, actor=actor)
        services.require_review(locked)
        yield _Step(proposal=locked, actor=actor, now=now, label=label, group=uuid.uuid4())
        locked.version += 1
        locked.save(update_fields=["version", "head"])
        after = {"step": label, "version": locked.version}
        services.record(locked, action="catalogue.reviewed", actor=actor, now=now, after=after)


def _item(step: _Step, item_id: int, *, version: int) -> ProposalItem:
    found = ProposalItem.objects.filter(pk=item_id, proposal=step.proposal, is_deleted=False).first()
    if found is None:
        raise ItemGone
    if found.version != version:
        last = ProposalEdit.objects.filter(item=found, undone_at=None).order_by("-id").first()
        who = last.actor_name if last else "người khác"
        raise ChangedMeanwhile(
            f"Mục {found.code} vừa được {who} sửa. Xem giá trị hiện nay rồi làm lại; chưa có gì bị ghi đè."
        )
    return found


def edit_item(
    *, proposal: Proposal, item_id: int, version: int, typed: ItemInput, actor: Actor, now: datetime
) -> ProposalItem:
    """Correct an item as a person typed it, and hold it for confirmed: who corrects it has compared it.

    Raises `BadField`, `ChangedMeanwhile`, `ItemGone`, `NotReviewable`, `PermissionDenied`.
    """
    values = rows.clean_item(typed)
    with _step(proposal=proposal, actor=actor, now=now, label=f"Sửa mục {values['code']}") as step:
        item = _item(step, item_id, version=version)
        twin = step.proposal.items.filter(is_deleted=False, code=values["code"]).exclude(pk=item.pk)
        if twin.exists():
            raise BadField(f"Đã có mục khác mang mã {values['code']}.", field="code")
        if item.rule != values["rule"]:
            values |= {"confidence": Certainty.SURE.value, "reason": f"do {actor.name} ghi"}
        step.change(item, **values, is_confirmed=True)
        return item


def confirm_item(*, proposal: Proposal, item_id: int, version: int, actor: Actor, now: datetime) -> ProposalItem:
    """Hold an item as it stands for compared with the annex."""
    with _step(proposal=proposal, actor=actor, now=now, label="Xác nhận mục") as step:
        item = _item(step, item_id, version=version)
        step.change(item, is_confirmed=True)
        return item


def reopen_item(*, proposal: Proposal, item_id: int, version: int, actor: Actor, now: datetime) -> ProposalItem:
    """Take the confirmation of an item back."""
    with _step(proposal=proposal, actor=actor, now=now, label="Xem lại mục") as step:
        item = _item(step, item_id, version=version)
        step.change(item, is_confirmed=False)
        return item


def confirm_sure(*, proposal: Proposal, actor: Actor, now: datetime) -> int:
    """Confirm every item that was read surely and of which nothing is wrong; return how many."""
    with _step(proposal=proposal, actor=actor, now=now, label="Xác nhận mọi mục chắc chắn") as step:
        items = list_items(step.proposal)
        wanted = [item for item in sure_items(step.proposal, items) if not item.is_confirmed]
        for item in wanted:
            step.change(item, is_confirmed=True)
        return len(wanted)


def sure_items(proposal: Proposal, items: list[ProposalItem]) -> list[ProposalItem]:
    """Return the items that were read surely and of which no finding says that something is wrong."""
    wrong = {f.item_code for f in rows.find_problems(proposal, items) if f.severity is Severity.ERROR}
    return [item for item in items if item.confidence == Certainty.SURE and item.code not in wrong]


def add_item(*, proposal: Proposal, after_id: int, typed: ItemInput, actor: Actor, now: datetime) -> ProposalItem:
    """Add an item that the reader missed right after another one. Raises `BadField` and `ItemGone`."""
    values = rows.clean_item(typed)
    with _step(proposal=proposal, actor=actor, now=now, label=f"Thêm mục {values['code']}") as step:
        items = list(step.proposal.items.order_by("position"))
        before = next((item for item in items if item.pk == after_id and not item.is_deleted), None)
        if before is None:
            raise ItemGone
        if any(item.code == values["code"] and not item.is_deleted for item in items):
            raise BadField(f"Đã có mục mang mã {values['code']}.", field="code")
        made = ProposalItem.objects.create(
            **values,
            proposal=step.proposal,
            position=_free_position(items, before),
            confidence=Certainty.SURE.value if values["rule"] else Certainty.NONE.value,
            reason=f"do {actor.name} thêm",
            is_deleted=True,
        )
        step.change(made, is_deleted=False, is_confirmed=True)
        return made


def _free_position(items: list[ProposalItem], before: ProposalItem) -> int:
    """Return a place between a row and the next one; rows are moved apart when there is none."""
    after = next((item.position for item in items if item.position > before.position), None)
    if after is None:
        return before.position + rows.POSITION_STEP
    if after - before.position > 1:
        return (before.position + after) // 2
    for item in reversed(items):
        if item.position > before.position:
            ProposalItem.objects.filter(pk=item.pk).update(position=item.position + rows.POSITION_STEP)
    return before.position + rows.POSITION_STEP // 2


def delete_item(*, proposal: Proposal, item_id: int, version: int, actor: Actor, now: datetime) -> None:
    """Take an item out of the proposal; undo brings it back."""
    with _step(proposal=proposal, actor=actor, now=now, label="Xóa mục") as step:
        step.change(_item(step, item_id, version=version), is_deleted=True)


def edit_head(*, proposal: Proposal, version: int, typed: Mapping[str, str], actor: Actor, now: datetime) -> None:
    """Correct title, decision and total as a person typed them; the date is 21/07/2026.

    Raises `BadField`, `ChangedMeanwhile`, `NotReviewable`, `PermissionDenied`.
    """
    values = _clean_head(typed)
    with _step(proposal=proposal, actor=actor, now=now, label="Sửa thông tin bộ tiêu chí") as step:
        if step.proposal.version != version:
            raise ChangedMeanwhile("Có người vừa sửa bản nhập này. Xem giá trị hiện nay rồi làm lại; chưa ghi đè gì.")
        step.change_head(values)


def _clean_head(typed: Mapping[str, str]) -> dict[str, str | None]:
    values: dict[str, str | None] = {
        name: " ".join(typed.get(name, "").split()) or None for name in ("title", "number", "issuer")
    }
    told = typed.get("date", "").strip()
    day = parse_date(told) if told else None
    if told and day is None:
        raise BadField("Ngày ghi như 21/07/2026.", field="date")
    total = rows.read_points(typed.get("total_points", ""), field="total_points")
    return values | {
        "date": day.isoformat() if day else None,
        "total_points": None if total is None else plain_text(total),
    }


def undo(*, proposal: Proposal, actor: Actor, now: datetime) -> str:
    """Take back the last operation that still stands, whoever did it; return its name. Raises `NothingToUndo`."""
    with _step(proposal=proposal, actor=actor, now=now, label="Hoàn tác") as step:
        last = step.proposal.edits.filter(undone_at=None).order_by("-id").first()
        if last is None:
            raise NothingToUndo("Không còn thao tác nào để hoàn tác.")
        edits = step.proposal.edits.filter(group=last.group, undone_at=None).select_related("item").order_by("-id")
        for edit in edits:
            if edit.item is None:
                step.proposal.head = {**step.proposal.head, **edit.before}
            else:
                _write(edit.item, edit.before)
        edits.update(undone_at=now)
        return last.label
