"""Counting failed sign-ins: five in a row lock the account for thirty minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from parindex.apps.people import services
from parindex.apps.people.models import User
from parindex.domain.access import ANONYMOUS, Actor

MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=30)


def is_locked(user: User, *, now: datetime) -> bool:
    """Tell whether sign-in is locked for this account."""
    return user.locked_until is not None and user.locked_until > now


def note_failure(user: User, *, now: datetime) -> None:
    """Count one wrong password; the fifth in a row locks the account."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.failed_logins += 1
        action = "login.failed"
        if locked.failed_logins >= MAX_FAILURES:
            action = "login.locked"
            locked.failed_logins = 0
            locked.locked_until = now + LOCKED_FOR
        locked.save(update_fields=["failed_logins", "locked_until"])
        services.record(locked, action=action, actor=ANONYMOUS, now=now)


def note_success(user: User, *, now: datetime) -> None:
    """Forget earlier failures and record the sign-in."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(failed_logins=0, locked_until=None)
        services.record(user, action="login.succeeded", actor=Actor(user_id=user.pk, name=user.full_name), now=now)


def note_end(user: User, *, now: datetime) -> None:
    """Record that a person signed out."""
    with transaction.atomic():
        services.record(user, action="login.ended", actor=Actor(user_id=user.pk, name=user.full_name), now=now)


def note_second_factor(user: User, *, is_enabled: bool, now: datetime) -> None:
    """Record that a person turned the second factor on or off."""
    action = "totp.enabled" if is_enabled else "totp.disabled"
    with transaction.atomic():
        services.record(user, action=action, actor=Actor(user_id=user.pk, name=user.full_name), now=now)
