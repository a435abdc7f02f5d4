"""People and their roles as rows of pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.people import logins
from parindex.domain.access import ROLE_NAMES, Role

if TYPE_CHECKING:
    from parindex.apps.people.models import Membership, User


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of a person."""

    pk: int
    role: str
    unit_id: int
    unit: str
    period: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list or at the head of a page."""

    pk: int
    full_name: str
    position: str
    username: str
    email: str
    state: str
    css: str
    is_active: bool
    is_locked: bool
    roles: tuple[RoleRow, ...]


def person(user: User, *, now: datetime) -> PersonRow:
    """Return the words of one person, whose `roles` the selector has loaded."""
    today = timezone.localdate(now)
    locked = logins.is_locked(user, now=now)
    state, css = _state(user, is_locked=locked)
    held: list[Membership] = getattr(user, "roles", [])
    return PersonRow(
        pk=user.pk,
        full_name=user.full_name,
        position=user.position,
        username=user.username,
        email=user.email,
        state=state,
        css=css,
        is_active=user.is_active,
        is_locked=locked,
        roles=tuple(_role(membership, today=today) for membership in held),
    )


def _state(user: User, *, is_locked: bool) -> tuple[str, str]:
    if not user.is_active:
        return "Đã ngừng", "chip-idle"
    if is_locked:
        return "Tạm khóa", "chip-warn"
    if not user.has_usable_password():
        return "Chưa đặt mật khẩu", "chip-idle"
    return "Đang dùng", "chip-ok"


def _role(membership: Membership, *, today: date) -> RoleRow:
    end = membership.valid_to
    return RoleRow(
        pk=membership.pk,
        role=ROLE_NAMES[Role(membership.role)],
        unit_id=membership.unit_id,
        unit=membership.unit.name,
        period=f"từ {membership.valid_from:%d/%m/%Y}" + (f" đến trước {end:%d/%m/%Y}" if end else ""),
        is_in_force=membership.valid_from <= today and (end is None or end > today),
    )
