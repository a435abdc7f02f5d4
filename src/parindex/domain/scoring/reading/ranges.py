"""Ranges of a percentage in a condition: "từ 80% đến dưới 100%", "70%-90%", ">= 90%", "trên", "dưới", "không quá"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.reading.clauses import HUNDRED, trim
from parindex.domain.scoring.reading.numbers import read_number
from parindex.domain.scoring.reading.words import RuleWords, lower


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, each included or not; None is open. `is_rest` is every value that no other range holds."""

    low: Fraction | None = None
    has_low: bool = True
    high: Fraction | None = None
    has_high: bool = True
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class FoundRange:
    """A range, and the words of the condition before and after it."""

    range: Range
    before: str
    after: str


def find_range(label: str, *, words: RuleWords) -> FoundRange | None:
    """Find the range of a percentage in a condition; None when it has none."""
    lowered = lower(label).replace("≥", ">").replace("≤", "<")
    matches = (
        (match.start(), order, match, build)
        for order, (pattern, build) in enumerate(_SHAPES)
        for match in words.compile(pattern).finditer(lowered)
        if "%" in match[0]
    )
    first = min(matches, key=lambda found: found[:2], default=None)
    if first is not None:
        _, _, match, build = first
        return FoundRange(build(_Hit(match, label)), trim(label[: match.start()]), trim(label[match.end() :]))
    if words.compile(r"^(?:(?:với|các|đối)\s+)*{rest}").match(lowered):
        return FoundRange(Range(is_rest=True), "", "")
    return None


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match and the condition as written, where "≥" still differs from ">"."""

    match: re.Match[str]
    text: str

    def number(self, group: str) -> Fraction | None:
        """Return a bound."""
        return read_number(self.match[group])

    def includes(self, group: str) -> bool:
        """Tell whether a sign of comparison holds its own bound."""
        sign = self.text[self.match.start(group) : self.match.end(group)]
        return any(mark in sign for mark in ("=", "≥", "≤"))


_N = r"(?P<{name}>{{n}})\s*%?"
_LOW, _HIGH = _N.format(name="low"), _N.format(name="high")
_SIGN_LOW = r"(?P<sign_low>[<>]\s*=?)\s*"
_SIGN_HIGH = r"(?P<sign_high>[<>]\s*=?)\s*"
_TO = r"\s*(?:,\s*)?(?:-|đến|tới|và)\s*"
_OPEN = re.compile(r"(?:từ\s+)?(?:trên|hơn|lớn hơn|cao hơn|vượt|quá)\b")


def _between(hit: _Hit) -> Range:
    has_low = _OPEN.match(hit.match[0]) is None
    return Range(hit.number("low"), has_low, hit.number("high"), hit.match["not_high"] is None)


def _signed_between(hit: _Hit) -> Range:
    """Read "80% <= x < 100%" and "≥ 80% và < 100%"."""
    return Range(hit.number("low"), hit.includes("sign_low"), hit.number("high"), hit.includes("sign_high"))


def _signed(hit: _Hit) -> Range:
    value, has = hit.number("low"), hit.includes("sign_low")
    return Range(low=value, has_low=has) if hit.match["sign_low"].startswith(">") else Range(high=value, has_high=has)


def _from(hit: _Hit) -> Range:
    return Range(low=hit.number("low"))


def _above(hit: _Hit) -> Range:
    return Range(low=hit.number("low"), has_low=False)


def _below(hit: _Hit) -> Range:
    return Range(high=hit.number("high"), has_high=False)


def _up_to(hit: _Hit) -> Range:
    return Range(high=hit.number("high"))


def _exactly(hit: _Hit) -> Range:
    """A bare "100%" is all there is, a bare "0%" nothing; any other bare number is where a level begins."""
    value = hit.number("low")
    return Range(high=value) if value == 0 else Range(low=value, high=HUNDRED if value == HUNDRED else None)


_SHAPES = (
    (rf"{_LOW}\s*{_SIGN_LOW}[^<>%]{{1,40}}?\s*{_SIGN_HIGH}{_HIGH}", _signed_between),
    (rf"{_SIGN_LOW}{_LOW}\s*(?:và|,|đến|-)\s*{_SIGN_HIGH}{_HIGH}", _signed_between),
    (
        rf"(?:(?:từ\s+)?(?:{{above}}|{{low}})\s*)?{_LOW}{_TO}(?P<not_high>{{below}}|cận|<)?\s*{_HIGH}",
        _between,
    ),
    (rf"{_SIGN_LOW}{_LOW}", _signed),
    (rf"(?:{{most}})\s+{_HIGH}", _up_to),
    (rf"(?:từ\s+)?(?:{{above}})\s+{_LOW}(?:\s*{{onward}})?", _above),
    (rf"(?:{{below}})\s+{_HIGH}", _below),
    (rf"(?:từ\s+)?{_HIGH}\s*(?:{{downward}})", _up_to),
    (rf"(?:{{low}})\s+{_LOW}(?:\s*{{onward}})?", _from),
    (rf"{_LOW}\s*(?:{{onward}})", _from),
    (_LOW, _exactly),
)
