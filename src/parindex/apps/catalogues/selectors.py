"""Catalogues for everybody who may view them: those that ship with the house and those that people confirmed."""

from __future__ import annotations

import functools
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from parindex.apps.catalogues.errors import CatalogueNotFound, ProposalNotFound
from parindex.apps.catalogues.models import Proposal, ProposalEdit, ProposalItem, ProposalState, Revision
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs.models import Unit
from parindex.definitions.catalogues import loader
from parindex.definitions.catalogues.crosswalks import loader as crosswalks
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.crosswalk import Crosswalk

# What a list shows; the text of a catalogue is long and stays in the database.
_LISTED = ("catalogue_id", "number", "level", "year", "title", "status", "decision_number", "source", "confirmed_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """A catalogue by its id: its latest confirmed revision, or the text that ships with the house when there is none.

    `revisions` are all confirmed ones, the latest first.
    """

    catalogue_id: str
    level: str
    year: int
    title: str
    status: str
    decision_number: str
    source: str
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One catalogue with its text; `revision` is None for the shipped text that nobody has taken into use.

    `is_adoptable` tells whether the house ships a text of this id that is not among the revisions.
    """

    catalogue: Catalogue
    text: str
    revision: Revision | None
    revisions: tuple[Revision, ...]
    is_adoptable: bool


def list_revisions(actor: Actor) -> list[Revision]:
    """Return every confirmed catalogue without its text, by id, the latest first. Raises `PermissionDenied`."""
    _require_view(actor)
    return list(Revision.objects.only(*_LISTED).order_by("catalogue_id", "-number"))


def list_catalogues(actor: Actor) -> list[Entry]:
    """Return every catalogue by level, the latest year first: one entry an id. Raises `PermissionDenied`."""
    by_id: dict[str, list[Revision]] = {}
    for revision in list_revisions(actor):
        by_id.setdefault(revision.catalogue_id, []).append(revision)
    shipped = [_shipped_entry(catalogue) for catalogue in loader.list_catalogues() if catalogue.id not in by_id]
    entries = [*shipped, *(_confirmed_entry(revisions) for revisions in by_id.values())]
    order = {"province": 0, "department": 1, "commune": 2}
    return sorted(entries, key=lambda entry: (order[entry.level], -entry.year, entry.catalogue_id))


def _shipped_entry(catalogue: Catalogue) -> Entry:
    return Entry(
        catalogue_id=catalogue.id,
        level=catalogue.level.value,
        year=catalogue.year,
        title=catalogue.title,
        status=catalogue.status.value,
        decision_number=catalogue.decision.number,
        source=SHIPPED,
    )


def _confirmed_entry(revisions: list[Revision]) -> Entry:
    latest = revisions[0]
    return Entry(
        catalogue_id=latest.catalogue_id,
        level=latest.level,
        year=latest.year,
        title=latest.title,
        status=latest.status,
        decision_number=latest.decision_number,
        source=latest.source,
        revisions=tuple(revisions),
    )


SHIPPED = "Bộ có sẵn trong phần mềm"
"""Where the text of a shipped catalogue comes from, in the column `source` and on the pages."""


def access_catalogue(actor: Actor, catalogue_id: str, *, number: int | None = None) -> Found:
    """Return a catalogue by id: revision `number`, else the latest one, else the shipped text.

    Raises `CatalogueNotFound` and `PermissionDenied`.
    """
    _require_view(actor)
    rows = Revision.objects.filter(catalogue_id=catalogue_id).defer("text").order_by("-number")
    revisions = tuple(rows)
    if number is None and not revisions:
        return _shipped(catalogue_id)
    chosen = next((row for row in revisions if number in (None, row.number)), None)
    if chosen is None:
        raise CatalogueNotFound(f"Không có lần xác nhận thứ {number} của bộ tiêu chí này.")
    return Found(catalogue_of(chosen), chosen.text, chosen, revisions, _is_adoptable(catalogue_id, revisions))


def _shipped(catalogue_id: str) -> Found:
    try:
        return Found(loader.load_catalogue(catalogue_id), loader.text_of(catalogue_id), None, (), True)
    except loader.UnknownCatalogue as error:
        raise CatalogueNotFound(error.message) from error


def list_kin(actor: Actor, found: Found) -> list[Found]:
    """Return the other catalogues of the same level in their latest text, the latest year first, in two queries."""
    own = found.catalogue
    entries = [entry for entry in list_catalogues(actor) if entry.level == own.level and entry.catalogue_id != own.id]
    latest = {entry.revisions[0].pk for entry in entries if entry.revisions}
    rows = {row.catalogue_id: row for row in Revision.objects.filter(pk__in=latest)}
    return [_latest(entry, rows) for entry in entries]


def _latest(entry: Entry, rows: dict[str, Revision]) -> Found:
    row = rows.get(entry.catalogue_id)
    return Found(catalogue_of(row), row.text, row, entry.revisions, False) if row else _shipped(entry.catalogue_id)


def _is_adoptable(catalogue_id: str, revisions: Iterable[Revision]) -> bool:
    try:
        text = loader.text_of(catalogue_id)
    except loader.UnknownCatalogue:
        return False
    return sha256_of(text) not in {revision.sha256 for revision in revisions}


def sha256_of(text: str) -> str:
    """Return the hash by which a text of a catalogue is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def catalogue_of(revision: Revision) -> Catalogue:
    """Return a confirmed catalogue as the domain knows it; read once, since its text never changes."""
    return _read(_Key(revision.sha256, revision))


@dataclass(frozen=True, slots=True)
class _Key:
    sha256: str
    revision: Revision = field(compare=False)


@functools.lru_cache(maxsize=32)
def _read(key: _Key) -> Catalogue:
    return loader.read_catalogue(key.revision.text, source=key.revision.source)


def _require_view(actor: Actor) -> None:
    if not actor.holds(Permission.CATALOGUES_VIEW):
        raise PermissionDenied(Permission.CATALOGUES_VIEW)


def _visible(actor: Actor) -> QuerySet[Proposal]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.CATALOGUES_VIEW):
        scope |= Q(unit__path__startswith=path)
    return Proposal.objects.filter(scope)


def list_proposals(actor: Actor, *, limit: int = 200) -> list[Proposal]:
    """Return the open proposals of the units that the actor may see, newest first, with counts of their items."""
    kept = Q(items__is_deleted=False)
    open_ones = _visible(actor).exclude(state__in=[ProposalState.DISCARDED, ProposalState.CONFIRMED])
    counted = open_ones.annotate(
        item_count=Count("items", filter=kept),
        confirmed_count=Count("items", filter=kept & Q(items__is_confirmed=True)),
    )
    return list(counted.select_related("unit").order_by("-created_at", "-pk")[:limit])


def access_proposal(actor: Actor, public_id: uuid.UUID) -> Proposal:
    """Return a proposal of a unit that the actor may see. Raises `ProposalNotFound`."""
    rows = _visible(actor).select_related("unit", "job", "file", "revision")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise ProposalNotFound(ProposalNotFound.message)
    return found


def list_items(proposal: Proposal) -> list[ProposalItem]:
    """Return the rows of a proposal in order, deleted ones left out."""
    return list(proposal.items.filter(is_deleted=False).order_by("position", "pk"))


def list_edits(proposal: Proposal, *, limit: int = 100) -> list[ProposalEdit]:
    """Return the latest changes of a review, newest first."""
    return list(proposal.edits.select_related("item").order_by("-id")[:limit])


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """The bytes of a proposal that waits to be read, with the name, level and year that it is read for."""

    name: str
    data: bytes
    level: str
    year: int


def waiting_file(proposal_id: int) -> WaitingFile | None:
    """Return the file of a proposal that still waits to be read; None when it does not. For the system only."""
    rows = Proposal.objects.select_related("file")
    proposal = rows.filter(pk=proposal_id, state=ProposalState.READING).first()
    if proposal is None:
        return None
    data = evidence.read_file(proposal.file)
    return WaitingFile(proposal.file_name, data, proposal.level, proposal.year)


def list_managing_units(actor: Actor, *, today: date) -> list[Unit]:
    """Return the units for which the actor may import a catalogue: own ones first, those that ended last."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.CATALOGUES_MANAGE):
        scope |= Q(path__startswith=path)
    rows = Unit.objects.filter(scope).exclude(kind__in=["group", "post"]).order_by("name_sort", "pk")
    homes = actor.home_unit_ids()
    return sorted(rows, key=lambda unit: (unit.pk not in homes, unit.valid_to is not None and unit.valid_to <= today))


def crosswalk_of(before: Found, after: Found) -> Crosswalk:
    """Return what became of each item from one catalogue to another; worked out once for the same two texts."""
    return _compare(_Pair(sha256_of(before.text), sha256_of(after.text), before.catalogue, after.catalogue))


@dataclass(frozen=True, slots=True)
class _Pair:
    before_sha256: str
    after_sha256: str
    before: Catalogue = field(compare=False)
    after: Catalogue = field(compare=False)


@functools.lru_cache(maxsize=32)
def _compare(pair: _Pair) -> Crosswalk:
    return crosswalks.load_crosswalk(pair.before, pair.after)
