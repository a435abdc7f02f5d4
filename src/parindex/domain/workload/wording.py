"""Values of a monthly sheet as people read them."""

from __future__ import annotations

from parindex.domain.scoring.wording import number_text, percent_text
from parindex.domain.workload.model import Span


def share_text(span: Span) -> str:
    """Write what is known of a share of 1: "87,5%", or "từ 0% đến 75%" while nobody has judged."""
    low, high = percent_text(span.low * 100), percent_text(span.high * 100)
    return low if span.is_exact else f"từ {low} đến {high}"


def result_text(span: Span) -> str:
    """Write what is known of points: "70", or "từ 0 đến 70"; what does not end is cut and marked with "≈"."""
    low, high = number_text(span.low), number_text(span.high)
    return low if span.is_exact else f"từ {low} đến {high}"
