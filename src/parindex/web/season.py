"""The unit and year that a page shows: from the address, else from the cookie, else the latest that there is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors as orgs
from parindex.web.request import actor_of, whole_number

YEAR_COOKIE = "nam"


@dataclass(frozen=True, slots=True)
class Season:
    """What the context bar shows: the chosen year among `years`, the chosen unit or all that one may see."""

    year: int
    years: tuple[int, ...]
    unit_id: int | None
    unit_name: str
    unit_path: str

    @property
    def query(self) -> str:
        """Return the address parameters by which another page shows the same; the year alone for all units."""
        chosen = {YEAR_COOKIE: self.year} | ({} if self.unit_id is None else {"don-vi": self.unit_id})
        return urlencode(chosen)


def season_of(request: HttpRequest) -> Season:
    """Return the unit and year of this request, looked up once."""
    kept = getattr(request, "season", None)
    if not isinstance(kept, Season):
        kept = _look_up(request)
        request.season = kept  # type: ignore[attr-defined]  # Django's type has no room for it
    return kept


def _look_up(request: HttpRequest) -> Season:
    actor, this_year = actor_of(request), timezone.localdate().year
    years = tuple(assignments.list_years(actor)) or (this_year,)
    wanted = request.GET.get("nam") or request.COOKIES.get(YEAR_COOKIE, "")
    chosen_year = whole_number(wanted)
    # A plan issued in autumn for the next year does not hide the work of this one.
    usual = this_year if this_year in years else years[0]
    year = chosen_year if chosen_year in years else usual
    unit_id = whole_number(request.GET.get("don-vi", ""))
    if unit_id is not None:
        chosen = orgs.access_unit(actor, unit_id)
        return Season(year, years, chosen.pk, chosen.name, chosen.path)
    return Season(year, years, None, "Mọi đơn vị bạn được xem", "")
