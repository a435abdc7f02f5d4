"""Bars of counts: parts of a whole by row, and load by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parindex.charts import svg

ROW_HEIGHT = 26
LABEL_WIDTH = 330
BAR_WIDTH = 470
WIDTH = 940


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: how many, its word, and the class that colours it."""

    count: int
    word: str
    css: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label and the parts that make it up."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """Return the sum of the parts."""
        return sum(part.count for part in self.parts)


def rows_of_parts(bars: Sequence[Bar], *, title: str, key: str) -> str:
    """Return one bar for each row, all to the same scale, with its counts in words at the end."""
    longest = max((bar.total for bar in bars), default=0) or 1
    legend = {part.word: part.css for bar in bars for part in bar.parts}
    body = _legend(legend)
    body += "".join(_row(bar, y=34 + nth * ROW_HEIGHT, longest=longest) for nth, bar in enumerate(bars))
    told = "; ".join(f"{bar.label}: {_words(bar)}" for bar in bars)
    height = 40 + len(bars) * ROW_HEIGHT
    return svg.picture(body, width=WIDTH, height=height, title=title, description=told, key=key)


def _legend(words: dict[str, str]) -> str:
    drawn, x = "", LABEL_WIDTH
    for word, css in words.items():
        drawn += svg.element("rect", x=x, y=4, width=12, height=12, rx=2, class_=css)
        drawn += svg.text(word, x=x + 18, y=15, css="chart-k")
        x += 40 + 8 * len(word)
    return drawn


def _words(bar: Bar) -> str:
    return ", ".join(f"{part.count} {part.word}" for part in bar.parts if part.count) or "không có"


def _row(bar: Bar, *, y: int, longest: int) -> str:
    drawn = svg.text(svg.shorten(bar.label, most=44), x=0, y=y + 14)
    drawn += svg.element("rect", x=LABEL_WIDTH, y=y + 3, width=BAR_WIDTH, height=14, rx=2, class_="chart-track")
    done = 0
    for part in bar.parts:
        start, end = BAR_WIDTH * done // longest, BAR_WIDTH * (done + part.count) // longest
        done += part.count
        if end > start:
            drawn += svg.element("rect", x=LABEL_WIDTH + start, y=y + 3, width=end - start, height=14, class_=part.css)
    return drawn + svg.text(_words(bar), x=LABEL_WIDTH + BAR_WIDTH + 10, y=y + 14, css="chart-k")


def columns(bars: Sequence[Bar], *, title: str, key: str) -> str:
    """Return one column for each bar, its total above and its label below."""
    highest = max((bar.total for bar in bars), default=0) or 1
    step = max((WIDTH - 20) // max(len(bars), 1), 24)
    body = "".join(_column(bar, x=10 + nth * step, width=step - 12, highest=highest) for nth, bar in enumerate(bars))
    told = "; ".join(f"{bar.label}: {_words(bar)}" for bar in bars)
    return svg.picture(body, width=WIDTH, height=190, title=title, description=told, key=key)


def _column(bar: Bar, *, x: int, width: int, highest: int) -> str:
    drawn, done = "", 0
    for part in bar.parts:
        low, high = 130 * done // highest, 130 * (done + part.count) // highest
        done += part.count
        if high > low:
            drawn += svg.element("rect", x=x, y=160 - high, width=width, height=high - low, class_=part.css)
    middle = x + width // 2
    drawn += svg.text(str(bar.total), x=middle, y=154 - 130 * bar.total // highest, css="chart-t", anchor="middle")
    return drawn + svg.text(bar.label, x=middle, y=178, css="chart-k", anchor="middle")
