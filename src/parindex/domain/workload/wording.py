"""Values of a monthly sheet as people read them: two decimals; the values themselves stay exact."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.scoring.wording import number_text, two_places
from parindex.domain.workload.model import Span


def share_text(span: Span) -> str:
    """Write what is known of a share of 1: "87,50%", or "từ 0% đến 75%" while nobody has judged."""
    low, high = f"{_short(span.low * 100)}%", f"{_short(span.high * 100)}%"
    return low if span.is_exact else f"từ {low} đến {high}"


def result_text(span: Span) -> str:
    """Write what is known of points: "64,17", or "từ 0 đến 70"."""
    low, high = _short(span.low), _short(span.high)
    return low if span.is_exact else f"từ {low} đến {high}"


def _short(value: Fraction) -> str:
    return number_text(value) if value.denominator == 1 else two_places(value)
