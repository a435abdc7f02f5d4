"""The demonstration's dossiers: made up for units of the fictional province, imported like any file."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone

from parindex.analytics.bulk.importing import load_clock
from parindex.analytics.bulk.making import Place, write_dossiers
from parindex.apps.dossiers import selectors, services
from parindex.apps.orgs import selectors as orgs
from parindex.apps.orgs.selectors import UnitFilter
from parindex.domain.access import SYSTEM, Actor
from parindex.jobs import worker

FEW = 4_000
MAIN, PORTAL = "main", "portal"
_LEVELS = {"department": 1, "commune": 3}
_LAST_MONTH, _LAST_DAY = 11, 20


def import_made_up(*, count: int, source: str, slug: str, actor: Actor, now: datetime) -> tuple[int, int]:
    """Make so many dossiers of a fictional province and import them; returns how many are in and how many are not.

    The same day makes the same dossiers, so importing them again changes nothing.
    """
    root, clock = orgs.access_slug(SYSTEM, slug), load_clock()
    under = orgs.list_units(SYSTEM, filters=UnitFilter(on=timezone.localdate(now), under_path=root.path))
    places = [Place(unit.slug, _LEVELS[unit.kind]) for unit in under if unit.kind in _LEVELS and unit.is_fictional]
    # Appointments of the last dossiers must lie in years that the calendar knows.
    last = min(timezone.localdate(now), date(clock.calendar.last_year, _LAST_MONTH, _LAST_DAY))
    with tempfile.TemporaryDirectory(prefix="parindex-") as folder:
        path = Path(folder) / f"ho-so-minh-hoa-{source}-{count}.parquet"
        write_dossiers(path, count=count, places=places, last=last, calendar=clock.calendar, is_portal=source == PORTAL)
        with path.open("rb") as stream:
            upload = services.Upload(path.name, stream, path.stat().st_size)
            made = services.start_import(unit=root, source=source, upload=upload, actor=actor, now=now)
    while worker.run_one(worker="demonstration", clock=lambda: now):
        pass
    done = selectors.access_import(SYSTEM, made.public_id)
    return done.accepted_count, done.rejected_count
