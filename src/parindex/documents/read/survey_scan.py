"""Scanned paper forms: bytes of a PDF in, the answers of each page out, each with how sure it is.

The codes at the corners say which page it is and how it lies, so pages may be turned, shifted, upside down and mixed.
Each page is put upright onto a raster of its layout; a box is read by how dark its inside is, between the paper around
it and the black of the print. What is not plain is not guessed: it comes with a picture for a person to decide.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

from parindex.documents.errors import DocumentError, TooLarge
from parindex.documents.survey_page import (
    BOX,
    CODE_EDGE,
    CORNERS,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Area,
    Mark,
    PageCode,
    PageLayout,
    parse_code,
)
from parindex.domain.surveys.forms import SEPARATOR

MOST_PAGES = 2_000
_DOTS = 6
"""Dots of the upright raster per millimetre, about 150 to the inch."""
_LONG_SIDES = (1754, 2630, 3508)
_INSET = 8
_EMPTY, _MARKED = 0.045, 0.10
_SURE = 0.20
_WRITTEN = 12
"""Specks of half a millimetre: a short word has more, dust has fewer."""
_MOST_OFF = 12.0
_LEAST_CORNERS = 2
_QR = zxingcpp.barcode_formats_from_str("QRCode")
_POINTS = ((0, 0), (CODE_EDGE, 0), (CODE_EDGE, CODE_EDGE), (0, CODE_EDGE))


class UnreadableScan(DocumentError):
    """The file is no PDF of pictures."""

    code = "unreadable_scan"
    what = "Tệp này không phải PDF đọc được."
    advice = "Quét lại thành PDF, 150 đến 300 điểm trên inch, rồi tải lên."


@dataclass(frozen=True, slots=True)
class Reading:
    """One column of one page: the answer, empty when there is none; how sure, from 0 to 1; why it is doubtful.

    `picture` is a PNG of the place on the paper, only for what is doubtful.
    """

    column: str
    value: str
    confidence: float
    doubt: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page of the file, numbered from 1: what it is and what is on it, or why it was refused."""

    number: int
    code: PageCode | None
    readings: tuple[Reading, ...] = ()
    refusal: str = ""


LayoutFor = Callable[[PageCode], PageLayout | str]
"""Tells how a page was printed, or in Vietnamese why it is not to be read."""

_Point = tuple[float, float]
_Affine = tuple[float, float, float, float, float, float]


def read_scan(data: bytes, *, layout_for: LayoutFor) -> Iterator[ScannedPage]:
    """Yield every page of a scanned PDF in turn, a damaged one as refused; raises `UnreadableScan` and `TooLarge`."""
    with _opened(data) as book:
        if len(book) > MOST_PAGES:
            raise TooLarge(f"Tệp có {len(book)} trang, nhiều hơn {MOST_PAGES}.")
        for index in range(len(book)):
            try:
                page = _read_page(book, index, layout_for)
            except pypdfium2.PdfiumError:
                page = ScannedPage(index + 1, None, refusal="Trang bị hỏng trong tệp. Quét lại tờ này thành tệp mới.")
            yield page


def count_pages(data: bytes) -> int:
    """Return how many pages a scanned PDF has; raises `UnreadableScan`."""
    with _opened(data) as book:
        return len(book)


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        book = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableScan from error
    try:
        yield book
    finally:
        book.close()


def _read_page(book: pypdfium2.PdfDocument, index: int, layout_for: LayoutFor) -> ScannedPage:
    number = index + 1
    for side in _LONG_SIDES:
        picture = _render(book, index, side)
        found = _find_codes(picture)
        if len(found) >= 3 or (found and side == _LONG_SIDES[-1]):
            break
    codes = {code for code, _, _ in found}
    if not codes:
        return ScannedPage(number, None, refusal="Không thấy mã ở góc: tờ lạ, quét quá mờ, hoặc trang trắng.")
    if len(codes) > 1:
        return ScannedPage(number, None, refusal="Hai tờ phiếu nằm trên một ảnh. Quét lại từng tờ.")
    code = next(iter(codes))
    layout = layout_for(code)
    if isinstance(layout, str):
        return ScannedPage(number, code, refusal=layout)
    if len(found) < _LEAST_CORNERS:
        return ScannedPage(number, code, refusal="Chỉ thấy một mã góc, không đủ để nắn tờ giấy. Quét lại cả tờ.")
    upright = _straighten(picture, [(corner, points) for _, corner, points in found])
    if upright is None:
        return ScannedPage(number, code, refusal="Tờ giấy bị gấp hoặc méo. Vuốt phẳng rồi quét lại.")
    return ScannedPage(number, code, tuple(_readings(upright, layout)))


