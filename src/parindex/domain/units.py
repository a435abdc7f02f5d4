"""The tree of agencies through time: units, their periods and names, and who continues whom.

Periods are half-open [valid_from, valid_to). A blank bound is inherited from the unit above, since no unit outlives
the one that it belongs to; at the root a blank bound is open.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parindex.domain.text import folding


class UnitKind(StrEnum):
    """What a unit is in the State apparatus."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    OFFICE = "office"
    POST = "post"
    EXTERNAL = "external"
    GROUP = "group"


AREA_KINDS = frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE})
INNER_KINDS = frozenset({UnitKind.OFFICE, UnitKind.POST})
"""Parts of an agency: many agencies have a "Văn phòng", so its name alone says too little."""
_PLACE_WORDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Thị xã ", "Quận ", "Xã ", "Phường ", "Thị trấn ", "Đặc khu ")
_COMMITTEE_WORDS = ("Ủy ban", "Uỷ ban", "UBND")


def name_within(name: str) -> str:
    """Return the name of a unit as it stands inside a sentence: "Tỉnh Sông Mây" is "tỉnh Sông Mây"."""
    return name[:1].lower() + name[1:] if name.startswith(_PLACE_WORDS) else name


def issuer_of(name: str, *, kind: str) -> str:
    """Return who signs for a unit: the people's committee of an area, any other agency itself."""
    if kind not in AREA_KINDS or name.startswith(_COMMITTEE_WORDS):
        return name
    return f"Ủy ban nhân dân {name_within(name)}"


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit as stated; `key` is unique and stable, `parent` the key of the unit above, `code` the official code."""

    key: str
    name: str
    kind: UnitKind
    parent: str | None = None
    short_name: str = ""
    also: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    code: str = ""
    source: str = ""

    def is_valid_on(self, on: date) -> bool:
        """Tell whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class SuccessionFact:
    """One unit continues another from a day on."""

    predecessor: str
    successor: str
    on: date
    source: str


class FaultCode(StrEnum):
    """What can be wrong with a tree."""

    KEY_REPEATED = "key_repeated"
    PARENT_UNKNOWN = "parent_unknown"
    CYCLE = "cycle"
    PERIOD_EMPTY = "period_empty"
    OUTLIVES_PARENT = "outlives_parent"
    NAME_REPEATED = "name_repeated"
    SUCCESSION_UNKNOWN = "succession_unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one unit; `message` is Vietnamese and says what to correct."""

    code: FaultCode
    key: str
    message: str


def units_on(facts: Iterable[UnitFact], *, on: date) -> tuple[UnitFact, ...]:
    """Return the units that exist on a day, in the given order; periods must be inherited already."""
    return tuple(fact for fact in facts if fact.is_valid_on(on))


def order_from_root(facts: Sequence[UnitFact]) -> tuple[UnitFact, ...]:
    """Return the units with every parent before its children, without those in or below a cycle or a missing parent."""
    below: defaultdict[str | None, list[UnitFact]] = defaultdict(list)
    for fact in facts:
        below[fact.parent].append(fact)
    ordered: list[UnitFact] = list(below[None])
    for fact in ordered:
        # Each key gives its children once, so that a repeated key cannot lead back to itself.
        ordered.extend(below.pop(fact.key, ()))
    return tuple(ordered)


def inherit_periods(facts: Sequence[UnitFact]) -> tuple[UnitFact, ...]:
    """Fill each blank bound with that of the unit above; the order of the input is kept."""
    filled: dict[str, UnitFact] = {}
    for fact in order_from_root(facts):
        above = filled[fact.parent] if fact.parent else fact
        filled[fact.key] = dataclasses.replace(
            fact, valid_from=fact.valid_from or above.valid_from, valid_to=fact.valid_to or above.valid_to
        )
    return tuple(filled.get(fact.key, fact) for fact in facts)


