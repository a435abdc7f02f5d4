"""Lower units below an upper plan: which they are, by when each must issue its own plan, and how far each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from parindex.apps.base.models import Job
from parindex.apps.imports import selectors as imports
from parindex.apps.imports.models import Draft, DraftState
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning import models
from parindex.apps.planning.selectors import PlanNotFound
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.domain.access import Actor, Permission
from parindex.domain.planning.cascade.duty import count_days_late, find_duty
from parindex.domain.planning.cascade.model import Duty
from parindex.domain.text.folding import fold

LOWER_KINDS = (UnitKind.DISTRICT, UnitKind.COMMUNE)
_UPPER = ("year", "title", "number", "issued_on", "superseded_at", "unit__name", "unit__path", "unit__kind")
_ROW = (
    *("upper_id", "unit_id", "refusal", "counts", "drafted_at", "received_on", "received_by_name"),
    *("job__state", "draft__public_id", "draft__state"),
)
_OWN = ("number", "issued_on", "superseded_at", "draft_id")


class Stage(StrEnum):
    """How far a lower unit is with its own plan."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class LowerFilter:
    """What narrows a board; `query` is matched without accents, `stage` is a `Stage` or "late"."""

    query: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class LowerLine:
    """One lower unit on the board: `row` when the plan was handed down to it, `own` the plan that it issued.

    `draft` is there for whoever may open it; the stage tells everybody how far it is.
    `duty` counts from the day on which the unit received the plan, when that is known.
    """

    unit: Unit
    row: models.LowerPlan | None
    draft: Draft | None
    own: models.Plan | None
    stage: Stage
    duty: Duty
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """The lower units that the actor may see, those a filter keeps, and the duty of those whose receipt is unknown."""

    duty: Duty
    lines: tuple[LowerLine, ...]
    total: int
    counts: Counter[str]
    job: Job | None


def takers(unit: Unit, *, on: date) -> list[Unit]:
    """Return every unit to which a plan can be handed down on a day, in Vietnamese order: areas, then departments.

    The areas are those directly below (no other area lies between), the departments those of the unit itself.
    """
    begun, lasts = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on)
    wanted = Q(path__startswith=unit.path, kind__in=LOWER_KINDS) | Q(parent=unit, kind=UnitKind.DEPARTMENT)
    found = list(Unit.objects.filter(begun, lasts, wanted).exclude(pk=unit.pk).order_by("name_sort", "pk"))
    areas = [one for one in found if one.kind in LOWER_KINDS]
    paths = {area.path for area in areas}
    direct = [area for area in areas if not _is_inside(area.path, paths)]
    return [*direct, *(one for one in found if one.kind == UnitKind.DEPARTMENT)]


def below(unit: Unit, *, on: date) -> list[Unit]:
    """Return the areas directly below an area on a day."""
    return [taker for taker in takers(unit, on=on) if taker.kind in LOWER_KINDS]


def departments(unit: Unit, *, on: date) -> list[Unit]:
    """Return the departments of an area on a day."""
    return [taker for taker in takers(unit, on=on) if taker.kind == UnitKind.DEPARTMENT]


def _is_inside(path: str, paths: set[str]) -> bool:
    steps = path.strip("/").split("/")
    return any(f"/{'/'.join(steps[:at])}/" in paths for at in range(1, len(steps)))


def latest_job(plan: models.Plan) -> Job | None:
    """Return the last job that drafted lower plans of a plan, whoever started it."""
    return Job.objects.filter(pk__in=plan.lower_plans.exclude(job=None).values("job_id")).order_by("-pk").first()


def access_upper(actor: Actor, plan_id: int) -> models.Plan:
    """Return a plan that the actor may see, or that was handed down to a unit of the actor. Raises `PlanNotFound`."""
    inside = _within(actor, "unit__path")
    handed = models.LowerPlan.objects.filter(_within(actor, "unit__path")).values("upper_id")
    plans = models.Plan.objects.filter(inside | Q(pk__in=handed)).select_related("unit").only(*_UPPER)
    found = plans.filter(pk=plan_id).first()
    if found is None:
        raise PlanNotFound(PlanNotFound.message)
    return found


def _within(actor: Actor, field: str) -> Q:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.PLANS_VIEW):
        scope |= Q(**{f"{field}__startswith": path})
    return scope


def board(actor: Actor, plan: models.Plan, filters: LowerFilter, *, today: date) -> Board:
    """Return how far each lower unit within the actor's area is; a fixed number of queries.

    A department stands on the board once the plan was handed down to it.
    """
    duty = duty_of(plan)
    units = [unit for unit in takers(plan.unit, on=today) if actor.may(Permission.PLANS_VIEW, unit.path)]
    rows = {row.unit_id: row for row in _rows(plan, units)}
    units = [unit for unit in units if unit.kind in LOWER_KINDS or unit.pk in rows]
    drafts = {row.unit_id: row.draft for row in rows.values() if row.draft is not None}
    drafts |= own_drafts(plan, [unit.pk for unit in units if unit.pk not in drafts])
    own = _issued([draft.pk for draft in drafts.values()])
    lines = [
        _line(unit, rows.get(unit.pk), drafts.get(unit.pk), own, upper=plan, duty=duty, today=today) for unit in units
    ]
    lines = [line if may_open(actor, line.unit, line.draft) else replace(line, draft=None) for line in lines]
    counts: Counter[str] = Counter(line.stage.value for line in lines)
    counts["late"] = sum(bool(line.days_late) for line in lines)
    kept = tuple(line for line in lines if _matches(line, filters))
    return Board(duty, kept, len(lines), counts, latest_job(plan))


