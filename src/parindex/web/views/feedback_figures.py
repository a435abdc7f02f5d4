"""Indicators of feedback by unit and year, and the book as a table without anybody's words."""

from __future__ import annotations

import csv
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.feedback import figures, selectors, themes
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.calendar.periods import year_period
from parindex.web.presenters import feedback_figures as presenter
from parindex.web.request import actor_of, whole_number

_YEARS_BACK = 4


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the shares of a year for every unit that holds feedback; a share of nothing has not arisen."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.FEEDBACK_VIEW):
        raise PermissionDenied(Permission.FEEDBACK_VIEW)
    years, year = _years(request, today=today)
    found = figures.unit_figures(actor, period=year_period(year), today=today)
    context = {
        "table": presenter.table(found),
        "year": year,
        "years": years,
        "today": today,
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "feedback/figures.html", context)


@require_GET
def show_themes(request: HttpRequest) -> HttpResponse:
    """Show what people wrote about in a year, by theme, beside the year before."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.FEEDBACK_VIEW):
        raise PermissionDenied(Permission.FEEDBACK_VIEW)
    years, year = _years(request, today=today)
    rows = themes.count_themes(actor, year=year, today=today)
    context = {"rows": rows, "lead": presenter.theme_lead(rows), "year": year, "years": years, "today": today}
    return render(request, "feedback/themes.html", context)


def _years(request: HttpRequest, *, today: date) -> tuple[range, int]:
    years = range(today.year, today.year - _YEARS_BACK, -1)
    wanted = whole_number(request.GET.get("nam", "")) or today.year
    return years, wanted if wanted in years else today.year


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Send the book as a table: numbers, days, states; neither who sent nor what they wrote."""
    actor, now = actor_of(request), timezone.now()
    for right in (Permission.FEEDBACK_VIEW, Permission.EXPORTS_MAKE):
        if not actor.holds(right):
            raise PermissionDenied(right)
    rows = selectors.list_book(actor, now=now)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="so-phan-anh-{now:%Y%m%d}.csv"'
    writer = csv.writer(answer)
    writer.writerow(presenter.BOOK_HEADINGS)
    writer.writerows(presenter.book_row(row) for row in rows)
    return answer
