"""Quantities of a clause ("từ 80% lên 90%", "ít nhất một mô hình", "tốp 10/34"): where each stands and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from parindex.domain.planning.targets.clauses import MASK, NUMBER, Clause
from parindex.domain.planning.targets.words import NOT, Words
from parindex.domain.text import numerals
from parindex.domain.text.signs import has_any

# Of a level to be left for another: "từ 80% năm 2025 lên 90%", "từ 5 ngày xuống còn dưới 3 ngày".
LEVEL_BOUND: Final = {"duoi": "<", "khong qua": "<=", "toi da": "<=", "tren": ">", "it nhat": ">=", "toi thieu": ">="}
_SPAN: Final = (
    rf"\s*(?:(?P<dash>-|–|—|den)\s*(?:vi tri\s+|thu\s+|hang\s+)*(?:dat\s+)?(?P<to>{NUMBER})\s*(?P<pc2>%)?"
    # "từ 20 đầu mối xuống còn 15": behind "từ" a level may say what is counted.
    r"|(?:(?:ngay|gio|phut)\b(?:\s+lam viec\b)?|(?(from)(?:(?!(?:len|xuong|con|tro)\b)[a-z]+\b\s*){0,4}|))"
    r"[\s\x00]*(?P<step>len|xuong|con)\s+(?:con\s+|muc\s+|vi tri\s+"
    rf"|thu\s+|hang\s+|dat\s+)*(?:(?P<limit>{'|'.join(LEVEL_BOUND)})\s+)?(?P<level>{NUMBER})\s*(?P<pc3>%)?)?"
)
# A search for a digit is quick, one for a quantity is not: it is only looked for where a number begins.
_NUMBER_START: Final = re.compile(r"\d(?<![\w./,-]\d)")
_QUANTITY: Final = re.compile(
    rf"(?<![\w./,-])(?:(?<=\btu )(?P<from>))?(?P<n>{NUMBER})(?![\w/])\x00*\s*(?P<pc>%|phan tram\b)?"
    rf"{_SPAN}\s*(?P<points>diem phan tram|diem %)?"
)
COUNTS: Final = (" một ", " hai ", " ba ", " bốn ", " năm ", " sáu ", " bảy ", " tám ", " chín ", " mười ")
_WORD_NUMBER: Final = re.compile(
    rf"(?:ít nhất|tối thiểu|từ|cả|có|đủ)\s+(?P<word>{'|'.join(COUNTS).replace(' ', '')})\s+"
    r"(?:trong\s+(?:các|số|những)\s+(?:các\s+)?)?"
)
# "gấp đôi", "gấp rưỡi", "gấp ba lần": how many times as much, in words.
_TIMES: Final = re.compile(
    r"\bgấp\s+(?:(?:khoảng|gần|hơn|trên|ít nhất|tối thiểu)\s+)*"
    rf"(?P<times>đôi\b|rưỡi\b|(?P<count>{'|'.join(COUNTS[1:]).replace(' ', '')})\s+lần\b)"
)
_TIMES_SAID: Final = {"đôi": Decimal(2), "rưỡi": Decimal("1.5")}
# No op says how much a change may be at most. What follows "và" or asks for a level of its own is not denied.
_OWN_AIM: Final = r"(?!\b(?:và|nhưng|mà|đồng thời|tối thiểu|ít nhất|đạt|bảo đảm|đảm bảo|phấn đấu|tiết kiệm)\b)"
_HELD_CHANGE: Final = re.compile(
    rf"(?:{NOT}(?:tăng|giảm(?!\s+(?:xuống\s+)?(?:dưới|thấp hơn)\b)|nâng)"
    rf"|(?:không|chẳng)\s+để\s+(?:{_OWN_AIM}[^;,\d]){{1,60}}?\s(?:tăng|giảm))\b(?:{_OWN_AIM}[^;,\d]){{0,40}}$"
)
# "2/2", whose slash and second number are masked.
_OF_MOST: Final = re.compile(rf"\s?(?:diem\s?)?/\s?(?P<most>{NUMBER})")
_LAST: Final = re.compile(r"[\s\x00.;,)]*(?:$|,)")
_RANK: Final = re.compile(r"\b(?:xep|vi tri|thu hang|hang)\b|\bdung (?:o )?thu\s*$")
# Those among whom one is ranked: "thứ 5 trở lên trong 11 xã".
_AMONG: Final = re.compile(r"[\s\x00,]*(?:tro len\s+)?(?:trong|tren)\s+(?:tong\s+)?(?:so\s+)?$")
_OF_ALL: Final = r"(?:\s?/\s?\d{2,3}\b)?"
_WHOLE: Final = r"(?!\s?(?:%|phan tram\b))"
_PLACES: Final = r"(?:tinh|thanh pho|dia phuong|don vi|co quan|so|nganh|huyen|xa|phuong)"
_BEST: Final = r"\b[^;\d]{0,60}?\b(?:dan dau|cao nhat|dung dau|tot nhat)"
# "trong tốp 10/34"; "thuộc nhóm 5 sở đứng đầu", "thuộc nhóm 5 tỉnh của cả nước"; "nằm trong 10 tỉnh dẫn đầu".
# "dịch vụ công nhóm 2" is a class and no rank.
_TOP: Final = re.compile(
    r"(?:(?:\b(?:trong|thuoc|vao|lot|dat|xep|hang|giu)\s+|^\W*)top\s+(?:dau\s+)?"
    rf"(?P<top>\d{{1,2}})\b{_WHOLE}{_OF_ALL}"
    r"(?!\s?(?:[-–/]|den\b)\s?\d)(?![^;,.]{0,40}\b(?:thap|cuoi|cham|kem)\b)"
    r"|(?P<in>\b(?:trong|thuoc|vao|lot|dat|giu|xep|nam|dung|o)\s+)?\bnhom\s+"
    rf"(?P<group>\d{{1,2}})\b{_WHOLE}{_OF_ALL}"
    rf"(?(in)(?:{_BEST}|(?:[\s,]+(?:{_PLACES}|va|cua|tren))*\s+(?:ca nuoc|toan quoc))"
    rf"|(?=\s+(?:(?:cac\s+)?{_PLACES}|dan dau|cao nhat|dung dau|tot nhat)\b){_BEST})\b"
    r"|\b(?:(?:xep|nam|dung|thuoc|vao|lot|hang)\s+)(?:(?:trong|vao|so|top)\s+)+(?:cac\s+)?"
    rf"(?P<n>\d{{1,2}})\b{_WHOLE}{_OF_ALL}{_BEST}\b)"
)
# "không để nằm trong 10 đơn vị …": what is to be kept out of.
_KEPT_OUT: Final = re.compile(
    r"\b(?:(?:không|chẳng|tránh|thoát|ra)\s+(?:(?:được|bị|còn|phải|có tên|khỏi|xếp|nằm|đứng|thuộc|rơi|lọt|ở|vào|trong"
    r"|hạng|thứ)\s+)*|(?:không|chẳng)\s+để\s+(?:(?!\b(?:và|nhưng|mà)\b)[^;,.\d]){0,60})$"
)
_TOP_SIGNS: Final = ("top", "nhom", "nhat", "dau")
_RELATIVE: Final = re.compile(r"\bco\s+(?:ty le|ti le|muc|diem|chi so|so)\b")
_NESTED: Final = re.compile(r"\b(?:dat|voi|o|tu)\s+(?:ty le|ti le|muc|diem|chi so|so|tu|tren|diem danh gia)\b")
_YEAR: Final = re.compile(r"\bnam\s+((?:19|20)\d{2})\b")
_JOINED: Final = re.compile(r"(?:,|\bva)\s*$")
_LISTED: Final = re.compile(r",|\bva\b")


class Amount(NamedTuple):
    """One written quantity of a clause: where it stands, its values, its unit, and where its sub-clause starts.

    `is_level` when the second value is the level to come to from the first, `limit` the word that bounds it,
    `level_year` the year of the first; `is_all` when it is all of what stands behind its slash ("2/2").
    """

    since: int
    start: int
    end: int
    value: Decimal
    value2: Decimal | None
    unit: str | None
    is_rank: bool = False
    is_level: bool = False
    level_year: int | None = None
    limit: str | None = None
    is_top: bool = False
    is_all: bool = False


def find_amounts(clause: Clause, *, words: Words) -> list[Amount]:
    """Find the quantities of a clause in reading order, digits and words."""
    tops = _find_tops(clause)
    matches = [*tops, *_find_quantities(clause.masked)]
    if has_any(clause.written, COUNTS):
        matches.extend(_WORD_NUMBER.finditer(clause.written))
    matches.extend(_TIMES.finditer(clause.written) if "gấp" in clause.written else ())
    matches.sort(key=re.Match.start)
    amounts: list[Amount] = []
    since = 0
    for match in matches:
        if match.start() < since:
            continue
        if match.re is _TOP and _KEPT_OUT.search(clause.written, since, match.start()):
            since = match.end()
            continue
        amount: Amount | None
        if match.re is _TOP:
            amount = _read_top(match, since=since)
        elif match.re is _TIMES:
            amount = _read_times(match, since=since)
        elif match.re is _WORD_NUMBER:
            amount = _read_word_amount(clause, match, since=since, words=words)
        else:
            amount = _read_amount(clause, match, since=since, words=words)
        if amount:
            amounts.append(amount)
            since = amount.end
    return amounts


def _find_tops(clause: Clause) -> list[re.Match[str]]:
    """Find the best ranks of a clause outside brackets; their numbers may be masked as those of provinces."""
    if not has_any(clause.folded, _TOP_SIGNS):
        return []
    return [match for match in _TOP.finditer(clause.folded) if clause.masked[match.start()] != MASK]


def _read_top(match: re.Match[str], *, since: int) -> Amount:
    """Read "trong nhóm 10 tỉnh dẫn đầu": the ranks from the first to that one."""
    last = Decimal(match["top"] or match["group"] or match["n"])
    return Amount(
        since=since, start=match.start(), end=match.end(), value=Decimal(1), value2=last, unit="hạng", is_rank=True,
        is_top=True,
    )  # fmt: skip


def _find_quantities(masked: str) -> Iterator[re.Match[str]]:
    """Find the quantities in digits."""
    start = _NUMBER_START.search(masked)
    while start is not None:
        match = _QUANTITY.match(masked, start.start())
        if match is not None:
            yield match
        start = _NUMBER_START.search(masked, (match or start).end())


def _read_amount(clause: Clause, match: re.Match[str], *, since: int, words: Words) -> Amount | None:
    """Read a quantity with its unit; None for a number that counts nothing known."""
    value, end = numerals.parse_decimal(match["n"]), match.end()
    to = match["to"] or match["level"]
    value2 = numerals.parse_decimal(to) if to else None
    before = clause.masked[since : match.start()]
    unit: str | None = None
    if match["points"]:
        unit = "pp"
    elif match["pc"] or match["pc2"] or match["pc3"]:
        unit = "%"
    else:
        after = clause.masked[end:]
        noun = words.nouns.match(clause.masked, end + len(after) - len(after.lstrip()))
        if noun:
            unit, end = _small(clause.text[noun.start() : noun.end()]), noun.end()
    is_all = _is_all(clause, match)
    if unit is None and is_all and "toi da" in before and _LAST.match(clause.masked, end):
        unit = "điểm"
    is_rank = unit is None and _RANK.search(before[-60:]) is not None
    if value is None or (unit is None and not is_rank) or _HELD_CHANGE.search(clause.written, since, match.start()):
        return None
    return Amount(
        since=since, start=match.start(), end=end, value=value, value2=value2, is_level=bool(match["step"]),
        limit=match["limit"], level_year=_read_level_year(clause, match), unit="hạng" if is_rank else unit,
        is_rank=is_rank, is_all=is_all,
    )  # fmt: skip


def _is_all(clause: Clause, match: re.Match[str]) -> bool:
    """Tell whether a quantity is all of what stands behind its slash."""
    most = _OF_MOST.match(clause.folded, match.end("n"))
    return most is not None and numerals.parse_decimal(most["most"]) == numerals.parse_decimal(match["n"])


def _read_level_year(clause: Clause, match: re.Match[str]) -> int | None:
    """Read the year of a level to be left: "từ 82,5% năm 2024 lên 90%"."""
    year = _YEAR.search(clause.folded, match.start(), match.start("step")) if match["step"] else None
    return None if year is None else int(year[1])


def _small(unit: str) -> str:
    """Write a unit as inside a sentence: "Sáng kiến" in a column of its own is "sáng kiến", "TTHC" stays."""
    return unit[0].lower() + unit[1:] if unit[1:2].islower() else unit


def _read_word_amount(clause: Clause, match: re.Match[str], *, since: int, words: Words) -> Amount | None:
    """Read "ít nhất một trong các hình thức"; None unless a counted noun follows."""
    noun = words.nouns.match(clause.masked, match.end())
    value = numerals.parse_words(match["word"])
    if noun is None or value is None:
        return None
    unit = clause.text[noun.start() : noun.end()]
    return Amount(since=since, start=match.start("word"), end=noun.end(), value=Decimal(value), value2=None, unit=unit)


def _read_times(match: re.Match[str], *, since: int) -> Amount:
    """Read "gấp đôi": two times as much."""
    count = numerals.parse_words(match["count"]) if match["count"] else None
    value = _TIMES_SAID[match["times"]] if count is None else Decimal(count)
    return Amount(since=since, start=match.start("times"), end=match.end(), value=value, value2=None, unit="lần")


def is_nested(clause: Clause, outer: Amount, inner: Amount) -> bool:
    """Tell whether a quantity only describes what an earlier one counts ("80% đơn vị có tỷ lệ … đạt 95%")."""
    if outer.is_rank and _AMONG.match(clause.masked, outer.end, inner.start):
        return True
    if clause.masked[outer.since : outer.start].count(" ") > 8:
        return False
    between = clause.masked[outer.end : inner.start]
    if _RELATIVE.search(between):
        return _JOINED.search(between) is None
    return _NESTED.search(between) is not None and not _LISTED.search(between)
