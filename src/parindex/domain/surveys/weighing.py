"""What the columns of a drawn sample say of how its forms are to be weighed: the stages, their strata and sizes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from parindex.domain.surveys.drawing import STRATUM, TAKEN, TOTAL, BadFrame, DrawPlan
from parindex.domain.surveys.forms import Mistake
from parindex.domain.surveys.plan import StagePlan
from parindex.domain.text import folding

ORDER = "bac"
"""The column of a household's design that names the units of the stages, from the top: a database keeps no order."""

OUTSIDE = "ngoai_mau"
"""The column that marks a form which no household of the sample gave; such a form has no other column."""

STAGE_MARK = "|"
WEIGHT = "weight"
_TAKEN_NAMES = frozenset({ORDER, OUTSIDE, WEIGHT, "place", "form", "channel", "thu_tu", "vai_tro"})
"""Columns that a sample or its forms have of their own; a stage of such a name would write over them."""


def check_names(plan: DrawPlan) -> None:
    """Refuse stages whose columns would write over those of the sample, or over each other's; raises BadFrame."""
    units = [folding.fold(stage.unit) for stage in plan.stages]
    sizes = {f"{unit}{mark}" for unit in units for mark in (STRATUM, TOTAL, TAKEN)}
    mistakes = []
    for at, (unit, stage) in enumerate(zip(units, plan.stages, strict=True)):
        if unit in _TAKEN_NAMES or unit in sizes or STAGE_MARK in unit:
            words = "phần mềm giữ tên này cho cột của mẫu; đổi tên cột trong khung mẫu, ví dụ thành “ten_don_vi”"
            mistakes.append(Mistake(1, stage.unit, words))
        elif unit in units[:at]:
            mistakes.append(Mistake(1, stage.unit, "là đơn vị của hai bậc; mỗi bậc cần một cột riêng"))
    if mistakes:
        raise BadFrame(mistakes)


def stages_of(units: Sequence[str], columns: Collection[str], *, place: str) -> tuple[StagePlan, ...]:
    """Return the stages that design columns tell of; empty when a size is missing. `place` is the column of the place.

    A stage without a column of its stratum is told apart by its sizes, and then its population is left out: two strata
    of the same sizes would be taken for one, and a finite population would make the margin too narrow.
    """
    if not units or WEIGHT not in columns or any(f"{unit}{TOTAL}" not in columns for unit in units):
        return ()
    *upper, last = units
    stages = [_stage(unit, columns, cluster=unit if unit in columns else place) for unit in upper]
    return (*stages, _stage(last, columns, cluster=""))


def _stage(unit: str, columns: Collection[str], *, cluster: str) -> StagePlan:
    if f"{unit}{STRATUM}" in columns:
        return StagePlan((f"{unit}{STRATUM}",), cluster, f"{unit}{TOTAL}")
    return StagePlan(tuple(f"{unit}{size}" for size in (TOTAL, TAKEN) if f"{unit}{size}" in columns), cluster)
