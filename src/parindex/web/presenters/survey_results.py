"""What the page of a wave shows of its result: figures beside aims and last year, bars by place, group and week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.safestring import SafeString

from parindex.analytics.surveys.comparison import Comparison, Verdict
from parindex.apps.surveys.aims import History
from parindex.apps.surveys.designs import PLACE
from parindex.apps.surveys.results import Beside, Result
from parindex.apps.surveys.selectors import WEEK
from parindex.charts import trend
from parindex.charts.intervals import Places, interval_bar, places_of
from parindex.domain.surveys.plan import TargetKind
from parindex.domain.surveys.questionnaire import AGGREGATION_NAMES, WHOLE, Aggregation, Column, Questionnaire

VERDICT_CHIPS = {
    Verdict.MET: ("đạt", "ok", "done"),
    Verdict.MISSED: ("chưa đạt", "bad", "warn"),
    Verdict.UNDECIDED: ("chưa kết luận được", "warn", "half"),
    Verdict.UNKNOWN: ("không có số liệu", "idle", "dash"),
}
AIM_KINDS = {
    TargetKind.AT_LEAST: "ít nhất",
    TargetKind.INCREASE: "tăng ít nhất (điểm) so với đợt trước",
    TargetKind.INCREASE_PERCENT: "tăng ít nhất (%) so với đợt trước",
}
_AIM_WORDS = {
    TargetKind.AT_LEAST: "ít nhất {}",
    TargetKind.INCREASE: "tăng ít nhất {} điểm",
    TargetKind.INCREASE_PERCENT: "tăng ít nhất {}% của đợt trước",
}
_CHANGES = {Verdict.MET: "tăng", Verdict.MISSED: "giảm", Verdict.UNDECIDED: "chưa rõ tăng hay giảm"}
_VARIABLES = {PLACE: "Theo nơi trả lời", WEEK: "Theo tuần nhận phiếu"}
_MOST_BARS = 40
Scales = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of the table of figures."""

    code: str
    name: str
    is_item: bool
    value: str
    interval: str
    change: str
    answers: int
    blank: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: its name, forms, the index in words, and the bar; no bar where it is hidden."""

    name: str
    forms: int
    words: str
    bar: SafeString
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """The groups of one variable; `key` names it in the address."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class AimLine:
    """A target with what can be said of it."""

    pk: int
    figure: str
    aim: str
    found: str
    verdict: tuple[str, str, str]
    reason: str
    is_late: bool


def figure_lines(content: Mapping[str, Any], beside: Beside, *, ends: Scales) -> list[FigureLine]:
    """Return the figures in the order of the questionnaire, with interval, change and share of blanks."""
    sign = _sign(content)
    return [
        FigureLine(
            code="" if row["level"] == WHOLE else row["code"],
            name=row["name"],
            is_item=row["level"] == "item",
            value="chưa có" if row["value"] is None else f"{number(row['value'])}{sign}",
            interval=_interval(row, ends),
            change=_change(beside.changes.get(row["code"])),
            answers=row["answers"],
            blank=_share(row["blanks"], row["answers"] + row["blanks"]),
        )
        for row in content["estimates"]
    ]


def _interval(row: Mapping[str, Any], ends: Scales) -> str:
    if not row["se"]:
        return "không tính được"
    low, high = _bounds(row, ends)
    return f"{number(low)} – {number(high)}"


def _bounds(row: Mapping[str, Any], ends: Scales) -> tuple[float, float]:
    """Return the interval cut at the ends of the scale: no answer lies beyond them. What is kept stays uncut."""
    least, most = ends.get(row["code"], (row["low"], row["high"]))
    return max(row["low"], least), min(row["high"], most)


