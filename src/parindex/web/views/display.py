"""A person's own display: theme, density, keyboard. Kept in cookies, so it works before and after login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR_SECONDS = 365 * 24 * 3600
CHOICES = {"theme": {"", "light", "dark"}, "density": {"", "thoang"}, "keys": {"on", "off"}}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen display settings and go back to the page."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if safe else "/")
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value is not None and value in allowed:
            response.set_cookie(name, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return response
