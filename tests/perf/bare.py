"""The peer of a page: a plain Django page with a table of as many bytes, and the middleware that Django proposes.

It reads its rows through the ORM with one join, knows its signed-in user from the session, and is rendered by
Django's templates: what any page of a site with accounts pays.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from parindex.apps.assignments.models import Assignment

MIDDLEWARE = [
    "tests.perf.bare.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_PAGE = """<!doctype html><html lang="vi"><head><title>{{ user.full_name }}</title></head><body><table>
{% for row in rows %}<tr><td><a href="/{{ row.public_id }}/">{{ row.title }}</a></td><td>{{ row.owner.name }}</td>
<td>{{ row.due_on|date:"d/m/Y" }}</td><td>{{ row.state }}</td><td>{{ row.progress }}%</td></tr>
{% endfor %}</table></body></html>"""


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Serve the addresses of this module instead of those of the site."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]  # Django reads it, its type does not have it
        return get_response(request)

    return respond


def show(request: HttpRequest, rows: int) -> HttpResponse:
    """Show a table of so many rows."""
    found = Assignment.objects.select_related("owner").order_by("pk")[:rows]
    template = engines["django"].from_string(_PAGE)
    return HttpResponse(template.render({"rows": found, "user": request.user}, request=None))


urlpatterns = [path("<int:rows>/", show)]
