"""Takes catalogues into use, and annexes into review. All writes of catalogues are here and in `review`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.catalogues import rows
from parindex.apps.catalogues.errors import CatalogueNotFound, ChangedMeanwhile, NoFiles, NotReady, NotReviewable
from parindex.apps.catalogues.models import Proposal, ProposalItem, ProposalState, Revision
from parindex.apps.catalogues.selectors import SHIPPED, Found, list_items, sha256_of
from parindex.apps.evidence import uploads as sending
from parindex.apps.evidence.models import StoredFile
from parindex.apps.orgs.models import Unit
from parindex.definitions.catalogues import loader, proposals
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring import proposal_codec
from parindex.domain.scoring.catalogue import Catalogue, Level
from parindex.domain.scoring.proposal import CatalogueProposal, Severity
from parindex.domain.text.dates import format_date

READ_JOB = "catalogues.read"
Upload = sending.Upload
Started = sending.Started
"""What a person sends, and what became of it."""


def adopt(*, catalogue_id: str, actor: Actor, now: datetime) -> Revision:
    """Copy a shipped catalogue as a confirmed revision; the same text gives the revision that already exists.

    Raises `CatalogueNotFound` and `PermissionDenied`.
    """
    if not actor.holds(Permission.CATALOGUES_MANAGE):
        raise PermissionDenied(Permission.CATALOGUES_MANAGE)
    try:
        catalogue, text = loader.load_catalogue(catalogue_id), loader.text_of(catalogue_id)
    except loader.UnknownCatalogue as error:
        raise CatalogueNotFound(error.message) from error
    with transaction.atomic():
        revision, is_new = keep_revision(catalogue, text=text, source=SHIPPED, confirmed_by_id=None, now=now)
        if is_new:
            audit.record(
                actor=actor,
                action="catalogue.adopted",
                object_type="catalogue",
                object_id=revision.catalogue_id[:60],
                object_label=revision.title,
                after={"sha256": revision.sha256, "number": revision.number},
                now=now,
            )
    return revision


def keep_revision(
    catalogue: Catalogue, *, text: str, source: str, confirmed_by_id: int | None, now: datetime
) -> tuple[Revision, bool]:
    """Write a text as the next revision of its id inside the caller's transaction; tell whether it is a new one."""
    earlier = Revision.objects.select_for_update().filter(catalogue_id=catalogue.id).order_by("-number")
    numbers = list(earlier.values_list("number", flat=True))
    return Revision.objects.get_or_create(
        sha256=sha256_of(text),
        defaults={
            "catalogue_id": catalogue.id,
            "number": max(numbers, default=0) + 1,
            "level": catalogue.level.value,
            "year": catalogue.year,
            "title": catalogue.title[:500],
            "status": catalogue.status.value,
            "decision_number": catalogue.decision.number[:60],
            "source": source[:300],
            "text": text,
            "confirmed_by_id": confirmed_by_id,
            "confirmed_at": now,
        },
    )


