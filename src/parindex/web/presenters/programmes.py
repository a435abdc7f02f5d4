"""A programme of several years as people read it: goals by milestone, and the work of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from parindex.domain.planning.programme import Attainment
from parindex.domain.scoring.wording import number_text
from parindex.web.presenters.meaning import describe_target

if TYPE_CHECKING:
    from parindex.apps.planning.models import Plan, PlanItem, ProgrammeLink, ProgrammeMeasure
    from parindex.apps.planning.programmes import Aim, Carried, Goal, Programme

_DONE, _CANCELLED = "done", "cancelled"
_OUTCOMES = {
    Attainment.REACHED: ("Đạt", "ok"),
    Attainment.NOT_YET: ("Chưa đạt", "warn"),
    Attainment.UNKNOWN: ("Chưa kết luận được", "idle"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured in a year."""

    pk: int
    year: int
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class AimView:
    """One target of a goal, its figures oldest first, and what the latest one says."""

    place: int
    words: str
    unit: str
    has_number: bool
    figures: tuple[Figure, ...]
    chip: str
    chip_kind: str


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal."""

    pk: int
    number: str
    name: str
    aims: tuple[AimView, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """The goals of one year, with how many of their targets are reached."""

    name: str
    reached: int
    total: int
    goals: tuple[GoalView, ...]


@dataclass(frozen=True, slots=True)
class YearCell:
    """A year of a piece of work: planned or due in the programme, and how the yearly items stand."""

    year: int
    is_worked: bool
    is_due: bool
    words: str
    css: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A yearly item by which the work is carried out."""

    pk: int
    plan_id: int
    item_id: int
    year: int
    plan: str
    name: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """One piece of work over the years."""

    pk: int
    number: str
    name: str
    product: str
    deadline: str
    is_known: bool
    cells: tuple[YearCell, ...]
    links: tuple[LinkView, ...]


def lead(programme: Programme) -> str:
    """Say in a sentence how the programme stands."""
    aims = [aim for goal in programme.goals for aim in goal.aims]
    reached = sum(aim.outcome is Attainment.REACHED for aim in aims)
    measured = sum(bool(aim.measures) for aim in aims)
    linked = sum(bool(work.links) for work in programme.works)
    return (
        f"{reached} trong {len(aims)} chỉ tiêu đã đạt, {len(aims) - measured} chỉ tiêu chưa có số liệu. "
        f"{linked} trong {len(programme.works)} nhiệm vụ đã có mục trong kế hoạch năm."
    )


def milestones(programme: Programme) -> list[Milestone]:
    """Return the goals by the year in which they are to be reached; those without a year come last."""
    years = sorted({goal.by_year for goal in programme.goals}, key=lambda year: (year is None, year or 0))
    return [_milestone(year, [goal for goal in programme.goals if goal.by_year == year]) for year in years]


def works(programme: Programme) -> list[WorkView]:
    """Return the work with a cell for each year of the programme."""
    return [_work(one, programme.period.years) for one in programme.works]


def suggestion(item: PlanItem) -> tuple[int, str]:
    """Return the key of a yearly item and its words for a list."""
    return item.pk, f"Năm {item.plan.year}, {_plan_name(item.plan)}, mục {item.number or '–'}: {item.name}"


def _milestone(year: int | None, goals: Sequence[Goal]) -> Milestone:
    aims = [aim for goal in goals for aim in goal.aims]
    reached = sum(aim.outcome is Attainment.REACHED for aim in aims)
    name = "Không ghi năm" if year is None else f"Đến năm {year}"
    views = tuple(
        GoalView(goal.item.pk, goal.item.number, goal.item.name, tuple(_aim(aim) for aim in goal.aims))
        for goal in goals
    )
    return Milestone(name, reached, len(aims), views)


def _aim(aim: Aim) -> AimView:
    chip, kind = _OUTCOMES[aim.outcome] if aim.measures else ("Chưa có số liệu", "idle")
    target = aim.target
    return AimView(
        place=aim.place,
        words="" if target is None else describe_target(target),
        unit=(target.unit or "") if target is not None else "",
        has_number=target is not None,
        figures=tuple(_figure(one, aim) for one in aim.measures),
        chip=chip,
        chip_kind=kind,
    )


def _figure(measure: ProgrammeMeasure, aim: Aim) -> Figure:
    if measure.value is None:
        words = "đạt" if measure.is_reached else "chưa đạt"
    else:
        unit = (aim.target.unit or "") if aim.target is not None else ""
        words = number_text(Fraction(measure.value)) + (unit if unit == "%" else f" {unit}").rstrip()
    return Figure(measure.pk, measure.year, words, measure.source)


def _work(one: Carried, years: Sequence[int]) -> WorkView:
    return WorkView(
        pk=one.item.pk,
        number=f"{one.item.domain}.{one.item.number}" if one.item.domain else one.item.number,
        name=one.item.name,
        product=str(one.item.fields["product"]["value"] or ""),
        deadline=str(one.item.fields["deadline_text"]["value"] or ""),
        is_known=one.work.is_known,
        cells=tuple(_cell(one, year) for year in years),
        links=tuple(_link(link) for link in one.links),
    )


def _cell(one: Carried, year: int) -> YearCell:
    linked = [link.yearly_item for link in one.links if link.yearly_item.plan.year == year]
    given = [a for item in linked for a in item.assignments.all() if a.state != _CANCELLED]
    done = sum(a.state == _DONE for a in given)
    is_worked, is_due = year in one.work.years, year in one.work.due
    if given:
        return YearCell(year, is_worked, is_due, f"{done}/{len(given)} xong", "ok" if done == len(given) else "warn")
    if linked:
        return YearCell(year, is_worked, is_due, "có mục", "")
    return YearCell(year, is_worked, is_due, "", "")


def _link(link: ProgrammeLink) -> LinkView:
    item = link.yearly_item
    return LinkView(link.pk, item.plan_id, item.pk, item.plan.year, _plan_name(item.plan), item.name)


def _plan_name(plan: Plan) -> str:
    return plan.number or plan.title
