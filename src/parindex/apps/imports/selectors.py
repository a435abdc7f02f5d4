"""Drafts as the actor may see them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from parindex.apps.evidence import services as evidence
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, DraftState, Edit, ItemState, Origin
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.access import Actor, Permission

# What a list shows; the database groups by all of it to count the items.
_LISTED = ("public_id", "origin", "file_name", "state", "created_at", "unit__name")

# Nobody imports a plan for these kinds of units.
WITHOUT_PLANS = frozenset({UnitKind.GROUP, UnitKind.POST})

# The names of the steps by which differences of an edited copy are taken or refused.
ACCEPTED_LABEL = "Nhận từ bản sửa"
REFUSED_LABEL = "Không nhận từ bản sửa"
DECISIONS = (ACCEPTED_LABEL, REFUSED_LABEL)


class DraftNotFound(Exception):
    """Raised when a draft does not exist or is not visible to the actor."""

    code = "draft_not_found"
    message = "Không có bản nhập này, hoặc bạn không được xem. Kiểm tra lại địa chỉ hoặc mở danh sách bản nhập."


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How far a review has come."""

    total: int
    accepted: int
    skipped: int
    sure: int
    to_check: int
    body: int
    appendix: int


def _visible(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts of the actor's area; what became a plan is as open as the plan is."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.DRAFTS_VIEW):
        scope |= Q(unit__path__startswith=path)
    for path in actor.scope(Permission.PLANS_VIEW):
        scope |= Q(unit__path__startswith=path, state=DraftState.APPROVED)
    return Draft.objects.filter(scope)


def may_see(actor: Actor, *, unit_path: str, state: str) -> bool:
    """Tell whether the actor may see a draft of a unit in a state, so that nobody is offered what does not open."""
    is_plan = state == DraftState.APPROVED and actor.may(Permission.PLANS_VIEW, unit_path)
    return is_plan or actor.may(Permission.DRAFTS_VIEW, unit_path)


def list_drafts(actor: Actor, *, limit: int = 200) -> list[Draft]:
    """Return the open drafts that the actor may see, newest first, with the name of the unit and counts of items."""
    drafts = _visible(actor).exclude(state__in=[DraftState.DISCARDED, DraftState.APPROVED]).filter(revises=None)
    counted = drafts.annotate(
        item_count=Count("items", filter=Q(items__is_deleted=False)),
        accepted_count=Count("items", filter=Q(items__is_deleted=False, items__state=ItemState.ACCEPTED)),
    )
    return list(counted.select_related("unit").only(*_LISTED).order_by("-created_at", "-pk")[:limit])


def list_uploaded(actor: Actor) -> list[Draft]:
    """Return the files under review that the actor may see, newest first; copies of drafts are none."""
    rows = _visible(actor).filter(origin=Origin.FILE, state=DraftState.REVIEW, revises=None)
    return list(rows.select_related("unit").defer("findings", "repairs").order_by("-created_at", "-pk")[:50])


def access_draft(actor: Actor, public_id: uuid.UUID) -> Draft:
    """Return a draft that the actor may see. Raises `DraftNotFound`."""
    draft = (
        _visible(actor)
        .select_related("unit__parent", "job", "file", "revises__unit")
        .filter(public_id=public_id)
        .first()
    )
    if draft is None:
        raise DraftNotFound(DraftNotFound.message)
    return draft


def list_items(draft: Draft) -> list[DraftItem]:
    """Return the items of a draft in order, deleted ones left out."""
    return list(draft.items.filter(is_deleted=False).order_by("position", "pk"))


def list_blocks(draft: Draft) -> list[DraftBlock]:
    """Return the neutral blocks of the document in order."""
    return list(draft.blocks.order_by("index"))


def list_blocks_between(*, draft_id: int, first: int, last: int) -> list[DraftBlock]:
    """Return the neutral blocks with an index in [first, last], in order."""
    return list(DraftBlock.objects.filter(draft_id=draft_id, index__range=(first, last)).order_by("index"))


def list_edits(draft: Draft, *, limit: int = 100) -> list[Edit]:
    """Return the latest steps of the review, newest first."""
    return list(draft.edits.select_related("item").order_by("-id")[:limit])


def last_edit(draft: Draft) -> Edit | None:
    """Return the last step that still stands: the one that undo takes back."""
    return draft.edits.filter(undone_at=None).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class Unsourced:
    """An item without words in a file: whether there is a file, and who added the item by hand, "" for nobody."""

    has_file: bool
    added_by: str


def unsourced(item_id: int) -> Unsourced:
    """Return why an item has no words in a file, in one statement."""
    made = Edit.objects.filter(item=OuterRef("pk"), field="is_deleted", after=False, label="Thêm mục").order_by("id")
    rows = DraftItem.objects.filter(pk=item_id).annotate(added_by=Subquery(made.values("actor_name")[:1]))
    file_id, added_by = rows.values_list("draft__file_id", "added_by").get()
    return Unsourced(has_file=file_id is not None, added_by=added_by or "")


@dataclass(frozen=True, slots=True)
class Work:
    """What people did with a draft and still stands: steps, the items and facts they are about, comments."""

    steps: int
    items: int
    facts: int
    comments: int

    @property
    def is_any(self) -> bool:
        """Tell whether anything would be lost with the draft."""
        return bool(self.steps or self.comments)


def count_work(draft: Draft) -> Work:
    """Count what people did with a draft, in two statements; what it began with is no work of theirs."""
    counted = draft.edits.filter(undone_at=None).aggregate(
        steps=Count("group", distinct=True),
        items=Count("item", distinct=True),
        facts=Count("field", distinct=True, filter=Q(item=None)),
    )
    return Work(**counted, comments=draft.comments.count())


def list_revisions(draft: Draft) -> list[Draft]:
    """Return the files that are edited copies of a draft and still wait for decisions, newest first."""
    open_ones = draft.revisions.exclude(state__in=[DraftState.DISCARDED, DraftState.APPROVED])
    return list(open_ones.only("public_id", "file_name", "state", "created_at").order_by("-created_at", "-pk"))


def list_decisions(copy: Draft) -> list[Edit]:
    """Return what was decided about an edited copy and still stands, newest first; on either side of it."""
    sides = Edit.objects.filter(
        draft__in=[copy.pk, copy.revises_id or copy.pk], undone_at=None, at__gte=copy.created_at
    )
    seen: dict[uuid.UUID, Edit] = {}
    for edit in sides.filter(label__in=DECISIONS).only("group", "label", "actor_name", "at").order_by("-pk"):
        seen.setdefault(edit.group, edit)
    return list(seen.values())


def count_review(items: list[DraftItem]) -> ReviewCounts:
    """Count how far a review has come."""
    pending = [item for item in items if item.state == ItemState.PENDING]
    return ReviewCounts(
        total=len(items),
        accepted=sum(item.state == ItemState.ACCEPTED for item in items),
        skipped=sum(item.state == ItemState.SKIPPED for item in items),
        sure=sum(item.check_count == 0 for item in pending),
        to_check=sum(item.check_count > 0 for item in pending),
        body=sum(item.part == "body" for item in items),
        appendix=sum(item.part == "appendix" for item in items),
    )


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The bytes of a draft that waits to be read, the name they came with, and the path of the plan's unit."""

    name: str
    data: bytes
    unit_path: str


def waiting_file(draft_id: int) -> WaitingFile | None:
    """Return the file of a draft that is still waiting to be read; None when it is not. For the system only."""
    draft = Draft.objects.select_related("file", "unit").filter(pk=draft_id, state=DraftState.READING).first()
    if draft is None or draft.file is None:
        return None
    with evidence.open_file(draft.file) as stream:
        return WaitingFile(name=draft.file_name, data=stream.read(), unit_path=draft.unit.path)


def list_importing_units(actor: Actor, *, today: date) -> list[Unit]:
    """Return the units for which the actor may import a plan: own ones first, those that ended last."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.PLANS_IMPORT):
        scope |= Q(path__startswith=path)
    rows = Unit.objects.filter(scope).exclude(kind__in=WITHOUT_PLANS).select_related("parent")
    homes = actor.home_unit_ids()
    rows = rows.order_by("name_sort", "pk")
    return sorted(rows, key=lambda unit: (unit.pk not in homes, unit.valid_to is not None and unit.valid_to <= today))
