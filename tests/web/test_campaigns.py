"""A campaign from nothing to open, by its pages alone; what is missing is told, nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parindex.apps.assessment.models import Campaign, Reopening, Sheet
from parindex.apps.orgs.models import UnitKind
from parindex.web.forms.campaigns import usual_times
from tests.factories import UnitFactory
from tests.web.conftest import World
from tests.web.page import get
from tests.web.season import make_things

AsRole = Callable[[str], Client]
CATALOGUE = "commune-2026-demonstration"


@pytest.fixture
def campaign(world: World, as_role: AsRole) -> Campaign:
    """Return a campaign that was just begun by its page."""
    head = {"title": "Đợt mới", "year": "2026", "unit": str(world.root.pk), "blind_percent": "5"}
    as_role("focal").post("/dot-cham-diem/lap/", head)
    return Campaign.objects.get(title="Đợt mới")


def address(campaign: Campaign, tail: str = "") -> str:
    return f"/dot-cham-diem/{campaign.public_id}/{tail}"


def add_communes(world: World, client: Client, campaign: Campaign, count: int) -> None:
    units = [UnitFactory(name=f"Xã Số {at}", kind=UnitKind.COMMUNE, parent=world.root) for at in range(count)]
    data = {"version": campaign.version, "bo": CATALOGUE, "ten": "Xã, phường", "don-vi": [unit.pk for unit in units]}
    client.post(address(campaign, "nhom/"), data)
    campaign.refresh_from_db()


def test_campaign_is_prepared_and_opened_by_its_pages(world: World, campaign: Campaign, as_role: AsRole) -> None:
    focal = as_role("focal")
    add_communes(world, focal, campaign, 3)
    get(focal, address(campaign, "lich/")).send("Đặt lịch")
    get(focal, address(campaign)).send("Mở đợt chấm điểm")

    campaign.refresh_from_db()
    assert campaign.state == "open"
    assert Sheet.objects.filter(campaign=campaign).count() == 3
    assert "0 trong 3 đơn vị đã duyệt phiếu, còn 3." in get(focal, address(campaign)).words()


def test_opening_too_early_says_what_is_missing(campaign: Campaign, as_role: AsRole) -> None:
    page = get(as_role("focal"), address(campaign)).send("Mở đợt chấm điểm")

    assert page.status == 422
    assert "Đợt chưa có nhóm đơn vị nào." in page.words()


def test_calendar_against_its_order_is_refused_with_what_was_typed(campaign: Campaign, as_role: AsRole) -> None:
    data = {
        "version": str(campaign.version),
        "self_score-opens": "01/11/2026 07:00",
        "self_score-closes": "15/11/2026 17:00",
        "approval-opens": "01/10/2026 07:00",
        "approval-closes": "16/11/2026 17:00",
        "council-opens": "32/11/2026 07:00",
    }
    answer = as_role("focal").post(address(campaign, "lich/"), data)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Ghi ngày và giờ như 30/11/2026 17:00." in html
    assert 'value="32/11/2026 07:00"' in html

    answer = as_role("focal").post(address(campaign, "lich/"), {**data, "council-opens": ""})

    assert "không được mở hoặc khóa trước" in answer.content.decode()
    assert campaign.rounds.count() == 0


def test_step_is_reopened_with_a_reason_only(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    data = {"kind": "self_score", "sheet": str(things.sheet.public_id), "until": "30/07/2026 17:00", "reason": " "}
    refused = as_role("focal").post(address(things.campaign, "buoc/mo-lai/"), data)
    assert refused.status_code == 422

    as_role("focal").post(address(things.campaign, "buoc/mo-lai/"), {**data, "reason": "Sai số liệu (hư cấu)"})

    assert Reopening.objects.get().sheet == things.sheet


def test_unit_sees_its_own_sheet_only(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    Sheet.objects.create(campaign=things.campaign, group=things.sheet.group, unit=world.office)

    words = get(as_role("officer"), address(things.campaign)).words()

    assert world.home_affairs.name in words
    assert "Mở lại một bước" not in words


def test_usual_calendar_keeps_to_the_known_years() -> None:
    whole, cut = usual_times(date(2026, 7, 6)), usual_times(date(2026, 12, 1))

    assert len(whole) == 14
    assert whole["self_score-opens"].strftime("%d/%m/%Y %H:%M") == "07/07/2026 07:00"
    assert 0 < len(cut) < 14


@pytest.mark.parametrize("count", [1, 30])
def test_board_takes_a_constant_number_of_queries(
    world: World, as_role: AsRole, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    Sheet.objects.bulk_create(
        Sheet(campaign=things.campaign, group=things.sheet.group, unit=UnitFactory(parent=world.root))
        for _ in range(count)
    )
    focal = as_role("focal")
    focal.get(address(things.campaign))
    with django_assert_max_num_queries(14):
        focal.get(address(things.campaign))
