"""People as the actor may see them: those with a role in the actor's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from parindex.apps.orgs.models import Unit
from parindex.apps.people.errors import PersonNotFound
from parindex.apps.people.models import Membership, User
from parindex.domain.access import Actor, Permission
from parindex.domain.text import folding

_NOT_FOUND = "Không có người dùng này, hoặc bạn không được xem. Mở danh sách người dùng để tìm lại."


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list of people is narrowed to; empty values narrow nothing."""

    query: str = ""
    role: str = ""
    is_active: bool | None = None
    unit_id: int | None = None


def list_people(actor: Actor, filters: PeopleFilter, *, limit: int = 200) -> list[User]:
    """Return the people whom the actor may see, in Vietnamese order, each with `roles`, those not yet over."""
    rows = _visible(actor)
    if filters.query:
        text = folding.fold(filters.query)
        rows = rows.filter(
            Q(full_name_fold__contains=text) | Q(username__icontains=text) | Q(email__icontains=filters.query.strip())
        )
    if filters.role:
        rows = rows.filter(memberships__role=filters.role)
    if filters.unit_id is not None:
        rows = rows.filter(memberships__unit_id=filters.unit_id)
    if filters.is_active is not None:
        rows = rows.filter(is_active=filters.is_active)
    return list(_with_roles(rows).distinct().order_by("full_name_sort", "pk")[:limit])


def access_person(actor: Actor, user_id: int) -> User:
    """Return one person with `roles`. Raises `PersonNotFound`."""
    row = _with_roles(_visible(actor)).filter(pk=user_id).first()
    if row is None:
        raise PersonNotFound(_NOT_FOUND)
    return row


def access_membership(actor: Actor, *, user_id: int, membership_id: int) -> Membership:
    """Return one role of one visible person. Raises `PersonNotFound`."""
    access_person(actor, user_id)
    row = Membership.objects.select_related("unit", "user").filter(pk=membership_id, user_id=user_id).first()
    if row is None:
        raise PersonNotFound(_NOT_FOUND)
    return row


def get_by_username(username: str) -> User:
    """Return the account with a login name, for the command line. Raises `PersonNotFound`."""
    row = User.objects.filter(username__iexact=username).first()
    if row is None:
        raise PersonNotFound(f"Không có tài khoản “{username}”.")
    return row


def get_self(actor: Actor) -> User:
    """Return the account of the actor. Raises `PersonNotFound` for guests and the system."""
    row = _with_roles(User.objects.filter(pk=actor.user_id)).first() if actor.user_id is not None else None
    if row is None:
        raise PersonNotFound("Hãy đăng nhập.")
    return row


def list_grantable_units(actor: Actor, *, today: date) -> list[Unit]:
    """Return the units in force over which the actor may give roles, in Vietnamese order."""
    condition = Q(pk__in=())
    for path in actor.scope(Permission.PEOPLE_MANAGE):
        condition |= Q(path__startswith=path)
    in_force_now = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    return list(Unit.objects.filter(condition, in_force_now).select_related("parent").order_by("name_sort", "pk"))


def _visible(actor: Actor) -> QuerySet[User]:
    """Whom the actor may see: people of their units, and accounts without any role yet that were made there."""
    condition = Q(pk=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    if actor.is_system:
        condition = Q()
    for path in actor.scope(Permission.PEOPLE_VIEW):
        condition |= Q(memberships__unit__path__startswith=path)
    for path in actor.scope(Permission.PEOPLE_MANAGE):
        makers = Membership.objects.filter(unit__path__startswith=path).values("user_id")
        condition |= Q(memberships__isnull=True, created_by_id__in=makers)
    return User.objects.filter(pk__in=User.objects.filter(condition).values("pk"))


def _with_roles(rows: QuerySet[User]) -> QuerySet[User]:
    current = Membership.objects.select_related("unit").order_by("valid_from", "pk")
    return rows.prefetch_related(Prefetch("memberships", queryset=current, to_attr="roles"))
