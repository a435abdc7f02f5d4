"""The nine indicators of TT 01/2018/TT-VPCP, Điều 13-15: averages of dossiers, classes of agencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from parindex.domain.dossiers.measures import QualityIndicator

CLASSES = ((15, "Xuất sắc"), (12, "Tốt"), (9, "Khá"), (6, "Trung bình"), (0, "Yếu"))
WHOLE = 9


def average_points(indicator: QualityIndicator, counts: Mapping[str, int]) -> Decimal | None:
    """Return the average of an indicator, 1 decimal, half up (Điều 15.2); None without information (Điều 15.4b)."""
    if indicator.two is None or indicator.one is None or indicator.of is None or counts[indicator.of] == 0:
        return None
    points = Decimal(2 * counts[indicator.two] + counts[indicator.one])
    return (points / counts[indicator.of]).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def total_points(points: Iterable[Decimal | None]) -> Decimal:
    """Add the indicators that have information; the text does not rescale for the others."""
    return sum((value for value in points if value is not None), Decimal(0))


def class_of(total: Decimal, *, known: int) -> str | None:
    """Return the class of an agency; None unless all nine indicators are known, as thresholds are for 18 points."""
    if known < WHOLE:
        return None
    return next(name for least, name in CLASSES if total >= least)
