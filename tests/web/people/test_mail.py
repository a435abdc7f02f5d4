"""Letters as a real SMTP server receives them: the invitation and the reset of a password."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from parindex.apps.people import invitations
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM
from tests.factories import PASSWORD, UserFactory
from tests.integration.notify.mailbox import Mailbox, open_mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(settings: Settings) -> Iterator[Mailbox]:
    with open_mailbox(settings) as box:
        yield box


def link(letters: Mailbox) -> str:
    """Return the address that the last letter tells."""
    return re.search(r"https?://\S+", letters.text())[0]


def test_invitation_arrives_and_its_link_works(letters: Mailbox, client: Client) -> None:
    user = UserFactory(full_name="Đặng Hư Cấu", email="dang@hu-cau.example")

    invited = invitations.invite(user=user, base_url="http://testserver", actor=SYSTEM, now=timezone.now())

    assert invited.is_mailed
    assert letters.received[0]["To"] == "dang@hu-cau.example"
    assert "Chào Đặng Hư Cấu" in letters.text()
    assert link(letters) == invited.link
    assert client.get(link(letters).removeprefix("http://testserver")).status_code == 200


def test_reset_letter_sets_a_new_password_once(letters: Mailbox, client: Client, settings: Settings) -> None:
    settings.PARINDEX_PUBLIC_URL = "https://cchc.example"
    user = UserFactory(username="an.hc", email="an@hu-cau.example")

    answer = client.post("/quen-mat-khau/", {"email": "AN@hu-cau.example"})

    assert answer["Location"] == "/quen-mat-khau/da-gui/"
    assert link(letters).startswith("https://cchc.example/quen-mat-khau/dat-lai/")
    path = link(letters).removeprefix("https://cchc.example")
    form = client.get(path)["Location"]
    weak = client.post(form, {"password1": "matkhauyeu", "password2": "matkhauyeu"})
    assert "chữ hoa" in weak.content.decode()
    new = "Mat-khau-moi-7"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(new)
    assert "không dùng được" in Client().get(path).content.decode()


def test_reset_says_the_same_for_unknown_addresses(letters: Mailbox, client: Client) -> None:
    UserFactory(email="an@hu-cau.example")

    known = client.post("/quen-mat-khau/", {"email": "an@hu-cau.example"})
    unknown = client.post("/quen-mat-khau/", {"email": "khong-co@hu-cau.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter["To"] for letter in letters.received] == ["an@hu-cau.example"]
    assert mail.outbox == []
    assert PASSWORD not in letters.text()
