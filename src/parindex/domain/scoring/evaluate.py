"""The readable evaluator: one unit's inputs under a catalogue become a sheet of exact points with their trace.

Points are fractions inside one item; each item is rounded once; everything above is an exact sum of integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, Effect, Item
from parindex.domain.scoring.measures import HUNDRED
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import Rule
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet, ScoreStatus, Total, Trace
from parindex.domain.scoring.values import Known, Mark, Value
from parindex.domain.scoring.wording import first_upper, number_text, points_text

UnitInputs = Mapping[str, Mapping[str, Value]]
"""The values of one unit by code and input name; what is absent is unknown."""


def evaluate(catalogue: Catalogue, inputs: UnitInputs, *, unit: str = "", group: str = "") -> ScoreSheet:
    """Score one unit; `inputs` must have passed `entries.read_entries`, which refuses contradictions."""
    scored: list[ItemScore] = []
    roots = [
        (item, _score_node(item, inputs, rounding=catalogue.item_rounding, into=scored)) for item in catalogue.items
    ]
    open_leaves = [
        item
        for _, item in catalogue.walk()
        if not item.children and not item.always_applies and item.effect is Effect.NORMAL
    ]
    by_code = {score.code: score for score in scored}
    waiting = {ScoreStatus.UNKNOWN, ScoreStatus.NO_RULE}
    return ScoreSheet(
        catalogue_id=catalogue.id,
        unit=unit,
        group=group or catalogue.group,
        scale=catalogue.item_rounding.scale,
        items=tuple(scored),
        total=_total(
            catalogue,
            roots,
            may_shrink=any(by_code[leaf.code].status in waiting for leaf in open_leaves),
            has_left=_has_left(scored),
        ),
    )


def score_item(item: Item, answers: Mapping[str, Value], *, rounding: Rounding) -> ItemScore:
    """Score one item that has no items below it."""
    if Mark.NOT_APPLICABLE in answers.values():
        return _not_applicable(item, "Không áp dụng với đơn vị")
    if item.rule is None or item.max_points is None:
        what = "Điểm tối đa chưa rõ" if item.max_points is None else "Quy tắc chấm điểm chưa rõ"
        high = None if item.max_points is None else rounding.units(item.max_points)
        status = ScoreStatus.NO_RULE
        return ItemScore(item.code, status, None, 0, high, high, None, f"{what}, không chấm được.", _cite(item))
    known: dict[str, Known] = {name: value for name, value in answers.items() if not isinstance(value, Mark)}
    shown = tuple(
        (entry.label, entry.show(known[entry.name]) if entry.name in known else "chưa biết")
        for entry in item.rule.inputs
    )
    missing = [entry.label for entry in item.rule.inputs if entry.name not in known]
    if missing:
        reason = f"Chưa có số liệu: {'; '.join(missing)}"
        return _unknown(item, item.rule, known, shown=shown, reason=reason, rounding=rounding)
    outcome = item.rule.score(known, maximum=item.max_points)
    if outcome.points is Mark.NOT_APPLICABLE:
        return _not_applicable(item, first_upper(outcome.reason))
    if isinstance(outcome.points, Mark):
        return _unknown(item, item.rule, {}, shown=shown, reason=first_upper(outcome.reason), rounding=rounding)
    return _scored(item, outcome.points, reason=outcome.reason, shown=shown, rounding=rounding)


def _scored(
    item: Item, exact: Fraction, *, reason: str, shown: Sequence[tuple[str, str]], rounding: Rounding
) -> ItemScore:
    maximum = item.max_points or Fraction(0)
    units = rounding.units(exact)
    points = Fraction(units, rounding.scale)
    verb = "trừ" if item.effect is Effect.PENALTY else "được"
    step = (
        "không phải làm tròn"
        if points == exact
        else f"{number_text(exact)} làm tròn thành {number_text(points)} ({rounding.describe()})"
    )
    return ItemScore(
        code=item.code,
        status=ScoreStatus.SCORED,
        points=units,
        low=units,
        high=units,
        maximum=rounding.units(maximum),
        exact=exact,
        sentence=f"{first_upper(reason)}: {verb} {number_text(points)}/{points_text(maximum)}.",
        trace=Trace(inputs=tuple(shown), rounding=step, citation=item.citation),
    )


def _unknown(
    item: Item,
    rule: Rule,
    known: Mapping[str, Known],
    *,
    shown: Sequence[tuple[str, str]],
    reason: str,
    rounding: Rounding,
) -> ItemScore:
    maximum = item.max_points or Fraction(0)
    low, high = rule.bounds(known, maximum=maximum)
    if not item.always_applies:
        low = min(low, Fraction(0))
    return ItemScore(
        code=item.code,
        status=ScoreStatus.UNKNOWN,
        points=None,
        low=rounding.units(low),
        high=rounding.units(high),
        maximum=rounding.units(maximum),
        exact=None,
        sentence=f"{reason}: điểm từ {number_text(low)} đến {number_text(high)}.",
        trace=Trace(inputs=tuple(shown), citation=item.citation),
    )


def _not_applicable(item: Item, reason: str) -> ItemScore:
    left = f": trừ {points_text(item.max_points)} khỏi điểm tối đa" if item.max_points is not None else ""
    return ItemScore(item.code, ScoreStatus.NOT_APPLICABLE, None, 0, 0, 0, None, f"{reason}{left}.", _cite(item))


def _cite(item: Item) -> Trace:
    return Trace(citation=item.citation)


def _score_node(item: Item, inputs: UnitInputs, *, rounding: Rounding, into: list[ItemScore]) -> ItemScore:
    """Score an item and those below it; `into` receives them in the order of the catalogue."""
    if not item.children:
        leaf = score_item(item, inputs.get(item.code, {}), rounding=rounding)
        into.append(leaf)
        return leaf
    position = len(into)
    children = [_score_node(child, inputs, rounding=rounding, into=into) for child in item.children]
    node = _sum_node(item, children, has_left=_has_left(into[position:]), rounding=rounding)
    into.insert(position, node)
    return node


@dataclass(slots=True)
class _Sum:
    """Children added up; None once a part is not known."""

    low: int = 0
    high: int | None = 0
    maximum: int | None = 0
    parts: list[str] = field(default_factory=list)


def _add(children: Sequence[ItemScore], *, scale: int) -> _Sum:
    total = _Sum()
    for child in children:
        total.low += child.low
        total.high = None if total.high is None or child.high is None else total.high + child.high
        total.maximum = None if total.maximum is None or child.maximum is None else total.maximum + child.maximum
        if child.points is not None:
            total.parts.append(number_text(Fraction(child.points, scale)))
    return total


def _sum_node(item: Item, children: Sequence[ItemScore], *, has_left: bool, rounding: Rounding) -> ItemScore:
    status, added = _status_of(children), _add(children, scale=rounding.scale)
    own = None if item.max_points is None else rounding.units(item.max_points)
    is_capped = own is not None and item.effect is not Effect.NORMAL
    maximum = own if is_capped else added.maximum
    if maximum is None and not has_left:
        maximum = own  # nothing has left the denominator, so what the catalogue states for the whole holds
    low, high = added.low, added.high
    if own is not None:
        low, high = min(low, own), own if high is None else min(high, own)
    points = low if status is ScoreStatus.SCORED else None
    return ItemScore(
        code=item.code,
        status=status,
        points=points,
        low=low,
        high=high,
        maximum=maximum,
        exact=None if points is None else Fraction(points, rounding.scale),
        sentence=_sum_sentence(status, points=points, maximum=maximum, parts=added.parts, scale=rounding.scale),
        trace=Trace(rounding="tổng các số nguyên, không làm tròn", citation=item.citation),
    )


def _status_of(children: Sequence[ItemScore]) -> ScoreStatus:
    found = {child.status for child in children}
    for status in (ScoreStatus.UNKNOWN, ScoreStatus.NO_RULE, ScoreStatus.SCORED):
        if status in found:
            return status
    return ScoreStatus.NOT_APPLICABLE


def _sum_sentence(
    status: ScoreStatus, *, points: int | None, maximum: int | None, parts: Sequence[str], scale: int
) -> str:
    if status is ScoreStatus.NOT_APPLICABLE:
        return "Mọi mục con đều không áp dụng."
    if status is ScoreStatus.NO_RULE:
        return "Có mục con chưa rõ điểm tối đa hoặc quy tắc, không cộng được."
    if points is None:
        return "Có mục con chưa có số liệu, điểm còn là một khoảng."
    shown = points_text(Fraction(maximum, scale)) if maximum is not None else "điểm tối đa chưa rõ"
    return f"Cộng điểm các mục con: {' + '.join(parts)} = {number_text(Fraction(points, scale))}/{shown}."


def _total(catalogue: Catalogue, roots: Sequence[tuple[Item, ItemScore]], *, may_shrink: bool, has_left: bool) -> Total:
    """Add fields and bonus, take penalties, keep within 0 and (when the catalogue says so) the applicable maximum."""
    scale = catalogue.item_rounding.scale
    normal = _add([score for item, score in roots if item.effect is Effect.NORMAL], scale=scale)
    bonus = _add([score for item, score in roots if item.effect is Effect.BONUS], scale=scale)
    penalty = _add([score for item, score in roots if item.effect is Effect.PENALTY], scale=scale)
    stated = None if catalogue.total_points is None else catalogue.item_rounding.units(catalogue.total_points)
    maximum = stated if normal.maximum is None and not has_left else normal.maximum
    cap = maximum if catalogue.total_at_most_maximum else None
    low = _within(normal.low + bonus.low - (penalty.high or 0), cap=cap)
    reach = stated if normal.high is None else normal.high
    high = None if reach is None or bonus.high is None else _within(reach + bonus.high - penalty.low, cap=cap)
    is_settled = low == high and not may_shrink
    index = HUNDRED * low / maximum if is_settled and maximum else None
    return Total(low if is_settled else None, low, high, maximum, index, is_settled)


def _has_left(scores: Sequence[ItemScore]) -> bool:
    """Tell whether an item is not applicable and so has left the maximum."""
    return any(score.status is ScoreStatus.NOT_APPLICABLE for score in scores)


def _within(units: int, *, cap: int | None) -> int:
    return max(units if cap is None else min(units, cap), 0)
