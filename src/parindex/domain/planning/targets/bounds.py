"""Words that bound a quantity from below or above ("ít nhất", "không thấp hơn", "trở lên")."""

from __future__ import annotations

import re
from typing import Final

from parindex.domain.planning.targets.amounts import Amount
from parindex.domain.planning.targets.clauses import Clause
from parindex.domain.planning.targets.words import NOT

_BOUND: Final = {
    **dict.fromkeys(("tối thiểu", "ít nhất", "không kém", "từ", ">=", "≥"), ">="),
    **dict.fromkeys(("vượt quá", "lớn hơn", "cao hơn", "nhiều hơn", "trên", "hơn", "vượt", ">"), ">"),
    **dict.fromkeys(("không quá", "chẳng quá", "không được quá", "không để quá", "tối đa", "<=", "≤"), "<="),
    **dict.fromkeys(("thấp hơn", "nhỏ hơn", "ít hơn", "kém hơn", "dưới", "<"), "<"),
}
# "không thấp hơn" is at least, "thấp hơn hoặc bằng" is at most.
_OPPOSITE: Final = {">": "<=", "<": ">="}
BOUNDS: Final = "|".join(sorted(_BOUND, key=len, reverse=True))
_BOUND_END: Final = re.compile(
    rf"(?<!\w)(?P<not>{NOT}(?:giảm\s+(?:xuống\s+)?)?)?(?P<or>bằng hoặc\s+)?"
    rf"(?P<bound>{BOUNDS})(?P<equal>\s+hoặc bằng)?\s*"
    r"(?:(?:là|đạt|từ|mức|mục tiêu|bình quân|có|thêm|khoảng|vị trí|thứ hạng|hạng|thứ)\s+)*$"
)
# "đạt tối đa 2 điểm", "điểm tối đa: 2 điểm" ask for full marks; "trừ tối đa 2 điểm" bounds what may be lost.
_MOST: Final = re.compile(
    r"(?:^[\W\x00]*(?:phấn đấu\s+)?|\b(?:đạt|điểm|giữ vững)\s+(?:mức\s+|số\s+)*(?:điểm\s+)?)tối đa\b"
)
_LOST: Final = re.compile(r"\b(?:trừ|mất|phạt)\b")
_UPWARD: Final = re.compile(r"(?:(?!\btu\b)[^;\d%]){0,120}?\btro\s+(?P<way>len|xuong)\b")


def find_bound(clause: Clause, amount: Amount) -> str | None:
    """Find the word that bounds a quantity ("ít nhất", "trên"), as one of ">=", ">", "<=", "<"."""
    after = _UPWARD.match(clause.masked, amount.end) if "tro" in clause.masked else None
    if after:
        return ">=" if after["way"] == "len" else "<="
    before = _BOUND_END.search(clause.written, max(amount.since, amount.start - 60), amount.start)
    if before is None:
        return None
    op = _BOUND[before["bound"]]
    if before["bound"] == "tối đa" and amount.unit == "điểm" and _asks_all(clause, amount, before.start("bound")):
        return None
    if before["not"]:
        return _OPPOSITE.get(op, op)
    return op + "=" if (before["or"] or before["equal"]) and op in _OPPOSITE else op


def _asks_all(clause: Clause, amount: Amount, position: int) -> bool:
    """Tell whether "tối đa" at a position names all the points there are ("đạt tối đa 2/2 điểm"), which is no bound."""
    if _LOST.search(clause.written, amount.since, amount.start):
        return False
    return amount.is_all or any(
        found.start() <= position < found.end() for found in _MOST.finditer(clause.written, amount.since, amount.start)
    )
