"""A figure with its margin as one narrow bar: the interval, the figure in it, and what was aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parindex.charts import svg

SCALE = 1000
_HEIGHT, _MARK = 12, 8


@dataclass(frozen=True, slots=True)
class Places:
    """Where a figure, its interval and its aim stand on the scale, in thousandths of its length."""

    value: int
    low: int | None = None
    high: int | None = None
    aim: int | None = None


def places_of(
    value: Fraction,
    bounds: tuple[Fraction, Fraction] | None,
    *,
    most: Fraction,
    aim: Fraction | None = None,
) -> Places:
    """Return the places on a scale from 0 to `most`; what lies beyond the scale is cut at its ends."""
    low, high = (None, None) if bounds is None else (_place(bound, most) for bound in bounds)
    return Places(_place(value, most), low, high, None if aim is None else _place(aim, most))


def interval_bar(places: Places, *, words: str) -> str:
    """Return the bar, as wide as its place on the page; `words` are its text alternative."""
    body = svg.element("rect", x=0, y=5, width=SCALE, height=2, class_="f-track")
    if places.low is not None and places.high is not None:
        width = max(places.high - places.low, 1)
        body += svg.element("rect", x=places.low, y=2, width=width, height=8, class_="f-c1")
    if places.aim is not None:
        body += svg.element("rect", x=places.aim - 2, y=0, width=4, height=_HEIGHT, class_="f-bad")
    left = min(max(places.value - _MARK // 2, 0), SCALE - _MARK)
    body += svg.element("rect", x=left, y=0, width=_MARK, height=_HEIGHT, class_="f-ink")
    return svg.element(
        "svg",
        svg.element("title", svg.escaped(words)) + body,
        xmlns=svg.NAMESPACE,
        class_="sbar ibar",
        viewBox=f"0 0 {SCALE} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=svg.plain(words),
    )


def _place(value: Fraction, most: Fraction) -> int:
    return int(min(max(value, Fraction(0)), most) * SCALE / most) if most > 0 else 0
