"""Measurable aims in the words of a plan ("tăng ít nhất 02% so với năm 2022 (năm 2022 là 83,99%)")."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from parindex.domain.planning import lexicon as lexicons
from parindex.domain.planning import target_clauses
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Target, TargetOp
from parindex.domain.planning.target_clauses import EDGES, NUMBER, Clause
from parindex.domain.text import folding, numerals
from parindex.domain.text.signs import has_any

_BOUND: Final = {
    **dict.fromkeys(("tối thiểu", "ít nhất", "không kém", "từ", ">=", "≥"), ">="),
    **dict.fromkeys(("vượt quá", "lớn hơn", "cao hơn", "nhiều hơn", "trên", "hơn", "vượt", ">"), ">"),
    **dict.fromkeys(("không quá", "chẳng quá", "không được quá", "không để quá", "tối đa", "<=", "≤"), "<="),
    **dict.fromkeys(("thấp hơn", "nhỏ hơn", "ít hơn", "kém hơn", "dưới", "<"), "<"),
}
# "không thấp hơn" is at least, "thấp hơn hoặc bằng" is at most.
_OPPOSITE: Final = {">": "<=", "<": ">="}
_NOT: Final = r"(?:không|chẳng)(?:\s+(?:được|để|bị))?\s+"
_BOUNDS: Final = "|".join(sorted(_BOUND, key=len, reverse=True))
_BOUND_END: Final = re.compile(
    rf"(?<!\w)(?P<not>{_NOT})?(?P<or>bằng hoặc\s+)?(?P<bound>{_BOUNDS})(?P<equal>\s+hoặc bằng)?\s*"
    r"(?:(?:là|đạt|từ|mức|mục tiêu|bình quân|có|thêm|khoảng|vị trí|thứ hạng|hạng|thứ)\s+)*$"
)
# Of a level to be left for another: "từ 80% năm 2025 lên 90%", "từ 5 ngày xuống còn dưới 3 ngày".
_LEVEL_BOUND: Final = {"duoi": "<", "khong qua": "<=", "toi da": "<=", "tren": ">", "it nhat": ">=", "toi thieu": ">="}
_SPAN: Final = (
    rf"\s*(?:(?P<dash>-|–|—|den)\s*(?:vi tri\s+|thu\s+|hang\s+)*(?:dat\s+)?(?P<to>{NUMBER})\s*(?P<pc2>%)?"
    r"|(?:(?:ngay|gio|phut)\b(?:\s+lam viec\b)?)?[\s\x00]*(?P<step>len|xuong|con)\s+(?:con\s+|muc\s+|vi tri\s+"
    rf"|thu\s+|hang\s+|dat\s+)*(?:(?P<limit>{'|'.join(_LEVEL_BOUND)})\s+)?(?P<level>{NUMBER})\s*(?P<pc3>%)?)?"
)
_DIGIT: Final = re.compile(r"\d")
# A search for a digit is quick, one for a quantity is not: it is only looked for where a number begins.
_NUMBER_START: Final = re.compile(r"\d(?<![\w./,-]\d)")
_QUANTITY: Final = re.compile(
    rf"(?<![\w./,-])(?P<n>{NUMBER})(?![\w/])\x00*\s*(?P<pc>%|phan tram\b)?{_SPAN}\s*(?P<points>diem phan tram|diem %)?"
)
_UPWARD: Final = re.compile(r"(?:(?!\btu\b)[^;\d%]){0,120}?\btro\s+(?P<way>len|xuong)\b")
_COUNTS: Final = (" một ", " hai ", " ba ", " bốn ", " năm ", " sáu ", " bảy ", " tám ", " chín ", " mười ")
_WORD_NUMBER: Final = re.compile(
    rf"(?:ít nhất|tối thiểu|từ|cả|có|đủ)\s+(?P<word>{'|'.join(_COUNTS).replace(' ', '')})\s+"
    r"(?:trong\s+(?:các|số|những)\s+(?:các\s+)?)?"
)
_UP: Final = (
    r"tăng thêm|tăng|nâng(?! cao chất| cao hiệu| cao nhận)|cao hơn|"
    r"có thêm|thêm(?=\s+(?:ít nhất\s+|tối thiểu\s+)?\d)|cải thiện"
)
_DOWN: Final = r"cắt giảm|giảm|rút ngắn|thấp hơn"
_NO_CHANGE: Final = r"(?<!không )(?<!chẳng )(?<!không được )(?<!chẳng được )(?<!không để )(?<!không bị )(?<!bằng hoặc )"
_CHANGE: Final = re.compile(
    rf"(?<!\w)(?=[tncgr]){_NO_CHANGE}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?!\w| cường| hoặc bằng)"
)
# No op says how much a change may be at most.
_HELD_CHANGE: Final = re.compile(rf"{_NOT}(?:tăng|giảm|nâng)\b[^;,\d]{{0,40}}$")
_NO_LESS: Final = re.compile(rf"\b{_NOT}(?:thấp hơn|giảm|kém)\b")
_NOT_LOWER: Final = re.compile(rf"{_NOT}(?:thấp hơn|dưới|kém)")
_CHANGE_SIGNS: Final = ("tăng", "nâng", "hơn", "thêm", "cải thiện", "giảm", "rút ngắn")
_LEVEL_WORDS: Final = re.compile(r"\b(?:lên|đạt|còn|xuống|đến)\b")
_RANK: Final = re.compile(r"\b(?:xep|vi tri|thu hang|hang)\b")
_OF_ALL: Final = r"(?:\s?/\s?\d{2,3}\b)?"
_BEST: Final = r"\b[^;\d]{0,60}?\b(?:dan dau|cao nhat|dung dau|tot nhat"
# "trong tốp 10/34"; "thuộc nhóm 5 sở đứng đầu"; "nằm trong 10 tỉnh dẫn đầu".
_TOP: Final = re.compile(
    r"(?:(?:\b(?:trong|thuoc|vao|lot|dat|xep|hang|giu)\s+|^\W*)top\s+(?:dau\s+)?"
    rf"(?P<top>\d{{1,2}})\b{_OF_ALL}(?!\s?(?:[-–/]|den\b)\s?\d)(?![^;,.]{{0,40}}\b(?:thap|cuoi|cham|kem)\b)"
    rf"|\b(?:trong |thuoc )?nhom\s+(?P<group>\d{{1,2}})\b{_OF_ALL}{_BEST}|ca nuoc|toan quoc)\b"
    r"|\b(?:(?:xep|nam|dung|thuoc|vao|lot|hang)\s+)(?:(?:trong|vao|so|top)\s+)+(?:cac\s+)?"
    rf"(?P<n>\d{{1,2}})\b{_OF_ALL}{_BEST})\b)"
)
_TOP_SIGNS: Final = ("top", "nhom", "nhat", "dau")
_EXCEED: Final = re.compile(
    r"\bvuot\s+(?P<of>(?:muc\s+)?(?:chi tieu|ke hoach|du toan|tong du toan|thu)[^;\d\x00]{0,80})$"
)
_MORE_THAN_YEAR: Final = re.compile(r"\b(?:cao|thap) hon\s+(?:so voi\s+)?nam\b")
_OVER_PLAN: Final = re.compile(r"\bso voi\s+(?:chi tieu|ke hoach|du toan)\b")
_NONE: Final = re.compile(
    r"^(?:(?:dam bao|bao dam|phan dau|va|de)\s+)*khong\s+(?:co|con|phat sinh|de xay ra|de phat sinh)\s+"
    r"(?P<of>[^;.\x00]{3,200})"
)
# One of these stands in every clause without a digit that has an aim.
_SAID_AIMS: Final = (*_CHANGE_SIGNS, "tất cả", "toàn bộ", *_COUNTS)
_FOLDED_AIMS: Final = ("khong ", "toi da", "tuyet doi", "so voi")
_ALL: Final = re.compile(r"\b(?P<all>tất cả|toàn bộ)\s+(?:các\s+|những\s+|số\s+)?(?P<of>[^;.]{3,200})")
_FULL_SCORE: Final = re.compile(r"\b(?:dat\s+)?(?:so\s+)?diem\s+(?:so\s+)?(?:toi da|tuyet doi)\b")
_OTHER_MEASURE: Final = re.compile(r"\s*(?:thu hang|vi tri|diem so|so luong|so(?!\s+voi))\b")
_KEEP: Final = re.compile(r"^(?:tiep tuc\s+)?(?:giu vung|giu nguyen|duy tri)\b")
_OF_STOP: Final = re.compile(
    r"[;.,(stq](?:(?<=;)|(?<=\.)(?!\d)|(?<=s)o voi\b|(?<=\bt)heo (?:dung )?quy dinh\b|(?<=\bq)uy dinh tai\b"
    r"|(?<=\()\s*(?:nam\b|\d|khong|bao gom|ke ca|tinh)|(?<=,)\s*(?=\S*\s*\d))"
)
_OWN_UPWARD: Final = re.compile(r"\s*\btrở (?:lên|xuống)\b")
_CONNECTOR: Final = re.compile(
    r"\s+(?:va|con|voi)(?:\s+(?:cat|giam|cat giam|tang|dat|thu|co|it|toi thieu|it nhat|tu|tren))*$"
)
_OF_LEAD: Final = re.compile(r"^(?:tro (?:len|xuong)\s+)?(?:tren tong so\s+|tong so\s+|cac\s+)?(?:/\s*)?")
_BEFORE_TAIL: Final = re.compile(
    r"(?:\b(?:đạt|phấn đấu|tỷ lệ|tăng|giảm|rút ngắn|thêm|là|có|đảm bảo|bảo đảm|hoàn thành|cắt|mức|được|lên|xuống"
    rf"|còn|khoảng|trong|đến|vị trí|xếp|thứ|bằng hoặc|hoặc bằng|(?:{_NOT})?(?:{_BOUNDS}))|[,:<>≥≤=\s\x00])+$"
)
_VERB_LEAD: Final = re.compile(
    r"^(?:(?:tro len|tro xuong|va|con|cac|so|phan dau|dam bao|bao dam|duy tri|nang cao|nang|dat|den|phan)\b"
    r"|[\x00\s,:])+(?=\s|$|(?<=\s))"
)
_RELATIVE: Final = re.compile(r"\bco\s+(?:ty le|ti le|muc|diem|chi so|so)\b")
_NESTED: Final = re.compile(r"\b(?:dat|voi|o|tu)\s+(?:ty le|ti le|muc|diem|chi so|so|tu|tren|diem danh gia)\b")
_NO_MEASURE: Final = re.compile(r"(?:(?:va|cap|o|trong|tai|cua nam)\s|sau\b)")
_JOINED: Final = re.compile(r"(?:,|\bva)\s*$")
_LISTED: Final = re.compile(r",|\bva\b")
_AMOUNTS: Final = re.compile(
    r"\b(?:so|so luong|tong|tong so|gia tri|thu ngan sach|von|chi phi|thoi gian|grdp|kim ngach|doanh thu|san luong"
    r"|thu nhap|nguon thu|khoi luong|bien che)\b"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon's words, compiled for targets."""

    nouns: re.Pattern[str]
    percentages: re.Pattern[str]


