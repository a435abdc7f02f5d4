"""Words that several modules of the targets look for: negation, what is counted, what is a percentage."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from parindex.domain.planning import lexicon as lexicons
from parindex.domain.planning.lexicon import Lexicon

NOT: Final = r"(?:không|chẳng)(?:\s+(?:được|để|bị))?\s+"


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon's words, compiled for targets."""

    nouns: re.Pattern[str]
    percentages: re.Pattern[str]


@functools.lru_cache(maxsize=8)
def compile_lexicon(lexicon: Lexicon) -> Words:
    """Compile the counted nouns and percent measures of a lexicon; remembered."""
    return Words(
        nouns=lexicons.compile_words(lexicon.counted_nouns),
        percentages=lexicons.compile_words(lexicon.percent_measures),
    )
