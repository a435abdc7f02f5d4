"""Puts the acting person on each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parindex.domain.access import ANONYMOUS


class ActorMiddleware:
    """Set `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return self.get_response(request)
