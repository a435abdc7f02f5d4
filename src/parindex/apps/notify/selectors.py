"""Messages as the actor may see them: what waits, what left and how, and one's own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from parindex.apps.notify.errors import MessageNotFound
from parindex.apps.notify.models import Delivery, DeliveryState, Message, MessageState, Switch
from parindex.apps.orgs.models import Unit
from parindex.apps.people.access import in_force
from parindex.apps.people.models import Membership
from parindex.domain.access import Actor, Permission


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What narrows the list of deliveries; empty values narrow nothing."""

    state: str = ""
    channel: str = ""


def _sendable(actor: Actor) -> Q:
    """Return the condition of messages that the actor may let leave: those of units in their area."""
    if actor.is_system:
        return Q()
    condition = Q(pk__in=())
    for path in actor.scope(Permission.URGING_SEND):
        condition |= Q(unit__path__startswith=path)
    return condition


def list_waiting(actor: Actor, *, limit: int = 200) -> list[Message]:
    """Return the messages that wait for the actor's click, oldest first, with recipient and unit."""
    rows = Message.objects.filter(_sendable(actor), state=MessageState.WAITING).select_related("recipient", "unit")
    return list(rows.order_by("created_at", "pk")[:limit])


def count_waiting(actor: Actor) -> int:
    """Count the messages that wait for the actor's click."""
    return Message.objects.filter(_sendable(actor), state=MessageState.WAITING).count()


def access_message(actor: Actor, public_id: uuid.UUID) -> Message:
    """Return a message that the actor may decide about. Raises `MessageNotFound`."""
    rows = Message.objects.filter(_sendable(actor)).select_related("recipient", "unit")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise MessageNotFound(MessageNotFound.message)
    return row


def access_delivery(actor: Actor, delivery_id: int, *, today: date) -> Delivery:
    """Return a delivery of the actor's area. Raises `MessageNotFound`."""
    row = _of_area(actor, today=today).select_related("message__unit").filter(pk=delivery_id).first()
    if row is None:
        raise MessageNotFound(MessageNotFound.message)
    return row


def list_deliveries(actor: Actor, filters: DeliveryFilter, *, today: date, limit: int = 200) -> list[Delivery]:
    """Return how messages of the actor's area fared, newest first, with message and recipient."""
    rows = _of_area(actor, today=today)
    if filters.state in DeliveryState.values:
        rows = rows.filter(state=filters.state)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    return list(rows.select_related("message__recipient", "message__unit").order_by("-pk")[:limit])


def _of_area(actor: Actor, *, today: date) -> QuerySet[Delivery]:
    """Digests of people have no unit: they belong where the person has a role today, as in `outbox.may_send`."""
    if actor.is_system:
        return Delivery.objects.all()
    condition, held = Q(pk__in=()), Q(pk__in=())
    for path in actor.scope(Permission.URGING_SEND):
        condition |= Q(message__unit__path__startswith=path)
        held |= Q(unit__path__startswith=path)
    people = Membership.objects.filter(held, in_force(today=today)).values("user_id")
    return Delivery.objects.filter(condition | Q(message__unit=None, message__recipient__in=people))


def list_mine(actor: Actor, *, limit: int = 50) -> list[Message]:
    """Return what was told to the actor on the page, newest first."""
    told = Delivery.objects.filter(channel="page")
    rows = Message.objects.filter(recipient_id=actor.user_id, state=MessageState.RELEASED, deliveries__channel="page")
    return list(rows.prefetch_related(Prefetch("deliveries", queryset=told)).order_by("-created_at", "-pk")[:limit])


def list_switches(actor: Actor) -> list[tuple[Unit, Switch | None]]:
    """Return the highest units of the actor's area, and every other unit of it that has a switch."""
    condition = Q(pk__in=())
    within = Q(pk__in=())
    for path in actor.scope(Permission.URGING_SWITCH):
        condition |= Q(path=path) if path != "/" else Q(parent=None)
        within |= Q(path__startswith=path)
    with_switch = Q(pk__in=Switch.objects.values("unit_id")) & within
    switches = {row.unit_id: row for row in Switch.objects.all()}
    units = Unit.objects.filter(condition | with_switch).order_by("path")
    return [(unit, switches.get(unit.pk)) for unit in units]


def delivery_states() -> tuple[tuple[str, str], ...]:
    """Return the states by which deliveries may be narrowed: value and label."""
    return tuple((state.value, str(state.label)) for state in DeliveryState)