@functools.lru_cache(maxsize=8)
def _compile(lexicon: Lexicon) -> _Words:
    """Compile the counted nouns and percent measures of a lexicon; remembered."""
    return _Words(
        nouns=lexicons.compile_words(lexicon.counted_nouns),
        percentages=lexicons.compile_words(lexicon.percent_measures),
    )


class _Amount(NamedTuple):
    """One written quantity of a clause: where it stands, its values, its unit, and where its sub-clause starts.

    `is_level` when the second value is the level to come to from the first, `limit` the word that bounds it.
    """

    since: int
    start: int
    end: int
    value: Decimal
    value2: Decimal | None
    unit: str | None
    is_rank: bool = False
    is_level: bool = False
    limit: str | None = None
    is_top: bool = False


def _read_top(match: re.Match[str], *, since: int) -> _Amount:
    """Read "trong nhóm 10 tỉnh dẫn đầu": the ranks from the first to that one."""
    last = Decimal(match["top"] or match["group"] or match["n"])
    return _Amount(
        since=since, start=match.start(), end=match.end(), value=Decimal(1), value2=last, unit="hạng", is_rank=True,
        is_top=True,
    )  # fmt: skip


def _find_tops(clause: Clause) -> list[re.Match[str]]:
    """Find the best ranks of a clause outside brackets; their numbers may be masked as those of provinces."""
    if not has_any(clause.folded, _TOP_SIGNS):
        return []
    return [match for match in _TOP.finditer(clause.folded) if clause.masked[match.start()] != target_clauses.MASK]


