"""How the name of an agency begins, compiled once from the lexicon."""

from __future__ import annotations

import re
from functools import cache

from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.text import folding


@cache
def agency_starts(*, with_fields: bool = False) -> re.Pattern[str]:
    """Return the pattern of folded words that open an agency or a group of agencies.

    With `with_fields` the field alone counts too ("tư pháp", "nội vụ"), as in a narrow column of a table.
    """
    lexicon = load_lexicon()
    words = [*lexicon.agency_heads, *lexicon.group_quantifiers, *lexicon.group_nouns]
    if with_fields:
        words.extend(lexicon.agency_fields)
    folded = {folding.fold(word) for word in words}
    if with_fields:
        folded |= {word.split()[0] for word in folded}
    ordered = sorted(folded, key=lambda word: (-len(word), word))
    return re.compile(r"[-+]?\s*(?:" + "|".join(re.escape(word) for word in ordered) + r")(?!\w)")
