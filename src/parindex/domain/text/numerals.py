"""Numbers as Vietnamese offices write them: "1.234,5", "02", "hai mươi lăm", "IV"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from parindex.domain.text import folding

NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}|\d+(?:[.,]\d+)?"
"""A regular expression of one written number, without a sign."""

MINUS: Final = "\u2212"

_NUMBER: Final = re.compile(rf"\s*([-{MINUS}+]?)\s*({NUMBER})\s*")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DIGITS: Final = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES: Final = {"mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 1_000_000}
_ROMAN_DIGITS: Final = (
    ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90),
    ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
)  # fmt: skip


def parse_decimal(text: str) -> Decimal | None:
    """Read one written number; None when the text is not exactly one.

    A dot before exactly three digits separates thousands, any other dot or a single comma is the decimal sign.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign, digits = match[1], match[2]
    if _THOUSANDS.fullmatch(digits.partition(",")[0]) and digits[0] != "0":
        digits = digits.replace(".", "")
    if digits.count(",") > 1:
        digits = digits.replace(",", "")
    value = Decimal(digits.replace(",", "."))
    return -value if sign in ("-", MINUS) else value


def parse_words(text: str) -> int | None:
    """Read a whole number in words up to the millions ("hai mươi lăm" is 25); None when the text is not one.

    Accents count: "năm" is 5, "nam" is not.
    """
    words = folding.normalise(text).lower().split()
    if not words:
        return None
    total = part = digit = 0
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word == "mười":
            part, digit = part + 10, 0
        elif word in ("linh", "lẻ"):
            continue
        elif word in ("mươi", "trăm"):
            part, digit = part + max(digit, 1) * _SCALES[word], 0
        elif word in _SCALES:
            total, part, digit = total + max(part + digit, 1) * _SCALES[word], 0, 0
        else:
            return None
    value = total + part + digit
    return value or None


def format_decimal(value: Decimal | int, *, places: int | None = None) -> str:
    """Write a number with decimal comma, dots between thousands and a true minus (80,35; 18.759; −2,5).

    `places` pads to that many decimals; a value with more decimals is not cut, because rounding belongs to scoring.
    """
    number = Decimal(value)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    fraction = fraction.rstrip("0") if places is None else fraction.ljust(places, "0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = MINUS if number < 0 else ""
    return sign + grouped + ("," + fraction if fraction else "")


def to_roman(number: int) -> str:
    """Write a whole number from 1 to 3999 in Roman digits; raises ValueError outside."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman number for {number}")
    parts: list[str] = []
    for digits, value in _ROMAN_DIGITS:
        count, number = divmod(number, value)
        parts.append(digits * count)
    return "".join(parts)


def from_roman(text: str) -> int | None:
    """Read a well-formed Roman number of either case; None when the text is not one."""
    rest, total = text.strip().upper(), 0
    for digits, value in _ROMAN_DIGITS:
        while rest.startswith(digits) and total < 4000:
            rest, total = rest[len(digits) :], total + value
    if rest or not 1 <= total <= 3999 or to_roman(total) != text.strip().upper():
        return None
    return total
