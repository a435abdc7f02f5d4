"""What a sheet still lacks before it is submitted."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from parindex.apps.assessment import scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.models import EvidenceLink, Sheet, SheetItem
from parindex.domain.scoring.catalogue import Effect


def list_unproved(sheet: Sheet) -> list[str]:
    """Return the codes of items that claim points with neither a document nor a justification, in their order."""
    book = book_of(sheet.group.revision)
    linked = EvidenceLink.objects.filter(item=OuterRef("pk"))
    items = list(SheetItem.objects.filter(sheet=sheet).annotate(has_proof=Exists(linked)).order_by("position", "pk"))
    scores = {score.code: score for score in scoring.self_score(sheet, items).items}
    return [
        item.code
        for item in items
        if (scores[item.code].points or 0) > 0
        and needs_proof(book, item.code)
        and not item.has_proof
        and not item.justification
    ]


def needs_proof(book: Book, code: str) -> bool:
    """Tell whether points of an item must be proved: those that the unit claims for itself, not deductions."""
    field = book.field_of(code)
    root = next(item for item in book.catalogue.items if item.code == field)
    return is_self_scored(book.leaves[code]) and root.effect is not Effect.PENALTY
