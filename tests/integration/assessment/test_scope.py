"""No role sees or writes the drafts of another subtree: random trees, random roles, every selector and service."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.assessment import bulk, campaigns, selectors, sheets
from parindex.apps.assessment.campaigns import Duty
from parindex.apps.assessment.context import context_of
from parindex.apps.assessment.errors import AssessmentError, CampaignNotFound, SheetNotFound
from parindex.apps.assessment.models import RoundKind, Sheet, SheetState
from parindex.apps.assessment.selectors import SheetFilter
from parindex.apps.orgs.models import UnitKind
from parindex.domain.access import ROLE_PERMISSIONS, Actor, Grant, Permission, PermissionDenied, Role
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.scoring.entries import BadEntries, Entry
from tests.factories import UnitFactory
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
REFUSALS = (AssessmentError, PermissionDenied, MoveRefused, BadEntries)

CATALOGUE = """
schema: parindex.catalogue/1
id: scope-demonstration
level: commune
year: 2026
title: Bộ thử hai lĩnh vực
status: demonstration
notice: Bộ thử.
group: xã
total_points: "2"
items:
  - {code: "1", name: Một, max_points: "1", rule: {shape: manual, guidance: thử}}
  - {code: "2", name: Hai, max_points: "1", rule: {shape: manual, guidance: thử}}
