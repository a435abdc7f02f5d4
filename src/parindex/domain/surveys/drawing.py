"""Draw a sample of several stages from a frame, so that anyone with the frame and the seed draws the same.

The order of units is that of SHA-256 of seed, stage and the unit's place in the frame; the first of it are drawn and
the next are spares. The order of the rows does not matter, and neither does the version of any library. Units left
out of the frame later do not change the order of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from parindex.domain.surveys.forms import Mistake

_SEPARATOR = "\x1f"
STRATUM_MARK = "/"
TOTAL, TAKEN, STRATUM = "_tong", "_chon", "_tang"
"""What is added to the name of a stage's unit: how many its stratum has, how many were drawn, which stratum."""


@dataclass(frozen=True, slots=True)
class DrawStage:
    """One stage: which column names the units, how they are stratified, how many are drawn in each stratum.

    `take` is by stratum, its values joined by “/”; the key "" is for every stratum without one of its own. `spare` are
    the replacements kept for each stratum.
    """

    unit: str
    take: Mapping[str, int]
    strata: tuple[str, ...] = ()
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Quotas:
    """Groups of people to be asked in each cluster, by their shares."""

    name: str
    shares: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A design to draw with."""

    stages: tuple[DrawStage, ...]
    quotas: Quotas | None = None


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One row of a frame, with its number in the file."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Selected:
    """A unit of the last stage: by stage how many units its stratum has and how many were drawn; its weight.

    `rank` counts from 1 in the order of drawing within the last stratum; spares come after those drawn.
    """

    row: FrameRow
    populations: tuple[int, ...]
    samples: tuple[int, ...]
    rank: int
    is_spare: bool
    quota: str = ""

    @property
    def weight(self) -> Fraction:
        """Return how many units of the frame this one stands for."""
        weight = Fraction(1)
        for population, sample in zip(self.populations, self.samples, strict=True):
            weight *= Fraction(population, sample)
        return weight

    def design(self, plan: DrawPlan) -> dict[str, str]:
        """Return the columns that an estimate needs: by stage stratum, total and number drawn; the weight last."""
        columns = {}
        for stage, population, sample in zip(plan.stages, self.populations, self.samples, strict=True):
            columns[stage.unit + STRATUM] = stratum_of(self.row, stage)
            columns[stage.unit + TOTAL], columns[stage.unit + TAKEN] = str(population), str(sample)
        weight = self.weight
        columns["weight"] = format((Decimal(weight.numerator) / Decimal(weight.denominator)).normalize(), "f")
        return columns


class BadFrame(ValueError):
    """A frame that cannot be drawn from; nothing was drawn."""

    code = "survey_frame"
    exit_code = 3

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes."""
        self.mistakes = tuple(mistakes)
        first = self.mistakes[0]
        self.message = f"Dòng {first.row}, cột {first.column}: {first.message}; tất cả {len(self.mistakes)} chỗ sai."
        super().__init__(self.message)


def draw(rows: Sequence[FrameRow], plan: DrawPlan, *, seed: str) -> list[Selected]:
    """Draw; units of a stratum smaller than what is to be taken are all drawn. Raises BadFrame."""
    check_frame(rows, plan)
    drawn = list(_draw_stage(rows, plan.stages, seed=seed, path=()))
    return drawn if plan.quotas is None else _with_quotas(drawn, plan.quotas, seed=seed)


def check_frame(rows: Sequence[FrameRow], plan: DrawPlan) -> None:
    """Refuse missing columns, empty cells, a unit told twice, a stratum without a size; raises BadFrame."""
    if not rows:
        raise BadFrame([Mistake(1, "", "khung mẫu không có dòng nào")])
    columns = list(dict.fromkeys(name for stage in plan.stages for name in (*stage.strata, stage.unit)))
    missing = [name for name in columns if name not in rows[0].cells]
    if missing:
        raise BadFrame([Mistake(1, name, "khung mẫu thiếu cột này") for name in missing])
    mistakes = [
        Mistake(row.number, name, "để trống") for row in rows for name in columns if not row.cells.get(name, "")
    ]
    mistakes += _repeated(rows, plan) + _strata_mistakes(rows, plan)
    if mistakes:
        raise BadFrame(sorted(mistakes, key=lambda mistake: mistake.row))