def _read_amount(clause: Clause, match: re.Match[str], *, since: int, words: _Words) -> _Amount | None:
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
    is_rank = unit is None and _RANK.search(before[-60:]) is not None
    if value is None or (unit is None and not is_rank) or _HELD_CHANGE.search(clause.written, since, match.start()):
        return None
    return _Amount(
        since=since, start=match.start(), end=end, value=value, value2=value2, is_level=bool(match["step"]),
        limit=match["limit"], unit="hạng" if is_rank else unit, is_rank=is_rank,
    )  # fmt: skip


def _find_quantities(masked: str) -> Iterator[re.Match[str]]:
    """Find the quantities in digits."""
    start = _NUMBER_START.search(masked)
    while start is not None:
        match = _QUANTITY.match(masked, start.start())
        if match is not None:
            yield match
        start = _NUMBER_START.search(masked, (match or start).end())


def _find_amounts(clause: Clause, *, words: _Words) -> list[_Amount]:
    """Find the quantities of a clause in reading order, digits and words."""
    tops = _find_tops(clause)
    matches = [*tops, *_find_quantities(clause.masked)]
    if has_any(clause.written, _COUNTS):
        matches.extend(_WORD_NUMBER.finditer(clause.written))
    matches.sort(key=re.Match.start)
    amounts: list[_Amount] = []
    since = 0
    for match in matches:
        if match.start() < since:
            continue
        amount: _Amount | None
        if match.re is _TOP:
            amount = _read_top(match, since=since)
        elif match.re is _WORD_NUMBER:
            amount = _read_word_amount(clause, match, since=since, words=words)
        else:
            amount = _read_amount(clause, match, since=since, words=words)
        if amount:
            amounts.append(amount)
            since = amount.end
    return amounts


