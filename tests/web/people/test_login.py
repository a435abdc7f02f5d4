"""Signing in and out, locks, forced password change, second factor: as a browser sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from parindex.apps.audit.models import Event
from parindex.apps.people import logins
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/dang-nhap/"


def sign_in(client: Client, login: str, password: str = PASSWORD) -> object:
    return client.post(LOGIN, {"login": login, "password": password})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("login", ["an.hc", "AN.HC", "an@hu-cau.example"])
def test_login_by_name_or_address_is_recorded(client: Client, login: str) -> None:
    UserFactory(username="an.hc", email="an@hu-cau.example")

    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert list(Event.objects.values_list("action", flat=True)) == ["login.succeeded"]
    assert client.get("/tai-khoan/").status_code == 200


def test_login_answers_the_same_for_wrong_unknown_locked_and_closed(client: Client) -> None:
    UserFactory(username="sai.mk")
    UserFactory(username="bi.khoa", locked_until=timezone.now() + timedelta(minutes=5))

    pages = {
        sign_in(client, login, password).content.decode().replace(login, "").split("csrfmiddlewaretoken")[0]
        for login, password in (("sai.mk", "Sai-mat-khau-1"), ("khong.co", PASSWORD), ("bi.khoa", PASSWORD))
    }

    assert len(pages) == 1
    assert "không đúng" in pages.pop()


def test_fifth_failure_locks_even_the_right_password(client: Client) -> None:
    user = UserFactory(username="an.hc")

    for _ in range(logins.MAX_FAILURES):
        assert sign_in(client, "an.hc", "Sai-mat-khau-1").status_code == 200
    assert sign_in(client, "an.hc").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert sign_in(client, "an.hc").status_code == 302
    user.refresh_from_db()
    assert (user.failed_logins, user.locked_until) == (0, None)


def test_closed_account_does_not_sign_in(client: Client) -> None:
    UserFactory(username="an.hc", is_active=False)

    sign_in(client, "an.hc")

    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"


def test_logout_needs_a_post(client_for: Callable[[object], Client]) -> None:
    client = client_for(UserFactory())

    assert client.get("/dang-xuat/").status_code == 200
    assert client.get("/tai-khoan/").status_code == 200
    assert client.post("/dang-xuat/")["Location"] == LOGIN
    assert client.get("/tai-khoan/").status_code == 302


def test_entrance_is_in_vietnamese(client: Client) -> None:
    for path in (LOGIN, "/quen-mat-khau/", "/quen-mat-khau/da-gui/", "/dang-ky/", "/tai-khoan-da-ngung/"):
        page = client.get(path).content.decode()
        assert 'lang="vi"' in page
        assert not re.search(r"placeholder=|Password|Username|Sign", page), path


def test_nobody_signs_up(client: Client) -> None:
    values = {"username": "moi", "email": "", "password1": PASSWORD, "password2": PASSWORD}

    assert "người quản trị" in client.get("/dang-ky/").content.decode()
    assert "sessionid" not in client.post("/dang-ky/", values).cookies


def test_password_given_by_somebody_else_must_be_changed_first(client: Client) -> None:
    user = UserFactory(username="an.hc", must_change_password=True)
    sign_in(client, "an.hc")

    assert client.get("/tai-khoan/")["Location"] == "/tai-khoan/mat-khau/"
    weak = {"oldpassword": PASSWORD, "password1": "matkhauyeu", "password2": "matkhauyeu"}
    assert "chữ hoa" in client.post("/tai-khoan/mat-khau/", weak).content.decode()
    new = "Mat-khau-moi-7"
    client.post("/tai-khoan/mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/tai-khoan/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)
    assert not user.must_change_password
    assert Event.objects.order_by("-seq").first().action == "user.password_changed"


def enrol(client: Client) -> str:
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    page = client.get("/tai-khoan/hai-buoc/bat/")
    secret = str(page.context["form"].secret)
    response = client.post("/tai-khoan/hai-buoc/bat/", {"code": code_of(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


def test_second_factor_is_enrolled_asked_for_and_disabled(client: Client) -> None:
    user = UserFactory(username="an.hc")
    sign_in(client, "an.hc")
    assert "data:image/svg" in _page(client, "/tai-khoan/hai-buoc/bat/")
    secret = enrol(client)
    codes = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()
    assert codes[0] in _page(client, "/tai-khoan/hai-buoc/ma-du-phong/")
    assert "đang bật" in _page(client, "/tai-khoan/hai-buoc/")

    fresh = Client()
    assert sign_in(fresh, "an.hc")["Location"].startswith("/dang-nhap/ma-xac-thuc/")
    assert fresh.get("/tai-khoan/").status_code == 302
    assert "Mã không đúng" in fresh.post("/dang-nhap/ma-xac-thuc/", {"code": "000000"}).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        fresh.post("/dang-nhap/ma-xac-thuc/", {"code": code_of(secret)})
        assert fresh.get("/tai-khoan/").status_code == 200

    third = Client()
    sign_in(third, "an.hc")
    third.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]})
    assert third.get("/tai-khoan/").status_code == 200

    client.post("/tai-khoan/hai-buoc/tat/")
    assert "đang tắt" in _page(client, "/tai-khoan/hai-buoc/")
    recorded = Event.objects.filter(action__startswith="totp").order_by("seq").values_list("action", flat=True)
    assert list(recorded) == ["totp.enabled", "totp.disabled"]


def test_second_factor_is_demanded_of_administrators_when_set(client: Client, settings: Settings) -> None:
    MembershipFactory(role="admin", user=UserFactory(username="quan.tri"))
    MembershipFactory(role="officer", user=UserFactory(username="chuyen.vien"))
    settings.PARINDEX_ADMIN_TOTP = True
    other = Client()
    sign_in(client, "quan.tri")
    sign_in(other, "chuyen.vien")

    assert client.get("/tai-khoan/")["Location"] == "/tai-khoan/hai-buoc/bat/"
    assert other.get("/tai-khoan/").status_code == 200
    enrol(client)
    assert client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize(("proxies", "answer"), [(1, 302), (0, 200)])
def test_wrong_passwords_are_counted_by_the_address_before_the_proxy(
    client: Client, settings: Settings, proxies: int, answer: int
) -> None:
    """One office behind the proxy that fails too often shuts out nobody else; the header alone is not trusted."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    UserFactory(username="an.hc")
    for nth in range(4):
        client.post(LOGIN, {"login": f"sai.{nth}", "password": "x"}, headers={"X-Forwarded-For": "198.51.100.7"})

    other = {"X-Forwarded-For": "198.51.100.8"}
    response = client.post(LOGIN, {"login": "an.hc", "password": PASSWORD}, headers=other)
    assert response.status_code == answer


def test_other_sessions_are_listed_and_ended(client: Client) -> None:
    UserFactory(username="an.hc")
    other = Client()
    sign_in(client, "an.hc")
    sign_in(other, "an.hc")

    assert "Đăng xuất các phiên khác" in _page(client, "/tai-khoan/phien/")
    client.post("/tai-khoan/phien/")

    assert other.get("/tai-khoan/").status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    if response.status_code == 302 and "xac-nhan" in response["Location"]:
        client.post(response["Location"], {"password": PASSWORD})
        response = client.get(path)
    assert response.status_code == 200, response.headers
    return response.content.decode()


def test_totp_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B: the SHA-1 secret "12345678901234567890" at 59 seconds gives 94287082, six digits 287082.
    assert format_hotp_value(hotp_value("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59 // 30)) == "287082"
    assert TOTP is not None
