"""The review of a draft: every step is recorded, can be undone and never overwrites another person's edit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.imports import fields
from parindex.apps.imports.errors import (
    CannotMerge,
    CannotSplit,
    FieldConflict,
    ItemGone,
    NothingToUndo,
    NotReviewable,
    UnknownField,
)
from parindex.apps.imports.models import Draft, DraftItem, DraftState, Edit, ItemState
from parindex.apps.imports.services import POSITION_STEP
from parindex.definitions.labels import phrases
from parindex.domain.access import Actor, Permission, PermissionDenied

Decision = ItemState
"""What a person may decide about an item."""

_ROW_FIELDS = ("state", "is_deleted", "position")
_FACT_FIELDS = ("kind", "title", "number", "date", "issuer", "plan_year", "signer")


@dataclass(slots=True)
class _Step:
    """One operation of one person on one locked draft; `change` writes a value and its history together."""

    draft: Draft
    actor: Actor
    now: datetime
    label: str
    group: uuid.UUID

    def change(self, item: DraftItem, field: str, after: Any) -> None:
        """Write one field of an item and remember what it was."""
        before = getattr(item, field) if field in _ROW_FIELDS else item.fields[field]
        if before == after:
            return
        _write(item, field, after)
        self._remember(item, field, before, after)

    def change_fact(self, field: str, after: Any) -> None:
        """Write one fact of the document and remember what it was."""
        before = self.draft.facts.get(field)
        self.draft.facts[field] = after
        self._remember(None, field, before, after)

    def _remember(self, item: DraftItem | None, field: str, before: Any, after: Any) -> None:
        Edit.objects.create(
            draft=self.draft,
            group=self.group,
            item=item,
            field=field,
            before=before,
            after=after,
            label=self.label,
            actor_id=self.actor.user_id,
            actor_name=self.actor.name,
            at=self.now,
        )


def _write(item: DraftItem, field: str, value: Any) -> None:
    if field in _ROW_FIELDS:
        setattr(item, field, value)
    else:
        item.fields[field] = value
        item.check_count = fields.count_checks(item.fields)
    item.version += 1
    item.save(update_fields=["state", "is_deleted", "position", "fields", "check_count", "version"])


@contextmanager
def _step(*, draft: Draft, actor: Actor, now: datetime, label: str) -> Iterator[_Step]:
    """Lock the draft, check that it may be reviewed by this person, and count the revision."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("unit").get(pk=draft.pk)
        if not actor.may(Permission.PLANS_REVIEW, locked.unit.path):
            raise PermissionDenied(Permission.PLANS_REVIEW)
        if locked.state != DraftState.REVIEW:
            raise NotReviewable("Bản nhập này không còn ở bước đối chiếu. Tải lại trang để xem trạng thái mới nhất.")
        yield _Step(draft=locked, actor=actor, now=now, label=label, group=uuid.uuid4())
        locked.revision += 1
        locked.save(update_fields=["revision", "facts", "plan_year"])
        audit.record(
            actor=actor,
            action="draft.reviewed",
            object_type="draft",
            object_id=str(locked.public_id),
            object_label=locked.file_name,
            unit_path=locked.unit.path,
            after={"step": label, "revision": locked.revision},
            now=now,
        )


def _item(step: _Step, item_id: int) -> DraftItem:
    found = DraftItem.objects.filter(pk=item_id, draft=step.draft, is_deleted=False).first()
    if found is None:
        raise ItemGone
    return found


def edit_field(
    *, draft: Draft, item_id: int, field: str, text: str, seen: str, actor: Actor, now: datetime
) -> DraftItem:
    """Correct one field of an item; what it means (targets, deadlines) is read again in the same step.

    `text` is what the person typed, `seen` the text that stood there when they began. Edits of different fields of
    one item are both kept. Raises `FieldConflict` when the same field changed meanwhile, `UnknownField` otherwise.
    """
    if field not in fields.EDITABLE_FIELDS:
        raise UnknownField(f"Không có trường “{field}” để sửa.")
    label = fields.FIELD_LABELS[field]
    with _step(draft=draft, actor=actor, now=now, label=f"Sửa {label.lower()}") as step:
        item = _item(step, item_id)
        cell = item.fields[field]
        current = fields.shown_value(field=field, value=cell["value"])
        wanted = fields.clean_value(field=field, text=text)
        if _same(current, seen) or cell["value"] == wanted:
            step.change(item, field, fields.corrected(cell, value=wanted))
            _derive(step, item, field=field, value=wanted)
            return item
        last = Edit.objects.filter(item=item, field=field, undone_at=None).order_by("-id").first()
        who = last.actor_name if last else "người khác"
        raise FieldConflict(field=field, label=label, theirs=current, mine=text, who=who)


