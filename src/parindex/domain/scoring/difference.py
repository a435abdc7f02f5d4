"""What differs between two catalogues, by code; that a code has moved is for a crosswalk to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, Item
from parindex.domain.scoring.wording import number_text


class Change(StrEnum):
    """What happened to a code from the first catalogue to the second."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One code that differs."""

    item_code: str
    change: Change
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; `same_count` codes do not."""

    head: tuple[FieldChange, ...]
    items: tuple[ItemChange, ...]
    same_count: int


def compare(before: Catalogue, after: Catalogue) -> Difference:
    """Compare two catalogues: their heads, then every code in the order of the first, then the new ones."""
    old, new = ({item.code: item for _, item in catalogue.walk()} for catalogue in (before, after))
    changes = []
    same_count = 0
    for code, item in old.items():
        if code not in new:
            changes.append(ItemChange(code, Change.REMOVED, item.name or ""))
            continue
        fields = _fields(_facts(item), _facts(new[code]))
        if fields:
            changes.append(ItemChange(code, Change.CHANGED, new[code].name or "", fields))
        else:
            same_count += 1
    changes += [ItemChange(code, Change.ADDED, item.name or "") for code, item in new.items() if code not in old]
    return Difference(_fields(_head(before), _head(after)), tuple(changes), same_count)


def _fields(before: dict[str, str], after: dict[str, str]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, before[name], after[name]) for name in before if before[name] != after[name])


def _head(catalogue: Catalogue) -> dict[str, str]:
    return {
        "level": catalogue.level.value,
        "year": str(catalogue.year),
        "decision": catalogue.decision.number,
        "status": catalogue.status.value,
        "total_points": _points(catalogue.total_points),
        "item_rounding": catalogue.item_rounding.describe(),
        "index_rounding": catalogue.index_rounding.describe(),
        "ranking": catalogue.ranking.describe(),
        "grades": "; ".join(
            f"{grade.name} từ {_points(grade.from_index)}" if grade.from_index is not None else grade.name
            for grade in catalogue.ranking.grades
        ),
    }


def _facts(item: Item) -> dict[str, str]:
    """Return what counts as a change; where the words were found does not."""
    maximum = item.max_points or Fraction(0)
    return {
        "name": item.name or "",
        "max_points": _points(item.max_points),
        "rule": item.rule.describe(maximum=maximum) if item.rule else "",
        "channel": item.channel.value if item.channel else "",
        "status": item.status.value,
        "effect": item.effect.value,
        "always_applies": "có" if item.always_applies else "không",
    }


def _points(value: Fraction | None) -> str:
    return "không rõ" if value is None else number_text(value)
