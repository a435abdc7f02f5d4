"""Words out of pictures of pages, through the Tesseract program with its Vietnamese model; optional."""

from __future__ import annotations

import functools
import shutil
import struct
import subprocess

from parindex.documents.blocks import Document, Line, Place
from parindex.documents.errors import ImageOnlyPdf, OcrUnavailable, TooLarge
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits
from parindex.documents.read.pdf_page import Box, TextLine
from parindex.documents.read.pdf_paragraphs import join_printed

DOTS_PER_INCH = 300
MOST_PIXELS = 6_000
PROGRAM = "tesseract"
_LANGUAGE = "vie"
_WORD = "5"
_LOW_CONFIDENCE = 70
_MOST_PICTURE_PIXELS = 100_000_000


def is_available() -> bool:
    """Tell whether this machine can read Vietnamese in pictures."""
    program = shutil.which(PROGRAM)
    return program is not None and _LANGUAGE in _languages(program)


def require() -> None:
    """Raise `OcrUnavailable` unless this machine can read Vietnamese in pictures."""
    if not is_available():
        raise OcrUnavailable


@functools.cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


class Recogniser:
    """Reads pictures of pages and remembers how sure it was."""

    def __init__(self, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._seconds = limits.ocr_page_seconds
        self._confidences: dict[int, list[int]] = {}

    def read_grey(self, width: int, height: int, grey: bytes, *, scale: float, page: int) -> list[TextLine]:
        """Read a grey picture, one byte a pixel; `scale` turns its pixels into points."""
        return self.read_picture(b"P5 %d %d 255\n" % (width, height) + grey, scale=scale, page=page)

    def read_picture(self, picture: bytes, *, scale: float, page: int) -> list[TextLine]:
        """Read a picture file (PNM, PNG, JPEG); raises `OcrUnavailable` when the program fails."""
        command = [PROGRAM, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(DOTS_PER_INCH), "tsv"]
        try:
            result = subprocess.run(command, input=picture, capture_output=True, timeout=self._seconds, check=True)
        except subprocess.TimeoutExpired as error:
            raise OcrUnavailable(
                f"Nhận dạng chữ không xong một trang trong {self._seconds} giây.", where=f"trang {page}"
            ) from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise OcrUnavailable("Tesseract không đọc được ảnh.", where=f"trang {page}") from error
        return self._lines(result.stdout.decode("utf-8", "replace"), scale=scale, page=page)

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
        return f"Chữ nhận dạng từ ảnh quét ở {len(self._confidences)} trang, độ chắc chắn trung bình {mean}%{check}."

    def _lines(self, table: str, *, scale: float, page: int) -> list[TextLine]:
        """Gather the words of Tesseract's table by block, paragraph and line; its columns are fixed."""
        words: dict[tuple[str, ...], list[list[str]]] = {}
        confidences = self._confidences.setdefault(page, [])
        for row in table.splitlines():
            fields = row.split("\t")
            if len(fields) == 12 and fields[0] == _WORD and fields[11].strip():
                words.setdefault(tuple(fields[2:5]), []).append(fields)
                confidences.append(round(float(fields[10])))
        return [_line(number, fields, scale) for number, fields in enumerate(words.values(), start=1)]


def _line(number: int, words: list[list[str]], scale: float) -> TextLine:
    boxes = [[int(value) for value in fields[6:10]] for fields in words]
    box = Box(
        x0=min(left for left, _, _, _ in boxes) * scale,
        top=min(top for _, top, _, _ in boxes) * scale,
        x1=max(left + width for left, _, width, _ in boxes) * scale,
        bottom=max(top + height for _, top, _, height in boxes) * scale,
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
