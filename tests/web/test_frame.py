"""The frame on every page: empty states of a fresh house, error pages with a way on, the strict policy everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.factories import MembershipFactory, UnitFactory
from tests.web.conftest import World
from tests.web.frame import faults_of_frame, policy_of
from tests.web.page import get

ClientFor = Callable[[object], Client]
PAGES = (
    "/",
    "/viec-cua-toi/",
    "/nhiem-vu/",
    "/nhiem-vu/bang/",
    "/nhiem-vu/bang/?theo=linh-vuc",
    "/lich/",
    "/ke-hoach/",
    "/ke-hoach/nhap/",
    "/don-vi/",
    "/don-vi/?tim=x",
    "/nguoi-dung/",
    "/nhat-ky/",
    "/tai-khoan/",
)


@pytest.mark.parametrize("path", PAGES)
def test_page_of_a_fresh_house_says_why_it_is_empty(path: str, db: None, clock: None, client_for: ClientFor) -> None:
    role = "focal" if "nhap" in path else "admin"
    user = MembershipFactory(unit=UnitFactory(name="Tỉnh Mới"), role=role, valid_from=date(2026, 1, 1)).user

    page = get(client_for(user), path)

    assert page.status == 200
    assert faults_of_frame(page) == []
    if path in {"/", "/nhiem-vu/", "/nhiem-vu/bang/", "/viec-cua-toi/", "/ke-hoach/", "/don-vi/?tim=x"}:
        assert page.words("//*[@class='empty']")


def test_person_without_any_role_sees_pages_that_explain(db: None, clock: None, client_for: ClientFor) -> None:
    user = MembershipFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1)).user

    for path in ("/", "/viec-cua-toi/", "/nhiem-vu/", "/ke-hoach/", "/lich/", "/tai-khoan/"):
        page = get(client_for(user), path)
        assert page.status in (200, 403), path
        assert faults_of_frame(page) == [], path


@pytest.mark.parametrize("path", ["/khong-co/", "/ke-hoach/999999/", "/nhiem-vu/00000000-0000-0000-0000-000000000000/"])
def test_what_is_not_there_is_told_with_a_way_on(path: str, world: World, client_for: ClientFor) -> None:
    page = get(client_for(world.users["leader"]), path)

    assert (page.status, page.title) == (404, "Không tìm thấy trang này")
    assert faults_of_frame(page) == []
    assert page.link("Về Tổng quan") == "/"


def test_guest_who_asks_for_nothing_gets_the_same_frame(db: None) -> None:
    page = get(Client(), "/khong-co/")

    assert page.status == 404
    assert faults_of_frame(page) == []


def test_forged_request_is_refused_in_the_house_s_words(world: World) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/dang-nhap/", {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "Phiên làm việc đã cũ" in response.content.decode()


def test_broken_page_says_what_to_do(world: World, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(world.users["leader"])
    client.raise_request_exception = False
    monkeypatch.setattr("parindex.web.views.home.season_of", lambda _: 1 / 0)

    page = get(client, "/")

    assert page.status == 500
    assert faults_of_frame(page) == []


@pytest.mark.parametrize("path", ["/static/js/app.js", "/suc-khoe/", "/nhiem-vu/tai-ve/", "/api/v1/plans"])
def test_policy_is_strict_beside_pages_too(path: str, world: World, client_for: ClientFor) -> None:
    response = client_for(world.users["leader"]).get(path)

    page_like = type("Answer", (), {"response": response})
    if not path.startswith("/static"):
        assert policy_of(page_like).get("default-src") == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("theme", "kept"), [("dark", "dark"), ("light", "light"), ('evil" onload=', None)])
def test_display_is_kept_and_never_more_than_offered(
    theme: str, kept: str | None, world: World, client_for: ClientFor
) -> None:
    client = client_for(world.users["leader"])
    client.post("/hien-thi/", {"theme": theme, "next": "https://elsewhere.example/"})

    page = get(client, "/")

    assert page.root.get("data-theme") == kept
    assert faults_of_frame(page) == []


def test_navigation_marks_where_one_is(world: World, client_for: ClientFor) -> None:
    page = get(client_for(world.users["leader"]), f"/ke-hoach/{world.plan.pk}/")

    assert page.words("//nav[@id='trinh-don']//a[@aria-current='page']") == "Kế hoạch"
