"""The whole ladder of one duty, every morning of a month: the golden days, and nothing that leaves by itself."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from parindex.apps.assignments import urging
from parindex.apps.assignments.models import Assignment, Reminder, UrgingLetter
from parindex.apps.notify.channels.contract import Addressee, Answer, Outcome, Parcel
from parindex.apps.notify.models import Delivery, Message
from parindex.jobs import worker
from tests.integration.assignments import test_urging as days
from tests.integration.conftest import Province

pytestmark = pytest.mark.django_db
mailbox, duty = days.mailbox, days.duty


def test_every_rung_is_told_on_its_day_and_only_once(
    province: Province, duty: Assignment, mailbox: days.Mailbox
) -> None:
    """Due on Friday 20 March: T-7 the 11th, T-1 the 19th, T+1 Monday the 23rd, T+5 Friday the 27th."""
    days.head_of(province.home_affairs, full_name="Đặng Hư Cấu", email="dang@hu-cau.example")

    for day in range(2, 32):
        urging.remind(now=days.at(day))
        worker.run_until_empty(clock=lambda day=day: days.at(day))

    rows = Reminder.objects.order_by("pk").values_list("rung", "at__day")
    assert list(rows) == [("t-7", 11), ("t-1", 19), ("t+1", 23), ("t+5", 27)]
    assert Message.objects.get(kind="escalation").state == "waiting"
    assert UrgingLetter.objects.get().state == "draft"
    assert mailbox.received == []
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"page"}


class PigeonChannel:
    """A channel of a test that leaves the house."""

    label = "Chim câu"
    leaves_house = True
    flown: list[str] = []

    def address_of(self, addressee: Addressee) -> str:
        """Return the name."""
        return addressee.full_name

    def deliver(self, parcel: Parcel) -> Answer:
        """Keep where it flew."""
        self.flown.append(parcel.address)
        return Answer(Outcome.ACCEPTED, "đã bay")


def test_digest_goes_through_every_channel_that_leaves_and_waits_for_the_morning(
    province: Province, duty: Assignment, settings: Settings
) -> None:
    settings.PARINDEX_CHANNELS = {**settings.PARINDEX_CHANNELS, "pigeon": f"{__name__}.PigeonChannel"}
    days.switch_on(province.root)
    PigeonChannel.flown.clear()

    urging.remind(now=days.at(13, 5))
    worker.run_until_empty(clock=lambda: days.at(13, 6, 59))
    assert PigeonChannel.flown == []
    worker.run_until_empty(clock=lambda: days.at(13, 7))

    assert PigeonChannel.flown == [province.officer.name]
    assert Delivery.objects.get(channel="pigeon").response == "đã bay"
