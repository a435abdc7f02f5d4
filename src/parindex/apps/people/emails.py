"""Keeps the address book of the login library in step with the account: one verified address, given by the office."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from parindex.apps.people.models import User


def keep(user: User) -> None:
    """Make the account's e-mail the person's only address for password resets."""
    addresses = EmailAddress.objects.filter(user=user)
    addresses.exclude(email=user.email).delete()
    if user.email:
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
