"""The unit and year that a page shows: from the address, else from the cookie, else the latest that there is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors as orgs
from parindex.web.request import actor_of

YEAR_COOKIE = "nam"


@dataclass(frozen=True, slots=True)
class Season:
    """What the context bar shows: the chosen year among `years`, the chosen unit or all that one may see."""

    year: int
    years: tuple[int, ...]
    unit_id: int | None
    unit_name: str
    unit_path: str


def season_of(request: HttpRequest) -> Season:
    """Return the unit and year of this request."""
    actor = actor_of(request)
    years = tuple(assignments.list_years(actor)) or (timezone.localdate().year,)
    wanted = request.GET.get("nam") or request.COOKIES.get(YEAR_COOKIE, "")
    year = int(wanted) if wanted.isdigit() and int(wanted) in years else years[0]
    unit = request.GET.get("don-vi", "")
    if unit.isdigit():
        chosen = orgs.access_unit(actor, int(unit))
        return Season(year, years, chosen.pk, chosen.name, chosen.path)
    return Season(year, years, None, "Mọi đơn vị bạn được xem", "")
