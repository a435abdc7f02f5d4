"""Whether a target is met, missed, or cannot be told from the sample: the margin decides, not the figure alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from parindex.analytics.surveys.design import NEGLIGIBLE
from parindex.analytics.surveys.estimation import Figure, SurveyEstimate
from parindex.analytics.surveys.students import quantile
from parindex.domain.surveys.plan import Target, TargetKind


class Verdict(StrEnum):
    """What can be said of a target."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"


VERDICT_NAMES = {
    Verdict.MET: "đạt",
    Verdict.MISSED: "chưa đạt",
    Verdict.UNDECIDED: "chưa kết luận được",
    Verdict.UNKNOWN: "không có số liệu",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same figure of last year, with the margin it had."""

    value: float
    error: float
    degrees: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A target beside what was found; `low` and `high` bound what is compared with `wanted`."""

    target: Target
    verdict: Verdict
    found: float | None = None
    wanted: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure as it was found; `error` is None where no margin is known."""

    value: float | None
    error: float | None
    degrees: int


def compare(result: SurveyEstimate, earlier: Mapping[str, Earlier]) -> tuple[Comparison, ...]:
    """Judge every target of the plan; the two years are independent samples (Welch and Satterthwaite's degrees)."""
    is_census = bool(np.all(result.prepared.design.stages[0].unsampled_share < NEGLIGIBLE))
    found = {figure.label.code: _found(figure, is_census=is_census) for figure in result.figures}
    plan = result.prepared.plan
    return judge_all(plan.targets, found, earlier, confidence=float(plan.confidence))


def judge_all(
    targets: Sequence[Target], found: Mapping[str, Found], earlier: Mapping[str, Earlier], *, confidence: float
) -> tuple[Comparison, ...]:
    """Judge targets by the figures of their codes."""
    return tuple(_judge(target, found.get(target.code), earlier.get(target.code), confidence) for target in targets)


def _found(figure: Figure, *, is_census: bool) -> Found:
    """Drop the margin of a sample in which all answered alike: it is nothing, which is not what is known."""
    error = None if figure.margin is None else figure.margin.error
    return Found(figure.value, error if is_census or error else None, figure.degrees)


def _judge(target: Target, figure: Found | None, earlier: Earlier | None, confidence: float) -> Comparison:
    if figure is None:
        return Comparison(target, Verdict.UNKNOWN, reason=f"phiếu không có chỉ số “{target.code}”")
    if figure.value is None or figure.error is None:
        return Comparison(
            target, Verdict.UNKNOWN, found=figure.value, reason="không có câu trả lời, hoặc không tính được sai số"
        )
    amount = float(target.amount)
    now = Earlier(figure.value, figure.error, figure.degrees)
    if target.kind is TargetKind.AT_LEAST:
        return _decide(target, now, amount, confidence)
    if earlier is None:
        return Comparison(target, Verdict.UNKNOWN, reason="chưa có kết quả năm trước của chỉ số này")
    if target.kind is TargetKind.INCREASE_PERCENT:
        factor = 1 + amount / 100
        before = Earlier(earlier.value * factor, earlier.error * factor, earlier.degrees)
        return _decide(target, difference(now, before), 0.0, confidence)
    return _decide(target, difference(now, earlier), amount, confidence)


def difference(now: Earlier, before: Earlier) -> Earlier:
    """Return the change between two independent samples."""
    squares = [(one.error**2, one.degrees) for one in (now, before)]
    variance = sum(square for square, _ in squares)
    spread = sum(square**2 / degrees for square, degrees in squares if degrees > 0)
    degrees = int(variance**2 / spread) if spread > 0 else min(now.degrees, before.degrees)
    return Earlier(now.value - before.value, math.sqrt(variance), max(degrees, 1))


def _decide(target: Target, told: Earlier, wanted: float, confidence: float) -> Comparison:
    half = quantile((1 + confidence) / 2, told.degrees) * told.error
    low, high = told.value - half, told.value + half
    verdict = Verdict.MET if low >= wanted else Verdict.MISSED if high < wanted else Verdict.UNDECIDED
    return Comparison(target, verdict, told.value, wanted, told.error, low, high)
