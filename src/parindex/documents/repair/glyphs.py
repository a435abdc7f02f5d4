"""Repair of the letters and marks inside one line of text, each rule logged; numbers, codes and names stay."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from parindex.documents.blocks import Place, Repair
from parindex.documents.repair.legacy import (
    LEGACY_LETTERS,
    detect_legacy,
    may_be_legacy,
    repair_legacy,
)


class _Rule(NamedTuple):
    """What a rule is called in the log, the odd letters it never does without, what it looks for and puts there."""

    name: str
    letters: frozenset[str]
    pattern: re.Pattern[str]
    by: str | Callable[[re.Match[str]], str]

    @classmethod
    def of(cls, name: str, letters: str, pattern: str, by: str | Callable[[re.Match[str]], str]) -> _Rule:
        """Compile the pattern of a rule."""
        return cls(name, frozenset(letters), re.compile(pattern), by)


_ODD = re.compile(r"[\0#*_<&\\`\u00a0\u00ad\u00d0\u01a2\u01a3\u01cd\u01ce\u200b-\u200f\u2028\u202f\u2060\ufeff\ufffc]")
# What is quickly looked for and never missing where a rule has work: one set of letters, of which "ù" is odd only
# behind another vowel (VNI), and a few words.
_SUSPECT = re.compile(f"{_ODD.pattern[:-1]}{LEGACY_LETTERS}ù](?<![^aeou]ù)")
_OCR_WORDS = ("ru điện", "eau điện", "üro điện", "CÁI CÁCH", "Đổi với", "I VỚI")

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2060\ufeff\ufffc"
_TAGS = r"(?i:</?(?:ul|ol|li|p|b|i|u|strong|em|span|div|sup|sub|font|center)\b[^<>]*>)"
_MARKS = (
    _Rule.of("html", "<", r"(?i:<br\s*/?>)", " "),
    _Rule.of("html", "<", _TAGS, ""),
    _Rule.of("html", "&", r"&(?:[a-z]{2,8}|#\d{2,5});", lambda found: html.unescape(found[0])),
    _Rule.of("markdown", "#", r"^\s{0,3}#{1,6}\s+", ""),
    _Rule.of("markdown", "*_`", r"\*\*|__|`", ""),
    _Rule.of("markdown", "*", r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])", r"\1"),
    _Rule.of("markdown", "\\", r"\\(?=[#*_\-.()+\[\]])", ""),
    _Rule.of("invisible", _INVISIBLE, f"[{_INVISIBLE}]", ""),
    _Rule.of("space", "\u00a0\u202f", r"[\u00a0\u202f]", " "),
    _Rule.of("u_horn", "\u01a3\u01a2", r"[\u01a3\u01a2]", lambda found: "ư" if found[0] == "\u01a3" else "Ư"),
    _Rule.of("caron", "\u01ce\u01cd", r"[\u01ce\u01cd]", lambda found: "ă" if found[0] == "\u01ce" else "Ă"),
    _Rule.of("eth", "\u00d0", r"\u00d0", "Đ"),
)
_OCR = (
    (re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện(?: tử)?\b(?= tỉnh)"), "Bưu điện"),
    (re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện tử\b"), "Bưu điện tỉnh"),
    (re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện\b"), "Bưu điện"),
    (re.compile(r"\bCÁI CÁCH\b"), "CẢI CÁCH"),
    (re.compile(r"\bĐổi với\b"), "Đối với"),
    (re.compile(r"\bĐ[ỒỔ]I VỚI\b"), "ĐỐI VỚI"),
)


def repair_text(text: str, place: Place) -> tuple[str, list[Repair]]:
    """Return the text with letters and marks repaired, and what was changed by which rule (spans come later)."""
    repairs: list[Repair] = []
    if "\0" in text:
        # No database keeps this character, not even in the log.
        text = _log("invisible", text.replace("\0", "\u2400"), text.replace("\0", ""), place, repairs)
    if may_be_legacy(text):
        text, repairs = repair_legacy(text, place, encoding=detect_legacy(text))
    if not unicodedata.is_normalized("NFC", text):
        text = _log("nfc", text, unicodedata.normalize("NFC", text), place, repairs)
    text = _repair_marks(text, place, repairs)
    if any(word in text for word in _OCR_WORDS):
        for pattern, by in _OCR:
            text = _log("ocr_phrase", text, pattern.sub(by, text), place, repairs)
    return text, repairs


def _repair_marks(text: str, place: Place, repairs: list[Repair]) -> str:
    odd = _ODD.findall(text)
    for rule in _MARKS if odd else ():
        if not rule.letters.isdisjoint(odd):
            before, text = text, _log(rule.name, text, rule.pattern.sub(rule.by, text), place, repairs)
            if text is not before:
                odd = _ODD.findall(text)
    return text


def is_repaired(text: str) -> bool:
    """Tell whether `repair_text` would leave a text as it is, without building the log."""
    suspect = _ODD.search(text) or may_be_legacy(text) or any(word in text for word in _OCR_WORDS)
    return not suspect and unicodedata.is_normalized("NFC", text)


def find_unrepaired(texts: Iterable[str]) -> list[int]:
    """Return the positions of the texts that `repair_text` would change, found by one look over all of them."""
    texts = tuple(texts)
    whole = "\n".join(texts)
    found = {match.start() for match in _SUSPECT.finditer(whole)}
    for word in _OCR_WORDS:
        found.update(_places_of(word, whole))
    if found:
        ends = list(accumulate(len(text) + 1 for text in texts))
        found = {bisect_right(ends, place) for place in found}
    if not unicodedata.is_normalized("NFC", whole):
        found.update(range(len(texts)))
    return [index for index in sorted(found) if not is_repaired(texts[index])]


def _places_of(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _log(rule: str, before: str, after: str, place: Place, repairs: list[Repair]) -> str:
    if before != after:
        repairs.append(Repair(rule, before, after, None, place))
        return after
    return before
