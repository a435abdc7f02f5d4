"""Imports and single dossiers as the actor may see them, and the one thing that everybody may see of a dossier."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from parindex.analytics.bulk import comparing, lookup
from parindex.analytics.bulk.comparing import Difference
from parindex.analytics.bulk.errors import UnknownDossier
from parindex.analytics.bulk.importing import load_clock
from parindex.analytics.bulk.lookup import Due
from parindex.analytics.bulk.steady import read_parts
from parindex.analytics.bulk.store import Store
from parindex.analytics.bulk.words import UnitList
from parindex.apps.dossiers import services, stores
from parindex.apps.dossiers.errors import DossierNotFound, ImportNotFound, NoDossiers
from parindex.apps.dossiers.models import DossierImport, DossierSource, ImportState
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission
from parindex.domain.dossiers.clock import Timing
from parindex.domain.dossiers.model import Dossier

_LISTED = 50
MOST_DIFFERENCES = 50


@dataclass(frozen=True, slots=True)
class Area:
    """The units whose dossiers are asked for, by slug; `is_whole` when that is everything in the store."""

    units: Mapping[str, Unit]
    is_whole: bool

    @property
    def slugs(self) -> tuple[str, ...] | None:
        """The slugs to ask the store for; None for all of it."""
        return None if self.is_whole else tuple(sorted(self.units))

    def name_of(self, slug: str) -> str:
        """Return the name of a unit; a name that the tree does not have is shown as it stands."""
        return self.units[slug].name if slug in self.units else slug


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a job needs to import a file."""

    store: Store
    path: Path
    units: UnitList
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """One dossier with its clock and, when the tree has it, its unit."""

    dossier: Dossier
    timing: Timing
    unit: Unit | None

    @property
    def unit_name(self) -> str:
        """The name of the unit."""
        return self.unit.name if self.unit else self.dossier.unit


def area_of(actor: Actor, *, unit: Unit | None = None) -> Area:
    """Return what the actor may see of dossiers, narrowed to a unit and those below it. One query."""
    paths = actor.scope(Permission.DOSSIERS_VIEW)
    scope = Q(pk__in=())
    for path in paths:
        scope |= Q(path__startswith=path)
    units = Unit.objects.filter(scope).only("pk", "slug", "name", "path", "parent_id", "is_fictional")
    if unit is not None:
        units = units.filter(path__startswith=unit.path)
    found = {one.slug: one for one in units}
    roots = Unit.objects.filter(parent=None).count() if unit is None or unit.parent_id is None else -1
    return Area(found, sum(one.parent_id is None for one in found.values()) == roots)


def importing_units(actor: Actor) -> list[Unit]:
    """Return the highest units for which the actor may import."""
    roots = Unit.objects.filter(parent=None).order_by("name_sort", "pk")
    return [unit for unit in roots if actor.may(Permission.DOSSIERS_IMPORT, unit.path)]


def _visible_imports(actor: Actor) -> QuerySet[DossierImport]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.DOSSIERS_IMPORT):
        scope |= Q(unit__path__startswith=path)
    return DossierImport.objects.filter(scope).select_related("unit", "job")


def list_imports(actor: Actor) -> list[DossierImport]:
    """Return the latest imports that the actor may see. One query."""
    return list(_visible_imports(actor).order_by("-created_at", "-pk")[:_LISTED])


def access_import(actor: Actor, public_id: uuid.UUID) -> DossierImport:
    """Return a visible import. Raises `ImportNotFound`."""
    one = _visible_imports(actor).filter(public_id=public_id).first()
    if one is None:
        raise ImportNotFound
    return one


def rejects_path(one: DossierImport) -> Path | None:
    """Return the file that lists the rejected rows of an import; None when there is none."""
    path = stores.store_of(one.source).rejects_folder / one.rejects_file if one.rejects_file else None
    return path if path is not None and path.is_file() else None


def waiting_import(import_id: int) -> Waiting | None:
    """Return what a job needs; None when the import is over or its file is gone."""
    one = DossierImport.objects.select_related("unit").filter(pk=import_id, state=ImportState.WAITING).first()
    if one is None:
        return None
    path = services.waiting_path(one)
    return Waiting(stores.store_of(one.source), path, stores.unit_names(one.unit), one.file_name)


def figures_day(*, today: date) -> date:
    """Return the day that figures are of: the last day anything happened in the store, never one to come.

    Raises `NoDossiers`.
    """
    _, manifest = stores.opened()
    return min(date.fromisoformat(manifest.last_day), today) if manifest.last_day else today


def access_dossier(actor: Actor, code: str) -> Found:
    """Return a dossier in the area of the actor. Raises `DossierNotFound` and `NoDossiers`."""
    found = _find(code)
    area = area_of(actor)
    if not area.is_whole and found.dossier.unit not in area.units:
        raise DossierNotFound
    return Found(found.dossier, found.timing, area.units.get(found.dossier.unit))


def public_dossier(code: str) -> Found:
    """Return a dossier for anybody who knows its code; a store never holds who handed it in.

    Raises `DossierNotFound`, also while nothing was imported.
    """
    try:
        found = _find(code)
    except NoDossiers as error:
        raise DossierNotFound from error
    return Found(found.dossier, found.timing, Unit.objects.filter(slug=found.dossier.unit).first())


def _find(code: str) -> Found:
    store, _ = stores.opened()
    try:
        dossier = read_parts(store, lambda parts: lookup.find_dossier(parts, code))
    except UnknownDossier as error:
        raise DossierNotFound from error
    return Found(dossier, load_clock().read(dossier), None)


def due_list(area: Area, *, as_of: date, within: int, page: int, size: int) -> tuple[int, tuple[Due, ...]]:
    """Return how many open dossiers are late or fall due within so many days, and one page of them."""
    store, _ = stores.opened()
    asked = lookup.DueQuery(as_of=as_of, within=within, units=area.slugs, limit=size, offset=(page - 1) * size)
    return read_parts(store, lambda parts: lookup.due_page(parts, asked))


def count_due(area: Area, *, as_of: date, within: int) -> int:
    """Return how many open dossiers are late or fall due within so many days."""
    store, _ = stores.opened()
    asked = lookup.DueQuery(as_of=as_of, within=within, units=area.slugs)
    return read_parts(store, lambda parts: lookup.count_due(parts, asked))


def propose_appointment(found: Found, *, today: date, days: int = 3) -> date:
    """Return a new appointment some working days after the old one or today, whichever is later."""
    calendar = load_clock().calendar
    start = max(today, found.timing.first_due or today)
    return calendar.add_working_days(start, days) if calendar.knows(start + timedelta(days=20)) else start


def list_differences(area: Area) -> tuple[dict[str, int], tuple[Difference, ...]]:
    """Return the differences between both sources by column, and the first of them. Raises `NoDossiers`."""
    left, mine = stores.opened()
    right, theirs = stores.opened(DossierSource.PORTAL)
    parts = (left.part_paths(mine), right.part_paths(theirs))
    counts = comparing.count_differences(*parts, units=area.slugs)
    found = comparing.differences(*parts, units=area.slugs, limit=MOST_DIFFERENCES) if counts else ()
    return counts, tuple(found)