def _same(current: str, seen: str) -> bool:
    # Browsers send line ends as CRLF and may trim the last one.
    return current.split() == seen.split()


def _derive(step: _Step, item: DraftItem, *, field: str, value: Any) -> None:
    derived = fields.DERIVED_FIELDS.get(field)
    if derived is None:
        return
    year = step.draft.plan_year or step.now.year
    meaning = fields.derive(field=field, value=value, plan_year=year, lexicon=phrases.load_lexicon())
    step.change(item, derived, {**item.fields[derived], "value": meaning, "confidence": "sure", "absent": None})


def confirm_field(*, draft: Draft, item_id: int, field: str, actor: Actor, now: datetime) -> DraftItem:
    """Accept a doubtful field as it stands: yellow becomes green."""
    if field not in fields.FIELD_LABELS:
        raise UnknownField(f"Không có trường “{field}” để xác nhận.")
    with _step(draft=draft, actor=actor, now=now, label=f"Xác nhận {fields.FIELD_LABELS[field].lower()}") as step:
        item = _item(step, item_id)
        step.change(item, field, {**item.fields[field], "confidence": "sure"})
        return item


def decide(*, draft: Draft, item_id: int, state: ItemState, actor: Actor, now: datetime) -> DraftItem:
    """Accept or skip an item, or take the decision back; accepting makes all its fields certain."""
    label = {ItemState.ACCEPTED: "Nhận mục", ItemState.SKIPPED: "Bỏ qua mục", ItemState.PENDING: "Xem lại mục"}[state]
    with _step(draft=draft, actor=actor, now=now, label=label) as step:
        item = _item(step, item_id)
        if state == ItemState.ACCEPTED:
            for field, cell in list(item.fields.items()):
                step.change(item, field, {**cell, "confidence": "sure"})
        step.change(item, "state", str(state))
        return item


def accept_sure(*, draft: Draft, actor: Actor, now: datetime) -> int:
    """Accept every pending item that has no field to check; return how many."""
    with _step(draft=draft, actor=actor, now=now, label="Nhận mọi mục chắc chắn") as step:
        items = list(
            step.draft.items.filter(state=ItemState.PENDING, is_deleted=False, check_count=0).order_by("position")
        )
        for item in items:
            step.change(item, "state", str(ItemState.ACCEPTED))
        return len(items)


