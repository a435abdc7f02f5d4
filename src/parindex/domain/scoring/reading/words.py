"""The words that the readers of scoring lines look for and an office may change, as plain values."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from parindex.domain.text import folding

NUMBER: Final = r"\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?"
"""One written number: "0,5", "1.200"; a dot before three digits separates thousands."""


# Compared by identity, because the compiled words are remembered by vocabulary and hashing every word is slow.
@dataclass(frozen=True, slots=True, eq=False)
class RuleWords:
    """Vietnamese words by their part in a scoring line.

    `points` follow a number of points; `gives` stand between a condition and its points and need that word, `none`
    and `full` are points in words. `low`, `above`, `below`, `most` open a bound of a range, `onward` and `downward`
    close one; `rest` is every other value. `each` opens a thing that is counted, `caps` its limit, `deducts` says
    that it costs. `ranks` and `growth` name what a number is; `surveys`, `sipas`, `impact` where points come from;
    `judges` who gives them; `sums` that items below are added. `met` are conditions that say nothing themselves,
    `negations` deny them. `zero` opens what holds when there was nothing, and the four after it say what that is.
    """

    points: tuple[str, ...]
    gives: tuple[str, ...]
    none: tuple[str, ...]
    full: tuple[str, ...]
    low: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    most: tuple[str, ...]
    onward: tuple[str, ...]
    downward: tuple[str, ...]
    rest: tuple[str, ...]
    each: tuple[str, ...]
    caps: tuple[str, ...]
    deducts: tuple[str, ...]
    ranks: tuple[str, ...]
    growth: tuple[str, ...]
    surveys: tuple[str, ...]
    sipas: tuple[str, ...]
    impact: tuple[str, ...]
    judges: tuple[str, ...]
    sums: tuple[str, ...]
    met: tuple[str, ...]
    negations: tuple[str, ...]
    ratios: tuple[str, ...]
    zero: tuple[str, ...]
    zero_full: tuple[str, ...]
    zero_none: tuple[str, ...]
    zero_not_applicable: tuple[str, ...]
    zero_unknown: tuple[str, ...]

    @functools.cache  # noqa: B019 - a vocabulary lives as long as the process
    def any_of(self, *names: str) -> str:
        """Return a regular expression of any word of the lists, longest first, on word borders."""
        return alternatives(word for name in names for word in getattr(self, name))

    @functools.cache  # noqa: B019 - a vocabulary lives as long as the process
    def compile(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern for lower-case text in which {low}, {points} ... stand for the lists, {n} for a number."""

        def expand(match: re.Match[str]) -> str:
            names = match[1].split("|")
            return f"(?:{NUMBER})" if names == ["n"] else self.any_of(*names)

        return re.compile(re.sub(r"\{([a-z_|]+)\}", expand, pattern))

    def holds(self, name: str, text: str) -> bool:
        """Tell whether a text has a word of a list."""
        return re.search(self.any_of(name), lower(text)) is not None


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression of any of the words, longest first; letters may not continue them."""
    lowered = sorted({lower(word) for word in words}, key=lambda word: (-len(word), word))
    parts = [re.escape(word).replace(r"\ ", r"\s+") for word in lowered]
    return r"(?:(?<![^\W\d_])(?:" + "|".join(parts) + r")(?!\w))"


def lower(text: str) -> str:
    """Lower each letter alone, so that every offset stays; accents stay too, "mới" is not "mỗi"."""
    return folding.lower_aligned(text)