def _read_word_amount(clause: Clause, match: re.Match[str], *, since: int, words: _Words) -> _Amount | None:
    """Read "ít nhất một trong các hình thức"; None unless a counted noun follows."""
    noun = words.nouns.match(clause.masked, match.end())
    value = numerals.parse_words(match["word"])
    if noun is None or value is None:
        return None
    unit = clause.text[noun.start() : noun.end()]
    return _Amount(since=since, start=match.start("word"), end=noun.end(), value=Decimal(value), value2=None, unit=unit)


def _find_bound(clause: Clause, amount: _Amount) -> str | None:
    """Find the word that bounds a quantity ("ít nhất", "trên"), as one of ">=", ">", "<=", "<"."""
    after = _UPWARD.match(clause.masked, amount.end) if "tro" in clause.masked else None
    if after:
        return ">=" if after["way"] == "len" else "<="
    before = _BOUND_END.search(clause.written, max(amount.since, amount.start - 60), amount.start)
    if before is None:
        return None
    op = _BOUND[before["bound"]]
    if before["not"]:
        return _OPPOSITE.get(op, op)
    return op + "=" if (before["or"] or before["equal"]) and op in _OPPOSITE else op


def _find_changes(clause: Clause, start: int, end: int) -> list[re.Match[str]]:
    """Find the words of change of a part of a clause, when it has what one of them is made of."""
    return list(_CHANGE.finditer(clause.written, start, end)) if has_any(clause.written, _CHANGE_SIGNS) else []


def _find_change(clause: Clause, amount: _Amount) -> str | None:
    """Tell whether a quantity is a change: "up", "down" or None."""
    changes = _find_changes(clause, amount.since, amount.start)
    if not changes:
        return None
    change = changes[-1]
    between = clause.written[change.end() : amount.start]
    if _LEVEL_WORDS.search(between):
        return None
    if change["down"]:
        return "down"
    gap = _BEFORE_TAIL.sub("", " " + between).strip(EDGES)
    is_compared = "so voi" in clause.folded or clause.baseline.year is not None
    return "up" if not gap or is_compared or change[0] == "có thêm" else None


def _read_after(clause: Clause, amount: _Amount, *, until: int) -> str:
    """Read the words after a quantity that may be what it measures."""
    stop = _OF_STOP.search(clause.folded, amount.end, until)
    after = clause.text[amount.end : stop.start() if stop else until]
    own = _OWN_UPWARD.search(after) if "trở" in after else None
    if after.lstrip().startswith(",") or (own and _OWN_UPWARD.sub("", after).lstrip().startswith(",")):
        return ""
    if own and not re.search(r"\btừ\b", after[: own.start()]):
        after = after[: own.start()] + after[own.end() :]
    joint = _CONNECTOR.search(folding.fold_aligned(after.rstrip(EDGES)))
    after = after[: joint.start()] if joint else after
    lead = _OF_LEAD.match(folding.fold_aligned(after))
    return after[lead.end() if lead else 0 :].strip(EDGES)