def _repeated(rows: Sequence[FrameRow], plan: DrawPlan) -> list[Mistake]:
    seen: dict[tuple[str, ...], int] = {}
    mistakes = []
    for row in rows:
        place = tuple(row.cells.get(stage.unit, "") for stage in plan.stages)
        if seen.setdefault(place, row.number) != row.number:
            mistakes.append(Mistake(row.number, plan.stages[-1].unit, f"đã có ở dòng {seen[place]}"))
    return mistakes


def _strata_mistakes(rows: Sequence[FrameRow], plan: DrawPlan) -> list[Mistake]:
    """Find strata without a size and units that lie in two strata."""
    mistakes = []
    strata: dict[tuple[str, ...], str] = {}
    for row in rows:
        place: tuple[str, ...] = ()
        for stage in plan.stages:
            place = (*place, row.cells.get(stage.unit, ""))
            name, column = stratum_of(row, stage), STRATUM_MARK.join(stage.strata)
            if name not in stage.take and "" not in stage.take:
                mistakes.append(Mistake(row.number, column, f"thiết kế không nói chọn mấy ở tầng “{name}”"))
            elif strata.setdefault(place, name) != name:
                mistakes.append(Mistake(row.number, column, f"“{place[-1]}” nằm ở hai tầng: {strata[place]}, {name}"))
    return mistakes


def stratum_of(row: FrameRow, stage: DrawStage) -> str:
    """Return the stratum of a row at a stage, its values joined by “/”; empty where the stage has no strata."""
    return STRATUM_MARK.join(row.cells.get(name, "") for name in stage.strata)


def _draw_stage(
    rows: Sequence[FrameRow], stages: Sequence[DrawStage], *, seed: str, path: tuple[str, ...]
) -> Iterator[Selected]:
    """Draw the first of `stages` in every stratum of `rows`, then the stages below in each unit drawn."""
    stage, below = stages[0], stages[1:]
    strata: dict[str, dict[str, list[FrameRow]]] = {}
    for row in rows:
        strata.setdefault(stratum_of(row, stage), {}).setdefault(row.cells[stage.unit], []).append(row)
    for name in sorted(strata):
        units = strata[name]
        order = sorted(units, key=lambda unit: _place(seed, (*path, unit)))
        take = min(stage.take.get(name, stage.take.get("", 0)), len(order))
        for rank, unit in enumerate(order[: take + (stage.spare if take and not below else 0)], start=1):
            sizes = (len(order), take)
            if not below:
                yield Selected(units[unit][0], sizes[:1], sizes[1:], rank, rank > take)
                continue
            for one in _draw_stage(units[unit], below, seed=seed, path=(*path, unit)):
                yield replace(one, populations=(sizes[0], *one.populations), samples=(sizes[1], *one.samples))


def _place(seed: str, path: tuple[str, ...]) -> bytes:
    """Return where a unit stands in the order of drawing."""
    return hashlib.sha256(_SEPARATOR.join((seed, str(len(path)), *path)).encode("utf-8")).digest()


def _with_quotas(drawn: Sequence[Selected], quotas: Quotas, *, seed: str) -> list[Selected]:
    """Give every unit drawn, in order, the group that is furthest behind its share: near to it in each cluster too."""
    total = sum(quotas.shares.values(), Fraction(0))
    names = sorted(quotas.shares, key=lambda name: _place(seed, ("quota", name)))
    given = dict.fromkeys(names, 0)
    told = []
    for selected in drawn:
        if selected.is_spare:
            told.append(selected)
            continue
        count = sum(given.values()) + 1
        group = max(names, key=lambda name: quotas.shares[name] / total * count - given[name])
        given[group] += 1
        told.append(replace(selected, quota=group))
    return told
