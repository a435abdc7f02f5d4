"""A line through the years that is never joined across a break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.charts import svg

WIDTH, HEIGHT = 660, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 610, 24, 164
_LINES = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One year: its value in percent, the words above it, and whether it is joined to the year before."""

    label: str
    value: Fraction
    words: str
    is_joined: bool
    break_words: str = ""


def trend(dots: Sequence[Dot], *, title: str, key: str) -> str:
    """Return the picture; `break_words` stand below a broken link. At least one dot; `key` makes ids unique."""
    low, high = _bounds([dot.value for dot in dots])
    step = (RIGHT - LEFT - 60) // max(len(dots) - 1, 1)
    places = [(LEFT + 30 + nth * step, _y(dot.value, low, high)) for nth, dot in enumerate(dots)]
    body = "".join(_scale(low + (high - low) * nth // _LINES, low, high) for nth in range(_LINES + 1))
    for before, place, dot in zip(places, places[1:], dots[1:], strict=False):
        body += _joined(before, place) if dot.is_joined else _broken(before, place, dot.break_words)
    for (x, y), dot in zip(places, dots, strict=True):
        body += svg.element("circle", cx=x, cy=y, r=5, class_="f-brand")
        body += svg.text(dot.words, x=x, y=y - 12, css="t-strong", anchor="middle")
        body += svg.text(dot.label, x=x, y=HEIGHT - 30, css="chart-k", anchor="middle")
    told = "; ".join(f"{dot.label}: {dot.words}{_told(dot)}" for dot in dots)
    return svg.picture(body, width=WIDTH, height=HEIGHT, title=title, description=told, key=key)


def _told(dot: Dot) -> str:
    return "" if dot.is_joined or not dot.break_words else f" ({dot.break_words})"


def _bounds(values: Sequence[Fraction]) -> tuple[int, int]:
    """Return whole percents around all values, a multiple of the number of lines apart."""
    low, high = int(min(values)), -int(-max(values) // 1)
    span = max(-(-(high - low) // _LINES), 1) * _LINES
    high = min(low + span, 100)
    return max(high - span, 0), high


def _y(value: Fraction, low: int, high: int) -> int:
    return BOTTOM - int((value - low) * (BOTTOM - TOP) / max(high - low, 1))


def _scale(value: int, low: int, high: int) -> str:
    y = _y(Fraction(value), low, high)
    line = svg.element("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="s-line")
    return line + svg.text(f"{value}%", x=LEFT - 8, y=y + 4, css="chart-k", anchor="end")


def _joined(before: tuple[int, int], place: tuple[int, int]) -> str:
    return svg.element(
        "line", x1=before[0], y1=before[1], x2=place[0], y2=place[1], class_="s-brand", stroke_width="2.5"
    )


def _broken(before: tuple[int, int], place: tuple[int, int], words: str) -> str:
    middle = (before[0] + place[0]) // 2
    mark = svg.element(
        "line",
        x1=middle,
        x2=middle,
        y1=TOP,
        y2=BOTTOM + 8,
        class_="s-strong",
        stroke_width="1.5",
        stroke_dasharray="5 4",
    )
    return mark + svg.text(words, x=middle, y=HEIGHT - 8, css="chart-k", anchor="middle")
