"""Alternations of words as the parsers compile them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.planning.lexicon import alternate, compile_words

_WORDS = st.lists(st.text("abc -.", min_size=1, max_size=5), min_size=1, max_size=8)


@given(words=_WORDS, text=st.text("abc -.", max_size=30))
def test_an_alternation_finds_what_the_list_of_words_longest_first_finds(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    wanted = [match.span() for match in re.finditer(f"(?:{plain})", text)]
    assert [match.span() for match in re.finditer(alternate(words), text)] == wanted


def test_words_are_bounded_on_both_sides() -> None:
    pattern = compile_words(("Sở", "Sở Nội vụ"))
    assert pattern.findall("so noi vu, so, soc, co so") == ["so noi vu", "so", "so"]
