"""Takes catalogues into use, and annexes into review. All writes of catalogues are here and in `review`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.catalogues.errors import CatalogueNotFound
from parindex.apps.catalogues.models import Revision
from parindex.apps.catalogues.selectors import SHIPPED, Found, sha256_of
from parindex.definitions.catalogues import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.catalogue import Catalogue


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
            record_revision(revision, action="catalogue.adopted", actor=actor, now=now)
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


def record_revision(
    revision: Revision, *, action: str, actor: Actor, now: datetime, unit_path: str = "", after: object = None
) -> None:
    """Enter into the register what happened with a revision."""
    audit.record(
        actor=actor,
        action=action,
        object_type="catalogue",
        object_id=f"{revision.catalogue_id}:{revision.number}"[:60],
        object_label=revision.title,
        unit_path=unit_path,
        after=after or {"sha256": revision.sha256, "number": revision.number},
        now=now,
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
