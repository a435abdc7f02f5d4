"""Repair of the letters and marks inside one line of text, each rule logged; numbers, codes and names stay."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from parindex.documents.blocks import Place, Repair
from parindex.documents.repair.legacy import (
    LEGACY_HINT,
    LEGACY_LETTERS,
    LEGACY_PAIRS,
    detect_legacy,
    repair_legacy,
)
from parindex.domain.text import folding

_Rule = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

_ODD = re.compile(r"[\0#*_<&\\`\u00a0\u00ad\u00d0\u01a2\u01a3\u01cd\u01ce\u200b-\u200f\u2028\u202f\u2060\ufeff\ufffc]")
_OCR_HINT = re.compile(r"(?i:b[uü]r[uoơe]*a?u?|cái) (?i:điện|cách)|Đổi với|ĐỒI VỚI|ĐỔI VỚI")
# What is quickly looked for and never missing where a rule has work: one set of letters, and words in small letters.
_SUSPECT = re.compile(f"{_ODD.pattern[:-1]}{LEGACY_LETTERS}]")
_SUSPECT_WORDS = ("bur", "bür", "cái cách", "cái điện", "đổi với", "đồi với", *LEGACY_PAIRS)


_MARKS: tuple[_Rule, ...] = (
    ("html", re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    ("html", re.compile(r"</?(?:ul|ol|li|p|b|i|u|strong|em|span|div|sup|sub|font|center)\b[^<>]*>", re.IGNORECASE), ""),
    ("html", re.compile(r"&(?:[a-z]{2,8}|#\d{2,5});"), lambda found: html.unescape(found[0])),
    ("markdown", re.compile(r"^\s{0,3}#{1,6}\s+"), ""),
    ("markdown", re.compile(r"\*\*|__|`"), ""),
    ("markdown", re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), r"\1"),
    ("markdown", re.compile(r"\\(?=[#*_\-.()+\[\]])"), ""),
    ("invisible", re.compile(r"[\u00ad\u200b-\u200f\u2028\u2060\ufeff\ufffc]"), ""),
    ("space", re.compile(r"[\u00a0\u202f]"), " "),
    ("u_horn", re.compile(r"[\u01a3\u01a2]"), lambda found: "ư" if found[0] == "\u01a3" else "Ư"),
    ("caron", re.compile(r"[\u01ce\u01cd]"), lambda found: "ă" if found[0] == "\u01ce" else "Ă"),
    ("eth", re.compile(r"\u00d0"), "Đ"),
)
_OCR: tuple[_Rule, ...] = (
    ("ocr_phrase", re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện(?: tử)?\b(?= tỉnh)"), "Bưu điện"),
    ("ocr_phrase", re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện tử\b"), "Bưu điện tỉnh"),
    ("ocr_phrase", re.compile(r"\b(?:Buru|Bureau|Büro|Bru|Bưru) điện\b"), "Bưu điện"),
    ("ocr_phrase", re.compile(r"\bCÁI CÁCH\b"), "CẢI CÁCH"),
    ("ocr_phrase", re.compile(r"\bĐổi với\b"), "Đối với"),
    ("ocr_phrase", re.compile(r"\bĐ[ỒỔ]I VỚI\b"), "ĐỐI VỚI"),
)


def repair_text(text: str, place: Place) -> tuple[str, list[Repair]]:
    """Return the text with letters and marks repaired, and what was changed by which rule (spans come later)."""
    repairs: list[Repair] = []
    if "\0" in text:
        # No database keeps this character, not even in the log.
        text = _log("invisible", text.replace("\0", "\u2400"), text.replace("\0", ""), place, repairs)
    if LEGACY_HINT.search(text):
        text, repairs = repair_legacy(text, place, encoding=detect_legacy(text))
    if not unicodedata.is_normalized("NFC", text):
        text = _log("nfc", text, unicodedata.normalize("NFC", text), place, repairs)
    if _ODD.search(text):
        for rule, pattern, by in _MARKS:
            text = _log(rule, text, pattern.sub(by, text), place, repairs)
    if _OCR_HINT.search(text):
        for rule, pattern, by in _OCR:
            text = _log(rule, text, pattern.sub(by, text), place, repairs)
    return text, repairs


def is_repaired(text: str) -> bool:
    """Tell whether `repair_text` would leave a text as it is, without building the log."""
    suspect = any(hint.search(text) is not None for hint in (_ODD, _OCR_HINT, LEGACY_HINT))
    return not suspect and unicodedata.is_normalized("NFC", text)


def find_unrepaired(texts: Iterable[str]) -> list[int]:
    """Return the positions of the texts that `repair_text` would change, found by one look over all of them."""
    texts = tuple(texts)
    whole = "\n".join(texts)
    found = {match.start() for match in _SUSPECT.finditer(whole)}
    lower = folding.lower_aligned(whole)
    for word in _SUSPECT_WORDS:
        found.update(_places_of(word, lower))
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
