"""A figure with its margin as one narrow bar: the interval, the figure in it, and what was aimed at."""

from __future__ import annotations

from fractions import Fraction

from parindex.charts import svg

SCALE = 1000
_HEIGHT, _MARK = 12, 8


def interval_bar(
    value: Fraction,
    bounds: tuple[Fraction, Fraction] | None,
    *,
    most: Fraction,
    words: str,
    aim: Fraction | None = None,
) -> str:
    """Return the bar on a scale from 0 to `most`, as wide as its place; `words` are its text alternative.

    `bounds` are the interval, None where no margin is known. What lies beyond the scale is cut at its ends.
    """
    body = svg.element("rect", x=0, y=5, width=SCALE, height=2, class_="f-track")
    if bounds is not None:
        low, high = (_place(bound, most) for bound in bounds)
        body += svg.element("rect", x=low, y=2, width=max(high - low, 1), height=8, class_="f-c1")
    if aim is not None:
        body += svg.element("rect", x=_place(aim, most) - 2, y=0, width=4, height=_HEIGHT, class_="f-bad")
    left = min(max(_place(value, most) - _MARK // 2, 0), SCALE - _MARK)
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
