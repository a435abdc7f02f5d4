"""Handing an issued plan down: one job drafts the plan of each chosen lower unit. The only writer of its tables."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.base import jobs
from parindex.apps.base.models import Job, JobState
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import Draft, DraftState
from parindex.apps.orgs import records
from parindex.apps.orgs.models import Unit
from parindex.apps.planning import cascade_sources, lower_units, recording
from parindex.apps.planning.errors import NotBelow, NothingChosen, PlanSuperseded
from parindex.apps.planning.models import ItemOutcome, LowerItem, LowerPlan, Plan
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.model import Cascade, NoCascade
from parindex.domain.planning.cascade.places import find_lower_unit
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.units import UnitFact

JOB = "planning.cascade"
_OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Begun:
    """What a start did: its job (None when every unit was skipped), how many units it takes, and those skipped."""

    job: Job | None
    taken: int
    skipped: tuple[Unit, ...]


def start(*, plan: Plan, unit_ids: Collection[int], catalogue_id: str, actor: Actor, now: datetime) -> Begun:
    """Queue the drafts of some lower units of a plan as one job; a unit that has a draft already is skipped.

    `catalogue_id` names the catalogue that criteria must be in, "" for none. Raises `PermissionDenied`,
    `PlanSuperseded`, `NothingChosen` and `NotBelow`.
    """
    if not actor.may(Permission.PLANS_REVIEW, plan.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    if plan.superseded_at is not None:
        raise PlanSuperseded("Kế hoạch này đã được thay thế. Triển khai kế hoạch thay nó.")
    takers = lower_units.takers(plan.unit, on=timezone.localdate(now))
    units = [unit for unit in takers if unit.pk in unit_ids]
    if not unit_ids:
        raise NothingChosen("Chưa chọn đơn vị nào. Đánh dấu ít nhất một đơn vị cấp dưới rồi bấm lại.")
    if len(units) != len(set(unit_ids)):
        raise NotBelow(
            "Có đơn vị không phải cấp dưới trực tiếp hay cơ quan của đơn vị ban hành. Tải lại trang rồi chọn lại."
        )
    with transaction.atomic():
        # The lock on the plan lets one start through at a time: no unit gets into two jobs.
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        rows = _rows(plan, units, now)
        waiting = [row for row in rows if _is_waiting(row)]
        skipped = tuple(row.unit for row in rows if not _is_waiting(row))
        if not waiting:
            return Begun(None, 0, skipped)
        job = _queue(plan, waiting, catalogue_id=catalogue_id, actor=actor, now=now)
        told = {"units": len(waiting), "skipped": len(skipped)}
        recording.record(plan, action="plan.cascaded", actor=actor, now=now, after=told)
    return Begun(job, len(waiting), skipped)


def _rows(plan: Plan, units: Sequence[Unit], now: datetime) -> list[LowerPlan]:
    """Return one row a unit, made where it is missing; a draft of the unit's own that carries the plan out is taken."""
    LowerPlan.objects.bulk_create(
        [LowerPlan(upper=plan, unit=unit, created_at=now) for unit in units], ignore_conflicts=True, batch_size=500
    )
    kept = LowerPlan.objects.filter(upper=plan, unit__in=units).select_related("unit", "draft", "job")
    rows = list(kept.order_by("unit__name_sort", "pk"))
    own = lower_units.own_drafts(plan, [row.unit_id for row in rows if row.draft is None])
    for row in rows:
        if row.unit_id in own:
            row.draft = own[row.unit_id]
            row.save(update_fields=["draft"])
    return rows


def _is_waiting(row: LowerPlan) -> bool:
    if row.draft is not None and row.draft.state != DraftState.DISCARDED:
        return False
    return row.job is None or row.job.state not in _OPEN


