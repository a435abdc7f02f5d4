"""Folds and sort keys of Vietnamese text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.text import folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("  Ủy   ban\nnhân dân ", "uy ban nhan dan"),
        ("Uỷ ban", "uy ban"),
        ("đƣợc", "duoc"),
        ("Chư Pǎh", "chu pah"),
        ("TRƯỜNG", "truong"),
        ("", ""),
        ("e\u0302\u0301", "e"),
    ],
)
def test_fold_removes_accents(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_fold_aligned_keeps_every_offset() -> None:
    text = "Sở Nội vụ – Đắk Lắk\u00a0\u0130x"

    assert folding.fold_aligned(text)[:9] == "so noi vu"
    assert len(folding.fold_aligned(text)) == len(text)
    assert len(folding.lower_aligned(text)) == len(text)


@given(st.text(alphabet="aAáÁđĐ“…\t \u00a0ƣ\u0301\u0130\U0001f600ộỘ,1\x7f\ufffe"))
def test_quick_way_folds_each_character_as_the_slow_way_does(text: str) -> None:
    alone = "".join(folding.fold_aligned(letter) for letter in text)

    assert folding.fold_aligned(text) == folding.fold_aligned(f"{text}\u0101")[:-1] == alone
    assert folding.fold(text) == folding.fold(f"{text} \u0101")[:-1].rstrip()


@given(st.lists(st.text(alphabet=st.sampled_from("aĐâ ắ\u0130\u0101\n.Ǎ"), max_size=6)))
def test_many_texts_fold_as_each_alone(texts: list[str]) -> None:
    assert folding.fold_each(texts) == list(map(folding.fold_aligned, texts))


def test_sort_key_follows_the_vietnamese_alphabet() -> None:
    ordered = ["An", "Ăn", "Ân", "Dương", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Em", "Êm", "Ô", "Ơ", "U", "Ư", "Y Tý"]

    mixed = list(reversed(ordered))

    assert sorted(mixed, key=folding.sort_key) == ordered


def test_sort_key_breaks_ties_by_tone() -> None:
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ", "ma a"]

    mixed = list(reversed(ordered))

    assert sorted(mixed, key=folding.sort_key) == ordered


def test_sort_key_lets_letters_go_before_tones() -> None:
    assert folding.sort_key("mạ an") < folding.sort_key("ma ăn")


def test_sort_key_is_equal_for_both_normal_forms() -> None:
    assert folding.sort_key("Đa\u0306\u0301k") == folding.sort_key("Đắk")


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    once = folding.fold(text)

    assert folding.fold(once) == once


@given(st.text())
def test_aligned_forms_have_the_length_of_the_text(text: str) -> None:
    assert len(folding.fold_aligned(text)) == len(text) == len(folding.lower_aligned(text))


@given(st.text())
def test_normalise_is_idempotent_and_sort_key_never_fails(text: str) -> None:
    assert folding.normalise(folding.normalise(text)) == folding.normalise(text)
    assert "\t" in folding.sort_key(text)
