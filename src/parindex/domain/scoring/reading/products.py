"""Chains of × and ÷ in words: "(tỷ lệ / 85%) x 10", "[b x điểm tối đa] / a"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from parindex.domain.scoring.reading.numbers import data_text, read_number
from parindex.domain.scoring.reading.words import NUMBER, RuleWords

_TOKEN = re.compile(
    rf"(?P<number>{NUMBER})\s*(?P<percent>%)?|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<sign>/|:(?=\s*\d+(?:,\d+)?\s*%)|[x*](?!\w))|(?P<word>[^\W\d_]+|%)"
)


@dataclass(slots=True)
class Product:
    """Names, percentages and plain numbers, each above and below the line."""

    names: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    percents: tuple[list[Fraction], list[Fraction]] = field(default_factory=lambda: ([], []))
    numbers: tuple[list[Fraction], list[Fraction]] = field(default_factory=lambda: ([], []))


def read_product(text: str, *, words: RuleWords, maximum: Fraction) -> Product | None:
    """Read a chain of × and ÷ of lower-case text; None when it has no sign. "Điểm tối đa" is the maximum, in points."""
    full = words.compile(r"(?:số\s+)?{full}|{points}\s+(?:chuẩn|tối đa)")
    plain = full.sub(f" {data_text(maximum).replace('.', ',')} ", text.partition("\n")[0].rstrip(" .;"))
    reader = _Reader(words)
    for token in _TOKEN.finditer(plain):
        reader.take(token, plain[token.end() :].lstrip())
    return reader.finish()


class _Reader:
    """Walks through the tokens; a bracket after a ÷ turns what is inside around."""

    def __init__(self, words: RuleWords) -> None:
        self._product = Product()
        self._words = words
        self._outer: list[int] = []
        self._base = 0
        self._side = 0
        self._name: list[str] = []
        self._signs = 0

    def take(self, token: re.Match[str], rest: str) -> None:
        """Take one token; `rest` is the text behind it."""
        if token["word"]:
            self._name.append(token["word"])
        elif token["number"]:
            self._take_number(token, rest)
        elif token["sign"]:
            self._end_name()
            self._signs += 1
            self._side = self._base ^ (token["sign"] in "/:")
        elif token["open"] and not self._name:
            self._outer.append(self._base)
            self._base = self._side
        elif token["close"] and self._outer:
            self._end_name()
            self._base = self._outer.pop()
            self._side = self._base

    def finish(self) -> Product | None:
        """Return what was read; names that only say "điểm" or "%" name nothing."""
        self._end_name()
        return self._product if self._signs else None

    def _take_number(self, token: re.Match[str], rest: str) -> None:
        """Take a constant; a number within a name ("mức độ 3 và 4") belongs to it."""
        is_points = self._words.compile(r"^{points}").match(rest) is not None
        if self._name and not token["percent"] and not is_points:
            self._name.append(token["number"])
            return
        value = read_number(token["number"])
        if value is not None:
            (self._product.percents if token["percent"] else self._product.numbers)[self._side].append(value)

    def _end_name(self) -> None:
        name = " ".join(self._name)
        self._name.clear()
        if name and not self._words.compile(r"(?:{points}|%)").fullmatch(name):
            self._product.names[self._side].append(name)
