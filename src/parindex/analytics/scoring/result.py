"""What the bulk engine gives: columns of points, and any one unit as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.analytics.scoring.arrays import NOT_KNOWN, STATUS_NAMES, Codes, Flags, Integers, Status
from parindex.analytics.scoring.compile import Program
from parindex.domain.scoring.measures import HUNDRED
from parindex.domain.scoring.ranking import Standing
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet, Total, Trace


@dataclass(frozen=True, slots=True)
class Items:
    """Every node of every unit, shape (items, units), in units of the scale; rows follow the catalogue.

    `status` holds Status codes. `high` and `maximum` are NOT_KNOWN where the item's maximum is.
    """

    status: Codes
    low: Integers
    high: Integers
    maximum: Integers

    @property
    def points(self) -> Integers:
        """Points where the status is scored, else 0."""
        return np.where(self.status == Status.SCORED, self.low, 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole sheets, shape (units,); `is_settled`: no missing answer can change points or maximum.

    The index in percent is 100 x low / maximum, exactly, where `has_index`.
    """

    low: Integers
    high: Integers
    maximum: Integers
    is_settled: Flags
    has_index: Flags


@dataclass(frozen=True, slots=True)
class BulkResult:
    """All units under one program; `rank` is 0 without a rank, `grade` the position of a class, -1 without one."""

    program: Program
    units: tuple[str, ...]
    groups: tuple[str, ...]
    items: Items
    totals: Totals
    rank: Integers
    grade: Integers

    def index(self, position: int) -> Fraction | None:
        """Return the exact index of a unit in percent; None while it is not settled or has no maximum."""
        if not self.totals.has_index[position]:
            return None
        return HUNDRED * int(self.totals.low[position]) / int(self.totals.maximum[position])

    def standing(self, position: int) -> Standing:
        """Return rank and class of a unit."""
        grade = int(self.grade[position])
        return Standing(
            unit=self.units[position],
            group=self.groups[position],
            rank=int(self.rank[position]) or None,
            grade=None if grade < 0 else self.program.catalogue.ranking.grades[grade].name,
        )

    def sheet(self, position: int) -> ScoreSheet:
        """Return a unit as the readable evaluator does, without exact values before rounding, sentences and traces."""
        return ScoreSheet(
            catalogue_id=self.program.catalogue.id,
            unit=self.units[position],
            group=self.groups[position],
            scale=self.program.rounding.scale,
            items=tuple(self._item(row, position) for row in range(len(self.program.codes))),
            total=self._total(position),
        )

    def _item(self, row: int, position: int) -> ItemScore:
        status = Status(int(self.items.status[row, position]))
        low = int(self.items.low[row, position])
        return ItemScore(
            code=self.program.codes[row],
            status=STATUS_NAMES[status],
            points=low if status is Status.SCORED else None,
            low=low,
            high=_optional(self.items.high[row, position]),
            maximum=_optional(self.items.maximum[row, position]),
            exact=None,
            sentence="",
            trace=Trace(),
        )

    def _total(self, position: int) -> Total:
        is_settled, low = bool(self.totals.is_settled[position]), int(self.totals.low[position])
        return Total(
            points=low if is_settled else None,
            low=low,
            high=_optional(self.totals.high[position]),
            maximum=_optional(self.totals.maximum[position]),
            index=self.index(position),
            is_settled=is_settled,
        )


def _optional(units: np.int64) -> int | None:
    return None if units == NOT_KNOWN else int(units)
