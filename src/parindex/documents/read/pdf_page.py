"""One page of a PDF through pdfium: its lines of text, its letters with their boxes, its ruling lines.

Positions are in points from the upper left corner of the page as it is shown. Letters one by one are asked for only on
pages with tables: for plain pages the boxes of the ends of a line are enough, which keeps reading near the library's
own speed.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

# pdfium writes a hyphen at the end of a line as U+FFFE and leaves the line break out.
LINE_END_HYPHEN = "\ufffe"
_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_FONT_NAME_BYTES = 128
_DEEPEST_FORM = 4
_MOST_OBJECTS = 200_000
_THIN = 3.5
_COLUMN_GAP = 2.5
_WIDE_GAP = 5.0
_LONGEST_MARKER = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `top` is less than `bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        """Return the middle as (x, y)."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line: number on the page from 1, words, place, size of its first letter, whether its ends are bold.

    `page` is set only where the line is read with another page than the one it stands on.
    """

    number: int
    text: str
    box: Box
    size: float
    bold: bool
    ends_bold: bool = False
    page: int | None = None


class Letter(NamedTuple):
    """A printed letter: its number in the file's order, its advance from `x0` to `x1`, its base line and height.

    A named tuple, since a page has thousands of them and a frozen dataclass takes four times as long to make.
    """

    number: int
    char: str
    x0: float
    x1: float
    base: float
    height: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: at `at` across, from `start` to `end` along it."""

    at: float
    start: float
    end: float


