"""From a dropped file to a draft under review. All writes of drafts are here and in `review`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from parindex.apps.base import jobs
from parindex.apps.evidence import uploads as sending
from parindex.apps.evidence.models import StoredFile
from parindex.apps.imports import fields, linting, recording, selectors
from parindex.apps.imports.errors import DraftChanged, NoFiles, NotReviewable, NoUnit
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, DraftState, ItemState, Origin
from parindex.apps.imports.provenance import ItemSource, source_to_json
from parindex.apps.orgs.models import Unit
from parindex.definitions.labels import phrases
from parindex.documents.blocks import Block, Document
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning import codec
from parindex.domain.planning.lint.model import Finding
from parindex.domain.planning.model import Confidence, Item, Plan, PlanDocument

READ_JOB = "imports.read"
POSITION_STEP = 1000
Upload = sending.Upload
Started = sending.Started
"""What a person sends, and what became of it."""


def start(
    *, unit: Unit, uploads: Sequence[Upload], actor: Actor, now: datetime, revises: Draft | None = None
) -> tuple[Started, ...]:
    """Keep each file and queue its reading; one bad file does not stop the others.

    The same bytes for the same unit give the draft that already exists. With `revises` the files are edited copies of
    that draft.

    Raises `PermissionDenied`, `NoUnit` and `NoFiles`.
    """
    if not actor.may(Permission.PLANS_IMPORT, unit.path):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    require_planning(unit)
    if not uploads:
        raise NoFiles(
            "Chưa chọn tệp nào. Chọn một hoặc nhiều tệp kế hoạch (DOCX, PDF, TXT, HTML, XLSX, DOC) rồi gửi lại."
        )

    def begin(stored: StoredFile, name: str) -> tuple[uuid.UUID, bool]:
        same = {"unit": unit, "file": stored, "revises": revises}
        made = {**same, "file_name": name, "created_by_id": actor.user_id, "created_at": now}
        existing = Draft.objects.exclude(state=DraftState.DISCARDED).filter(**same)
        draft, is_new = sending.find_or_make(existing, make=lambda: Draft.objects.create(**made))
        if is_new:
            _queue_reading(draft, actor=actor, now=now)
        return draft.public_id, is_new

    return sending.take_each(uploads, begin=begin, actor=actor, now=now)


def require_planning(unit: Unit) -> None:
    """Raise `NoUnit` for a unit that has no plans of its own: a post, a group of agencies."""
    if unit.kind in selectors.WITHOUT_PLANS:
        raise NoUnit(f"{unit.name} là chức danh hoặc nhóm cơ quan nên không có kế hoạch riêng. Chọn một đơn vị khác.")


def _queue_reading(draft: Draft, *, actor: Actor, now: datetime) -> None:
    draft.job = jobs.enqueue(
        kind=READ_JOB,
        payload={"draft_id": draft.pk},
        actor=actor,
        now=now,
        dedupe_key=f"{READ_JOB}:{draft.public_id}:{draft.revision}",
    )
    draft.save(update_fields=["job"])
    recording.record(draft, action="draft.imported", actor=actor, now=now, after={"file": draft.file_name})


@dataclass(frozen=True, slots=True)
class Start:
    """What a drafted plan begins as: `plan` with its items, `name` for lists, `sources` by the key of the item.

    `key` names the source ("result:12"): the same source for the same unit gives the draft that already exists; ""
    always makes a new one. `replaces` is the draft of an issued plan that the new one is to replace.
    """

    origin: Origin
    plan: Plan
    name: str
    sources: Mapping[str, ItemSource]
    key: str = ""
    replaces: Draft | None = None


def start_draft(*, unit: Unit, start: Start, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    """Make a draft that is written on the page, whole or not at all; tell whether it is a new one.

    An item with nothing doubtful and no question is accepted from the start; the others wait for a person.

    Raises `PermissionDenied` and `NoUnit`.
    """
    if not actor.may(Permission.PLANS_IMPORT, unit.path):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    require_planning(unit)
    with transaction.atomic():
        draft, is_new = _drafted(unit, start, actor=actor, now=now)
        if is_new:
            DraftItem.objects.bulk_create(
                [
                    _sourced_row(draft, position, item, start.sources.get(item.key))
                    for position, item in enumerate(start.plan.items, start=1)
                ],
                batch_size=500,
            )
            after = {"origin": str(start.origin), "items": len(start.plan.items)}
            recording.record(draft, action="draft.started", actor=actor, now=now, after=after)
    return draft, is_new


def _drafted(unit: Unit, start: Start, *, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    same = {"unit": unit, "origin": start.origin, "origin_key": start.key}

    def make() -> Draft:
        return Draft.objects.create(
            **same,
            file_name=start.name[:255],
            state=DraftState.REVIEW,
            facts=facts_json(replace(start.plan.document, sources={}, number=None, date_=None)),
            plan_year=start.plan.document.plan_year,
            replaces=start.replaces,
            created_by_id=actor.user_id,
            created_at=now,
        )

    if not start.key:
        return make(), True
    return sending.find_or_make(Draft.objects.exclude(state=DraftState.DISCARDED).filter(**same), make=make)


def _sourced_row(draft: Draft, position: int, item: Item, source: ItemSource | None) -> DraftItem:
    # Places are those of another document: what it said stands in the source.
    row = _item_row(draft, position, item._replace(sources={}))
    _read_meanings(row, plan_year=draft.plan_year or draft.created_at.year)
    row.source = source_to_json(source) if source else {}
    is_open = row.check_count or (source is not None and source.questions)
    row.state = ItemState.PENDING if is_open else ItemState.ACCEPTED
    return row


def _read_meanings(row: DraftItem, *, plan_year: int) -> None:
    """Read targets and deadlines of which only the words came."""
    lexicon = phrases.load_lexicon()
    for field, derived in fields.DERIVED_FIELDS.items():
        words, meaning = row.fields[field], row.fields[derived]
        if words["value"] and not meaning["value"]:
            read = fields.derive(field=field, value=words["value"], plan_year=plan_year, lexicon=lexicon)
            row.fields[derived] = {**meaning, "value": read}


def retry(*, draft: Draft, actor: Actor, now: datetime) -> None:
    """Queue the reading of a failed draft again. Raises `NotReviewable` unless it failed."""
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        _require(locked, Permission.PLANS_IMPORT, actor)
        if locked.state != DraftState.FAILED:
            raise NotReviewable("Chỉ đọc lại được tệp chưa đọc thành công.")
        locked.state = DraftState.READING
        locked.error_code = locked.error_message = ""
        locked.revision += 1
        locked.save(update_fields=["state", "error_code", "error_message", "revision"])
        _queue_reading(locked, actor=actor, now=now)


def save_reading(
    *, draft_id: int, document: Document, plan: Plan, findings: Sequence[Finding], actor: Actor, now: datetime
) -> bool:
    """Write what was read, whole or not at all; return False when the draft was not waiting for it any more."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        if draft.state != DraftState.READING:
            return False
        DraftBlock.objects.bulk_create([_block_row(draft, block) for block in document.blocks], batch_size=500)
        DraftItem.objects.bulk_create(
            [_item_row(draft, position, item) for position, item in enumerate(plan.items, start=1)], batch_size=500
        )
        draft.facts = facts_json(plan.document)
        draft.findings = [linting.finding_to_json(finding) for finding in findings]
        draft.repairs = [
            {"rule": r.rule, "before": r.before, "after": r.after, "page": r.place.page, "line": r.place.line}
            for r in document.repairs
        ]
        draft.plan_year = plan.document.plan_year
        draft.state = DraftState.REVIEW
        draft.save(update_fields=["facts", "findings", "repairs", "plan_year", "state"])
        recording.record(draft, action="draft.read", actor=actor, now=now, after={"items": len(plan.items)})
    return True


