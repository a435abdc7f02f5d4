"""The review of a draft: every step is recorded, can be undone and never overwrites another person's edit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parindex.apps.imports import belonging, fields, numbering
from parindex.apps.imports.errors import (
    CannotGive,
    CannotMerge,
    CannotSplit,
    FieldConflict,
    NothingToUndo,
    UnknownField,
)
from parindex.apps.imports.models import Draft, DraftItem, Edit, ItemState
from parindex.apps.imports.services import POSITION_STEP
from parindex.apps.imports.steps import (
    UNIT_FIELD,
    Step,
    derive,
    find_item,
    following,
    free_key,
    gap_after,
    give_to,
    is_same,
    last_editor,
    open_step,
    write,
)
from parindex.domain.access import Actor

Decision = ItemState
"""What a person may decide about an item."""

_FACT_FIELDS = ("kind", "title", "number", "date", "issuer", "plan_year", "signer")


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
    with open_step(draft=draft, actor=actor, now=now, label=f"Sửa {label.lower()}") as step:
        item = find_item(step, item_id)
        cell = fields.cell_of(item.fields, field)
        current = fields.shown_value(field=field, value=cell["value"])
        wanted = fields.clean_value(field=field, text=text)
        if is_same(current, seen) or cell["value"] == wanted:
            step.change(item, field, fields.corrected(cell, value=wanted))
            derive(step, item, field=field, value=wanted)
            return item
        who = last_editor(item, draft=step.draft, field=field)
        raise FieldConflict(field=field, label=label, theirs=current, mine=text, who=who)


def confirm_field(*, draft: Draft, item_id: int, field: str, actor: Actor, now: datetime) -> DraftItem:
    """Accept a doubtful field as it stands: yellow becomes green."""
    if field not in fields.FIELD_LABELS:
        raise UnknownField(f"Không có trường “{field}” để xác nhận.")
    with open_step(draft=draft, actor=actor, now=now, label=f"Xác nhận {fields.FIELD_LABELS[field].lower()}") as step:
        item = find_item(step, item_id)
        step.change(item, field, {**fields.cell_of(item.fields, field), "confidence": "sure"})
        return item


def decide(*, draft: Draft, item_id: int, state: ItemState, actor: Actor, now: datetime) -> DraftItem:
    """Accept or skip an item, or take the decision back; accepting makes all its fields certain."""
    label = {ItemState.ACCEPTED: "Nhận mục", ItemState.SKIPPED: "Bỏ qua mục", ItemState.PENDING: "Xem lại mục"}[state]
    with open_step(draft=draft, actor=actor, now=now, label=label) as step:
        item = find_item(step, item_id)
        if state == ItemState.ACCEPTED:
            for field, cell in list(item.fields.items()):
                step.change(item, field, {**cell, "confidence": "sure"})
        step.change(item, "state", str(state))
        numbering.renumber(step)
        return item


def accept_sure(*, draft: Draft, actor: Actor, now: datetime) -> int:
    """Accept every pending item that has no field to check; return how many."""
    with open_step(draft=draft, actor=actor, now=now, label="Nhận mọi mục chắc chắn") as step:
        items = list(
            step.draft.items.filter(state=ItemState.PENDING, is_deleted=False, check_count=0).order_by("position")
        )
        for item in items:
            step.change(item, "state", str(ItemState.ACCEPTED))
        return len(items)


def split_item(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> tuple[DraftItem, ...]:
    """Make one item of each name of an item; all other fields are copied. Raises `CannotSplit` below two names."""
    with open_step(draft=draft, actor=actor, now=now, label="Tách mục") as step:
        item = find_item(step, item_id)
        names = item.fields["names"]["value"]
        if len(names) < 2:
            raise CannotSplit("Mục này chỉ có một tên. Ghi mỗi tên trên một dòng ở “Tiêu chí, nhiệm vụ” rồi tách lại.")
        gap = max(gap_after(step, item) // len(names), 1)
        made = [_copy(step, item, name=name, nth=nth, gap=gap) for nth, name in enumerate(names[1:], start=2)]
        step.change(item, "names", fields.corrected(item.fields["names"], value=[names[0]]))
        return (item, *made)


def _copy(step: Step, item: DraftItem, *, name: str, nth: int, gap: int) -> DraftItem:
    copy = DraftItem.objects.get(pk=item.pk)
    copy.pk = None
    copy._state.adding = True
    copy.key = free_key(step, f"{item.key}#{nth}")
    copy.position = item.position + gap * (nth - 1)
    copy.fields = {**item.fields, "names": fields.corrected(item.fields["names"], value=[name])}
    copy.is_deleted = True
    copy.version = 1
    copy.save(force_insert=True)
    step.change(copy, "is_deleted", False)
    return copy


def merge_with_next(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> DraftItem:
    """Join an item with the one after it: lists are united, texts joined with "; "."""
    with open_step(draft=draft, actor=actor, now=now, label="Gộp mục") as step:
        item = find_item(step, item_id)
        other = following(step, item)
        if other is None or other.part != item.part:
            raise CannotMerge("Không có mục nào ngay sau mục này trong cùng phần để gộp.")
        for field in fields.EDITABLE_FIELDS:
            merged = _merged(fields.cell_of(item.fields, field), fields.cell_of(other.fields, field))
            step.change(item, field, merged)
            derive(step, item, field=field, value=merged["value"])
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
    with open_step(draft=draft, actor=actor, now=now, label="Thêm mục") as step:
        before = find_item(step, after_id) if after_id else step.draft.items.order_by("position").last()
        position = before.position + max(gap_after(step, before) // 2, 1) if before else POSITION_STEP
        cells = fields.empty_cells()
        cells["names"] = fields.corrected(cells["names"], value=fields.clean_value(field="names", text=name))
        item = DraftItem.objects.create(
            draft=step.draft,
            position=position,
            key=free_key(step, "added/1"),
            part=before.part if before else "body",
            section=before.section if before else "fix",
            domain=before.domain if before else "",
            fields=cells,
            is_deleted=True,
        )
        step.change(item, "is_deleted", False)
        numbering.renumber(step)
        return item


def delete_item(*, draft: Draft, item_id: int, actor: Actor, now: datetime) -> None:
    """Take an item out of the draft; undo brings it back."""
    with open_step(draft=draft, actor=actor, now=now, label="Xóa mục") as step:
        step.change(find_item(step, item_id), "is_deleted", True)
        numbering.renumber(step)


def edit_fact(*, draft: Draft, field: str, value: Any, actor: Actor, now: datetime) -> None:
    """Correct a fact of the document: `value` is a string, an ISO date, or a year. Raises `UnknownField`."""
    if field not in _FACT_FIELDS:
        raise UnknownField(f"Không có thông tin “{field}” để sửa.")
    if field == "plan_year":
        value = fields.year_of(value)
    with open_step(draft=draft, actor=actor, now=now, label="Sửa thông tin văn bản") as step:
        cell = step.draft.facts.get(field) or {"sources": [], "absent": None}
        step.change_fact(field, fields.corrected(cell, value=value))
        if field == "plan_year":
            step.draft.plan_year = value


def undo(*, draft: Draft, actor: Actor, now: datetime) -> str:
    """Take back the last operation that still stands, whoever did it; return its name.

    Raises `NothingToUndo`, and `CannotGive` for a move from a unit whose plans the person does not review.
    """
    with open_step(draft=draft, actor=actor, now=now, label="Hoàn tác") as step:
        last = step.draft.edits.filter(undone_at=None).order_by("-id").first()
        if last is None:
            raise NothingToUndo("Không còn thao tác nào để hoàn tác.")
        edits = step.draft.edits.filter(group=last.group, undone_at=None).select_related("item").order_by("-id")
        rows: dict[int, DraftItem] = {}
        for edit in edits:
            _take_back(step, edit, rows)
        edits.update(undone_at=now)
        return last.label


def _take_back(step: Step, edit: Edit, rows: dict[int, DraftItem]) -> None:
    if edit.field == UNIT_FIELD:
        _take_back_unit(step, edit)
        return
    if edit.item is None:
        step.draft.facts[edit.field] = edit.before
        if edit.field == "plan_year":
            step.draft.plan_year = (edit.before or {}).get("value")
        return
    item = rows.setdefault(edit.item.pk, edit.item)
    write(item, edit.field, edit.before)


def _take_back_unit(step: Step, edit: Edit) -> None:
    unit = belonging.unit_before(edit)
    if unit is None:
        raise NothingToUndo("Đơn vị trước đây không còn nên không hoàn tác được việc đổi đơn vị.")
    if not belonging.may_give(step.actor, draft=step.draft, unit=unit):
        raise CannotGive(
            f"Việc sau cùng là đổi đơn vị từ {unit.name}. Ai đối chiếu kế hoạch của cả hai đơn vị mới hoàn tác được."
        )
    give_to(step, unit)
