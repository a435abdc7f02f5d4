"""Answers taken from rooms that count: they fill what is empty, follow the count, and never touch a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from parindex.apps.assessment import campaigns, feeding, live, sheets
from parindex.apps.assessment.errors import NothingCounted, RoundClosed
from parindex.apps.assessment.models import Campaign, SheetItem
from parindex.apps.audit.models import Event
from parindex.apps.base import indicators
from parindex.apps.base.models import Job
from parindex.apps.orgs.models import UnitKind
from parindex.definitions.feeds import loader
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.assessment.feeding import addresses_of
from tests.factories.assessment import PREPARED_AT, SEASON_AT, Season, make_person, make_revision, make_season
from tests.factories.orgs import UnitFactory
from tests.factories.suppliers import ADDRESS, SUPPLIERS, PlanRegister

pytestmark = pytest.mark.django_db
CODE = "1.2"
AUDIT_QUERIES = 4
"""Each sheet has its entry in the register, chained to the one before."""


@pytest.fixture
def season(settings: Settings) -> Iterator[Season]:
    settings.PARINDEX_SUPPLIERS = SUPPLIERS
    season = make_season(2)
    PlanRegister.counts.update({season.communes[0].pk: (31, 40), season.communes[1].pk: (40, 40)})
    yield season
    PlanRegister.counts.clear()


def stored(season: Season, place: int = 0) -> SheetItem:
    return season.item(CODE, place)


def test_opening_fills_every_sheet_from_the_registers(season: Season) -> None:
    assert feeding.prefill(campaign_id=season.campaign.pk, now=SEASON_AT) == 2

    first, second = stored(season), stored(season, 1)
    assert first.inputs == {"numerator": "31", "denominator": "40"}
    assert second.inputs == {"numerator": "40", "denominator": "40"}
    assert first.source == "Việc trong sổ thử, đến hết 02/11/2026"
    highest = [season.sheet(place).self_high or 0 for place in (0, 1)]
    assert highest[0] < highest[1]
    assert Event.objects.filter(action="sheet.fed").count() == 2
    assert feeding.prefill(campaign_id=season.campaign.pk, now=SEASON_AT) == 0


def test_opening_a_campaign_queues_the_filling_once(season: Season) -> None:
    job = Job.objects.get(kind="assessment.prefill")

    assert job.payload == {"campaign_id": season.campaign.pk}


def test_what_a_person_entered_stays_and_a_taken_answer_follows_the_count(season: Season) -> None:
    clerk = make_person(season.communes[0], Role.FOCAL)
    item = stored(season)
    sheets.save_answer(
        item=item,
        version=item.version,
        inputs={"numerator": "39", "denominator": "40"},
        is_not_applicable=False,
        justification="",
        actor=clerk,
        now=SEASON_AT,
    )

    taken = feeding.take_all(sheet=season.sheet(), actor=clerk, now=SEASON_AT)

    assert (taken.changed, taken.kept) == ((), (CODE,))
    assert stored(season).inputs["numerator"] == "39"
    feeding.take_one(item=stored(season), actor=clerk, now=SEASON_AT)
    assert stored(season).inputs["numerator"] == "31"
    PlanRegister.counts[season.communes[0].pk] = (32, 40)
    later = feeding.take_all(sheet=season.sheet(), actor=clerk, now=SEASON_AT + timedelta(days=1))
    assert later.changed == (CODE,)
    assert stored(season).source.endswith("đến hết 03/11/2026")


def test_an_answer_typed_over_a_taken_one_is_the_persons_own(season: Season) -> None:
    clerk = make_person(season.communes[0], Role.FOCAL)
    feeding.take_all(sheet=season.sheet(), actor=clerk, now=SEASON_AT)
    item = stored(season)

    sheets.save_answer(
        item=item,
        version=item.version,
        inputs={"numerator": "30", "denominator": "40"},
        is_not_applicable=False,
        justification="",
        actor=clerk,
        now=SEASON_AT,
    )

    assert stored(season).source == ""
    assert not feeding.is_takeable(stored(season))


def test_nothing_counted_leaves_the_item_as_it_is(season: Season) -> None:
    clerk = make_person(season.communes[0], Role.FOCAL)
    PlanRegister.counts.clear()

    assert feeding.take_all(sheet=season.sheet(), actor=clerk, now=SEASON_AT).unknown == (CODE,)
    with pytest.raises(NothingCounted, match=r"mục 1\.2"):
        feeding.take_one(item=stored(season), actor=clerk, now=SEASON_AT)
    PlanRegister.counts[season.communes[0].pk] = (41, 40)
    with pytest.raises(NothingCounted):
        feeding.take_one(item=stored(season), actor=clerk, now=SEASON_AT)
    assert stored(season).inputs == {}


def test_taking_obeys_rights_and_the_clock(season: Season) -> None:
    stranger = make_person(season.communes[1], Role.FOCAL)
    clerk = make_person(season.communes[0], Role.FOCAL)

    with pytest.raises(PermissionDenied):
        feeding.take_all(sheet=season.sheet(), actor=stranger, now=SEASON_AT)
    with pytest.raises(RoundClosed):
        feeding.take_all(sheet=season.sheet(), actor=clerk, now=SEASON_AT + timedelta(days=30))
    assert stored(season).inputs == {}


def test_queries_do_not_grow_with_the_sheets(season: Season) -> None:
    many = make_season(12)
    counts = []
    for one in (season, many):
        PlanRegister.counts.update({unit.pk: (31, 40) for unit in one.communes})
        with CaptureQueriesContext(connection) as queries:
            feeding.prefill(campaign_id=one.campaign.pk, now=SEASON_AT)
        counts.append(len(queries) - len(one.communes) * AUDIT_QUERIES)

    assert counts[0] == counts[1]


def test_catalogue_items_without_a_room_are_not_fed(season: Season, settings: Settings) -> None:
    settings.PARINDEX_SUPPLIERS = {}

    assert live.feeds_of(season.group.revision) == {}


def test_groups_with_catalogues_of_their_own_do_not_mix(settings: Settings) -> None:
    """The department's catalogue has an item of the same code, which nothing counts, and its plan is another item."""
    settings.PARINDEX_SUPPLIERS = SUPPLIERS
    prepared = make_season(1, is_open=False)
    group = campaigns.add_group(
        campaign=prepared.campaign,
        version=Campaign.objects.get(pk=prepared.campaign.pk).version,
        name="Sở, ban, ngành",
        revision=make_revision("department-2026-demonstration"),
        units=[prepared.agency],
        actor=prepared.holder,
        now=PREPARED_AT,
    )
    fresh = Campaign.objects.get(pk=prepared.campaign.pk)
    other = UnitFactory(name="Sở Tư pháp Sông Mây", kind=UnitKind.DEPARTMENT, parent=prepared.province)
    campaigns.set_duties(
        group=group, version=fresh.version, duties=[campaigns.Duty(other)], actor=prepared.holder, now=PREPARED_AT
    )
    fresh = Campaign.objects.get(pk=prepared.campaign.pk)
    campaigns.open_campaign(campaign=fresh, version=fresh.version, actor=prepared.holder, now=PREPARED_AT)
    PlanRegister.counts.update({prepared.communes[0].pk: (31, 40), prepared.agency.pk: (5, 5)})

    assert feeding.prefill(campaign_id=fresh.pk, now=SEASON_AT) == 2

    assert SheetItem.objects.get(sheet__unit=prepared.communes[0], code=CODE).inputs["numerator"] == "31"
    assert SheetItem.objects.get(sheet__unit=prepared.agency, code=CODE).inputs == {}
    assert SheetItem.objects.get(sheet__unit=prepared.agency, code="1.1").inputs["numerator"] == "5"
    PlanRegister.counts.clear()


def test_shipped_feeds_name_indicators_that_rooms_of_this_site_count() -> None:
    named = {
        (catalogue_id, code, address)
        for catalogue_id in loader.list_fed_catalogues()
        for code, feeds in loader.load_feeds(catalogue_id).items()
        for address in addresses_of(feeds)
    }

    assert named
    offers = indicators.offers_of({address for _, _, address in named})
    assert {one for one in named if one[2] not in offers} == set()


def test_place_keeps_feeds_of_its_own_and_a_broken_file_feeds_nothing(
    season: Season, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    assert set(live.feeds_of(season.group.revision)) == {CODE}
    (tmp_path / "feeds").mkdir()
    file = tmp_path / "feeds" / f"{season.group.revision.catalogue_id}.yaml"
    head = f"schema: parindex.feeds/1\ncatalogue: {season.group.revision.catalogue_id}\nitems:\n"

    file.write_text(f'{head}  "1.6": {{initiatives: "{ADDRESS}.numerator"}}\n', encoding="utf-8")

    assert set(live.feeds_of(season.group.revision)) == {"1.6"}
    file.write_text(head + '  "1.6": {}\n', encoding="utf-8")
    assert live.feeds_of(season.group.revision) == {}
