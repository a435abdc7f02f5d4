"""Documents that prove something (tài liệu kiểm chứng): added once, read by a machine, confirmed by a person.

All writes of documents are here. Who may enter the scores of a unit keeps its documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.evidence import services as files
from parindex.apps.evidence.errors import DocumentChanged, NothingGiven, NotReadable
from parindex.apps.evidence.models import Document, ReadingState, SignatureStatus, StoredFile
from parindex.apps.orgs.models import Unit
from parindex.documents.read.names import clean_name
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text import folding

if TYPE_CHECKING:
    from parindex.documents.extract.facts import DocumentReading, ReadFact
    from parindex.documents.read.pdf_signature import SignatureCheck

READ_JOB = "evidence.read"
TEXT_FACTS = {"number": 60, "issuer": 300, "subject": 1000, "signer": 120}
"""The facts that are words, with the most characters that are kept of each."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name and a readable stream of its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document; empty and None are not known."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    subject: str = ""
    signer: str = ""
    is_draft: bool | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A document and whether this call made it; False where the same bytes or number were there already."""

    document: Document
    is_new: bool = field(default=True)


def add_document(
    *, unit: Unit, actor: Actor, now: datetime, upload: Upload | None = None, facts: Facts | None = None
) -> Added:
    """Keep a document of a unit: a file that a job then reads, or the number (and date) of one kept elsewhere.

    The same bytes, or the same number and date without a file, give the document that the unit already has. What is
    typed beside a file is kept and never overwritten by the reading. Raises `PermissionDenied`, `NothingGiven` and
    `DocumentError` for a file that is refused.
    """
    _require(unit, actor)
    told = _clean(facts or Facts())
    with transaction.atomic():
        if upload is not None:
            stored = files.store_file(data=upload.stream, name=upload.name, actor=actor, now=now)
            return _add_stored(unit, stored, name=upload.name, facts=told, actor=actor, now=now)
        if not told.number:
            raise NothingGiven
        return _add_number(unit, facts=told, actor=actor, now=now)


def add_stored(
    *, unit: Unit, stored: StoredFile, name: str, actor: Actor, now: datetime, facts: Facts | None = None
) -> Added:
    """Make a document of a file that is kept already, for example the proof of an assignment: nothing is sent again.

    The caller has checked that the actor may see the file. Raises `PermissionDenied`.
    """
    _require(unit, actor)
    with transaction.atomic():
        return _add_stored(unit, stored, name=name, facts=_clean(facts or Facts()), actor=actor, now=now)


def _add_stored(unit: Unit, stored: StoredFile, *, name: str, facts: Facts, actor: Actor, now: datetime) -> Added:
    kept = Document.objects.filter(unit=unit, file=stored)
    found = kept.first()
    if found is None:
        document = _build(unit, facts=facts, actor=actor, now=now)
        document.file, document.file_name = stored, clean_name(name)[:255]
        document.reading = ReadingState.WAITING
        document.search_fold = _search_fold(document)
        try:
            with transaction.atomic():
                document.save(force_insert=True)
        except IntegrityError:
            # Another request kept the same bytes a moment ago: the constraint leaves one row, use that one.
            return Added(kept.get(), is_new=False)
        _queue(document, actor=actor, now=now)
        _record(document, "evidence.added", actor=actor, now=now, after=tell(document))
        return Added(document)
    return Added(found, is_new=False)


def _add_number(unit: Unit, *, facts: Facts, actor: Actor, now: datetime) -> Added:
    # The lock keeps two people from writing down the same number twice.
    Unit.objects.select_for_update().get(pk=unit.pk)
    same = Document.objects.filter(unit=unit, file=None, number=facts.number, issued_on=facts.issued_on)
    found = same.order_by("pk").first()
    if found is not None:
        return Added(found, is_new=False)
    document = _build(unit, facts=facts, actor=actor, now=now)
    document.confirmed_by_id, document.confirmed_at = actor.user_id, now
    document.search_fold = _search_fold(document)
    document.save(force_insert=True)
    _record(document, "evidence.added", actor=actor, now=now, after=tell(document))
    return Added(document)


def _build(unit: Unit, *, facts: Facts, actor: Actor, now: datetime) -> Document:
    return Document(unit=unit, created_by_id=actor.user_id, created_at=now, search_fold="", **_columns(facts))


def confirm_facts(*, document: Document, version: int, facts: Facts, actor: Actor, now: datetime) -> Document:
    """Confirm what was read, or correct it; what is left empty stays not known.

    Raises `PermissionDenied`, `DocumentChanged`, and `NothingGiven` for a document without a file or number.
    """
    with transaction.atomic():
        locked = _lock(document)
        _require(locked.unit, actor)
        if locked.version != version:
            raise DocumentChanged(
                "Người khác vừa xác nhận hoặc sửa tài liệu này. Xem thông tin mới bên dưới rồi sửa lại nếu cần."
            )
        before, told = tell(locked), _clean(facts)
        if locked.file_id is None and not told.number:
            raise NothingGiven
        for name, value in _columns(told).items():
            setattr(locked, name, value)
        locked.confirmed_by_id, locked.confirmed_at = actor.user_id, now
        locked.search_fold = _search_fold(locked)
        locked.version += 1
        locked.save()
        _record(locked, "evidence.confirmed", actor=actor, now=now, before=before, after=tell(locked))
    return locked


def read_again(*, document: Document, actor: Actor, now: datetime) -> None:
    """Queue the reading of a file that could not be read. Raises `PermissionDenied`, `NotReadable`."""
    with transaction.atomic():
        locked = _lock(document)
        _require(locked.unit, actor)
        if locked.reading != ReadingState.FAILED:
            raise NotReadable("Chỉ đọc lại được tệp chưa đọc thành công.")
        locked.reading = ReadingState.WAITING
        locked.version += 1
        locked.save(update_fields=["reading", "version"])
        _queue(locked, actor=actor, now=now)


def save_reading(
    *, document_id: int, reading: DocumentReading, signature: SignatureCheck, actor: Actor, now: datetime
) -> bool:
    """Write what was read, whole or not at all; return False when the document was not waiting for it any more.

    Facts that a person typed stay. For the job only.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.reading != ReadingState.WAITING:
            return False
        document.read = _reading_json(reading, signature)
        document.reading = ReadingState.DONE
        document.signature = SignatureStatus(signature.state.value)
        if document.confirmed_at is None:
            _fill(document, reading)
        document.search_fold = _search_fold(document)
        document.version += 1
        document.save()
        after = {**tell(document), "signature": document.signature}
        _record(document, "evidence.read", actor=actor, now=now, after=after)
    return True


