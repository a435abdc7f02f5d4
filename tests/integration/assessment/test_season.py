"""A season on its happy path: prepared, opened, answered, submitted, signed."""

from __future__ import annotations

import pytest

from parindex.apps.assessment import campaigns, scoring, selectors, sheets
from parindex.apps.assessment.models import CampaignState, RoundKind, SheetState
from parindex.apps.assessment.selectors import SheetFilter
from parindex.apps.audit import services as audit
from parindex.domain.access import Role
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db


def test_open_campaign_makes_items_and_totals():
    season = make.make_season(3)

    sheet = season.sheet()

    assert season.campaign.state == CampaignState.OPEN
    assert [sheet.items.count(), season.sheet(2).items.count()] == [43, 43]
    assert (sheet.self_low, sheet.self_maximum, sheet.version) == (0, 1000000, 1)
    assert sheet.self_high == 1000000
    assert season.item("1.1").field_code == "1"


def test_answer_gives_points_at_once():
    season = make.make_season(1)
    officer = make.make_person(season.communes[0], Role.OFFICER)
    item = season.item("1.2")

    saved = sheets.save_answer(
        item=item,
        version=item.version,
        inputs={"numerator": " 39", "denominator": "40"},
        is_not_applicable=False,
        justification="",
        actor=officer,
        now=make.SEASON_AT,
    )

    sheet = season.sheet()
    items = selectors.list_items(sheet, officer)
    assert saved.inputs == {"numerator": "39", "denominator": "40"}
    assert (saved.version, saved.updated_by_name) == (2, officer.name)
    assert scoring.self_score(sheet, items).item("1.2").points == 15000
    total = scoring.self_score(sheet, items).total
    assert (sheet.self_low, sheet.self_high, sheet.final_high) == (total.low, total.high, total.high)
    assert audit.verify().is_whole


def test_sheet_goes_from_officer_to_leader():
    season = make.make_season(1)

    signed = make.sign_sheet(season.sheet())

    assert signed.state == SheetState.SIGNED
    assert season.sheet().self_low > 500000


def test_reopen_returns_a_signed_sheet():
    season = make.make_season(2)
    make.sign_sheet(season.sheet())
    late = make.ROUNDS[RoundKind.APPRAISAL_1][0]
    until = make.ROUNDS[RoundKind.APPRAISAL_1][1]

    campaigns.reopen(
        campaign=season.campaign,
        sheet=season.sheet(),
        kind=RoundKind.SELF_SCORE,
        until=until,
        reason="Nhập nhầm kỳ báo cáo",
        actor=season.holder,
        now=late,
    )
    make.sign_sheet(season.sheet(), now=late)

    assert season.sheet().state == SheetState.SIGNED


def test_lists_show_own_area_only():
    season = make.make_season(3)
    officer = make.make_person(season.communes[1], Role.OFFICER)

    seen = selectors.list_sheets(officer, season.campaign, SheetFilter())

    assert [sheet.unit for sheet in seen] == [season.communes[1]]
    assert selectors.list_campaigns(officer) == [season.campaign]
