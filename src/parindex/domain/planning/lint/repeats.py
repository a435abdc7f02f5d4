"""Said twice: repeated items, items that contradict each other, a body that differs from its appendix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from parindex.domain.planning.lint.assignment import work_of
from parindex.domain.planning.lint.deadlines import CHECKABLE_KINDS
from parindex.domain.planning.lint.model import Hit, LintContext, label_of, name_of, span_of
from parindex.domain.planning.lint.wording import agency_key, key_of
from parindex.domain.planning.model import Deadline, Item, Part, Plan, Target

# A plan names its own level now by "cấp xã", now by "thị trấn"; the other levels are other criteria.
_COMMUNE = re.compile(r"\b(?:cap )?(?:xa(?! hoi)|phuong|thi tran)\b")
_FEWEST_LETTERS = 12


def find_repeated(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find a criterion that two items of one part take up (`duplicate`), and then differently (`contradiction`)."""
    optional = context.book.folded("body_appendix_differs", "optional_words")
    first: dict[tuple[Part, str], Item] = {}
    for item in work_of(plan):
        earlier = next((first[key] for key in _keys_of(item) if key in first), None)
        for key in _keys_of(item):
            first.setdefault(key, item)
        if earlier is None:
            continue
        place = f"dòng {earlier.line}" if earlier.line else f"mục {earlier.number}"
        other = f"{label_of(earlier)} ({place})"
        values = {"item": label_of(item), "other": other, "name": name_of(item)}
        differing = _differing(item, earlier, optional)
        if differing:
            field, mine, theirs = differing
            values |= {"field": field, "mine": mine, "theirs": theirs}
            yield Hit("contradiction", f"{mine} ≠ {theirs}", item, span_of(item), values=values)
        else:
            yield Hit("duplicate", name_of(item), item, span_of(item), values=values)


def _keys_of(item: Item) -> list[tuple[Part, str]]:
    """Return what makes two items of one part the same: each name without words of levels, and the code."""
    names = [_COMMUNE.sub("cap xa", key_of(name)) for name in item.names]
    keys = [name for name in names if len(name) >= _FEWEST_LETTERS]
    return [(item.part, key) for key in [*keys, *([item.code] if item.code else [])]]


def _differing(item: Item, other: Item, optional: frozenset[str]) -> tuple[str, str, str] | None:
    """Return the first field in which two items differ, with the words of both."""
    if item.targets and other.targets and _targets(item) != _targets(other):
        return "mục tiêu", item.target_text or "", other.target_text or ""
    if item.lead and other.lead and _agencies(item.lead, optional) != _agencies(other.lead, optional):
        return "cơ quan chủ trì", "; ".join(item.lead), "; ".join(other.lead)
    if _times(item) and _times(other) and _times(item) != _times(other):
        return "thời gian", item.deadline_text or "", other.deadline_text or ""
    return None


def _agencies(names: tuple[str, ...], optional: frozenset[str]) -> frozenset[str]:
    return frozenset(agency_key(name, optional=optional) for name in names)


def _targets(item: Item) -> frozenset[tuple[str, Decimal | None, Decimal | None]]:
    return frozenset((target.op.value, target.value, target.value2) for target in item.targets)


def _times(item: Item) -> frozenset[tuple[str, object, object]]:
    return frozenset((deadline.kind.value, deadline.year, deadline.date_) for deadline in item.deadlines)


def find_differences(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find what the body says otherwise than its appendix row (`body_appendix_differs`), one finding a field."""
    optional = context.book.folded("body_appendix_differs", "optional_words")
    by_key = {item.key: item for item in plan.items}
    for item in work_of(plan):
        row = by_key.get(item.linked_key or "")
        if item.part is not Part.BODY or row is None:
            continue
        for case, field, mine, theirs in _compare(item, row, optional):
            values = {"item": label_of(item), "row": label_of(row), "mine": mine, "theirs": theirs}
            span = span_of(item, field)
            yield Hit("body_appendix_differs", f"{mine} ≠ {theirs}", item, span, case=case, values=values)


def _compare(item: Item, row: Item, optional: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield case, field and both words of each difference; what one side leaves out is no difference."""
    mine, theirs = _agencies(item.lead, optional), _agencies(row.lead, optional)
    if mine and theirs and mine.isdisjoint(theirs):
        yield "lead", "lead", "; ".join(item.lead), "; ".join(row.lead)
    if len(item.names) == 1 and _contradict(item.targets, row.targets):
        yield "targets", "target_text", item.target_text or "", row.target_text or ""
    if _times(item) and _times(row) and _times(item).isdisjoint(_times(row)):
        are_dated = all(any(map(_is_dated, side)) for side in (item.deadlines, row.deadlines))
        case = "deadlines" if are_dated else "deadlines_loose"
        yield case, "deadline_text", item.deadline_text or "", row.deadline_text or ""


def _is_dated(deadline: Deadline) -> bool:
    return deadline.kind in CHECKABLE_KINDS


def _contradict(mine: tuple[Target, ...], theirs: tuple[Target, ...]) -> bool:
    """Tell whether two goals give different numbers; a goal that says more than the other does not contradict it."""
    values: list[defaultdict[str, set[Decimal]]] = []
    for targets in (mine, theirs):
        kept: defaultdict[str, set[Decimal]] = defaultdict(set)
        for target in targets:
            if target.value is not None:
                kept[target.unit or ""].add(target.value)
        values.append(kept)
    common = values[0].keys() & values[1].keys()
    return any(values[0][unit].isdisjoint(values[1][unit]) for unit in common)