def may_open(actor: Actor, unit: Unit, draft: Draft | None) -> bool:
    """Tell whether a lower unit has a draft that the actor may open."""
    return draft is not None and imports.may_see(actor, unit_path=unit.path, state=draft.state)


def duty_of(upper: models.Plan, *, received_on: date | None = None) -> Duty:
    """Return by when a unit that received an upper plan on a day, None when it is unknown, must issue its own."""
    return find_duty(upper.issued_on, book=load_cascade_book(), calendar=load_calendar(), received_on=received_on)


def _rows(plan: models.Plan, units: Sequence[Unit]) -> QuerySet[models.LowerPlan]:
    rows = models.LowerPlan.objects.filter(upper=plan, unit__in=units)
    return rows.select_related("job", "draft").only(*_ROW)


def _issued(draft_ids: Iterable[int]) -> dict[int, models.Plan]:
    plans = models.Plan.objects.filter(draft__in=list(draft_ids)).only(*_OWN)
    return {plan.draft_id: plan for plan in plans}


def own_drafts(plan: models.Plan, unit_ids: Sequence[int]) -> dict[int, Draft]:
    """Return the drafts that units began themselves: for the same year, naming the number of the upper plan."""
    if not plan.number or not unit_ids:
        return {}
    drafts = Draft.objects.filter(unit__in=unit_ids, plan_year=plan.year).exclude(state=DraftState.DISCARDED)
    return {
        draft.unit_id: draft
        for draft in drafts.only("unit_id", "public_id", "state", "facts").order_by("pk")
        if any(cited.get("number") == plan.number for cited in draft.facts.get("citations", ()))
    }


def _line(
    unit: Unit,
    row: models.LowerPlan | None,
    draft: Draft | None,
    own: dict[int, models.Plan],
    *,
    upper: models.Plan,
    duty: Duty,
    today: date,
) -> LowerLine:
    plan = own.get(draft.pk) if draft is not None else None
    stage = _stage(draft.state if draft is not None else "", plan)
    if row is not None and row.received_on is not None:
        duty = duty_of(upper, received_on=row.received_on)
    until = plan.issued_on if stage is Stage.ISSUED and plan is not None and plan.issued_on is not None else today
    return LowerLine(unit, row, draft, plan, stage, duty, count_days_late(duty, until=until, calendar=load_calendar()))


def _stage(state: str, own: models.Plan | None) -> Stage:
    if own is not None and own.issued_on is not None:
        return Stage.ISSUED
    if state in {DraftState.SUBMITTED, DraftState.AGREED, DraftState.APPROVED}:
        return Stage.SUBMITTED
    return Stage.DRAFTING if state and state != DraftState.DISCARDED else Stage.NOT_STARTED


def _matches(line: LowerLine, filters: LowerFilter) -> bool:
    if filters.stage and not (bool(line.days_late) if filters.stage == "late" else line.stage.value == filters.stage):
        return False
    return all(word in line.unit.name_fold for word in fold(filters.query).split())


def list_handed_down(actor: Actor) -> list[models.LowerPlan]:
    """Return the duties of the units in which the actor holds a role itself, with plan and draft; newest first."""
    rows = models.LowerPlan.objects.filter(unit__in=actor.home_unit_ids(), upper__superseded_at=None)
    return list(rows.select_related("upper__unit", "unit", "draft").order_by("-upper__year", "-pk")[:50])


def count_open_duties(actor: Actor) -> int:
    """Count the upper plans that the actor's own units must still follow with a plan of their own. One query."""
    rows = models.LowerPlan.objects.filter(unit__in=actor.home_unit_ids(), upper__superseded_at=None)
    return rows.exclude(draft__state=DraftState.APPROVED).count()


def access_lower(actor: Actor, *, plan_id: int, unit_id: int) -> models.LowerPlan:
    """Return what was drafted for one unit within the actor's area. Raises `PlanNotFound`."""
    rows = models.LowerPlan.objects.filter(_within(actor, "unit__path"), upper_id=plan_id, unit_id=unit_id)
    found = rows.select_related("unit", "upper__unit", "draft").first()
    if found is None:
        raise PlanNotFound("Đơn vị này chưa được triển khai kế hoạch, hoặc bạn không được xem.")
    return found


def list_outcomes() -> list[tuple[str, str]]:
    """Return what can become of an item, with its name."""
    return [(outcome.value, str(outcome.label)) for outcome in models.ItemOutcome]


def list_lower_items(row: models.LowerPlan) -> list[models.LowerItem]:
    """Return what became of each item of the upper plan, in its order, with both items."""
    items = row.items.select_related("upper_item", "draft_item")
    return list(items.order_by("upper_item__position", "pk"))
