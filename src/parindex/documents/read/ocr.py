"""Words out of pictures of pages, through the Tesseract program with its Vietnamese model; optional."""

from __future__ import annotations

import functools
import shutil
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from parindex.documents.blocks import Document, Line, Place
from parindex.documents.errors import ImageOnlyPdf, OcrUnavailable, TooLarge
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits
from parindex.documents.read.ocr_rules import Ruling, find_ruling
from parindex.documents.read.pdf_grid import find_grids
from parindex.documents.read.pdf_page import Box, Letter, TextLine
from parindex.documents.read.pdf_paragraphs import join_printed
from parindex.documents.read.pdf_table import Piece, read_pieces

DOTS_PER_INCH = 300
MOST_PIXELS = 6_000
PROGRAM = "tesseract"
RECOGNISED = "Chữ nhận dạng từ ảnh quét"
"""How the warning of a document begins whose words were read in pictures."""
_LANGUAGE = "vie"
_WORD = "5"
_SPARSE = "11"
_LOW_CONFIDENCE = 70
_WORD_GAP = 0.2
_MOST_PICTURE_PIXELS = 100_000_000


def is_available() -> bool:
    """Tell whether this machine can read Vietnamese in pictures."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    try:
        return _LANGUAGE in _languages(program)
    except (OSError, subprocess.TimeoutExpired):
        return False  # not remembered: a machine that was too busy answers the next time


def require() -> None:
    """Raise `OcrUnavailable` unless this machine can read Vietnamese in pictures."""
    if not is_available():
        raise OcrUnavailable


@functools.cache
def _languages(program: str) -> frozenset[str]:
    seconds = DEFAULT_LIMITS.ocr_page_seconds
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=seconds, check=False)
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The lines outside tables and the ruled tables of a page; positions in points of the page put upright."""

    lines: list[TextLine]
    pieces: list[Piece]