"""


def make_tree(draw_parents: list[int]) -> make.Season:
    """Return a season over a random tree below a province; the first unit of `communes` is its root."""
    season = make.make_season(0, revision=make.make_revision_of(CATALOGUE), is_open=False)
    units = [UnitFactory(name="Xã gốc", kind=UnitKind.COMMUNE, parent=season.province)]
    for parent in draw_parents:
        units.append(UnitFactory(name=f"Đơn vị {len(units)}", kind=UnitKind.OFFICE, parent=units[parent % len(units)]))
    season.campaign.refresh_from_db()
    season.group.campaign = season.campaign
    values = {"actor": season.holder, "now": make.PREPARED_AT}
    campaigns.set_units(group=season.group, version=season.campaign.version, units=units, **values)
    campaigns.set_duties(
        group=season.group, version=season.group.campaign.version, duties=[Duty(season.agency, "1")], **values
    )
    campaigns.open_campaign(campaign=season.campaign, version=season.group.campaign.version, **values)
    return make.Season(
        season.province, season.agency, tuple(units), season.campaign, season.group, season.holder, season.appraiser
    )


def expected(actor: Actor, sheet: Sheet, season: make.Season) -> set[str]:
    """Say, by the words of the contract, which fields of a sheet an actor may see."""
    if actor.may(Permission.SCORES_VIEW, sheet.unit.path):
        return {"1", "2"}
    is_judge = actor.may(Permission.SCORES_APPRAISE, season.agency.path)
    return {"1"} if is_judge and sheet.state == SheetState.SIGNED else set()


def writes(actor: Actor, season: make.Season, sheet: Sheet) -> list[object]:
    """Return every way to write a sheet."""
    item = sheet.items.get(code="1")
    item.sheet = sheet
    now, step = make.SEASON_AT, {"sheet": sheet, "version": sheet.version, "note": "x", "actor": actor}
    entry = Entry(2, sheet.unit.slug, "1", "", "1")
    answer = {"inputs": {"points": "1"}, "is_not_applicable": False, "justification": "x"}
    return [
        lambda: sheets.save_answer(item=item, version=item.version, actor=actor, now=now, **answer),
        lambda: bulk.import_answers(campaign=season.campaign, entries=[entry], actor=actor, now=now),
        lambda: sheets.submit(now=now, **step),
        lambda: sheets.withdraw(now=now, **step),
        lambda: sheets.send_back(now=now, **step),
        lambda: sheets.sign(now=now, **step),
        lambda: campaigns.reopen(
            campaign=season.campaign,
            sheet=sheet,
            kind=RoundKind.SELF_SCORE,
            until=make.ROUNDS[RoundKind.SELF_SCORE][1],
            reason="x",
            actor=actor,
            now=now,
        ),
    ]


def rows_of(sheet: Sheet) -> list[object]:
    return [Sheet.objects.filter(pk=sheet.pk).values().get(), list(sheet.items.order_by("pk").values())]


ROLES = st.lists(st.tuples(st.sampled_from(Role), st.integers(-1, 5)), min_size=1, max_size=3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    parents=st.lists(st.integers(0, 5), min_size=1, max_size=5),
    roles=ROLES,
    states=st.lists(
        st.sampled_from([SheetState.ENTERING, SheetState.SUBMITTED, SheetState.SIGNED]), min_size=6, max_size=6
    ),
)
def test_nobody_reaches_another_subtree(parents, roles, states):
    with transaction.atomic():
        season = make_tree(parents)
        places = [season.agency, *season.communes]
        units = [places[(place + 1) % len(places)] for _, place in roles]
        grants = tuple(Grant(role, unit.pk, unit.path) for (role, _), unit in zip(roles, units, strict=True))
        actor = Actor(user_id=999_999, name="Người thử", grants=grants)
        for place, state in zip(range(len(season.communes)), states, strict=False):
            Sheet.objects.filter(unit=season.communes[place]).update(state=state)
        for place in range(len(season.communes)):
            check_sheet(actor, season, season.sheet(place))
        seen = {sheet.pk for sheet in selectors.list_sheets(actor, season.campaign, SheetFilter())}
        rows = [season.sheet(place) for place in range(len(season.communes))]
        assert seen == {sheet.pk for sheet in rows if expected(actor, sheet, season)}
        transaction.set_rollback(True)


def check_sheet(actor: Actor, season: make.Season, sheet: Sheet) -> None:
    fields = expected(actor, sheet, season)
    if fields:
        assert selectors.access_sheet(actor, sheet.public_id) == sheet
        assert selectors.access_campaign(actor, season.campaign.public_id) == season.campaign
    else:
        with pytest.raises(SheetNotFound):
            selectors.access_sheet(actor, sheet.public_id)
    assert {item.field_code for item in selectors.list_items(sheet, actor)} == fields
    may_write = any(
        {Permission.SCORES_ENTER, Permission.SCORES_SIGN} & ROLE_PERMISSIONS[grant.role]
        and sheet.unit.path.startswith(grant.unit_path)
        for grant in actor.grants
    )
    if may_write:
        return
    before = rows_of(sheet)
    for write in writes(actor, season, sheet):
        with pytest.raises(REFUSALS):
            write()
    assert rows_of(sheet) == before


def test_a_prepared_campaign_is_seen_by_its_holder_only():
    season = make.make_season(1, is_open=False)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    leader = make.make_person(season.province, Role.LEADER)

    assert selectors.list_campaigns(season.holder) == [season.campaign]
    for actor in (officer, leader, season.appraiser):
        assert selectors.list_campaigns(actor) == []
        assert selectors.list_sheets(actor, season.campaign, SheetFilter()) == []
        with pytest.raises(CampaignNotFound):
            selectors.access_campaign(actor, season.campaign.public_id)
        with pytest.raises(SheetNotFound):
            selectors.access_sheet(actor, season.sheet().public_id)


def test_list_sheets_narrows():
    season = make.make_season(3)
    Sheet.objects.filter(unit=season.communes[1]).update(state=SheetState.SIGNED)

    def listed(**filters):
        return [
            sheet.unit.name for sheet in selectors.list_sheets(season.holder, season.campaign, SheetFilter(**filters))
        ]

    assert listed(query="hu cau 0002") == ["Xã Hư Cấu 0002"]
    assert listed(state=SheetState.SIGNED) == ["Xã Hư Cấu 0001"]
    assert listed(under_path=season.communes[0].path) == ["Xã Hư Cấu 0000"]
    assert listed(group_id=season.group.pk + 1) == []
    assert listed(query="\0") == []
    assert len(listed()) == 3


def test_access_item_of_a_hidden_field_does_not_exist():
    season = make_tree([0])
    Sheet.objects.update(state=SheetState.SIGNED)
    sheet = season.sheet()

    assert selectors.access_item(season.appraiser, sheet, "1").code == "1"
    with pytest.raises(SheetNotFound):
        selectors.access_item(season.appraiser, sheet, "2")


def count_queries(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_selectors_ask_a_constant_number_of_queries():
    few, many = (count_all(make.make_season(number)) for number in (2, 12))

    assert few == many
    assert few == [1, 1, 1, 3, 2, 1]


def count_all(season: make.Season) -> list[int]:
    sheet, holder, campaign = season.sheet(), season.holder, season.campaign
    return [
        count_queries(lambda: selectors.list_campaigns(holder)),
        count_queries(lambda: selectors.list_sheets(season.appraiser, campaign, SheetFilter())),
        count_queries(lambda: selectors.access_sheet(holder, sheet.public_id)),
        count_queries(lambda: selectors.list_items(sheet, holder)),
        count_queries(lambda: context_of(sheet)),
        count_queries(lambda: campaigns.missing_below(sheet)),
    ]
