"""What the pages of sizes and samples say: sizes and margins in sentences, the stages of a design line by line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parindex.domain.surveys import sampling
from parindex.domain.surveys.drawing import DrawPlan

_HALF, _ONE = Fraction(1, 2), Fraction(1)


def size_rows(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what can be answered from what was told: the question and its answer.

    Raises `SamplingError` when what was told has no answer.
    """
    share, effect = told.get("share"), told.get("effect")
    population = told.get("population")
    assumed = sampling.Assumptions(
        share=_HALF if share is None else share / 100,
        design_effect=_ONE if effect is None else effect,
        population=population,
    )
    rows = []
    if told.get("error") is not None:
        if population is None:
            raise sampling.SamplingError("Công thức n = N/(1+Ne²) cần số người của tổng thể.")
        size = sampling.usual_size(population, error=told["error"] / 100)
        rows.append(("Cỡ mẫu theo n = N/(1+Ne²), làm tròn lên", f"{size} phiếu"))
    if told.get("margin") is not None:
        size = sampling.size_for_margin(told["margin"] / 100, assumed)
        rows.append(("Cỡ mẫu để sai số không quá mức mong muốn", f"{size} phiếu"))
    return rows + _of_forms(told, assumed)


def _of_forms(told: Mapping[str, Any], assumed: sampling.Assumptions) -> list[tuple[str, str]]:
    now, before = told.get("forms_now"), told.get("forms_before")
    rows = []
    if now:
        rows.append((f"Sai số của {now} phiếu, độ tin cậy 95%", f"± {_points(sampling.margin_of(now, assumed))} điểm"))
    if now and before:
        change = _points(sampling.detectable_change(before, now, assumed))
        rows.append((f"Thay đổi nhỏ nhất thấy được giữa {before} và {now} phiếu (lực 80%)", f"{change} điểm"))
    return rows


def stage_rows(plan: DrawPlan) -> list[tuple[str, str, str, str]]:
    """Return the stages of a design: number, unit, strata, how many are drawn."""
    return [
        (
            str(at),
            stage.unit,
            ", ".join(stage.strata) or "không chia tầng",
            "; ".join(f"{name}: {count}" if name else str(count) for name, count in stage.take.items()),
        )
        for at, stage in enumerate(plan.stages, start=1)
    ]


def quota_words(plan: DrawPlan) -> str:
    """Say the groups to be asked with their shares in percent; empty without any."""
    if plan.quotas is None:
        return ""
    total = sum(plan.quotas.shares.values(), Fraction(0))
    told = [f"{name} {_tenths(share / total)}%" for name, share in plan.quotas.shares.items()]
    return f"{plan.quotas.name}: {', '.join(told)}"


def _tenths(share: Fraction) -> str:
    tenths = round(share * 1000)
    return f"{tenths // 10},{tenths % 10}"


def _points(share: Decimal) -> str:
    return f"{share * 100:.1f}".replace(".", ",")
