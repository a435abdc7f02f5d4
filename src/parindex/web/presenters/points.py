"""Points in a column: at least two decimals, so that they stand under each other; more where they are exact."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.scoring.wording import number_text


def points_cell(points: Fraction | None) -> str:
    """Write points for a column: 1,50; 0,3333; "không rõ" for None."""
    if points is None:
        return "không rõ"
    whole, comma, rest = number_text(points).partition(",")
    return f"{whole}{comma or ','}{rest.ljust(2, '0')}"
