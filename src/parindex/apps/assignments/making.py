"""From the items of an approved plan to assignments: who owns what by when, each with its explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from parindex.apps.assignments.carrying import carry_over
from parindex.apps.assignments.models import Assignment, Coordinator
from parindex.apps.orgs.models import Unit
from parindex.apps.planning.models import AgencyRole, ItemAgency, Plan, PlanItem
from parindex.definitions.calendar import loader as calendars
from parindex.domain.calendar.wording import day_text
from parindex.domain.planning import codec
from parindex.domain.planning.model import Confidence, Deadline, DeadlineRole
from parindex.domain.planning.scheduling import events, schedule
from parindex.domain.planning.scheduling.occurrences import Occurrence, Unresolved
from parindex.domain.text.folding import fold

NO_DEADLINE = "Kế hoạch không nêu thời hạn cho mục này. Chọn một ngày để có thể theo dõi."


@dataclass(frozen=True, slots=True)
class Due:
    """One dated (or undated) occurrence of a duty; `awaits` is the deadline whose event would date it."""

    period_label: str
    due_on: date | None
    is_certain: bool
    explanation: str
    awaits: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What one item, together with the appendix row linked to it, asks of whom."""

    item: PlanItem
    product: str
    leads: tuple[ItemAgency, ...]
    others: tuple[ItemAgency, ...]
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a plan asks: new assignments, and those of the plan it replaced that live on in it."""

    new: tuple[Assignment, ...]
    carried: tuple[Assignment, ...]


def make(*, plan: Plan, now: datetime) -> Made:
    """Create the assignments of a plan in bulk, and take over those of the plan it replaced.

    One assignment for each lead agency and each occurrence. A body item and the appendix row linked to it are one
    duty; the row fills in what the body leaves out. Goals without a lead are aims, not duties, and make none.
    """
    items = list(plan.items.prefetch_related("agencies__unit").select_related("draft_item").order_by("position", "pk"))
    duties = [duty for duty in _duties(plan, items) if duty is not None]
    rows = [row for duty in duties for row in _rows(plan, duty, now)]
    carried = carry_over(plan=plan, rows=[assignment for assignment, _ in rows])
    new = [assignment for place, (assignment, _) in enumerate(rows) if place not in carried]
    Assignment.objects.bulk_create(new, batch_size=500)
    Coordinator.objects.bulk_create(
        [
            Coordinator(
                assignment=carried.get(place, assignment),
                unit=other.unit,
                text=other.text,
                role=other.role,
                position=position,
            )
            for place, (assignment, others) in enumerate(rows)
            for position, other in enumerate(others)
        ],
        batch_size=500,
    )
    return Made(tuple(new), tuple(carried.values()))


def _duties(plan: Plan, items: list[PlanItem]) -> Iterable[Duty | None]:
    by_key = {item.draft_item.key: item for item in items}
    absorbed: set[int] = set()
    for item in items:
        if item.part == "body":
            partner = by_key.get(item.draft_item.linked_key)
            if partner is not None and partner.part == "appendix":
                absorbed.add(partner.pk)
    for item in items:
        if item.pk not in absorbed:
            partner = by_key.get(item.draft_item.linked_key) if item.part == "body" else None
            yield _duty(plan, item, partner)


def _duty(plan: Plan, item: PlanItem, partner: PlanItem | None) -> Duty | None:
    sources = [item] if partner is None else [item, partner]
    leads = next((found for source in sources if (found := _agencies(source, lead=True))), ())
    if item.section == "goal" and not leads:
        return None
    others = next((found for source in sources if (found := _agencies(source, lead=False))), ())
    return Duty(item=item, product=_product(sources), leads=leads, others=others, dues=_dues(plan, _deadlines(sources)))


def _product(sources: list[PlanItem]) -> str:
    """Return what must come of a duty: its product, else its target, in the words of the body first."""
    texts = (*(source.product for source in sources), *(source.target_text for source in sources))
    return next((text for text in texts if text), "")


def _deadlines(sources: list[PlanItem]) -> list[Deadline]:
    written: list[Mapping[str, object]] = next(
        (found for source in sources if (found := source.fields["deadlines"]["value"])), []
    )
    return [codec.deadline_from_json(deadline) for deadline in written]


def event_deadline(assignment: Assignment) -> Deadline | None:
    """Return the deadline of the document whose event dates an assignment, None when it hangs on no event."""
    if not assignment.awaits:
        return None
    item = assignment.plan_item
    key = item.draft_item.linked_key
    partner = PlanItem.objects.filter(plan_id=item.plan_id, draft_item__key=key).first() if key else None
    deadlines = _deadlines([item] if partner is None else [item, partner])
    return next((deadline for deadline in deadlines if deadline.text == assignment.awaits), None)


def give(*, assignment: Assignment, units: Iterable[Unit], now: datetime) -> list[Assignment]:
    """Copy an assignment for each unit in bulk, untouched and with its own agencies to work with."""
    copies = [_copy(assignment, unit, now) for unit in units]
    made = Assignment.objects.bulk_create(copies, batch_size=500)
    others = list(assignment.coordinators.order_by("position"))
    Coordinator.objects.bulk_create(
        [
            Coordinator(assignment=copy, unit_id=o.unit_id, text=o.text, role=o.role, position=o.position)
            for copy in made
            for o in others
        ],
        batch_size=500,
    )
    return made


_COPIED = (
    "plan_item_id",
    "unit_id",
    "owner_text",
    "title",
    "product",
    "year",
    "period_label",
    "due_on",
    "due_explanation",
    "due_is_certain",
    "awaits",
    "event_on",
)


def _copy(assignment: Assignment, unit: Unit, now: datetime) -> Assignment:
    values = {name: getattr(assignment, name) for name in _COPIED}
    words = f"{assignment.search_fold} {fold(unit.name)}"
    return Assignment(**values, owner=unit, given_from=assignment, created_at=now, search_fold=words)


def _agencies(item: PlanItem, *, lead: bool) -> tuple[ItemAgency, ...]:
    chosen = [agency for agency in item.agencies.all() if (agency.role == AgencyRole.LEAD) == lead]
    return tuple(sorted(chosen, key=lambda agency: (agency.role, agency.position)))


def _dues(plan: Plan, deadlines: list[Deadline]) -> tuple[Due, ...]:
    """Date a duty: every occurrence, and beside them each deadline of its own that has no date yet."""
    if not deadlines:
        return (Due(period_label="", due_on=None, is_certain=False, explanation=NO_DEADLINE),)
    resolved = schedule.resolve(
        deadlines,
        plan_year=plan.year,
        signed_on=plan.issued_on,
        calendar=calendars.load_calendar(),
        regimes=calendars.load_report_regimes(),
    )
    own = [_undated(one) for one in resolved.unresolved if one.role is DeadlineRole.BOTH]
    bounds = [_undated(one) for one in resolved.unresolved if one.role is not DeadlineRole.BOTH]
    awaits = next((due.awaits for due in bounds if due.awaits), "")
    dated = [_dated(occurrence, awaits=awaits) for occurrence in resolved.occurrences]
    return (*dated, *own) or tuple(bounds[:1])


def _dated(occurrence: Occurrence, *, awaits: str) -> Due:
    is_certain = occurrence.certainty == Confidence.SURE
    # A deadline that is a day has no period beside it: its label would only repeat the date.
    is_day = occurrence.period_label == day_text(occurrence.legal_end)
    return Due(
        period_label="" if is_day else occurrence.period_label,
        due_on=occurrence.due_on,
        is_certain=is_certain,
        explanation=occurrence.explanation,
        awaits="" if is_certain else awaits,
    )


def _undated(unresolved: Unresolved) -> Due:
    awaits = unresolved.deadline_text if events.needs_event(unresolved.kind) else ""
    return Due("", None, False, f"{unresolved.reason} {unresolved.needs}", awaits)


def _rows(plan: Plan, duty: Duty, now: datetime) -> Iterable[tuple[Assignment, tuple[ItemAgency, ...]]]:
    owners: tuple[ItemAgency | None, ...] = duty.leads or (None,)
    for owner in owners:
        for due in duty.dues:
            yield _row(plan, duty, owner, due, now), duty.others


def _row(plan: Plan, duty: Duty, owner: ItemAgency | None, due: Due, now: datetime) -> Assignment:
    item = duty.item
    words = " ".join(
        (item.code, item.number, item.name, item.domain_name, duty.product, owner.text if owner else "", plan.number)
    )
    return Assignment(
        plan_item=item,
        unit=plan.unit,
        owner=owner.unit if owner else None,
        owner_text=owner.text if owner else "",
        title=item.name,
        product=duty.product,
        year=plan.year,
        period_label=due.period_label[:60],
        due_on=due.due_on,
        due_explanation=due.explanation,
        due_is_certain=due.is_certain,
        awaits=due.awaits,
        created_at=now,
        search_fold=fold(words),
    )
