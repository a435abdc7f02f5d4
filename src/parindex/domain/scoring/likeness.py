"""How alike two names of items are: shared words and pairs of words, rare ones counting more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from parindex.domain.text import folding

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORTEST_ACRONYM: Final = 3

Feature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A name as its words in order, and as the set of its words and pairs of neighbouring words."""

    words: tuple[str, ...]
    features: frozenset[Feature]

    def __or__(self, other: Wording) -> Wording:
        """Join two names, as one that was split into both."""
        return Wording((*self.words, *other.words), self.features | other.features)


class Likeness:
    """Compares the names of two catalogues; acronyms that one name spells out are the same words."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count how often each word and pair occurs among all names."""
        told = [_split(name) for name in names]
        self._long = _spell_out(told)
        self._counts = Counter(feature for words in told for feature in self._wording(words).features)
        self._total = max(len(told), 1)

    def read(self, name: str) -> Wording:
        """Return the words of a name."""
        return self._wording(_split(name))

    def compare(self, first: Wording, second: Wording) -> Fraction:
        """Return how much of both names is shared, from 0 to 1 (Dice's measure over weighted words)."""
        shared = self._weigh(first.features & second.features)
        total = self._weigh(first.features) + self._weigh(second.features)
        return Fraction(2 * shared, total) if total else Fraction(0)

    def _wording(self, words: Sequence[str]) -> Wording:
        spelled = [part for word in words for part in self._long.get(word, (folding.lower_aligned(word),))]
        spelled = _without_repeats(spelled)
        pairs = pairwise(spelled)
        return Wording(tuple(spelled), frozenset([*((word,) for word in spelled), *pairs]))

    def _weigh(self, features: Iterable[Feature]) -> int:
        """Add the weights: a word of every other name weighs 2, one that stands once among 200 names weighs 8."""
        return sum((self._total // max(self._counts[feature], 1)).bit_length() for feature in features)


def _split(name: str) -> list[str]:
    return _WORD.findall(folding.normalise(name))


def _spell_out(names: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Find for each acronym the words with its initials in any name: TDTHPL is "theo dõi thi hành pháp luật"."""
    acronyms = {
        word
        for words in names
        for word in words
        if len(word) >= _SHORTEST_ACRONYM and word.isupper() and word.isalpha()
    }
    found: dict[str, Counter[tuple[str, ...]]] = {acronym: Counter() for acronym in acronyms}
    by_initials = {folding.fold_aligned(acronym): acronym for acronym in acronyms}
    lengths = {len(acronym) for acronym in acronyms}
    for words in names:
        lower = [folding.lower_aligned(word) for word in words]
        initials = "".join(folding.fold_aligned(word)[0] for word in words)
        for length in lengths:
            for start in range(len(words) - length + 1):
                acronym = by_initials.get(initials[start : start + length])
                if acronym is not None:
                    found[acronym][tuple(lower[start : start + length])] += 1
    return {acronym: counts.most_common(1)[0][0] for acronym, counts in found.items() if counts}


def _without_repeats(words: Sequence[str]) -> list[str]:
    """Leave out a run of words that repeats the one before: "theo dõi thi hành pháp luật (TDTHPL)" spelled out."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        length = next(
            (
                size
                for size in range(len(kept), _SHORTEST_ACRONYM - 1, -1)
                if list(words[at : at + size]) == kept[-size:]
            ),
            0,
        )
        if length:
            at += length
        else:
            kept.append(words[at])
            at += 1
    return kept
