"""The stored tree as facts, and facts as stored rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from parindex.apps.orgs.models import NameKind, Unit, UnitName
from parindex.domain.text import folding
from parindex.domain.units import UnitFact, UnitKind

STATED = ("official_code", "name", "short_name", "kind", "valid_from", "valid_to", "source")
WRITTEN = (*STATED, "is_fictional", "name_fold", "name_sort")
_KINDS = {kind.value: kind for kind in UnitKind}


def read_facts(*, by_slug: bool = False) -> tuple[UnitFact, ...]:
    """Read the whole tree in two queries; keys are paths ("/1/15/"), or slugs when asked."""
    names: defaultdict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit_id, name, kind in UnitName.objects.order_by("pk").values_list("unit_id", "name", "kind"):
        names[unit_id][NameKind.FORMER.value if kind == NameKind.FORMER else NameKind.ALSO.value].append(name)
    rows = Unit.objects.order_by("pk").values_list("pk", "parent_id", "path", "slug", *STATED)
    keys = {pk: slug if by_slug else path for pk, _, path, slug, *_ in rows}
    return tuple(
        UnitFact(
            key=keys[pk],
            parent=keys[parent_id] if parent_id else None,
            code=code,
            name=name,
            short_name=short_name,
            kind=_KINDS[kind],
            valid_from=valid_from,
            valid_to=valid_to,
            source=source,
            also=tuple(names[pk][NameKind.ALSO.value]) if pk in names else (),
            former=tuple(names[pk][NameKind.FORMER.value]) if pk in names else (),
        )
        for pk, parent_id, _, _, code, name, short_name, kind, valid_from, valid_to, source in rows
    )


def apply_fact(unit: Unit, fact: UnitFact, *, is_fictional: bool) -> bool:
    """Write a fact into a unit in memory, with its shadow columns, and tell whether anything changed.

    A fictional unit never becomes a real one.
    """
    values: dict[str, object] = {
        "official_code": fact.code,
        "name": fact.name,
        "short_name": fact.short_name,
        "kind": fact.kind.value,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "source": fact.source,
        "is_fictional": is_fictional or unit.is_fictional,
        "name_fold": folding.fold(fact.name)[:200],
        "name_sort": folding.sort_key(fact.name)[:400],
    }
    changed = {name: value for name, value in values.items() if getattr(unit, name) != value}
    for name, value in changed.items():
        setattr(unit, name, value)
    return bool(changed)


def missing_names(unit: Unit, fact: UnitFact, *, known: set[tuple[int, str]]) -> Sequence[UnitName]:
    """Return the other names of a unit that are not stored yet."""
    wanted = dict.fromkeys(fact.also, NameKind.ALSO) | dict.fromkeys(fact.former, NameKind.FORMER)
    if fact.short_name:
        wanted.setdefault(fact.short_name, NameKind.SHORT)
    return [
        UnitName(unit=unit, name=name, kind=kind, name_fold=folding.fold(name)[:200])
        for name, kind in wanted.items()
        if (unit.pk, name) not in known
    ]
