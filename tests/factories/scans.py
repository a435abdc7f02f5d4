"""Paper forms filled in by nobody: pages of a printed PDF with marks drawn on them, turned, dirtied and scanned."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageDraw

from parindex.documents.survey_page import BOX, Mark, PageLayout

Picture = Image.Image
WHITE = 255


@dataclass(frozen=True, slots=True)
class Pen:
    """How a person marks a box: grey from 0, black, and a cross, a tick or a filled box."""

    grey: int = 30
    style: str = "cross"


@dataclass(frozen=True, slots=True)
class Feed:
    """How a sheet went through the scanner: degrees, dots to the right and down, share of noise."""

    angle: float = 0.0
    right: int = 0
    down: int = 0
    noise: float = 0.0


def pictures_of(pdf: bytes, *, dpi: int = 150) -> list[Picture]:
    """Return the pages of a PDF as grey pictures."""
    book = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in book]
    finally:
        book.close()


def mark_page(picture: Picture, page: PageLayout, answers: Mapping[str, str], *, pen: Pen | None = None) -> None:
    """Mark the boxes of the answers that stand on a page."""
    for mark in page.marks:
        if mark.value in answers.get(mark.column, "").split("|"):
            draw_mark(picture, mark, pen or Pen())


def draw_mark(picture: Picture, mark: Mark, pen: Pen) -> None:
    """Mark one box."""
    dot = picture.width / 2100
    left, top, edge = mark.x * dot, mark.y * dot, BOX * dot
    draw, width = ImageDraw.Draw(picture), max(2, round(dot * 5))
    near, far = edge * 0.15, edge * 0.85
    if pen.style == "filled":
        draw.rectangle([left + near, top + near, left + far, top + far], fill=pen.grey)
    elif pen.style == "tick":
        points = [(left + near, top + edge / 2), (left + edge * 0.4, top + far), (left + edge * 1.2, top - near)]
        draw.line(points, fill=pen.grey, width=width)
    else:
        draw.line([(left + near, top + near), (left + far, top + far)], fill=pen.grey, width=width)
        draw.line([(left + far, top + near), (left + near, top + far)], fill=pen.grey, width=width)


def feed(picture: Picture, through: Feed) -> Picture:
    """Return a sheet as the scanner saw it."""
    turned = picture.rotate(
        through.angle,
        resample=Image.Resampling.BICUBIC,
        expand=abs(through.angle) % 180 > 45,
        translate=(through.right, through.down),
        fillcolor=WHITE,
    )
    if not through.noise:
        return turned
    return Image.blend(turned, Image.effect_noise(turned.size, 60), through.noise).convert("L")


def scan(pictures: Sequence[Picture], *, dpi: int = 150) -> bytes:
    """Return a PDF of pictures, as a scanner makes it."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=dpi)
    return out.getvalue()
