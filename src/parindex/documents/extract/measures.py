"""Quotas without a label: "Tỷ lệ hồ sơ đúng hạn: từ 98% trở lên" names a measure and says its aim after a colon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parindex.documents.extract.times import is_time
from parindex.domain.text import folding

_SHORTEST_NAME = 12
_LONGEST_AIM = 160
_AIM = re.compile(
    r"\s*(?:phan dau\s+|dam bao\s+|bao dam\s+|dat\s+|duy tri\s+|tu\s+|tren\s+|duoi\s+|toi thieu\s+|toi da\s+|it nhat\s+"
    r"|khong (?:qua|duoi|thap hon|vuot qua)\s+|tang(?: them)?\s+|giam\s+|con\s+|du\s+|hon\s+|xep (?:thu|hang)\s+|muc\s+"
    r"|[≥≤<>]=?\s*)*(?:khong co\b|\d+(?:[.,]\d+)?\s*(?P<unit>%|[^\W\d]))"
)
# "đạt 0,5/1 điểm" and "đạt 12,5 điểm" are results.
_POINTS = re.compile(r"\d\s*/\s*\d|\bdiem\b(?! phan tram)")
# "không quá 3 ngày làm việc sau khi được công bố" says when.
_WAIT = re.compile(
    r"[^\d%]{0,20}\d+(?: \([^()]{2,12}\))? (?:gio|ngay|tuan|thang)(?: lam viec)?,?"
    r" (?:sau|ke tu|tinh tu|tu) (?:khi|ngay)\b"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Where the name of a measure ends in a text, and its aim as the half-open range [start, end)."""

    name_end: int
    start: int
    end: int


def is_aim(text: str) -> bool:
    """Tell whether a short text begins with how much is aimed at ("đạt 100%", "ít nhất 02 sáng kiến")."""
    if len(text) > _LONGEST_AIM:
        return False
    folded = folding.fold_aligned(text)
    return _AIM.match(folded) is not None and _POINTS.search(folded) is None and not _says_when(text, folded)


def _says_when(text: str, folded: str) -> bool:
    return _WAIT.match(folded) is not None or is_time(text)


def read_measured(text: str) -> Measured | None:
    """Read "name: aim" where nothing else follows; None when what stands after the colon is no aim.

    "lên 80% (năm 2024: 62,5%)" tells in brackets what was, not what is aimed at.
    """
    name, colon, aim = text.rstrip(" .;").partition(": ")
    if not colon or len(name) < _SHORTEST_NAME or ":" in aim or not is_aim(aim):
        return None
    if name.rfind("(") > name.rfind(")"):  # The colon stands inside brackets.
        return None
    start = len(name) + len(colon)
    return Measured(len(name), start + len(aim) - len(aim.lstrip()), start + len(aim))