def _render(book: pypdfium2.PdfDocument, index: int, long_side: int) -> Image.Image:
    """Draw a page in greys so that its longer side has this many dots, whatever the size the scanner claims."""
    page = book[index]
    try:
        scale = long_side / max(page.get_width(), page.get_height(), 1)
        drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
        return drawn.convert("L")
    finally:
        page.close()


def _find_codes(picture: Image.Image) -> list[tuple[PageCode, int, list[_Point]]]:
    """Return the codes of a picture with their corners; specks are smoothed away when too few are seen at once."""
    best: list[tuple[PageCode, int, list[_Point]]] = []
    for smooth in (False, True):
        seen = picture.filter(ImageFilter.MedianFilter(3)) if smooth else picture
        found = []
        for one in zxingcpp.read_barcodes(seen, formats=_QR, try_invert=False):
            told = parse_code(one.text)
            if told is not None:
                at = one.position
                corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
                found.append((*told, [(float(point.x), float(point.y)) for point in corners]))
        best = max(best, found, key=len)
        if len(best) == len(CORNERS):
            break
    return best


def _straighten(picture: Image.Image, found: Sequence[tuple[int, list[_Point]]]) -> Image.Image | None:
    """Put the page upright on the raster of its layout; None when the codes do not lie as on a flat sheet."""
    pairs = [
        (
            ((CORNERS[corner][0] + dx) * _DOTS / 10, (CORNERS[corner][1] + dy) * _DOTS / 10),
            point,
        )
        for corner, points in found
        for (dx, dy), point in zip(_POINTS, points, strict=True)
    ]
    affine = _fit(pairs)
    if affine is None or max(_off(affine, *pair) for pair in pairs) > _MOST_OFF:
        return None
    size = (PAGE_WIDTH * _DOTS // 10, PAGE_HEIGHT * _DOTS // 10)
    return picture.transform(size, Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR, fillcolor=255)


def _off(affine: _Affine, source: _Point, target: _Point) -> float:
    """Return how far from its place a point comes to lie, in dots of the picture."""
    x = affine[0] * source[0] + affine[1] * source[1] + affine[2]
    y = affine[3] * source[0] + affine[4] * source[1] + affine[5]
    return abs(x - target[0]) + abs(y - target[1])


def _fit(pairs: Sequence[tuple[_Point, _Point]]) -> _Affine | None:
    """Return the affine map that takes the first points nearest to the second, by least squares."""
    rows = [(source[0], source[1], 1.0) for source, _ in pairs]
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    solved: list[float] = []
    for axis in (0, 1):
        right = [sum(row[i] * target[axis] for row, (_, target) in zip(rows, pairs, strict=True)) for i in range(3)]
        one = _solve(normal, right)
        if one is None:
            return None
        solved += one
    return (solved[0], solved[1], solved[2], solved[3], solved[4], solved[5])


def _solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """Solve three equations exactly by Cramer's rule; None when they do not have one solution."""
    exact = [[Fraction(value) for value in row] for row in matrix]
    whole = _determinant(exact)
    if whole == 0:
        return None
    return [
        float(
            _determinant([[*row[:k], Fraction(value), *row[k + 1 :]] for row, value in zip(exact, right, strict=True)])
            / whole
        )
        for k in range(3)
    ]


def _determinant(m: Sequence[Sequence[Fraction]]) -> Fraction:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )


