"""Whether an item is for the lower unit at all: its measure, its level, the agencies it is given to, its criterion."""

from __future__ import annotations

import functools
import re

from parindex.domain.planning.cascade.agencies import AgencyMap, Fit
from parindex.domain.planning.cascade.goals import is_foreign
from parindex.domain.planning.cascade.model import CascadeBook, LowerUnit, Measure
from parindex.domain.planning.model import Item
from parindex.domain.text import folding

_RELATIVE = frozenset({"%", "pp", None})


def find_reason(item: Item, *, book: CascadeBook, unit: LowerUnit, agencies: AgencyMap) -> str:
    """Say why an item is not for a unit; "" when it is."""
    level = unit.fact.kind.value
    names = [name for name in item.names if not is_foreign(name, book=book, unit=unit)]
    texts = [folding.fold_aligned(text) for text in (*names, item.target_text or "")]
    for measure in book.measures:
        if level not in measure.levels and _asks_for(item, measure, texts):
            return measure.reason
    if item.names and not names:
        return "Tiêu chí chỉ đo ở cấp khác."
    doers = [agencies.resolve(name) for name in (*item.lead, *item.implement)]
    if doers and all(doer.fit is Fit.DROP for doer in doers):
        return doers[0].why
    return ""


def _asks_for(item: Item, measure: Measure, texts: list[str]) -> bool:
    """Tell whether an item asks for a measure; one that counts must be named, since a goal may hold other clauses."""
    told = texts if measure.at_least is None else texts[:-1]
    if not any(_pattern(words).search(text) for words in measure.words for text in told):
        return False
    counts = [target.value for target in item.targets if target.unit not in _RELATIVE and target.value is not None]
    return measure.at_least is None or any(count >= measure.at_least for count in counts)


@functools.lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    """Compile folded words; "…" stands for up to sixty letters between two of them."""
    return re.compile(r"\b" + r"[^;]{0,60}?".join(re.escape(part.strip()) for part in words.split("…")) + r"\b")