def record_export(*, found: Found, form: str, actor: Actor, now: datetime) -> None:
    """Enter into the register that a catalogue was taken away as a file."""
    number = found.revision.number if found.revision else None
    audit.record_view(
        actor=actor,
        action="catalogue.exported",
        object_type="catalogue",
        object_id=found.catalogue.id[:60],
        object_label=found.catalogue.title,
        after={"form": form, "number": number},
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Target:
    """For whom an annex is read: the unit that imports it, the level that it measures, the year."""

    unit: Unit
    level: Level
    year: int


def start(*, target: Target, uploads: Sequence[Upload], actor: Actor, now: datetime) -> tuple[Started, ...]:
    """Keep each annex and queue its reading; one bad file does not stop the others.

    The same bytes for the same unit, level and year give the proposal that already exists.

    Raises `PermissionDenied` and `NoFiles`.
    """
    if not actor.may(Permission.CATALOGUES_MANAGE, target.unit.path):
        raise PermissionDenied(Permission.CATALOGUES_MANAGE)
    if not uploads:
        raise NoFiles("Chưa chọn tệp nào. Chọn phụ lục bộ tiêu chí (DOCX, PDF, XLSX) rồi gửi lại.")

    def begin(stored: StoredFile, name: str) -> tuple[uuid.UUID, bool]:
        same = {"unit": target.unit, "file": stored, "level": target.level.value, "year": target.year}
        made = {**same, "file_name": name, "created_by_id": actor.user_id, "created_at": now}
        existing = Proposal.objects.exclude(state=ProposalState.DISCARDED).filter(**same)
        proposal, is_new = sending.find_or_make(existing, make=lambda: Proposal.objects.create(**made))
        if is_new:
            _queue_reading(proposal, actor=actor, now=now)
        return proposal.public_id, is_new

    return sending.take_each(uploads, begin=begin, actor=actor, now=now)


def _queue_reading(proposal: Proposal, *, actor: Actor, now: datetime) -> None:
    proposal.job = jobs.enqueue(
        kind=READ_JOB,
        payload={"proposal_id": proposal.pk},
        actor=actor,
        now=now,
        dedupe_key=f"{READ_JOB}:{proposal.public_id}:{proposal.version}",
    )
    proposal.save(update_fields=["job"])
    record(proposal, action="catalogue.imported", actor=actor, now=now, after={"file": proposal.file_name})


def retry(*, proposal: Proposal, actor: Actor, now: datetime) -> None:
    """Queue the reading of a failed annex again. Raises `NotReviewable` unless it failed, and `PermissionDenied`."""
    with transaction.atomic():
        locked = lock(proposal, actor=actor)
        if locked.state != ProposalState.FAILED:
            raise NotReviewable("Chỉ đọc lại được tệp chưa đọc thành công.")
        locked.state = ProposalState.READING
        locked.error_code = locked.error_message = ""
        locked.version += 1
        locked.save(update_fields=["state", "error_code", "error_message", "version"])
        _queue_reading(locked, actor=actor, now=now)


def save_reading(*, proposal_id: int, read: CatalogueProposal, actor: Actor, now: datetime) -> bool:
    """Write what was read, whole or not at all; return False when the proposal was not waiting for it any more."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        if proposal.state != ProposalState.READING:
            return False
        ProposalItem.objects.bulk_create(
            [rows.row_of(proposal, item, position=at) for at, item in enumerate(read.items, start=1)], batch_size=500
        )
        told = proposal_codec.to_json(read)
        proposal.head = {name: told["head"][name] for name in ("title", "number", "date", "issuer", "total_points")}
        proposal.findings = told["findings"]
        proposal.state = ProposalState.REVIEW
        proposal.save(update_fields=["head", "findings", "state"])
        record(proposal, action="catalogue.read", actor=actor, now=now, after={"items": len(read.items)})
    return True


def fail_reading(*, proposal_id: int, code: str, message: str, actor: Actor, now: datetime) -> None:
    """Mark an annex that could not be read, with the reason; does nothing when it is not being read."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
        if proposal.state != ProposalState.READING:
            return
        proposal.state = ProposalState.FAILED
        proposal.error_code, proposal.error_message = code, message
        proposal.save(update_fields=["state", "error_code", "error_message"])
        record(proposal, action="catalogue.failed", actor=actor, now=now, after={"code": code})


def discard(*, proposal: Proposal, actor: Actor, now: datetime) -> None:
    """Put a proposal aside; its file may be imported again. Raises `NotReviewable` once confirmed."""
    with transaction.atomic():
        locked = lock(proposal, actor=actor)
        if locked.state in {ProposalState.CONFIRMED, ProposalState.DISCARDED}:
            raise NotReviewable("Bản nhập đã xác nhận hoặc đã bỏ thì không bỏ được nữa.")
        before = locked.state
        locked.state = ProposalState.DISCARDED
        locked.save(update_fields=["state"])
        record(locked, action="catalogue.discarded", actor=actor, now=now, before={"state": before})


def confirm(*, proposal: Proposal, version: int, actor: Actor, now: datetime) -> Revision:
    """Make the reviewed proposal a catalogue that never changes; `version` is the one that the person saw.

    Raises `ChangedMeanwhile`, `NotReady` with what must be settled first, `NotReviewable`, `PermissionDenied`.
    """
    with transaction.atomic():
        locked = lock(proposal, actor=actor)
        require_review(locked)
        if locked.version != version:
            raise ChangedMeanwhile("Có người vừa sửa bản nhập này. Xem lại các mục rồi xác nhận; chưa có gì bị ghi.")
        items = list_items(locked)
        _require_ready(locked, items)
        read = rows.proposal_of(locked, items)
        confirmation = proposals.Confirmation(locked.unit.name, format_date(timezone.localtime(now).date()))
        text = proposals.confirmed_yaml(read, id_=id_of(locked, read), confirmation=confirmation)
        source = f"Tệp {locked.file_name}, {locked.unit.name} xác nhận"
        catalogue = loader.read_catalogue(text, source=source)
        revision, _ = keep_revision(catalogue, text=text, source=source, confirmed_by_id=actor.user_id, now=now)
        locked.state, locked.revision = ProposalState.CONFIRMED, revision
        locked.version += 1
        locked.save(update_fields=["state", "revision", "version"])
        after = {"catalogue": revision.catalogue_id, "number": revision.number, "sha256": revision.sha256}
        record(locked, action="catalogue.confirmed", actor=actor, now=now, after=after)
    return revision


def _require_ready(proposal: Proposal, items: Sequence[ProposalItem]) -> None:
    waiting = sum(not item.is_confirmed for item in items)
    problems = [f"còn {waiting} mục chưa xác nhận"] if waiting else []
    for finding in rows.find_problems(proposal, items):
        if finding.severity is Severity.ERROR:
            problems.append(f"mục {finding.item_code}: {finding.message}" if finding.item_code else finding.message)
    if problems:
        raise NotReady(tuple(problems))


def id_of(proposal: Proposal, read: CatalogueProposal) -> str:
    """Make the id of the catalogue: level, year, decision and unit, so that two units never mean the same one."""
    own = proposal.unit.slug.replace("_", "-").strip("-").lower()
    return "-".join(part for part in f"{proposals.catalogue_id(read)[:50]}-{own[:29]}".split("-") if part)


def lock(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Lock a proposal for writing in the caller's transaction. Raises `PermissionDenied`."""
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    if not actor.may(Permission.CATALOGUES_MANAGE, locked.unit.path):
        raise PermissionDenied(Permission.CATALOGUES_MANAGE)
    return locked


def require_review(proposal: Proposal) -> None:
    """Raise `NotReviewable` unless people are going through the proposal now."""
    if proposal.state != ProposalState.REVIEW:
        raise NotReviewable("Bản nhập này không còn ở bước đối chiếu. Tải lại trang để xem trạng thái mới nhất.")


def record(
    proposal: Proposal, *, action: str, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    """Enter into the register what happened with a proposal."""
    audit.record(
        actor=actor,
        action=action,
        object_type="catalogue_proposal",
        object_id=str(proposal.public_id),
        object_label=proposal.file_name,
        unit_path=proposal.unit.path,
        before=before,
        after=after,
        now=now,
    )