def find_faults(facts: Sequence[UnitFact], *, successions: Sequence[SuccessionFact] = ()) -> tuple[Fault, ...]:
    """Return everything wrong with a tree, unit by unit; periods must be inherited already.

    Faults: a repeated key, a missing parent, a cycle, an empty period, a unit outside the period of the unit above,
    and two units of one name under one parent at one time.
    """
    by_key = {fact.key: fact for fact in facts}
    return (
        *_key_faults(facts),
        *_structure_faults(facts, by_key),
        *(fault for fact in facts for fault in _period_faults(fact, by_key)),
        *_name_faults(facts),
        *_succession_faults(successions, by_key),
    )


def _key_faults(facts: Sequence[UnitFact]) -> Iterator[Fault]:
    seen: set[str] = set()
    for fact in facts:
        if fact.key in seen:
            yield Fault(FaultCode.KEY_REPEATED, fact.key, f"Mã “{fact.key}” có hai lần; mỗi đơn vị một mã.")
        seen.add(fact.key)


def _structure_faults(facts: Sequence[UnitFact], by_key: Mapping[str, UnitFact]) -> Iterator[Fault]:
    reached = {fact.key for fact in order_from_root(facts)}
    for fact in facts:
        if fact.parent is not None and fact.parent not in by_key:
            message = f"Không có đơn vị cấp trên “{fact.parent}” của “{fact.name}”."
            yield Fault(FaultCode.PARENT_UNKNOWN, fact.key, message)
        elif fact.key not in reached and _is_in_cycle(fact, by_key):
            yield Fault(FaultCode.CYCLE, fact.key, f"“{fact.name}” nằm dưới chính nó; sửa đơn vị cấp trên.")


def _is_in_cycle(fact: UnitFact, by_key: Mapping[str, UnitFact]) -> bool:
    seen: set[str] = set()
    above = fact.parent
    while above is not None and above not in seen and above != fact.key:
        seen.add(above)
        above = by_key[above].parent if above in by_key else None
    return above == fact.key


def _period_faults(fact: UnitFact, by_key: Mapping[str, UnitFact]) -> Iterator[Fault]:
    start, end = fact.valid_from or date.min, fact.valid_to or date.max
    if start >= end:
        yield Fault(FaultCode.PERIOD_EMPTY, fact.key, f"“{fact.name}” hết hiệu lực trước khi bắt đầu.")
    above = by_key.get(fact.parent) if fact.parent else None
    if above and (start < (above.valid_from or date.min) or end > (above.valid_to or date.max)):
        message = f"“{fact.name}” có ngày nằm ngoài thời gian tồn tại của đơn vị cấp trên “{above.name}”."
        yield Fault(FaultCode.OUTLIVES_PARENT, fact.key, message)


def _name_faults(facts: Sequence[UnitFact]) -> Iterator[Fault]:
    same: defaultdict[tuple[str | None, str], list[UnitFact]] = defaultdict(list)
    for fact in facts:
        namesakes = same[fact.parent, folding.normalise(fact.name).lower()]
        if any(other.key != fact.key and overlaps(other, fact) for other in namesakes):
            message = f"Dưới cùng một đơn vị đã có “{fact.name}” trong cùng thời gian."
            yield Fault(FaultCode.NAME_REPEATED, fact.key, message)
        namesakes.append(fact)


def overlaps(one: UnitFact, other: UnitFact) -> bool:
    """Tell whether two units exist on some common day."""
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start < min(one.valid_to or date.max, other.valid_to or date.max)


def _succession_faults(successions: Sequence[SuccessionFact], by_key: Mapping[str, UnitFact]) -> Iterator[Fault]:
    for succession in successions:
        for key in (succession.predecessor, succession.successor):
            if key not in by_key:
                yield Fault(FaultCode.SUCCESSION_UNKNOWN, key, f"Quan hệ kế thừa nhắc tới mã “{key}” không có.")
        if succession.predecessor == succession.successor:
            message = f"“{succession.predecessor}” không thể kế thừa chính nó."
            yield Fault(FaultCode.SUCCESSION_UNKNOWN, succession.predecessor, message)
