"""What may prove an item without asking again: proofs of assignments, last year's documents, documents of the unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from parindex.apps.assessment import linking
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.context import codes_before
from parindex.apps.assessment.diagnoses import expected_of
from parindex.apps.assessment.errors import LinkNotFound
from parindex.apps.assessment.models import CampaignState, EvidenceLink, Sheet, SheetItem
from parindex.apps.assignments.models import AssignmentState, Report, ReportKind
from parindex.apps.evidence import documents
from parindex.apps.evidence import selectors as evidence
from parindex.apps.evidence.models import Document
from parindex.domain.access import Actor, Permission
from parindex.domain.assessment.doctor import telling_words

_PROVED: Final = (AssignmentState.DONE, AssignmentState.SUBMITTED)
_MOST: Final = 5
_LOOKED_THROUGH: Final = 400


@dataclass(frozen=True, slots=True)
class ProofSuggestion:
    """The proof of an assignment on the same criterion, already handed in."""

    report: Report
    label: str


@dataclass(frozen=True, slots=True)
class DocumentSuggestion:
    """A document of the unit, with the reason for which it is suggested."""

    document: Document
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be linked with one click; everything that is linked already is left out."""

    proofs: tuple[ProofSuggestion, ...] = ()
    documents: tuple[DocumentSuggestion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.proofs or self.documents)


def suggest(item: SheetItem, actor: Actor) -> Suggestions:
    """Return what may prove an item of a visible sheet. Four queries.

    `item.sheet` has unit, campaign and catalogue; its evidence is prefetched.
    """
    sheet = item.sheet
    linked = [link.document for link in item.evidence.all()]
    known = {document.pk for document in linked}
    before = list(_of_last_year(item, actor, known=known))
    known |= {one.document.pk for one in before}
    alike = _by_subject(item, actor, known=known)
    proofs = _of_assignments(sheet, item.code, actor, linked=linked)
    return Suggestions(proofs=proofs, documents=(*before, *alike)[:_MOST])


def take_proof(*, item: SheetItem, report_id: int, actor: Actor, now: datetime) -> EvidenceLink:
    """Cite the proof of an assignment for an item: its file becomes a document of the unit without being sent again.

    `item` is as for `suggest`. Raises `LinkNotFound` for a proof that is not suggested for it, and as `linking.link`.
    """
    with transaction.atomic():
        linking.require_linking(sheet=item.sheet, item=item, actor=actor, now=now)
        report = _reports(item.sheet, item.code, actor).filter(pk=report_id).first()
        if report is None:
            raise LinkNotFound
        facts = documents.Facts(number=report.document_number, issued_on=report.document_date)
        unit = item.sheet.unit
        if report.file is not None:
            added = documents.add_stored(
                unit=unit, stored=report.file, name=report.file_name, facts=facts, actor=actor, now=now
            )
        else:
            added = documents.add_document(unit=unit, facts=facts, actor=actor, now=now)
        return linking.link(item=item, document=added.document, place="", actor=actor, now=now)


def _of_assignments(
    sheet: Sheet, code: str, actor: Actor, *, linked: Sequence[Document]
) -> tuple[ProofSuggestion, ...]:
    files = {document.file_id for document in linked if document.file_id}
    numbers = {document.number for document in linked if document.number}
    found: dict[tuple[int | None, str], ProofSuggestion] = {}
    for report in _reports(sheet, code, actor):
        if report.file_id in files or (report.file_id is None and report.document_number in numbers):
            continue
        label = " ".join(part for part in (report.document_number, report.file_name) if part)
        found.setdefault((report.file_id, report.document_number), ProofSuggestion(report, label))
    return tuple(found.values())[:_MOST]


def _reports(sheet: Sheet, code: str, actor: Actor) -> QuerySet[Report]:
    """Return the proofs of assignments of the unit and year on a criterion; what was taken back is not there."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.ASSIGNMENTS_VIEW):
        scope |= Q(assignment__unit__path__startswith=path) | Q(assignment__owner__path__startswith=path)
    own = Q(assignment__unit=sheet.unit_id) | Q(assignment__owner__path__startswith=sheet.unit.path)
    undone = Report.objects.filter(assignment=OuterRef("assignment"), kind=ReportKind.UNDO, pk__gt=OuterRef("pk"))
    rows = Report.objects.filter(
        scope,
        own,
        ~Q(file=None) | ~Q(document_number=""),
        assignment__year=sheet.campaign.year,
        assignment__state__in=_PROVED,
        assignment__plan_item__code__regex=rf"(^|[^0-9.]){re.escape(code)}\s*$",
    )
    return rows.exclude(Exists(undone)).select_related("file", "assignment").order_by("-pk")


def _of_last_year(item: SheetItem, actor: Actor, *, known: set[int]) -> Iterable[DocumentSuggestion]:
    """Yield the documents that proved the same item in the unit's latest earlier campaign."""
    sheet = item.sheet
    earlier = Sheet.objects.filter(
        unit=sheet.unit_id,
        campaign__year__lt=sheet.campaign.year,
        campaign__state__in=(CampaignState.OPEN, CampaignState.PUBLISHED),
    )
    before = earlier.select_related("campaign", "group__revision").order_by("-campaign__year", "-pk").first()
    if before is None:
        return
    code = codes_before(before.group.revision, sheet.group.revision).get(item.code)
    links = EvidenceLink.objects.filter(item__sheet=before, item__code=code, document__in=evidence.visible(actor))
    for link in links.select_related("document__unit").order_by("pk"):
        if link.document_id not in known and evidence.is_usable_for(link.document, sheet.unit):
            yield DocumentSuggestion(link.document, f"đã chứng minh mục này năm {before.campaign.year}")


def _by_subject(item: SheetItem, actor: Actor, *, known: set[int]) -> list[DocumentSuggestion]:
    """Return the unit's documents of the year that share most words with what the catalogue asks for."""
    sheet, book = item.sheet, book_of(item.sheet.group.revision)
    leaf = book.leaves[item.code]
    wanted = telling_words(" ".join((*expected_of(book, item.code), leaf.name or "")))
    of_year = Q(issued_on__year=sheet.campaign.year) | Q(issued_on=None)
    rows = evidence.visible(actor).filter(evidence.usable_for(sheet.unit), of_year).exclude(subject="")
    near = rows.exclude(pk__in=known).select_related("unit").defer("read").order_by("-created_at", "-pk")
    ranked = [(len(wanted & telling_words(one.subject)), one) for one in near[:_LOOKED_THROUGH]]
    fitting = [(count, one) for count, one in ranked if count >= min(2, len(wanted)) and count]
    fitting.sort(key=lambda pair: -pair[0])
    return [DocumentSuggestion(one, "trích yếu gần với tài liệu cần có") for _, one in fitting[:_MOST]]
