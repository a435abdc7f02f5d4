"""`ratio_bands`, `growth`: points for each range of a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from parindex.domain.scoring.reading.clauses import HUNDRED, Clause
from parindex.domain.scoring.reading.measures import read_measure
from parindex.domain.scoring.reading.numbers import data_text
from parindex.domain.scoring.reading.proposal import Found, RuleData, Subject
from parindex.domain.scoring.reading.ranges import FoundRange, Range, find_range
from parindex.domain.scoring.wording import percent_text

_SMALL_GAP = Fraction(1)


@dataclass(frozen=True, slots=True)
class Step:
    """The points of one range."""

    range: Range
    points: Fraction
    clause: Clause


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ranges as bands from the highest on, or `fault` when they leave or claim values twice."""

    bands: tuple[RuleData, ...] = ()
    doubts: tuple[str, ...] = ()
    fault: str = ""


def read_ratio_bands(subject: Subject) -> Found | None:
    """Read fixed points for ranges of a percentage; needs at least one range beside which nothing else has points."""
    steps, others = find_steps(subject)
    if not steps or any(clause.points is not None for clause in others) or all(step.range.is_rest for step in steps):
        return None
    ladder = build_ladder(steps)
    if ladder.fault:
        return None
    measure, doubts = read_measure(subject)
    rule = {"shape": "ratio_bands", "measure": measure, "bands": list(ladder.bands)}
    return Found(rule, [step.clause for step in steps], (*ladder.doubts, *doubts))


def find_steps(subject: Subject) -> tuple[list[Step], list[Clause]]:
    """Split the clauses into those with a range and points, and the others."""
    steps, others = [], []
    for clause in subject.clauses:
        found: FoundRange | None = find_range(clause.label, words=subject.words)
        if found is not None and clause.points is not None:
            steps.append(Step(found.range, clause.points, clause))
        else:
            others.append(clause)
    return steps, others


def build_ladder(steps: Sequence[Step], *, floor: Fraction | None = Fraction(0)) -> Ladder:
    """Order ranges from the highest on; `floor` is the lowest value that there can be, None for none."""
    rest = [step for step in steps if step.range.is_rest]
    ranged = sorted((step for step in steps if not step.range.is_rest), key=_height, reverse=True)
    if len(rest) > 1 or sum(step.range.low is None for step in ranged) > 1:
        return Ladder(fault="hai mức cùng không có ngưỡng dưới")
    doubts: list[str] = []
    for higher, lower in pairwise(ranged):
        fault = _meet(higher.range, lower.range, doubts)
        if fault:
            return Ladder(fault=fault)
    bands = [_band(step) for step in ranged]
    last = ranged[-1].range
    if last.low is not None:
        if rest:
            bands.append({"points": data_text(rest[0].points)})
        elif floor is not None and last.low <= floor and last.has_low:
            bands[-1] = {"points": data_text(ranged[-1].points)}
        else:
            bands.append({"points": "0"})
            doubts.append(f"văn bản không nói {_below(last)} được mấy điểm, đề xuất 0")
    elif rest:
        return Ladder(fault="đã đủ các mức mà còn mức khác")
    return Ladder(tuple(bands), tuple(doubts))


def _height(step: Step) -> tuple[bool, Fraction, bool]:
    low = step.range.low
    return (low is not None, low or Fraction(0), not step.range.has_low)


def _meet(higher: Range, lower: Range, doubts: list[str]) -> str:
    """Return why two neighbours do not meet; small flaws become doubts."""
    low, high = higher.low, lower.high
    if low is None:
        return "hai mức cùng không có ngưỡng dưới"
    if high is None:
        return (
            ""
            if lower.low is None or lower.low < low or (lower.low == low and not higher.has_low)
            else "hai mức trùng ngưỡng"
        )
    if high > low:
        return f"hai mức chồng nhau giữa {percent_text(low)} và {percent_text(high)}"
    if high == low:
        if higher.has_low and lower.has_high and low != HUNDRED:
            doubts.append(f"{percent_text(low)} thuộc cả hai mức, đề xuất mức cao")
        if not higher.has_low and not lower.has_high:
            doubts.append(f"đúng {percent_text(low)} không thuộc mức nào, đề xuất mức thấp")
        return ""
    if low - high > _SMALL_GAP:
        return f"không nói từ {percent_text(high)} đến {percent_text(low)} được mấy điểm"
    doubts.append(f"giữa {percent_text(high)} và {percent_text(low)} không nói, đề xuất mức thấp")
    return ""


def _band(step: Step) -> RuleData:
    low = step.range.low
    points = data_text(step.points)
    if low is None:
        return {"points": points}
    return {"from" if step.range.has_low else "above": data_text(low), "points": points}


def _below(last: Range) -> str:
    threshold = percent_text(last.low or Fraction(0))
    return f"dưới {threshold}" if last.has_low else f"từ {threshold} trở xuống"
