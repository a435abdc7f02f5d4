"""Lines through the years that are never joined across a break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.charts import svg

WIDTH, HEIGHT = 660, 244
LEFT, RIGHT, TOP, BOTTOM = 48, 610, 48, 188
_LINES = 4
_LEGEND_STEP = 170
_ROOM = 30
"""A mark of another line that is nearer to a dot takes the room of its words."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One year: its value in percent, the words above it, and whether it is joined to the year before.

    A year without a value keeps its place; its words are told, not drawn.
    """

    label: str
    value: Fraction | None
    words: str
    is_joined: bool
    break_words: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A line to compare with: its name, the classes of its stroke and marks, one value a year or None."""

    name: str
    stroke: str
    fill: str
    values: tuple[Fraction | None, ...]
    dashes: str = ""


def trend(dots: Sequence[Dot], *, title: str, key: str, name: str = "", beside: Sequence[Beside] = ()) -> str:
    """Return the picture; `break_words` stand below a broken link. At least one value; `key` makes ids unique.

    Lines `beside` break where the line itself does; `name` is that of the line itself in the legend.
    """
    low, high = _bounds([dot.value for dot in dots] + [value for line in beside for value in line.values])
    step = (RIGHT - LEFT - 60) // max(len(dots) - 1, 1)
    columns = [LEFT + 30 + nth * step for nth in range(len(dots))]
    body = "".join(_scale(low + (high - low) * nth // _LINES, low, high) for nth in range(_LINES + 1))
    for at, dot in enumerate(dots[1:], start=1):
        if not dot.is_joined:
            body += _broken((columns[at - 1] + columns[at]) // 2, dot.break_words)
    joins = [dot.is_joined for dot in dots]
    for line in beside:
        places = [_place(x, value, low, high) for x, value in zip(columns, line.values, strict=True)]
        body += _drawn(places, joins, line)
    own = Beside(name, "s-brand", "f-brand", tuple(dot.value for dot in dots))
    places = [_place(x, dot.value, low, high) for x, dot in zip(columns, dots, strict=True)]
    body += _drawn(places, joins, own)
    for at, (x, place, dot) in enumerate(zip(columns, places, dots, strict=True)):
        if place is not None:
            others = [_y(value, low, high) for line in beside if (value := line.values[at]) is not None]
            body += svg.text(dot.words, x=x, y=_baseline(place[1], others), css="t-strong", anchor="middle")
        body += svg.text(dot.label, x=x, y=HEIGHT - 30, css="chart-k", anchor="middle")
    if beside:
        body += "".join(_legend(nth, line) for nth, line in enumerate((own, *beside)))
    told = "; ".join(f"{dot.label}: {dot.words}{_told(dot)}" for dot in dots)
    return svg.picture(body, width=WIDTH, height=HEIGHT, title=title, description=told, key=key)


def _told(dot: Dot) -> str:
    return "" if dot.is_joined or not dot.break_words else f" ({dot.break_words})"


def _bounds(values: Sequence[Fraction | None]) -> tuple[int, int]:
    """Return whole percents around all values, a multiple of the number of lines apart."""
    known = [value for value in values if value is not None]
    low, high = int(min(known)), -int(-max(known) // 1)
    span = max(-(-(high - low) // _LINES), 1) * _LINES
    high = min(low + span, 100)
    return max(high - span, 0), high


def _place(x: int, value: Fraction | None, low: int, high: int) -> tuple[int, int] | None:
    return None if value is None else (x, _y(value, low, high))


def _y(value: Fraction, low: int, high: int) -> int:
    return BOTTOM - int((value - low) * (BOTTOM - TOP) / max(high - low, 1))


def _baseline(y: int, others: Sequence[int]) -> int:
    """Return where the words of a dot stand: above it, below it, or above the highest mark that crowds it."""
    above = [other for other in others if 0 < y - other < _ROOM]
    below = [other for other in others if 0 < other - y < _ROOM]
    if not above:
        return y - 12
    return min(above) - 10 if below else y + 20


def _scale(value: int, low: int, high: int) -> str:
    y = _y(Fraction(value), low, high)
    line = svg.element("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="s-line")
    return line + svg.text(f"{value}%", x=LEFT - 8, y=y + 4, css="chart-k", anchor="end")


def _drawn(places: Sequence[tuple[int, int] | None], joins: Sequence[bool], line: Beside) -> str:
    body = ""
    for before, place, is_joined in zip(places, places[1:], joins[1:], strict=False):
        if is_joined and before is not None and place is not None:
            body += _stroke(before, place, line)
    radius = 5 if line.fill == "f-brand" else 3
    return body + "".join(
        svg.element("circle", cx=place[0], cy=place[1], r=radius, class_=line.fill) for place in places if place
    )


def _stroke(start: tuple[int, int], end: tuple[int, int], line: Beside) -> str:
    dashes = {"stroke_dasharray": line.dashes} if line.dashes else {}
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    return svg.element("line", **ends, class_=line.stroke, stroke_width="2.5" if not line.dashes else "2", **dashes)


def _broken(x: int, words: str) -> str:
    mark = svg.element(
        "line", x1=x, x2=x, y1=TOP, y2=BOTTOM + 8, class_="s-strong", stroke_width="1.5", stroke_dasharray="5 4"
    )
    return mark + svg.text(words, x=x, y=HEIGHT - 8, css="chart-k", anchor="middle")


def _legend(nth: int, line: Beside) -> str:
    """Return a piece of the line with its name, above the picture."""
    x = LEFT + nth * _LEGEND_STEP
    sample = _stroke((x, 14), (x + 24, 14), line) + svg.element("circle", cx=x + 12, cy=14, r=3, class_=line.fill)
    return sample + svg.text(line.name, x=x + 30, y=18, css="chart-k")
