"""Tokens of people: a token never has more rights than its owner."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from parindex.apps.people import tokens
from parindex.domain.access import Actor


class TokenAuthentication(HttpBearer):
    """Find the actor of `Authorization: Bearer <token>`."""

    def authenticate(self, _request: HttpRequest, token: str) -> Actor | None:
        """Return who acts with this token, or None when it is unknown, revoked or out of date."""
        return tokens.actor_of_token(token, now=timezone.now())


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts on an authenticated request."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise TypeError("the request was not authenticated")
    return actor
