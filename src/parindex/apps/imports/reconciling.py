"""An edited copy of a draft comes back as a file: each difference is taken into the draft or refused.

Refusing writes what the draft says into the copy: both are steps of the review of one side, so that each can be undone,
and what is decided either way differs no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from parindex.apps.imports import contents, fields, numbering, services
from parindex.apps.imports import review as reviews
from parindex.apps.imports.errors import ChangeGone, NotReviewable
from parindex.apps.imports.models import Draft, DraftItem, DraftState, Edit, ItemState
from parindex.apps.imports.selectors import ACCEPTED_LABEL, DECISIONS, REFUSED_LABEL
from parindex.apps.imports.services import POSITION_STEP
from parindex.apps.imports.steps import Step, free_key, open_step
from parindex.domain.access import Actor
from parindex.domain.planning.difference import (
    Change,
    Difference,
    FieldChange,
    ItemChange,
    compare_plans,
)
from parindex.domain.planning.model import Plan
from parindex.domain.text.folding import fold

_ROWS = ("section", "domain", "domain_name", "number")
_SILENT = frozenset({"level", "number"})
"""What follows from other fields (the level from the code, the number from the place) is not decided by itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which difference a person decides: the keys of the item on both sides and a field of it; "" is all of it."""

    before_key: str
    after_key: str
    field: str = ""


def start_revision(*, draft: Draft, upload: services.Upload, actor: Actor, now: datetime) -> services.Started:
    """Keep the edited copy of a draft and queue its reading. Raises `NotReviewable`, `PermissionDenied`."""
    if draft.state != DraftState.REVIEW:
        raise NotReviewable("Bản soạn này không còn sửa được. Rút lại bản trình rồi nhập bản sửa.")
    (started,) = services.start(unit=draft.unit, uploads=(upload,), actor=actor, now=now, revises=draft)
    return started


def compare(copy: Draft) -> Difference:
    """Return what the edited copy of a draft says otherwise, what follows from other fields left out."""
    draft = copy.revises
    if draft is None:
        raise NotReviewable("Tệp này không phải bản sửa của một bản soạn.")
    told = compare_plans(plan_of(draft), plan_of(copy))
    items = (_told(change) for change in told.items)
    facts = tuple(change for change in told.document if change.field in _FACTS)
    return Difference(facts, tuple(change for change in items if change is not None))


def decide(*, copy: Draft, wanted: Sequence[Wanted] | None, accept: bool, actor: Actor, now: datetime) -> int:
    """Take differences into the draft, or refuse them, in one step; None means every one. Return how many.

    Raises `ChangeGone` when nothing of what was wanted differs any more, `NotReviewable`, `PermissionDenied`.
    """
    draft = copy.revises
    if draft is None or copy.state != DraftState.REVIEW:
        raise NotReviewable("Bản sửa này đã đóng. Tải lại trang để xem trạng thái mới nhất.")
    into, out_of = (draft, copy) if accept else (copy, draft)
    label = ACCEPTED_LABEL if accept else REFUSED_LABEL
    with transaction.atomic():
        # The copy is locked behind the draft always, so that two people decide one after the other.
        # The rows are fetched: a count would drop the locks from its query.
        sides = Draft.objects.select_for_update(of=("self",)).filter(pk__in=(draft.pk, copy.pk))
        list(sides.order_by("pk").values_list("pk"))
        told = compare(Draft.objects.select_related("revises__unit", "unit").get(pk=copy.pk))
        chosen = _chosen(told, wanted)
        count = len(chosen.document) + len(chosen.items)
        if not count:
            raise ChangeGone("Khác biệt này đã được quyết định hoặc đã hết. Tải lại trang để xem phần còn lại.")
        with open_step(draft=into, actor=actor, now=now, label=label) as step:
            _Taking(step, out_of, is_reversed=not accept).take(chosen)
    return count


def undo(*, copy: Draft, actor: Actor, now: datetime) -> str:
    """Take back the last decision about an edited copy, whichever side it was written to. Raises `NothingToUndo`."""
    sides = Edit.objects.filter(draft__in=[copy.pk, copy.revises_id or copy.pk], label__in=DECISIONS, undone_at=None)
    last = sides.select_related("draft").order_by("-pk").first()
    side = last.draft if last is not None else copy
    return reviews.undo(draft=side, actor=actor, now=now)


def plan_of(draft: Draft) -> Plan:
    """Return what one side says, items that were skipped left out."""
    rows = draft.items.filter(is_deleted=False).exclude(state=ItemState.SKIPPED).order_by("position", "pk")
    return contents.plan_of(draft, list(rows))


_FACTS = frozenset({"title", "issuer", "plan_year", "signer", "signer_title", "recipients"})


def _told(change: ItemChange) -> ItemChange | None:
    """Return a change without the fields that are not decided by themselves; None when nothing is left of it."""
    kept = tuple(field for field in change.fields if field.field not in _SILENT and not _is_same(field))
    if change.change is Change.CHANGED and not kept:
        return None
    return ItemChange(change.change, change.before_key, change.after_key, change.name, kept)


def _is_same(change: FieldChange) -> bool:
    """Tell whether only letter case and punctuation at the ends differ, which papers are free in."""
    before, after = (_plain(side) for side in (change.before, change.after))
    return before == after


def _plain(side: str | tuple[str, ...] | None) -> tuple[str, ...]:
    lines = side if isinstance(side, tuple) else (side,) if side else ()
    return tuple(fold(line).strip(" .;,") for line in lines)


def _chosen(told: Difference, wanted: Sequence[Wanted] | None) -> Difference:
    if wanted is None:
        return told
    by_keys: dict[tuple[str, str], set[str]] = {}
    for want in wanted:
        by_keys.setdefault((want.before_key, want.after_key), set()).add(want.field)
    facts = by_keys.get(("", ""), set())
    items = (
        _narrowed(change, by_keys[keys])
        for change in told.items
        if (keys := (change.before_key or "", change.after_key or "")) in by_keys
    )
    document = tuple(change for change in told.document if change.field in facts or "" in facts)
    return Difference(document, tuple(change for change in items if change is not None))


def _narrowed(change: ItemChange, names: set[str]) -> ItemChange | None:
    if "" in names:
        return change
    kept = tuple(field for field in change.fields if field.field in names)
    return ItemChange(Change.CHANGED, change.before_key, change.after_key, change.name, kept) if kept else None


class _Taking:
    """Writes differences into one side from the other; reversed, the later side gets what the earlier one says."""

    def __init__(self, step: Step, other: Draft, *, is_reversed: bool) -> None:
        self.step = step
        self.is_reversed = is_reversed
        self.other = other
        self.mine = {row.key: row for row in step.draft.items.filter(is_deleted=False)}
        self.theirs = {row.key: row for row in other.items.filter(is_deleted=False)}
        self.order = list(other.items.filter(is_deleted=False).order_by("position", "pk"))

    def take(self, told: Difference) -> None:
        """Write every difference, then number what is written on the page."""
        for fact in told.document:
            self._take_fact(fact)
        for change in told.items:
            self._take_item(change)
        numbering.renumber(self.step)

    def _take_fact(self, change: FieldChange) -> None:
        theirs = self.other.facts.get(change.field) or {}
        cell = self.step.draft.facts.get(change.field) or {"sources": [], "absent": None}
        self.step.change_fact(change.field, fields.corrected(cell, value=theirs.get("value")))
        if change.field == "plan_year":
            self.step.draft.plan_year = theirs.get("value")

    def _take_item(self, change: ItemChange) -> None:
        keys = (change.before_key, change.after_key)
        my_key, their_key = keys[::-1] if self.is_reversed else keys
        row = self.mine.get(my_key or "")
        source = self.theirs.get(their_key or "")
        if source is None:
            if row is not None:
                self.step.change(row, "is_deleted", True)
            return
        if row is None:
            self._add(source)
            return
        for field in change.fields:
            self._write(row, source, field.field)
        if change.change is Change.MOVED:
            self.step.change(row, "position", self._position_of(source))

    def _write(self, row: DraftItem, source: DraftItem, name: str) -> None:
        if name in _ROWS:
            self.step.change(row, name, getattr(source, name))
            return
        for part in filter(None, (name, fields.DERIVED_FIELDS.get(name))):
            theirs = fields.cell_of(source.fields, part)["value"]
            self.step.change(row, part, fields.corrected(fields.cell_of(row.fields, part), value=theirs))

    def _add(self, source: DraftItem) -> None:
        cells: dict[str, Any] = {name: {**cell, "sources": []} for name, cell in source.fields.items()}
        row = DraftItem.objects.create(
            draft=self.step.draft,
            position=self._position_of(source),
            key=free_key(self.step, source.key),
            part=source.part,
            section=source.section,
            domain=source.domain,
            domain_name=source.domain_name,
            number=source.number,
            fields=cells,
            check_count=fields.count_checks(cells),
            is_deleted=True,
        )
        self.step.change(row, "is_deleted", False)

    def _position_of(self, source: DraftItem) -> int:
        """Return a place right behind the item that stands before it on the other side."""
        at = next(n for n, row in enumerate(self.order) if row.pk == source.pk)
        before = next((mine for row in reversed(self.order[:at]) if (mine := self._partner_of(row)) is not None), None)
        later = [row.position for row in self.mine.values() if before is None or row.position > before.position]
        start = before.position if before is not None else 0
        return (start + min(later)) // 2 if later else start + POSITION_STEP

    def _partner_of(self, row: DraftItem) -> DraftItem | None:
        found = self.mine.get(row.key)
        if found is not None:
            return found
        names = row.fields["names"]["value"]
        return next((mine for mine in self.mine.values() if mine.fields["names"]["value"] == names), None)
