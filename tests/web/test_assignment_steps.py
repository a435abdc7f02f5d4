"""On the page of one assignment: splitting the work of a group, dating work that waits for an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from parindex.apps.assignments.models import Assignment
from tests.web.conftest import World
from tests.web.page import Page, get

AsRole = Callable[[str], Client]


def detail(world: World, client: Client, number: str) -> Page:
    return get(client, f"/nhiem-vu/{world.assignment(number).public_id}/")


@pytest.fixture
def common(world: World) -> Assignment:
    """Return work whose lead is a group of agencies."""
    row = world.assignment("1.3")
    row.owner_text = "Các sở, ban, ngành tỉnh"
    row.save(update_fields=["owner_text"])
    return row


def test_group_is_named_and_given_to_each(world: World, common: Assignment, as_role: AsRole) -> None:
    page = detail(world, as_role("focal"), "1.3")
    assert "Nhóm gồm 3 cơ quan" in page.words("//dl")
    assert "Sở Nội vụ; Sở Tư pháp; Văn phòng UBND tỉnh" in page.words("//dl")

    given = page.send("Giao cho từng cơ quan trong nhóm")

    assert "Đã giao cho từng cơ quan." in given.toasts()[0]
    assert "Đã giao choSở Nội vụ; Sở Tư pháp; Văn phòng UBND tỉnh" in given.words("//dl")
    own = given.follow("Sở Nội vụ")
    assert own.follow("nhiệm vụ chung").title == common.title


def test_officer_sees_the_group_but_does_not_give(world: World, common: Assignment, as_role: AsRole) -> None:
    page = detail(world, as_role("leader"), "1.3")

    assert "Nhóm gồm 3 cơ quan" in page.words("//dl")
    assert not page.has_button("Giao cho từng cơ quan trong nhóm")


def test_date_of_the_event_gives_the_due_date(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("focal"), "1.3")

    refused = page.send("Ghi ngày này để tính hạn", event_on="31/09/2026")
    assert "31/09/2026" in refused.errors()
    assert refused.one("//input[@name='event_on']").get("value") == "31/09/2026"
    empty = page.send("Ghi ngày này để tính hạn", event_on="")
    assert "Ghi ngày của sự kiện" in empty.errors()
    dated = page.send("Ghi ngày này để tính hạn", event_on="15/09/2026")

    assert "16/09/2026, vì “Sau khi kết thúc đợt kiểm tra”" in dated.words("//dl")
    assert dated.one("//input[@name='event_on']").get("value") == "15/09/2026"


def test_certain_dates_ask_for_no_event(world: World, as_role: AsRole) -> None:
    assert not detail(world, as_role("focal"), "1.1").has_button("Ghi ngày này để tính hạn")


def test_a_head_named_as_lead_suggests_the_agency_first(world: World, common: Assignment, as_role: AsRole) -> None:
    common.owner_text = "Giám đốc Sở Nội vụ"
    common.save(update_fields=["owner_text"])

    page = detail(world, as_role("focal"), "1.3")

    options = page.all("//select[@name='owner']/option")
    assert options[0].text == "Sở Nội vụ (gợi ý theo văn bản)"
    given = page.send("Giao cho cơ quan này", owner=options[0].get("value"), note="Theo chức danh trong văn bản")
    assert "Sở Nội vụ" in given.words("//dl")
