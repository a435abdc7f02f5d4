"""How the answer of a criterion is read from indicators: which count goes into which input, which level it reaches."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.calendar.earlier import is_earlier
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


class BadFeed(ValueError):
    """Raised for words that name no feed."""

    code = "feed_unreadable"


@dataclass(frozen=True, slots=True)
class Counts:
    """The two counts of an indicator; None is not known, and a plain count has no denominator.

    `unknown` counts what could not be judged for want of a value and so is in neither.
    """

    numerator: int | None
    denominator: int | None
    unknown: int = 0

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


Counted = Mapping[str, Counts]
"""Counts by address; what is not known at all is not in it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one indicator gives: its address (`<supplier>:<name>`, with `@<year>` of an earlier year) and what of it.

    `divisor` turns the unit of the room into that of the criterion: 1000000 for dong where millions are asked for.
    """

    address: str
    part: Part
    divisor: int = 1

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the indicators that it reads."""
        return (self.address,)

    def take(self, counted: Counted) -> Fraction | None:
        """Return the amount exactly; None while it is not known."""
        found = counted.get(self.address)
        value = None if found is None else found.take(self.part)
        return None if value is None else value / self.divisor

    def write(self, counted: Counted) -> str | None:
        """Write the amount as an input takes it; None while it is not known."""
        return _written(self.take(counted))

    def __str__(self) -> str:
        return f"{self.address}.{self.part.value}" + (f"/{self.divisor}" if self.divisor != 1 else "")


@dataclass(frozen=True, slots=True)
class Sum:
    """Several indicators added up, for one input; not known while one of them is not."""

    terms: tuple[Feed, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the indicators that it reads, each once."""
        return tuple(dict.fromkeys(term.address for term in self.terms))

    def take(self, counted: Counted) -> Fraction | None:
        """Return the sum exactly; None while a term is not known."""
        amounts = [term.take(counted) for term in self.terms]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Fraction(0)) if len(known) == len(amounts) else None

    def write(self, counted: Counted) -> str | None:
        """Write the sum as an input takes it; None while a term is not known."""
        return _written(self.take(counted))

    def __str__(self) -> str:
        return _PLUS.join(map(str, self.terms))


Amount = Feed | Sum
Compare = Callable[[Fraction, Fraction], bool]
_PLUS = " + "
_COMPARES: Mapping[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """An amount held against a threshold; exact, so that nothing is rounded over it.

    Rows that could not be judged might lift the amount over it or not: while there are any, nothing is decided.
    """

    amount: Amount
    sign: str
    bound: Fraction

    def holds(self, counted: Counted) -> bool | None:
        """Tell whether it is so; None while the amount is not known, or rows of it are not."""
        value = self.amount.take(counted)
        is_open = any(counted[address].unknown for address in self.amount.addresses if address in counted)
        return None if value is None or is_open else _COMPARES[self.sign](value, self.bound)

    def __str__(self) -> str:
        return f"{self.amount} {self.sign} {plain_text(self.bound)}"


@dataclass(frozen=True, slots=True)
class Case:
    """The answer that is chosen when all conditions hold; without any it is what remains."""

    choose: str
    when: tuple[Condition, ...] = ()

    def holds(self, counted: Counted) -> bool | None:
        """Tell whether all hold: one that does not settles it, even while another is not known."""
        told = [condition.holds(counted) for condition in self.when]
        return False if False in told else None if None in told else True


@dataclass(frozen=True, slots=True)
class Ladder:
    """The answer of a choice by thresholds: the first case that holds; not known while one before it is not."""

    cases: tuple[Case, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the indicators that it reads, each once."""
        asked = (condition.amount.addresses for case in self.cases for condition in case.when)
        return tuple(dict.fromkeys(address for addresses in asked for address in addresses))

    def write(self, counted: Counted) -> str | None:
        """Return the key of the answer; None while it is not known."""
        for case in self.cases:
            told = case.holds(counted)
            if told is None:
                return None
            if told:
                return case.choose
        return None

    def __str__(self) -> str:
        return "; ".join(
            f"{case.choose} khi {' và '.join(map(str, case.when))}" if case.when else f"còn lại: {case.choose}"
            for case in self.cases
        )


Source = Feed | Sum | Ladder
_FEED = re.compile(rf"(?P<address>[^:.]+:.+)\.(?P<part>{'|'.join(Part)})(/(?P<divisor>[1-9][0-9]*))?")
_CONDITION = re.compile(r"(?P<amount>.+?) (?P<sign><=|>=|<|>|=) (?P<bound>-?[0-9]+(\.[0-9]+)?)")


def parse_feed(text: str) -> Feed:
    """Read `<supplier>:<name>.<part>`, with `/<divisor>` or without; the name may hold points. Raises `BadFeed`."""
    match = _FEED.fullmatch(text)
    if match is None:
        raise BadFeed(f"“{text}” không đúng dạng nguồn:chỉ_số.phần, phần là {', '.join(Part)}.")
    _, at, earlier = match["address"].partition("@")
    if at and not is_earlier(earlier):
        raise BadFeed(f"“{text}” hỏi năm “{earlier}”; sau @ ghi previous_year (năm trước) hoặc một năm, ví dụ 2021.")
    return Feed(address=match["address"], part=Part(match["part"]), divisor=int(match["divisor"] or 1))


def parse_amount(text: str) -> Amount:
    """Read one feed, or several with ` + ` between them. Raises `BadFeed`."""
    terms = tuple(parse_feed(word) for word in text.split(_PLUS))
    return terms[0] if len(terms) == 1 else Sum(terms)


def parse_condition(text: str) -> Condition:
    """Read `<feed> <sign> <number>`, the sign one of <, <=, =, >=, >. Raises `BadFeed`."""
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise BadFeed(f"“{text}” không đúng dạng nguồn:chỉ_số.phần >= 90; dấu là {' '.join(_COMPARES)}.")
    return Condition(parse_amount(match["amount"]), match["sign"], Fraction(match["bound"]))


def answer_of(feeds: Mapping[str, Source], counted: Counted) -> dict[str, str] | None:
    """Return the words of the inputs that `feeds` names, from counts by address; None unless every one is known."""
    words: dict[str, str] = {}
    for name, feed in feeds.items():
        written = feed.write(counted)
        if written is None:
            return None
        words[name] = written
    return words


def addresses_of(feeds: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the indicators that the inputs of an item read, each once, in order."""
    return tuple(dict.fromkeys(address for feed in feeds.values() for address in feed.addresses))


def cut(value: Fraction) -> Fraction:
    """Return a value as it would be written down: cut off, never rounded up."""
    scale = 10**PERCENT_DECIMALS
    return Fraction(value * scale // 1, scale)


def _written(value: Fraction | None) -> str | None:
    return None if value is None else plain_text(cut(value)).replace(".", ",")
