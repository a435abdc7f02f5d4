"""Registered functions: rules that no shape fits. Each name ends in the date from which its text holds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Protocol

from parindex.domain.scoring.values import Mark


class ScoringFunction(Protocol):
    """Exact points from 0 to the maximum, or a mark when there is nothing to score."""

    def __call__(self, numbers: Mapping[str, Fraction], *, maximum: Fraction) -> Fraction | Mark:
        """Compute the points."""


def late_half_demonstration_20260101(numbers: Mapping[str, Fraction], *, maximum: Fraction) -> Fraction | Mark:
    """Báo cáo đúng hạn tính đủ, trễ hạn tính một nửa, không gửi tính 0, chia cho số báo cáo phải gửi;
    không phải gửi thì không áp dụng.

    Quy tắc minh họa của dự án này, không trích từ văn bản nào. Numbers: on_time, late, due.
    """
    due, on_time = numbers["due"], numbers["on_time"]
    if due == 0:
        return Mark.NOT_APPLICABLE
    late = min(numbers["late"], max(due - on_time, Fraction(0)))
    return min((on_time + late / 2) / due, Fraction(1)) * maximum


FUNCTIONS: Final[Mapping[str, ScoringFunction]] = MappingProxyType(
    {function.__name__: function for function in (late_half_demonstration_20260101,)}
)
