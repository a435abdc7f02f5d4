"""Bars and columns: well-formed, inside the picture, no styles, and the counts are told in words."""

from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.charts import bars, svg
from parindex.charts.bars import Bar, Part

SVG = f"{{{svg.NAMESPACE}}}"
Chart = Callable[[Sequence[Bar]], str]

parts = st.builds(
    Part,
    count=st.integers(min_value=0, max_value=5_000),
    word=st.text(max_size=12),
    css=st.sampled_from(["chart-ok", "chart-warn", "chart-bad"]),
)
some_bars = st.lists(
    st.builds(Bar, label=st.text(max_size=60), parts=st.lists(parts, max_size=4).map(tuple)), min_size=1, max_size=24
)


def months(data: Sequence[Bar]) -> str:
    """Return the columns of the data."""
    return bars.month_load(data, title="Tải theo tháng", key="c")


def first_row(data: Sequence[Bar]) -> str:
    """Return the first bar of the data, to the scale of them all."""
    return bars.bar_parts(data[0], longest=max(bar.total for bar in data))


charts = pytest.mark.parametrize("chart", [months, first_row])


def parsed(drawn: str) -> ET.Element:
    """Return the root of a drawing, read as bytes the way a browser gets it."""
    return ET.fromstring(drawn.encode("utf-8"))


def told(root: ET.Element) -> str:
    """Return the text alternative of a picture."""
    described = root.find(f"{SVG}desc")
    return root.attrib["aria-label"] if described is None else described.text or ""


@charts
@given(data=some_bars)
def test_chart_is_wellformed_without_styles_or_handlers(chart: Chart, data: Sequence[Bar]) -> None:
    root = parsed(chart(data))

    names = {name for node in root.iter() for name in node.attrib}
    assert root.attrib["role"] == "img"
    assert "style" not in names
    assert not any(name.startswith("on") for name in names)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "title", "desc", "rect", "text"}


@charts
@given(data=some_bars)
def test_bar_stays_in_the_picture(chart: Chart, data: Sequence[Bar]) -> None:
    root = parsed(chart(data))

    _, _, width, height = (int(part) for part in root.attrib["viewBox"].split())
    for node in root.iter(f"{SVG}rect"):
        x, y, w, h = (int(node.attrib[name]) for name in ("x", "y", "width", "height"))
        assert min(x, y, w, h) >= 0
        assert x + w <= width
        assert y + h <= height


@given(data=some_bars)
def test_columns_tell_each_count_in_words(data: Sequence[Bar]) -> None:
    words = told(parsed(months(data)))

    assert all(svg.number(part.count) in words for bar in data for part in bar.parts if part.count)
    assert words.count("không có") >= sum(1 for bar in data if bar.total == 0)


@given(counts=st.lists(st.integers(min_value=0, max_value=99_999), min_size=1, max_size=12))
def test_columns_show_the_total_above_each(counts: list[int]) -> None:
    data = [Bar(f"Tháng {nth}", (Part(count, "việc", "chart-ok"),)) for nth, count in enumerate(counts, start=1)]

    root = parsed(months(data))

    shown = [node.text for node in root.iter(f"{SVG}text") if node.attrib["class"] == "chart-t"]
    assert shown == [svg.number(count) for count in counts]


@given(bar=st.builds(Bar, label=st.just("Sở A"), parts=st.lists(parts, min_size=1, max_size=4).map(tuple)))
def test_longest_bar_fills_its_place(bar: Bar) -> None:
    root = parsed(first_row([bar]))

    drawn = [int(node.attrib["width"]) for node in root.iter(f"{SVG}rect")]
    assert sum(drawn) == (bars.SCALE if bar.total else 0)


def test_rows_share_one_scale() -> None:
    half = Bar("B", (Part(5, "xong", "chart-ok"),))

    root = parsed(bars.bar_parts(half, longest=10))

    assert [int(node.attrib["width"]) for node in root.iter(f"{SVG}rect")] == [bars.SCALE // 2]
    assert told(root) == "B: 5 xong"


@pytest.mark.parametrize(
    ("counts", "words"),
    [((9, 0, 3), "9 đã xong, 3 quá hạn"), ((1234, 1, 0), "1.234 đã xong, 1 đang làm"), ((0, 0, 0), "không có")],
)
def test_words_leave_out_what_is_not_there(counts: tuple[int, ...], words: str) -> None:
    named = zip(counts, ("đã xong", "đang làm", "quá hạn"), strict=True)
    bar = Bar("Sở A", tuple(Part(count, word, "chart-ok") for count, word in named))

    assert bars.words_of(bar) == words
    assert bar.total == sum(counts)


@charts
def test_label_cannot_become_markup(chart: Chart) -> None:
    drawn = chart([Bar("<script>&", (Part(1, "<b>", "chart-ok"),))])

    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "&lt;script&gt;&amp;" in drawn


def test_columns_without_data_say_so() -> None:
    assert told(parsed(months([]))) == "không có số liệu"
