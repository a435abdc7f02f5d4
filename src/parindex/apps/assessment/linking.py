"""Citing documents as proof of items: by the unit while it scores itself, or with an explanation that was asked for.

One document proves many items, years and units: it stays where it is kept, a link says what it proves and where.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parindex.apps.assessment import appraisal, clocks, explanations
from parindex.apps.assessment.errors import AssessmentError, ForeignDocument, LinkNotFound
from parindex.apps.assessment.models import EvidenceLink, RoundKind, Sheet, SheetItem, SheetState
from parindex.apps.assessment.sheets import lock_sheet, record, require_entry
from parindex.apps.evidence import documents
from parindex.apps.evidence import selectors as evidence
from parindex.apps.evidence.models import Document
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused

MOST_PLACE = 200


def link(*, item: SheetItem, document: Document, place: str, actor: Actor, now: datetime) -> EvidenceLink:
    """Cite a document as proof of an item, with the section and page in it; citing it twice gives the same link.

    Raises `PermissionDenied`, `DocumentNotFound`, `ForeignDocument`, and as entering or explaining the item does:
    `RoundClosed`, `RoundNotOpen`, `MoveRefused`, `AlreadyAppraised`, `NotExplainable`.
    """
    with transaction.atomic():
        sheet, row = _lock(item)
        kind = require_linking(sheet=sheet, item=row, actor=actor, now=now)
        _require_usable(document, sheet=sheet, actor=actor)
        standing = EvidenceLink.objects.select_related("document").filter(item=row, document=document).first()
        if standing is not None:
            return standing
        made = EvidenceLink.objects.create(
            item=row,
            document=document,
            place=_clean(place),
            round=kind,
            added_by_id=actor.user_id,
            added_at=now,
        )
        record(sheet, "evidence.linked", actor=actor, now=now, before=None, after=_tell(made))
    return made


def link_new(
    *,
    item: SheetItem,
    upload: documents.Upload | None,
    facts: documents.Facts,
    place: str,
    actor: Actor,
    now: datetime,
) -> EvidenceLink:
    """Add a document of the unit and cite it at once, both or neither. Raises as `link` and `documents.add_document`.

    What the holder of the campaign cites for surveys and statistics is kept by the holder.
    """
    with transaction.atomic():
        sheet, row = _lock(item)
        require_linking(sheet=sheet, item=row, actor=actor, now=now)
        unit = sheet.unit if actor.may(Permission.SCORES_ENTER, sheet.unit.path) else sheet.campaign.unit
        added = documents.add_document(unit=unit, upload=upload, facts=facts, actor=actor, now=now)
        return link(item=item, document=added.document, place=place, actor=actor, now=now)


def unlink(*, link: EvidenceLink, actor: Actor, now: datetime) -> None:
    """Take a citation away; the document stays, so citing it again undoes this.

    What was cited before the sheet was signed stays when the unit explains. Raises as `link`, and `LinkNotFound`.
    """
    with transaction.atomic():
        sheet, row = _lock(link.item)
        standing = _lock_link(link, sheet=sheet, item=row, actor=actor, now=now)
        before = _tell(standing)
        standing.delete()
        record(sheet, "evidence.unlinked", actor=actor, now=now, before=before, after=None)


def set_place(*, link: EvidenceLink, place: str, actor: Actor, now: datetime) -> EvidenceLink:
    """Correct the section and page that a citation names. Raises as `unlink`."""
    with transaction.atomic():
        sheet, row = _lock(link.item)
        standing = _lock_link(link, sheet=sheet, item=row, actor=actor, now=now)
        before = _tell(standing)
        words = _clean(place)
        if standing.place == words:
            return standing
        standing.place = words
        standing.save(update_fields=["place"])
        record(sheet, "evidence.place_set", actor=actor, now=now, before=before, after=_tell(standing))
    return standing


def move(*, link: EvidenceLink, item: SheetItem, actor: Actor, now: datetime) -> EvidenceLink:
    """Move a citation to another item of the same sheet; one that cites the document already keeps its own place.

    Raises as `unlink` for both items.
    """
    with transaction.atomic():
        sheet, row = _lock(link.item)
        standing = _lock_link(link, sheet=sheet, item=row, actor=actor, now=now)
        if item.sheet_id != sheet.pk:
            raise LinkNotFound
        target = appraisal.read_item(sheet, item.pk)
        kind = require_linking(sheet=sheet, item=target, actor=actor, now=now)
        before = _tell(standing)
        twin = EvidenceLink.objects.select_related("document").filter(item=target, document=standing.document).first()
        if twin is not None:
            if twin.pk != standing.pk:
                standing.delete()
            moved = twin
        else:
            standing.item, standing.round = target, kind
            standing.save(update_fields=["item", "round"])
            moved = standing
        record(sheet, "evidence.moved", actor=actor, now=now, before=before, after=_tell(moved))
    return moved


def require_linking(*, sheet: Sheet, item: SheetItem, actor: Actor, now: datetime) -> RoundKind:
    """Return the step in which the actor may cite documents for an item now, else refuse.

    `sheet` is locked and the rulings of the item are prefetched. Before the sheet is signed it is entering, with the
    rules of entering; afterwards only items that an agency asked about or changed, while explanations are open.
    """
    if sheet.state != SheetState.SIGNED:
        require_entry(sheet=sheet, item=item, times=clocks.read_times(sheet.campaign), actor=actor, now=now)
        return RoundKind.SELF_SCORE
    if not actor.may(Permission.SCORES_ENTER, sheet.unit.path):
        raise PermissionDenied(Permission.SCORES_ENTER)
    clocks.require_open(campaign=sheet.campaign, sheet=sheet, kind=RoundKind.EXPLANATION, now=now)
    explanations.require_explainable(item)
    return RoundKind.EXPLANATION


def refusal_of(*, sheet: Sheet, item: SheetItem, actor: Actor, now: datetime) -> str:
    """Return why the actor cannot cite documents for an item now, for the page; empty when that is allowed."""
    try:
        require_linking(sheet=sheet, item=item, actor=actor, now=now)
    except (AssessmentError, MoveRefused, PermissionDenied) as refused:
        return refused.message
    return ""


def _lock(item: SheetItem) -> tuple[Sheet, SheetItem]:
    sheet = lock_sheet(item.sheet_id)
    row = appraisal.read_item(sheet, item.pk)
    return sheet, row


def _lock_link(link: EvidenceLink, *, sheet: Sheet, item: SheetItem, actor: Actor, now: datetime) -> EvidenceLink:
    kind = require_linking(sheet=sheet, item=item, actor=actor, now=now)
    standing = EvidenceLink.objects.select_related("document").filter(pk=link.pk, item=item).first()
    if standing is None:
        raise LinkNotFound
    standing.item = item
    if kind == RoundKind.EXPLANATION and standing.round != kind:
        raise ForeignDocument(
            "Tài liệu đã dẫn khi tự chấm thì giữ nguyên ở bước giải trình. Dẫn thêm tài liệu mới thay cho sửa."
        )
    return standing


def _require_usable(document: Document, *, sheet: Sheet, actor: Actor) -> None:
    kept = evidence.access_document(actor, document.public_id)
    if not evidence.is_usable_for(kept, sheet.unit):
        raise ForeignDocument(
            f"Tài liệu của {kept.unit.name} không dùng làm tài liệu kiểm chứng cho {sheet.unit.name}. "
            "Chỉ dẫn được tài liệu của chính đơn vị hoặc của cấp trên."
        )


def _clean(place: str) -> str:
    return " ".join(place.replace("\0", "").split())[:MOST_PLACE]


def _tell(link: EvidenceLink) -> dict[str, object]:
    return {
        "code": link.item.code,
        "document": str(link.document.public_id),
        "label": documents.label_of(link.document)[:200],
        "place": link.place,
    }
