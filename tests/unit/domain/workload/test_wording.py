"""How values of a sheet are written."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.workload.model import Span
from parindex.domain.workload.wording import result_text, share_text


def test_what_is_known_is_one_number() -> None:
    assert share_text(Span(Fraction(7, 8), Fraction(7, 8))) == "87,50%"
    assert result_text(Span(Fraction(385, 6), Fraction(385, 6))) == "64,17"


def test_what_is_not_known_is_a_range() -> None:
    assert share_text(Span(Fraction(0), Fraction(3, 4))) == "từ 0% đến 75%"
    assert result_text(Span(Fraction(0), Fraction(70))) == "từ 0 đến 70"
