"""Numbers of points and percentages in scoring lines, exact."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.scoring.wording import plain_text
from parindex.domain.text.numerals import parse_decimal


def read_number(text: str) -> Fraction | None:
    """Read "1,5", "1.5", "02" or "1.200"; None for anything else."""
    value = parse_decimal(text)
    return None if value is None else Fraction(value)


def data_text(value: Fraction) -> str:
    """Write a number as catalogues do: "0.5"; raises ValueError for one without a short decimal form."""
    return plain_text(value)
