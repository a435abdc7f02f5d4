"""The register: filtered, page by page, and as a spreadsheet."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.audit import exports, selectors, services
from parindex.apps.audit.actions import ACTION_NAMES
from parindex.domain.access import Permission
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import audit as presenter
from parindex.web.request import actor_of

DAYS = {"tu": "Từ ngày", "den": "Đến hết ngày"}


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the register of one's units; that somebody looked is an entry too."""
    actor, filters, wrong = actor_of(request), _filters(request), _wrong_days(request)
    page = selectors.list_events(actor, filters)
    if filters.before_seq is None:
        services.record_view(actor=actor, action="audit.viewed", object_type="audit", object_id="*", now=timezone.now())
    query = request.GET.copy()
    query.pop("truoc", None)
    context = {
        "rows": [presenter.row(event) for event in page.events],
        "next_before_seq": page.next_before_seq,
        "query": query.urlencode(),
        "filters": filters,
        "days": [(name, label, request.GET.get(name, ""), name in wrong) for name, label in DAYS.items()],
        "is_wrong": bool(wrong),
        "actions": sorted(ACTION_NAMES.items(), key=lambda pair: pair[1]),
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "audit/list.html", context, status=422 if wrong else 200)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered register as XLSX; with a day that cannot be read the page that says so instead."""
    if _wrong_days(request):
        return show_list(request)
    now = timezone.now()
    data = exports.events_xlsx(actor_of(request), _filters(request), now=now)
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{timezone.localdate(now):%Y-%m-%d}.xlsx"'
    return response


def _wrong_days(request: HttpRequest) -> list[str]:
    """Name the days of the address that cannot be read: they must not pass for days that nobody asked for."""
    typed = {name: request.GET.get(name, "").strip() for name in DAYS}
    return [name for name, text in typed.items() if text and _day(text) is None]


def _filters(request: HttpRequest) -> selectors.EventFilter:
    """Read the filters of the address; what cannot be understood narrows nothing, of days the page says so."""
    before = request.GET.get("truoc", "")
    return selectors.EventFilter(
        action=request.GET.get("hanh-dong", ""),
        actor_name=request.GET.get("nguoi", "").strip(),
        object_type=request.GET.get("loai", ""),
        object_id=request.GET.get("ma", ""),
        first_day=_day(request.GET.get("tu", "")),
        last_day=_day(request.GET.get("den", "")),
        before_seq=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def _day(text: str) -> date | None:
    """Read 2026-03-02, as date fields of browsers send it, or 02/03/2026."""
    try:
        day: date | None = date.fromisoformat(text.strip())
    except ValueError:
        day = parse_date(text)
    # No entry is older; the first and the last day of all have no moment in other time zones.
    return day if day is not None and 1900 <= day.year < 9999 else None