def fail_reading(
    *, document_id: int, code: str, message: str, signature: SignatureCheck, actor: Actor, now: datetime
) -> bool:
    """Say why a file could not be read; its facts are then for a person to write. For the job only."""
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document_id)
        if document.reading != ReadingState.WAITING:
            return False
        document.read = {"error": {"code": code, "message": message}, "signers": list(signature.names)}
        document.reading = ReadingState.FAILED
        document.signature = SignatureStatus(signature.state.value)
        document.version += 1
        document.save(update_fields=["read", "reading", "signature", "version"])
        _record(document, "evidence.read", actor=actor, now=now, after={"code": code})
    return True


def tell(document: Document) -> dict[str, object]:
    """Return what the register keeps of a document."""
    return {
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
        "issuer": document.issuer,
        "subject": document.subject,
        "signer": document.signer,
        "is_draft": document.is_draft,
        "file": document.file_name,
    }


def label_of(document: Document) -> str:
    """Return how a document is called: its number and subject, or the name of its file."""
    words = " ".join(part for part in (document.number, document.subject) if part)
    return words or document.file_name


def _fill(document: Document, reading: DocumentReading) -> None:
    for name, most in TEXT_FACTS.items():
        read = reading.facts.get(name)
        if read is not None and not getattr(document, name):
            setattr(document, name, read.value[:most])
    document.issued_on = document.issued_on or reading.issued_on
    if document.is_draft is None:
        document.is_draft = reading.is_draft


def _reading_json(reading: DocumentReading, signature: SignatureCheck) -> dict[str, Any]:
    return {
        "facts": {name: _fact_json(fact) for name, fact in reading.facts.items()},
        "excerpt": [{"index": piece.index, "page": piece.page, "text": piece.text} for piece in reading.excerpt],
        "page_count": reading.page_count,
        "warnings": list(reading.warnings),
        "signers": list(signature.names),
    }


def _fact_json(fact: ReadFact) -> dict[str, object]:
    return {
        "value": fact.value,
        "confidence": fact.confidence.value,
        "block": fact.block,
        "start": fact.start,
        "end": fact.end,
    }


def _queue(document: Document, *, actor: Actor, now: datetime) -> None:
    document.job = jobs.enqueue(
        kind=READ_JOB,
        payload={"document_id": document.pk},
        actor=actor,
        now=now,
        dedupe_key=f"{READ_JOB}:{document.public_id}:{document.version}",
    )
    document.save(update_fields=["job"])


def _clean(facts: Facts) -> Facts:
    def words(name: str) -> str:
        text = folding.normalise(str(getattr(facts, name))).replace("\0", "")
        return folding.collapse(text)[: TEXT_FACTS[name]]

    told = {name: words(name) for name in TEXT_FACTS}
    return Facts(issued_on=facts.issued_on, is_draft=facts.is_draft, **told)


def _columns(facts: Facts) -> Mapping[str, Any]:
    return {name: getattr(facts, name) for name in (*TEXT_FACTS, "issued_on", "is_draft")}


def _search_fold(document: Document) -> str:
    words: Iterable[str] = (document.number, document.subject, document.issuer, document.signer, document.file_name)
    return folding.fold(" ".join(word for word in words if word))


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)


def _require(unit: Unit, actor: Actor) -> None:
    if not actor.may(Permission.SCORES_ENTER, unit.path):
        raise PermissionDenied(Permission.SCORES_ENTER)


def _record(
    document: Document, action: str, *, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="document",
        object_id=str(document.public_id),
        object_label=label_of(document)[:300],
        unit_path=document.unit.path,
        before=before,
        after=after,
        now=now,
    )
