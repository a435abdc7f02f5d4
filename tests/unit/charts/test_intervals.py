"""The narrow bar of a figure with its margin."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from parindex.charts.intervals import SCALE, interval_bar, places_of

_AMOUNT = st.fractions(min_value=-20, max_value=130)


def _boxes(drawn: str) -> list[tuple[str, int, int]]:
    root = ET.fromstring(drawn)
    rects = [one.attrib for one in root if one.tag.endswith("rect")]
    return [(one["class"], int(one["x"]), int(one["width"])) for one in rects]


@given(value=_AMOUNT, bounds=st.tuples(_AMOUNT, _AMOUNT).map(lambda two: tuple(sorted(two))), aim=_AMOUNT)
def test_bar_stays_within_its_place(value: Fraction, bounds: tuple[Fraction, Fraction], aim: Fraction) -> None:
    boxes = _boxes(interval_bar(places_of(value, bounds, most=Fraction(100), aim=aim), words="a"))

    assert [name for name, *_ in boxes] == ["f-track", "f-c1", "f-bad", "f-ink"]
    assert all(left >= -2 and left + width <= SCALE + 2 for _, left, width in boxes)


def test_figure_lies_where_it_belongs_and_is_told_in_words() -> None:
    drawn = interval_bar(
        places_of(Fraction(80), (Fraction(70), Fraction(90)), most=Fraction(100)), words="Quầy <1>: 80%"
    )

    assert _boxes(drawn) == [("f-track", 0, 1000), ("f-c1", 700, 200), ("f-ink", 796, 8)]
    assert 'aria-label="Quầy &lt;1&gt;: 80%"' in drawn
    assert [name for name, *_ in _boxes(interval_bar(places_of(Fraction(1), None, most=Fraction(5)), words=""))] == [
        "f-track",
        "f-ink",
    ]