def scales_of(content: Mapping[str, Any], questionnaire: Questionnaire) -> Scales:
    """Return by figure the ends of its scale: 0 and 100 percent, or the fewest and most points that it can have."""
    if _sign(content):
        return {row["code"]: (0, 100) for row in content["estimates"]}
    groups = {element.code: [element.code] for element in questionnaire.elements}
    groups |= {part.code: [element.code for element in part.elements] for part in questionnaire.parts}
    groups[WHOLE] = [element.code for element in questionnaire.elements]
    items = {item.code: _points(item) for item in questionnaire.items}
    adds_up = content["aggregation"] == Aggregation.SUM_OF_MEANS
    ends = dict(items)
    for code, elements in groups.items():
        told = [items[item.code] for element in elements for item in questionnaire.items_of(element)]
        if told:
            least, most = zip(*told, strict=True)
            ends[code] = (sum(least), sum(most)) if adds_up else (min(least), max(most))
    return ends


def _points(item: Column) -> tuple[float, float]:
    points = [float(option.points) for option in item.question.options if option.points is not None]
    return min(points, default=0.0), max(points, default=0.0)


def _change(comparison: Comparison | None) -> str:
    if comparison is None or comparison.low is None or comparison.high is None or comparison.found is None:
        return ""
    words = _CHANGES[comparison.verdict]
    return f"{_signed(comparison.found)} ({_signed(comparison.low)} đến {_signed(comparison.high)}): {words}"


def _share(part: int, whole: int) -> str:
    return f"{number(100 * part / whole)}%" if whole else ""


def aim_lines(
    beside: Beside, names: Mapping[str, str], *, closed_at: datetime | None, counts_points: bool, ends: Scales
) -> list[AimLine]:
    """Return the targets; one that was set after the wave closed is marked."""
    sign = "" if counts_points else "%"
    lines = []
    for aim, comparison in beside.comparisons:
        kind = comparison.target.kind
        amount = f"{number(float(comparison.target.amount))}{sign if kind is TargetKind.AT_LEAST else ''}"
        found = ""
        if comparison.found is not None and comparison.low is not None and comparison.high is not None:
            row = {"code": aim.code, "low": comparison.low, "high": comparison.high}
            low, high = _bounds(row, ends if kind is TargetKind.AT_LEAST else {})
            found = f"{number(comparison.found)} (từ {number(low)} đến {number(high)})"
        is_late = closed_at is not None and aim.set_at > closed_at
        verdict = VERDICT_CHIPS[comparison.verdict]
        told = _AIM_WORDS[kind].format(amount)
        lines.append(AimLine(aim.pk, names.get(aim.code, aim.code), told, found, verdict, comparison.reason, is_late))
    return lines


