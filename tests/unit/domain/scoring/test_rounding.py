"""Rounding happens once, by the rule of the catalogue."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.scoring.rounding import Mode, Rounding
from parindex.domain.scoring.wording import decimal_text, exact_text, number_text, plain_text, two_places

FRACTIONS = st.fractions(min_value=-1000, max_value=1000)


@pytest.mark.parametrize(("mode", "expected"), [(Mode.HALF_UP, "0.15"), (Mode.HALF_EVEN, "0.14"), (Mode.DOWN, "0.14")])
def test_half_of_a_unit_goes_where_the_rule_says(mode: Mode, expected: str) -> None:
    exact = Fraction(58, 100) * Fraction("0.25")

    units = Rounding(decimals=2, mode=mode).units(exact)

    assert exact_text(exact) == "29/200"
    assert decimal_text(units, scale=100) == expected


@given(value=FRACTIONS, decimals=st.integers(0, 6), mode=st.sampled_from(Mode))
def test_rounded_value_is_near_and_symmetric(value: Fraction, decimals: int, mode: Mode) -> None:
    rounding = Rounding(decimals, mode)

    units = rounding.units(value)

    most = Fraction(1) if mode is Mode.DOWN else Fraction(1, 2)
    assert abs(Fraction(units) - value * rounding.scale) <= most
    assert rounding.units(-value) == -units


@given(first=FRACTIONS, second=FRACTIONS, mode=st.sampled_from(Mode))
def test_rounding_keeps_the_order(first: Fraction, second: Fraction, mode: Mode) -> None:
    rounding = Rounding(2, mode)

    low, high = sorted((first, second))

    assert rounding.units(low) <= rounding.units(high)


@pytest.mark.parametrize(
    ("units", "expected"),
    [(0, "0"), (683200, "68.32"), (840000, "84"), (-500, "-0.05"), (1, "0.0001"), (100000, "10")],
)
def test_decimal_text_has_no_needless_zeros(units: int, expected: str) -> None:
    assert decimal_text(units, scale=10_000) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1234.5", "1.234,5"), ("-0.5", "\u22120,5"), ("1/3", "≈ 0,3333"), ("79.99999", "≈ 79,9999"), ("0", "0")],
)
def test_number_for_people_is_cut_never_rounded_up(value: str, expected: str) -> None:
    assert number_text(Fraction(value)) == expected


def test_plain_text_refuses_what_has_no_end() -> None:
    assert plain_text(Fraction("61.5")) == "61.5"
    with pytest.raises(ValueError, match="no short decimal"):
        plain_text(Fraction(1, 3))


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("93.9375", "93,94"),
        ("81.3333333333", "81,33"),
        ("79.996", "79,996"),
        ("99.99996", "99,99996"),
        ("80", "80,00"),
        ("-0.004", "0,00"),
        ("-1.005", "\u22121,01"),
        ("1234.5", "1.234,50"),
    ],
)
def test_an_index_is_shown_rounded_but_never_as_a_whole_number_it_does_not_reach(exact: str, shown: str) -> None:
    assert two_places(Fraction(exact)) == shown


@given(value=FRACTIONS)
def test_what_is_shown_keeps_the_whole_part(value: Fraction) -> None:
    shown = two_places(value).replace("\u2212", "-").replace(".", "").replace(",", ".")

    assert int(Fraction(shown)) == int(value)
    assert abs(Fraction(shown) - value) <= Fraction(1, 200)
