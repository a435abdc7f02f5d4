"""Letters as a real SMTP server receives them: the invitation and the reset of a password."""

from __future__ import annotations

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from parindex.apps.people import invitations
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class Letters:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def text(self) -> str:
        return self.received[-1].get_content().replace("\r\n", "\n")

    def link(self) -> str:
        return re.search(r"https?://\S+", self.text())[0]


@pytest.fixture
def letters(settings: Settings) -> Iterator[Letters]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Letters()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    # The test runner swaps the backend for one in memory; here the real one is meant.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def test_invitation_arrives_and_its_link_works(letters: Letters, client: Client) -> None:
    user = UserFactory(full_name="Đặng Hư Cấu", email="dang@hu-cau.example")

    invited = invitations.invite(user=user, base_url="http://testserver", actor=SYSTEM, now=timezone.now())

    assert invited.is_mailed
    assert letters.received[0]["To"] == "dang@hu-cau.example"
    assert "Chào Đặng Hư Cấu" in letters.text()
    assert letters.link() == invited.link
    assert client.get(letters.link().removeprefix("http://testserver")).status_code == 200


def test_reset_letter_sets_a_new_password_once(letters: Letters, client: Client, settings: Settings) -> None:
    settings.PARINDEX_PUBLIC_URL = "https://cchc.example"
    user = UserFactory(username="an.hc", email="an@hu-cau.example")

    answer = client.post("/quen-mat-khau/", {"email": "AN@hu-cau.example"})

    assert answer["Location"] == "/quen-mat-khau/da-gui/"
    assert letters.link().startswith("https://cchc.example/quen-mat-khau/dat-lai/")
    path = letters.link().removeprefix("https://cchc.example")
    form = client.get(path)["Location"]
    weak = client.post(form, {"password1": "matkhauyeu", "password2": "matkhauyeu"})
    assert "chữ hoa" in weak.content.decode()
    new = "Mat-khau-moi-7"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(new)
    assert "không dùng được" in Client().get(path).content.decode()


def test_reset_says_the_same_for_unknown_addresses(letters: Letters, client: Client) -> None:
    UserFactory(email="an@hu-cau.example")

    known = client.post("/quen-mat-khau/", {"email": "an@hu-cau.example"})
    unknown = client.post("/quen-mat-khau/", {"email": "khong-co@hu-cau.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter["To"] for letter in letters.received] == ["an@hu-cau.example"]
    assert mail.outbox == []
    assert PASSWORD not in letters.text()