def charts(content: Mapping[str, Any], questionnaire: Questionnaire, beside: Beside, *, ends: Scales) -> list[Chart]:
    """Return the index by place, by week and by each question that tells people apart; a lone group says nothing."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for domain in content["domains"]:
        found.setdefault(domain["variable"], []).append(domain)
    aim = _aim(beside)
    return [
        _chart(variable, groups, questionnaire, ends=ends, aim=aim, sign=_sign(content))
        for variable, groups in found.items()
        if len(groups) > 1 or variable == PLACE
    ]


def _chart(
    variable: str,
    groups: Sequence[Mapping[str, Any]],
    questionnaire: Questionnaire,
    *,
    ends: Scales,
    aim: Fraction | None,
    sign: str,
) -> Chart:
    column = questionnaire.columns.get(variable)
    words = {} if column is None else {option.value: option.text.vi for option in column.question.options}
    title = _VARIABLES.get(variable) or f"Theo câu “{'' if column is None else column.text.vi}”"
    bars = []
    for group in groups[:_MOST_BARS]:
        name = _group_name(variable, group["value"] or "", words)
        row = group["estimates"][0] if group["estimates"] else None
        if row is None or row["value"] is None:
            bars.append(
                Bar(name, group["forms"], "ít phiếu, không công bố" if row is None else "chưa có", SafeString())
            )
            continue
        told = f"{number(row['value'])}{sign}" + (f" ({_interval(row, ends)})" if row["se"] else "")
        low, high = _bounds(row, ends) if row["se"] else (0, 0)
        bounds = (Fraction(low), Fraction(high)) if row["se"] else None
        most = Fraction(ends.get(WHOLE, (0, 1))[1])
        places = places_of(Fraction(row["value"]), bounds, most=most, aim=aim)
        drawn = interval_bar(places, words=f"{name}: {told}")
        bars.append(Bar(name, group["forms"], told, SafeString(drawn), places))
    return Chart(variable, title, tuple(bars), max(len(groups) - _MOST_BARS, 0))


def _group_name(variable: str, value: str, words: Mapping[str, str]) -> str:
    if variable == WEEK:
        return f"Tuần từ {date.fromisoformat(value):%d/%m/%Y}"
    return words.get(value, value) or ("không ghi nơi" if variable == PLACE else "không trả lời")


def _aim(beside: Beside) -> Fraction | None:
    """Return what the whole index is to reach at least."""
    asked = [one.target for _, one in beside.comparisons]
    return next((one.amount for one in asked if one.code == WHOLE and one.kind is TargetKind.AT_LEAST), None)


def years(history: Sequence[History], content: Mapping[str, Any], title: str) -> SafeString:
    """Return the line through the waves of the unit with this questionnaire; empty for the first, or for points."""
    same = [one for one in history if one.content["aggregation"] == content["aggregation"]]
    told = [(one.title, one.opened_on, one.content) for one in same] + [(title, None, content)]
    if len(told) < 2 or _sign(content) == "":
        return SafeString()
    dots = [
        trend.Dot(
            label="đợt này" if day is None else f"{day:%m/%Y}",
            value=None if (value := one["estimates"][0]["value"]) is None else Fraction(value),
            words="" if value is None else number(value),
            is_joined=nth > 0,
        )
        for nth, (_, day, one) in enumerate(told)
    ]
    return SafeString(trend.trend(dots, title="Chỉ số chung qua các đợt", key="cac-dot"))


def method_lines(result: Result) -> list[tuple[str, str]]:
    """Return how the result came about, for those who want to compute it again."""
    content = result.content
    if content is None:
        return []
    told, design = content["questionnaire"], content["design"]
    lines = [
        ("Phiếu", f"{told['id']}, bản {told['version']}"),
        ("Cách gộp", AGGREGATION_NAMES[Aggregation(content["aggregation"])]),
        ("Thiết kế", _design(design)),
        ("Độ tin cậy", f"{number(100 * content['confidence'], 0)}%"),
        ("Khoảng", "cắt ở hai đầu thang điểm; tệp JSON giữ khoảng chưa cắt"),
        ("Phiếu vào phép tính", str(content["forms"]["count"])),
    ]
    if design["bootstrap"]:
        whole = content["estimates"][0].get("bootstrap") or {}
        between = f": {number(whole['low'])} – {number(whole['high'])}" if whole.get("low") is not None else ""
        seed = design["bootstrap"]
        lines.append(("Bootstrap", f"{seed['replicates']} lần, hạt giống {seed['seed']}{between}"))
    return [*lines, ("Phần mềm", f"parindex {result.software}")]


def _design(design: Mapping[str, Any]) -> str:
    if not design["weight"]:
        return "mỗi phiếu một đơn vị, không trọng số"
    counts = ", ".join(
        f"bậc {nth}: {stage['strata_count']} tầng, {stage['cluster_count']} cụm"
        for nth, stage in enumerate(design["stages"], start=1)
    )
    return f"có trọng số; {counts}"


def _sign(content: Mapping[str, Any]) -> str:
    return "%" if content["unit"] == "percent" else ""


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def number(value: float, places: int = 2) -> str:
    """Write a number as people do."""
    return f"{value:.{places}f}".replace(".", ",")
