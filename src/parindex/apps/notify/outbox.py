"""The outbox: messages are written here, wait for a click or leave, and every decision is in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.notify.channels.contract import Addressee
from parindex.apps.notify.channels.registry import get_channel
from parindex.apps.notify.errors import AlreadyDecided, NotResendable, ReasonMissing, RecipientGone
from parindex.apps.notify.models import Delivery, DeliveryState, Message, MessageKind, MessageState
from parindex.apps.orgs.models import Unit
from parindex.apps.people.access import in_force, memberships_in_force
from parindex.apps.people.models import Membership, User
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import SYSTEM, Actor, Permission, PermissionDenied, Role
from parindex.domain.urging import hours

JOB = "notify.deliver"
RESENDABLE = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.KEPT, DeliveryState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says."""

    subject: str
    text: str
    html: str = ""


def write(
    *,
    kind: MessageKind,
    recipient: User,
    words: Words,
    channels: tuple[str, ...],
    key: str,
    unit: Unit | None = None,
    now: datetime,
) -> tuple[Message, bool]:
    """Write a message that waits, in the caller's transaction; return it and whether it is new.

    The same `key` gives the message that is there already, so that a job that runs twice writes once.
    """
    values = {
        "kind": kind,
        "recipient": recipient,
        "unit": unit,
        "subject": words.subject[:200],
        "text": words.text,
        "html": words.html,
        "channels": list(channels),
        "created_at": now,
    }
    return Message.objects.get_or_create(dedupe_key=key, defaults=values)


def let_go(message: Message, *, actor: Actor = SYSTEM, now: datetime) -> None:
    """Queue a waiting message on each of its channels, in the caller's transaction. Raises `AlreadyDecided`."""
    _decide(message, state=MessageState.RELEASED, actor=actor, now=now)
    for name in message.channels:
        _queue(message, name, now=now)


def release(*, message: Message, actor: Actor, now: datetime) -> Message:
    """Let a message leave because a person of its unit said so.

    Raises `PermissionDenied`, `AlreadyDecided`, and `RecipientGone` when it waited until the recipient had left.
    """
    with transaction.atomic():
        locked = _lock(message, actor, now=now)
        _require_recipient(locked, now=now)
        let_go(locked, actor=actor, now=now)
        _record(locked, action="message.released", actor=actor, now=now)
    return locked


def discard(*, message: Message, reason: str, actor: Actor, now: datetime) -> Message:
    """Never send a message, with the reason. Raises `PermissionDenied`, `AlreadyDecided`, `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing("Ghi lý do không gửi, để người sau biết vì sao việc này không được nhắc.")
    with transaction.atomic():
        locked = _lock(message, actor, now=now)
        locked.reason = reason.strip()
        _decide(locked, state=MessageState.DISCARDED, actor=actor, now=now)
        _record(locked, action="message.discarded", actor=actor, now=now, after={"reason": locked.reason})
    return locked


def resend(*, delivery: Delivery, actor: Actor, now: datetime) -> Delivery:
    """Try a delivery that did not come through once more, as a person decided.

    Raises `PermissionDenied`, `NotResendable`, `RecipientGone`.
    """
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("message__unit", "message__recipient")
        locked = rows.get(pk=delivery.pk)
        _require(locked.message, actor, now=now)
        _require_recipient(locked.message, now=now)
        if locked.state not in RESENDABLE:
            raise NotResendable("Tin này đã tới hoặc đang được gửi; tải lại trang để xem.")
        locked.state, locked.ended_at = DeliveryState.QUEUED, None
        locked.next_at = earliest(locked.channel, now=now)
        locked.save(update_fields=["state", "ended_at", "next_at"])
        enqueue(locked, now=now, again=True)
        _record(locked.message, action="message.resent", actor=actor, now=now, after={"channel": locked.channel})
    return locked


def earliest(channel: str, *, now: datetime) -> datetime:
    """Return when a channel may be used: what leaves the house waits for the quiet hours to end."""
    if not get_channel(channel).leaves_house:
        return now
    ladder = ladders.load_ladder()
    return hours.next_open(timezone.localtime(now), hours=ladder.hours, calendar=calendars.load_calendar())


def enqueue(delivery: Delivery, *, now: datetime, again: bool = False) -> None:
    """Queue the job of the next attempt; each attempt of a delivery has one."""
    stamp = f":{now.timestamp():.6f}" if again else ""
    jobs.enqueue(
        kind=JOB,
        payload={"delivery_id": delivery.pk},
        actor=SYSTEM,
        now=now,
        dedupe_key=f"deliver:{delivery.pk}:{delivery.attempts + 1}{stamp}",
        run_after=delivery.next_at,
    )


def addressee_of(user: User) -> Addressee:
    """Return what channels may know of a person."""
    return Addressee(user_id=user.pk, full_name=user.full_name, email=user.email)


def _queue(message: Message, name: str, *, now: datetime) -> None:
    address = get_channel(name).address_of(addressee_of(message.recipient))
    delivery = Delivery(message=message, channel=name, address=address[:254], next_at=earliest(name, now=now))
    if not address:
        delivery.state, delivery.ended_at = DeliveryState.SKIPPED, now
        delivery.response = "Tài khoản chưa có địa chỉ của kênh này."
    delivery.save()
    if address:
        enqueue(delivery, now=now)


def may_send(actor: Actor, message: Message, *, today: date) -> bool:
    """Tell whether the actor decides about a message: of its unit, or of where its reader has a role today."""
    if message.unit is not None:
        return actor.may(Permission.URGING_SEND, message.unit.path)
    held = memberships_in_force(message.recipient, today=today)
    return actor.is_system or any(actor.may(Permission.URGING_SEND, membership.unit.path) for membership in held)


def _lock(message: Message, actor: Actor, *, now: datetime) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("unit", "recipient")
    locked = rows.get(pk=message.pk)
    _require(locked, actor, now=now)
    return locked


def _require(message: Message, actor: Actor, *, now: datetime) -> None:
    if not may_send(actor, message, today=timezone.localdate(now)):
        raise PermissionDenied(Permission.URGING_SEND)


def _require_recipient(message: Message, *, now: datetime) -> None:
    """Refuse a message whose recipient has no role any more; what a unit says to heads needs one in its area."""
    held = Membership.objects.filter(in_force(today=timezone.localdate(now)), user_id=message.recipient_id)
    if message.kind == MessageKind.ESCALATION and message.unit is not None:
        held = held.filter(role=Role.LEADER.value, unit__path__startswith=message.unit.path)
    if not message.recipient.is_active or not held.exists():
        raise RecipientGone(
            f"{message.recipient.full_name} không còn giữ vai trò nhận tin này nên không gửi nữa. Việc còn chậm thì "
            "vòng đôn đốc sau báo người thay, hoặc soạn công văn."
        )


def _decide(message: Message, *, state: MessageState, actor: Actor, now: datetime) -> None:
    if message.state != MessageState.WAITING:
        raise AlreadyDecided("Tin này vừa được người khác cho gửi hoặc bỏ. Tải lại trang để xem.")
    message.state = state
    message.decided_at, message.decided_by_id, message.decided_by_name = now, actor.user_id, actor.name[:120]
    message.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by_name", "reason"])


def _record(message: Message, *, action: str, actor: Actor, now: datetime, after: object = None) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="message",
        object_id=str(message.public_id),
        object_label=message.subject,
        unit_path=message.unit.path if message.unit is not None else "",
        after=after,
        now=now,
    )