def _read_of(clause: Clause, amount: _Amount, *, until: int) -> tuple[str, bool]:
    """Read what a quantity measures, and whether it stands after the quantity (else before it)."""
    after = _read_after(clause, amount, until=until)
    if after and not amount.is_rank and not _NO_MEASURE.match(folding.fold_aligned(after)):
        return after, True
    before = clause.written[amount.since : amount.start]
    tail = _BEFORE_TAIL.search(before)
    cut = before[: tail.start()] if tail else before
    lead = _VERB_LEAD.match(folding.fold_aligned(cut))
    begin = amount.since + (lead.end() if lead else 0)
    return clause.text[begin : amount.since + len(cut)].strip(EDGES), False


def _small(unit: str) -> str:
    """Write a unit as inside a sentence: "Sáng kiến" in a column of its own is "sáng kiến", "TTHC" stays."""
    return unit[0].lower() + unit[1:] if unit[1:2].islower() else unit


def _find_change_unit(amount: _Amount, *, of: str, is_after: bool, words: _Words) -> str | None:
    """Give the unit of a change: points for percentages of percentages, else as written.

    Plan 1908/KH-UBND of 21/07/2023 counts "tăng ít nhất 02%" of 83,99% as 85,99%.
    """
    if amount.unit != "%":
        return amount.unit
    folded = folding.fold_aligned(of)
    if words.percentages.match(folded) or not folded:
        return "pp"
    return "%" if is_after or _AMOUNTS.search(folded) else "pp"


def _build_change(clause: Clause, amount: _Amount, *, way: str, of: str, unit: str | None) -> Target:
    """Build a target that asks for a change."""
    is_bounded = amount.value2 is not None or _find_bound(clause, amount) in (">=", ">")
    ops = {
        "up": (TargetOp.INCREASE, TargetOp.INCREASE_GE),
        "down": (TargetOp.DECREASE, TargetOp.DECREASE_GE),
    }[way]
    baseline = clause.baseline
    derived = None
    if baseline.value is not None and unit == "pp":
        derived = baseline.value + (amount.value if way == "up" else -amount.value)
    return Target(
        op=ops[is_bounded], value=amount.value, value2=amount.value2, unit=unit, of=of, baseline=baseline.value,
        baseline_year=baseline.year, derived_absolute=derived,
    )  # fmt: skip


def _build_span(amount: _Amount, *, of: str) -> Target:
    """Build a target from two numbers: ranks, a range, or a level to be left ("từ 80% lên 90%")."""
    if amount.is_level:
        level_op = TargetOp(_LEVEL_BOUND[amount.limit]) if amount.limit else TargetOp.EQ
        return Target(op=level_op, value=amount.value2, unit=amount.unit, of=of, baseline=amount.value)
    op = TargetOp.RANK_BETWEEN if amount.is_rank else TargetOp.BETWEEN
    unit = amount.unit
    return Target(op=op, value=amount.value, value2=amount.value2, unit=unit, of=of)


def _build_target(clause: Clause, amount: _Amount, *, until: int, words: _Words) -> Target:
    """Build the target of one quantity."""
    exceed = _EXCEED.search(clause.masked[amount.since : amount.start]) if "vuot" in clause.masked else None
    of, is_after = _read_of(clause, amount, until=until)
    if exceed:
        start = amount.since + exceed.start("of")
        plan = clause.text[start : amount.start]
        tail = _BEFORE_TAIL.search(folding.lower_aligned(plan))
        of = plan[: tail.start() if tail else None].strip(EDGES)
        return Target(op=TargetOp.EXCEED_PLAN_GE, value=amount.value, unit=amount.unit, of=of)
    way = None if amount.is_top else _find_change(clause, amount)
    is_share = amount.unit == "%" and not _MORE_THAN_YEAR.search(clause.folded, amount.since, amount.start)
    if amount.value2 is not None and (way is None or is_share or amount.is_level):
        return _build_span(amount, of=of)
    if way:
        unit = _find_change_unit(amount, of=of, is_after=is_after, words=words)
        return _build_change(clause, amount, way=way, of=of, unit=unit)
    bound = _find_bound(clause, amount)
    if amount.is_rank and bound == ">=" and _NOT_LOWER.search(clause.written, amount.since, amount.start):
        return Target(op=TargetOp.RANK_BETWEEN, value=Decimal(1), value2=amount.value, unit=amount.unit, of=of)
    if bound == ">" and _OVER_PLAN.search(clause.folded, amount.end):
        return Target(op=TargetOp.EXCEED_PLAN_GE, value=amount.value, unit=amount.unit, of=of)
    return Target(op=TargetOp(bound or "=="), value=amount.value, unit=amount.unit, of=of)


