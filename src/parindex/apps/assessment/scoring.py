"""Points of one sheet: what the unit claims, and what holds after the rulings so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parindex.apps.assessment import answers
from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.models import Ruling, RulingDecision, RulingStage, Sheet, SheetItem
from parindex.domain.scoring import evaluate
from parindex.domain.scoring.sheet import ScoreSheet
from parindex.domain.scoring.values import Value

DECIDING = (RulingStage.COUNCIL, RulingStage.APPRAISAL_2, RulingStage.APPRAISAL_1)
"""The stages whose rulings count, the highest first."""
_TOTALS = ("self_low", "self_high", "self_maximum", "final_low", "final_high", "final_maximum")


def self_score(sheet: Sheet, items: Iterable[SheetItem]) -> ScoreSheet:
    """Score the answers of the unit itself, and of the holder for surveys and statistics."""
    book = book_of(sheet.group.revision)
    inputs = {item.code: values_of(book, item, answer=item) for item in items}
    return _evaluate(sheet, book, inputs)


def final_score(sheet: Sheet, items: Iterable[SheetItem]) -> ScoreSheet:
    """Score what holds after every ruling; the rulings of the items should be prefetched."""
    book = book_of(sheet.group.revision)
    inputs = {item.code: values_of(book, item, answer=effective(item)) for item in items}
    return _evaluate(sheet, book, inputs)


def effective(item: SheetItem) -> SheetItem | Ruling:
    """Return the row whose answers hold: the highest adjustment of council, second and first appraisal, or the item.

    An acceptance keeps what is below it and a question changes nothing.
    """
    rulings = {ruling.stage: ruling for ruling in item.rulings.all()}
    for stage in DECIDING:
        found = rulings.get(stage)
        if found is not None and found.decision == RulingDecision.ADJUST:
            return found
    return item


def values_of(book: Book, item: SheetItem, *, answer: SheetItem | Ruling) -> Mapping[str, Value]:
    """Return the answers of an item, its own or those of a ruling on it, as values of the rule."""
    return answers.read(item=book.leaves[item.code], inputs=answer.inputs, is_not_applicable=answer.is_not_applicable)


def _evaluate(sheet: Sheet, book: Book, inputs: Mapping[str, Mapping[str, Value]]) -> ScoreSheet:
    return evaluate.evaluate(book.catalogue, inputs, unit=str(sheet.unit_id), group=sheet.group.name)


def scale_of(sheet: Sheet) -> int:
    """Return how many units of the totals of a sheet make one point."""
    return book_of(sheet.group.revision).catalogue.item_rounding.scale


def names_of(sheet: Sheet) -> dict[str, str]:
    """Return the names of the items that are answered, by code; empty where nobody has read one."""
    return {code: item.name or "" for code, item in book_of(sheet.group.revision).leaves.items()}


def refresh_totals(sheet: Sheet) -> None:
    """Write the totals of a sheet from its rows; the caller holds the lock on the sheet. Three queries."""
    refresh_many([sheet])


def refresh_many(sheets: Sequence[Sheet]) -> None:
    """Write the totals of sheets that the caller has locked, with their groups at hand."""
    rows: dict[int, list[SheetItem]] = {sheet.pk: [] for sheet in sheets}
    found = SheetItem.objects.filter(sheet__in=rows).prefetch_related("rulings")
    for item in found.only("sheet_id", "code", "inputs", "is_not_applicable").order_by("pk"):
        rows[item.sheet_id].append(item)
    for sheet in sheets:
        _set_totals(sheet, rows[sheet.pk])
    Sheet.objects.bulk_update(sheets, _TOTALS, batch_size=200)


def _set_totals(sheet: Sheet, items: Sequence[SheetItem]) -> None:
    own = self_score(sheet, items).total
    is_ruled = any(item.rulings.all() for item in items)
    final = final_score(sheet, items).total if is_ruled else own
    sheet.self_low, sheet.self_high, sheet.self_maximum = own.low, own.high, own.maximum
    sheet.final_low, sheet.final_high, sheet.final_maximum = final.low, final.high, final.maximum
