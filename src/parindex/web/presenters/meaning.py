"""What a plan's words mean, said in one plain Vietnamese sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.definitions.calendar import loader as calendars
from parindex.domain.planning import codec
from parindex.domain.planning.model import Confidence, Target, TargetOp
from parindex.domain.planning.scheduling import schedule
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

_OP_WORDS = {
    TargetOp.EQ: "đạt {value}",
    TargetOp.GE: "từ {value} trở lên",
    TargetOp.GT: "trên {value}",
    TargetOp.LE: "không quá {value}",
    TargetOp.LT: "dưới {value}",
    TargetOp.BETWEEN: "từ {value} đến {value2}",
    TargetOp.INCREASE: "tăng {value}",
    TargetOp.INCREASE_GE: "tăng ít nhất {value}",
    TargetOp.DECREASE: "giảm {value}",
    TargetOp.DECREASE_GE: "giảm ít nhất {value}",
    TargetOp.GE_BASELINE: "giữ vững hoặc cao hơn mức đã đạt",
    TargetOp.EXCEED_PLAN_GE: "vượt kế hoạch từ {value} trở lên",
    TargetOp.RANK_BETWEEN: "hạng {value} đến {value2}",
}


def describe_target(target: Target) -> str:
    """Return a target as words: what is measured, how it compares, and with which starting value."""
    words = _OP_WORDS[target.op].format(
        value=_amount(target.value, target.unit), value2=_amount(target.value2, target.unit)
    )
    parts = [f"{target.of}: {words.strip()}" if target.of else words.strip()]
    if target.baseline is not None:
        year = f"năm {target.baseline_year} " if target.baseline_year else ""
        parts.append(f"{year}là {format_decimal(target.baseline)}%")
    if target.derived_absolute is not None:
        parts.append(f"tức là {format_decimal(target.derived_absolute)}%")
    return ", ".join(parts)


def _amount(value: Decimal | None, unit: str | None) -> str:
    if value is None:
        return ""
    number = format_decimal(value)
    if unit == "%":
        return f"{number}%"
    return f"{number} điểm phần trăm" if unit == "pp" else f"{number} {unit or ''}".strip()


def describe_targets(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the stored targets of a field as words."""
    return [describe_target(codec.target_from_json(cell)) for cell in cells]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One date that a deadline gives, or why it gives none."""

    label: str
    due: str
    explanation: str
    is_certain: bool


def describe_deadlines(
    cells: Sequence[Mapping[str, Any]], *, plan_year: int | None, signed_on: date | None
) -> list[DueLine]:
    """Return the dates that stored deadlines give for a plan year, each with its reason."""
    if not cells or plan_year is None:
        return []
    resolved = schedule.resolve(
        [codec.deadline_from_json(cell) for cell in cells],
        plan_year=plan_year,
        signed_on=signed_on,
        calendar=calendars.load_calendar(),
        regimes=calendars.load_report_regimes(),
    )
    dated = [
        DueLine(
            "" if o.period_label == format_date(o.due_on) else o.period_label,
            format_date(o.due_on),
            o.explanation,
            o.certainty == Confidence.SURE,
        )
        for o in resolved.occurrences
    ]
    return dated + [
        DueLine("", "", f"{unresolved.reason} {unresolved.needs}", is_certain=False)
        for unresolved in resolved.unresolved
    ]
