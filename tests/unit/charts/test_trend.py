"""A trend is drawn within its frame and never joined across a break."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from parindex.charts.trend import HEIGHT, WIDTH, Beside, Dot, trend


def test_break_is_marked_and_not_joined() -> None:
    dots = [
        Dot("2021", Fraction("86.17"), "86,17", is_joined=False),
        Dot("2022", Fraction("80.35"), "80,35", is_joined=False, break_words="đổi bộ tiêu chí"),
        Dot("2023", Fraction(82), "82,00", is_joined=True),
    ]
    drawn = trend(dots, title="Chỉ số", key="x")

    assert drawn.count("s-brand") == 1
    assert drawn.count("stroke-dasharray") == 1
    assert "2022: 80,35 (đổi bộ tiêu chí)" in drawn


@given(st.lists(st.fractions(min_value=0, max_value=100), min_size=1, max_size=15))
def test_everything_stays_within_the_picture(values: list[Fraction]) -> None:
    drawn = trend([Dot(str(2000 + nth), value, "x", True) for nth, value in enumerate(values)], title="t", key="k")

    ElementTree.fromstring(drawn)
    assert all(0 <= int(x) <= WIDTH for x in re.findall(r'c?x[12]?="(\d+)"', drawn))
    assert all(0 <= int(y) <= HEIGHT for y in re.findall(r'c?y[12]?="(-?\d+)"', drawn))


def test_line_beside_breaks_where_the_line_itself_does_and_is_named() -> None:
    dots = [
        Dot("2021", Fraction(86), "86,00", is_joined=False),
        Dot("2022", None, "không rõ", is_joined=False, break_words="đổi bộ tiêu chí"),
        Dot("2023", Fraction(82), "82,00", is_joined=True),
    ]
    mean = Beside("Bình quân nhóm", "s-ink3", "f-ink3", (Fraction(80), Fraction(81), Fraction(82)), dashes="4 3")

    drawn = trend(dots, title="Chỉ số", key="x", name="Xã Mẫu", beside=[mean])

    assert drawn.count('class="s-ink3"') == 2, "one link of the line and its piece in the legend"
    assert drawn.count('class="s-brand"') == 1, "the year without a value is not joined"
    assert "Bình quân nhóm" in drawn
