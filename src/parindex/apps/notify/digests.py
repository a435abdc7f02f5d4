"""A room's own digest: who works in it, with their rights of the day, and one message a person a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from parindex.apps.notify import outbox
from parindex.apps.notify.channels import registry as channels
from parindex.apps.notify.models import MessageKind
from parindex.apps.notify.outbox import Words
from parindex.apps.people.access import in_force
from parindex.apps.people.models import Membership, User
from parindex.domain.access import Actor, Grant, Role


def list_people(roles: Collection[Role], *, today: date) -> list[tuple[User, Actor]]:
    """Return who holds one of some roles today, each as an actor with those roles only. One query."""
    held = Membership.objects.filter(in_force(today=today), user__is_active=True, role__in=[r.value for r in roles])
    grants: dict[int, list[Grant]] = defaultdict(list)
    users: dict[int, User] = {}
    for membership in held.select_related("user", "unit").order_by("user_id", "unit__path", "pk"):
        users[membership.user_id] = membership.user
        grants[membership.user_id].append(Grant(Role(membership.role), membership.unit_id, membership.unit.path))
    return [(user, Actor(pk, user.full_name, tuple(grants[pk]))) for pk, user in users.items()]


def tell(user: User, words: Words, *, key: str, leaving: bool, now: datetime) -> bool:
    """Write a digest and let it go, on the page and, when `leaving`, by every channel that reaches the person.

    `key` names the room and the day: told twice, it is written once. Returns whether it is new.
    """
    addressee = outbox.addressee_of(user)
    ways = channels.list_channels(leaving=False)
    if leaving:
        names = channels.list_channels(leaving=True)
        ways += tuple(name for name in names if channels.get_channel(name).address_of(addressee))
    with transaction.atomic():
        message, is_new = outbox.write(
            kind=MessageKind.DIGEST, recipient=user, words=words, channels=ways, key=key, now=now
        )
        if is_new:
            outbox.let_go(message, now=now)
    return is_new
