"""The estimate of a survey as JSON, `parindex.survey-estimate/1`: what programs and next year's comparison read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from parindex.analytics.surveys.comparison import VERDICT_NAMES, Comparison, Earlier, Found
from parindex.analytics.surveys.estimation import DomainFigures, Figure, Interval, SurveyEstimate
from parindex.domain.surveys.questionnaire import AGGREGATION_NAMES, Status

SCHEMA: Final = "parindex.survey-estimate/1"

_FEW_CLUSTERS: Final = 30


class EarlierError(ValueError):
    """A file of last year's estimate that cannot be compared with."""

    code = "survey_earlier"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for a person."""
        self.message = message
        super().__init__(message)


def as_json(result: SurveyEstimate, comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Return the estimate as plain values; numbers are not rounded, unknown is null."""
    questionnaire, plan = result.questionnaire, result.prepared.plan
    return {
        "schema": SCHEMA,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "status": questionnaire.status.value,
        },
        "aggregation": result.aggregation.value,
        "unit": "points" if result.aggregation.counts_points else "percent",
        "confidence": float(plan.confidence),
        "forms": _forms(result),
        "design": _design(result),
        "estimates": [_figure(figure, result.shares) for figure in result.figures],
        "domains": [_domain(domain) for domain in result.domains],
        "comparisons": [_comparison(comparison) for comparison in comparisons],
        "notices": notices(result),
    }


def _forms(result: SurveyEstimate) -> dict[str, object]:
    size, issued = result.prepared.size, result.prepared.plan.issued
    answered = size - result.blank_forms
    return {
        "count": size,
        "blank": result.blank_forms,
        "partial": result.partial_forms,
        "weight": float(result.prepared.design.weights.sum()),
        "issued": issued,
        "response_percent": 100 * answered / issued if issued else None,
    }


def _design(result: SurveyEstimate) -> dict[str, object]:
    design, plan = result.prepared.design, result.prepared.plan
    return {
        "weight": plan.weight or None,
        "stages": [
            {
                "strata": list(told.strata),
                "cluster": told.cluster or None,
                "population": told.population or None,
                "strata_count": len(stage.sampled),
                "cluster_count": stage.cluster_count,
            }
            for told, stage in zip(plan.stages, design.stages, strict=False)
        ],
        "lonely_psu": design.lonely.value,
        "post_strata": None if plan.post_strata is None else plan.post_strata.column,
        "bootstrap": None
        if plan.bootstrap is None
        else {"replicates": plan.bootstrap.replicates, "seed": plan.bootstrap.seed},
    }


def _figure(figure: Figure, shares: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, object]:
    told: dict[str, object] = {
        "code": figure.label.code,
        "level": figure.label.level.value,
        "name": figure.label.name,
        "value": figure.value,
        **_interval(figure.margin),
        "df": figure.degrees,
        "answers": figure.answers,
        "blanks": figure.blanks,
    }
    if figure.bootstrap is not None:
        told["bootstrap"] = _interval(figure.bootstrap)
    if shares is not None and figure.label.code in shares:
        told["shares"] = dict(shares[figure.label.code])
    return told


def _interval(interval: Interval | None) -> dict[str, float | None]:
    if interval is None:
        return {"se": None, "low": None, "high": None}
    return {"se": interval.error, "low": interval.low, "high": interval.high}


def _domain(domain: DomainFigures) -> dict[str, object]:
    return {
        "variable": domain.variable,
        "value": domain.name or None,
        "forms": domain.forms,
        "suppressed": domain.figures is None,
        "within_cluster": domain.is_within,
        "estimates": [] if domain.figures is None else [_figure(figure) for figure in domain.figures],
    }


def _comparison(comparison: Comparison) -> dict[str, object]:
    return {
        "code": comparison.target.code,
        "kind": comparison.target.kind.value,
        "amount": float(comparison.target.amount),
        "verdict": comparison.verdict.value,
        "verdict_text": VERDICT_NAMES[comparison.verdict],
        "found": comparison.found,
        "wanted": comparison.wanted,
        "se": comparison.error,
        "low": comparison.low,
        "high": comparison.high,
        "reason": comparison.reason or None,
    }


def notices(result: SurveyEstimate) -> list[str]:
    """Say in Vietnamese what a reader must know before using the figures."""
    told = []
    if result.questionnaire.status is not Status.VERIFIED:
        told.append("Lời văn của phiếu chưa được đối chiếu với văn bản gốc.")
    told.append(
        f"Cách gộp “{AGGREGATION_NAMES[result.aggregation]}” là lựa chọn, chưa đối chiếu được với công thức chính thức."
    )
    if result.blank_forms:
        told.append(f"{result.blank_forms} phiếu không trả lời mục nào của chỉ số; không vào phép tính.")
    if result.partial_forms:
        told.append(f"{result.partial_forms} phiếu điền dở; mỗi mục chỉ tính trên người đã trả lời mục ấy.")
    whole = result.figures[0]
    if whole.degrees < 1:
        told.append("Chỉ có một cụm trong mỗi tầng: không tính được sai số.")
    elif whole.degrees < _FEW_CLUSTERS:
        told.append(f"Chỉ có {whole.degrees} bậc tự do: khoảng tin cậy rộng và kém chắc.")
    hidden = sum(domain.figures is None for domain in result.domains)
    if hidden:
        least = result.prepared.plan.least_forms
        told.append(f"{hidden} nhóm có ít hơn {least} phiếu: không công bố số để không lộ người trả lời.")
    inside = sum(domain.is_within for domain in result.domains)
    if inside:
        told.append(f"{inside} nhóm nằm trọn trong một cụm bậc 1: sai số của nhóm tính trong chính cụm ấy.")
    return told


def earlier_from_json(content: object, *, aggregation: str) -> dict[str, Earlier]:
    """Read the figures of an earlier estimate; raises EarlierError when it is none or was aggregated otherwise."""
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise EarlierError(f"Kết quả năm trước phải là JSON {SCHEMA} do lệnh này ghi ra.")
    if content.get("aggregation") != aggregation:
        raise EarlierError(
            f"Kết quả năm trước gộp theo {content.get('aggregation')}, năm nay theo {aggregation}: không so được."
        )
    return {
        row["code"]: Earlier(row["value"], row["se"], row["df"])
        for row in content["estimates"]
        if row.get("value") is not None and row.get("se") is not None
    }


def found_from_json(content: Mapping[str, Any]) -> dict[str, Found]:
    """Read the figures of an estimate by code; a margin of nothing, where all answered alike, is no margin."""
    return {row["code"]: Found(row["value"], row["se"] or None, row["df"]) for row in content["estimates"]}
