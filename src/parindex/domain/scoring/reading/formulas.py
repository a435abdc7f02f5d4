"""`proportional`: "điểm = (tỷ lệ/85%) x 10", "(b/a) x điểm tối đa", with ranges of full and of no points beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.reading.bands import find_steps
from parindex.domain.scoring.reading.clauses import HUNDRED, Clause, trim
from parindex.domain.scoring.reading.measures import make_ratio, read_measure
from parindex.domain.scoring.reading.numbers import data_text
from parindex.domain.scoring.reading.products import read_product
from parindex.domain.scoring.reading.proposal import Found, RuleData, Subject, lower_first
from parindex.domain.scoring.reading.ranges import Range, find_range
from parindex.domain.scoring.reading.words import lower
from parindex.domain.scoring.wording import percent_text

_LEFT = re.compile(r"(?:công thức|điểm(?:\s+\w+){0,3})\s*(?:là|bằng|:|=)\s*=?|=")
_DEFINITION = re.compile(
    r"(?:^|[\s,(])(?P<key>[a-z])\s*(?:là|:|=)\s+(?P<name>.+?)(?=(?:[,.;]|\s+và)?\s+[a-z]\s*(?:là|:|=)\s|[;.]?$)"
)


@dataclass(frozen=True, slots=True)
class _Formula:
    """Full points at `full_at` percent of `part` over `whole`, or of the named percentage."""

    clause: Clause
    full_at: Fraction
    part: str = ""
    whole: str = ""
    from_percent: Fraction | None = None


def read_proportional(subject: Subject) -> Found | None:
    """Read a formula in proportion to a percentage; its full points must be the maximum of the item."""
    formula = next(filter(None, (_formula(clause, subject) for clause in subject.clauses)), None)
    if formula is None:
        return None
    beside = Subject(
        subject.name, subject.maximum, subject.effect, subject.heading,
        tuple(clause for clause in subject.clauses if clause is not formula.clause),
        subject.zero, subject.is_zero_told, subject.words,
    )  # fmt: skip
    steps, others = find_steps(beside)
    ends = _ends([(step.range, step.points) for step in steps], formula, subject.maximum)
    if ends is None:
        return None
    measure, doubts, used = _measure(formula, subject, others)
    rule: dict[str, object] = {"shape": "proportional", "measure": measure}
    if formula.full_at != HUNDRED:
        rule["full_at"] = data_text(formula.full_at)
    if ends[0]:
        rule["zero_below"] = data_text(ends[0])
    return Found(rule, [formula.clause, *(step.clause for step in steps), *used], (*ends[1], *doubts))


def _formula(clause: Clause, subject: Subject) -> _Formula | None:
    text = clause.text
    lowered = lower(text)
    left = _LEFT.search(lowered)
    prefix = find_range(text[: left.start()], words=subject.words) if left else None
    expression = lowered[left.end() :] if left else lowered
    product = read_product(expression, words=subject.words, maximum=subject.maximum)
    if product is None:
        return None
    above, below = product.numbers
    if above != [subject.maximum] or below or len(product.percents[1]) > 1 or len(product.names[1]) > 1:
        return None
    if len(product.names[0]) != 1 or any(value != HUNDRED for value in product.percents[0]):
        return None
    full_at = product.percents[1][0] if product.percents[1] else HUNDRED
    whole = product.names[1][0] if product.names[1] else ""
    low = prefix.range.low if prefix else None
    return _Formula(clause, full_at, product.names[0][0], whole, low)


def _ends(
    steps: Sequence[tuple[Range, Fraction]], formula: _Formula, maximum: Fraction
) -> tuple[Fraction, tuple[str, ...]] | None:
    """Return where points begin and what was inferred; None when a range contradicts the formula."""
    zero_below, doubts = Fraction(0), []
    for found, points in steps:
        if points == maximum and found.low is not None:
            if found.low != formula.full_at:
                doubts.append(
                    f"đủ điểm từ {percent_text(found.low)} nhưng công thức chia cho {percent_text(formula.full_at)}"
                )
            continue
        if points == 0 and found.low is None and found.high is not None and not found.is_rest:
            zero_below = Fraction(0) if found.high == 0 else found.high
            continue
        if points == 0 and found.is_rest:
            zero_below = formula.from_percent or Fraction(0)
            continue
        return None
    if formula.from_percent is not None and formula.from_percent != zero_below and zero_below:
        doubts.append(
            f"công thức dùng từ {percent_text(formula.from_percent)}, không có điểm dưới {percent_text(zero_below)}"
        )
    return zero_below, tuple(doubts)


def _measure(
    formula: _Formula, subject: Subject, others: Sequence[Clause]
) -> tuple[RuleData, tuple[str, ...], list[Clause]]:
    """Name the percentage: by letters that the text defines ("b là số hồ sơ đúng hạn"), else as the item does."""
    defined: dict[str, str] = {}
    used = []
    for clause in subject.clauses:
        told = dict(_definitions(clause.text))
        if told and clause in others:
            used.append(clause)
        defined |= told
    if formula.whole and {formula.part, formula.whole} <= set(defined):
        measure, doubts = make_ratio(subject, defined[formula.part], defined[formula.whole])
        return measure, doubts, used
    measure, doubts = read_measure(subject)
    if formula.whole and "percent" in measure:
        doubts = (*doubts, f"không rõ {formula.part} và {formula.whole} là gì")
    return measure, doubts, used


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    lowered = lower(text)
    for match in _DEFINITION.finditer(lowered):
        name = trim(text[match.start("name") : match.end("name")])
        start = re.match(r"(?:tổng\s+)?số\s+(?:lượng\s+)?", lower(name))
        yield match["key"], lower_first(name[start.end() :] if start else name)
