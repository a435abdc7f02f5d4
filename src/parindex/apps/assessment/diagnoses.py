"""What is to be looked at in the documents of a sheet: the doctor's findings with what the database knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.models import EvidenceLink, Sheet, SheetItem
from parindex.apps.evidence.models import Document
from parindex.apps.evidence.selectors import paths_above
from parindex.apps.orgs import resolution
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.assessment.doctor import (
    DocumentFacts,
    Finding,
    FindingCode,
    Requirement,
    Signature,
    Standing,
    diagnose,
    standing_by_name,
)
from parindex.domain.assessment.risk import RiskKind

_AREAS: Final = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
_RISKS: Final[Mapping[FindingCode, RiskKind]] = {
    FindingCode.DRAFT: RiskKind.DRAFT,
    FindingCode.OUT_OF_PERIOD: RiskKind.OUT_OF_PERIOD,
    FindingCode.BEFORE_PERIOD: RiskKind.OUT_OF_PERIOD,
    FindingCode.WRONG_ISSUER: RiskKind.FOREIGN,
    FindingCode.UNSIGNED: RiskKind.UNSIGNED,
    FindingCode.BROKEN_SIGNATURE: RiskKind.UNSIGNED,
}
"""What puts points at risk; everything else is only to be looked at."""


def diagnose_sheet(sheet: Sheet, items: Sequence[SheetItem]) -> dict[int, tuple[Finding, ...]]:
    """Return the findings of every citation by its key; the evidence of the items is prefetched with documents.

    At most eight queries however many documents there are; none where there is no document.
    """
    links = [(item, link) for item in items for link in item.evidence.all()]
    if not links:
        return {}
    unit, book = sheet.unit, book_of(sheet.group.revision)
    issuers = {link.document.issuer for _, link in links}
    standings = standings_of(issuers, unit=unit, on=date(sheet.campaign.year, 12, 31))
    used = _years_used(sheet, [link.document_id for _, link in links])
    return {
        link.pk: diagnose(
            facts_of(link.document),
            Requirement(
                year=sheet.campaign.year,
                unit_name=unit.name,
                standing=standings.get(link.document.issuer, Standing.UNRECOGNISED),
                expected=expected_of(book, item.code),
                years_used=used.get((link.document_id, item.code), ()),
            ),
        )
        for item, link in links
    }


def diagnose_alone(documents: Sequence[Document]) -> dict[int, tuple[Finding, ...]]:
    """Return the findings of documents by their key, for no item and no year: what is wrong with them anywhere.

    Who issued them is not judged, since it depends on who cites them. No query.
    """
    alone = Requirement(year=None, unit_name="", standing=Standing.OWN)
    return {document.pk: diagnose(facts_of(document), alone) for document in documents}


def risks_of(findings: Iterable[Finding]) -> tuple[RiskKind, ...]:
    """Return what puts points at risk among findings."""
    return tuple(_RISKS[finding.code] for finding in findings if finding.code in _RISKS)


def facts_of(document: Document) -> DocumentFacts:
    """Return what is known of a stored document."""
    return DocumentFacts(
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        subject=document.subject,
        signer=document.signer,
        is_draft=document.is_draft,
        signature=Signature(document.signature),
        has_file=document.file_id is not None,
        is_confirmed=document.confirmed_at is not None,
    )


def expected_of(book: Book, code: str) -> tuple[str, ...]:
    """Return the catalogue's words for the documents that prove an item."""
    leaf = book.leaves.get(code)
    return leaf.evidence if leaf else ()


def standings_of(issuers: Iterable[str], *, unit: Unit, on: date) -> dict[str, Standing]:
    """Tell where each issuer stands to a unit: by the names of the unit and those above, then by the tree of a day."""
    wanted = {issuer for issuer in issuers if issuer}
    if not wanted:
        return {}
    above = list(Unit.objects.filter(path__in=paths_above(unit.path)).values_list("name", flat=True))
    found = {issuer: standing_by_name(issuer, own=(unit.name, unit.short_name), above=above) for issuer in wanted}
    strange = [issuer for issuer, standing in found.items() if standing is Standing.UNRECOGNISED]
    return found | _standings_in_tree(strange, unit=unit, on=on)


def _standings_in_tree(issuers: Sequence[str], *, unit: Unit, on: date) -> dict[str, Standing]:
    if not issuers:
        return {}
    resolved = resolution.resolve_all(issuers, on=on, near=unit)
    ids = {issuer: match.unit_id for issuer, match in resolved.items() if match.unit_id is not None}
    units = {one.pk: one for one in Unit.objects.filter(pk__in=ids.values()).select_related("parent")}
    return {issuer: _standing(units[pk], unit) for issuer, pk in ids.items()}


def _standing(issuer: Unit, unit: Unit) -> Standing:
    if issuer.path.startswith(unit.path):
        return Standing.OWN
    above = paths_above(unit.path)
    if issuer.path in above:
        return Standing.ABOVE
    is_agency = issuer.kind not in _AREAS
    return Standing.ABOVE if is_agency and issuer.parent is not None and issuer.parent.path in above else Standing.OTHER


def _years_used(sheet: Sheet, document_ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, ...]]:
    rows = EvidenceLink.objects.filter(document__in=set(document_ids), item__sheet__unit=sheet.unit_id)
    others = rows.exclude(item__sheet__campaign__year=sheet.campaign.year)
    found: dict[tuple[int, str], set[int]] = {}
    for document_id, code, year in others.values_list("document_id", "item__code", "item__sheet__campaign__year"):
        found.setdefault((document_id, code), set()).add(year)
    return {key: tuple(sorted(years)) for key, years in found.items()}
