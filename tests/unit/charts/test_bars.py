"""Pictures are well-formed, say their figures in words, and stay inside their frame."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.charts import bars, svg

SVG = "{http://www.w3.org/2000/svg}"
PARTS = st.builds(
    bars.Part, st.integers(0, 10_000), st.sampled_from(["đã xong", "đang làm", "quá hạn"]), st.just("chart-done")
)
BARS = st.builds(bars.Bar, st.text(), st.lists(PARTS, max_size=4).map(tuple))


def parse(picture: str) -> ET.Element:
    """Read a picture as strict XML."""
    return ET.fromstring(picture)


def boxes(root: ET.Element) -> list[tuple[int, int, int, int]]:
    """Return x, y, width, height of every rectangle."""
    return [
        (int(r.attrib["x"]), int(r.attrib["y"]), int(r.attrib["width"]), int(r.attrib["height"]))
        for r in root.iter(f"{SVG}rect")
    ]


@given(BARS, st.integers(0, 50_000))
def test_bar_parts_is_well_formed_and_inside_its_scale(bar: bars.Bar, more: int) -> None:
    root = parse(bars.bar_parts(bar, longest=bar.total + more))

    assert all(x >= 0 and width > 0 and x + width <= bars.SCALE for x, _, width, _ in boxes(root))
    assert "style" not in {name for element in root.iter() for name in element.attrib}


@given(st.lists(BARS, max_size=14), st.text())
def test_month_load_is_well_formed_and_inside_its_frame(shown: list[bars.Bar], title: str) -> None:
    root = parse(bars.month_load(shown, title=title, key="thang"))

    assert all(
        x >= 0 and y >= 0 and x + width <= bars.COLUMN_WIDTH and y + height <= bars.COLUMN_HEIGHT
        for x, y, width, height in boxes(root)
    )
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None


@given(st.lists(PARTS, min_size=1, max_size=4).map(tuple).filter(lambda parts: sum(p.count for p in parts) > 0))
def test_bar_parts_meet_without_gap_and_fill_the_longest(parts: tuple[bars.Part, ...]) -> None:
    bar = bars.Bar("Sở Mẫu", parts)

    drawn = boxes(parse(bars.bar_parts(bar, longest=bar.total)))

    assert sum(width for _, _, width, _ in drawn) == bars.SCALE


def test_bar_parts_names_its_figures() -> None:
    bar = bars.Bar(
        "Sở Mẫu", (bars.Part(1234, "đã xong", "a"), bars.Part(0, "đang làm", "b"), bars.Part(3, "quá hạn", "c"))
    )

    root = parse(bars.bar_parts(bar, longest=2000))

    assert root.attrib["aria-label"] == "Sở Mẫu: 1.234 đã xong, 3 quá hạn"
    assert [r.attrib["class"] for r in root.iter(f"{SVG}rect")] == ["a", "c"]


def test_bar_without_anything_says_so() -> None:
    assert bars.words_of(bars.Bar("Sở Mẫu", ())) == "không có"
    assert boxes(parse(bars.bar_parts(bars.Bar("Sở Mẫu", ()), longest=0))) == []


def test_months_of_several_years_name_each_year_once() -> None:
    months = [*(f"{month}/2026" for month in range(3, 13)), "6/2027", "12/2028", "12/2029"]
    shown = [bars.Bar(label, (bars.Part(2, "đã xong", "chart-done"),)) for label in months]

    root = parse(bars.month_load(shown, title="Hạn theo tháng", key="k"))

    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text") if text.attrib["y"] in {"177", "193"})
    assert words == "3 4 5 6 7 8 9 10 11 12 6 12 12 2026 2027 2028 2029"


def test_month_load_without_months_says_so() -> None:
    root = parse(bars.month_load([], title="Hạn theo tháng", key="thang"))

    assert root.findtext(f"{SVG}desc") == "không có số liệu"


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", 'a" onload="x', "a & b", "\x00\x1b"])
def test_hostile_label_stays_text(words: str) -> None:
    picture = bars.month_load([bars.Bar(words, (bars.Part(1, words, "chart-done"),))], title=words, key="k")

    names = {element.tag.removeprefix(SVG) for element in parse(picture).iter()}
    assert names <= {"svg", "title", "desc", "rect", "text"}


def test_element_writes_attributes_as_svg_spells_them() -> None:
    written = svg.element("svg", viewBox="0 0 1 1", class_="a", text_anchor="end")

    assert written == '<svg viewBox="0 0 1 1" class="a" text-anchor="end"/>'
