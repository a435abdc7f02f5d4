"""Bars of counts: parts of a whole in one row, and load by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parindex.charts import svg

SCALE = 1000
COLUMN_WIDTH = 560
COLUMN_HEIGHT = 198
LABEL_WIDTH, YEAR_WIDTH = 26, 34
"""Room for a month or a total, and for a year; where columns are narrower, only some of them carry words."""


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


def words_of(bar: Bar) -> str:
    """Say the parts of a bar in words, largest first as given: "9 đã xong, 3 quá hạn"."""
    return ", ".join(f"{svg.number(part.count)} {part.word}" for part in bar.parts if part.count) or "không có"


def bar_parts(bar: Bar, *, longest: int) -> str:
    """Return one bar as wide as its place, drawn to the scale of the longest bar, with a text alternative.

    Counts must not be negative and `longest` must be at least the total of the bar.
    """
    drawn, done = "", 0
    for part in bar.parts:
        start, end = (SCALE * sum_ // max(longest, 1) for sum_ in (done, done + part.count))
        done += part.count
        if end > start:
            drawn += svg.element("rect", x=start, y=0, width=end - start, height=10, class_=part.css)
    label = svg.element("title", svg.escaped(f"{bar.label}: {words_of(bar)}"))
    return svg.element(
        "svg",
        label + drawn,
        xmlns=svg.NAMESPACE,
        class_="sbar",
        viewBox=f"0 0 {SCALE} 10",
        preserveAspectRatio="none",
        role="img",
        aria_label=svg.plain(f"{bar.label}: {words_of(bar)}"),
    )


def month_load(bars: Sequence[Bar], *, title: str, key: str) -> str:
    """Return one column for each month, its total above and its month below; `key` makes ids unique on the page.

    Labels are months with their year, "3/2026": the year stands once below its first column.
    """
    highest = max((bar.total for bar in bars), default=0) or 1
    step = COLUMN_WIDTH // max(len(bars), 4)
    every = -(-LABEL_WIDTH // max(step, 1))
    body = "".join(
        _column(bar, x=nth * step, width=step, highest=highest, has_words=nth % every == 0)
        for nth, bar in enumerate(bars)
    )
    told = "; ".join(f"{bar.label}: {words_of(bar)}" for bar in bars) or "không có số liệu"
    drawn = body + _years(bars, step=step)
    return svg.picture(drawn, width=COLUMN_WIDTH, height=COLUMN_HEIGHT, title=title, description=told, key=key)


def _column(bar: Bar, *, x: int, width: int, highest: int, has_words: bool) -> str:
    drawn, done = "", 0
    gap = max(width // 6, 1)
    for part in bar.parts:
        low, high = 130 * done // highest, 130 * (done + part.count) // highest
        done += part.count
        if high > low:
            box = {"x": x + gap, "y": 160 - high, "width": max(width - 2 * gap, 1), "height": high - low}
            drawn += svg.element("rect", class_=part.css, **box)
    if not has_words:
        return drawn
    middle = x + width // 2
    top = 154 - 130 * bar.total // highest
    drawn += svg.text(svg.number(bar.total), x=middle, y=top, css="chart-t", anchor="middle")
    return drawn + svg.text(bar.label.partition("/")[0], x=middle, y=177, css="chart-k", anchor="middle")


def _years(bars: Sequence[Bar], *, step: int) -> str:
    drawn, year, free = "", "", 0
    for nth, bar in enumerate(bars):
        begun, year = year, bar.label.partition("/")[2]
        if year != begun and nth * step >= free:
            drawn += svg.text(year, x=nth * step + step // 2, y=193, css="chart-k", anchor="middle")
            free = nth * step + YEAR_WIDTH
    return drawn