def _queue(plan: Plan, rows: Sequence[LowerPlan], *, catalogue_id: str, actor: Actor, now: datetime) -> Job:
    key = str(uuid.uuid4())
    payload = {"key": key, "plan_id": plan.pk, "catalogue": catalogue_id, "on": timezone.localdate(now).isoformat()}
    job = jobs.enqueue(kind=JOB, payload=payload, actor=actor, now=now, dedupe_key=_job_key(key))
    LowerPlan.objects.filter(pk__in=[row.pk for row in rows]).update(job=job, draft=None, refusal="", counts={})
    LowerItem.objects.filter(lower__in=rows).delete()
    return job


def _job_key(key: str) -> str:
    return f"{JOB}:{key}"


def cancel(*, plan: Plan, actor: Actor, now: datetime) -> bool:
    """Stop the job of a plan after the unit in hand; tell whether one was running. Raises `PermissionDenied`."""
    if not actor.may(Permission.PLANS_REVIEW, plan.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    job = lower_units.latest_job(plan)
    with transaction.atomic():
        if job is None or not jobs.cancel(job, now=now):
            return False
        recording.record(plan, action="plan.cascade_stopped", actor=actor, now=now)
    return True


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that is the same for all units of one job."""

    plan: Plan
    upper: cascade_sources.Upper
    facts: tuple[UnitFact, ...]
    on: date
    catalogue: Catalogue | None


def open_work(*, plan_id: int, on: date, catalogue: Catalogue | None) -> Work:
    """Read the upper plan and the tree once for a job. For the system only."""
    plan = Plan.objects.select_related("unit", "draft").get(pk=plan_id)
    return Work(plan, cascade_sources.read_upper(plan), records.read_facts(by_slug=True), on, catalogue)


def list_waiting(key: str) -> tuple[list[LowerPlan], int]:
    """Return the rows of a job that still wait for a draft, and how many rows it has. For the system only."""
    rows = list(LowerPlan.objects.filter(job__dedupe_key=_job_key(key)).select_related("unit").order_by("pk"))
    return [row for row in rows if row.draft_id is None and not row.refusal], len(rows)


def make_draft(*, row: LowerPlan, work: Work, actor: Actor, now: datetime) -> bool:
    """Draft the plan of one lower unit, whole or not at all; tell whether a draft was made.

    A row that has a draft is left as it is, so that a job that was killed goes on where it was. What cannot be handed
    down is kept with the reason.
    """
    with transaction.atomic():
        locked = LowerPlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        if locked.draft_id is not None:
            return False
        try:
            cascade = _cascade(work, locked.unit)
        except NoCascade as refused:
            locked.refusal = refused.message
            locked.save(update_fields=["refusal"])
            return False
        locked.draft, is_new = _start(locked, cascade, work, actor=actor, now=now)
        locked.counts = {outcome.value: count for outcome, count in cascade.report.counts.items()} if is_new else {}
        locked.drafted_at = now
        locked.save(update_fields=["draft", "counts", "drafted_at"])
        if is_new:
            _keep_items(locked, locked.draft, cascade, work)
    return is_new


def _cascade(work: Work, unit: Unit) -> Cascade:
    book = load_cascade_book()
    return cascade_plan(
        work.upper.plan,
        unit=find_lower_unit(work.facts, key=unit.slug, on=work.on, book=book),
        book=book,
        lexicon=load_lexicon(),
        calendar=load_calendar(),
        catalogue=work.catalogue,
    )


def _start(row: LowerPlan, cascade: Cascade, work: Work, *, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    begin = cascade_sources.begin(cascade, work.upper, unit_name=row.unit.name, key=f"plan:{work.plan.pk}")
    return imports.start_draft(unit=row.unit, start=begin, actor=actor, now=now)


def _keep_items(row: LowerPlan, draft: Draft, cascade: Cascade, work: Work) -> None:
    drafted = dict(draft.items.values_list("key", "pk"))
    LowerItem.objects.bulk_create(
        [
            LowerItem(
                lower=row,
                upper_item_id=work.upper.item_ids[told.key],
                draft_item_id=drafted.get(told.lower_key or ""),
                outcome=ItemOutcome(told.outcome.value),
                reason=told.reason,
            )
            for told in cascade.report.items
        ],
        batch_size=500,
    )
