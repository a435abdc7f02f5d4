"""How a plan that is written on the page begins: blank, from last year's plan, or from the one that it replaces."""

from __future__ import annotations

from datetime import datetime

from parindex.apps.imports import heads
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import Draft, Origin
from parindex.apps.imports.provenance import ItemSource
from parindex.apps.orgs.models import Unit
from parindex.apps.planning import exports
from parindex.apps.planning.models import Plan, PlanItem
from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.access import Actor
from parindex.domain.planning import model
from parindex.domain.planning.renewal import renew


def start_blank(*, unit: Unit, year: int, actor: Actor, now: datetime) -> Draft:
    """Begin a plan with its head alone. Raises `PermissionDenied`."""
    plan = model.Plan(heads.head_of(unit, year=year), ())
    start = imports.Start(Origin.BLANK, plan, name=f"Dự thảo kế hoạch năm {year}", sources={})
    draft, _ = imports.start_draft(unit=unit, start=start, actor=actor, now=now)
    return draft


def start_from_last_year(*, plan: Plan, year: int, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    """Begin the plan of a year from the unit's plan of another; what moved on is to be looked at.

    The same plan and year give the draft that already exists. Raises `PermissionDenied`.
    """
    renewal = renew(exports.read_plan(plan), year=year, calendar=load_calendar())
    sources = _sources(plan, notes=dict(renewal.notes))
    start = imports.Start(
        Origin.LAST_YEAR,
        renewal.plan,
        name=f"Dự thảo kế hoạch năm {year}",
        sources=sources,
        key=f"plan:{plan.pk}:{year}",
    )
    return imports.start_draft(unit=plan.unit, start=start, actor=actor, now=now)


def start_amendment(*, plan: Plan, actor: Actor, now: datetime) -> tuple[Draft, bool]:
    """Begin the plan that is to replace an issued one, with the same words. Raises `PermissionDenied`."""
    start = imports.Start(
        Origin.AMENDMENT,
        exports.read_plan(plan),
        name=f"Sửa kế hoạch {plan.number or plan.title}",
        sources=_sources(plan, notes={}),
        key=f"plan:{plan.pk}",
        replaces=plan.draft,
    )
    return imports.start_draft(unit=plan.unit, start=start, actor=actor, now=now)


def _sources(plan: Plan, *, notes: dict[str, tuple[str, ...]]) -> dict[str, ItemSource]:
    rows = plan.items.select_related("draft_item").order_by("position", "pk")
    return {row.draft_item.key: _source(plan, row, notes.get(row.draft_item.key, ())) for row in rows}


def _source(plan: Plan, row: PlanItem, notes: tuple[str, ...]) -> ItemSource:
    place = f"{row.domain}.{row.number}" if row.part == model.Part.APPENDIX and row.domain else row.number
    label = f"Kế hoạch {plan.number or f'năm {plan.year}'}, mục {place or 'không số'}"
    return ItemSource(label=label, words=row.name, notes=notes, plan_item_id=row.pk)
