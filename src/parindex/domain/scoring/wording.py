"""Exact numbers as text: for people with a decimal comma, for programs as plain decimals and as n/d."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.scoring.rounding import Mode, Rounding

_SHOWN = Rounding(decimals=4, mode=Mode.DOWN)
_MOST_PLACES = 40
_MINUS = "\u2212"


def decimal_text(units: int, *, scale: int) -> str:
    """Write an integer of a scale (a power of ten) as a plain decimal without needless zeros: 683200 is "68.32"."""
    whole, rest = divmod(abs(units), scale)
    digits = str(rest).rjust(len(str(scale)) - 1, "0").rstrip("0") if rest else ""
    return ("-" if units < 0 else "") + str(whole) + (f".{digits}" if digits else "")


def plain_text(value: Fraction) -> str:
    """Write a fraction that ends in decimal form without loss, as the points of catalogues do: "0.25".

    Raises ValueError for one that does not end.
    """
    for places in range(_MOST_PLACES):
        if 10**places % value.denominator == 0:
            return decimal_text(value.numerator * 10**places // value.denominator, scale=10**places)
    raise ValueError(f"{value} has no short decimal form")


def exact_text(value: Fraction) -> str:
    """Write a fraction as "n/d", whole numbers too."""
    return f"{value.numerator}/{value.denominator}"


def number_text(value: Fraction) -> str:
    """Write a number for people: 0,145; 1.234; a value with more than four decimals is cut and marked with "≈".

    It is cut, not rounded, so that 79,99999 % is never shown as the 80 % that it does not reach.
    """
    units = _SHOWN.units(value)
    text = decimal_text(abs(units), scale=_SHOWN.scale)
    whole, _, rest = text.partition(".")
    shown = f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")
    about = "" if units * value.denominator == value.numerator * _SHOWN.scale else "≈ "
    return about + (_MINUS if value.numerator < 0 else "") + shown


def points_text(value: Fraction) -> str:
    """Write points with their word."""
    return f"{number_text(value)} điểm"


def percent_text(value: Fraction) -> str:
    """Write a number of percent; 95 is "95%"."""
    return f"{number_text(value)}%"


def two_places(value: Fraction) -> str:
    """Write a number with two decimals, rounded half-up as results are published: 93,9375 is 93,94.

    Where two decimals would reach a whole number that is not reached, it gets more: 79,996 is never shown as 80.
    """
    size, shown = abs(value), Rounding(decimals=2)
    while shown.units(size) // shown.scale != int(size):
        shown = Rounding(decimals=shown.decimals + 1)
    whole, rest = divmod(shown.units(size), shown.scale)
    text = f"{whole:,}".replace(",", ".") + f",{rest:0{shown.decimals}d}"
    return f"{_MINUS}{text}" if value < 0 and (whole or rest) else text


def first_upper(text: str) -> str:
    """Begin a sentence with a capital and leave the other letters."""
    return text[:1].upper() + text[1:]
