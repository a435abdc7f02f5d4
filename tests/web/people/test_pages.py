"""Pages of people, the account, invitations and the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from parindex.apps.audit.models import Event
from parindex.apps.orgs.models import UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import Membership, User
from parindex.web.access import PUBLIC_URL_NAMES
from tests.factories import PASSWORD, MembershipFactory, UnitFactory, UserFactory
from tests.web.page import get

pytestmark = pytest.mark.django_db
ClientFor = Callable[[object], Client]


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(role="admin", user=UserFactory(username="quan.tri"))


def test_new_person_is_created_granted_invited_and_joins(admin: Membership, client_for: ClientFor) -> None:
    client = client_for(admin.user)
    person = {"username": "an.hc", "full_name": "An Hư Cấu", "email": "an@hu-cau.example", "position": "Chuyên viên"}

    page = client.post("/nguoi-dung/tao/", person)
    user = User.objects.get(username="an.hc")
    assert page["Location"] == f"/nguoi-dung/{user.pk}/"
    role = {"role": "officer", "unit": admin.unit.pk, "valid_from": "02/03/2026", "valid_to": ""}
    assert client.post(f"/nguoi-dung/{user.pk}/vai-tro/", role).status_code == 302
    assert user.memberships.get().valid_from == date(2026, 3, 2)
    assert client.post(f"/nguoi-dung/{user.pk}/moi/").status_code == 302

    link = next(line for line in mail.outbox[0].body.splitlines() if "/loi-moi/" in line)
    path = link.removeprefix("http://testserver")
    guest = Client()
    assert "an.hc" in guest.get(path).content.decode()
    assert guest.post(path, {"password": PASSWORD, "again": "khác"}).status_code == 422
    assert guest.post(path, {"password": "yeu", "again": "yeu"}).status_code == 422
    assert guest.post(path, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/dang-nhap/"
    assert guest.get(path).status_code == 410
    assert guest.post("/dang-nhap/", {"login": "an.hc", "password": PASSWORD}).status_code == 302


def test_units_of_one_name_are_told_apart_where_a_role_is_given(admin: Membership, client_for: ClientFor) -> None:
    for name in ("Xã Suối Vàng", "Xã Đồi Thông"):
        commune = UnitFactory(name=name, kind=UnitKind.COMMUNE, parent=admin.unit)
        UnitFactory(name="Phòng Kinh tế", kind=UnitKind.OFFICE, parent=commune)

    page = get(client_for(admin.user), f"/nguoi-dung/{admin.user.pk}/")

    shown = [option.text_content() for option in page.all("//select[@name='unit']/option")]
    assert {"Phòng Kinh tế, Xã Suối Vàng", "Phòng Kinh tế, Xã Đồi Thông"} <= set(shown)
    assert len(shown) == len(set(shown))


def test_roles_and_accounts_are_changed_on_the_page(admin: Membership, client_for: ClientFor) -> None:
    client = client_for(admin.user)
    held = MembershipFactory(unit=admin.unit)
    base = f"/nguoi-dung/{held.user.pk}/"

    assert held.user.full_name in client.get(base).content.decode()
    client.post(base, {"full_name": "Tên Mới Hư Cấu", "email": "", "position": ""})
    client.post(f"{base}vai-tro/{held.pk}/thu-hoi/")
    client.post(f"{base}ngung/")

    held.user.refresh_from_db()
    assert held.user.full_name == "Tên Mới Hư Cấu"
    assert not held.user.is_active
    assert access.memberships_in_force(held.user, today=timezone.localdate()).count() == 0
    assert client.post(f"{base}vai-tro/", {"role": "x", "unit": "0"}).status_code == 422
    assert client.post(base, {"full_name": ""}).status_code == 422
    for action in ("mo-lai", "mo-khoa", "mat-khau-tam", "moi"):
        assert client.post(f"{base}{action}/").status_code == 302
    assert "chưa có thư điện tử" in client.get(base).content.decode()
    assert client.post(f"{base}la/").status_code == 404


def test_list_of_people_is_searched(admin: Membership, client_for: ClientFor) -> None:
    MembershipFactory(unit=admin.unit, user=UserFactory(full_name="Đặng Hư Cấu"))
    client = client_for(admin.user)

    assert "Đặng Hư Cấu" in client.get("/nguoi-dung/?tim=dang").content.decode()
    assert "Đặng Hư Cấu" not in client.get("/nguoi-dung/?tim=khong").content.decode()


def test_people_outside_one_s_units_are_not_found(admin: Membership, client_for: ClientFor) -> None:
    stranger = MembershipFactory(unit=UnitFactory()).user
    client = client_for(admin.user)

    assert client.get(f"/nguoi-dung/{stranger.pk}/").status_code == 404
    assert client.post(f"/nguoi-dung/{stranger.pk}/ngung/").status_code == 404


@pytest.mark.parametrize("path", ["/nguoi-dung/", "/nguoi-dung/tao/", "/nhat-ky/", "/nhat-ky/tai-ve/"])
def test_officers_are_refused_with_a_reason(path: str, client_for: ClientFor) -> None:
    response = client_for(MembershipFactory(role="officer").user).get(path)

    assert response.status_code == 403
    assert "chưa có quyền" in response.content.decode()


def test_token_is_shown_once(client_for: ClientFor) -> None:
    user = MembershipFactory(role="officer").user
    client = client_for(user)

    page = client.post("/tai-khoan/ma-truy-cap/tao/", {"name": "Phần mềm"}).content.decode()
    assert "pdx_" in page
    assert "pdx_" not in client.get("/tai-khoan/").content.decode()
    assert client.post("/tai-khoan/ma-truy-cap/tao/", {"name": ""}).status_code == 422
    token = user.api_tokens.get()
    client.post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_register_page_shows_filters_and_exports(admin: Membership, client_for: ClientFor) -> None:
    client = client_for(admin.user)
    client.post("/nguoi-dung/tao/", {"username": "an.hc", "full_name": "An Hư Cấu"})

    page = client.get("/nhat-ky/?hanh-dong=user.created").content.decode()
    assert "An Hư Cấu" in page
    assert "An Hư Cấu" not in client.get("/nhat-ky/?den=2000-01-01").content.decode()
    wrong = client.get("/nhat-ky/?tu=32/11/2026&truoc=x")
    assert wrong.status_code == client.get("/nhat-ky/tai-ve/?tu=32/11/2026").status_code == 422
    assert "Không hiểu ngày “32/11/2026” ở ô “Từ ngày” nên chưa lọc theo ô này" in wrong.content.decode()
    half = client.get("/nhat-ky/?tu=32/11/2026&den=2000-01-01").content.decode()
    assert "ở ô “Đến hết ngày”" not in half
    assert "An Hư Cấu" not in half
    export = client.get("/nhat-ky/tai-ve/")
    assert export.content.startswith(b"PK")
    recorded = list(Event.objects.order_by("seq").values_list("action", flat=True))
    assert recorded == ["user.created", *["audit.viewed"] * 5, "audit.exported"]


def test_every_answer_carries_its_request_code(client: Client) -> None:
    response = client.get("/suc-khoe/")

    assert response.content == b"ok\n"
    assert len(response["X-Request-ID"]) == 32


def all_patterns() -> list[URLPattern]:
    found: list[URLPattern] = []
    waiting = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, URLPattern):
            found.append(entry)
        elif not str(entry.pattern).startswith("api/"):
            waiting.extend(entry.url_patterns)
    return found


EXAMPLES = {
    "int": "1",
    "str": "x",
    "slug": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def test_every_page_but_the_public_ones_asks_for_sign_in(client: Client) -> None:
    for pattern in all_patterns():
        if pattern.name in PUBLIC_URL_NAMES:
            continue
        path = "/" + str(pattern.pattern)
        for kind, example in EXAMPLES.items():
            while f"<{kind}:" in path:
                start = path.index(f"<{kind}:")
                path = path[:start] + example + path[path.index(">", start) + 1 :]

        response = client.get(path)

        assert response.status_code == 302, path
        assert response["Location"].startswith("/dang-nhap/?next="), path
        assert client.post(path).status_code in {302, 405}, path


def test_every_public_name_is_an_address() -> None:
    assert {pattern.name for pattern in all_patterns()} >= PUBLIC_URL_NAMES
