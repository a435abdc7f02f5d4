"""What a unit tells about an item: declared inputs, and values that are known, unknown or not applicable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from parindex.domain.scoring.wording import number_text
from parindex.domain.text import folding


class Mark(Enum):
    """What stands in place of a value."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


Known = Fraction | str
Value = Fraction | str | Mark
Answers = Mapping[str, Known]
"""The known inputs of one item by name; an unknown one is absent."""

_NUMBER: Final = re.compile(rf"([-+{chr(0x2212)}]?)(\d+)(?:[.,](\d+))?")
_AMBIGUOUS: Final = re.compile(rf"[-+{chr(0x2212)}]?[1-9]\d{{0,2}}(?:\.\d{{3}})+")


class BadValue(ValueError):
    """A value that an input does not accept; the message says in Vietnamese what to write instead."""

    code = "scoring.bad_value"

    def __init__(self, message: str) -> None:
        """Keep the message for the person who fills in the sheet."""
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class NumberInput:
    """A number; counts are whole."""

    name: str
    label: str
    is_whole: bool = True
    minimum: Fraction | None = Fraction(0)
    maximum: Fraction | None = None

    def read(self, text: str) -> Fraction:
        """Read a number with decimal comma or point and check its range; raises BadValue."""
        value = read_number(text)
        if self.is_whole and value.denominator != 1:
            raise BadValue(f"“{text}” phải là số nguyên.")
        if self.minimum is not None and value < self.minimum:
            raise BadValue(f"“{text}” nhỏ hơn {number_text(self.minimum)}.")
        if self.maximum is not None and value > self.maximum:
            raise BadValue(f"“{text}” lớn hơn mức tối đa {number_text(self.maximum)}.")
        return value

    def show(self, value: Known) -> str:
        """Write a value for people."""
        return number_text(value) if isinstance(value, Fraction) else value


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """One of a few answers, written as its key or its label."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    def read(self, text: str) -> str:
        """Return the key of the answer; letter case and accents do not count; raises BadValue."""
        wanted = folding.fold(text)
        for choice in self.choices:
            if wanted in {folding.fold(choice.key), folding.fold(choice.label)}:
                return choice.key
        allowed = "; ".join(f"{choice.key} ({choice.label})" for choice in self.choices)
        raise BadValue(f"“{text}” không phải một lựa chọn; chọn một trong: {allowed}.")

    def show(self, value: Known) -> str:
        """Write the label of a key."""
        return next((choice.label for choice in self.choices if choice.key == value), str(value))


Input = NumberInput | ChoiceInput


def read_number(text: str) -> Fraction:
    """Read 95,5 or 95.5; raises BadValue for "95,5 %", "–" and "1.234", which may mean 1234 or 1,234."""
    written = text.strip()
    match = _NUMBER.fullmatch(written)
    if match is None and written.endswith("%") and _NUMBER.fullmatch(written[:-1].strip()):
        raise BadValue(f"“{text}”: bỏ ký hiệu %, chỉ viết số.")
    if _AMBIGUOUS.fullmatch(written):
        plain, decimal = written.replace(".", ""), written.replace(".", ",", 1)
        raise BadValue(f"“{text}” có thể hiểu hai cách; viết {plain} hoặc {decimal}.")
    if match is None:
        raise BadValue(f"“{text}” không phải số; để trống nếu chưa biết, ghi n/a nếu không áp dụng.")
    sign, whole, rest = match[1], match[2], match[3] or ""
    value = Fraction(int(whole + rest), 10 ** len(rest))
    return value if sign in ("", "+") else -value
