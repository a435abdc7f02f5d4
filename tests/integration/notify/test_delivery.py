"""Messages on their way: a click, a real mail server, its refusals, retries, and a worker that is killed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job
from parindex.apps.notify import delivery, outbox, selectors
from parindex.apps.notify.channels import registry
from parindex.apps.notify.channels.contract import Addressee, Answer, Outcome, Parcel
from parindex.apps.notify.errors import AlreadyDecided, MessageNotFound, NotResendable, ReasonMissing
from parindex.apps.notify.models import Delivery, DeliveryState, Message, MessageState
from parindex.domain.access import PermissionDenied
from parindex.jobs import worker
from tests.integration.notify.conftest import EVENING, NOW, Office
from tests.integration.notify.mailbox import Mailbox


def work(at: datetime = NOW) -> None:
    worker.run_until_empty(clock=lambda: at)


def mail() -> Delivery:
    return Delivery.objects.get(channel="email")


def test_nothing_leaves_without_a_click(office: Office, mailbox: Mailbox) -> None:
    message = office.write()

    work(NOW + timedelta(days=3))

    assert mailbox.received == []
    assert Delivery.objects.count() == Job.objects.count() == 0
    assert selectors.list_waiting(office.focal) == [message]


def test_click_sends_one_letter_as_text_and_html(office: Office, mailbox: Mailbox) -> None:
    outbox.release(message=office.write(), actor=office.focal, now=NOW)

    work()
    work(NOW + timedelta(hours=1))

    assert len(mailbox.received) == 1
    letter = mailbox.received[0]
    assert (letter["To"], letter["Subject"]) == ("dang@hu-cau.example", "Ba việc quá hạn")
    assert letter["Message-ID"].startswith(f"<{Message.objects.get().public_id.hex}@")
    assert mailbox.text() == "Kính gửi Đặng Hư Cấu.\n"
    assert "<b>Đặng Hư Cấu</b>" in mailbox.html()
    assert {row.channel: row.state for row in Delivery.objects.all()} == {"email": "sent", "page": "sent"}
    assert Event.objects.filter(action="message.released", object_label="Ba việc quá hạn").count() == 1


def test_second_click_and_strangers_are_refused(office: Office) -> None:
    message = office.write()
    with pytest.raises(PermissionDenied):
        outbox.release(message=message, actor=office.stranger, now=NOW)
    with pytest.raises(MessageNotFound):
        selectors.access_message(office.stranger, message.public_id)
    outbox.release(message=message, actor=office.focal, now=NOW)

    with pytest.raises(AlreadyDecided):
        outbox.discard(message=message, reason="muộn", actor=office.focal, now=NOW)

    assert selectors.count_waiting(office.focal) == selectors.count_waiting(office.stranger) == 0


def test_discarded_message_keeps_its_reason(office: Office, mailbox: Mailbox) -> None:
    message = office.write()
    with pytest.raises(ReasonMissing):
        outbox.discard(message=message, reason=" ", actor=office.focal, now=NOW)

    outbox.discard(message=message, reason="Đã gọi điện.", actor=office.focal, now=NOW)
    work()

    message.refresh_from_db()
    assert (message.state, message.reason) == (MessageState.DISCARDED, "Đã gọi điện.")
    assert mailbox.received == []


def test_same_key_is_written_once(office: Office) -> None:
    assert office.write("k").pk == office.write("k").pk


def test_letter_of_the_evening_waits_for_the_next_working_morning(office: Office, mailbox: Mailbox) -> None:
    outbox.release(message=office.write(), actor=office.focal, now=EVENING)

    work(EVENING + timedelta(days=1))
    assert mailbox.received == []
    assert Delivery.objects.get(channel="page").state == DeliveryState.SENT

    work(datetime(2026, 3, 23, 7, 0, tzinfo=NOW.tzinfo))
    assert len(mailbox.received) == 1


def test_server_that_refuses_for_now_is_tried_again_later(office: Office, mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = ["451 4.3.0 Hộp thư đang bận", "452 4.2.2 Hộp thư đầy"]
    outbox.release(message=office.write(), actor=office.focal, now=NOW)

    work()
    assert (mail().state, mail().attempts) == (DeliveryState.QUEUED, 1)
    assert "451" in mail().response
    work(NOW + timedelta(minutes=1))
    assert mail().attempts == 1
    work(NOW + timedelta(minutes=2))
    assert "452" in mail().response
    work(NOW + timedelta(minutes=12))

    assert (mail().state, mail().attempts, len(mailbox.received)) == (DeliveryState.SENT, 3, 1)
    assert [entry["outcome"] for entry in mail().log] == ["retry", "retry", "sent"]


def test_server_that_is_down_is_given_up_in_the_end_and_a_person_sends_again(
    office: Office, settings: Settings, mailbox: Mailbox
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)
    for hours in range(8):
        work(NOW + timedelta(hours=hours))

    failed = mail()
    assert (failed.state, failed.attempts) == (DeliveryState.FAILED, 5)
    assert failed.response.startswith("Không nối được máy chủ thư")

    settings.EMAIL_PORT = port
    with pytest.raises(PermissionDenied):
        outbox.resend(delivery=failed, actor=office.stranger, now=NOW)
    outbox.resend(delivery=failed, actor=office.focal, now=NOW)
    work()
    assert (mail().state, len(mailbox.received)) == (DeliveryState.SENT, 1)
    with pytest.raises(NotResendable):
        outbox.resend(delivery=mail(), actor=office.focal, now=NOW)


def test_refusal_for_good_shows_the_words_of_the_server(office: Office, mailbox: Mailbox) -> None:
    mailbox.refuse_recipient = ["550 5.1.1 Không có hộp thư này"]
    outbox.release(message=office.write(), actor=office.focal, now=NOW)

    work()

    assert mail().state == DeliveryState.FAILED
    assert mail().response == "Máy chủ thư từ chối: 550 5.1.1 Không có hộp thư này"
    assert Job.objects.filter(state="queued").count() == 0


def test_line_that_breaks_after_the_letter_is_not_sent_twice(office: Office, mailbox: Mailbox) -> None:
    mailbox.is_dropping = True
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)

    for minutes in (0, 5, 600):
        work(NOW + timedelta(minutes=minutes))

    assert (mail().state, len(mailbox.received)) == (DeliveryState.UNKNOWN, 1)


def test_worker_killed_while_sending_never_sends_what_was_accepted(
    office: Office, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)

    class Killed(BaseException):
        """Ends the attempt as SIGKILL would: nothing after it runs."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_write", die)
        with pytest.raises(Killed):
            delivery.deliver(mail().pk, clock=lambda: NOW)
    assert (mail().state, len(mailbox.received)) == (DeliveryState.SENDING, 1)

    work()

    assert (mail().state, len(mailbox.received)) == (DeliveryState.UNKNOWN, 1)
    assert "bị ngắt giữa chừng" in mail().response


