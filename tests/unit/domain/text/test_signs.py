"""Cheap looks before dear ones."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.text.signs import BySign, has_any


def test_things_come_in_their_order_and_once() -> None:
    things = BySign([("quý|tháng", "first"), ("", "always"), ("năm", "never"), ("tháng", "last")])
    assert things.find_fitting("tháng 6, quý II") == ["first", "always", "last"]
    assert things.find_fitting("") == ["always"]


@given(st.lists(st.text("abc", min_size=1, max_size=2), max_size=5), st.text("abc ", max_size=12))
def test_whatever_matches_is_found_by_its_sign(words: list[str], text: str) -> None:
    things = BySign((word, re.compile(word)) for word in words)
    found = things.find_fitting(text)
    assert found == [re.compile(word) for word in words if has_any(text, (word,))]
    assert all(pattern.search(text) for pattern in found)
