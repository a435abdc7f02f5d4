"""What for: a goal without a number, a change without what it starts from, a goal that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parindex.domain.planning.lint.model import Hit, LintContext, label_of, span_of
from parindex.domain.planning.lint.wording import clauses_of, has_amount
from parindex.domain.planning.model import Item, Plan, Target, TargetOp
from parindex.domain.text import folding, numerals

_CHANGES = frozenset({TargetOp.INCREASE, TargetOp.INCREASE_GE, TargetOp.DECREASE, TargetOp.DECREASE_GE})
_FLOORS = frozenset({TargetOp.EQ, TargetOp.GE, TargetOp.GT, TargetOp.BETWEEN})
_WHOLE = Decimal(100)
# "so với năm 2025 (83,4%)" shows the base that the sentence compares with.
_BASE = re.compile(r"[(,;] ?(?:\D{0,12}nam \d{4}|ky truoc)(?: la| dat|:)? (\d{1,3}(?:,\d+)?)%")
_SHOWN = re.compile(r"(?:nam|ky)\s+(?:\w+\s+){0,3}?\(\D{0,30}\d")


def number_text(value: Decimal) -> str:
    """Write an exact number as Vietnamese offices do."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def find_unmeasured(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find goals without a number and items without a goal (`no_number`)."""
    del context
    for item in plan.items:
        text = (item.target_text or "").strip()
        if not text or _is_measured(item, text):
            continue
        yield Hit("no_number", text, item, span_of(item, "target_text"), values={"item": label_of(item)})


def _is_measured(item: Item, text: str) -> bool:
    """Tell whether a goal can be checked by counting.

    "Không có …" and "tất cả …" count without a digit when every clause of the goal says so.
    """
    valued = sum(target.value is not None for target in item.targets)
    return has_amount(text) or 0 < len(clauses_of(text)) <= valued


def find_without_baseline(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find goals that compare with an earlier year without saying what it was (`no_baseline`)."""
    compared = re.compile("|".join(map(re.escape, context.book.folded("no_baseline", "compared_with"))))
    for item in plan.items:
        text = item.target_text or ""
        if not any(_needs_baseline(target, is_counted=has_amount(text)) for target in item.targets):
            continue
        folded = folding.fold(text)
        if compared.search(folded) and not _SHOWN.search(folded):
            yield Hit("no_baseline", text, item, span_of(item, "target_text"), values={"item": label_of(item)})


def _needs_baseline(target: Target, *, is_counted: bool) -> bool:
    """Tell whether a target cannot be checked without its base; "có thêm 01 đơn vị" can."""
    if target.baseline is not None:
        return False
    if target.op is TargetOp.GE_BASELINE:
        return True
    if target.op not in _CHANGES:
        return False
    return not is_counted if target.value is None else target.unit in ("%", "pp")


def find_impossible(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find goals above 100 %, below their baseline, or whose bounds are reversed (`impossible_target`)."""
    beyond = re.compile("|".join(map(re.escape, context.book.folded("impossible_target", "may_exceed"))))
    for item in plan.items:
        text = item.target_text or ""
        may_exceed = beyond.search(folding.fold(text + " " + " ".join(item.names))) is not None
        for target in item.targets:
            case, values = _fault(target, shown=_shown_base(text), may_exceed=may_exceed)
            if case:
                values |= {"item": label_of(item)}
                yield Hit("impossible_target", text, item, span_of(item, "target_text"), case=case, values=values)
                break


def _shown_base(text: str) -> Decimal | None:
    """Return the percentage of an earlier year that a goal shows in brackets."""
    found = _BASE.search(folding.fold(text))
    return numerals.parse_decimal(found[1]) if found else None


def _fault(target: Target, *, shown: Decimal | None, may_exceed: bool) -> tuple[str, dict[str, str]]:
    """Return the case of a target that cannot be, and the values of its sentence; "" for a target that can."""
    value, baseline = target.value, target.baseline if target.baseline is not None else shown
    if value is None:
        return "", {}
    values = {"value": number_text(value), "baseline": number_text(baseline) if baseline is not None else ""}
    if target.op is TargetOp.BETWEEN and target.value2 is not None and target.value2 < value:
        return "reversed", values | {"value2": number_text(target.value2)}
    if target.unit == "%" and target.op in _FLOORS and max(value, target.value2 or value) > _WHOLE and not may_exceed:
        return "above_whole", values
    if target.op in _FLOORS and baseline is not None and target.unit == "%" and value < baseline:
        return "below_baseline", values
    result = _result_of(target)
    if result is not None and not 0 <= result <= _WHOLE:
        return "sum", values | {"result": number_text(result)}
    return "", {}


def _result_of(target: Target) -> Decimal | None:
    """Return what a change of percentage points leads to."""
    if target.value is None or target.baseline is None or target.unit != "pp":
        return None
    if target.op in (TargetOp.INCREASE, TargetOp.INCREASE_GE):
        return target.baseline + target.value
    if target.op in (TargetOp.DECREASE, TargetOp.DECREASE_GE):
        return target.baseline - target.value
    return None