class Recogniser:
    """Reads pictures of pages and remembers how sure it was."""

    def __init__(self, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._seconds = limits.ocr_page_seconds
        self._confidences: dict[int, list[int]] = {}

    def read_grey(self, width: int, height: int, grey: bytes, *, scale: float, page: int) -> RecognisedPage:
        """Read a grey picture, one byte a pixel, with its ruled tables; `scale` turns its pixels into points."""
        ruling = find_ruling(width, height, grey, scale=scale)
        grids = find_grids(ruling.horizontal, ruling.vertical)
        # Where no table is, the picture stays as it is: a lone line may be part of a letter or a picture.
        picture = b"P5 %d %d 255\n" % (width, height) + (ruling.grey if grids else grey)
        rows = self._words(picture, page=page, is_sparse=bool(grids))
        lines: list[TextLine] = []
        letters: list[Letter] = []
        for words in rows:
            boxes = [ruling.upright(_box(fields, scale)) for fields in words]
            inside = [any(grid.slot_at(*box.center) is not None for grid in grids) for box in boxes]
            letters.extend(_letters(words, boxes, inside, first=len(letters)))
            outside = [fields for fields, is_inside in zip(words, inside, strict=True) if not is_inside]
            if outside:
                lines.append(_line(len(lines) + 1, outside, scale, ruling))
        if grids:
            lines.sort(key=lambda line: (line.box.bottom, line.box.x0))
        return RecognisedPage(lines, read_pieces(grids, letters, page=page))

    def read_picture(self, picture: bytes, *, scale: float, page: int) -> list[TextLine]:
        """Read a picture file (PNM, PNG, JPEG); raises `OcrUnavailable` when the program fails."""
        rows = self._words(picture, page=page)
        return [_line(number, words, scale) for number, words in enumerate(rows, start=1)]

    def _words(self, picture: bytes, *, page: int, is_sparse: bool = False) -> list[list[list[str]]]:
        """Run the program over a picture; the fields of its words by line.

        Words scattered in cells are read as such, since otherwise the program takes rows of a table for long lines.
        """
        layout = ["--psm", _SPARSE] if is_sparse else []
        command = [PROGRAM, "stdin", "stdout", "-l", _LANGUAGE, *layout, "--dpi", str(DOTS_PER_INCH), "tsv"]
        try:
            result = subprocess.run(command, input=picture, capture_output=True, timeout=self._seconds, check=True)
        except subprocess.TimeoutExpired as error:
            raise OcrUnavailable(
                f"Nhận dạng chữ không xong một trang trong {self._seconds} giây.", where=f"trang {page}"
            ) from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise OcrUnavailable("Tesseract không đọc được ảnh.", where=f"trang {page}") from error
        return self._rows(result.stdout.decode("utf-8", "replace"), page=page)

    def summary(self) -> str:
        """Say in Vietnamese how sure the reading was, naming the pages to check first."""
        every = [confidence for page in self._confidences.values() for confidence in page]
        mean = sum(every) // max(len(every), 1)
        weak = [
            str(page)
            for page, confidences in self._confidences.items()
            if sum(confidences) < _LOW_CONFIDENCE * max(len(confidences), 1)
        ]
        check = f"; cần xem kỹ trang {', '.join(weak)}" if weak else ""
        return f"{RECOGNISED} ở {len(self._confidences)} trang, độ chắc chắn trung bình {mean}%{check}."

    def _rows(self, table: str, *, page: int) -> list[list[list[str]]]:
        """Gather the words of Tesseract's table by block, paragraph and line; its columns are fixed."""
        words: dict[tuple[str, ...], list[list[str]]] = {}
        confidences = self._confidences.setdefault(page, [])
        for row in table.splitlines():
            fields = row.split("\t")
            if len(fields) == 12 and fields[0] == _WORD and fields[11].strip():
                words.setdefault(tuple(fields[2:5]), []).append(fields)
                confidences.append(round(float(fields[10])))
        return list(words.values())


def _box(fields: Sequence[str], scale: float) -> Box:
    """Return where a word of Tesseract's table stands, in points."""
    left, top, width, height = (int(value) * scale for value in fields[6:10])
    return Box(left, top, left + width, top + height)


def _letters(
    words: Sequence[Sequence[str]], boxes: Sequence[Box], inside: Sequence[bool], *, first: int
) -> list[Letter]:
    """Give the words of a line that stand in tables as letters on one base line: its words' usual bottom and height."""
    chosen = [(fields[11], box) for fields, box, is_inside in zip(words, boxes, inside, strict=True) if is_inside]
    if not chosen:
        return []
    base, height = median(box.bottom for _, box in chosen), median(box.bottom - box.top for _, box in chosen)
    # Words stand apart however near their boxes are.
    ends = [following.x0 - _WORD_GAP * height for _, following in chosen[1:]] + [chosen[-1][1].x1]
    return [
        Letter(first + number, text, box.x0, min(box.x1, end), base, height)
        for number, ((text, box), end) in enumerate(zip(chosen, ends, strict=True))
    ]


def _line(number: int, words: list[list[str]], scale: float, ruling: Ruling | None = None) -> TextLine:
    boxes = [_box(fields, scale) if ruling is None else ruling.upright(_box(fields, scale)) for fields in words]
    box = Box(
        x0=min(box.x0 for box in boxes),
        top=min(box.top for box in boxes),
        x1=max(box.x1 for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )
    text = " ".join(fields[11] for fields in words)
    return TextLine(number=number, text=text, box=box, size=box.bottom - box.top, bold=False)


def read_image(
    data: bytes, *, name: str, kind: FileKind, limits: Limits = DEFAULT_LIMITS, ocr: bool | None = None
) -> Document:
    """Read a PNG or JPEG of one page; raises `ImageOnlyPdf` or `OcrUnavailable` when it may not or cannot be read."""
    if ocr is False or (ocr is None and not is_available()):
        raise ImageOnlyPdf("Đây là tệp ảnh, cần nhận dạng chữ để đọc.")
    require()
    _check_pixels(data)
    builder = DocumentBuilder(data, name=name, kind=kind)
    recogniser = Recogniser(limits=limits)
    lines = [
        Line(
            text=line.text,
            place=Place(page=1, line=line.number),
            x0=round(line.box.x0),
            x1=round(line.box.x1),
            size=round(line.size),
        )
        for line in recogniser.read_picture(data, scale=72 / DOTS_PER_INCH, page=1)
    ]
    blocks, repairs = join_printed(lines)
    for block in blocks:
        builder.add(block)
    builder.repair(repairs)
    builder.warn(recogniser.summary())
    return builder.finish(page_count=1)


def _check_pixels(data: bytes) -> None:
    """Refuse a PNG that unpacks to a huge picture; its size stands at a fixed place of the header."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        if width * height > _MOST_PICTURE_PIXELS:
            raise TooLarge(f"Ảnh {width}×{height} điểm quá lớn.")