class PdfPage:
    """The page, loaded; everything is read on demand."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._text_page = page.get_textpage()
        self._turned = _turn(page.get_rotation(), page.get_bbox())
        self.width, self.height = page.get_size()
        self.text: str = self._text_page.get_text_range()
        count = pdfium.FPDFText_CountChars(self._text_page)
        self._is_direct = count == len(self.text)
        self._corners = tuple(ctypes.c_double() for _ in range(4))
        self._font = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        self._font_flags = ctypes.c_int()

    def close(self) -> None:
        """Give the memory of the page back."""
        self._text_page.close()
        self._page.close()

    def lines(self) -> list[TextLine] | None:
        """Return the printed lines in the order of the file; columns set far apart are lines of their own.

        `None` when the file does not write a line from left to right (letters of a second font come later, as when a
        font lacks Vietnamese): then the lines must be put together from the letters.
        """
        lines: list[TextLine] = []
        for match in _LINE.finditer(self.text):
            start, end = match.span()
            pieces = self._pieces(start, end)
            if any(following[0] < before[1] - 1 for before, following in pairwise(pieces)):
                return None
            for first, last in self._columns(start, end) if pieces else [(start, end)]:
                if self.text[first:last].strip():
                    lines.append(self._line(first, last, len(lines) + 1))
        return lines

    def letters(self) -> Iterator[Letter]:
        """Yield the visible letters in the order of the file."""
        x, y, rect = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        page, loose_box, origin = self._text_page, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
        a, b, c, d, e, f = self._turned
        for position, char in enumerate(self.text.replace(LINE_END_HYPHEN, "-")):
            if char.isspace():
                continue
            index = position if self._is_direct else self._index(position)
            loose_box(page, index, rect)
            origin(page, index, x, y)
            left, right, bottom, top = rect.left, rect.right, rect.bottom, rect.top
            xa, xb = a * left + c * top + e, a * right + c * bottom + e
            height = abs(b * (right - left) + d * (bottom - top))
            base = b * x.value + d * y.value + f
            if xa > xb:
                xa, xb = xb, xa
            yield Letter(index, char, xa, xb, base, height if height > 1 else 1.0)

    def looks(self, first: int, last: int) -> tuple[float, bool, bool]:
        """Return the font size in points of a line's first letter, and whether both its ends and its last are bold."""
        size: float = pdfium.FPDFText_GetFontSize(self._text_page, first)
        ends_bold = self._is_bold(last)
        return size, ends_bold and self._is_bold(first), ends_bold

    def rules(self) -> tuple[list[Rule], list[Rule]]:
        """Return the horizontal and the vertical ruling lines, thin rectangles and outlines of boxes included."""
        horizontal: list[Rule] = []
        vertical: list[Rule] = []
        for (x0, y0), (x1, y1) in self._strokes():
            if abs(y1 - y0) <= 1 and abs(x1 - x0) > _THIN:
                horizontal.append(Rule(at=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1)))
            elif abs(x1 - x0) <= 1 and abs(y1 - y0) > _THIN:
                vertical.append(Rule(at=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1)))
        return horizontal, vertical

    def image_share(self) -> float:
        """Return which part of the page its largest picture covers, from 0 to 1."""
        area = max(self.width * self.height, 1.0)
        largest = 0.0
        for obj in self._page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            left, bottom, right, top = obj.get_bounds()
            largest = max(largest, abs((right - left) * (top - bottom)) / area)
        return min(largest, 1.0)

    def render(self, *, dots_per_inch: int, most_pixels: int) -> tuple[int, int, bytes]:
        """Return width, height and grey bytes of a picture of the page, no side longer than `most_pixels`."""
        scale = min(dots_per_inch / 72, most_pixels / max(self.width, self.height, 1))
        bitmap = self._page.render(scale=scale, grayscale=True)
        rows, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
        grey = b"".join(rows[start : start + width] for start in range(0, stride * bitmap.height, stride))
        return width, bitmap.height, grey

    def _line(self, start: int, end: int, number: int) -> TextLine:
        raw = self.text[start:end]
        text = raw.strip()
        first = start + len(raw) - len(raw.lstrip())
        last = first + len(text) - 1
        begin, finish = self._box(first), self._box(last)
        box = Box(
            min(begin.x0, finish.x0),
            min(begin.top, finish.top),
            max(begin.x1, finish.x1),
            max(begin.bottom, finish.bottom),
        )
        looks = self.looks(self._index(first), self._index(last))
        return TextLine(number, text.replace(LINE_END_HYPHEN, "-"), box, *looks)

    def _pieces(self, start: int, end: int) -> list[tuple[float, float]]:
        """Return where each piece that a line was drawn in begins and ends; nothing for a line of one piece."""
        left, right, bottom, top = self._corners
        pieces: list[tuple[float, float]] = []
        count = pdfium.FPDFText_CountRects(self._text_page, self._index(start), end - start)
        for number in range(count if count > 1 else 0):
            pdfium.FPDFText_GetRect(self._text_page, number, left, top, right, bottom)
            xa, _ = self._shown(left.value, top.value)
            xb, _ = self._shown(right.value, bottom.value)
            pieces.append((min(xa, xb), max(xa, xb)))
        return pieces

    def _columns(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut a line where a gap of several letters parts two columns, as in the head of an official letter."""
        size = pdfium.FPDFText_GetFontSize(self._text_page, self._index(start))
        cuts = [start]
        for match in re.finditer(r"(?<=\S)[ \t]+(?=\S)", self.text[start:end]):
            left, right = start + match.start(), start + match.end()
            gap = self._box(right).x0 - self._box(left - 1).x1
            if is_column_gap(gap, height=size, length=left - cuts[-1]):
                cuts.append(right)
        return list(zip(cuts, [*cuts[1:], end], strict=True))

    def _index(self, text_index: int) -> int:
        if self._is_direct:
            return text_index
        index: int = pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page, text_index)
        return max(index, 0)

    def _box(self, text_index: int) -> Box:
        left, right, bottom, top = self._corners
        pdfium.FPDFText_GetCharBox(self._text_page, self._index(text_index), left, right, bottom, top)
        xa, ya = self._shown(left.value, top.value)
        xb, yb = self._shown(right.value, bottom.value)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """Turn a point of the page's own system into one of the page as shown."""
        a, b, c, d, e, f = self._turned
        return a * x + c * y + e, b * x + d * y + f

    def _is_bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(
            self._text_page, index, self._font, _FONT_NAME_BYTES, ctypes.byref(self._font_flags)
        )
        return b"bold" in self._font.raw[: min(length, _FONT_NAME_BYTES)].lower()

    def _strokes(self) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """Yield the straight strokes of the page as pairs of points."""
        for handle, matrix in _paths(self._page.raw):
            is_stroked = _is_stroked(handle)
            for points in _outlines(handle, matrix):
                shown = [self._shown(x, y) for x, y in points]
                thin = _thin_axis(shown)
                if thin is not None:
                    yield thin
                elif is_stroked:
                    yield from pairwise(shown)


def is_column_gap(gap: float, *, height: float, length: int) -> bool:
    """Tell whether a gap on a line parts columns; after so few letters as a list marker has, it must be wider."""
    return gap > (_COLUMN_GAP if length > _LONGEST_MARKER else _WIDE_GAP) * max(height, 8.0)


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _turn(angle: int, bounds: tuple[float, float, float, float]) -> _Matrix:
    """Return the matrix from the page's own system, y upwards, to the page as shown, y downwards."""
    left, bottom, right, top = bounds
    if angle == 90:
        return 0.0, 1.0, 1.0, 0.0, -bottom, -left
    if angle == 180:
        return -1.0, 0.0, 0.0, 1.0, right, -bottom
    if angle == 270:
        return 0.0, -1.0, -1.0, 0.0, top, right
    return 1.0, 0.0, 0.0, -1.0, -left, top


def _paths(page: object) -> Iterator[tuple[object, _Matrix]]:
    """Yield the path objects of a page with the matrix of the forms around them."""
    stack: list[tuple[object, _Matrix, int]] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        stack.append((pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0))
        while stack:
            handle, outer, depth = stack.pop()
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield handle, _times(_matrix(handle), outer)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inner = _times(_matrix(handle), outer)
                count = min(pdfium.FPDFFormObj_CountObjects(handle), _MOST_OBJECTS)
                stack.extend((pdfium.FPDFFormObj_GetObject(handle, item), inner, depth + 1) for item in range(count))


def _matrix(handle: object) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc, a * tb + b * td,
        c * ta + d * tc, c * tb + d * td,
        e * ta + f * tc + te, e * tb + f * td + tf,
    )  # fmt: skip


def _is_stroked(handle: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    return bool(stroke.value)


def _outlines(handle: object, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each part of a path that is made of straight lines."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _thin_axis(points: list[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the middle line of a filled box that is so thin that it serves as a ruling line."""
    if len(points) < 4:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= _THIN < width:
        middle = (max(ys) + min(ys)) / 2
        return (min(xs), middle), (max(xs), middle)
    if width <= _THIN < height:
        middle = (max(xs) + min(xs)) / 2
        return (middle, min(ys)), (middle, max(ys))
    return None
