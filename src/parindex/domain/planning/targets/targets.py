"""Measurable aims in the words of a plan ("tăng ít nhất 02% so với năm 2022 (năm 2022 là 83,99%)")."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Target, TargetOp
from parindex.domain.planning.targets import amounts, bounds, changes, clauses, measures, unnumbered
from parindex.domain.planning.targets.amounts import Amount
from parindex.domain.planning.targets.bounds import BOUNDS
from parindex.domain.planning.targets.clauses import EDGES, Clause
from parindex.domain.planning.targets.words import Words, compile_lexicon
from parindex.domain.text import folding

_EXCEED: Final = re.compile(
    r"\bvuot\s+(?P<of>(?:muc\s+)?(?:chi tieu|ke hoach|du toan|tong du toan|thu)[^;\d\x00]{0,80})$"
)
_TIMES: Final = re.compile(rf"\bgấp\s+(?:(?:{BOUNDS}|khoảng)\s+)*$")
_MORE_THAN_YEAR: Final = re.compile(r"\b(?:cao|thap) hon\s+(?:so voi\s+)?nam\b")
_OVER_PLAN: Final = re.compile(r"\bso voi\s+(?:chi tieu|ke hoach|du toan)\b")


def _build_span(amount: Amount, *, of: str) -> Target:
    """Build a target from two numbers: ranks, a range, or a level to be left ("từ 80% lên 90%")."""
    if amount.is_level:
        level_op = TargetOp(amounts.LEVEL_BOUND[amount.limit]) if amount.limit else TargetOp.EQ
        return Target(
            op=level_op, value=amount.value2, unit=amount.unit, of=of, baseline=amount.value,
            baseline_year=amount.level_year,
        )  # fmt: skip
    op = TargetOp.RANK_BETWEEN if amount.is_rank else TargetOp.BETWEEN
    unit = amount.unit
    return Target(op=op, value=amount.value, value2=amount.value2, unit=unit, of=of)


def _build_ranks(amount: Amount, *, of: str, is_open: bool) -> Target:
    """Build the ranks at least as good as one ("từ thứ 20 trở lên"), or better than it; the best has the number one."""
    last = max(amount.value - is_open, Decimal(1))
    return Target(op=TargetOp.RANK_BETWEEN, value=Decimal(1), value2=last, unit=amount.unit, of=of)


def _build_target(clause: Clause, amount: Amount, *, until: int, words: Words) -> Target:
    """Build the target of one quantity."""
    exceed = _EXCEED.search(clause.masked[amount.since : amount.start]) if "vuot" in clause.masked else None
    of, is_after = measures.read_of(clause, amount, until=until)
    if exceed:
        start = amount.since + exceed.start("of")
        plan = clause.text[start : amount.start]
        tail = measures.BEFORE_TAIL.search(folding.lower_aligned(plan))
        of = plan[: tail.start() if tail else None].strip(EDGES)
        return Target(op=TargetOp.EXCEED_PLAN_GE, value=amount.value, unit=amount.unit, of=of)
    is_times = amount.unit == "lần" and _TIMES.search(clause.written, amount.since, amount.start) is not None
    way = None if amount.is_top or is_times else changes.find_change(clause, amount)
    is_share = amount.unit == "%" and not _MORE_THAN_YEAR.search(clause.folded, amount.since, amount.start)
    if amount.value2 is not None and (way is None or is_share or amount.is_level):
        return _build_span(amount, of=of)
    if way:
        unit = changes.find_unit(amount, of=of, is_after=is_after, words=words)
        return changes.build_change(clause, amount, way=way, of=of, unit=unit)
    bound = bounds.find_bound(clause, amount)
    if amount.is_rank and bound in (">=", ">"):
        return _build_ranks(amount, of=of, is_open=bound == ">")
    if bound == ">" and _OVER_PLAN.search(clause.folded, amount.end):
        return Target(op=TargetOp.EXCEED_PLAN_GE, value=amount.value, unit=amount.unit, of=of)
    target = Target(op=TargetOp(bound or "=="), value=amount.value, unit=amount.unit, of=of)
    if is_times:
        return target._replace(baseline_year=clause.baseline.year)
    if amount.unit != "%" or not amount.end <= (clause.baseline.percent_at or 0) < until:
        return target
    return target._replace(baseline=clause.baseline.value, baseline_year=clause.baseline.year)


def _read_amounts(clause: Clause, *, words: Words) -> list[Target]:
    """Read the targets of the quantities of a clause, the outer one of nested thresholds."""
    kept: list[Amount] = []
    for amount in amounts.find_amounts(clause, words=words):
        if not kept or not amounts.is_nested(clause, kept[-1], amount):
            kept.append(amount)
    ends = [*(amount.start for amount in kept[1:]), len(clause.masked)]
    return [_build_target(clause, amount, until=end, words=words) for amount, end in zip(kept, ends, strict=False)]


def _carry_verb(targets: list[Target], clause: Clause, found: list[Target]) -> list[Target]:
    """Let "; 01 đơn vị …" go on with the verb of "Có thêm ít nhất 01 đơn vị …"."""
    if not targets or not found or not clause.follows_list or not re.match(r"\s*\d", clause.masked):
        return found
    last, first = targets[-1], found[0]
    is_change = last.op in (TargetOp.INCREASE, TargetOp.INCREASE_GE, TargetOp.DECREASE, TargetOp.DECREASE_GE)
    if not is_change or first.op is not TargetOp.EQ or first.unit != last.unit or first.unit == "%":
        return found
    year = clause.baseline.year or last.baseline_year
    return [first._replace(op=last.op, baseline_year=year), *found[1:]]


def _share_year(targets: list[Target], found: list[Target]) -> list[Target]:
    """Give the comparison at the end of a list to the changes before it."""
    if not targets or not found:
        return targets
    year = next((target.baseline_year for target in found if target.baseline_year), None)
    if not year or targets[-1].op is not found[0].op or targets[-1].baseline_year:
        return targets
    shared = [index for index, target in enumerate(targets) if target.op is found[0].op and not target.baseline_year]
    return [target._replace(baseline_year=year) if index in shared else target for index, target in enumerate(targets)]


def parse_targets(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Target, ...]:
    """Read the targets of a target text in reading order.

    Numbers of documents, dates, levels, conditions and durations are never targets, except where a duration becomes
    shorter ("giảm từ 5 xuống 3 ngày") or bounds what each may take ("tối đa 3 ngày/hồ sơ"); without a measurable aim
    the result is empty.

    The rules are those of the gold contract in docs/reference/plan-schema.md.
    """
    words = compile_lexicon(lexicon)
    targets: list[Target] = []
    for number, part in enumerate(clauses.split_clauses(text)):
        if not unnumbered.may_aim(part):
            continue
        clause = clauses.read_clause(part, plan_year=plan_year, follows_list=number > 0)
        read = _read_amounts(clause, words=words) or unnumbered.read_aims(clause, words=words)
        found = _carry_verb(targets, clause, read)
        targets = _share_year(targets, found) + found
    return tuple(targets)