def _readings(upright: Image.Image, layout: PageLayout) -> Iterator[Reading]:
    paper = _Paper(upright)
    for area in layout.areas:
        if area.is_written:
            yield _read_written(paper, area)
            continue
        marks = [mark for mark in layout.marks if mark.column == area.column]
        yield _read_marks(paper, area, marks)


class _Paper:
    """The upright raster and what is white and black on it."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        counts = picture.histogram()
        self.white = _quantile(counts, 0.6)
        self.black = min(_quantile(counts, 0.005), self.white - 60)

    def darkness(self, box: tuple[int, int, int, int], *, around: tuple[int, int, int, int] | None = None) -> float:
        """Return how dark a box is on average: 0 is the paper, here that of the place around it, 1 is print."""
        inside = _mean(self.picture.crop(box).histogram())
        white = _quantile(self.picture.crop(around).histogram(), 0.6) if around else self.white
        return max(0.0, (white - inside) / max(1, white - self.black))

    def specks(self, box: tuple[int, int, int, int]) -> int:
        """Return how many small squares of a box are inked, each averaged so that the noise of a scanner is none."""
        counts = self.picture.crop(box).reduce(3).histogram()
        ink = (2 * _quantile(counts, 0.6) + self.black) // 3
        return sum(counts[: max(0, ink)])

    def cut(self, area: Area) -> bytes:
        """Return the picture of an area as PNG."""
        out = io.BytesIO()
        shown = self.picture.crop(_dots(area.x - 20, area.y - 20, area.x + area.width + 20, area.y + area.height + 20))
        shown.quantize(16).save(out, "PNG", optimize=True)
        return out.getvalue()


def _dots(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    return (left * _DOTS // 10, top * _DOTS // 10, -(-right * _DOTS // 10), -(-bottom * _DOTS // 10))


def _mean(counts: Sequence[int]) -> float:
    return sum(value * count for value, count in enumerate(counts)) / max(1, sum(counts))


def _quantile(counts: Sequence[int], share: float) -> int:
    wanted, seen = share * sum(counts), 0
    for value, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return value
    return len(counts) - 1


def _read_written(paper: _Paper, area: Area) -> Reading:
    """Say that something is written in a frame; a person copies it from the picture."""
    if paper.specks(_dots(area.x + 15, area.y + 15, area.x + area.width - 15, area.y + area.height - 15)) < _WRITTEN:
        return Reading(area.column, "", 1.0)
    return Reading(area.column, "", 0.0, "Có chữ viết tay: chép lại.", paper.cut(area))


def _read_marks(paper: _Paper, area: Area, marks: Sequence[Mark]) -> Reading:
    dark = {mark.value: _box_darkness(paper, mark) for mark in marks}
    chosen = [value for value, level in dark.items() if level >= _MARKED]
    faint = [value for value, level in dark.items() if _EMPTY < level < _MARKED]
    answer = SEPARATOR.join(chosen)
    doubt = ""
    if faint:
        doubt = "Có dấu mờ hoặc vết bẩn."
    elif len(chosen) > 1 and not area.is_multiple:
        doubt = "Có hai ô cùng được đánh dấu."
    if doubt:
        return Reading(area.column, answer, 0.0, doubt, paper.cut(area))
    return Reading(area.column, answer, _confidence(dark, chosen))


def _confidence(dark: dict[str, float], chosen: Sequence[str]) -> float:
    """Return how far the nearest box is from being read the other way, 1 for a plain mark and plain paper."""
    room = [
        min(1.0, (level - _EMPTY) / (_SURE - _EMPTY)) if value in chosen else min(1.0, 1 - level / _MARKED)
        for value, level in dark.items()
    ]
    return round(min(room), 3)


def _box_darkness(paper: _Paper, mark: Mark) -> float:
    inside = (mark.x + _INSET, mark.y + _INSET, mark.x + BOX - _INSET, mark.y + BOX - _INSET)
    around = (mark.x - 16, mark.y - 16, mark.x + BOX + 16, mark.y + BOX + 16)
    return paper.darkness(_dots(*inside), around=_dots(*around))
