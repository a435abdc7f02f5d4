"""Bands of a value, highest threshold first: each from (or above) its threshold up to the band before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from parindex.domain.scoring.rule import above_maximum
from parindex.domain.scoring.wording import number_text, points_text


@dataclass(frozen=True, slots=True)
class Band:
    """Points from `threshold` on, or only above it; the last band has no threshold."""

    points: Fraction
    threshold: Fraction | None = None
    is_above: bool = False

    def holds(self, value: Fraction) -> bool:
        """Tell whether a value reaches the band."""
        if self.threshold is None:
            return True
        return value > self.threshold if self.is_above else value >= self.threshold


def find_band(bands: Sequence[Band], value: Fraction) -> int:
    """Return the position of the first band that holds a value."""
    return next(position for position, band in enumerate(bands) if band.holds(value))


def band_text(bands: Sequence[Band], position: int, *, unit: str, most: Fraction | None = None) -> str:
    """Say the range of one band: "từ 80% đến dưới 100%"; `most` is the value that nothing exceeds."""
    band = bands[position]
    if band.threshold is not None and band.threshold == most and not band.is_above:
        return f"đạt {_number(band, unit)}"
    lower = f"{'trên' if band.is_above else 'từ'} {_number(band, unit)}" if band.threshold is not None else ""
    if position == 0:
        return lower if band.is_above or not lower else f"{lower} trở lên"
    higher = bands[position - 1]
    if lower:
        return f"{lower} {'đến' if higher.is_above else 'đến dưới'} {_number(higher, unit)}"
    return f"từ {_number(higher, unit)} trở xuống" if higher.is_above else f"dưới {_number(higher, unit)}"


def describe_bands(bands: Sequence[Band], *, unit: str, most: Fraction | None = None) -> str:
    """Say all bands with their points."""
    return "; ".join(
        f"{band_text(bands, position, unit=unit, most=most)} được {points_text(band.points)}"
        for position, band in enumerate(bands)
    )


def trend_of(bands: Sequence[Band]) -> int:
    """Return 1 when higher bands never have fewer points, -1 when they never have more, else 0."""
    steps = [higher.points - lower.points for higher, lower in pairwise(bands)]
    if all(step >= 0 for step in steps):
        return 1
    return -1 if all(step <= 0 for step in steps) else 0


def check_bands(bands: Sequence[Band], *, maximum: Fraction) -> tuple[str, ...]:
    """Find bands out of order, a missing last band, and points outside of 0 and the maximum."""
    problems = [text for band in bands for text in above_maximum(band.points, maximum=maximum, what="mức điểm")]
    if not bands or bands[-1].threshold is not None:
        problems.append("mức cuối không được có ngưỡng, để mọi giá trị đều có điểm")
    thresholds = [(band.threshold, band.is_above) for band in bands if band.threshold is not None]
    if len(thresholds) < len(bands) - 1:
        problems.append("chỉ mức cuối được bỏ ngưỡng")
    if any(higher <= lower for higher, lower in pairwise(thresholds)):
        problems.append("các mức phải xếp từ ngưỡng cao xuống ngưỡng thấp")
    if bands and all(band.points != maximum for band in bands):
        problems.append(f"không mức nào đạt điểm tối đa {points_text(maximum)}")
    return tuple(problems)


def _number(band: Band, unit: str) -> str:
    return number_text(band.threshold or Fraction(0)) + unit
