"""Generic groups of units: "các sở, ban, ngành tỉnh", "UBND cấp huyện", "các cơ quan, đơn vị liên quan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from parindex.domain.naming.index import TreeIndex
from parindex.domain.naming.words import Folds, GroupNoun, Words
from parindex.domain.units import AREA_KINDS, UnitFact, UnitKind

_AREA_NOUNS: Final = {GroupNoun.DISTRICT: UnitKind.DISTRICT, GroupNoun.COMMUNE: UnitKind.COMMUNE}
_KINDS: Final = {
    GroupNoun.DEPARTMENT: (UnitKind.DEPARTMENT,),
    GroupNoun.OFFICE: (UnitKind.OFFICE,),
    GroupNoun.POST: (UnitKind.POST,),
    GroupNoun.EXTERNAL: (UnitKind.EXTERNAL,),
    GroupNoun.OUTSIDE: (),
}
_BODIES: Final = {
    UnitKind.PROVINCE: (UnitKind.DEPARTMENT,),
    UnitKind.COMMUNE: (UnitKind.OFFICE, UnitKind.POST),
}
_COUNCIL: Final = ("ubnd",)
_LONGEST: Final = 6


@dataclass(frozen=True, slots=True)
class Group:
    """A generic group: its kinds, the unit below which it is meant, and the units of it on the day.

    `is_open` says that the document leaves it to a person who belongs to it ("có liên quan"); `units` are then those
    to choose from.
    """

    kinds: tuple[UnitKind, ...]
    base: str | None
    units: tuple[str, ...]
    is_open: bool = False


@dataclass(slots=True)
class _Parts:
    """What the words of a group say."""

    nouns: list[GroupNoun]
    place: UnitFact | None = None
    is_open: bool = False
    is_generic: bool = False


def read_group(words: Words, *, tree: TreeIndex, chain: Sequence[UnitFact], on: date) -> Group | None:
    """Read a generic group and find its units; None when the words name anything else."""
    parts = _read_parts(words, tree=tree, chain=chain)
    if parts is None or not _is_group(parts):
        return None
    base = _find_base(parts, tree=tree, chain=chain)
    kinds = tuple(dict.fromkeys(kind for noun in parts.nouns for kind in _kinds_of(noun, base)))
    units = tuple(_find_units(kinds, base, tree=tree, on=on))
    is_open = parts.is_open or GroupNoun.ANY in parts.nouns
    return Group(kinds=kinds, base=base.key if base else None, units=units, is_open=is_open)


def _is_group(parts: _Parts) -> bool:
    """Tell a group from one agency: "Các phòng" and "Sở, ban, ngành" are groups, "Phòng Công chức" is one office."""
    if not parts.nouns:
        return False
    one_office = parts.nouns[0] is GroupNoun.OFFICE and GroupNoun.POST in parts.nouns
    return parts.is_generic or parts.is_open or (len(parts.nouns) > 1 and not one_office)


def _read_parts(words: Words, *, tree: TreeIndex, chain: Sequence[UnitFact]) -> _Parts | None:
    """Read every word as a part of a group; None as soon as one is none."""
    parts = _Parts(nouns=[])
    position = 0
    while position < len(words):
        if parts.nouns and _read_place(words.folds[position:], parts, tree=tree, chain=chain):
            break
        taken = _read_part(words.folds[position : position + _LONGEST], parts, tree=tree)
        if not taken:
            return None
        position += taken
    return parts


def _read_part(folds: Folds, parts: _Parts, *, tree: TreeIndex) -> int:
    """Read the longest part that opens `folds` and return its length, 0 for none."""
    lexis = tree.lexis
    for length in range(len(folds), 0, -1):
        part = folds[:length]
        if part in lexis.groups:
            parts.nouns.append(lexis.groups[part])
        elif part in lexis.quantifiers:
            parts.is_generic = True
        elif part in lexis.openers:
            parts.is_open = True
        elif part != _COUNCIL:
            continue
        return length
    return 0


def _read_place(folds: Folds, parts: _Parts, *, tree: TreeIndex, chain: Sequence[UnitFact]) -> bool:
    """Read the place that ends a group: a named area, or a level above the plan's unit unless it is one more noun."""
    areas = [entry.fact for entry in tree.areas_named(folds)]
    if areas:
        parts.place = max(areas, key=lambda fact: tree.count_shared(fact, chain))
        return True
    kinds = tree.lexis.levels.get(folds)
    may_be_noun = folds in tree.lexis.groups and any(noun in _AREA_NOUNS for noun in parts.nouns)
    if not kinds or may_be_noun:
        return False
    parts.place = next((fact for fact in chain if fact.kind in kinds), None)
    return parts.place is not None


def _find_base(parts: _Parts, *, tree: TreeIndex, chain: Sequence[UnitFact]) -> UnitFact | None:
    """Find the unit below which a group is meant: the place named, else the area of the plan's unit.

    Sở exist below a province only; "các phòng" in the plan of a sở are its own.
    """
    if parts.place is not None:
        base = parts.place
    elif chain and chain[0].kind is UnitKind.DEPARTMENT and parts.nouns[0] is GroupNoun.OFFICE:
        base = chain[0]
    elif chain:
        base = tree.area_of(chain[0])
    else:
        return None
    if GroupNoun.DEPARTMENT in parts.nouns:
        above = tree.chain(base.key)
        return next((fact for fact in above if fact.kind is UnitKind.PROVINCE), base)
    return base


def _kinds_of(noun: GroupNoun, base: UnitFact | None) -> tuple[UnitKind, ...]:
    """Return the kinds that a noun stands for at the level of an area."""
    if noun in _AREA_NOUNS:
        return (_AREA_NOUNS[noun],)
    if noun in _KINDS:
        return _KINDS[noun]
    level = base.kind if base else UnitKind.PROVINCE
    bodies = _BODIES.get(level, (UnitKind.OFFICE,))
    if noun is GroupNoun.BODY:
        return bodies
    areas = {UnitKind.PROVINCE: (UnitKind.DISTRICT, UnitKind.COMMUNE), UnitKind.DISTRICT: (UnitKind.COMMUNE,)}
    return (*bodies, *areas.get(level, ()), UnitKind.EXTERNAL)


def _find_units(kinds: tuple[UnitKind, ...], base: UnitFact | None, *, tree: TreeIndex, on: date) -> Iterator[str]:
    if base is None:
        return
    agencies = frozenset(kinds) - AREA_KINDS
    for fact in tree.children(base.key, kinds=agencies, on=on):
        yield fact.key
    for kind in kinds:
        if kind in AREA_KINDS:
            for fact in tree.below(base.key, kind=kind, on=on):
                yield fact.key
