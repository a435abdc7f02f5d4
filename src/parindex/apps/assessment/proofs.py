"""What documents prove: the citations that an actor may see, and the way to a file through the item that it proves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from parindex.apps.assessment import selectors
from parindex.apps.assessment.errors import LinkNotFound
from parindex.apps.assessment.models import EvidenceLink, Sheet, SheetItem
from parindex.apps.evidence.models import Document
from parindex.domain.access import Actor, Permission


@dataclass(frozen=True, slots=True)
class Use:
    """One item that a document proves."""

    link: EvidenceLink
    sheet: Sheet
    code: str


def count_uses(actor: Actor, documents: Sequence[Document]) -> dict[int, int]:
    """Count the items that each document proves in the actor's area, by the key of the document. One query."""
    rows = EvidenceLink.objects.filter(_within(actor), document__in=[document.pk for document in documents])
    return dict(rows.values_list("document_id").annotate(count=Count("pk")).order_by("document_id"))


def list_uses(actor: Actor, document: Document, *, limit: int = 100) -> list[Use]:
    """Return what a document proves in the actor's area, latest year first. One query."""
    rows = EvidenceLink.objects.filter(_within(actor), document=document)
    near = rows.select_related("item__sheet__unit", "item__sheet__campaign")
    found = near.order_by("-item__sheet__campaign__year", "item__sheet__unit__name_sort", "item__position", "pk")
    return [Use(link, link.item.sheet, link.item.code) for link in found[:limit]]


def access_link(actor: Actor, sheet: Sheet, code: str, link_id: int) -> EvidenceLink:
    """Return a citation of an item that the actor may see, with document, file and item.

    Whoever may see the item may open its documents: the unit, those above it, and the agencies that appraise the item
    once the sheet is signed. Raises `SheetNotFound`, `LinkNotFound`.
    """
    return link_of(selectors.access_item(actor, sheet, code), link_id)


def link_of(item: SheetItem, link_id: int) -> EvidenceLink:
    """Return one of the prefetched citations of an item. Raises `LinkNotFound`."""
    for link in item.evidence.all():
        if link.pk == link_id:
            link.item = item
            return link
    raise LinkNotFound


def _within(actor: Actor) -> Q:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SCORES_VIEW):
        scope |= Q(item__sheet__unit__path__startswith=path)
    return scope
