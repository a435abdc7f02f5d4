"""Words of a name, brought to one form: folded, abbreviations written out, fillers left out, each with its spelling."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from parindex.domain.text import folding
from parindex.domain.units import UnitKind

_WORD: Final = re.compile(r"[^\W_]+\.?")
_APOSTROPHES: Final = re.compile("['’‘`]")
_TONES: Final = frozenset("\u0300\u0309\u0303\u0301\u0323")

Folds = tuple[str, ...]


class GroupNoun(StrEnum):
    """What the noun of a generic group stands for: one kind of unit, all bodies of one level, or anything."""

    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    OFFICE = "office"
    POST = "post"
    EXTERNAL = "external"
    BODY = "body"
    ANY = "any"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of names that an office may change; keys are words as they are written.

    `abbreviations` maps to the words written out ("TTTT" -> "Thông tin và Truyền thông"); a key that ends in a dot
    counts only with its dot. `levels` maps level words to the kinds that bear them. `fillers` carry no meaning in a
    name. `titles` open the name of a person's office. `optional_heads` may be left out before a post. `groups` maps
    nouns of generic groups, `quantifiers` open one, `openers` leave it to a person who belongs to it.
    """

    abbreviations: Mapping[str, str]
    levels: Mapping[str, tuple[UnitKind, ...]]
    groups: Mapping[str, GroupNoun]
    fillers: tuple[str, ...]
    titles: tuple[str, ...]
    optional_heads: tuple[str, ...]
    quantifiers: tuple[str, ...]
    openers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A name as folded words with, beside each, its spelling."""

    folds: Folds
    spellings: tuple[str, ...]

    def __getitem__(self, part: slice) -> Words:
        return Words(self.folds[part], self.spellings[part])

    def __len__(self) -> int:
        return len(self.folds)


class Agreement(IntEnum):
    """How well two spellings of the same folded words agree, best first; "Đak" and "Đăk" differ in a letter only."""

    SAME = 0
    OTHER_LETTER = 1
    UNACCENTED = 2
    OTHER_TONE = 3


@dataclass(frozen=True, slots=True, eq=False)
class Lexis:
    """A vocabulary brought to folded words."""

    abbreviations: Mapping[Folds, Words]
    longest: int
    fillers: frozenset[str]
    levels: Mapping[Folds, tuple[UnitKind, ...]]
    groups: Mapping[Folds, GroupNoun]
    titles: tuple[Folds, ...]
    optional_heads: tuple[Folds, ...]
    quantifiers: frozenset[Folds]
    openers: frozenset[Folds]


@functools.lru_cache(maxsize=8)
def compile_lexis(vocabulary: Vocabulary) -> Lexis:
    """Bring a vocabulary to folded words; remembered for each vocabulary."""
    fillers = frozenset(folding.fold(word) for word in vocabulary.fillers)
    abbreviations = {
        _dotted(short): _without(_split(long), fillers) for short, long in vocabulary.abbreviations.items()
    }

    def folds(word: str) -> Folds:
        return _split(word).folds

    return Lexis(
        abbreviations=abbreviations,
        longest=max(map(len, abbreviations), default=1),
        fillers=fillers,
        levels={folds(word): kinds for word, kinds in vocabulary.levels.items()},
        groups={folds(word): noun for word, noun in vocabulary.groups.items()},
        titles=tuple(sorted(map(folds, vocabulary.titles), key=len, reverse=True)),
        optional_heads=tuple(map(folds, vocabulary.optional_heads)),
        quantifiers=frozenset(map(folds, vocabulary.quantifiers)),
        openers=frozenset(map(folds, vocabulary.openers)),
    )


def read_words(text: str, *, lexis: Lexis) -> Words:
    """Read a name into words: abbreviations written out, fillers left out."""
    written = _WORD.findall(_APOSTROPHES.sub("", folding.normalise(text).lower()))
    dotted = tuple(folding.fold(word) for word in written)
    plain = tuple(word.rstrip(".") for word in dotted)
    folds: list[str] = []
    spellings: list[str] = []
    position = 0
    while position < len(plain):
        taken, words = _expand(dotted, plain, position, lexis)
        if words is None:
            folds.append(plain[position])
            spellings.append(_spell(written[position].rstrip(".")))
        else:
            folds.extend(words.folds)
            spellings.extend(words.spellings)
        position += taken
    return _without(Words(tuple(folds), tuple(spellings)), lexis.fillers)


def _expand(dotted: Folds, plain: Folds, position: int, lexis: Lexis) -> tuple[int, Words | None]:
    """Find the longest abbreviation at a position: how many words it takes, and what it stands for."""
    for length in range(min(lexis.longest, len(plain) - position), 0, -1):
        end = position + length
        for key in (plain[position:end], (*plain[position : end - 1], dotted[end - 1])):
            words = lexis.abbreviations.get(key)
            if words is not None:
                return length, words
    return 1, None


def _dotted(short: str) -> Folds:
    return tuple(folding.fold(word) for word in _WORD.findall(folding.normalise(short).lower()))


def _split(text: str) -> Words:
    written = [word.rstrip(".") for word in _WORD.findall(folding.normalise(text).lower())]
    return Words(tuple(folding.fold(word) for word in written), tuple(_spell(word) for word in written))


def _without(words: Words, fillers: frozenset[str]) -> Words:
    kept = [
        (fold, spelling) for fold, spelling in zip(words.folds, words.spellings, strict=True) if fold not in fillers
    ]
    return Words(tuple(fold for fold, _ in kept), tuple(spelling for _, spelling in kept))


@functools.lru_cache(maxsize=20_000)
def _spell(word: str) -> str:
    """Give a spelling in which "hoà" and "hòa" are equal but "số" and "sở" are not."""
    return "".join(sorted(unicodedata.normalize("NFD", word)))


def agree(asked: Words, named: Words) -> Agreement:
    """Compare the spellings of equal folded words and return the worst agreement of a word."""
    worst = Agreement.SAME
    for fold, one, other in zip(asked.folds, asked.spellings, named.spellings, strict=True):
        if one != other:
            worst = max(worst, _agree_words(fold, one, other))
    return worst


def _agree_words(fold: str, one: str, other: str) -> Agreement:
    if one == "".join(sorted(fold)):
        return Agreement.UNACCENTED
    return Agreement.OTHER_LETTER if _tones(one) == _tones(other) else Agreement.OTHER_TONE


@functools.lru_cache(maxsize=20_000)
def _tones(spelling: str) -> str:
    return "".join(mark for mark in spelling if mark in _TONES)
