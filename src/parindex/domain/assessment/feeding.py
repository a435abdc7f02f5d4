"""How the answer of a criterion is read from an indicator: which count goes into which input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.scoring.wording import plain_text

PERCENT_DECIMALS = 6
"""A percentage is cut off here, never rounded up, so that writing it down lifts nobody over a threshold."""


class Part(StrEnum):
    """What of an indicator goes into an input."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FAILING = "failing"
    PERCENT = "percent"


PART_LABELS: Mapping[Part, str] = {
    Part.NUMERATOR: "tử số",
    Part.DENOMINATOR: "mẫu số",
    Part.FAILING: "số chưa đạt",
    Part.PERCENT: "tỷ lệ %",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """One input of a criterion: the address of an indicator (`<supplier>:<name>`) and what of it is taken.

    `divisor` turns the unit of the room into that of the criterion: 1000000 for dong where millions are asked for.
    """

    address: str
    part: Part
    divisor: int = 1

    def __str__(self) -> str:
        return f"{self.address}.{self.part.value}" + (f"/{self.divisor}" if self.divisor != 1 else "")


_FEED = re.compile(rf"(?P<address>[^:.]+:.+)\.(?P<part>{'|'.join(Part)})(/(?P<divisor>[1-9][0-9]*))?")


class BadFeed(ValueError):
    """Raised for words that name no feed."""

    code = "feed_unreadable"


def parse_feed(text: str) -> Feed:
    """Read `<supplier>:<name>.<part>`, with `/<divisor>` or without; the name may hold points. Raises `BadFeed`."""
    match = _FEED.fullmatch(text)
    if match is None:
        raise BadFeed(f"“{text}” không đúng dạng nguồn:chỉ_số.phần, phần là {', '.join(Part)}.")
    return Feed(address=match["address"], part=Part(match["part"]), divisor=int(match["divisor"] or 1))


@dataclass(frozen=True, slots=True)
class Counts:
    """The two counts of an indicator; None is not known, and a plain count has no denominator."""

    numerator: int | None
    denominator: int | None

    @property
    def failing(self) -> int | None:
        """Return how many of the denominator are not in the numerator; None when that cannot be said."""
        if self.numerator is None or self.denominator is None:
            return None
        return max(self.denominator - self.numerator, 0)

    def take(self, part: Part) -> Fraction | None:
        """Return a part exactly; None when it is not known, as is the percentage of nothing."""
        if part is Part.PERCENT:
            if self.numerator is None or not self.denominator:
                return None
            return Fraction(self.numerator * 100, self.denominator)
        whole = {Part.NUMERATOR: self.numerator, Part.DENOMINATOR: self.denominator, Part.FAILING: self.failing}[part]
        return None if whole is None else Fraction(whole)


def answer_of(feeds: Mapping[str, Feed], counts: Mapping[str, Counts]) -> dict[str, str] | None:
    """Return the words of the inputs that `feeds` names, from counts by address; None unless every one is known."""
    words: dict[str, str] = {}
    for name, feed in feeds.items():
        value = value_of(feed, counts[feed.address]) if feed.address in counts else None
        if value is None:
            return None
        words[name] = plain_text(value).replace(".", ",")
    return words


def value_of(feed: Feed, counts: Counts) -> Fraction | None:
    """Return what a feed puts into its input, as it would be written down; None while it is not known."""
    value = counts.take(feed.part)
    return None if value is None else _cut(value / feed.divisor)


def _cut(value: Fraction) -> Fraction:
    scale = 10**PERCENT_DECIMALS
    return Fraction(value * scale // 1, scale)
