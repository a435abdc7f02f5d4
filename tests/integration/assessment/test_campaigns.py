"""Preparing, opening and cancelling a campaign: what is refused, and that opening does not grow with units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.assessment import campaigns
from parindex.apps.assessment.campaigns import Duty
from parindex.apps.assessment.errors import (
    CampaignNotReady,
    ChangedMeanwhile,
    DutyRefused,
    ReasonMissing,
    SheetNotFound,
    UnitRefused,
)
from parindex.apps.assessment.models import CampaignState, RoundKind, Sheet, SheetItem
from parindex.apps.audit.models import Event
from parindex.apps.orgs.models import UnitKind
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.lifecycle import MoveRefused
from tests import kept
from tests.factories import UnitFactory
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
NOW = make.PREPARED_AT


@pytest.fixture
def season() -> make.Season:
    return kept.once("prepared season", lambda: make.make_season(is_open=False))


def by_holder(season, **values):
    season.campaign.refresh_from_db()
    season.group.campaign = season.campaign
    return {"version": season.campaign.version, "actor": season.holder, "now": NOW, **values}


@pytest.mark.parametrize(
    ("values", "words"), [({"title": " "}, "Đặt tên"), ({"title": "Đợt", "blind_percent": 101}, "từ 0 đến 100")]
)
def test_create_refuses(season, values, words):
    with pytest.raises(CampaignNotReady, match=words):
        campaigns.create(unit=season.province, year=2027, actor=season.holder, now=NOW, **values)


def test_change_names_the_campaign_and_before_opening_its_year(season):
    changed = campaigns.change(
        campaign=season.campaign, title=" Đợt 2027 ", year=2027, blind_percent=10, **by_holder(season)
    )
    assert (changed.title, changed.year, changed.blind_percent) == ("Đợt 2027", 2027, 10)
    assert Event.objects.get(action="campaign.changed").before["year"] == 2026

    opened = make.make_season(1)
    campaigns.change(campaign=opened.campaign, title="Tên mới", year=2026, blind_percent=0, **by_holder(opened))
    with pytest.raises(CampaignNotReady, match="Đợt đã mở"):
        campaigns.change(campaign=opened.campaign, title="Tên mới", year=2027, blind_percent=0, **by_holder(opened))
    with pytest.raises(CampaignNotReady, match="Đặt tên"):
        campaigns.change(campaign=opened.campaign, title="", year=2026, blind_percent=0, **by_holder(opened))


def test_preparing_needs_the_holder(season):
    focal = make.make_person(season.communes[0], Role.FOCAL)

    with pytest.raises(PermissionDenied):
        campaigns.create(unit=season.province, year=2027, title="Đợt", actor=focal, now=NOW)
    with pytest.raises(PermissionDenied):
        campaigns.open_campaign(campaign=season.campaign, **by_holder(season, actor=focal))
    assert campaigns.create(unit=season.communes[0], year=2027, title="Đợt", actor=focal, now=NOW).pk


@pytest.mark.parametrize("case", ["outside", "ended", "twice", "taken"])
def test_add_group_refuses_units(season, case):
    new = UnitFactory(name="Xã Mới Hư Cấu", kind=UnitKind.COMMUNE, parent=season.province)
    units = {
        "outside": [new, UnitFactory(name="Tỉnh Núi Gió", kind=UnitKind.PROVINCE)],
        "ended": [new, UnitFactory(name="Xã Cũ", parent=season.province, valid_to=date(2026, 10, 1))],
        "twice": [new, new],
        "taken": [new, season.communes[0]],
    }[case]
    words = {"outside": "Tỉnh Núi Gió", "ended": "Xã Cũ", "twice": "Xã Mới", "taken": "Xã Hư Cấu 0000"}[case]

    with pytest.raises(UnitRefused, match=words):
        campaigns.add_group(
            campaign=season.campaign, name="Nhóm 2", revision=make.make_revision(), units=units, **by_holder(season)
        )
    assert season.campaign.groups.count() == 1
    assert season.campaign.sheets.count() == 2


def test_groups_change_only_while_prepared(season):
    with pytest.raises(CampaignNotReady, match="khác tên"):
        campaigns.add_group(
            campaign=season.campaign, name="Xã, phường", revision=make.make_revision(), units=[], **by_holder(season)
        )
    campaigns.set_units(group=season.group, units=season.communes[:1], **by_holder(season))
    assert season.campaign.sheets.count() == 1
    campaigns.remove_group(group=season.group, **by_holder(season))
    assert season.campaign.groups.count() == 0

    opened = make.make_season(1)
    with pytest.raises(CampaignNotReady, match="Đợt đã mở"):
        campaigns.set_units(group=opened.group, units=[], **by_holder(opened))


def test_duties_name_a_field_and_an_agency_of_the_area(season):
    made = campaigns.set_duties(
        group=season.group,
        duties=[Duty(season.agency, "1"), Duty(season.agency, "2"), Duty(season.agency, "1")],
        **by_holder(season),
    )
    assert [duty.field_code for duty in made] == ["1", "2"]

    with pytest.raises(DutyRefused, match=r"không có lĩnh vực “1\.1”"):
        campaigns.set_duties(group=season.group, duties=[Duty(season.agency, "1.1")], **by_holder(season))
    with pytest.raises(DutyRefused, match="Sở Lạ"):
        campaigns.set_duties(group=season.group, duties=[Duty(UnitFactory(name="Sở Lạ"))], **by_holder(season))
    assert season.group.duties.count() == 2


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda season: (season.campaign.sheets.all().delete(), season.campaign.groups.all().delete()), "nhóm đơn vị"),
        (lambda season: season.campaign.sheets.all().delete(), "Nhóm chưa có đơn vị: Xã, phường"),
        (lambda season: season.campaign.rounds.filter(kind="approval").delete(), "Lịch chưa có bước: Lãnh đạo duyệt"),
        (
            lambda season: season.group.revision.__class__.objects.update(sha256="0" * 64, text=RULELESS),
            "chưa có quy tắc",
        ),
    ],
)
def test_open_refuses_what_is_incomplete(season, spoil, words):
    spoil(season)

    with pytest.raises(CampaignNotReady, match=words):
        campaigns.open_campaign(campaign=season.campaign, **by_holder(season))
    assert not SheetItem.objects.exists()
    season.campaign.refresh_from_db()
    assert season.campaign.state == CampaignState.DRAFT


RULELESS = """
schema: parindex.catalogue/1
id: ruleless
level: commune
year: 2026
title: Bộ chưa có quy tắc
status: demonstration
notice: Bộ thử.
group: xã
items:
  - {code: "1", name: Mục, max_points: "1"}
