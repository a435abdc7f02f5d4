"""A programme of several years as it stands: goals by milestone, work by year, the yearly items that carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.db.models import Prefetch

from parindex.apps.planning.models import Plan, PlanItem, ProgrammeLink, ProgrammeMeasure
from parindex.domain.planning import codec
from parindex.domain.planning.model import Section, Target
from parindex.domain.planning.programme import Attainment, Period, Work, attain, milestone, read_period, read_work
from parindex.domain.scoring.likeness import Likeness

_LIKE_ENOUGH: Final = Fraction(2, 5)
_MOST_SUGGESTED: Final = 3
_SHOWN = ("plan_id", "number", "code", "name", "section", "domain", "domain_name", "position", "fields")


@dataclass(frozen=True, slots=True)
class Aim:
    """One target of a goal with what was measured, oldest first; `target` is None when the goal has no figure."""

    place: int
    target: Target | None
    measures: tuple[ProgrammeMeasure, ...]

    @property
    def outcome(self) -> Attainment:
        """Tell by the latest figure whether the goal is reached."""
        if not self.measures:
            return Attainment.UNKNOWN
        last = self.measures[-1]
        if last.value is None:
            return Attainment.REACHED if last.is_reached else Attainment.NOT_YET
        return Attainment.UNKNOWN if self.target is None else attain(self.target, measured=Decimal(last.value))


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with the year by which it is to be reached, None where the document says none."""

    item: PlanItem
    by_year: int | None
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A piece of the programme's work: its years, and the yearly items that carry it out."""

    item: PlanItem
    work: Work
    links: tuple[ProgrammeLink, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything about a programme; `yearly` are the unit's plans in force within its years, oldest first."""

    plan: Plan
    period: Period
    goals: tuple[Goal, ...]
    works: tuple[Carried, ...]
    yearly: tuple[Plan, ...]


def is_programme(plan: Plan) -> bool:
    """Tell whether a plan is of several years."""
    return read_period(plan.title) is not None


def read_programme(plan: Plan) -> Programme | None:
    """Return a plan that the actor may see as a programme; None when it is of one year. Six queries."""
    period = read_period(plan.title)
    if period is None:
        return None
    links = ProgrammeLink.objects.select_related("yearly_item__plan").order_by("yearly_item__plan__year", "pk")
    items = list(
        plan.items.only(*_SHOWN)
        .prefetch_related(
            Prefetch("measures", queryset=ProgrammeMeasure.objects.order_by("year", "pk")),
            Prefetch("yearly_links", queryset=links.prefetch_related("yearly_item__assignments")),
        )
        .order_by("position", "pk")
    )
    yearly = _yearly_plans(plan, period)
    goals = [item for item in items if item.section == Section.GOAL]
    works = [item for item in items if item.section != Section.GOAL]
    return Programme(
        plan=plan,
        period=period,
        goals=tuple(_goal(item) for item in goals),
        works=tuple(_carried(item, period) for item in works),
        yearly=tuple(yearly),
    )


def suggest_yearly(programme: Programme, item: PlanItem) -> tuple[PlanItem, ...]:
    """Return the items of the yearly plans that read like a piece of the programme's work, the likest first.

    Linked ones are left out. Two queries.
    """
    wanted = PlanItem.objects.filter(plan__in=programme.yearly).exclude(section=Section.GOAL)
    others = list(wanted.exclude(programme_links__programme_item=item).select_related("plan").defer("fields"))
    likeness = Likeness([item.name, *(other.name for other in others)])
    own = likeness.read(item.name)
    scored = [(likeness.compare(own, likeness.read(other.name)), other) for other in others]
    best = sorted((pair for pair in scored if pair[0] >= _LIKE_ENOUGH), key=lambda pair: (-pair[0], pair[1].pk))
    return tuple(other for _, other in best[:_MOST_SUGGESTED])


def list_yearly_items(programme: Programme) -> list[PlanItem]:
    """Return every item of the yearly plans that may be linked, by plan in the order of the documents. One query."""
    items = PlanItem.objects.filter(plan__in=programme.yearly).exclude(section=Section.GOAL)
    return list(items.select_related("plan").defer("fields").order_by("plan__year", "plan_id", "position", "pk"))


def find_item(plan: Plan, item_id: int) -> PlanItem | None:
    """Return an item of a plan with the plan, None when it is not the plan's."""
    return plan.items.select_related("plan__unit").filter(pk=item_id).first()


def find_yearly_item(plan: Plan, item_id: int) -> PlanItem | None:
    """Return an item of another plan of the same unit, None for any other."""
    found = PlanItem.objects.select_related("plan").filter(pk=item_id, plan__unit_id=plan.unit_id)
    return found.exclude(plan_id=plan.pk).first()


def find_link(plan: Plan, link_id: int) -> ProgrammeLink | None:
    """Return a link of a programme's item, None when it is not the programme's."""
    found = ProgrammeLink.objects.select_related("programme_item__plan__unit")
    return found.filter(pk=link_id, programme_item__plan_id=plan.pk).first()


def find_measure(plan: Plan, measure_id: int) -> ProgrammeMeasure | None:
    """Return a figure of a programme's goal, None when it is not the programme's."""
    found = ProgrammeMeasure.objects.select_related("item__plan__unit")
    return found.filter(pk=measure_id, item__plan_id=plan.pk).first()


def _yearly_plans(plan: Plan, period: Period) -> list[Plan]:
    same = Plan.objects.filter(unit_id=plan.unit_id, superseded_at=None, year__in=period.years).exclude(pk=plan.pk)
    return [found for found in same.order_by("year", "pk") if not is_programme(found)]


def _goal(item: PlanItem) -> Goal:
    deadlines = [codec.deadline_from_json(value) for value in item.fields["deadlines"]["value"]]
    targets = [codec.target_from_json(value) for value in item.fields["targets"]["value"]]
    aims = [
        Aim(place, target, tuple(measure for measure in item.measures.all() if measure.target == place))
        for place, target in enumerate(targets or [None])
    ]
    return Goal(item, milestone(deadlines), tuple(aims))


def _carried(item: PlanItem, period: Period) -> Carried:
    deadlines = [codec.deadline_from_json(value) for value in item.fields["deadlines"]["value"]]
    return Carried(item, read_work(deadlines, period=period), tuple(item.yearly_links.all()))
