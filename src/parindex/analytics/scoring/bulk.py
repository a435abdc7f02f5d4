"""Score and rank many units under one catalogue: equal in every figure to the readable evaluator, without words."""

from __future__ import annotations

import numpy as np

from parindex.analytics.scoring import ranks, totals
from parindex.analytics.scoring.arrays import NOT_KNOWN, STATUS_CODES, Flags, Integers, State, Status
from parindex.analytics.scoring.columns import Answers, Block, Table, limit_of
from parindex.analytics.scoring.compile import MOST_UNITS, Leaf, Program, TooLarge
from parindex.analytics.scoring.kernels import NEVER
from parindex.analytics.scoring.result import BulkResult, Items
from parindex.domain.scoring.evaluate import score_item
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import ZeroPolicy
from parindex.domain.scoring.sheet import ItemScore


def score(program: Program, table: Table) -> BulkResult:
    """Score every unit of a table and rank the groups; the table must be made for this program; raises TooLarge."""
    shape = len(program.codes), len(table.units)
    items = Items(
        status=np.empty(shape, dtype=np.uint8),
        low=np.empty(shape, dtype=np.int64),
        high=np.empty(shape, dtype=np.int64),
        maximum=np.empty(shape, dtype=np.int64),
    )
    for leaf, block in zip(program.leaves, table.blocks, strict=True):
        _score_leaf(_Row(leaf, items), block, program=program)
    _require_room(program, items)
    for branch in program.branches:
        totals.add_branch(branch, items)
    added = totals.add_totals(program, items)
    return BulkResult(
        program=program,
        units=table.units,
        groups=table.groups,
        items=items,
        totals=added,
        rank=ranks.rank(program, table.groups, items=items, totals=added),
        grade=ranks.grade(program, added),
    )


class _Row:
    """One item of all units, to be filled in."""

    __slots__ = ("high", "leaf", "low", "maximum", "status")

    def __init__(self, leaf: Leaf, items: Items) -> None:
        self.leaf = leaf
        self.status, self.low = items.status[leaf.row], items.low[leaf.row]
        self.high, self.maximum = items.high[leaf.row], items.maximum[leaf.row]

    def fill(self, status: Status, *, low: Integers | int, high: Integers | int) -> None:
        self.status[:] = status
        self.low[:] = low
        self.high[:] = high
        self.maximum[:] = self.leaf.maximum

    def settle(self, where: Flags, status: Status, *, low: Integers | int, high: Integers | int) -> None:
        np.copyto(self.status, np.uint8(status), where=where)
        np.copyto(self.low, low, where=where)
        np.copyto(self.high, high, where=where)
        if status is Status.NOT_APPLICABLE:
            np.copyto(self.maximum, 0, where=where)

    def put(self, position: int, score: ItemScore) -> None:
        """Take over one result of the readable evaluator; raises OverflowError."""
        self.status[position] = STATUS_CODES[score.status]
        self.low[position] = score.low
        self.high[position] = NOT_KNOWN if score.high is None else score.high
        self.maximum[position] = NOT_KNOWN if score.maximum is None else score.maximum


def _require_room(program: Program, items: Items) -> None:
    """Refuse points whose sum may not fit: of inputs or rules that their checks would have refused."""
    most = MOST_UNITS // max(len(program.codes), 1)
    for leaf in program.leaves:
        points = items.low[leaf.row]
        if max(int(points.max(initial=0)), -int(points.min(initial=0))) > most:
            raise TooLarge(program.catalogue.id)


def _score_leaf(row: _Row, block: Block, *, program: Program) -> None:
    """Compute the known, then overwrite what is unknown, not applicable or aside."""
    leaf = row.leaf
    marked = bool(block.state.any())
    if not leaf.has_rule:
        row.fill(Status.NO_RULE, low=0, high=leaf.high)
    elif leaf.kernel is not None and limit_of(leaf, block.denominator) != NEVER:
        scored = leaf.kernel.score(block.values, block.denominator)
        row.fill(Status.SCORED, low=scored.units, high=scored.units)
        if scored.is_zero is not None:
            _settle_zero(row, scored.is_zero & (block.state == State.KNOWN) if marked else scored.is_zero)
        if marked:
            _settle_unknown(row, block)
    if marked:
        row.settle(block.state == State.NOT_APPLICABLE, Status.NOT_APPLICABLE, low=0, high=0)
    seen: dict[frozenset[tuple[str, object]], ItemScore] = {}
    for position, answers in block.aside.items():
        try:
            row.put(position, _read_score(leaf, answers, seen=seen, rounding=program.rounding))
        except OverflowError as error:
            raise TooLarge(program.catalogue.id) from error


def _settle_zero(row: _Row, is_zero: Flags) -> None:
    """Apply what the rule says about having nothing to divide by."""
    leaf = row.leaf
    if not is_zero.any():
        return
    if leaf.when_zero is ZeroPolicy.FULL:
        row.settle(is_zero, Status.SCORED, low=leaf.maximum, high=leaf.maximum)
    elif leaf.when_zero is ZeroPolicy.NONE:
        row.settle(is_zero, Status.SCORED, low=0, high=0)
    elif leaf.when_zero is ZeroPolicy.NOT_APPLICABLE:
        row.settle(is_zero, Status.NOT_APPLICABLE, low=0, high=0)
    else:
        row.settle(is_zero, Status.UNKNOWN, low=leaf.low, high=leaf.high)


def _settle_unknown(row: _Row, block: Block) -> None:
    """Give the interval that what is known leaves."""
    leaf, is_unknown = row.leaf, block.state == State.UNKNOWN
    bounds = leaf.kernel.bounds(block.values, block.denominator) if leaf.kernel and is_unknown.any() else None
    low, high = (leaf.low, leaf.high) if bounds is None else bounds
    if bounds is not None and not leaf.item.always_applies:
        low = np.minimum(low, 0)
    row.settle(is_unknown, Status.UNKNOWN, low=low, high=high)


def _read_score(
    leaf: Leaf, answers: Answers, *, seen: dict[frozenset[tuple[str, object]], ItemScore], rounding: Rounding
) -> ItemScore:
    """Ask the readable evaluator, once for equal answers."""
    key = frozenset(answers.items())
    if key not in seen:
        seen[key] = score_item(leaf.item, answers, rounding=rounding)
    return seen[key]
