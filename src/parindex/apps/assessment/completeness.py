"""What a sheet still lacks before it is submitted, and the points at risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parindex.apps.assessment import scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.diagnoses import diagnose_sheet, risks_of
from parindex.apps.assessment.models import Sheet, SheetItem
from parindex.domain.assessment.doctor import Finding
from parindex.domain.assessment.risk import ItemFact, Readiness, judge
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet


def assess(sheet: Sheet, items: Sequence[SheetItem], *, scores: ScoreSheet | None = None) -> Readiness:
    """Return how complete a sheet is and every risk; `items` are all of them with their evidence prefetched.

    `scores` are those of the items where they are at hand. No query without documents, at most eight with them.
    """
    book = book_of(sheet.group.revision)
    scores = scores or scoring.self_score(sheet, items)
    by_code = {score.code: score for score in scores.items}
    own = [item for item in items if is_self_scored(book.leaves[item.code])]
    findings = diagnose_sheet(sheet, own)
    facts = [_fact(item, book=book, score=by_code[item.code], findings=findings) for item in own]
    return judge(facts, scale=scores.scale)


def assess_stored(sheet: Sheet) -> Readiness:
    """Do as `assess` with the rows as they stand now."""
    items = SheetItem.objects.filter(sheet=sheet).prefetch_related("evidence__document")
    return assess(sheet, list(items.order_by("position", "pk")))


def needs_proof(book: Book, code: str) -> bool:
    """Tell whether points of an item must be proved: those that the unit claims for itself, not deductions."""
    return is_self_scored(book.leaves[code]) and book.effect_of(code) is not Effect.PENALTY


def _fact(item: SheetItem, *, book: Book, score: ItemScore, findings: Mapping[int, tuple[Finding, ...]]) -> ItemFact:
    return ItemFact(
        score=score,
        name=book.leaves[item.code].name or "",
        needs_proof=needs_proof(book, item.code),
        has_justification=bool(item.justification),
        proofs=tuple(risks_of(findings[link.pk]) for link in item.evidence.all()),
    )
