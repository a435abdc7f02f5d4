"""Pieces of SVG: well-formed whatever the words are, and only control characters of the words are lost."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.charts import svg

WORDS = st.text(max_size=60)
HOSTILE = ["<script>alert(1)</script>", '" onload="x', "a & b", "]]>", "\x00\x1b", "\ud800", "Đ" * 3, "﷐ x"]


def parsed(drawn: str) -> ET.Element:
    """Return the root of a drawing, read as bytes the way a browser gets it."""
    return ET.fromstring(drawn.encode("utf-8"))


@given(words=WORDS)
def test_text_is_wellformed_and_keeps_printable_words(words: str) -> None:
    node = parsed(svg.text(words, x=1, y=2))

    assert (node.text or "") == "".join(letter for letter in words if letter.isprintable())
    assert list(node) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_text_survives_hostile_words(words: str) -> None:
    assert parsed(svg.text(words, x=0, y=0)).tag == "text"


@given(title=WORDS, description=WORDS)
def test_picture_is_named_and_told(title: str, description: str) -> None:
    root = parsed(svg.picture("", width=10, height=10, title=title, description=description, key="k"))
    ids = {node.get("id") for node in root}

    assert root.get("role") == "img"
    assert set((root.get("aria-labelledby") or "").split()) == ids == {"k-t", "k-d"}


@pytest.mark.parametrize("words", ['" onload="x', "a<b", "'", "&amp;"])
def test_attribute_cannot_break_out(words: str) -> None:
    node = parsed(svg.element("rect", class_=words))

    assert node.attrib == {"class": words}


def test_attribute_names_follow_svg() -> None:
    node = parsed(svg.element("svg", viewBox="0 0 1 1", text_anchor="end", class_="c"))

    assert set(node.attrib) == {"viewBox", "text-anchor", "class"}


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")])
def test_number_has_dots_between_thousands(count: int, written: str) -> None:
    assert svg.number(count) == written
