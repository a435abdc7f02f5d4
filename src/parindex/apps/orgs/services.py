"""The only writer of the tree of agencies. Every change is checked against the whole tree and audited."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from parindex.apps.audit import services as audit
from parindex.apps.orgs import importing, records, writing
from parindex.apps.orgs.errors import UnitRejected
from parindex.apps.orgs.importing import NO_DEFAULTS, Defaults, Reject
from parindex.apps.orgs.models import NameKind, Unit, UnitName
from parindex.definitions.units import loader
from parindex.documents.read.rows import Row
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text import folding
from parindex.domain.units import SuccessionFact, UnitFact


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did: counts of units, or the rejects for which nothing was written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: tuple[Reject, ...] = ()


def import_units(
    *, rows: Sequence[Row], actor: Actor, now: datetime, defaults: Defaults = NO_DEFAULTS, is_dry_run: bool = False
) -> ImportOutcome:
    """Import rows all or nothing: any reject leaves the tree as it was; a dry run always does.

    A unit that is already there is changed to what the row says; its parent cannot change. Raises `PermissionDenied`.
    """
    reading = importing.read_units(rows, defaults=defaults)
    if reading.rejects:
        return ImportOutcome(rejects=tuple(reading.rejects))
    with transaction.atomic():
        prepared = writing.prepare(writing.keep_stored(reading.facts))
        writing.demand_permission(prepared.facts or reading.facts, actor=actor)
        if prepared.faults:
            rejects = [Reject(reading.rows.get(fault.key, 0), "", fault.message) for fault in prepared.faults]
            return ImportOutcome(rejects=tuple(sorted(rejects, key=lambda reject: reject.row)))
        counts = writing.write(prepared.facts, is_fictional=False)
        if is_dry_run:
            transaction.set_rollback(True)
        elif counts.created or counts.updated:
            _record(actor, "units.imported", object_id="rows", label=f"{len(rows)} dòng", after=counts, now=now)
    return ImportOutcome(counts.created, counts.updated, counts.unchanged)


def load_dataset(*, name: str, actor: Actor, now: datetime) -> ImportOutcome:
    """Load a tree that ships with the house; a second load changes nothing.

    Raises `UnitDefinitionError` for an unknown name, `PermissionDenied`, and `UnitRejected` when the tree that is
    there does not fit with it.
    """
    dataset = loader.load_dataset(name)
    with transaction.atomic():
        writing.demand_permission(dataset.facts, actor=actor)
        prepared = writing.prepare(dataset.facts, successions=dataset.successions)
        if prepared.faults:
            raise UnitRejected(prepared.faults[0].message)
        counts = writing.write(prepared.facts, is_fictional=dataset.is_fictional)
        successions = writing.write_successions(dataset.successions)
        if counts.created or counts.updated or successions:
            _record(actor, "units.imported", object_id=name, label=dataset.title, after=counts, now=now)
    return ImportOutcome(counts.created, counts.updated, counts.unchanged)


def add_unit(*, fact: UnitFact, actor: Actor, now: datetime) -> Unit:
    """Add one unit; `fact.key` is its slug and `fact.parent` that of the unit above.

    Raises `PermissionDenied`, and `UnitRejected` when the slug is taken or the tree would be wrong.
    """
    with transaction.atomic():
        if Unit.objects.filter(slug=fact.key).exists():
            raise UnitRejected(f"Mã “{fact.key}” đã có. Chọn mã khác.")
        writing.demand_permission([fact], actor=actor)
        prepared = _prepare([fact])
        writing.write(prepared, is_fictional=False)
        unit = Unit.objects.get(slug=fact.key)
        _record_unit(actor, "unit.added", unit, before=None, now=now)
    return unit


def rename(*, unit: Unit, name: str, short_name: str, actor: Actor, now: datetime) -> Unit:
    """Give a unit another name; the old one stays as a former name, so that older documents still find it.

    Raises `PermissionDenied`, and `UnitRejected` for an empty or a taken name.
    """
    with transaction.atomic():
        locked = _lock(unit, actor)
        before, old = _facts(locked), (locked.name, locked.short_name)
        fresh = folding.collapse(folding.normalise(name))
        if not fresh:
            raise UnitRejected("Tên đơn vị không được để trống.")
        fact = dataclasses.replace(_stated(locked), name=fresh, short_name=short_name.strip())
        (checked,) = _prepare([fact])
        records.apply_fact(locked, checked, is_fictional=locked.is_fictional)
        locked.save(update_fields=records.WRITTEN)
        for former in sorted({text for text in old if text} - {locked.name, locked.short_name}):
            UnitName.objects.update_or_create(
                unit=locked,
                name=former,
                defaults={"kind": NameKind.FORMER, "name_fold": folding.fold(former)[:200]},
            )
        _record_unit(actor, "unit.renamed", locked, before=before, now=now)
    return locked


def close_unit(
    *, unit: Unit, on: date, successors: Sequence[Unit] = (), source: str = "", actor: Actor, now: datetime
) -> Unit:
    """End a unit and all below it on a day (the first day on which it is no more) and name who continues it.

    Raises `PermissionDenied`, and `UnitRejected` when a unit below would end before it begins, or a successor is
    itself or comes without a source.
    """
    if successors and not source.strip():
        raise UnitRejected("Ghi văn bản làm căn cứ của việc kế thừa.")
    with transaction.atomic():
        locked = _lock(unit, actor)
        before = _facts(locked)
        open_ends = Q(valid_to=None) | Q(valid_to__gt=on)
        subtree = Unit.objects.filter(open_ends, path__startswith=locked.path)
        late = subtree.filter(valid_from__gte=on).order_by("pk").first()
        if late is not None:
            raise UnitRejected(f"“{late.name}” bắt đầu từ {late.valid_from:%d/%m/%Y}, không kết thúc sớm hơn được.")
        subtree.update(valid_to=on)
        facts = [SuccessionFact(locked.slug, heir.slug, on, source.strip()) for heir in successors]
        if any(fact.predecessor == fact.successor for fact in facts):
            raise UnitRejected("Đơn vị không thể kế thừa chính nó.")
        writing.write_successions(facts)
        locked.refresh_from_db()
        _record_unit(actor, "unit.closed", locked, before=before, now=now)
    return locked


def _lock(unit: Unit, actor: Actor) -> Unit:
    locked = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if not actor.may(Permission.UNITS_MANAGE, locked.path):
        raise PermissionDenied(Permission.UNITS_MANAGE)
    return locked


def _prepare(facts: Sequence[UnitFact]) -> tuple[UnitFact, ...]:
    prepared = writing.prepare(facts)
    if prepared.faults:
        raise UnitRejected(prepared.faults[0].message)
    return prepared.facts


def _stated(unit: Unit) -> UnitFact:
    return next(fact for fact in records.read_facts(by_slug=True) if fact.key == unit.slug)


def _facts(unit: Unit) -> dict[str, object]:
    return {name: getattr(unit, name) for name in records.STATED}


def _record_unit(actor: Actor, action: str, unit: Unit, *, before: object, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="unit",
        object_id=str(unit.pk),
        object_label=unit.name,
        unit_path=unit.path,
        before=before,
        after=_facts(unit),
        now=now,
    )


def _record(actor: Actor, action: str, *, object_id: str, label: str, after: writing.Counts, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="units",
        object_id=object_id,
        object_label=label,
        after=dataclasses.asdict(after),
        now=now,
    )
