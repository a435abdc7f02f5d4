"""Which agencies: names that no tree knows or that no longer exist, and agencies that a unit cannot give work to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from parindex.domain.naming.directory import CONTINUED
from parindex.domain.planning.lint.assignment import work_of
from parindex.domain.planning.lint.model import Hit, LintContext, UnitTree, label_of, span_of
from parindex.domain.planning.model import Item, Plan, UnitLevel
from parindex.domain.text import folding

_FIELDS = ("lead", "coordinate", "implement", "support")
_RANKS = {UnitLevel.PROVINCE: 1, UnitLevel.DEPARTMENT: 1, UnitLevel.DISTRICT: 2, UnitLevel.COMMUNE: 3}
_LEVEL_NAMES = {0: "Trung ương", 1: "cấp tỉnh", 2: "cấp huyện"}
_DISTRICT = re.compile(r"\b(?:cap huyen|huyen(?! uy\b)|quan(?= \S+$)|thi xa|cac huyen)\b")
_GROUP = re.compile(r"\b(?:ubnd|uy ban nhan dan)\s+(?:cap xa|cac xa)\b")


def find_unknown_agencies(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find agencies that the tree does not know or that had ended on the day of the plan (`unknown_agency`).

    Each name is reported once, at the first item that gives it work.
    """
    heads = context.book.folded("unknown_agency", "agency_heads")
    on = day_of(plan, context)
    ended = end_of_districts(context)
    seen: set[str] = set()
    for item, field, name in _named(plan):
        folded = folding.fold(name)
        if folded in seen:
            continue
        seen.add(folded)
        values = {"item": label_of(item), "agency": name}
        span = span_of(item, field)
        if on is not None and on >= ended and _DISTRICT.search(folded):
            yield Hit("unknown_agency", name, item, span, case="dissolved", values=values)
        elif context.tree is not None:
            state = _state_of(name, folded, context.tree, heads)
            if state is not None:
                yield Hit("unknown_agency", name, item, span, case=state, values=values)


def _named(plan: Plan) -> Iterator[tuple[Item, str, str]]:
    for item in work_of(plan):
        for field in _FIELDS:
            for name in getattr(item, field):
                yield item, field, name


def day_of(plan: Plan, context: LintContext) -> date | None:
    """Return the day on which the agencies must exist: that of signing, else the middle of the plan's year."""
    if plan.document.date_ is not None:
        return plan.document.date_
    year = context.year or plan.document.plan_year
    return date(year, 7, 1) if year else None


def end_of_districts(context: LintContext) -> date:
    """Return the day on which the district level ended."""
    return date.fromisoformat(context.book.words("unknown_agency", "districts_ended_on")[0])


def _state_of(name: str, folded: str, tree: UnitTree, heads: frozenset[str]) -> str | None:
    """Return "ended" or "" (unknown) for a name that opens like one agency; None for one that exists or is unclear."""
    head = next((head for head in heads if folded.startswith(f"{head} ")), None)
    # After the head a name goes on with a capital letter: "Phòng Nội vụ", not "Trung tâm thuộc xã".
    if head is None or "," in name or "(" in name or not name[len(head) + 1 :].lstrip()[:1].isupper():
        return None
    match = tree.directory.resolve(name, on=tree.on, near=tree.near)
    if match.unit is not None:
        return "ended" if match.score <= CONTINUED else None
    if match.group is not None:
        return None
    if not match.alternatives:
        return ""
    return "ended" if all(alternative.unit in tree.ended for alternative in match.alternatives) else None


def find_wrong_levels(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find agencies of a higher level that a plan gives work to, and its own level as a group (`wrong_level_agency`).

    A unit gives work to its own offices and to those below; what it needs of those above it can only ask for.
    """
    level = context.level or plan.document.unit_level
    on = day_of(plan, context)
    ended = end_of_districts(context)
    has_districts = on is None or on < ended
    # A "thành phố" that plans after the end of the districts is one of a province's rank.
    if level is None or (level is UnitLevel.DISTRICT and not has_districts):
        return
    own = _RANKS[level]
    outside = context.book.folded("wrong_level_agency", "outside_heads")
    for item, field, name in _named(plan):
        folded = folding.fold(name)
        if any(folded.startswith(head) for head in outside):
            continue
        values = {"item": label_of(item), "agency": name, "level": ""}
        span = span_of(item, field)
        rank = _rank_of(folded, has_districts=has_districts)
        if rank is not None and rank < own:
            values["level"] = _LEVEL_NAMES[rank]
            case = "lead" if field == "lead" else ""
            yield Hit("wrong_level_agency", name, item, span, case=case, values=values)
        elif level is UnitLevel.COMMUNE and _GROUP.search(folded):
            yield Hit("wrong_level_agency", name, item, span, case="own_level", values=values)


def _rank_of(folded: str, *, has_districts: bool) -> int | None:
    """Return the rank of the level whose agency a name is, by its first and last words; None when they do not say."""
    if re.match(
        r"(?:bo truong|bo (?:noi vu|tu phap|tai chinh|thong tin|cong an|khoa hoc|y te)|van phong chinh phu)\b", folded
    ):
        return 0
    if re.search(r"\b(?:cap tinh|tinh)$", folded) or re.match(r"(?:cac )?so\b(?! \d)", folded):
        return 1
    if re.search(r"\b(?:cap huyen|huyen)$", folded) or (has_districts and re.match(r"(?:cac )?phong\b", folded)):
        return None if re.search(r"\b(?:xa|phuong|thi tran)$", folded) else 2
    return None
