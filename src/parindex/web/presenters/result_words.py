"""Figures of results in words: two decimals, a decimal comma, a sign, a bar."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from parindex.charts import bars
from parindex.domain.scoring.wording import number_text, two_places


def bar(value: Fraction | None, most: Fraction, *, label: str) -> SafeString:
    """Return a bar of `value` out of `most`, in hundredths of it."""
    share = 0 if value is None or most <= 0 else max(0, min(int(100 * value / most), 100))
    drawn = bars.bar_parts(bars.Bar(label, (bars.Part(share, "%", "f-c1"),)), longest=100)
    return SafeString(drawn)


def percent(value: Decimal | None) -> str:
    """Write an index with two decimals; a dash while it is not known."""
    return "–" if value is None else two_places(Fraction(value))


def share_words(value: Fraction | None) -> str:
    """Write a part of one as a percentage; a dash while it is not known."""
    return "–" if value is None else f"{two_places(100 * value)}%"


def signed(value: Fraction) -> str:
    """Write a change with its sign."""
    return f"+{two_places(value)}" if value > 0 else two_places(value)


def signed_points(value: Fraction) -> str:
    """Write a change of points with its sign and all its decimals."""
    return f"+{number_text(value)}" if value > 0 else number_text(value)


def direction(value: Fraction | None) -> str:
    """Return "up", "down" or nothing for a change, as the pages colour it."""
    return "" if not value else "up" if value > 0 else "down"


def plain(value: Decimal | None) -> str:
    """Write points without needless zeros; a dash while they are not known."""
    return "–" if value is None else number_text(Fraction(value))


def fraction(value: Decimal | None) -> Fraction | None:
    """Return a stored decimal as an exact number."""
    return None if value is None else Fraction(value)