def split_item(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> tuple[DraftItem, ...]:
    """Make one item of each name of an item; all other fields are copied. Raises `CannotSplit` below two names."""
    with _step(draft=draft, actor=actor, now=now, label="Tách mục") as step:
        item = _item(step, item_id)
        names = item.fields["names"]["value"]
        if len(names) < 2:
            raise CannotSplit("Mục này chỉ có một tên. Ghi mỗi tên trên một dòng ở “Tiêu chí, nhiệm vụ” rồi tách lại.")
        gap = max(_gap_after(step, item) // len(names), 1)
        made = [_copy(step, item, name=name, nth=nth, gap=gap) for nth, name in enumerate(names[1:], start=2)]
        step.change(item, "names", fields.corrected(item.fields["names"], value=[names[0]]))
        return (item, *made)


def _gap_after(step: _Step, item: DraftItem) -> int:
    following = _following(step, item)
    return following.position - item.position if following else POSITION_STEP


def _following(step: _Step, item: DraftItem) -> DraftItem | None:
    later = step.draft.items.filter(is_deleted=False, position__gte=item.position).exclude(pk=item.pk)
    return later.order_by("position", "pk").first()


def _copy(step: _Step, item: DraftItem, *, name: str, nth: int, gap: int) -> DraftItem:
    copy = DraftItem.objects.get(pk=item.pk)
    copy.pk = None
    copy._state.adding = True
    copy.key = _free_key(step, f"{item.key}#{nth}")
    copy.position = item.position + gap * (nth - 1)
    copy.fields = {**item.fields, "names": fields.corrected(item.fields["names"], value=[name])}
    copy.is_deleted = True
    copy.version = 1
    copy.save(force_insert=True)
    step.change(copy, "is_deleted", False)
    return copy


def _free_key(step: _Step, wanted: str) -> str:
    taken = set(step.draft.items.filter(key__startswith=wanted[:50]).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}.{n}" for n in range(2, len(taken) + 3) if f"{wanted}.{n}" not in taken)


def merge_with_next(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> DraftItem:
    """Join an item with the one after it: lists are united, texts joined with "; "."""
    with _step(draft=draft, actor=actor, now=now, label="Gộp mục") as step:
        item = _item(step, item_id)
        other = _following(step, item)
        if other is None or other.part != item.part:
            raise CannotMerge("Không có mục nào ngay sau mục này trong cùng phần để gộp.")
        for field in fields.EDITABLE_FIELDS:
            merged = _merged(item.fields[field], other.fields[field])
            step.change(item, field, merged)
            _derive(step, item, field=field, value=merged["value"])
        step.change(other, "is_deleted", True)
        return item


def _merged(mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    a, b = mine["value"], theirs["value"]
    if isinstance(a, list) and isinstance(b, list):
        value: Any = [*a, *(entry for entry in b if entry not in a)]
    else:
        value = "; ".join(dict.fromkeys(text.rstrip(" ;.") for text in (a, b) if text)) or None
    doubtful = "check" in (mine["confidence"], theirs["confidence"])
    return {
        "value": value,
        "confidence": "check" if doubtful else "sure",
        "sources": mine["sources"] + [span for span in theirs["sources"] if span not in mine["sources"]],
        "absent": None if value else mine["absent"],
    }


def add_item(*, draft: Draft, after_id: int | None, name: str, actor: Actor, now: datetime) -> DraftItem:
    """Add an item that the reader missed, after another one (or at the end), with its name."""
    with _step(draft=draft, actor=actor, now=now, label="Thêm mục") as step:
        before = _item(step, after_id) if after_id else step.draft.items.order_by("position").last()
        position = before.position + max(_gap_after(step, before) // 2, 1) if before else POSITION_STEP
        cells = fields.empty_cells()
        cells["names"] = fields.corrected(cells["names"], value=fields.clean_value(field="names", text=name))
        item = DraftItem.objects.create(
            draft=step.draft,
            position=position,
            key=_free_key(step, "added/1"),
            part=before.part if before else "body",
            section=before.section if before else "fix",
            domain=before.domain if before else "",
            fields=cells,
            is_deleted=True,
        )
        step.change(item, "is_deleted", False)
        return item


def delete_item(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> None:
    """Take an item out of the draft; undo brings it back."""
    with _step(draft=draft, actor=actor, now=now, label="Xóa mục") as step:
        step.change(_item(step, item_id), "is_deleted", True)


def edit_fact(*, draft: Draft, field: str, value: Any, actor: Actor, now: datetime) -> None:
    """Correct a fact of the document: `value` is a string, an ISO date, or a year as int."""
    if field not in _FACT_FIELDS:
        raise UnknownField(f"Không có thông tin “{field}” để sửa.")
    with _step(draft=draft, actor=actor, now=now, label="Sửa thông tin văn bản") as step:
        cell = step.draft.facts.get(field) or {"sources": [], "absent": None}
        step.change_fact(field, fields.corrected(cell, value=value))
        if field == "plan_year":
            step.draft.plan_year = value


def undo(*, draft: Draft, actor: Actor, now: datetime) -> str:
    """Take back the last operation that still stands, whoever did it; return its name.

    Raises `NothingToUndo`.
    """
    with _step(draft=draft, actor=actor, now=now, label="Hoàn tác") as step:
        last = step.draft.edits.filter(undone_at=None).order_by("-id").first()
        if last is None:
            raise NothingToUndo("Không còn thao tác nào để hoàn tác.")
        edits = step.draft.edits.filter(group=last.group, undone_at=None).select_related("item").order_by("-id")
        rows: dict[int, DraftItem] = {}
        for edit in edits:
            _take_back(step, edit, rows)
        edits.update(undone_at=now)
        return last.label


def _take_back(step: _Step, edit: Edit, rows: dict[int, DraftItem]) -> None:
    if edit.item is None:
        step.draft.facts[edit.field] = edit.before
        if edit.field == "plan_year":
            step.draft.plan_year = (edit.before or {}).get("value")
        return
    item = rows.setdefault(edit.item.pk, edit.item)
    _write(item, edit.field, edit.before)
