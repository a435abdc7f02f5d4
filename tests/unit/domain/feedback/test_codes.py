"""Codes of senders: readable back however they are typed, a slip of the finger is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.feedback import codes

SECRETS = st.binary(min_size=codes.RANDOM_BYTES, max_size=40)


@given(SECRETS)
def test_code_is_read_back_however_it_is_typed(secret: bytes) -> None:
    code = codes.spell(secret)

    assert codes.read(code) == code
    assert codes.read(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == code


@given(SECRETS, st.integers(0, 11), st.sampled_from(codes.ALPHABET))
def test_one_wrong_letter_is_told(secret: bytes, place: int, letter: str) -> None:
    letters = codes.spell(secret).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]

    assert (codes.read(wrong) is None) == (wrong != letters)


@pytest.mark.parametrize("text", ["", "ABC", "ABCD-1234-EFG", "ABCD-1234-EFGU", "Ă" * 12])
def test_what_cannot_be_a_code_is_refused(text: str) -> None:
    assert codes.read(text) is None


def test_code_needs_enough_random_bytes() -> None:
    with pytest.raises(ValueError, match="random"):
        codes.spell(b"123")


def test_number_of_the_book_has_its_year() -> None:
    assert codes.register_number(2026, order=12) == "PAKN-2026-00012"