def fail_reading(*, draft_id: int, code: str, message: str, actor: Actor, now: datetime) -> None:
    """Mark a draft that could not be read, with the reason; does nothing when it is not being read."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        if draft.state != DraftState.READING:
            return
        draft.state = DraftState.FAILED
        draft.error_code = code
        draft.error_message = message
        draft.save(update_fields=["state", "error_code", "error_message"])
        recording.record(draft, action="draft.failed", actor=actor, now=now, after={"code": code})


def discard(*, draft: Draft, actor: Actor, now: datetime, revision: int | None = None) -> None:
    """Put a draft aside; its file may be imported again. Raises `NotReviewable` once approved.

    `revision` is the draft's as the person saw it: `DraftChanged` when somebody took a step since.
    """
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        _require(locked, Permission.PLANS_IMPORT, actor)
        if locked.state in {DraftState.APPROVED, DraftState.DISCARDED}:
            raise NotReviewable("Bản nhập đã duyệt hoặc đã bỏ thì không bỏ được nữa.")
        if locked.state in {DraftState.SUBMITTED, DraftState.AGREED}:
            raise NotReviewable("Bản này đã trình lãnh đạo. Rút lại rồi mới bỏ được.")
        if revision is not None and locked.revision != revision:
            raise DraftChanged("Chưa bỏ: vừa có người làm thêm trên bản này. Xem lại rồi bỏ.")
        before = locked.state
        locked.state = DraftState.DISCARDED
        locked.save(update_fields=["state"])
        recording.record(locked, action="draft.discarded", actor=actor, now=now, before={"state": before})


def _require(draft: Draft, permission: Permission, actor: Actor) -> None:
    if not actor.may(permission, draft.unit.path):
        raise PermissionDenied(permission)


def _block_row(draft: Draft, block: Block) -> DraftBlock:
    cells = None
    if block.table is not None:
        cells = [
            [cell.row, cell.col, cell.row_span, cell.col_span, cell.text, cell.place.page] for cell in block.table.cells
        ]
    return DraftBlock(
        draft=draft,
        index=block.index,
        kind=block.kind,
        level=block.level,
        marker=(block.marker or "")[:40],
        text=block.text,
        page=block.place.page,
        line=block.place.line,
        cells=cells,
    )


def _item_row(draft: Draft, position: int, item: Item) -> DraftItem:
    cells = fields.cells_of(item)
    return DraftItem(
        draft=draft,
        position=position * POSITION_STEP,
        key=item.key,
        linked_key=item.linked_key or "",
        part=item.part,
        section=item.section,
        domain=item.domain or "",
        domain_name=(item.domain_name or "")[:300],
        number=(item.number or "")[:20],
        fields=cells,
        check_count=fields.count_checks(cells),
    )


def facts_json(document: PlanDocument) -> dict[str, object]:
    """Return the facts of a document as cells, with its citations."""
    values: dict[str, object] = {
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "date": document.date_.isoformat() if document.date_ else None,
        "issuer": document.issuer,
        "parent": document.parent,
        "unit_level": document.unit_level,
        "plan_year": document.plan_year,
        "signer": document.signer,
        "signer_title": document.signer_title,
        "recipients": list(document.recipients),
    }
    sources = {"date": document.sources.get("date_", ()), **document.sources}
    cells: dict[str, object] = {
        name: {
            "value": value,
            "confidence": str(document.confidence.get(name, Confidence.SURE)),
            "sources": [codec.span_to_json(span) for span in sources.get(name, ())],
            "absent": document.absent.get(name),
        }
        for name, value in values.items()
    }
    cells["citations"] = [codec.citation_to_json(citation) for citation in document.citations]
    return cells
