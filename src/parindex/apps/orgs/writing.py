"""Writing many units at once, level by level, inside the transaction of a service."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from parindex.apps.orgs import records
from parindex.apps.orgs.models import Succession, Unit, UnitName
from parindex.domain import units
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.units import Fault, FaultCode, SuccessionFact, UnitFact

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Prepared:
    """Units to write, checked against the whole tree; `facts` have inherited periods and `parents` come first."""

    facts: tuple[UnitFact, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units a writing created, changed and left as they were."""

    created: int
    updated: int
    unchanged: int


def keep_stored(facts: Sequence[UnitFact]) -> tuple[UnitFact, ...]:
    """Fill what the facts leave blank with what is stored: an empty cell of an import takes nothing away."""
    stored = {fact.key: fact for fact in records.read_facts(by_slug=True)}
    return tuple(_filled(fact, stored[fact.key]) if fact.key in stored else fact for fact in facts)


def _filled(fact: UnitFact, stored: UnitFact) -> UnitFact:
    return dataclasses.replace(
        fact,
        short_name=fact.short_name or stored.short_name,
        code=fact.code or stored.code,
        source=fact.source or stored.source,
        valid_from=fact.valid_from or stored.valid_from,
        valid_to=fact.valid_to or stored.valid_to,
    )


def prepare(facts: Sequence[UnitFact], *, successions: Sequence[SuccessionFact] = ()) -> Prepared:
    """Check units (keys are slugs) against the stored tree; faults are of the given units only."""
    stored = {fact.key: fact for fact in records.read_facts(by_slug=True)}
    given = {fact.key for fact in facts}
    moved = tuple(
        Fault(FaultCode.PARENT_UNKNOWN, fact.key, f"Đơn vị cấp trên của “{fact.name}” không đổi được.")
        for fact in facts
        if fact.key in stored and stored[fact.key].parent != fact.parent
    )
    kept = [fact for key, fact in stored.items() if key not in given]
    tree = units.inherit_periods([*kept, *facts])
    faults = units.find_faults(tree, successions=successions)
    fresh = {fact.key: fact for fact in units.order_from_root(tree) if fact.key in given}
    below_given = tuple(fault for fault in faults if fault.key in given or _touches(fault, stored, given))
    return Prepared(facts=tuple(fresh.values()), faults=(*moved, *below_given))


def _touches(fault: Fault, stored: dict[str, UnitFact], given: set[str]) -> bool:
    """Tell whether a stored unit is at fault because the unit above it is given anew."""
    return fault.key not in stored or stored[fault.key].parent in given


def demand_permission(facts: Sequence[UnitFact], *, actor: Actor) -> None:
    """Raise `PermissionDenied` unless the actor manages every stored unit that is changed or gets a new one below."""
    paths = dict(Unit.objects.values_list("slug", "path"))
    given = {fact.key for fact in facts}
    for fact in facts:
        anchor = fact.key if fact.key in paths else fact.parent
        if anchor in given and anchor not in paths:
            continue  # Its own row is checked.
        if not actor.may(Permission.UNITS_MANAGE, paths.get(anchor or "", "/")):
            raise PermissionDenied(Permission.UNITS_MANAGE)


def write(facts: Sequence[UnitFact], *, is_fictional: bool) -> Counts:
    """Create and update units, parents before children, and add their other names."""
    by_slug = {unit.slug: unit for unit in Unit.objects.all()}
    fresh = [fact for fact in facts if fact.key not in by_slug]
    changed = [
        by_slug[fact.key]
        for fact in facts
        if fact.key in by_slug and records.apply_fact(by_slug[fact.key], fact, is_fictional=is_fictional)
    ]
    Unit.objects.bulk_update(changed, records.WRITTEN, batch_size=_BATCH)
    _create(fresh, by_slug, is_fictional=is_fictional)
    known = set(UnitName.objects.values_list("unit_id", "name"))
    names = [name for fact in facts for name in records.missing_names(by_slug[fact.key], fact, known=known)]
    UnitName.objects.bulk_create(names, batch_size=_BATCH)
    named = {name.unit.slug for name in names} - {unit.slug for unit in changed} - {fact.key for fact in fresh}
    updated = len(changed) + len(named)
    return Counts(created=len(fresh), updated=updated, unchanged=len(facts) - len(fresh) - updated)


def _create(fresh: Sequence[UnitFact], by_slug: dict[str, Unit], *, is_fictional: bool) -> None:
    """Create units level by level; a path needs the key that the database gives, so it is written second."""
    waiting = list(fresh)
    while waiting:
        level = [fact for fact in waiting if fact.parent is None or fact.parent in by_slug]
        rows = [_row(fact, by_slug.get(fact.parent or ""), is_fictional=is_fictional) for fact in level]
        Unit.objects.bulk_create(rows, batch_size=_BATCH)
        for row in rows:
            row.path = f"{row.parent.path if row.parent else '/'}{row.pk}/"
        Unit.objects.bulk_update(rows, ["path"], batch_size=_BATCH)
        by_slug.update({row.slug: row for row in rows})
        waiting = [fact for fact in waiting if fact.key not in by_slug]


def _row(fact: UnitFact, parent: Unit | None, *, is_fictional: bool) -> Unit:
    row = Unit(slug=fact.key, parent=parent, path=fact.key)
    records.apply_fact(row, fact, is_fictional=is_fictional or (parent is not None and parent.is_fictional))
    return row


def write_successions(successions: Sequence[SuccessionFact]) -> int:
    """Add the successions that are not stored yet and return how many."""
    ids = dict(Unit.objects.values_list("slug", "pk"))
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    rows = [
        Succession(
            predecessor_id=ids[fact.predecessor], successor_id=ids[fact.successor], on=fact.on, source=fact.source
        )
        for fact in successions
        if (ids[fact.predecessor], ids[fact.successor]) not in known
    ]
    Succession.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)
