"""The findings of a plan: every rule in turn, rendered with the words of the rule book."""

from __future__ import annotations

import bisect
from dataclasses import replace

from parindex.domain.planning.lint import (
    agencies,
    assignment,
    blanks,
    citations,
    criteria,
    deadlines,
    leftovers,
    letters,
    numbering,
    repeats,
    targets,
    unread,
)
from parindex.domain.planning.lint.model import CaseText, Finding, Hit, LintContext, Rule, Severity
from parindex.domain.planning.lint.wording import quote
from parindex.domain.planning.model import Item, Plan
from parindex.domain.text import folding

RULES: tuple[Rule, ...] = (
    blanks.find_blanks,
    citations.find_bad_citations,
    numbering.find_numbering_faults,
    letters.find_glyphs,
    letters.find_misspellings,
    assignment.find_unassigned,
    assignment.find_uncoordinated,
    deadlines.find_deadline_gaps,
    deadlines.find_past_deadlines,
    deadlines.find_few_dates,
    targets.find_unmeasured,
    targets.find_without_baseline,
    targets.find_impossible,
    criteria.find_misfits,
    criteria.find_inapplicable,
    criteria.find_unknown_codes,
    criteria.find_missing_losses,
    repeats.find_repeated,
    repeats.find_differences,
    agencies.find_unknown_agencies,
    agencies.find_wrong_levels,
    leftovers.find_foreign_places,
    leftovers.find_other_kinds,
    unread.find_unread,
    unread.find_more_codes,
)


def lint_plan(plan: Plan, context: LintContext) -> tuple[Finding, ...]:
    """Return everything to mend in a plan, in the order of the text; what has no place of its own comes first."""
    places = _places_of(plan)
    findings = [render(_located(hit, places), context) for rule in RULES for hit in rule(plan, context)]
    return tuple(sorted(dict.fromkeys(findings), key=_place))


# These speak of a whole part of the plan and only point at an example.
WHOLE_PLAN = frozenset({"few_dates"})

_Place = tuple[tuple[int, int], tuple[int, int], Item]


def _places_of(plan: Plan) -> list[_Place]:
    """Return first and last place (block, row) of every item, in reading order."""
    places = []
    for item in plan.items:
        at = [(span.block, span.row or 0) for spans in item.sources.values() for span in spans]
        if at:
            places.append((min(at), max(at), item))
    return sorted(places, key=lambda place: place[:2])


def _located(hit: Hit, places: list[_Place]) -> Hit:
    """Give a finding about a place in the text the item that stands there."""
    if hit.item is not None or hit.span is None or hit.code in WHOLE_PLAN:
        return hit
    here = (hit.span.block, hit.span.row or 0)
    at = bisect.bisect_right(places, here, key=lambda place: place[0]) - 1
    if at < 0 or here > places[at][1]:
        return hit
    return replace(hit, item=places[at][2])


def _place(finding: Finding) -> tuple[int, int, int, int, str]:
    span = finding.span
    block, row = (span.block, span.row or 0) if span is not None else (0, 0)
    return (finding.page or 0, finding.line or 0, block, row, finding.code)


def render(hit: Hit, context: LintContext) -> Finding:
    """Write a hit as a finding; raises KeyError for a case or a value that the rule book does not have."""
    case: CaseText = context.book.rules[hit.code].cases[hit.case]
    values = {name: quote(value) for name, value in hit.values.items()}
    item = hit.item
    page, line = _place_of(hit)
    return Finding(
        code=hit.code,
        severity=case.severity,
        message=_fill(case.sentence, values),
        text=quote(hit.text, most=400),
        fix=_fill(case.fix, values),
        why=case.why,
        item=item.key if item is not None else None,
        number=item.number if item is not None else None,
        line=line,
        page=page,
        span=hit.span,
    )


def _fill(pattern: str, values: dict[str, str]) -> str:
    """Fill a pattern in; a value that is empty leaves no gap."""
    return folding.collapse(pattern.format_map(values)).replace(" .", ".")


def _place_of(hit: Hit) -> tuple[int | None, int | None]:
    """Return page and line; the lines of a page are those of the reader, which nobody else can count."""
    span = hit.span
    page = hit.page if span is None else span.page
    if page is not None:
        return page, None
    if span is not None and span.line is not None:
        return None, span.line
    return None, hit.line if hit.line is not None or hit.item is None else hit.item.line


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Tell whether something must be mended before the plan is signed."""
    return any(finding.severity is Severity.ERROR for finding in findings)
