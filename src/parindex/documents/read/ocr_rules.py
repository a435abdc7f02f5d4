"""Ruling lines in the picture of a page: long dark runs, put upright, and painted over so that words are read clean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from parindex.documents.read.pdf_page import Box, Rule

_DARK = 150
_SHADES = bytes(1 if shade < _DARK else 0 for shade in range(256))
_WHITE = 255
_MOST_RUNS = 40_000
_TOUCH = 6
_STEEPEST = 0.05


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was found: the rules in points of the page put upright, its slope, and the picture without the rules."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    slope: float
    grey: bytes

    def upright(self, box: Box) -> Box:
        """Return a box of the picture, in points, where it stands on the page put upright."""
        x, y = box.center
        dx, dy = y * self.slope, -x * self.slope
        return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)


@dataclass(slots=True)
class _Stroke:
    """Touching runs: the first and last place across and the ends along, in pixels."""

    start: int
    end: int
    first: int
    last: int
    start_at: int
    end_at: int

    @property
    def slope(self) -> float:
        """Return how far the stroke moves across for each pixel along."""
        return (self.end_at - self.start_at) / max(self.end - self.start, 1)


def find_ruling(width: int, height: int, grey: bytes, *, scale: float) -> Ruling:
    """Find the rules of a grey picture, one byte a pixel; `scale` turns its pixels into points."""
    dark = grey.translate(_SHADES)
    shortest = round(14 / scale)
    lying = list(
        _runs(((row, dark[row * width : (row + 1) * width]) for row in range(height)), shortest + shortest // 2)
    )
    standing = list(_runs(((col, dark[col::width]) for col in range(width)), shortest + shortest // 2))
    across, down = _strokes(lying, 3 * shortest), _strokes(standing, 2 * shortest)
    slopes = [stroke.slope for stroke in across] + [-stroke.slope for stroke in down]
    slope = median(slopes) if slopes else 0.0
    if abs(slope) > _STEEPEST or not across or not down:
        return Ruling((), (), 0.0, grey)
    return Ruling(
        horizontal=tuple(_rule(stroke, -slope, scale) for stroke in across),
        vertical=tuple(_rule(stroke, slope, scale) for stroke in down),
        slope=slope,
        grey=_painted(width, grey, lying, standing),
    )


def _runs(lines: Iterable[tuple[int, bytes]], shortest: int) -> Iterator[tuple[int, int, int]]:
    """Yield (place across, start, end) of the dark runs of at least `shortest` pixels."""
    long_run = re.compile(b"\\x01{%d,}" % shortest)
    probe = b"\x01" * shortest
    for at, line in lines:
        if probe in line:
            for match in long_run.finditer(line):
                yield at, match.start(), match.end()


def _strokes(runs: list[tuple[int, int, int]], shortest: int) -> list[_Stroke]:
    """Join runs that touch; a picture with too many dark runs is a photograph and has no rules."""
    if len(runs) > _MOST_RUNS:
        return []
    open_: list[_Stroke] = []
    done: list[_Stroke] = []
    for at, start, end in runs:
        done.extend(stroke for stroke in open_ if stroke.last < at - _TOUCH)
        open_ = [stroke for stroke in open_ if stroke.last >= at - _TOUCH]
        touched = [stroke for stroke in open_ if start <= stroke.end + _TOUCH and stroke.start <= end + _TOUCH]
        if not touched:
            open_.append(_Stroke(start, end, at, at, at, at))
            continue
        stroke = touched[0]
        for other in touched[1:]:
            open_.remove(other)
            _extend(stroke, other.start, other.start_at)
            _extend(stroke, other.end, other.end_at)
        _extend(stroke, start, at)
        _extend(stroke, end, at)
        stroke.last = at
    return [
        stroke
        for stroke in (*done, *open_)
        if stroke.end - stroke.start >= shortest
        and stroke.last - stroke.first <= 3 * _TOUCH + _STEEPEST * (stroke.end - stroke.start)
    ]


def _extend(stroke: _Stroke, place: int, at: int) -> None:
    if place < stroke.start:
        stroke.start, stroke.start_at = place, at
    if place > stroke.end:
        stroke.end, stroke.end_at = place, at


def _rule(stroke: _Stroke, turn: float, scale: float) -> Rule:
    """Return a stroke as a rule of the page put upright: its middle, moved by how far along it stands."""
    middle, along = (stroke.first + stroke.last) / 2, (stroke.start + stroke.end) / 2
    shift = middle * -turn
    return Rule(
        at=(middle + along * turn) * scale, start=(stroke.start + shift) * scale, end=(stroke.end + shift) * scale
    )


def _painted(width: int, grey: bytes, lying: list[tuple[int, int, int]], standing: list[tuple[int, int, int]]) -> bytes:
    """Return the picture with the runs and the grey pixels beside them white."""
    picture = bytearray(grey)
    height = len(grey) // width
    for row, start, end in lying:
        for at in range(max(row - 1, 0), min(row + 2, height)):
            picture[at * width + start : at * width + end] = bytes((_WHITE,)) * (end - start)
    for col, start, end in standing:
        for at in range(max(col - 1, 0), min(col + 2, width)):
            picture[start * width + at : (end - 1) * width + at + 1 : width] = bytes((_WHITE,)) * (end - start)
    return bytes(picture)
