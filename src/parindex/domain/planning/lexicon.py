"""The words that the phrase parsers look for and an office may change, as plain values.

`definitions.labels.phrases` builds a `Lexicon` from YAML; the parsers never read files.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from parindex.domain.text import folding


# Compared by identity, because the compiled words are remembered by lexicon and hashing every word is slow.
@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Vietnamese words by their part in a phrase; lower case, longest form not required.

    `agency_heads` open the name of one agency, office or person ("sở", "công chức"); `agency_fields` may follow an
    elided head ("Sở Nội vụ, Tài chính") and may hold a comma or "và" of their own; `group_quantifiers` open a generic
    group ("các"); `group_nouns` are its nouns ("cơ quan"); `name_words` are other words that names of agencies write
    small ("đất đai"); `duty_verbs` follow an agency that a sentence makes responsible; `counted_nouns` are units of
    counts; `percent_measures` open measures that are percentages, so that their differences are points. In deadlines
    `continuous_words` say that work never ends, `plan_words`, `regulation_words` and `assignment_words` follow "theo",
    `request_words` wait for a request.
    """

    agency_heads: tuple[str, ...]
    agency_fields: tuple[str, ...]
    group_quantifiers: tuple[str, ...]
    group_nouns: tuple[str, ...]
    name_words: tuple[str, ...]
    duty_verbs: tuple[str, ...]
    counted_nouns: tuple[str, ...]
    percent_measures: tuple[str, ...]
    continuous_words: tuple[str, ...]
    plan_words: tuple[str, ...]
    regulation_words: tuple[str, ...]
    assignment_words: tuple[str, ...]
    request_words: tuple[str, ...]


@functools.lru_cache(maxsize=256)
def compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile an alternation of folded words, longest first, bounded on both sides."""
    return re.compile(bound(map(folding.fold, words)))


def bound(words: Iterable[str]) -> str:
    """Write a regular expression of several whole words."""
    return rf"{opened(words)}(?!\w)"


def opened(words: Iterable[str]) -> str:
    """Write a regular expression of several words before which no letter stands.

    That none does is looked at behind the first letter of a word, so that a search runs to such letters.
    """
    root = _grow(words)
    branches = [rf"{re.escape(letter)}(?<!\w{re.escape(letter)}){_write(root[letter])}" for letter in sorted(root)]
    return f"(?:{'|'.join(branches)})" if branches else "(?!)"


def alternate(words: Iterable[str]) -> str:
    """Write a regular expression of several words, the longest first, that looks at each common beginning once."""
    return f"(?:{_write(_grow(words))})"


def _grow(words: Iterable[str]) -> _Letters:
    """Put words into a tree of letters; the empty letter ends a word."""
    root: _Letters = {}
    for word in words:
        letters = root
        for letter in word:
            letters = letters.setdefault(letter, {})
        letters[""] = {}
    return root


_Letters = dict[str, "_Letters"]


def _write(letters: _Letters) -> str:
    """Write what may follow; the empty word is the last choice."""
    branches = [re.escape(letter) + _write(following) for letter, following in sorted(letters.items()) if letter]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in letters:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in letters else "")
