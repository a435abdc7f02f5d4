"""What a sheet still lacks before it is submitted, and the points at risk."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.apps.assessment import scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.models import Sheet, SheetItem
from parindex.apps.evidence.models import Document, SignatureStatus
from parindex.domain.assessment.risk import ItemFact, Readiness, RiskKind, judge
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.sheet import ItemScore


def assess(sheet: Sheet, items: Sequence[SheetItem]) -> Readiness:
    """Return how complete a sheet is and every risk; `items` are all of them with their evidence prefetched."""
    book = book_of(sheet.group.revision)
    scores = scoring.self_score(sheet, items)
    by_code = {score.code: score for score in scores.items}
    own = [item for item in items if is_self_scored(book.leaves[item.code])]
    facts = [_fact(sheet, item, book=book, score=by_code[item.code]) for item in own]
    return judge(facts, scale=scores.scale)


def assess_stored(sheet: Sheet) -> Readiness:
    """Do as `assess` with the rows as they stand now. Two queries."""
    items = SheetItem.objects.filter(sheet=sheet).prefetch_related("evidence__document")
    return assess(sheet, list(items.order_by("position", "pk")))


def needs_proof(book: Book, code: str) -> bool:
    """Tell whether points of an item must be proved: those that the unit claims for itself, not deductions."""
    return is_self_scored(book.leaves[code]) and book.effect_of(code) is not Effect.PENALTY


def _fact(sheet: Sheet, item: SheetItem, *, book: Book, score: ItemScore) -> ItemFact:
    links = item.evidence.all()
    return ItemFact(
        score=score,
        name=book.leaves[item.code].name or "",
        needs_proof=needs_proof(book, item.code),
        has_justification=bool(item.justification),
        proofs=tuple(_faults(link.document, year=sheet.campaign.year) for link in links),
    )


def _faults(document: Document, *, year: int) -> tuple[RiskKind, ...]:
    faults = []
    if document.is_draft:
        faults.append(RiskKind.DRAFT)
    if document.issued_on is not None and document.issued_on.year > year:
        faults.append(RiskKind.OUT_OF_PERIOD)
    is_read = document.confirmed_at is not None and document.signature != SignatureStatus.WHOLE
    if document.signature == SignatureStatus.BROKEN or (is_read and not document.signer):
        faults.append(RiskKind.UNSIGNED)
    return tuple(faults)