"""


def test_open_refuses_a_lock_in_the_past(season):
    late = make.ROUNDS[RoundKind.SELF_SCORE][1]

    with pytest.raises(CampaignNotReady, match="đã khóa lúc 17:00:00 ngày 15/11/2026"):
        campaigns.open_campaign(campaign=season.campaign, **by_holder(season, now=late))


def test_open_twice_is_refused(season):
    campaigns.open_campaign(campaign=season.campaign, **by_holder(season))

    with pytest.raises(MoveRefused):
        campaigns.open_campaign(campaign=season.campaign, **by_holder(season))
    assert SheetItem.objects.count() == 86


def test_an_old_version_is_refused(season):
    values = by_holder(season)
    campaigns.open_campaign(campaign=season.campaign, **values)

    with pytest.raises(ChangedMeanwhile):
        campaigns.cancel(campaign=season.campaign, reason="Hoãn", **values)


def test_cancel_needs_a_reason(season):
    with pytest.raises(ReasonMissing):
        campaigns.cancel(campaign=season.campaign, reason="", **by_holder(season))

    campaigns.cancel(campaign=season.campaign, reason="Hoãn", **by_holder(season))

    with pytest.raises(CampaignNotReady, match="kết thúc"):
        campaigns.set_rounds(campaign=season.campaign, rounds=[], **by_holder(season))
    with pytest.raises(CampaignNotReady, match="kết thúc"):
        campaigns.set_duties(group=season.group, duties=[], **by_holder(season))
    assert Event.objects.get(action="campaign.cancelled").after == {"reason": "Hoãn"}


def test_opening_asks_the_same_number_of_queries_for_more_units():
    counts = []
    for number in (2, 40):
        season = make.make_season(number, is_open=False)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            campaigns.open_campaign(campaign=season.campaign, **by_holder(season))
        counts.append(len(asked))
        assert Sheet.objects.filter(campaign=season.campaign, items__code="1.1").count() == number

    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_reopening_is_for_sheets_of_the_campaign(season):
    other = make.make_season(1)
    opened = make.make_season(1)

    with pytest.raises(SheetNotFound):
        campaigns.reopen(
            campaign=opened.campaign,
            sheet=other.sheet(),
            kind=RoundKind.EXPLANATION,
            until=NOW + timedelta(days=1),
            reason="Thử",
            actor=opened.holder,
            now=NOW,
        )
