"""Comparing the words of a plan: content words, clauses, written numbers, agencies without their place."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from parindex.domain.planning import citations
from parindex.domain.text import folding

_WORD: Final = re.compile(r"[^\W_]+")
_CLAUSE: Final = re.compile(r";|(?:^|\s)[-+•]\s(?=\S)|\(\d{1,2}\)|\.\s+(?=[A-ZĐÀ-Ỹ])")
_NOTE: Final = re.compile(r"\([^()]*\)")
# Names, not amounts: a level of service ("mức độ 3 và 4"), a year, letters with digits ("IPv6", "ISO 9001").
_NOT_AMOUNT: Final = re.compile(
    r"(?:muc do|cap do)\s*\d(?:\s*(?:,|va|-)\s*\d)*|\bnam\s+\d{4}|\b(?:19|20)\d{2}\b"
    r"|\b\d{1,2}\s?/\s?(?:\d{1,2}\s?/\s?)?\d{4}"
    r"|[^\W\d_]+\d+|\b(?:iso|tcvn)(?: tcvn)?\s*\d+|\b(?:dieu|khoan|muc|chuong|so)\s+[\divx]+\b"
)
_DIGIT: Final = re.compile(r"\d")
_FILLERS: Final = ("va", "cua", "thuoc")
_PLACES: Final = re.compile(
    r"\b(?:cap\s+)?(?:tinh|huyen|quan|thi xa|thanh pho|xa(?! hoi)|phuong|thi tran|dac khu)\b(?:\s+[a-z]+)*$"
)


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text without what stands in brackets; remembered."""
    return tuple(_WORD.findall(folding.fold(_NOTE.sub(" ", text))))


@dataclass(frozen=True, slots=True)
class Words:
    """Which words say nothing of a criterion, and what abbreviations stand for ("DVC = dịch vụ công")."""

    stop: tuple[str, ...]
    abbreviations: tuple[str, ...]

    def content_of(self, text: str) -> frozenset[str]:
        """Return the folded words of a text that say what it is about, phrases as their abbreviation."""
        stop, phrases = _compile(self)
        folded = " ".join(words_of(text))
        for long, short in phrases:
            folded = folded.replace(long, short)
        return frozenset(word for word in folded.split() if word not in stop and not word.isdigit())


@functools.lru_cache(maxsize=8)
def _compile(words: Words) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    pairs = [tuple(folding.fold(part) for part in entry.split("=")) for entry in words.abbreviations]
    longest_first = sorted(((long, short) for short, long in pairs), key=lambda pair: -len(pair[0]))
    return frozenset(map(folding.fold, words.stop)), tuple(longest_first)


def key_of(text: str) -> str:
    """Return a key that is the same for two spellings of a name."""
    return " ".join(words_of(text))


def clauses_of(text: str) -> tuple[str, ...]:
    """Split a goal into its clauses at ";", dashes, numbers in brackets and full stops."""
    return tuple(part.strip(" .;:") for part in _CLAUSE.split(text) if len(part.strip(" .;:")) > 1)


@functools.lru_cache(maxsize=1024)
def has_amount(text: str) -> bool:
    """Tell whether a goal writes an amount: digits that are no year, date, level, article or cited document."""
    return _DIGIT.search(text) is not None and _DIGIT.search(_NOT_AMOUNT.sub(" ", without_citations(text))) is not None


def without_citations(text: str) -> str:
    """Return the folded text with cited documents blanked out, so that every offset stays."""
    folded = folding.fold_aligned(text)
    if "/" not in folded and " so " not in folded:
        return folded
    for found in citations.find_citations(text):
        folded = folded[: found.start] + " " * (found.end - found.start) + folded[found.end :]
    return folded


def agency_key(name: str, *, optional: frozenset[str]) -> str:
    """Return a key for an agency, whatever the order of its fields, without its place and words often left out."""
    words = " ".join(word for word in words_of(name) if word not in _FILLERS)
    for word in sorted(optional, key=len, reverse=True):
        words = re.sub(rf"^{re.escape(word)}\s+", "", words)
    return " ".join(sorted((_PLACES.sub("", words).strip() or words).split()))


def quote(text: str, *, most: int = 160) -> str:
    """Return words for a sentence on one line, cut at a blank where they get too long."""
    line = folding.collapse(text)
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
