"""The entries behind a figure, as the address of a list names them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from parindex.apps.base import indicators
from parindex.apps.base.indicators import Behind, Half, query_of
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Actor
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.text.dates import format_date
from parindex.web.request import actor_of, whole_number

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class BehindNote:
    """What a list is narrowed to, in words, and the same list of another half of the figure."""

    label: str
    words: str
    halves: tuple[tuple[str, str, bool], ...]
    fields: tuple[tuple[str, str], ...]


def days_of(request: HttpRequest) -> Period | None:
    """Return the days from `tu` to `den`, both included; None when the address names none that can be used."""
    first, last = (_day(request.GET.get(name, "")) for name in ("tu", "den"))
    if first is None or last is None or last < first:
        return None
    return Period(f"từ {format_date(first)} đến {format_date(last)}", first, last + ONE_DAY)


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def behind_of(request: HttpRequest, *, room: str) -> Behind | None:
    """Return what a list is narrowed to; None when its address names no figure of the room.

    Raises `UnitNotFound` for a unit that the person may not see.
    """
    name, unit_id, period = request.GET.get("chi-so", ""), whole_number(request.GET.get("cua", "")), days_of(request)
    if unit_id is None or period is None or f"{room}:{name}" not in indicators.list_offers():
        return None
    unit = orgs.access_unit(actor_of(request), unit_id)
    halves = {half.value: half for half in Half}
    half = halves.get(request.GET.get("phan", ""), Half.ALL)
    return Behind(name, unit.pk, period, timezone.localdate(), half)


def note_of(behind: Behind | None, *, room: str, actor: Actor) -> BehindNote | None:
    """Say what a list is narrowed to and lead to the other halves; None for a list of everything."""
    if behind is None:
        return None
    offer = indicators.list_offers()[f"{room}:{behind.name}"]
    names = [(Half.ALL, "Mọi dòng được đếm")]
    if offer.denominator:
        names += [(Half.PASSED, "Đạt"), (Half.FAILED, "Chưa đạt")]
    return BehindNote(
        label=offer.label,
        words=f"{orgs.access_unit(actor, behind.unit_id).name}, {behind.period.label}",
        halves=tuple(
            (name, "?" + urlencode(_query(replace(behind, half=half))), half is behind.half) for half, name in names
        ),
        fields=tuple(_query(behind).items()),
    )


def _query(behind: Behind) -> dict[str, str]:
    return query_of(behind) | ({} if behind.half is Half.ALL else {"phan": behind.half.value})
