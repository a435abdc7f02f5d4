"""When a letter may leave and to whom: not at night, and not to those who left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from parindex.apps.notify import outbox
from parindex.apps.notify.errors import RecipientGone
from parindex.apps.notify.models import Delivery, DeliveryState
from parindex.apps.people.models import User
from parindex.domain.access import Role
from parindex.jobs import worker
from tests.factories import MembershipFactory, UnitFactory
from tests.integration.notify.conftest import NOW, Office
from tests.integration.notify.mailbox import Mailbox

FRIDAY = datetime(2026, 3, 20, 17, 55, tzinfo=NOW.tzinfo)
MONDAY = datetime(2026, 3, 23, 7, 0, tzinfo=NOW.tzinfo)


def work(at: datetime) -> None:
    worker.run_until_empty(clock=lambda: at)


def mail() -> Delivery:
    return Delivery.objects.get(channel="email")


def leave(user: User) -> None:
    """End all memberships of a person before the day of the test."""
    user.memberships.update(valid_to=NOW.date())


def test_letter_that_was_deferred_is_not_tried_again_at_night(office: Office, mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = ["451 4.3.0 Hộp thư đang bận", "452 4.2.2 Hộp thư đầy"]
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=FRIDAY)

    for minutes in (0, 2, 12, 72, 312, 1440):
        work(FRIDAY + timedelta(minutes=minutes))
    assert (mail().attempts, mail().next_at) == (2, MONDAY)
    work(MONDAY)

    assert (mail().state, mail().attempts) == (DeliveryState.SENT, 3)


def test_worker_that_was_down_until_the_evening_waits_for_the_morning(office: Office, mailbox: Mailbox) -> None:
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=FRIDAY)

    work(FRIDAY + timedelta(hours=2))
    assert (mail().state, mail().attempts, mailbox.received) == (DeliveryState.QUEUED, 0, [])
    work(MONDAY)

    assert (mail().state, len(mailbox.received)) == (DeliveryState.SENT, 1)


def test_nothing_is_sent_to_a_closed_account(office: Office, mailbox: Mailbox) -> None:
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)
    User.objects.filter(pk=office.head.pk).update(is_active=False)

    work(NOW)

    assert (mail().state, mailbox.received) == (DeliveryState.SKIPPED, [])
    assert "đã khóa" in mail().response


def test_message_to_a_head_who_left_is_not_let_go(office: Office) -> None:
    message = office.write()
    leave(office.head)
    MembershipFactory(user=office.head, unit=UnitFactory(), role=Role.OFFICER.value, valid_from=NOW.date())

    with pytest.raises(RecipientGone, match="Đặng Hư Cấu"):
        outbox.release(message=message, actor=office.focal, now=NOW)

    message.refresh_from_db()
    assert message.state == "waiting"
    outbox.discard(message=message, reason="Đã chuyển công tác.", actor=office.focal, now=NOW)


def test_letter_is_not_sent_again_to_a_person_who_left(office: Office, mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = ["550 5.1.1 Không có hộp thư này"]
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)
    work(NOW)
    leave(office.head)

    with pytest.raises(RecipientGone):
        outbox.resend(delivery=mail(), actor=office.focal, now=NOW)

    assert mail().state == DeliveryState.FAILED
