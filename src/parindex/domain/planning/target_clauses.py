"""Clauses of a target text, with everything that looks like a number but is no aim masked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from parindex.domain.planning import citations
from parindex.domain.text import dates, folding, numerals
from parindex.domain.text.signs import has_any

MASK: Final = "\x00"
NUMBER: Final = numerals.NUMBER
EDGES: Final = " \t\n.;,:-–—−+*•·<>≥≤=\x00"

_BREAK: Final = re.compile(
    r"(?=\s*[;.,(+•Tt-])"
    r"(?:\s*;\s*(?:[-+•]\s+)?|(?<=[.,:])\s+[-+•]\s+|^\s*[-+•]\s*|(?<=[^%\d\s])\s+[-+]\s+(?=(?:[Tt]ừ\s+)?\d)"
    r"|(?<=\S)\.\s+(?=[A-ZĐÀ-Ỵ0-9])|\s*\((?:\d{1,2}|[a-hđ])\)\s*|\s*,?\s*[Tt]rong đó[,:]?\s+"
    r"|,\s+(?=(?:và\s+)?không có\s))"
)
_BULLETS: Final = frozenset("-+•")
_SIGNS: Final = (";", "- ", "+ ", "• ", "rong đó", "không có ")
_INNER_SIGN: Final = re.compile(r"[.(](?: [A-ZĐÀ-Ỵ0-9]|(?:\d\d?|[a-hđ])\))")
# Each pattern with its signs, one of which stands in every text that it matches: a cheap look before a dear one.
_NOISE: Final = tuple(
    (tuple(signs.split("|")), re.compile(pattern))
    for signs, pattern in (
        # Conditions on what is counted.
        ("duoi", r"tu\s+\d[\d.,]*\s*%?\s*den\s+duoi\s+\d[\d.,]*\s*%?"),
        ("qua", r"(?<!khong )(?<!vuot )\bqua\s+\d{1,2}\s+lan\b"),
        ("tu bao dam", r"tu bao dam[^;,\x00]{0,40}?\d[\d.,]*\s*%(?:\s*(?:-|–|den)\s*(?:duoi\s+)?\d[\d.,]*\s*%)?"),
        ("dieu le|co phan", r"(?:duoi|tren|tu)\s+\d[\d.,]*\s*%\s+(?:dieu le|von dieu le|co phan)"),
        # Levels, places of laws, names with numbers, years.
        (
            "",
            r"\b(?:muc do|cap do|muc|cap|dieu|khoan|diem|phu luc|bieu|mau|giai doan|quy|thang|khoa|nhiem ky|so|ipv|iso"
            r"|phien ban)"
            r"\s{0,2}\d{1,5}(?!\s?%|\d|[.,]\d|\s*(?:tro (?:len|xuong)|den))"
            r"(?:\s*(?:,|va|hoac|-|–)\s*\d{1,2}(?!\s*%|\d))*(?::\d{4})?",
        ),
        ("nam|-|–", r"\bnam\s+\d{4}(?:\s*[-–]\s*\d{4})?|\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}\b"),
        ("/", r"\b24\s?/\s?7\b|(?<=\d)\s?/\s?\d{1,4}(?:[.,]\d+)?\b"),
        ("cap|tinh|dia phuong", r"\b\d{1,2}\s+(?:cap|tinh|tinh, thanh pho|dia phuong)\b"),
        ("tcvn|iso", r"\b(?:tcvn|iso)[\s\w:/-]{0,12}\d"),
    )
)
# Durations and times are no aims, but what shortens one says how much or to which length: "giảm từ 5 xuống 3 ngày".
_DURATION: Final = re.compile(r"\b\d{1,3}\s*(?:\([^)]{1,20}\)\s*)?(?:ngay|gio|thang|tuan|nam|quy)\b")
_DURATION_SIGNS: Final = ("ngay", "gio", "thang", "tuan", "nam", "quy")
_SHORTENED: Final = re.compile(
    r"(?<!\w)(?:giảm|rút ngắn)(?: bớt| được)?\s+(?:(?:tổng )?(?:thời gian|thời hạn|số ngày)[^;,.\d]{0,80}?\s+)?"
    r"(?:(?:từ|ít nhất|tối thiểu|thêm|xuống|còn|dưới|không quá)\s+)*\d{1,3}(?:\s*(?:ngày|giờ)(?: làm việc)?)?"
    r"(?:\s+(?:xuống|còn)(?: (?:còn|dưới|tối đa|không quá))*\s+\d{1,3}(?:\s*(?:ngày|giờ))?)?"
)
_BASELINE: Final = (
    re.compile(
        r"(?:\([^()]{0,60}?|\bso voi\s+(?:[a-z]+\s+){0,4}?)nam\s+(?P<year>\d{4})\s*,?\s*"
        rf"(?:la|dat|:|=|chi dat|dat ty le|ty le|co ty le|dat muc)\s*"
        rf"(?P<value>{NUMBER})\s*%?"
    ),
    re.compile(rf"\(\s*(?P<value>{NUMBER})\s*%\s*(?:nam|cua nam)\s+(?P<year>\d{{4}})"),
)
_AGAINST: Final = re.compile(
    r"so\s+(?:voi|cung ky)\s+(?:[a-z]+\s+){0,4}?(?:nam\s+)?(?P<year>(?:19|20)\d{2})\b"
    r"|(?:hon|bang)\s+nam\s+(?P<year_>\d{4})"
)
_LAST_YEAR: Final = re.compile(r"\bso\s+voi\s+(?:cung ky\s+)?nam\s+(?:truoc|lien truoc|lien ke)\b")
_MASKS: Final = re.compile(f"{MASK}+")
# Without a digit there is no number to hide.
_HAS_DIGIT: Final = re.compile(r"\d").search
_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")


class Baseline(NamedTuple):
    """The value that a change starts from, as far as the clause gives it."""

    year: int | None
    value: Decimal | None


class Clause(NamedTuple):
    """One clause: its words, their aligned fold, and what changes are measured against.

    `masked` is the fold and `written` the lower-case words with accents, both with noise masked.
    `follows_list` is true after a semicolon, bullet or number, so that the clause may carry on an elided verb.
    """

    text: str
    folded: str
    masked: str
    written: str
    baseline: Baseline
    follows_list: bool


def _hide(text: str, start: int, end: int) -> str:
    """Mask a range, keeping every offset."""
    return text[:start] + MASK * (end - start) + text[end:]


def _hide_matches(pattern: re.Pattern[str], text: str) -> str:
    """Mask every match of a pattern."""
    return pattern.sub(lambda match: MASK * len(match[0]), text)


def _hide_citations(folded: str, text: str) -> str:
    """Mask the cited documents of a text in its fold."""
    for cited in citations.find_citations(text):
        folded = _hide(folded, cited.start, cited.end)
    return folded


def mask_noise(text: str) -> str:
    """Fold a text and mask baselines, brackets and the numbers that cannot be targets."""
    folded = folding.fold_aligned(text)
    has_digit = _HAS_DIGIT(folded) is not None
    for pattern in (*(_BASELINE if has_digit else ()), _BRACKETS) if "(" in folded or "so voi" in folded else ():
        folded = _hide_matches(pattern, folded)
    folded = _hide_citations(folded, text)
    if not has_digit:
        return folded
    for found in dates.find_dates(text):
        folded = _hide(folded, found.start, found.end)
    for signs, pattern in _NOISE:
        if has_any(folded, signs):
            folded = _hide_matches(pattern, folded)
    return _hide_durations(folded, text) if has_any(folded, _DURATION_SIGNS) else folded


def _hide_durations(folded: str, text: str) -> str:
    """Mask the durations that nothing shortens."""
    shortened: list[tuple[int, int]] = []
    if "giam" in folded or "rut ngan" in folded:
        shortened = [found.span() for found in _SHORTENED.finditer(folding.lower_aligned(text))]
    for found in _DURATION.finditer(folded):
        if not any(start <= found.start() < end for start, end in shortened):
            folded = _hide(folded, *found.span())
    return folded


def _read_baseline(folded: str, *, plan_year: int | None) -> Baseline:
    """Read "so với năm 2022 (năm 2022 là 83,99%)"; "năm trước" is the year before the plan's."""
    has_digit = _HAS_DIGIT(folded) is not None
    for pattern in _BASELINE if has_digit and ("(" in folded or "so voi" in folded) else ():
        match = pattern.search(folded)
        if match:
            return Baseline(year=int(match["year"]), value=numerals.parse_decimal(match["value"]))
    against = _AGAINST.search(folded) if has_digit else None
    year = (against["year"] or against["year_"]) if against else None
    if year is None and plan_year and "so voi" in folded and _LAST_YEAR.search(folded):
        return Baseline(year=plan_year - 1, value=None)
    return Baseline(year=int(year) if year else None, value=None)


def _mask_like(text: str, masked: str) -> str:
    """Mask a text where another of the same length is masked."""
    for hidden in _MASKS.finditer(masked) if MASK in masked else ():
        text = _hide(text, *hidden.span())
    return text


def _may_break(text: str) -> bool:
    """Tell whether something that may end a clause stands in a text: a cheap look before a dear one."""
    return text[:1] in _BULLETS or has_any(text, _SIGNS) or _INNER_SIGN.search(text) is not None


def split_clauses(text: str, *, plan_year: int | None) -> Iterator[Clause]:
    """Split a target text at semicolons, bullets, sentence ends and numbers such as "(1)"."""
    plain = folding.collapse(folding.normalise(text))
    breaks = [match.span() for match in _BREAK.finditer(plain)] if _may_break(plain) else []
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(plain)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        words = plain[start:end]
        if words.strip(EDGES):
            folded, masked = folding.fold_aligned(words), mask_noise(words)
            yield Clause(
                text=words,
                folded=folded,
                masked=masked,
                written=_mask_like(folding.lower_aligned(words), masked),
                baseline=_read_baseline(folded, plan_year=plan_year),
                follows_list=number > 0,
            )
