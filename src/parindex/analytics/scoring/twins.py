"""Registered functions of `domain.scoring.functions` on columns; a function without a twin is called unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from parindex.analytics.scoring.arrays import Integers
from parindex.domain.scoring.functions import ScoringFunction, late_half_demonstration_20260101
from parindex.domain.scoring.rule import ZeroPolicy

Columns = Mapping[str, Integers]


@dataclass(frozen=True, slots=True)
class Twin:
    """The share of the maximum as numerator and denominator of columns by name.

    Neither exceeds `growth` times the greatest value; a share above 1 counts as 1.
    """

    share: Callable[[Columns], tuple[Integers, Integers]]
    growth: int
    when_zero: ZeroPolicy


def _late_half(numbers: Columns) -> tuple[Integers, Integers]:
    due, on_time = numbers["due"], numbers["on_time"]
    late = np.minimum(numbers["late"], np.maximum(due - on_time, 0))
    return 2 * on_time + late, 2 * due


TWINS: Final[Mapping[ScoringFunction, Twin]] = MappingProxyType(
    {late_half_demonstration_20260101: Twin(_late_half, growth=3, when_zero=ZeroPolicy.NOT_APPLICABLE)}
)
