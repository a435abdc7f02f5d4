"""Typed access to what the middleware put on a request."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from parindex.domain.access import ANONYMOUS, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts on this request."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))
