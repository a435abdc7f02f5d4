"""Ruling lines found in pictures of pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.documents.read.ocr_rules import find_ruling
from parindex.documents.read.pdf_grid import find_grids
from parindex.documents.read.pdf_page import Box

WIDTH, HEIGHT, SCALE = 900, 700, 0.24
XS, YS = (100, 300, 560, 800), (120, 260, 420, 600)


def _picture(slope: float) -> bytearray:
    """Draw a table of three columns and rows, turned by `slope`."""
    picture = bytearray(b"\xff" * (WIDTH * HEIGHT))
    for y in YS:
        for x in range(XS[0], XS[-1] + 1):
            _dot(picture, x - y * slope, y + x * slope)
    for x in XS:
        for y in range(YS[0], YS[-1] + 1):
            _dot(picture, x - y * slope, y + x * slope)
    return picture


def _dot(picture: bytearray, x: float, y: float) -> None:
    for row in range(round(y) - 1, round(y) + 2):
        start = row * WIDTH + round(x) - 1
        picture[start : start + 3] = b"\x00\x00\x00"


@given(st.floats(-0.012, 0.012))
@settings(max_examples=12, deadline=None)
def test_a_table_put_askew_keeps_its_cells(slope: float) -> None:
    ruling = find_ruling(WIDTH, HEIGHT, bytes(_picture(slope)), scale=SCALE)
    (grid,) = find_grids(ruling.horizontal, ruling.vertical)
    assert (len(grid.xs), len(grid.ys), len(grid.slots)) == (4, 4, 9)
    assert ruling.slope == pytest.approx(slope, abs=0.004)
    for row in range(3):
        for col in range(3):
            x, y = (XS[col] + XS[col + 1]) / 2, (YS[row] + YS[row + 1]) / 2
            seen = ((x - y * slope) * SCALE, (y + x * slope) * SCALE)
            box = ruling.upright(Box(seen[0] - 2, seen[1] - 2, seen[0] + 2, seen[1] + 2))
            assert grid.slot_at(*box.center) == row * 3 + col


def test_rules_are_painted_over_and_short_strokes_stay() -> None:
    picture = _picture(0.0)
    for y in range(180, 200):
        picture[y * WIDTH + 200] = 0
    ruling = find_ruling(WIDTH, HEIGHT, bytes(picture), scale=SCALE)
    assert ruling.grey.count(0) == 20


def test_a_page_without_rules_is_left_as_it_is() -> None:
    blank = b"\xff" * (WIDTH * HEIGHT)
    ruling = find_ruling(WIDTH, HEIGHT, blank, scale=SCALE)
    assert (ruling.horizontal, ruling.vertical, ruling.grey) == ((), (), blank)


def test_a_black_picture_has_no_rules() -> None:
    black = bytes(WIDTH * HEIGHT)
    ruling = find_ruling(WIDTH, HEIGHT, black, scale=SCALE)
    assert (ruling.horizontal, ruling.vertical) == ((), ())
