"""Sums above the leaves, as `domain.scoring.evaluate` adds them: exact integers, intervals, the maximum."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from parindex.analytics.scoring.arrays import NOT_KNOWN, Flags, Integers, Status
from parindex.analytics.scoring.compile import Branch, Program
from parindex.analytics.scoring.result import Items, Totals
from parindex.domain.scoring.catalogue import Effect


def add_branch(branch: Branch, items: Items) -> None:
    """Fill in the row of an item from those below it, which are filled in already."""
    rows, own = list(branch.children), branch.own
    low, high, maximum = items.low[branch.row], items.high[branch.row], items.maximum[branch.row]
    np.maximum.reduce([items.status[row] for row in rows], axis=0, out=items.status[branch.row])
    _sum(items.low, rows, into=low)
    _sum(items.high, rows, into=high)
    _sum(items.maximum, rows, into=maximum)
    if branch.may_lack:
        _spread(items.high, rows, into=high)
        _spread(items.maximum, rows, into=maximum)
    if own == NOT_KNOWN:
        return
    if branch.is_capped:
        maximum[:] = own
    elif branch.may_lack:
        np.copyto(maximum, own, where=(maximum == NOT_KNOWN) & ~_has_left(items, branch.leaves))
    if branch.may_lack:
        np.copyto(high, own, where=high == NOT_KNOWN)
    np.minimum(low, own, out=low)
    np.minimum(high, own, out=high)


def add_totals(program: Program, items: Items) -> Totals:
    """Add fields and bonus, take penalties, keep within 0 and (when the catalogue says so) the applicable maximum."""
    rows = {effect: [row for of, row in program.roots if of is effect] for effect in Effect}
    low = _total(items.low, rows[Effect.NORMAL]) + _total(items.low, rows[Effect.BONUS])
    taken = _total(items.high, rows[Effect.PENALTY])
    low -= np.where(taken == NOT_KNOWN, 0, taken)
    maximum, reach = _total(items.maximum, rows[Effect.NORMAL]), _total(items.high, rows[Effect.NORMAL])
    if program.total != NOT_KNOWN and (reach == NOT_KNOWN).any() | (maximum == NOT_KNOWN).any():
        leaves = tuple(leaf.row for leaf in program.leaves)
        np.copyto(maximum, program.total, where=(maximum == NOT_KNOWN) & ~_has_left(items, leaves))
        np.copyto(reach, program.total, where=reach == NOT_KNOWN)
    bonus = _total(items.high, rows[Effect.BONUS])
    has_high = (reach != NOT_KNOWN) & (bonus != NOT_KNOWN)
    high = np.where(has_high, reach, 0) + np.where(has_high, bonus, 0) - _total(items.low, rows[Effect.PENALTY])
    if program.catalogue.total_at_most_maximum:
        cap = np.where(maximum == NOT_KNOWN, np.iinfo(np.int64).max, maximum)
        np.minimum(low, cap, out=low)
        np.minimum(high, cap, out=high)
    np.maximum(low, 0, out=low)
    np.maximum(high, 0, out=high)
    np.copyto(high, NOT_KNOWN, where=~has_high)
    is_settled = (low == high) & ~_may_shrink(program, items)
    has_index = is_settled & (maximum != NOT_KNOWN) & (maximum != 0)
    return Totals(low, high, maximum, is_settled, has_index)


def _total(column: Integers, rows: list[int]) -> Integers:
    """Add rows; NOT_KNOWN where one of them is."""
    total = np.zeros(column.shape[1], dtype=np.int64)
    if rows:
        _sum(column, rows, into=total)
        _spread(column, rows, into=total)
    return total


def _sum(column: Integers, rows: list[int], *, into: Integers) -> None:
    """Add rows; a sum with NOT_KNOWN in it is meaningless and must be overwritten by `_spread`."""
    np.copyto(into, column[rows[0]])
    for row in rows[1:]:
        np.add(into, column[row], out=into)


def _spread(column: Integers, rows: list[int], *, into: Integers) -> None:
    """Put NOT_KNOWN where one of the rows is."""
    for row in rows:
        np.copyto(into, NOT_KNOWN, where=column[row] == NOT_KNOWN)


def _has_left(items: Items, leaves: Iterable[int]) -> Flags:
    """Tell of each unit whether an item is not applicable and so has left the maximum."""
    return _any_status(items, leaves, least=Status.NOT_APPLICABLE, most=Status.NOT_APPLICABLE)


def _may_shrink(program: Program, items: Items) -> Flags:
    """Tell of each unit whether an open item may still leave the maximum."""
    return _any_status(items, program.open_rows, least=Status.NO_RULE, most=Status.UNKNOWN)


def _any_status(items: Items, rows: Iterable[int], *, least: Status, most: Status) -> Flags:
    found = np.zeros(items.status.shape[1], dtype=np.bool_)
    for row in rows:
        status = items.status[row]
        found |= (status >= least) & (status <= most)
    return found
