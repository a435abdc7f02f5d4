"""Tokens of the API: shown once, kept as a hash, never stronger than their owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.people import access, links, services
from parindex.apps.people.errors import InvalidPerson
from parindex.apps.people.models import ApiToken, User
from parindex.domain.access import Actor, Permission, PermissionDenied

PREFIX = "pdx_"


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """A new token: the secret, which is never shown again, and its row."""

    secret: str
    row: ApiToken


def create_token(
    *, user: User, name: str, actor: Actor, now: datetime, expires_at: datetime | None = None
) -> CreatedToken:
    """Make a token of one's own. Raises `PermissionDenied` for somebody else and `InvalidPerson` without a name."""
    _require_own(user, actor)
    if not name.strip():
        raise InvalidPerson("Đặt tên cho mã truy cập, ví dụ tên phần mềm sẽ dùng.")
    secret = links.new_secret(PREFIX)
    with transaction.atomic():
        row = ApiToken.objects.create(
            user=user,
            name=name.strip()[:100],
            token_hash=links.hash_secret(secret),
            created_at=now,
            expires_at=expires_at,
        )
        _record(row, action="token.created", actor=actor, now=now)
    return CreatedToken(secret=secret, row=row)


def list_tokens(user: User) -> list[ApiToken]:
    """Return a person's tokens that are not revoked, newest first."""
    return list(user.api_tokens.filter(revoked_at=None).order_by("-created_at", "-pk"))


def revoke_token(*, user: User, token_id: int, actor: Actor, now: datetime) -> None:
    """Revoke a token of one's own; unknown and revoked ones are left alone. Raises `PermissionDenied`."""
    _require_own(user, actor)
    with transaction.atomic():
        row = ApiToken.objects.select_for_update().filter(user=user, pk=token_id, revoked_at=None).first()
        if row is None:
            return
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        _record(row, action="token.revoked", actor=actor, now=now)


def actor_of_token(secret: str, *, now: datetime) -> Actor | None:
    """Return who acts with a token; None when it is unknown, revoked, out of date or its owner's account is closed."""
    row = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=links.hash_secret(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return None
    today = timezone.localdate(now)
    if row.last_used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=today)
    return access.actor_of(row.user, today=today)


def _require_own(user: User, actor: Actor) -> None:
    if user.pk != actor.user_id or not actor.holds(Permission.TOKENS_MANAGE):
        raise PermissionDenied(Permission.TOKENS_MANAGE)


def _record(row: ApiToken, *, action: str, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="token",
        object_id=str(row.pk),
        object_label=row.name,
        unit_path=services.home_path(row.user, now=now),
        now=now,
    )
