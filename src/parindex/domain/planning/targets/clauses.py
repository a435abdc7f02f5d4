"""Clauses of a target text, with everything that looks like a number but is no aim masked out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from parindex.domain.planning import citations
from parindex.domain.planning.lexicon import opened
from parindex.domain.text import dates, folding, numerals
from parindex.domain.text.signs import BySign, has_any

MASK: Final = "\x00"
NUMBER: Final = numerals.NUMBER
EDGES: Final = " \t\n.;,:-–—−+*•·<>≥≤=\x00"

# A clause ends at one of these, which most texts do not have.
_BULLETS: Final = frozenset("-+•")
_SIGNS: Final = (";", "- ", "+ ", "• ", ". ", "(", "rong đó", "không có ")
# A break begins with one of a few signs, so that a search runs to them and asks there which break it is.
_BREAK: Final = re.compile(
    r"[-+•;.,(Tt](?:(?<=;)\s*(?:[-+•]\s+)?|(?<=[.,:]\s[-+•])\s+|(?<=^[-+•])\s*"
    r"|(?<=[^%\d\s]\s[-+])\s+(?=(?:[Tt]ừ\s+)?\d)|(?<=\S\.)\s+(?=[A-ZĐÀ-Ỵ0-9])"
    r"|(?<=\()(?:\d{1,2}|[a-hđ])\)\s*|(?<=[Tt])rong đó[,:]?\s+"
    r"|(?<=,)\s*(?:[Tt]rong đó[,:]?\s+|(?<=\s)(?=(?:và\s+)?không có\s)))"
)
_NUMBERED: Final = (
    *("muc do", "cap do", "muc", "cap", "dieu", "khoan", "diem", "phu luc", "bieu", "mau", "giai doan", "quy", "thang"),
    *("khoa", "nhiem ky", "so", "ipv", "iso", "phien ban"),
)
# Each pattern with its signs, one of which stands in every text that it matches: a cheap look before a dear one.
_NOISE: Final = BySign(
    (signs, re.compile(pattern))
    for signs, pattern in (
        # Conditions on what is counted.
        ("duoi", r"tu\s+\d[\d.,]*\s*%?\s*den\s+duoi\s+\d[\d.,]*\s*%?"),
        ("lan", r"q(?<!\wq)(?<!khong q)(?<!vuot q)ua\s+\d{1,2}\s+lan\b"),
        ("tu bao dam", r"tu bao dam[^;,\x00]{0,40}?\d[\d.,]*\s*%(?:\s*(?:-|–|den)\s*(?:duoi\s+)?\d[\d.,]*\s*%)?"),
        ("dieu le|co phan", r"(?:duoi|tren|tu)\s+\d[\d.,]*\s*%\s+(?:dieu le|von dieu le|co phan)"),
        # Levels, places of laws, names with numbers, years.
        (
            "",
            opened(_NUMBERED) + r"\s{0,2}\d{1,5}(?!\s?%|\d|[.,]\d|\s*(?:tro (?:len|xuong)|den))"
            r"(?:\s*(?:,|va|hoac|-|–)\s*\d{1,2}(?!\s*%|\d))*(?::\d{4})?",
        ),
        ("nam|-|–", r"\bnam\s+\d{4}(?:\s*[-–]\s*\d{4})?|\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}\b"),
        # A fraction of all has no unit of its own: "ít nhất 1/3 đơn vị" is no unit.
        (
            "/",
            r"(?<![\w/.,])(?:1\s?/\s?[2-5]|2\s?/\s?3|3\s?/\s?4)(?=\s+(?:tong\s|so\s|don vi\b|co quan\b|xa\b|phuong\b))",
        ),
        ("/", r"\b24\s?/\s?7\b|(?<=\d)\s?/\s?\d{1,4}(?:[.,]\d+)?\b"),
        ("cap|tinh|dia phuong", r"\d(?<!\w\d)\d?\s+(?:cap|tinh|tinh, thanh pho|dia phuong)\b"),
        ("tcvn|iso", r"\b(?:tcvn|iso)[\s\w:/-]{0,12}\d"),
    )
)
# Durations and times are no aims, but what shortens one says how much or to which length: "giảm từ 5 xuống 3 ngày".
_DURATION: Final = re.compile(r"\d(?<!\w\d)\d{0,2}\s*(?:\([^)]{1,20}\)\s*)?(?:ngay|gio|thang|tuan|nam|quy)\b")
# "tối đa 3 ngày làm việc cho một hồ sơ", "không quá 2 giờ/hồ sơ": how long each may take.
_BOUNDED: Final = re.compile(r"\b(?:toi da|khong qua|khong vuot qua|duoi)\s+$")
_OF_EACH: Final = re.compile(
    r"(?:\s+lam viec)?\s*(?:\b(?:cho|doi voi|tren)\s+(?:mot|moi|tung|0?1)\s"
    r"|/\s?(?:0?1\s|mot\s)?(?:ho so|thu tuc|tthc|luot|truong hop|giao dich|van ban)\b)"
)
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
        rf"(?P<value>{NUMBER})\s*(?P<percent>%)?"
    ),
    re.compile(rf"\(\s*(?P<value>{NUMBER})\s*(?P<percent>%)\s*(?:nam|cua nam)\s+(?P<year>\d{{4}})"),
)
# "so với năm 2022 (83,99%)": the year stands before the brackets.
_BARE: Final = re.compile(rf"\s*,?\s*\(\s*(?:(?:chi\s+)?dat\s+|la\s+)?(?P<value>{NUMBER})\s*%\s*[),;]")
_AGAINST: Final = re.compile(
    r"so\s+(?:voi|cung ky)\s+(?:[a-z]+\s+){0,4}?(?:nam\s+)?(?P<year>(?:19|20)\d{2})\b"
    r"|(?:(?:hon|bang)|\bgap\s(?:[^;,]{1,25}\slan|[^;,]{0,25}(?:doi|ruoi)))\s+nam\s+(?P<year_>\d{4})"
)
# One of these stands in every text that compares with a year.
_COMPARISONS: Final = ("so voi", "so cung ky", "hon nam", "bang nam", "lan nam", "doi nam", "ruoi nam")
_LAST_YEAR: Final = re.compile(
    r"(?:\bso\s+voi\s+(?:cung ky\s+)?|\bgap\s(?:[^;,]{1,25}\slan|[^;,]{0,25}(?:doi|ruoi))\s+)"
    r"nam\s+(?:truoc|lien truoc|lien ke)\b"
)
# "kết quả đạt được năm 2025 (85,33%)", of what is to be kept.
_REACHED: Final = re.compile(
    r"\b(?:ket qua|chi so|ty le|muc|thanh tich)\b[^;,()\d]{0,80}\b(?:cua |trong )?nam (?P<year>20\d{2})(?=\s*\()"
)
_MASKS: Final = re.compile(f"{MASK}+")
_DIGIT: Final = re.compile(r"\d")
_BRACKETS: Final = re.compile(r"\([^()]{0,400}\)")


class Baseline(NamedTuple):
    """The value that a change starts from, as far as the clause gives it.

    `percent_at` is where a percentage in it begins, which any percentage before it may start from.
    """

    year: int | None
    value: Decimal | None
    percent_at: int | None = None


_NO_BASELINE: Final = Baseline(year=None, value=None)


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


def _mask(match: re.Match[str]) -> str:
    """Write as many masks as a match has characters."""
    return MASK * len(match[0])


def _hide_citations(folded: str, text: str) -> str:
    """Mask the cited documents of a text in its fold."""
    for cited in citations.find_citations(text):
        folded = _hide(folded, cited.start, cited.end)
    return folded


def _mask_noise(text: str, folded: str, *, has_value: bool) -> str:
    """Mask baselines, brackets and the numbers that cannot be targets in the fold of a text."""
    for pattern in _BASELINE if has_value else ():
        folded = pattern.sub(_mask, folded)
    if "(" in folded:
        folded = _BRACKETS.sub(_mask, folded)
    folded = _hide_citations(folded, text)
    # Without a digit there is no number to hide.
    if _DIGIT.search(folded) is None:
        return folded
    for found in dates.find_dates(text):
        folded = _hide(folded, found.start, found.end)
    for pattern in _NOISE.find_fitting(folded):
        folded = pattern.sub(_mask, folded)
    return _hide_durations(folded, text) if has_any(folded, _DURATION_SIGNS) else folded


def _hide_durations(folded: str, text: str) -> str:
    """Mask the durations that nothing shortens and that are not those of each."""
    shortened: list[tuple[int, int]] = []
    if "giam" in folded or "rut ngan" in folded:
        shortened = [found.span() for found in _SHORTENED.finditer(folding.lower_aligned(text))]
    for found in _DURATION.finditer(folded):
        is_of_each = _OF_EACH.match(folded, found.end()) and _BOUNDED.search(folded, 0, found.start())
        if not is_of_each and not any(start <= found.start() < end for start, end in shortened):
            folded = _hide(folded, *found.span())
    return folded


def _read_baseline(folded: str, *, plan_year: int | None) -> Baseline:
    """Read "so với năm 2022 (năm 2022 là 83,99%)"; "năm trước" is the year before the plan's."""
    is_compared = has_any(folded, _COMPARISONS)
    for pattern in _BASELINE if is_compared or "(" in folded else ():
        match = pattern.search(folded)
        if match:
            year, is_past = int(match["year"]), plan_year is not None and int(match["year"]) < plan_year
            start = match.start() if match["percent"] and is_past else None
            return Baseline(year, numerals.parse_decimal(match["value"]), start)
    if not is_compared:
        return _NO_BASELINE
    against, before = _AGAINST.search(folded), _LAST_YEAR.search(folded) if plan_year else None
    if against is not None:
        return Baseline(year=int(against["year"] or against["year_"]), value=_read_bare(folded, against.end()))
    if before is None or plan_year is None:
        return _NO_BASELINE
    return Baseline(plan_year - 1, _read_bare(folded, before.end()))


