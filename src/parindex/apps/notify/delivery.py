"""One attempt to deliver: the row says `sending` before the channel is spoken to, and the answer after.

A worker that is killed in between leaves `sending`; whoever takes the job up again cannot know whether the message
was accepted, calls it unknown and does not send it a second time (at most once). What was certainly not accepted is
tried again. Why so: docs/adr/0009-urging.md.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from parindex.apps.notify import outbox
from parindex.apps.notify.channels.contract import Answer, Outcome, Parcel
from parindex.apps.notify.channels.registry import get_channel
from parindex.apps.notify.models import Delivery, DeliveryState
from parindex.definitions.urging import loader as ladders

_ENDS = {
    Outcome.ACCEPTED: DeliveryState.SENT,
    Outcome.KEPT: DeliveryState.KEPT,
    Outcome.REFUSED: DeliveryState.FAILED,
    Outcome.UNCERTAIN: DeliveryState.UNKNOWN,
}
_KILLED = "Tiến trình gửi bị ngắt giữa chừng; có thể máy chủ đã nhận nên không tự gửi lại."


def deliver(delivery_id: int, *, clock: Callable[[], datetime]) -> str:
    """Make the attempt that is due and return the state it led to; "" when there is nothing to do."""
    delivery = _take(delivery_id, now=clock())
    if delivery is None:
        return ""
    if delivery.state == DeliveryState.SENDING:
        message = delivery.message
        parcel = Parcel(
            key=message.public_id.hex,
            address=delivery.address,
            subject=message.subject,
            text=message.text,
            html=message.html,
        )
        _write(delivery, get_channel(delivery.channel).deliver(parcel), now=clock())
    return delivery.state


def _take(delivery_id: int, *, now: datetime) -> Delivery | None:
    """Mark a queued delivery as being sent; one that was left in the middle becomes unknown."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("message__recipient")
        delivery = rows.filter(pk=delivery_id).first()
        if delivery is None:
            return None
        if delivery.state == DeliveryState.SENDING:
            _end(delivery, DeliveryState.UNKNOWN, _KILLED, now=now)
            return delivery
        if delivery.state != DeliveryState.QUEUED or (delivery.next_at is not None and delivery.next_at > now):
            return None
        recipient = delivery.message.recipient
        if not recipient.is_active:
            _end(delivery, DeliveryState.SKIPPED, "Tài khoản của người nhận đã khóa nên không gửi.", now=now)
            return delivery
        opens_at = outbox.earliest(delivery.channel, now=now)
        if opens_at > now:
            _put_off(delivery, opens_at, now=now)
            return delivery
        # The address of today: somebody may have mended it since the last attempt.
        delivery.address = get_channel(delivery.channel).address_of(outbox.addressee_of(recipient))
        delivery.state = DeliveryState.SENDING
        delivery.attempts += 1
        delivery.save(update_fields=["address", "state", "attempts"])
        if not delivery.address:
            _end(delivery, DeliveryState.SKIPPED, "Tài khoản chưa có địa chỉ của kênh này.", now=now)
    return delivery


def _put_off(delivery: Delivery, opens_at: datetime, *, now: datetime) -> None:
    """Leave a delivery whose turn came in the quiet hours, as after a worker that was down, for when they end."""
    delivery.next_at = opens_at
    delivery.save(update_fields=["next_at"])
    outbox.enqueue(delivery, now=now, again=True)


def _write(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    with transaction.atomic():
        if answer.outcome is not Outcome.RETRY:
            _end(delivery, _ENDS[answer.outcome], answer.words, now=now)
            return
        waits = ladders.load_ladder().retries.minutes
        if delivery.attempts > len(waits):
            _end(delivery, DeliveryState.FAILED, answer.words, now=now)
            return
        _log(delivery, "retry", answer.words, now=now)
        delivery.state = DeliveryState.QUEUED
        again_at = now + timedelta(minutes=waits[delivery.attempts - 1])
        delivery.next_at = outbox.earliest(delivery.channel, now=again_at)
        delivery.save(update_fields=["state", "next_at", "response", "log"])
        outbox.enqueue(delivery, now=now)


def _end(delivery: Delivery, state: DeliveryState, words: str, *, now: datetime) -> None:
    _log(delivery, state.value, words, now=now)
    delivery.state, delivery.ended_at, delivery.next_at = state, now, None
    delivery.save(update_fields=["state", "ended_at", "next_at", "response", "log"])


def _log(delivery: Delivery, outcome: str, words: str, *, now: datetime) -> None:
    delivery.response = words
    delivery.log = [*delivery.log, {"at": now.isoformat(), "outcome": outcome, "words": words}]
