"""What the bulk engine gives: columns of points, and any one unit as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.analytics.scoring.arrays import NOT_KNOWN, STATUS_NAMES, Codes, Flags, Integers, Status
from parindex.analytics.scoring.compile import Program
from parindex.domain.scoring.measures import HUNDRED
from parindex.domain.scoring.ranking import Standing
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet, ScoreStatus, Total, Trace

NO_TRACE = Trace()


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
        items = self.items
        columns = [column[:, position].tolist() for column in (items.status, items.low, items.high, items.maximum)]
        return ScoreSheet(
            catalogue_id=self.program.catalogue.id,
            unit=self.units[position],
            group=self.groups[position],
            scale=self.program.rounding.scale,
            items=tuple(map(_item, self.program.codes, *columns)),
            total=self._total(position),
        )

    def _total(self, position: int) -> Total:
        is_settled, low = bool(self.totals.is_settled[position]), int(self.totals.low[position])
        return Total(
            points=low if is_settled else None,
            low=low,
            high=_optional(int(self.totals.high[position])),
            maximum=_optional(int(self.totals.maximum[position])),
            index=self.index(position),
            is_settled=is_settled,
        )


def _item(code: str, status: int, low: int, high: int, maximum: int) -> ItemScore:
    name = STATUS_NAMES[Status(status)]
    return ItemScore(
        code=code,
        status=name,
        points=low if name is ScoreStatus.SCORED else None,
        low=low,
        high=_optional(high),
        maximum=_optional(maximum),
        exact=None,
        sentence="",
        trace=NO_TRACE,
    )


def _optional(units: int) -> int | None:
    return None if units == NOT_KNOWN else units
