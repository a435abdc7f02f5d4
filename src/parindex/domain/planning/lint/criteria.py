"""Which criterion: a goal that belongs to another one, one that this level does not have, codes, lost points."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from parindex.domain.planning.lint.model import Hit, Inapplicable, LintContext, label_of, name_of, span_of
from parindex.domain.planning.lint.wording import Words, clauses_of, key_of
from parindex.domain.planning.model import Item, Plan, UnitLevel
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.text import folding

_FEWEST_WORDS = 4
_FEWEST_FITS = 2
_PROCEDURES = re.compile(r"\b(\d{1,4}) (?:nhom )?(?:tthc|thu tuc)\b")
_CODE = re.compile(r"\d+(?:\.\d+)*")


def find_misfits(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find goals that speak of another criterion than the item's own (`goal_misfit`).

    A goal misfits when it shares no content word with the names of its item, and holds most content words of another
    criterion: of a catalogue or of the plan itself.
    """
    words = Words(context.book.words("goal_misfit", "stop_words"), context.book.words("goal_misfit", "abbreviations"))
    known = _contents(context.catalogues, words)
    own_names = tuple((name_of(item), words.content_of(name_of(item))) for item in plan.items)
    for item in plan.items:
        goal = words.content_of(item.target_text or "")
        own = words.content_of(name_of(item))
        if len(goal) < _FEWEST_WORDS or not own or goal & own:
            continue
        candidates = [pair for pair in (*own_names, *known) if _speaks_of(goal, pair[1])]
        if candidates:
            other = max(candidates, key=lambda pair: (len(goal & pair[1]), -len(pair[1])))[0]
            values = {"item": label_of(item), "name": name_of(item), "other": other}
            yield Hit("goal_misfit", item.target_text or "", item, span_of(item, "target_text"), values=values)


def _speaks_of(goal: frozenset[str], content: frozenset[str]) -> bool:
    """Tell whether a goal shares four content words with a criterion and the rest of either is small.

    It holds three of every five words of the criterion and says little else, or four of every five of its own words
    are the criterion's.
    """
    shared = len(goal & content)
    if shared < _FEWEST_WORDS:
        return False
    return (shared * 5 >= len(content) * 3 and shared * 2 >= len(goal)) or shared * 5 >= len(goal) * 4


@functools.lru_cache(maxsize=4)
def _contents(catalogues: tuple[Catalogue, ...], words: Words) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return name and content words of the named criteria; remembered by the tuple."""
    names = {item.name for catalogue in catalogues for root in catalogue.items for _, item in root.walk() if item.name}
    found = ((name, words.content_of(name)) for name in sorted(names))
    return tuple(pair for pair in found if len(pair[1]) >= _FEWEST_WORDS)


def find_inapplicable(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items that ask a unit for what only a higher level has (`not_applicable_here`)."""
    level = context.level or plan.document.unit_level
    if level is None:
        return
    measures = [measure for measure in context.book.inapplicable if level not in measure.levels]
    for item in plan.items:
        for measure in measures:
            words = _words_of(item, measure)
            if words:
                values = {"item": label_of(item), "words": words, "reason": measure.reason, "level": _LEVELS[level]}
                yield Hit("not_applicable_here", words, item, span_of(item, "target_text"), values=values)
                break


_LEVELS = {
    UnitLevel.PROVINCE: "cấp tỉnh",
    UnitLevel.DEPARTMENT: "sở, ban, ngành",
    UnitLevel.DISTRICT: "cấp huyện",
    UnitLevel.COMMUNE: "cấp xã",
}


def _words_of(item: Item, measure: Inapplicable) -> str:
    """Return the words of an item that ask for a measure; "" when it does not, or asks for less than `at_least`."""
    for text in (*item.names, item.target_text or ""):
        folded = folding.fold_aligned(text)
        found = next(filter(None, (_pattern(word).search(folded) for word in measure.words)), None)
        if found is None:
            continue
        if measure.at_least is None:
            return text
        clauses = clauses_of(item.target_text or text)
        asked = next((clause for clause in clauses if _count_in(clause) >= measure.at_least), None)
        if asked is not None:
            return asked
    return ""


def _count_in(clause: str) -> int:
    """Return how many procedures a clause asks for; 0 when it counts none."""
    found = _PROCEDURES.search(folding.fold(clause))
    return int(found[1]) if found else 0


@functools.lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    """Compile folded words; "…" stands for up to sixty letters between two of them."""
    return re.compile(r"\b" + r"[^;]{0,60}?".join(re.escape(part.strip()) for part in words.split("…")) + r"\b")


def find_unknown_codes(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find codes that the catalogue does not have, and codes that stand for another name there (`unknown_code`)."""
    if context.catalogue is None:
        return
    known = {item.code: item.name for root in context.catalogue.items for _, item in root.walk()}
    for item in plan.items:
        number = _number_of(item)
        if number is None or number in known:
            continue
        values = {"item": label_of(item), "code": item.code or "", "catalogue": context.catalogue.title}
        yield Hit("unknown_code", item.code or "", item, span_of(item, "code"), values=values)


def _number_of(item: Item) -> str | None:
    found = _CODE.search(item.code or "")
    return found[0] if found else None


def find_missing_losses(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find criteria that lost points and that no item takes up, by code or by name (`missing_loss`)."""
    codes = {number for item in plan.items if (number := _number_of(item))}
    names = {key_of(name) for item in plan.items for name in item.names}
    known = {}
    if context.catalogue is not None:
        known = {item.code: item.name or "" for root in context.catalogue.items for _, item in root.walk()}
    for lost in context.losses:
        found = _CODE.search(lost)
        number = found[0] if found else lost
        is_taken = any(
            code == number or code.startswith(f"{number}.") or number.startswith(f"{code}.") for code in codes
        )
        if is_taken or (known.get(number) and key_of(known[number]) in names):
            continue
        values = {"code": lost, "name": known.get(number) or ""}
        yield Hit("missing_loss", lost, case="named" if values["name"] else "", values=values)


def choose_catalogue(plan: Plan, *, catalogues: tuple[Catalogue, ...]) -> Catalogue | None:
    """Return the catalogue whose codes and names the plan uses; None when it fits none for half of the coded items.

    A plan of a year may still follow last year's catalogue, so the words decide, and the year only between equals.
    """
    coded = [(number, item) for item in plan.items if (number := _number_of(item))]
    year = plan.document.plan_year or 0
    best = max(catalogues, key=lambda each: (_fit(coded, each), -abs(each.year - year)), default=None)
    fits = _fit(coded, best) if best is not None else 0
    return best if fits >= _FEWEST_FITS and fits * 2 >= len(coded) else None


def _fit(coded: list[tuple[str, Item]], catalogue: Catalogue) -> int:
    """Count the items whose code stands for about the same name in a catalogue."""
    known = {
        item.code: frozenset(key_of(item.name or "").split()) for root in catalogue.items for _, item in root.walk()
    }
    count = 0
    for number, item in coded:
        theirs, mine = known.get(number, frozenset()), frozenset(key_of(name_of(item)).split())
        count += bool(theirs) and 2 * len(theirs & mine) >= len(theirs)
    return count
