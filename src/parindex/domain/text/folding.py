"""Normal forms, accent-insensitive folds and sort keys of Vietnamese text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from parindex.domain.text.memory import remember

_NOT_FOLDED: Final = {"đ": "d", "ð": "d", "ƣ": "u", "ø": "o", "ł": "l"}
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES: Final = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}


def normalise(text: str) -> str:
    """Bring text to NFC."""
    return unicodedata.normalize("NFC", text)


def collapse(text: str) -> str:
    """Turn every run of white space into one blank and strip the ends."""
    # A printable text has no white space but blanks; most are as they should be, and looking is quicker than cutting.
    if "  " not in text and text.isprintable() and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def _fold_letter(letter: str) -> str:
    """Fold one character to exactly one character."""
    lower = letter.lower()
    base = unicodedata.normalize("NFD", lower)[0]
    return _NOT_FOLDED.get(base, base)


class _FoldTable(dict[int, str]):
    """A translation table that learns each character once."""

    def __missing__(self, code: int) -> str:
        """Fold and remember a character."""
        folded = self[code] = _fold_letter(chr(code))
        return folded


_TABLE: Final = _FoldTable()
_SMALL: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
# What nearly all text consists of: fewer than 256 characters, so that a byte can stand for each of them. Two passes
# over bytes fold a text in a quarter of the time of a look-up for every character; others go the slow way.
_USUAL: Final = "\0\t\n\r" + "".join(map(chr, range(0x20, 0x7F))) + _SMALL + _SMALL.upper() + "“”‘’–—…•≥≤−\u00a0"
_BYTES: Final = codecs.charmap_build(_USUAL.ljust(256, "\ufffe"))
_FOLDS: Final = "".join(map(_fold_letter, _USUAL))
_WORD: Final = re.compile(r"\w+")
_FOLDED_WORDS: Final = re.sub(r"\W", " ", _FOLDS)


def _fold_usual(text: str, folds: str = _FOLDS) -> str | None:
    """Fold a text of usual characters, each to exactly one; None when another one is in it."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _BYTES)[0], "strict", folds)[0]
    except UnicodeEncodeError:
        return None


@remember
def fold_aligned(text: str) -> str:
    """Fold each character alone so that every offset stays: lower case, without accents, đ -> d."""
    return _fold_aligned(text)


def fold_each(texts: Sequence[str]) -> list[str]:
    """Fold many texts at once, each as `fold_aligned` does: what is folded in one go costs a fifth."""
    folded = _fold_aligned("".join(texts))
    return [folded[start:end] for start, end in pairwise(accumulate(map(len, texts), initial=0))]


def _fold_aligned(text: str) -> str:
    folded = _fold_usual(text)
    return text.translate(_TABLE) if folded is None else folded


def lower_aligned(text: str) -> str:
    """Lower each character alone so that every offset stays; accents stay too."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(letter.lower()[0] for letter in text)


class _SearchTable(dict[int, str | None]):
    """A translation table that learns each character once: combining marks go, every other character is folded."""

    def __missing__(self, code: int) -> str | None:
        """Fold and remember a character."""
        letter = unicodedata.normalize("NFD", chr(code).lower())
        kept = "".join(_NOT_FOLDED.get(part, part) for part in letter if not unicodedata.combining(part))
        folded = self[code] = kept or None
        return folded


_SEARCH: Final = _SearchTable()


@remember
def fold(text: str) -> str:
    """Fold text for search: lower case, without accents, đ -> d, one blank between words."""
    folded = _fold_usual(text)
    return " ".join((text.translate(_SEARCH) if folded is None else folded).split())


def split_words(text: str) -> list[str]:
    """Return the folded words of a text: its runs of letters, digits and underscores."""
    words = _fold_usual(text, _FOLDED_WORDS)
    return [fold(word) for word in _WORD.findall(normalise(text))] if words is None else words.split()


@remember
def _weigh(letter: str) -> tuple[str, str]:
    """Split a lower-case NFC letter into its place in the alphabet and its tone."""
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    if base == "đ":
        return "d1", tone
    if not base.isalpha():
        return base, ""
    shape = next((_SHAPES[mark] for mark in marks if mark in _SHAPES), "0")
    return base + shape, tone


def sort_key(text: str) -> str:
    """Give a plain string whose code-point order is Vietnamese order: a ă â b c d đ e ê …, tones break ties.

    The tones follow the letters after a tab, in the order ngang, huyền, hỏi, ngã, sắc, nặng.
    """
    weights = [_weigh(letter) for letter in collapse(normalise(text).lower())]
    return "".join(place for place, _ in weights) + "\t" + "".join(tone for _, tone in weights)
