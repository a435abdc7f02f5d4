"""The peer of the bulk engine: the same rules as anyone would write them in NumPy, in floating point.

No exact thresholds, no intervals, no status, no order of tie breakers: points, sums, index and rank.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from parindex.analytics.scoring.arrays import State
from parindex.analytics.scoring.columns import Table
from parindex.analytics.scoring.compile import Program
from tests.perf.communes import BANDS, COUNTED, MAXIMUM

Floats = npt.NDArray[np.float64]
Columns = tuple[list[Floats], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]

MOST = float(MAXIMUM)
ZERO_LEAVES = ("ratio_bands", "proportional", "function")
"""Rules by which an item with nothing to divide by leaves the maximum; the last input is the denominator."""
HIGH, MIDDLE = (float(band.threshold or 0) for band in BANDS[:2])


def plain_columns(table: Table) -> list[Columns]:
    """Return the inputs of each item as floating point, with what is known and what applies."""
    return [
        (
            [values / block.denominator for values in block.values],
            block.state == State.KNOWN,
            block.state != State.NOT_APPLICABLE,
        )
        for block in table.blocks
    ]


def plain_score(program: Program, columns: list[Columns]) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Return total, index in percent and rank of each unit; all units are one group."""
    units = len(columns[0][1])
    points, maxima = np.empty((len(columns), units)), np.empty((len(columns), units))
    for at, (leaf, (values, known, may_apply)) in enumerate(zip(program.leaves, columns, strict=True)):
        shape = leaf.item.rule.shape if leaf.item.rule else ""
        key = f"{shape}_percent" if leaf.names == ("percent",) else shape
        applies = may_apply & ((values[-1] != 0) | ~known | (key not in ZERO_LEAVES))
        points[at] = np.where(known & applies, np.round(PLAIN[key](values), 4), 0)
        maxima[at] = np.where(applies, MOST, 0)
    total = points.sum(axis=0)
    index = 100 * total / maxima.sum(axis=0)
    order = np.argsort(-index, kind="stable")
    ranks = np.empty(units, dtype=np.int64)
    ranks[order] = np.arange(1, units + 1)
    return total, index, ranks


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)


def _bands(percent: Floats) -> Floats:
    return np.select([percent >= HIGH, percent >= MIDDLE], [MOST, 1.0], 0.0)


def _amount(values: list[Floats]) -> Floats:
    first, second = values
    each = [float(kind.each) for kind in COUNTED]
    return np.minimum(first * each[0], float(COUNTED[0].at_most or 0)) + second * each[1]


def _proportional(values: list[Floats]) -> Floats:
    percent = 100 * _divide(*values)
    return np.where(percent < 50, 0.0, np.minimum(percent / 85 * MOST, MOST))


def _survey(values: list[Floats]) -> Floats:
    people = sum(values[1:], values[0])
    weighted = sum(((1 - 0.25 * at) * value for at, value in enumerate(values)), np.zeros_like(people))
    return MOST * _divide(weighted, people)


def _late_half(values: list[Floats]) -> Floats:
    on_time, late, due = values
    late = np.minimum(late, np.maximum(due - on_time, 0))
    return MOST * np.minimum(_divide(on_time + late / 2, due), 1)


PLAIN: dict[str, Callable[[list[Floats]], Floats]] = {
    "levels": lambda values: np.select([values[0] == 2, values[0] == 1], [2.0, 1.0], 0.0),
    "all_or_nothing": lambda values: np.where(values[0] == 0, MOST, 0.0),
    "ratio_bands": lambda values: _bands(100 * _divide(*values)),
    "ratio_bands_percent": lambda values: _bands(values[0]),
    "proportional": _proportional,
    "proportional_percent": lambda values: np.minimum(values[0] / 100 * MOST, MOST),
    "count_points": lambda values: np.minimum(_amount(values), MOST),
    "deduct_per": lambda values: np.maximum(MOST - _amount(values), 0),
    "survey_scale": _survey,
    "rank_band": lambda values: np.select([values[0] <= 100, values[0] <= 1000], [MOST, 1.0], 0.0),
    "growth": lambda values: np.where(values[1] == 0, 0.0, _bands(100 * _divide(values[0] - values[1], values[1]))),
    "manual": lambda values: values[0],
    "function": _late_half,
}
