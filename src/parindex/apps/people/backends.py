"""Sign-in by login name or e-mail, refused while the account is locked, with the same answer as a wrong password."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from parindex.apps.people import logins
from parindex.apps.people.models import User


class LockingBackend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Counts wrong passwords for each account and refuses even the right one while it is locked."""

    def __init__(self) -> None:
        # One object serves one attempt, which may look the same person up by login name and by e-mail.
        self._counted: set[int] = set()

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        if not isinstance(user, User):
            return None
        now = timezone.now()
        if logins.is_locked(user, now=now):
            # The base class now hashes once, so a locked account answers as slowly as any other.
            return None
        checked: AbstractBaseUser | None = super()._check_password(user, password)
        if checked is None and user.is_active and user.pk not in self._counted:
            self._counted.add(user.pk)
            logins.note_failure(user, now=now)
        return checked
