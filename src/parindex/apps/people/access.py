"""From an account to the actor of a moment: the grants in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from parindex.apps.people.models import Membership, User
from parindex.domain.access import ANONYMOUS, Actor, Grant, Role


def in_force(*, today: date) -> Q:
    """Return the condition of memberships that hold on a day: [valid_from, valid_to)."""
    return Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today))


def memberships_in_force(user: User, *, today: date) -> QuerySet[Membership]:
    """Return a person's memberships that hold on a day, with their units, in a stable order."""
    return user.memberships.filter(in_force(today=today)).select_related("unit").order_by("unit__path", "role", "pk")


def memberships_to_come(user: User, *, today: date) -> QuerySet[Membership]:
    """Return a person's memberships that hold on a day or begin later."""
    return user.memberships.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))


def actor_of(user: User, *, today: date) -> Actor:
    """Return who acts when this person does; a closed account acts as a guest. One query."""
    if not user.is_active:
        return ANONYMOUS
    held = memberships_in_force(user, today=today).values_list("role", "unit_id", "unit__path")
    grants = tuple(Grant(role=Role(role), unit_id=unit_id, unit_path=path) for role, unit_id, path in held)
    return Actor(user_id=user.pk, name=user.full_name, grants=grants)
