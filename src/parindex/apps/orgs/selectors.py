"""Units as the actor may see them, through time."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from parindex.apps.orgs import records
from parindex.apps.orgs.errors import UnitNotFound
from parindex.apps.orgs.models import NameKind, Succession, Unit, UnitKind
from parindex.definitions.units.loader import load_vocabulary
from parindex.domain.access import Actor, Permission
from parindex.domain.naming.directory import Directory
from parindex.domain.text import folding
from parindex.domain.units import UnitFact


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What narrows a list of units; shared by pages, API and exports. `query` is matched without accents."""

    query: str = ""
    kind: str = ""
    on: date | None = None
    under_path: str = ""


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """What a unit was called, what it continues and what continues it, oldest first."""

    former_names: tuple[str, ...]
    other_names: tuple[str, ...]
    origins: tuple[Succession, ...]
    successions: tuple[Succession, ...]


def _visible(actor: Actor) -> QuerySet[Unit]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.UNITS_VIEW):
        scope |= Q(path__startswith=path)
    return Unit.objects.filter(scope)


def _existing(units: QuerySet[Unit], on: date | None) -> QuerySet[Unit]:
    if on is None:
        return units
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return units.filter(begun, Q(valid_to=None) | Q(valid_to__gt=on))


def list_kinds() -> list[tuple[str, str]]:
    """Return the kinds of units with their names, from high to low."""
    return [(kind.value, str(kind.label)) for kind in UnitKind]


def list_units(actor: Actor, *, filters: UnitFilter) -> list[Unit]:
    """Return units with the unit above, in Vietnamese order."""
    units = _existing(_visible(actor), filters.on)
    if filters.under_path:
        units = units.filter(path__startswith=filters.under_path)
    if filters.kind:
        units = units.filter(kind=filters.kind)
    if filters.query.strip():
        wanted = folding.fold(filters.query)
        named = Unit.objects.filter(names__name_fold__contains=wanted).values("pk")
        units = units.filter(Q(name_fold__contains=wanted) | Q(pk__in=named))
    return list(units.select_related("parent").order_by("name_sort", "pk"))


def access_unit(actor: Actor, unit_id: int) -> Unit:
    """Return a unit that the actor may see, with the unit above. Raises `UnitNotFound`."""
    unit = _visible(actor).select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise UnitNotFound
    return unit


def access_slug(actor: Actor, slug: str) -> Unit:
    """Return the unit of a slug that the actor may see. Raises `UnitNotFound`."""
    unit = _visible(actor).select_related("parent").filter(slug=slug).first()
    if unit is None:
        raise UnitNotFound
    return unit


def list_children(actor: Actor, *, unit: Unit | None, on: date | None = None) -> list[Unit]:
    """Return the units directly below a unit, or the roots that the actor may see; in Vietnamese order."""
    units = _existing(_visible(actor).filter(parent=unit), on)
    return list(units.select_related("parent").order_by("name_sort", "pk"))


def list_highest(actor: Actor, *, most: int) -> list[Unit]:
    """Return the roots that the actor may see, then the units right below each of them; with names only."""
    top = _visible(actor).filter(Q(parent=None) | Q(parent__parent=None)).only("name", "parent_id")
    units = list(top.order_by("name_sort", "pk"))
    roots = [unit for unit in units if unit.parent_id is None]
    below = [unit for root in roots for unit in units if unit.parent_id == root.pk]
    return [*roots, *below][:most]


def list_permitted(actor: Actor, permission: Permission, *, on: date, most: int) -> list[Unit]:
    """Return the units of a day where the actor's permission begins, then those right below; with names only."""
    tops = set(actor.scope(permission))
    inside = Q(path__in=tops) | Q(parent__path__in=tops)
    units = _existing(_visible(actor).filter(inside), on).only("name", "path").order_by("name_sort", "pk")
    return sorted(units, key=lambda unit: unit.path not in tops)[:most]


def list_owners(actor: Actor, *, near: Unit, on: date | None = None) -> list[Unit]:
    """Return the agencies to which a plan of a unit may give work: those in its area, and the areas below it.

    Offices of other agencies and of lower areas are left out, so that the list stays one that a person can read.
    """
    areas = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
    steps = [int(part) for part in near.path.strip("/").split("/")]
    kinds = {near.pk: near.kind}
    if near.kind not in areas:
        kinds |= dict(Unit.objects.filter(pk__in=steps).values_list("pk", "kind"))
    area = next((pk for pk in reversed(steps) if kinds[pk] in areas), steps[0])
    above = "/" + "".join(f"{pk}/" for pk in steps[: steps.index(area) + 1])
    inside = Q(path__startswith=above) & (Q(kind__in=areas) | Q(parent_id=area))
    units = _existing(_visible(actor).filter(inside), on)
    return list(units.only("slug", "name", "kind", "path").order_by("name_sort", "pk"))


def history(unit: Unit) -> UnitHistory:
    """Return the names of a unit and its place in the chain of successions."""
    names = list(unit.names.order_by("pk"))
    return UnitHistory(
        former_names=tuple(name.name for name in names if name.kind == NameKind.FORMER),
        other_names=tuple(name.name for name in names if name.kind != NameKind.FORMER),
        origins=tuple(unit.origins.select_related("predecessor").order_by("on", "pk")),
        successions=tuple(unit.successions.select_related("successor").order_by("on", "pk")),
    )


def directory() -> Directory:
    """Return the directory of names of the whole tree; its keys are paths.

    The tree is read each time (three queries) and the directory built only when the tree is another one, so that a
    change by whatever process is never missed.
    """
    paths = dict(Unit.objects.values_list("pk", "path"))
    pairs = Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id")
    return _build_directory(records.read_facts(), tuple((paths[old], paths[new]) for old, new in pairs))


@functools.lru_cache(maxsize=2)
def _build_directory(facts: tuple[UnitFact, ...], successors: tuple[tuple[str, str], ...]) -> Directory:
    return Directory(facts, vocabulary=load_vocabulary(), successors=successors)