def _is_nested(clause: Clause, outer: _Amount, inner: _Amount) -> bool:
    """Tell whether a quantity only describes what an earlier one counts ("80% đơn vị có tỷ lệ … đạt 95%")."""
    if clause.masked[outer.since : outer.start].count(" ") > 8:
        return False
    between = clause.masked[outer.end : inner.start]
    if _RELATIVE.search(between):
        return _JOINED.search(between) is None
    return _NESTED.search(between) is not None and not _LISTED.search(between)


def _read_amounts(clause: Clause, *, words: _Words) -> list[Target]:
    """Read the targets of the quantities of a clause, the outer one of nested thresholds."""
    kept: list[_Amount] = []
    for amount in _find_amounts(clause, words=words):
        if not kept or not _is_nested(clause, kept[-1], amount):
            kept.append(amount)
    ends = [*(amount.start for amount in kept[1:]), len(clause.masked)]
    return [_build_target(clause, amount, until=end, words=words) for amount, end in zip(kept, ends, strict=False)]


def _read_keep(clause: Clause, *, words: _Words) -> Target | None:
    """Read "Giữ vững hoặc nâng cao …": at least the baseline."""
    keep = _KEEP.search(clause.masked.lstrip(EDGES))
    against = clause.baseline
    if keep is None or (against.year is None and against.value is None):
        return None
    measure = words.percentages.search(clause.masked)
    start = measure.start() if measure else keep.end()
    stop = _OF_STOP.search(clause.folded, start)
    of = clause.text[start : stop.start() if stop else None].strip(EDGES)
    op = TargetOp.GE if against.value is not None else TargetOp.GE_BASELINE
    unit = "%" if against.value is not None else None
    return Target(op=op, value=against.value, unit=unit, of=of, baseline=against.value, baseline_year=against.year)


def _read_no_less(clause: Clause) -> Target | None:
    """Read "không thấp hơn năm 2025": at least the baseline."""
    against = clause.baseline
    found = _NO_LESS.search(clause.written) if against.year else None
    if found is None:
        return None
    op = TargetOp.GE if against.value is not None else TargetOp.GE_BASELINE
    unit = "%" if against.value is not None else None
    of = clause.text[: found.start()].strip(EDGES)
    return Target(op=op, value=against.value, unit=unit, of=of, baseline=against.value, baseline_year=against.year)


def _skip_high(clause: Clause, change: re.Match[str]) -> int:
    """Give the end of a change word and of "cao" after it ("nâng cao")."""
    return change.end() + len(" cao") * clause.written.startswith(" cao", change.end())


def _names_measure(clause: Clause, change: re.Match[str], *, words: _Words) -> bool:
    """Tell whether a change word is followed by what it changes ("nâng cao tỷ lệ", "cải thiện thứ hạng")."""
    after = _skip_high(clause, change)
    measure = words.percentages.match(clause.masked, after + 1) or _OTHER_MEASURE.match(clause.masked, after)
    return measure is not None


def _read_direction(clause: Clause, *, words: _Words) -> Target | None:
    """Read a change without a number: "tăng so với năm 2020", "Nâng cao tỷ lệ …"."""
    changes = _find_changes(clause, 0, len(clause.written))
    if not changes:
        return None
    measured = [change for change in changes if _names_measure(clause, change, words=words)]
    if "so voi" not in clause.folded and not clause.baseline.year and not measured:
        return None
    change = (measured or changes)[0]
    after = _skip_high(clause, change)
    op = TargetOp.INCREASE if change["up"] else TargetOp.DECREASE
    stop = _OF_STOP.search(clause.folded, after)
    of = clause.text[after : stop.start() if stop else None].strip(EDGES)
    if not measured:
        tail = _BEFORE_TAIL.search(clause.written, 0, change.start())
        of = clause.text[: tail.start() if tail else change.start()].strip(EDGES)
    return Target(
        op=op, value=None, unit=None, of=of, baseline=clause.baseline.value, baseline_year=clause.baseline.year
    )


