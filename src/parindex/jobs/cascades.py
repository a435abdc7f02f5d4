"""Handing a plan down: one draft for each lower unit that was chosen."""

from __future__ import annotations

from datetime import date

from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.planning import cascades
from parindex.domain.scoring.catalogue import Catalogue
from parindex.jobs.registry import JobContext


def draft_lower_plans(context: JobContext) -> dict[str, object]:
    """Draft the plans of the units that still wait; a job that was killed goes on with the rest, no unit twice."""
    payload = context.payload
    waiting, total = cascades.list_waiting(str(payload["key"]))
    made = 0
    if waiting:
        on = date.fromisoformat(str(payload["on"]))
        catalogue = _catalogue(context, str(payload["catalogue"]))
        work = cascades.open_work(plan_id=int(str(payload["plan_id"])), on=on, catalogue=catalogue)
        for at, row in enumerate(waiting, start=total - len(waiting)):
            # Also the moment at which a stopped job ends: before a unit, never within one.
            context.progress(done=at, total=total, note=f"Đang lập dự thảo cho {row.unit.name}")
            made += cascades.make_draft(row=row, work=work, actor=context.actor, now=context.now())
    context.progress(done=total, total=total, note="Đã lập xong")
    return {"made": made, "units": total}


def _catalogue(context: JobContext, catalogue_id: str) -> Catalogue | None:
    return catalogues.access_catalogue(context.actor, catalogue_id).catalogue if catalogue_id else None
