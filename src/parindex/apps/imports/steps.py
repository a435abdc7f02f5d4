"""One recorded, reversible step of a person on a draft; every editor of drafts works through it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from parindex.apps.imports import fields, recording
from parindex.apps.imports.errors import ItemGone, NotReviewable, SameFileThere
from parindex.apps.imports.models import Draft, DraftItem, DraftState, Edit
from parindex.apps.imports.services import POSITION_STEP
from parindex.apps.orgs.models import Unit
from parindex.definitions.labels import phrases
from parindex.domain.access import Actor, Permission, PermissionDenied

ROW_FIELDS = ("state", "is_deleted", "position", "section", "domain", "domain_name", "number")
UNIT_FIELD = "unit"


@dataclass(slots=True)
class Step:
    """One operation of one person on one locked draft; `change` writes a value and its history together."""

    draft: Draft
    actor: Actor
    now: datetime
    label: str
    group: uuid.UUID

    def change(self, item: DraftItem, field: str, after: Any) -> None:
        """Write one field of an item and remember what it was."""
        before = getattr(item, field) if field in ROW_FIELDS else item.fields.get(field)
        if before == after:
            return
        write(item, field, after)
        self._remember(item, field, before, after)

    def change_fact(self, field: str, after: Any) -> None:
        """Write one fact of the document and remember what it was."""
        before = self.draft.facts.get(field)
        self.draft.facts[field] = after
        self._remember(None, field, before, after)

    def change_unit(self, after: Unit) -> None:
        """Give the draft to another unit and remember whose it was. Raises `SameFileThere`."""
        before = self.draft.unit
        if before.pk == after.pk:
            return
        give_to(self, after)
        self._remember(None, UNIT_FIELD, _named(before), _named(after))

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


def give_to(step: Step, unit: Unit) -> None:
    """Write the unit of a draft and enter it in the audit log of the unit that it leaves.

    Raises `SameFileThere` when the unit has a draft of the same file already.
    """
    before = step.draft.unit
    after = _named(unit)
    recording.record(
        step.draft, action="draft.given", actor=step.actor, now=step.now, before=_named(before), after=after
    )
    step.draft.unit = unit
    try:
        with transaction.atomic():
            step.draft.save(update_fields=["unit"])
    except IntegrityError as clash:
        raise SameFileThere(
            f"{unit.name} đã có bản nhập của tệp này. Mở bản đó ở danh sách bản nhập; bản này thì bỏ."
        ) from clash


def _named(unit: Unit) -> dict[str, object]:
    return {"value": unit.name, "unit_id": unit.pk}


def write(item: DraftItem, field: str, value: Any) -> None:
    """Write one value of an item without remembering it: for a step that takes another one back."""
    if field in ROW_FIELDS:
        setattr(item, field, value)
    else:
        item.fields[field] = value
        item.check_count = fields.count_checks(item.fields)
    item.version += 1
    item.save(update_fields=[*ROW_FIELDS, "fields", "check_count", "version"])


@contextmanager
def open_step(*, draft: Draft, actor: Actor, now: datetime, label: str) -> Iterator[Step]:
    """Lock the draft, check that it may be reviewed by this person, and count the revision."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("unit").get(pk=draft.pk)
        if not actor.may(Permission.PLANS_REVIEW, locked.unit.path):
            raise PermissionDenied(Permission.PLANS_REVIEW)
        if locked.state != DraftState.REVIEW:
            raise NotReviewable("Bản nhập này không còn ở bước đối chiếu. Tải lại trang để xem trạng thái mới nhất.")
        yield Step(draft=locked, actor=actor, now=now, label=label, group=uuid.uuid4())
        locked.revision += 1
        locked.save(update_fields=["revision", "facts", "plan_year"])
        recording.record(
            locked, action="draft.reviewed", actor=actor, now=now, after={"step": label, "revision": locked.revision}
        )


def find_item(step: Step, item_id: int) -> DraftItem:
    """Return an item of the locked draft. Raises `ItemGone`."""
    found = DraftItem.objects.filter(pk=item_id, draft=step.draft, is_deleted=False).first()
    if found is None:
        raise ItemGone
    return found


def is_same(current: str, seen: str) -> bool:
    """Tell whether a text is still the one that the person saw."""
    # Browsers send line ends as CRLF and may trim the last one.
    return current.split() == seen.split()


def derive(step: Step, item: DraftItem, *, field: str, value: Any) -> None:
    """Read again what a changed field means, if it means anything: targets, deadlines."""
    derived = fields.DERIVED_FIELDS.get(field)
    if derived is None:
        return
    year = step.draft.plan_year or step.now.year
    meaning = fields.derive(field=field, value=value, plan_year=year, lexicon=phrases.load_lexicon())
    step.change(item, derived, {**item.fields[derived], "value": meaning, "confidence": "sure", "absent": None})


def gap_after(step: Step, item: DraftItem) -> int:
    """Return how far the position of the next item is."""
    later = following(step, item)
    return later.position - item.position if later else POSITION_STEP


def following(step: Step, item: DraftItem) -> DraftItem | None:
    """Return the item after another one, None for the last."""
    later = step.draft.items.filter(is_deleted=False, position__gte=item.position).exclude(pk=item.pk)
    return later.order_by("position", "pk").first()


def free_key(step: Step, wanted: str) -> str:
    """Return a key that no item of the draft ever had, as near to the wanted one as can be."""
    taken = set(step.draft.items.filter(key__startswith=wanted[:50]).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}.{n}" for n in range(2, len(taken) + 3) if f"{wanted}.{n}" not in taken)


def last_editor(item: DraftItem | None, *, draft: Draft, field: str) -> str:
    """Return who changed a field of an item, or a fact of the document, last."""
    last = Edit.objects.filter(draft=draft, item=item, field=field, undone_at=None).order_by("-id").first()
    return last.actor_name if last else "người khác"
