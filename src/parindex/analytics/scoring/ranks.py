"""Ranks and classes of groups of units by exact comparison, as `domain.scoring.ranking` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

import numpy as np

from parindex.analytics.scoring.arrays import SAFE, Flags, Integers, Status
from parindex.analytics.scoring.compile import Program
from parindex.analytics.scoring.result import Items, Totals
from parindex.domain.scoring.catalogue import RankBy
from parindex.domain.scoring.measures import HUNDRED


def rank(program: Program, groups: Sequence[str], *, items: Items, totals: Totals) -> Integers:
    """Rank each group, competition style (1, 2, 2, 4); 0 for a unit without an index.

    Raises KeyError when a tie breaker is no code of the catalogue.
    """
    rule = program.catalogue.ranking
    placed = np.flatnonzero(totals.has_index)
    ranks = np.zeros(len(groups), dtype=np.int64)
    if not len(placed):
        return ranks
    low = totals.low[placed]
    first = index_keys(low, totals.maximum[placed]) if rule.by is RankBy.INDEX else low
    keys = [
        _group_keys(groups)[placed],
        -first,
        *(-_breaker(program, items, code)[placed] for code in rule.tie_breakers),
    ]
    order = np.lexsort(keys[::-1])
    starts = _starts(keys[0][order])
    is_new = np.zeros(len(order), dtype=np.bool_)
    for key in keys:
        is_new |= _changes(key[order])
    positions = np.arange(len(order))
    ranks[placed[order]] = np.maximum.accumulate(np.where(is_new, positions, 0)) - starts + 1
    return ranks


def grade(program: Program, totals: Totals) -> Integers:
    """Return the position of the class of each unit by its exact index; -1 without an index or class."""
    grades = program.catalogue.ranking.grades
    found = np.full(len(totals.low), -1, dtype=np.int64)
    for position, one in reversed(list(enumerate(grades))):
        reached = totals.has_index
        if one.from_index is not None:
            reached = reached & _reaches(totals, one.from_index / HUNDRED)
        np.copyto(found, position, where=reached)
    return found


def index_keys(low: Integers, maximum: Integers) -> Integers:
    """Return integers in the order of low / maximum, equal where the fractions are equal; a maximum is not 0.

    Different fractions whose denominators are at most M differ by at least 1 / M², so their M²-folds differ when cut
    to integers. Where those do not fit into 64 bits, integers without a limit are compared.
    """
    sign = np.sign(maximum)
    low, maximum = low * sign, maximum * sign
    most = int(maximum.max())
    if most**2 * max(int(np.abs(low).max()), 1) <= SAFE:
        keys: Integers = low * most**2 // maximum
        return keys
    exact = low.astype(object) * most**2 // maximum.astype(object)
    return cast(Integers, np.unique(exact, return_inverse=True)[1].astype(np.int64))


def _reaches(totals: Totals, share: Fraction) -> Flags:
    """Compare low / maximum with a share; a class is compared once for all units, so without a limit of 64 bits."""
    part, of = share.as_integer_ratio()
    low, maximum = totals.low, np.where(totals.has_index, totals.maximum, 1)
    if max(int(np.abs(low).max(initial=0)) * of, int(np.abs(maximum).max(initial=0)) * abs(part), of) > SAFE:
        low, maximum = low.astype(object), maximum.astype(object)
    sign = np.where(maximum < 0, -1, 1)
    return cast(Flags, (low * sign * of >= maximum * sign * part).astype(np.bool_))


def _breaker(program: Program, items: Items, code: str) -> Integers:
    """Return the points of an item; one that is not scored counts as nothing."""
    if code not in program.codes:
        raise KeyError(code)
    row = program.codes.index(code)
    return np.where(items.status[row] == Status.SCORED, items.low[row], 0)


def _group_keys(groups: Sequence[str]) -> Integers:
    positions = {group: position for position, group in enumerate(dict.fromkeys(groups))}
    return np.array([positions[group] for group in groups], dtype=np.int64)


def _changes(ordered: Integers) -> Flags:
    """Tell where a value differs from the one before."""
    return np.concatenate(([True], ordered[1:] != ordered[:-1]))


def _starts(groups: Integers) -> Integers:
    """Return the position at which the group of each place begins."""
    return np.maximum.accumulate(np.where(_changes(groups), np.arange(len(groups)), 0))
