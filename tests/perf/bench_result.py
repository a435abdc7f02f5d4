"""A season of one province, 150 units with 60 items each: its pages, the form, the published ranking, publication.

Pages have the promised limit of `bench_pages`. Publication is held to a time of our own: one press of a button, in
which everything is locked, recomputed, packed and signed.
"""

from __future__ import annotations

import time_machine
from django.db import transaction
from django.test import Client

from parindex.apps.assessment import bulk, publication
from parindex.apps.assessment.models import Campaign, RoundKind, Sheet, SheetItem, SheetState
from parindex.apps.assessment.publication import Decision
from parindex.apps.people.models import User
from parindex.domain.access import Role
from parindex.domain.scoring.entries import Entry
from tests.factories import assessment as make
from tests.perf import bench_pages
from tests.perf.bench_season import opened, prepared
from tests.perf.rows import Row, best

UNITS, ITEMS = 150, 60
PUBLICATION_SECONDS = 5.0
PUBLISHED_AT = make.ROUNDS[RoundKind.PUBLICATION][0]


def run() -> list[Row]:
    """Measure everything and return the rows; nothing stays in the database."""
    bench_pages.crowd_of_pages()
    with transaction.atomic():
        season = filled()
        with time_machine.travel(make.SEASON_AT, tick=True):
            rows = [row_of(season, url) for url in open_pages(season)]
        seconds = publishing(season)
        with time_machine.travel(PUBLISHED_AT, tick=True):
            publish(season)
            rows += [row_of(season, f"/ket-qua/{season.campaign.public_id}/")]
        transaction.set_rollback(True)
    name = f"Công bố {UNITS} đơn vị × {ITEMS} mục, không quá {PUBLICATION_SECONDS:g} giây"
    return [*rows, (name, seconds, PUBLICATION_SECONDS, 1.0)]


def filled() -> make.Season:
    """Return an open season in which every unit has answered everything."""
    season = prepared(UNITS, items=ITEMS)
    opened(season)
    codes = list(SheetItem.objects.filter(sheet=season.sheet()).order_by("position").values_list("code", flat=True))
    cells = [
        (unit.slug, code, name, value)
        for nth, unit in enumerate(season.communes)
        for code in codes
        for name, value in (("numerator", str(nth % 90)), ("denominator", "90"))
    ]
    entries = [Entry(row, *cell) for row, cell in enumerate(cells, start=2)]
    bulk.import_answers(campaign=season.campaign, entries=entries, actor=season.holder, now=make.SEASON_AT)
    return season


def open_pages(season: make.Season) -> tuple[str, ...]:
    """Return the page of the campaign and the form of a unit."""
    return f"/dot-cham-diem/{season.campaign.public_id}/", f"/phieu-cham/{season.sheet().public_id}/"


def row_of(season: make.Season, url: str) -> Row:
    """Measure one page as the holder sees it."""
    ours = Client(SERVER_NAME="127.0.0.1")
    ours.force_login(User.objects.get(pk=season.holder.user_id), backend="parindex.apps.people.backends.LockingBackend")
    name, *figures = bench_pages.page_row(ours, bench_pages.bare_browser(ours), url)
    return (name.replace(" so với", f" ({UNITS} × {ITEMS}) so với"), *figures)


def publishing(season: make.Season) -> float:
    """Return the seconds of one publication."""

    def once() -> None:
        with transaction.atomic():
            publish(season)
            transaction.set_rollback(True)

    return best(once, rounds=2)


def publish(season: make.Season) -> None:
    """Publish a season whose sheets are all signed."""
    Sheet.objects.filter(campaign=season.campaign).update(state=SheetState.SIGNED)
    leader = make.make_person(season.province, Role.LEADER)
    campaign = Campaign.objects.get(pk=season.campaign.pk)
    decision = Decision("01/QĐ-MH", make.SEASON_AT.date(), "UBND tỉnh Sông Mây")
    publication.publish(campaign=campaign, version=campaign.version, decision=decision, actor=leader, now=PUBLISHED_AT)
