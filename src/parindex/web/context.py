"""What every page's frame needs."""

from __future__ import annotations

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the values of the bar and the navigation."""
    return {"actor": getattr(request, "actor", None)}
