"""Who sees how the digests of a person fared, and may send them again: those over the person's units of today."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from parindex.apps.notify import outbox, selectors
from parindex.apps.notify.errors import MessageNotFound
from parindex.apps.notify.models import Delivery, DeliveryState, Message, MessageKind
from parindex.apps.people.models import User
from parindex.domain.access import PermissionDenied, Role
from parindex.jobs import worker
from tests.integration.notify.conftest import NOW, Office, person
from tests.integration.notify.mailbox import Mailbox


def work(at: datetime) -> None:
    worker.run_until_empty(clock=lambda: at)


def mail() -> Delivery:
    return Delivery.objects.get(channel="email")


def digest_to(user: User, *, now: datetime = NOW) -> Message:
    """Let a digest leave, which has no unit of its own."""
    words = outbox.Words("Việc ngày 16/03/2026: 12 quá hạn", "Kính gửi.", "")
    message, _ = outbox.write(
        kind=MessageKind.DIGEST, recipient=user, words=words, channels=("email",), key=f"digest:{user.pk}", now=now
    )
    outbox.let_go(message, now=now)
    return message


def test_failed_digest_is_sent_again_by_those_who_lead_its_reader(office: Office, mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = ["550 5.1.1 Không có hộp thư này"]
    digest_to(office.head)
    work(NOW)
    (row,) = selectors.list_deliveries(office.focal, selectors.DeliveryFilter(), today=NOW.date())

    found = selectors.access_delivery(office.focal, row.pk, today=NOW.date())
    outbox.resend(delivery=found, actor=office.focal, now=NOW)
    work(NOW)

    assert (mail().state, len(mailbox.received)) == (DeliveryState.SENT, 1)
    with pytest.raises(MessageNotFound):
        selectors.access_delivery(office.stranger, row.pk, today=NOW.date())
    with pytest.raises(PermissionDenied):
        outbox.resend(delivery=mail(), actor=office.stranger, now=NOW)


def test_digests_of_a_person_who_left_are_no_longer_seen(office: Office, mailbox: Mailbox) -> None:
    reader = person(office.unit, Role.OFFICER, full_name="Bùi Giả Định", email="bui@gia-dinh.example")
    digest_to(reader)
    assert len(selectors.list_deliveries(office.focal, selectors.DeliveryFilter(), today=NOW.date())) == 1
    reader.memberships.update(valid_to=NOW.date())
    Delivery.objects.update(state=DeliveryState.FAILED, ended_at=NOW)

    assert selectors.list_deliveries(office.focal, selectors.DeliveryFilter(), today=NOW.date()) == []
    with pytest.raises(MessageNotFound):
        selectors.access_delivery(office.focal, mail().pk, today=NOW.date())
    with pytest.raises(PermissionDenied):
        outbox.resend(delivery=mail(), actor=office.focal, now=NOW)
    assert selectors.list_deliveries(office.focal, selectors.DeliveryFilter(), today=date(2026, 2, 1)) != []
