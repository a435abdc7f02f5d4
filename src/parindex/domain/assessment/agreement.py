"""How far two appraisers who do not see each other agree: percent agreement and Cohen's kappa, exact.

Kappa (Cohen 1960) is the agreement beyond what chance alone would give: (po - pe) / (1 - pe). What is not defined stays
unknown with the reason. The words for its size follow Landis and Koch (1977).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

NO_PAIRS: Final = "Chưa có mục nào được hai người thẩm định, nên chưa so được."
ONE_ANSWER: Final = (
    "Cả hai người chỉ dùng một loại quyết định cho mọi mục, nên kappa không xác định; chỉ xem tỷ lệ trùng nhau."
)
_BELOW_CHANCE: Final = "kém hơn cả ngẫu nhiên"
_BANDS: Final = (
    (Fraction(1, 5), "gần như ngẫu nhiên"),
    (Fraction(2, 5), "thấp"),
    (Fraction(3, 5), "vừa phải"),
    (Fraction(4, 5), "khá cao"),
)
_HIGHEST: Final = "rất cao"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two ratings of the same things; `share` and `kappa` are None when undefined, `reason` then says why."""

    count: int
    same_count: int
    share: Fraction | None
    kappa: Fraction | None
    reason: str = ""


def measure_agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare the first and the second rating of each thing."""
    count = len(pairs)
    if not count:
        return Agreement(0, 0, None, None, NO_PAIRS)
    same = sum(first == second for first, second in pairs)
    share = Fraction(same, count)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum((Fraction(firsts[word] * seconds[word], count**2) for word in firsts), Fraction(0))
    if by_chance == 1:
        return Agreement(count, same, share, None, ONE_ANSWER)
    return Agreement(count, same, share, (share - by_chance) / (1 - by_chance))


def meaning_of(kappa: Fraction) -> str:
    """Say the size of a kappa in Vietnamese words; a bound belongs to the band below it."""
    if kappa < 0:
        return _BELOW_CHANCE
    return next((words for bound, words in _BANDS if kappa <= bound), _HIGHEST)
