"""What differs between two plans, item by item and field by field: after an edit in Word, or from year to year.

Only what a document says is compared: what is derived from its words follows them, and places in files differ anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from parindex.domain.planning.criteria import full_code
from parindex.domain.planning.model import Citation, Item, Plan, PlanDocument
from parindex.domain.text import folding

_WORD = re.compile(r"\w+")
Value = str | tuple[str, ...] | None
T = TypeVar("T")


class Change(StrEnum):
    """What happened to an item; a moved item stands at another place of the plan, its fields may differ too."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; absent is None, lists are tuples."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What happened to one item: its keys on both sides and the fields that differ."""

    change: Change
    before_key: str | None
    after_key: str | None
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two plans, items in the order of the later plan, the removed ones last."""

    document: tuple[FieldChange, ...]
    items: tuple[ItemChange, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both plans say the same."""
        return not self.document and not self.items


def values_of(item: Item) -> tuple[FieldChange, ...]:
    """Return what an item says as changes from nothing: for an item that only one plan has."""
    read = ((name, value(item)) for name, value in _VALUES.items())
    return tuple(FieldChange(name, None, value) for name, value in read if value)


def compare_plans(before: Plan, after: Plan) -> Difference:
    """Compare two plans; items are matched by key with the same name, then by code, by name, and last by key alone."""
    pairs = _match(before.items, after.items)
    partner_of = {second: first for first, second in pairs}
    moved = _moved(pairs)
    changes = [
        change
        for at, item in enumerate(after.items)
        if (change := _change(before.items, partner_of.get(at), item, is_moved=at in moved)) is not None
    ]
    kept = {first for first, _ in pairs}
    gone = (item for at, item in enumerate(before.items) if at not in kept)
    changes += [ItemChange(Change.REMOVED, item.key, None, item.names[0]) for item in gone]
    return Difference(_fields(_FACTS, before.document, after.document), tuple(changes))


def _change(earlier: Sequence[Item], partner: int | None, item: Item, *, is_moved: bool) -> ItemChange | None:
    if partner is None:
        return ItemChange(Change.ADDED, None, item.key, item.names[0])
    old = earlier[partner]
    fields = _fields(_VALUES, old, item)
    if not fields and not is_moved:
        return None
    return ItemChange(Change.MOVED if is_moved else Change.CHANGED, old.key, item.key, item.names[0], fields)


def _match(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the pairs of positions that are one item, each position once."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    pairs: list[tuple[int, int]] = []
    for identity in _IDENTITIES:
        waiting: dict[object, list[int]] = {}
        for at, item in left.items():
            if (known := identity(item)) is not None:
                waiting.setdefault(known, []).append(at)
        for at, item in list(right.items()):
            found = waiting.get(identity(item))
            if found:
                first = found.pop(0)
                pairs.append((first, at))
                del left[first], right[at]
    return sorted(pairs, key=lambda pair: pair[1])


def _moved(pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the later positions of the items out of order: all but a longest run that kept its order."""
    lengths: list[tuple[int, int]] = []
    for at, (first, _) in enumerate(pairs):
        best = max(
            ((lengths[i][0] + 1, i) for i in range(at) if pairs[i][0] < first), default=(1, -1), key=lambda b: b[0]
        )
        lengths.append(best)
    at = max(range(len(lengths)), key=lambda i: lengths[i][0], default=-1)
    kept: set[int] = set()
    while at >= 0:
        kept.add(pairs[at][1])
        at = lengths[at][1]
    return frozenset(second for _, second in pairs if second not in kept)


def _folded(item: Item) -> str:
    return " ".join(_WORD.findall(folding.fold("; ".join(item.names))))


_IDENTITIES: tuple[Callable[[Item], object], ...] = (
    lambda item: (item.key, _folded(item)),
    lambda item: (item.part, _code(item), _folded(item)) if item.code else None,
    lambda item: (item.part, _folded(item)),
    lambda item: (item.part, _code(item)) if item.code else None,
    lambda item: item.key,
)


def _code(item: Item) -> str | None:
    return full_code(item.code) if item.code else None


def _fields(values: Mapping[str, Callable[[T], Value]], before: T, after: T) -> tuple[FieldChange, ...]:
    read = ((name, value(before), value(after)) for name, value in values.items())
    return tuple(FieldChange(name, old, new) for name, old, new in read if old != new)


def _title(facts: PlanDocument) -> str | None:
    """Return the title without the kind of document, which stands before it on some papers and above it on others."""
    kind, title = facts.kind or "", facts.title
    if title is None or not kind or not title.casefold().startswith(kind.casefold()):
        return title
    return title[len(kind) :].strip()


def _cited(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(f"{entry.number} {entry.date_ or ''}".strip() for entry in citations if entry.carried_out)


_VALUES: Mapping[str, Callable[[Item], Value]] = {
    "section": lambda item: item.section.value,
    "domain": lambda item: item.domain,
    "domain_name": lambda item: item.domain_name,
    "number": lambda item: item.number,
    "code": _code,
    "level": lambda item: item.level.value if item.level else None,
    "names": lambda item: item.names,
    "limitations": lambda item: item.limitations,
    "target_text": lambda item: item.target_text,
    "actions": lambda item: tuple(action.text for action in item.actions),
    "lead": lambda item: item.lead,
    "coordinate": lambda item: item.coordinate,
    "implement": lambda item: item.implement,
    "support": lambda item: item.support,
    "product": lambda item: item.product,
    "budget": lambda item: item.budget,
    "deadline_text": lambda item: item.deadline_text,
}
_FACTS: Mapping[str, Callable[[PlanDocument], Value]] = {
    "kind": lambda facts: facts.kind,
    "title": _title,
    "number": lambda facts: facts.number,
    "date": lambda facts: facts.date_.isoformat() if facts.date_ else None,
    "issuer": lambda facts: facts.issuer,
    "plan_year": lambda facts: str(facts.plan_year) if facts.plan_year else None,
    "signer": lambda facts: facts.signer,
    "signer_title": lambda facts: facts.signer_title,
    "recipients": lambda facts: facts.recipients,
    "implements": lambda facts: _cited(facts.citations),
}


def difference_to_json(difference: Difference) -> dict[str, object]:
    """Return a difference as `{"same", "document", "items"}` with plain values."""
    return {
        "same": difference.is_empty,
        "document": [_field_to_json(change) for change in difference.document],
        "items": [
            {
                "change": change.change.value,
                "before_key": change.before_key,
                "after_key": change.after_key,
                "name": change.name,
                "fields": [_field_to_json(field) for field in change.fields],
            }
            for change in difference.items
        ],
    }


def _field_to_json(change: FieldChange) -> dict[str, object]:
    before, after = (list(side) if isinstance(side, tuple) else side for side in (change.before, change.after))
    return {"field": change.field, "before": before, "after": after}
