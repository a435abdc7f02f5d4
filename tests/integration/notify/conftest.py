"""A unit, a person who may send, and a person who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from parindex.apps.notify import outbox
from parindex.apps.notify.models import Message, MessageKind
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.domain.access import Actor, Role
from tests.factories import MembershipFactory, UnitFactory
from tests.integration.notify.mailbox import Mailbox, open_mailbox

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZONE)
EVENING = datetime(2026, 3, 20, 19, 30, tzinfo=ZONE)


@dataclass(frozen=True)
class Office:
    """A fictional agency with its people, and one of another agency."""

    unit: Unit
    focal: Actor
    stranger: Actor
    head: User

    def write(self, key: str = "k1", channels: tuple[str, ...] = ("page", "email")) -> Message:
        """Write a message to the head that waits for a click."""
        words = outbox.Words("Ba việc quá hạn", "Kính gửi Đặng Hư Cấu.\n", "<p>Kính gửi <b>Đặng Hư Cấu</b>.</p>")
        message, _ = outbox.write(
            kind=MessageKind.ESCALATION,
            recipient=self.head,
            words=words,
            channels=channels,
            key=key,
            unit=self.unit,
            now=NOW,
        )
        return message


def person(unit: Unit, role: Role, **given: object) -> User:
    """Return a new person with a role over a unit."""
    fields = {f"user__{name}": value for name, value in given.items()}
    return MembershipFactory(unit=unit, role=role.value, valid_from=date(2026, 1, 1), **fields).user


def actor_of(user: User) -> Actor:
    """Return who acts when this person does."""
    return access.actor_of(user, today=NOW.date())


@pytest.fixture
def office(db: None) -> Office:
    unit = UnitFactory(name="Sở Hư Cấu", kind=UnitKind.DEPARTMENT)
    other = UnitFactory(name="Sở Giả Định", kind=UnitKind.DEPARTMENT)
    return Office(
        unit=unit,
        focal=actor_of(person(unit, Role.FOCAL)),
        stranger=actor_of(person(other, Role.FOCAL)),
        head=person(unit, Role.LEADER, full_name="Đặng Hư Cấu", email="dang@hu-cau.example"),
    )


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with open_mailbox(settings) as box:
        yield box
