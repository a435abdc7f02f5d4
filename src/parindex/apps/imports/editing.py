"""The editor of plans: many fields of an item in one step, the order of items, the facts of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parindex.apps.imports import fields, numbering
from parindex.apps.imports.errors import CannotMove, FieldConflict, UnknownField
from parindex.apps.imports.models import Draft, DraftItem, ItemState
from parindex.apps.imports.provenance import source_from_json
from parindex.apps.imports.services import POSITION_STEP
from parindex.apps.imports.steps import (
    Step,
    derive,
    find_item,
    free_key,
    is_same,
    last_editor,
    open_step,
)
from parindex.domain.access import Actor
from parindex.domain.planning import citations, codec
from parindex.domain.planning.model import Citation, Part, Section

FACT_LABELS = {
    "title": "Tên văn bản",
    "issuer": "Cơ quan ban hành",
    "plan_year": "Năm áp dụng",
    "citations": "Căn cứ",
    "recipients": "Nơi nhận",
    "signer_title": "Chức vụ người ký",
    "signer": "Người ký",
}
LINE_FACTS = frozenset({"citations", "recipients"})
SECTIONS = (Section.FIX, Section.SIPAS, Section.MAINTAIN, Section.TASK)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed in a field, and the text that stood there when they began."""

    text: str
    seen: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form: the fields that were written, and those that another person changed meanwhile."""

    fields: tuple[str, ...]
    conflicts: tuple[FieldConflict, ...]


def edit_item(*, draft: Draft, item_id: int, typed: Mapping[str, Typed], actor: Actor, now: datetime) -> Saved:
    """Write the fields of an item that differ from what the person saw, in one step; the item counts as looked at.

    A field that another person changed meanwhile is left alone and told as a conflict; the others are kept. Raises
    `UnknownField`, `ItemGone`, `NotReviewable`, `PermissionDenied`.
    """
    unknown = sorted(set(typed) - set(fields.EDITABLE_FIELDS))
    if unknown:
        raise UnknownField(f"Không có trường “{unknown[0]}” để sửa.")
    with open_step(draft=draft, actor=actor, now=now, label="Sửa mục") as step:
        item = find_item(step, item_id)
        outcomes = {name: _edit(step, item, name, entry) for name, entry in typed.items()}
        conflicts = tuple(outcome for outcome in outcomes.values() if isinstance(outcome, FieldConflict))
        if not conflicts:
            _settle(step, item)
    return Saved(tuple(name for name, outcome in outcomes.items() if outcome is True), conflicts)


def _edit(step: Step, item: DraftItem, name: str, entry: Typed) -> FieldConflict | bool:
    cell = fields.cell_of(item.fields, name)
    current = fields.shown_value(field=name, value=cell["value"])
    wanted = fields.clean_value(field=name, text=entry.text)
    if is_same(entry.text, entry.seen) or cell["value"] == wanted:
        return False
    if not is_same(current, entry.seen):
        who = last_editor(item, draft=step.draft, field=name)
        label = fields.FIELD_LABELS[name]
        return FieldConflict(field=name, label=label, theirs=current, mine=entry.text, who=who)
    step.change(item, name, fields.corrected(cell, value=wanted))
    derive(step, item, field=name, value=wanted)
    return True


def decide_waiting(*, draft: Draft, state: ItemState, actor: Actor, now: datetime) -> int:
    """Decide the items that still wait, in one step; return how many.

    Accepting takes those about which nothing is asked; skipping leaves out every one.
    """
    label = "Nhận mọi mục không còn câu hỏi" if state == ItemState.ACCEPTED else "Bỏ mọi mục chưa quyết định"
    with open_step(draft=draft, actor=actor, now=now, label=label) as step:
        items = list(step.draft.items.filter(state=ItemState.PENDING, is_deleted=False).order_by("position"))
        if state == ItemState.ACCEPTED:
            items = [item for item in items if is_clear(item)]
        for item in items:
            if state == ItemState.ACCEPTED:
                _settle(step, item)
            else:
                step.change(item, "state", str(state))
        numbering.renumber(step)
        return len(items)


def is_clear(item: DraftItem) -> bool:
    """Tell whether nothing about an item waits for an answer, whatever else is to be looked at."""
    source = source_from_json(item.source)
    return source is None or not source.questions


def _settle(step: Step, item: DraftItem) -> None:
    """Count an item that a person has saved as looked at: nothing of it waits any more."""
    for name, cell in list(item.fields.items()):
        step.change(item, name, {**cell, "confidence": "sure"})
    was_left_out = item.state == ItemState.SKIPPED
    step.change(item, "state", str(ItemState.ACCEPTED))
    if was_left_out:
        numbering.renumber(step)


def insert_item(*, draft: Draft, section: Section, after_id: int | None, actor: Actor, now: datetime) -> DraftItem:
    """Add an empty item: after another one, in its section, or at the end of `section`."""
    with open_step(draft=draft, actor=actor, now=now, label="Thêm mục") as step:
        rows = list(step.draft.items.filter(is_deleted=False).order_by("position", "pk"))
        near = find_item(step, after_id) if after_id else _last_of(rows, section)
        at = next((n for n, row in enumerate(rows, start=1) if near is not None and row.pk == near.pk), len(rows))
        item = DraftItem.objects.create(
            draft=step.draft,
            position=_make_room(step, rows, at),
            key=free_key(step, "added/1"),
            part=near.part if near else Part.BODY,
            section=near.section if near else section,
            domain=near.domain if near else "",
            domain_name=near.domain_name if near else "",
            fields=fields.empty_cells(),
            is_deleted=True,
        )
        step.change(item, "is_deleted", False)
        numbering.renumber(step)
        return DraftItem.objects.get(pk=item.pk)


def _last_of(rows: list[DraftItem], section: Section) -> DraftItem | None:
    """Return the item after which one of a section stands: the last of it, or of the sections before it."""
    before = SECTIONS[: SECTIONS.index(section) + 1] if section in SECTIONS else SECTIONS
    for wanted in reversed(before):
        own = [row for row in rows if row.part == Part.BODY and row.section == wanted]
        if own:
            return own[-1] if wanted == section else None
    return None


def _make_room(step: Step, rows: list[DraftItem], at: int) -> int:
    """Return a position before the row `at`; when none is free, the rows after it move on by one step each."""
    before = rows[at - 1].position if at else 0
    if at == len(rows):
        return before + POSITION_STEP
    if rows[at].position - before > 1:
        return before + (rows[at].position - before) // 2
    for row in rows[at:]:
        step.change(row, "position", row.position + POSITION_STEP)
    return before + POSITION_STEP // 2


def move_item(*, draft: Draft, item_id: int, is_up: bool, actor: Actor, now: datetime) -> DraftItem:
    """Change places with the item before or after; across the border of a section it changes its section instead.

    Raises `CannotMove` at the end of the list.
    """
    with open_step(draft=draft, actor=actor, now=now, label="Chuyển mục") as step:
        item = find_item(step, item_id)
        rows = list(step.draft.items.filter(is_deleted=False, part=item.part).order_by("position", "pk"))
        at = next(n for n, row in enumerate(rows) if row.pk == item.pk)
        other = at - 1 if is_up else at + 1
        if not 0 <= other < len(rows):
            raise CannotMove("Mục này đã ở đầu hoặc cuối nên không chuyển thêm được.")
        item, near = rows[at], rows[other]
        if (item.section, item.domain) == (near.section, near.domain):
            mine, theirs = item.position, near.position
            step.change(item, "position", theirs if mine != theirs else theirs + (-1 if is_up else 1))
            step.change(near, "position", mine)
        else:
            for name in ("section", "domain", "domain_name"):
                step.change(item, name, getattr(near, name))
        numbering.renumber(step)
        return DraftItem.objects.get(pk=item.pk)


def edit_facts(*, draft: Draft, typed: Mapping[str, Typed], actor: Actor, now: datetime) -> Saved:
    """Write the facts of the document that differ from what the person saw, in one step; lists have one entry a line.

    Number and date are not among them: they are given at issue. Raises `UnknownField`.
    """
    unknown = sorted(set(typed) - set(FACT_LABELS))
    if unknown:
        raise UnknownField(f"Không có thông tin “{unknown[0]}” để sửa.")
    with open_step(draft=draft, actor=actor, now=now, label="Sửa thông tin văn bản") as step:
        outcomes = {name: _edit_fact(step, name, entry) for name, entry in typed.items()}
    conflicts = tuple(outcome for outcome in outcomes.values() if isinstance(outcome, FieldConflict))
    return Saved(tuple(name for name, outcome in outcomes.items() if outcome is True), conflicts)


def _edit_fact(step: Step, name: str, entry: Typed) -> FieldConflict | bool:
    facts = step.draft.facts
    current = shown_fact(facts, name)
    if is_same(entry.text, entry.seen) or is_same(current, entry.text):
        return False
    if not is_same(current, entry.seen):
        who = last_editor(None, draft=step.draft, field=name)
        return FieldConflict(field=name, label=FACT_LABELS[name], theirs=current, mine=entry.text, who=who)
    if name == "citations":
        step.change_fact(name, _cited(entry.text, facts.get(name) or []))
        return True
    value = _fact_value(name, entry.text)
    step.change_fact(name, fields.corrected(facts.get(name) or {"sources": [], "absent": None}, value=value))
    if name == "plan_year":
        step.draft.plan_year = value
    return True


def _fact_value(name: str, text: str) -> Any:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name in LINE_FACTS:
        return [line.removeprefix("- ").rstrip(";.") for line in lines]
    if name == "plan_year" and lines:
        return fields.year_of(lines[0])
    return " ".join(lines) or None


def shown_fact(facts: Mapping[str, Any], name: str) -> str:
    """Return a fact as the text that a person edits."""
    if name == "citations":
        return "\n".join(cited["text"] for cited in facts.get(name) or () if cited.get("carried_out"))
    value = (facts.get(name) or {}).get("value")
    if name in LINE_FACTS:
        return "\n".join(value or ())
    return str(value or "")


def _cited(text: str, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the grounds of a plan from lines; what is cited elsewhere in it stays."""
    by_text = {cited["text"]: cited for cited in known}
    lines = [line.strip(" -;.") for line in text.splitlines() if line.strip(" -;.")]
    grounds = [by_text.get(line) or codec.citation_to_json(_read_citation(line)) for line in lines]
    return [*grounds, *(cited for cited in known if not cited.get("carried_out"))]


def _read_citation(line: str) -> Citation:
    words = line.removeprefix("Căn cứ ").removeprefix("Thực hiện ")
    found = next((entry.citation for entry in citations.find_citations(words)), None)
    if found is None:
        return Citation(None, None, None, None, text=words, carried_out=True)
    return Citation(found.kind, found.number, found.date_, found.issuer, text=words, carried_out=True)
