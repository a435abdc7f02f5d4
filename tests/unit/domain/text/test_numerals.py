"""Numbers as Vietnamese offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.text import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("02", "2"),
        (" 86 ", "86"),
        ("0,75", "0.75"),
        ("83.99", "83.99"),
        ("18.759", "18759"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0.123", "0.123"),
        ("80,35", "80.35"),
        ("-2,5", "-2.5"),
        ("\u22122,5", "-2.5"),
        ("+3", "3"),
    ],
)
def test_parse_decimal_reads_one_number(text: str, value: str) -> None:
    assert numerals.parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1 2", "12%", "1..2", ",5", "IV", "1.2.3.4"])
def test_parse_decimal_refuses_what_is_not_one_number(text: str) -> None:
    assert numerals.parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("một", 1),
        ("hai", 2),
        ("năm", 5),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("năm mươi", 50),
        ("một trăm linh năm", 105),
        ("ba trăm hai mươi tư", 324),
        ("hai nghìn không", None),
        ("hai nghìn", 2000),
        ("một triệu hai trăm nghìn", 1_200_000),
        ("Hai", 2),
        ("nam", None),
        ("", None),
        ("không", None),
        ("linh", None),
    ],
)
def test_parse_words_reads_numbers_in_words(text: str, value: int | None) -> None:
    assert numerals.parse_words(text) == value


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("80.35"), None, "80,35"),
        (18759, None, "18.759"),
        (Decimal("-2.50"), None, "\u22122,5"),
        (Decimal("-2.5"), 2, "\u22122,50"),
        (Decimal(1234567), 0, "1.234.567"),
        (Decimal("0.1234"), 2, "0,1234"),
        (Decimal(0), None, "0"),
    ],
)
def test_format_decimal_writes_the_vietnamese_way(value: Decimal | int, places: int | None, text: str) -> None:
    assert numerals.format_decimal(value, places=places) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_format_then_parse_gives_the_number_back(value: Decimal) -> None:
    written = numerals.format_decimal(value, places=4)

    assert numerals.parse_decimal(written) == value


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numbers_go_both_ways(number: int) -> None:
    assert numerals.from_roman(numerals.to_roman(number).lower()) == number


@pytest.mark.parametrize("text", ["", "IIII", "IC", "VX", "abc", "MMMM", "I V"])
def test_from_roman_refuses_badly_formed_numbers(text: str) -> None:
    assert numerals.from_roman(text) is None


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_to_roman_refuses_numbers_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numerals.to_roman(number)