def _read_bare(folded: str, position: int) -> Decimal | None:
    """Read the percentage in brackets behind the year that a change is compared with."""
    bare = _BARE.match(folded, position)
    return None if bare is None else numerals.parse_decimal(bare["value"])


def read_reached(folded: str) -> Baseline:
    """Read the year and the percentage in brackets of a result that was reached ("kết quả năm 2025 (85,33%)")."""
    reached = _REACHED.search(folded)
    value = None if reached is None else _read_bare(folded, reached.end())
    return _NO_BASELINE if reached is None or value is None else Baseline(int(reached["year"]), value)


def _mask_like(text: str, masked: str) -> str:
    """Mask a text where another of the same length is masked."""
    for hidden in _MASKS.finditer(masked) if MASK in masked else ():
        text = _hide(text, *hidden.span())
    return text


def split_clauses(text: str) -> list[str]:
    """Split a target text at semicolons, bullets, sentence ends and numbers such as "(1)"."""
    plain = folding.collapse(folding.normalise(text))
    if plain[:1] not in _BULLETS and not has_any(plain, _SIGNS):
        return [plain]
    clauses: list[str] = []
    start = 0
    for found in _BREAK.finditer(plain):
        clauses.append(plain[start : found.start()].rstrip())
        start = found.end()
    return [*clauses, plain[start:]]


def read_clause(text: str, *, plan_year: int | None, follows_list: bool) -> Clause:
    """Read what the targets of a clause are looked for in."""
    folded = folding.fold_aligned(text)
    baseline = _read_baseline(folded, plan_year=plan_year)
    masked = _mask_noise(text, folded, has_value=baseline.value is not None)
    written = _mask_like(folding.lower_aligned(text), masked)
    return Clause(text, folded, masked, written, baseline, follows_list)