def _read_none(clause: Clause, *, words: _Words) -> Target | None:
    """Read "Không có …": zero of it."""
    match = _NONE.search(clause.masked.lstrip(EDGES))
    if match is None:
        return None
    offset = len(clause.masked) - len(clause.masked.lstrip(EDGES))
    of = clause.text[offset + match.start("of") : offset + match.end("of")].strip(EDGES)
    noun = words.nouns.match(folding.fold_aligned(of))
    unit = of[: noun.end()] if noun else None
    if unit and folding.fold(unit) in ("can bo", "cong chuc", "vien chuc", "nguoi"):
        unit = "người"
    return Target(op=TargetOp.EQ, value=Decimal(0), unit=unit, of=of)


def _read_all(clause: Clause) -> Target | None:
    """Read "tất cả …" as 100 % and "đạt điểm tối đa" as a full score of unknown height."""
    match = _ALL.search(clause.written) if "tất cả" in clause.written or "toàn bộ" in clause.written else None
    if match:
        of = clause.text[match.start("of") : match.end("of")].strip(EDGES)
        return Target(op=TargetOp.EQ, value=Decimal(100), unit="%", of=of)
    score = _FULL_SCORE.search(clause.masked) if "diem" in clause.masked else None
    if score:
        return Target(op=TargetOp.EQ, value=None, unit="điểm", of=clause.text[: score.start()].strip(EDGES))
    return None


def _may_aim(text: str) -> bool:
    """Tell whether a clause may have an aim, which takes a number or words for it: a cheap look before a dear one."""
    if _DIGIT.search(text):
        return True
    return has_any(folding.lower_aligned(text), _SAID_AIMS) or has_any(folding.fold_aligned(text), _FOLDED_AIMS)


def _read_clause(clause: Clause, *, words: _Words) -> list[Target]:
    """Read the targets of a clause: its quantities, else what it says without a number."""
    found = _read_amounts(clause, words=words)
    if found:
        return found
    target = (
        _read_keep(clause, words=words)
        or _read_no_less(clause)
        or _read_none(clause, words=words)
        or _read_direction(clause, words=words)
        or _read_all(clause)
    )
    return [target] if target else []


def _carry_verb(targets: list[Target], clause: Clause, found: list[Target]) -> list[Target]:
    """Let "; 01 đơn vị …" go on with the verb of "Có thêm ít nhất 01 đơn vị …"."""
    if not targets or not found or not clause.follows_list or not re.match(r"\s*\d", clause.masked):
        return found
    last, first = targets[-1], found[0]
    is_change = last.op in (TargetOp.INCREASE, TargetOp.INCREASE_GE, TargetOp.DECREASE, TargetOp.DECREASE_GE)
    if not is_change or first.op is not TargetOp.EQ or first.unit != last.unit or first.unit == "%":
        return found
    year = clause.baseline.year or last.baseline_year
    return [first._replace(op=last.op, baseline_year=year), *found[1:]]


def _share_year(targets: list[Target], found: list[Target]) -> list[Target]:
    """Give the comparison at the end of a list to the changes before it."""
    if not targets or not found:
        return targets
    year = next((target.baseline_year for target in found if target.baseline_year), None)
    if not year or targets[-1].op is not found[0].op or targets[-1].baseline_year:
        return targets
    shared = [index for index, target in enumerate(targets) if target.op is found[0].op and not target.baseline_year]
    return [target._replace(baseline_year=year) if index in shared else target for index, target in enumerate(targets)]


def parse_targets(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Target, ...]:
    """Read the targets of a target text in reading order.

    Numbers of documents, dates, levels, conditions and durations are never targets, except where a duration becomes
    shorter ("giảm từ 5 xuống 3 ngày"); without a measurable aim the result is empty.

    The rules are those of the gold contract in docs/reference/plan-schema.md.
    """
    words = _compile(lexicon)
    targets: list[Target] = []
    for number, part in enumerate(target_clauses.split_clauses(text)):
        if not _may_aim(part):
            continue
        clause = target_clauses.read_clause(part, plan_year=plan_year, follows_list=number > 0)
        found = _carry_verb(targets, clause, _read_clause(clause, words=words))
        targets = _share_year(targets, found) + found
    return tuple(targets)
