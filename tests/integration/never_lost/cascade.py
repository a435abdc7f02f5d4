"""Stages of a plan that is handed down, each going on from where the database stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parindex.apps.assignments import services as assignments
from parindex.apps.base import jobs
from parindex.apps.imports import review
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.planning import cascades, lower_units
from parindex.apps.planning.models import Plan
from parindex.domain.access import SYSTEM
from parindex.jobs import worker
from tests.factories import UnitFactory
from tests.factories.plans import import_text

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SILENCE = jobs.STALE_AFTER + timedelta(seconds=1)
COMMUNES = ("Xã Đồi Sao", "Xã Nắng Sớm", "Phường Suối Vàng")


def cascade_prepare() -> None:
    """Issue the plan of the province above three communes."""
    root = Unit.objects.get(name="Tỉnh Sông Mây")
    for nth, name in enumerate(COMMUNES):
        commune = UnitFactory(name=name, slug=f"xa-{nth}", kind=UnitKind.COMMUNE, parent=root)
        UnitFactory(name="Phòng Văn hóa - Xã hội", slug=f"phong-{nth}", kind=UnitKind.OFFICE, parent=commune)
    draft = import_text(unit=root, actor=SYSTEM, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=SYSTEM, now=NOW)
    assignments.approve_plan(draft=draft, actor=SYSTEM, now=NOW)


def cascade_start(*, who: str = "focal") -> int:
    """Hand the plan down to every commune; return how many were taken."""
    plan = Plan.objects.select_related("unit").get()
    actor = access.actor_of(User.objects.get(username=who), today=date(2026, 3, 16))
    units = {unit.pk for unit in lower_units.below(plan.unit, on=NOW.date())}
    return cascades.start(plan=plan, unit_ids=units, catalogue_id="", actor=actor, now=NOW).taken


def cascade_work(*, attempt: int = 0) -> int:
    """Work as the worker does until nothing is due; each attempt begins when the one before is known to be dead."""
    now = NOW + attempt * SILENCE
    jobs.reap(now=now)
    return worker.run_until_empty(clock=lambda: now)


STAGES = (cascade_prepare, cascade_start, cascade_work)
