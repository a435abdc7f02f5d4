"""Which units of a tree the agencies of read plans are: the key `agencies` of `parindex plan import --units --json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parindex.domain.naming.directory import Match
    from parindex.domain.naming.groups import Group
    from parindex.domain.planning.lint.model import UnitTree
    from parindex.domain.planning.model import Plan


def resolve_agencies(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """Return for each plan its own unit and every agency it names, resolved on its day in the tree that knows it.

    The trees are those that ship with the product. A name that fits no unit, or more than one, has the unit None and
    stays text, with what it may mean.
    """
    from parindex.definitions.lint.context import find_tree

    return [_resolved(plan, find_tree(plan)) for plan in plans]


def _resolved(plan: Plan, tree: UnitTree | None) -> dict[str, Any]:
    names = tuple(dict.fromkeys(_names(plan)))
    if tree is None:
        return {"doc": plan.document.doc, "unit": None, "names": [_unknown(name) for name in names]}
    found = [_match(name, tree.directory.resolve(name, on=tree.on, near=tree.near)) for name in names]
    return {"doc": plan.document.doc, "unit": tree.near, "names": found}


def _names(plan: Plan) -> Iterator[str]:
    for item in plan.items:
        yield from (*item.lead, *item.coordinate, *item.implement, *item.support)
        for action in item.actions:
            yield from action.actors


def _unknown(name: str) -> dict[str, Any]:
    return {"text": name, "unit": None, "score": 0, "group": None, "alternatives": []}


def _match(name: str, match: Match) -> dict[str, Any]:
    return {
        "text": name,
        "unit": match.unit,
        "score": match.score,
        "group": _group(match.group) if match.group is not None else None,
        "alternatives": [{"unit": other.unit, "score": other.score} for other in match.alternatives],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in group.kinds],
        "below": group.base,
        "count": len(group.units),
        "open": group.is_open,
    }
