"""Words of change ("tăng", "rút ngắn"): which way a quantity goes, in which unit, and against what."""

from __future__ import annotations

import re
from typing import Final

from parindex.domain.planning.model import Target, TargetOp
from parindex.domain.planning.targets.amounts import Amount
from parindex.domain.planning.targets.bounds import find_bound
from parindex.domain.planning.targets.clauses import EDGES, Clause
from parindex.domain.planning.targets.measures import BEFORE_TAIL
from parindex.domain.planning.targets.words import Words
from parindex.domain.text import folding
from parindex.domain.text.signs import has_any

_UP: Final = (
    r"tăng thêm|tăng|nâng(?! cao chất| cao hiệu| cao nhận)|cao hơn(?!(?: vị trí| thứ| hạng)+ (?:\d|$))|"
    r"có thêm|thêm(?=\s+(?:ít nhất\s+|tối thiểu\s+)?\d)|cải thiện"
)
_DOWN: Final = r"cắt giảm|giảm|rút ngắn|thấp hơn"
_NO_CHANGE: Final = r"(?<!không )(?<!chẳng )(?<!không được )(?<!chẳng được )(?<!không để )(?<!không bị )(?<!bằng hoặc )"
_CHANGE: Final = re.compile(
    rf"(?<!\w)(?=[tncgr]){_NO_CHANGE}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?!\w| cường| hoặc bằng)"
)
CHANGE_SIGNS: Final = ("tăng", "nâng", "hơn", "thêm", "cải thiện", "giảm", "rút ngắn")
_RANKS: Final = ("bậc", "hạng")
_LEVEL_WORDS: Final = re.compile(r"\b(?:lên|đạt|còn|xuống|đến)\b")
_AMOUNTS: Final = re.compile(
    r"\b(?:so|so luong|tong|tong so|gia tri|thu ngan sach|von|chi phi|thoi gian|grdp|kim ngach|doanh thu|san luong"
    r"|thu nhap|nguon thu|khoi luong|bien che)\b"
)


def find_changes(clause: Clause, start: int, end: int) -> list[re.Match[str]]:
    """Find the words of change of a part of a clause, when it has what one of them is made of."""
    return list(_CHANGE.finditer(clause.written, start, end)) if has_any(clause.written, CHANGE_SIGNS) else []


def find_change(clause: Clause, amount: Amount) -> str | None:
    """Tell whether a quantity is a change: "up", "down" or None."""
    changes = find_changes(clause, amount.since, amount.start)
    if not changes:
        return None
    change = changes[-1]
    between = clause.written[change.end() : amount.start]
    if _LEVEL_WORDS.search(between):
        return None
    if change["down"]:
        return "down"
    gap = BEFORE_TAIL.sub("", " " + between).strip(EDGES)
    is_compared = "so voi" in clause.folded or clause.baseline.year is not None
    return "up" if not gap or is_compared or change[0] == "có thêm" else None


def find_unit(amount: Amount, *, of: str, is_after: bool, words: Words) -> str | None:
    """Give the unit of a change: points for percentages of percentages, else as written.

    Plan 1908/KH-UBND of 21/07/2023 counts "tăng ít nhất 02%" of 83,99% as 85,99%.
    """
    if amount.unit != "%":
        return amount.unit
    folded = folding.fold_aligned(of)
    if words.percentages.match(folded) or not folded:
        return "pp"
    return "%" if is_after or _AMOUNTS.search(folded) else "pp"


def build_change(clause: Clause, amount: Amount, *, way: str, of: str, unit: str | None) -> Target:
    """Build a target that asks for a change."""
    is_bounded = amount.value2 is not None or find_bound(clause, amount) in (">=", ">")
    ops = {
        "up": (TargetOp.INCREASE, TargetOp.INCREASE_GE),
        "down": (TargetOp.DECREASE, TargetOp.DECREASE_GE),
    }[way]
    baseline = clause.baseline._replace(value=None) if unit in _RANKS else clause.baseline
    derived = None
    if baseline.value is not None and unit == "pp":
        derived = baseline.value + (amount.value if way == "up" else -amount.value)
    return Target(
        op=ops[is_bounded], value=amount.value, value2=amount.value2, unit=unit, of=of, baseline=baseline.value,
        baseline_year=baseline.year, derived_absolute=derived,
    )  # fmt: skip
