"""Signing in against those who try: codes, links, redirects, hosts, cookies, frames, words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils import timezone

from parindex.apps.audit.models import Event
from parindex.apps.people import invitations, logins, services
from parindex.apps.people.errors import InvitationInvalid
from parindex.domain.access import SYSTEM, Actor
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/dang-nhap/", "/dang-nhap/ma-xac-thuc/"
NEW = "Mat-khau-moi-7"
ENGLISH = re.compile(
    r">[^<>]*\b(?:Username|Forgot|Password|Sign|Login|Email|Code|This|The|You|Your|Enter|Please|must|required|Invalid)\b"
)


def sign_in(client: Client, name: str = "an.hc", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **extra})


def test_wrong_codes_lock_like_wrong_passwords_and_are_recorded(client: Client) -> None:
    user = UserFactory(username="an.hc")
    TOTP.activate(user, generate_totp_secret())
    sign_in(client)

    pages = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(logins.MAX_FAILURES + 1)]

    assert all("Mã không đúng" in page for page in pages)
    assert logins.is_locked(type(user).objects.get(pk=user.pk), now=timezone.now())
    assert [e.action for e in Event.objects.order_by("seq")] == ["login.failed"] * 4 + ["login.locked"]
    assert Authenticator.objects.filter(user=user).exists()


def test_sign_out_is_recorded(client: Client) -> None:
    UserFactory(username="an.hc")
    sign_in(client)

    client.post("/dang-xuat/")

    assert list(Event.objects.order_by("seq").values_list("action", flat=True)) == ["login.succeeded", "login.ended"]


def test_session_key_changes_at_sign_in_and_a_new_password_ends_other_sessions(client: Client) -> None:
    UserFactory(username="an.hc")
    client.get(LOGIN)
    sign_in(client)
    other = Client()
    before = other.cookies.get("sessionid")
    sign_in(other)
    assert before is None or before.value != other.cookies["sessionid"].value

    client.post("/tai-khoan/mat-khau/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302


def test_new_password_ends_open_invitations() -> None:
    user = UserFactory(username="an.hc")
    link = invitations.invite(user=user, base_url="https://a.example", actor=SYSTEM, now=timezone.now()).link
    token = link.rstrip("/").rpartition("/")[2]
    invitations.get_invitation(token, now=timezone.now())

    services.change_password(
        user=user, password=NEW, actor=Actor(user_id=user.pk, name="An"), now=timezone.now() + timedelta(seconds=1)
    )

    with pytest.raises(InvitationInvalid):
        invitations.get_invitation(token, now=timezone.now() + timedelta(seconds=2))


def test_reset_link_works_once_and_expires(client: Client) -> None:
    user = UserFactory(username="an.hc", email="an@hu-cau.example")
    for _ in range(2):
        client.post("/quen-mat-khau/", {"email": user.email})
    first, second = (re.search(r"http://testserver(\S+)", str(m.body)) for m in mail.outbox)
    assert first
    assert second
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert "Liên kết không dùng được" in client.get(first[1], follow=True).content.decode()

    page = client.get(second[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert "Liên kết không dùng được" in Client().get(second[1], follow=True).content.decode()
    assert "Liên kết không dùng được" in Client().get(first[1], follow=True).content.decode()
    assert sign_in(Client(), password=NEW).status_code == 302


def test_unknown_address_gets_the_same_answer_and_no_letter(client: Client) -> None:
    UserFactory(username="an.hc", email="an@hu-cau.example")

    answers = [client.post("/quen-mat-khau/", {"email": f"{n}@hu-cau.example"}) for n in ("an", "khong.co")]

    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/quen-mat-khau/da-gui/")}
    assert [m.to for m in mail.outbox] == [["an@hu-cau.example"]]


@pytest.mark.parametrize(
    "target", ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)", "http:///xau.example"]
)
def test_nobody_is_led_to_another_site(client: Client, target: str) -> None:
    UserFactory(username="an.hc")

    assert sign_in(client, next=target)["Location"] == "/"
    assert client.post("/hien-thi/", {"next": target})["Location"] == "/"
    assert client.post("/dang-xuat/", {"next": target})["Location"] == LOGIN


def test_host_of_a_stranger_is_refused(client: Client) -> None:
    assert client.get(LOGIN, headers={"host": "xau.example"}).status_code == 400


def test_answers_carry_the_headers_of_safety(client: Client) -> None:
    for path in (LOGIN, "/khong-co/", "/suc-khoe/", "/api/v1/plans"):
        headers = client.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
    cookie = sign_in(client, name=UserFactory().username).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_pages_and_refusals_have_no_english_words(client: Client) -> None:
    user = UserFactory(username="an.hc", email="an@hu-cau.example")
    pages = [client.get(path) for path in (LOGIN, "/quen-mat-khau/", "/quen-mat-khau/da-gui/", "/dang-ky/")]
    pages += [
        client.post(LOGIN, {}),
        client.post("/quen-mat-khau/", {"email": "x"}),
        client.post("/quen-mat-khau/", {}),
    ]
    client.post("/quen-mat-khau/", {"email": user.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    pages += [form, client.post(form.redirect_chain[-1][0], {"password1": "password", "password2": "p"})]
    sign_in(client)
    change = "/tai-khoan/mat-khau/"
    pages += [client.get(path) for path in (change, "/tai-khoan/", "/tai-khoan/phien/", "/tai-khoan/hai-buoc/")]
    wrong = (
        {},
        {"oldpassword": "x", "password1": "an.hc", "password2": "y"},
        {"password1": "12345678", "password2": NEW},
    )
    pages += [client.post(change, typed) for typed in wrong]
    pages.append(client.post("/tai-khoan/xac-nhan/", {"password": "x"}))
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    pages += [client.get("/tai-khoan/hai-buoc/bat/"), client.post("/tai-khoan/hai-buoc/bat/", {"code": "1"})]

    for page in pages:
        words = re.sub(r"(?s)<(script|style|code)\b.*?</\1>", "", page.content.decode())
        assert ENGLISH.findall(words) == [], page.request["PATH_INFO"]


def test_browsers_are_told_to_stay_with_https_when_cookies_are_secure(client: Client, settings: Any) -> None:
    assert "Strict-Transport-Security" not in client.get(LOGIN).headers

    settings.SESSION_COOKIE_SECURE = True

    assert client.get(LOGIN).headers["Strict-Transport-Security"] == "max-age=31536000"
