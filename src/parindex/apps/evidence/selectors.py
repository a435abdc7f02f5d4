"""Documents as the actor may see them: those of the own area, and those of the units above it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from parindex.apps.evidence import services as files
from parindex.apps.evidence.errors import DocumentNotFound
from parindex.apps.evidence.models import Document, ReadingState, SignatureStatus
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission
from parindex.domain.text.folding import fold


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What narrows a list of documents; `query` is matched without accents."""

    query: str = ""
    year: int | None = None
    unit_path: str = ""
    state: str = ""


STATES = {
    "unconfirmed": ("Chưa xác nhận", Q(confirmed_at=None)),
    "draft": ("Dự thảo", Q(is_draft=True)),
    "undated": ("Chưa rõ ngày", Q(issued_on=None)),
    "broken": ("Chữ ký số hỏng", Q(signature=SignatureStatus.BROKEN)),
    "failed": ("Không đọc được", Q(reading=ReadingState.FAILED)),
}
"""What a list may be narrowed to, by the word in the address."""


def list_documents(actor: Actor, filters: DocumentFilter, *, limit: int = 50, offset: int = 0) -> list[Document]:
    """Return visible documents with unit and file, latest first, without what was read of them. One query."""
    rows = _filtered(actor, filters).select_related("unit", "file").defer("read")
    return list(rows.order_by("-created_at", "-pk")[offset : offset + limit])


def count_documents(actor: Actor, filters: DocumentFilter) -> int:
    """Count the visible documents that a filter leaves. One query."""
    return _filtered(actor, filters).count()


def list_usable(actor: Actor, unit: Unit, filters: DocumentFilter, *, limit: int = 50) -> list[Document]:
    """Return the visible documents that may prove something for a unit, as `list_documents` does. One query."""
    rows = _filtered(actor, filters).filter(usable_for(unit)).select_related("unit", "file").defer("read")
    return list(rows.order_by("-created_at", "-pk")[:limit])


def access_document(actor: Actor, public_id: uuid.UUID) -> Document:
    """Return a visible document with unit, file and job. Raises `DocumentNotFound`."""
    found = visible(actor).select_related("unit", "file", "job").filter(public_id=public_id).first()
    if found is None:
        raise DocumentNotFound
    return found


def visible(actor: Actor) -> QuerySet[Document]:
    """Return the documents of the units that the actor sees scores of, and of every unit above these."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SCORES_VIEW):
        scope |= Q(unit__path__startswith=path) | Q(unit__path__in=paths_above(path))
    return Document.objects.filter(scope)


def usable_for(unit: Unit) -> Q:
    """Return the condition on documents that may prove something for a unit: its own, those inside it and above it."""
    return Q(unit__path__startswith=unit.path) | Q(unit__path__in=paths_above(unit.path))


def is_usable_for(document: Document, unit: Unit) -> bool:
    """Tell whether a document, with its unit at hand, may prove something for a unit."""
    return document.unit.path.startswith(unit.path) or document.unit.path in paths_above(unit.path)


def paths_above(path: str) -> tuple[str, ...]:
    """Return the paths of the units above the unit at a path ("/1/15/" -> "/1/"), highest first."""
    steps = path.strip("/").split("/")[:-1]
    return tuple(f"/{'/'.join(steps[: count + 1])}/" for count in range(len(steps)))


def list_keeping_units(actor: Actor, *, today: date, limit: int = 500) -> list[Unit]:
    """Return the units for which the actor keeps documents, own ones first. One query."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SCORES_ENTER):
        scope |= Q(path__startswith=path)
    living = Q(valid_to=None) | Q(valid_to__gt=today)
    own = set(actor.home_unit_ids())
    rows = Unit.objects.filter(scope, living).only("name", "path", "slug").order_by("name_sort", "pk")
    return sorted(rows, key=lambda unit: unit.pk not in own)[:limit]


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The bytes of a document that waits to be read, and the name they came with."""

    name: str
    data: bytes


def waiting_file(document_id: int) -> WaitingFile | None:
    """Return the file of a document that still waits to be read; None when it does not. For the job only."""
    rows = Document.objects.select_related("file").filter(pk=document_id, reading=ReadingState.WAITING)
    document = rows.first()
    if document is None or document.file is None:
        return None
    return WaitingFile(name=document.file_name, data=files.read_file(document.file))


def _filtered(actor: Actor, filters: DocumentFilter) -> QuerySet[Document]:
    rows = visible(actor)
    if "\0" in filters.query + filters.unit_path:
        return rows.none()
    for word in fold(filters.query).split():
        rows = rows.filter(search_fold__contains=word)
    if filters.year is not None:
        rows = rows.filter(issued_on__year=filters.year)
    if filters.unit_path:
        rows = rows.filter(unit__path__startswith=filters.unit_path)
    if filters.state in STATES:
        rows = rows.filter(STATES[filters.state][1])
    return rows
