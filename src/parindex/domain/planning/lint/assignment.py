"""Who does it: no lead, nobody at all, no coordinator where the goal spans several units."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, LintContext, label_of, name_of, span_of
from parindex.domain.planning.lint.wording import agency_key
from parindex.domain.planning.model import Confidence, Item, Part, Plan, Section
from parindex.domain.text import folding

_LONGEST_AGENCY = 6


def work_of(plan: Plan) -> Iterator[Item]:
    """Yield the items that ask someone to do something; goals of a programme only say what shall be."""
    return (item for item in plan.items if item.section is not Section.GOAL)


def is_doubtful(item: Item) -> bool:
    """Tell whether the reader is unsure of an item: what it lacks may only have been misread."""
    if item.number is None and Confidence.CHECK in item.confidence.values():
        return True
    return item.confidence.get("names") is Confidence.CHECK


def regions_of(plan: Plan, context: LintContext) -> dict[str, str]:
    """Return the folded text of every item by its key: from its own heading or row to the next one."""
    starts = sorted(
        (min((span.block, span.row or 0) for span in item.sources["names"]), item.key)
        for item in plan.items
        if item.sources.get("names")
    )
    places = [place for place, _ in starts]
    regions: defaultdict[str, list[str]] = defaultdict(list)
    for paragraph in context.source.paragraphs:
        at = bisect.bisect_right(places, (paragraph.block, paragraph.row or 0)) - 1
        if at >= 0:
            regions[starts[at][1]].append(paragraph.text)
    return {key: folding.fold(" ; ".join(parts)) for key, parts in regions.items()}


def compile_labels(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile labels that have a value: "Chủ trì: Sở A", up to four words before the colon, or "Sở A (chủ trì)"."""
    label = compile_words(words).pattern
    return re.compile(rf"{label}(?:[\s/]+\w+){{0,4}}\s*:\s*\w{{2}}|\w\s*\({label}")


def find_unassigned(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items without a lead (`no_lead`), and those that name nobody at all (`no_assignment`).

    Whoever is the only one to carry an item out leads it, whatever the column is called.
    """
    leading = compile_words(context.book.words("no_lead", "lead_words"))
    heads = compile_words(context.book.words("no_lead", "agency_heads"))
    labels = compile_labels(context.book.words("no_lead", "lead_words"))
    regions = regions_of(plan, context)
    above: Item | None = None
    for item in work_of(plan):
        earlier, above = above, item
        if item.lead or is_doubtful(item) or _is_said(item, leading, heads):
            continue
        if labels.search(regions.get(item.key, "")):
            continue
        others = (*item.coordinate, *item.implement, *item.support)
        values = {"item": label_of(item), "others": "; ".join(others)}
        span = span_of(item, "support", "implement", "coordinate") if others else span_of(item)
        case = "helpers" if others else ""
        if others and item.part is Part.APPENDIX and earlier is not None and earlier.lead:
            case = "blank_cell"
        yield Hit("no_lead", values["others"] or name_of(item), item, span, case=case, values=values)
        if not others:
            yield Hit("no_assignment", name_of(item), item, span, values=values)


def _is_said(item: Item, leading: re.Pattern[str], heads: re.Pattern[str]) -> bool:
    """Tell whether an item says who leads it in a way that the reader did not take out.

    It does when one agency alone carries it out, when an agency is its heading, when each action has an actor of its
    own, or when its words speak of a lead: "Phòng A (đầu mối); Phòng B (phối hợp)".
    """
    if len(item.implement) == 1 and not item.support:
        return True
    name = folding.fold(name_of(item))
    if heads.match(name) and len(name.split()) <= _LONGEST_AGENCY:
        return True
    if len({action.actors for action in item.actions}) > 1 and all(action.actors for action in item.actions):
        return True
    return leading.search(folding.fold(" ; ".join(action.text for action in item.actions))) is not None


def find_uncoordinated(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items whose goal or actions span several units while only the lead is named (`no_coordinator`)."""
    spans_units = _compile_groups(context)
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


def _compile_groups(context: LintContext) -> re.Pattern[str]:
    """Compile "các cơ quan", "100% số đơn vị", "UBND các xã": a word of number before a word of units."""
    counts, units = (compile_words(context.book.words("no_coordinator", name)).pattern for name in ("counts", "units"))
    return re.compile(rf"(?:ubnd\s+)?{counts}\s+(?:(?:tong\s+)?so\s+|cac\s+)*{units}")


def compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile an alternation of folded words, longest first."""
    ordered = sorted(map(folding.fold, words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w])")
