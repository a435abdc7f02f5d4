"""Who does it: no lead, nobody at all, no coordinator where the goal spans several units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, LintContext, label_of, name_of, span_of
from parindex.domain.planning.lint.wording import agency_key
from parindex.domain.planning.model import Item, Plan, Section
from parindex.domain.text import folding


def work_of(plan: Plan) -> Iterator[Item]:
    """Yield the items that ask someone to do something; goals of a programme only say what shall be."""
    return (item for item in plan.items if item.section is not Section.GOAL)


def find_unassigned(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items without a lead (`no_lead`), and those that name nobody at all (`no_assignment`).

    Whoever is the only one to carry an item out leads it, whatever the column is called.
    """
    leading = _compile(context.book.words("no_lead", "lead_words"))
    texts = {paragraph.block: paragraph.text for paragraph in context.source.paragraphs if paragraph.row is None}
    for item in work_of(plan):
        others = (*item.coordinate, *item.implement, *item.support)
        if item.lead or (len(item.implement) == 1 and not item.support):
            continue
        span = span_of(item, "support", "implement", "coordinate")
        # "Phòng A (đầu mối); Phòng B (phối hợp)": someone leads, though the reader did not make out who.
        if others and span and span.row is None and leading.search(folding.fold_aligned(texts.get(span.block, ""))):
            continue
        values = {"item": label_of(item), "others": "; ".join(others)}
        case = "helpers" if others else ""
        text = values["others"] or name_of(item)
        yield Hit("no_lead", text, item, span if others else span_of(item), case=case, values=values)
        if not others:
            yield Hit("no_assignment", name_of(item), item, span_of(item), values=values)


def find_uncoordinated(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items whose goal or actions span several units while only the lead is named (`no_coordinator`)."""
    spans_units = _compile(context.book.words("no_coordinator", "several_units"))
    optional = context.book.folded("body_appendix_differs", "optional_words")
    for item in work_of(plan):
        if not item.lead or item.coordinate or item.implement or item.support:
            continue
        words = _words_of_others(item, spans_units, optional)
        if words and not any(spans_units.search(folding.fold(lead)) for lead in item.lead):
            values = {"item": label_of(item), "words": words, "lead": "; ".join(item.lead)}
            yield Hit("no_coordinator", words, item, span_of(item, "target_text"), values=values)


def _words_of_others(item: Item, pattern: re.Pattern[str], optional: frozenset[str]) -> str:
    """Return the words that bring other units in: a group in the goal or another actor of the actions."""
    goal = item.target_text or ""
    found = pattern.search(folding.fold_aligned(goal))
    if found:
        return goal[found.start() : found.end()]
    leads = {agency_key(lead, optional=optional) for lead in item.lead}
    actors = (actor for action in item.actions for actor in action.actors)
    return next((actor for actor in actors if agency_key(actor, optional=optional) not in leads), "")


def _compile(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(map(folding.fold, words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