def test_worker_killed_before_sending_loses_nothing(office: Office, mailbox: Mailbox) -> None:
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)
    Job.objects.update(state="running", worker="dead", attempts=1, heartbeat_at=NOW)

    from parindex.apps.base import jobs

    later = NOW + timedelta(minutes=2)
    jobs.reap(now=later)
    work(later)

    assert (mail().state, len(mailbox.received)) == (DeliveryState.SENT, 1)


def test_person_without_address_is_said_so(office: Office, mailbox: Mailbox) -> None:
    office.head.email = ""
    office.head.save(update_fields=["email"])

    outbox.release(message=office.write(), actor=office.focal, now=NOW)
    work()

    assert mail().state == DeliveryState.SKIPPED
    assert mailbox.received == []


def test_machine_without_mail_server_says_that_nothing_left(office: Office, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    outbox.release(message=office.write(channels=("email",)), actor=office.focal, now=NOW)

    work()

    assert mail().state == DeliveryState.KEPT
    assert "outbox" in mail().response


class ShoutChannel:
    """A channel that a test adds, as an office would add Zalo or SMS."""

    label = "Loa"
    leaves_house = False
    heard: list[str] = []

    def address_of(self, addressee: Addressee) -> str:
        """Return the name."""
        return addressee.full_name

    def deliver(self, parcel: Parcel) -> Answer:
        """Keep what was shouted."""
        self.heard.append(f"{parcel.address}: {parcel.subject}")
        return Answer(Outcome.ACCEPTED, "đã nghe")


def test_another_channel_is_one_class_and_one_setting(office: Office, settings: Settings) -> None:
    settings.PARINDEX_CHANNELS = {"loud": f"{__name__}.ShoutChannel"}
    outbox.release(message=office.write(channels=("loud",)), actor=office.focal, now=NOW)

    work()

    assert ShoutChannel.heard == ["Đặng Hư Cấu: Ba việc quá hạn"]
    assert Delivery.objects.get().response == "đã nghe"
    assert registry.label_of("loud") == "Loa"
    assert registry.label_of("email") == "email"


def test_deliveries_of_other_areas_are_not_seen(office: Office) -> None:
    outbox.release(message=office.write(channels=("page",)), actor=office.focal, now=NOW)
    work()

    assert len(selectors.list_deliveries(office.focal, selectors.DeliveryFilter(), today=NOW.date())) == 1
    assert selectors.list_deliveries(office.stranger, selectors.DeliveryFilter(), today=NOW.date()) == []
    with pytest.raises(MessageNotFound):
        selectors.access_delivery(office.stranger, Delivery.objects.get().pk, today=NOW.date())
