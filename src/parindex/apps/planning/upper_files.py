"""A lower unit's draft from an upper plan that came as a file: nobody's plan here, so nothing of it is tracked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from parindex.apps.imports import selectors as drafts
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import Draft, DraftState, ItemState, Origin
from parindex.apps.orgs import records
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning import cascade_sources
from parindex.apps.planning.errors import NotHandedDown
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.model import Cascade, NoCascade
from parindex.domain.planning.cascade.places import find_lower_unit
from parindex.domain.planning.model import UnitLevel
from parindex.domain.scoring.catalogue import Catalogue

_UPPER = {UnitLevel.PROVINCE.value, UnitLevel.DISTRICT.value}
_LOWER = {UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.COMMUNE}


@dataclass(frozen=True, slots=True)
class Aim:
    """Whose plan is to be drafted: the unit, the day whose tree of units counts, and the catalogue of its level."""

    unit: Unit
    on: date
    catalogue: Catalogue | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What would be drafted, with everything that it changes, leaves out and asks."""

    upper: cascade_sources.Upper
    cascade: Cascade


def is_upper(draft: Draft) -> bool:
    """Tell whether a draft is an upper plan that was read from a file and that no unit has made its own."""
    level = (draft.facts.get("unit_level") or {}).get("value")
    return draft.origin == Origin.FILE and draft.state == DraftState.REVIEW and level in _UPPER


def list_uppers(actor: Actor) -> list[Draft]:
    """Return the imported upper plans that the actor may see, newest first."""
    return [draft for draft in drafts.list_uploaded(actor) if is_upper(draft)]


def list_aims(actor: Actor, *, today: date) -> list[Unit]:
    """Return the units for which the actor may draft a plan below another, those that ended last."""
    return [unit for unit in drafts.list_importing_units(actor, today=today) if unit.kind in _LOWER]


def outline(draft: Draft, aim: Aim) -> Outline:
    """Return what the draft of a unit would be; stores nothing. Raises `NotHandedDown` with the reason."""
    if not is_upper(draft):
        raise NotHandedDown("Bản nhập này không phải kế hoạch cấp tỉnh hay cấp huyện đang đối chiếu.")
    book = load_cascade_book()
    upper = cascade_sources.read_imported(
        draft, [row for row in drafts.list_items(draft) if row.state != ItemState.SKIPPED]
    )
    try:
        cascade = cascade_plan(
            upper.plan,
            unit=find_lower_unit(records.read_facts(by_slug=True), key=aim.unit.slug, on=aim.on, book=book),
            book=book,
            lexicon=load_lexicon(),
            calendar=load_calendar(),
            catalogue=aim.catalogue,
        )
    except NoCascade as refused:
        raise NotHandedDown(refused.message) from refused
    return Outline(upper, cascade)


def start(*, draft: Draft, aim: Aim, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    """Begin the draft of a unit from an imported upper plan; where it would say the same, give the one that is there.

    Raises `PermissionDenied` and `NotHandedDown`.
    """
    if not actor.may(Permission.PLANS_IMPORT, aim.unit.path):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    found = outline(draft, aim)
    said = hashlib.sha256(repr(found.cascade.plan).encode()).hexdigest()[:32]
    key = f"draft:{draft.pk}:{aim.on:%Y-%m-%d}:{said}"
    begin = cascade_sources.begin(found.cascade, found.upper, unit_name=aim.unit.name, key=key)
    return imports.start_draft(unit=aim.unit, start=begin, actor=actor, now=now)
