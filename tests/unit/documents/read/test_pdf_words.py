from __future__ import annotations

import pytest

from parindex.documents.read.pdf_words import is_cut_word


@pytest.mark.parametrize(
    ("piece", "other"),
    [
        ("Trướ", "c"),
        ("huyệ", "n,"),
        ("phườ", "ng;"),
        ("Thư", "ờng"),
        ("đi", "ểm"),
        ("ngh", "iệp"),
        ("UBN", "D"),
        ("TC", "TP"),
        ("I", "I"),
        ("T", "T"),
        ("phường", ","),
        ("31/12", "/2024"),
        ("III/20", "24"),
        ("1.", "1"),
    ],
)
def test_pieces_of_one_word_are_known(piece: str, other: str) -> None:
    assert is_cut_word(piece, other)


@pytest.mark.parametrize(
    ("piece", "other"),
    [
        ("phòng", "UBND"),
        ("Thời", "gian"),
        ("tư", "ấn"),
        ("đồng", "ý"),
        ("của", "ông"),
        ("P", "1.6.2"),
        ("6,", "9,"),
        ("UBND", "TP"),
        ("Sở", "Y"),
        ("quý", "III"),
        ("thu", "hút"),
        ("(", "a"),
    ],
)
def test_two_words_below_one_another_stay_two(piece: str, other: str) -> None:
    assert not is_cut_word(piece, other)
