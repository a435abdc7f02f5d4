"""The picture of the year."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assignments import selectors
from parindex.apps.imports import selectors as imports
from parindex.web.presenters import assignments as presenter
from parindex.web.presenters import home as pictures
from parindex.web.request import actor_of
from parindex.web.season import season_of


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the year stands, by agency and by field, and what comes next."""
    actor = actor_of(request)
    today = timezone.localdate()
    season = season_of(request)
    filters = selectors.AssignmentFilter(year=season.year, unit_path=season.unit_path)
    agencies = presenter.board_rows(
        selectors.tally_by_agency(actor, filters, today=today), empty_label="Chưa rõ cơ quan chủ trì"
    )
    domains = presenter.board_rows(
        selectors.tally_by_domain(actor, filters, today=today), empty_label="Không thuộc lĩnh vực nào"
    )
    months = selectors.tally_by_month(actor, filters, today=today)
    coming = selectors.list_due_between(
        actor, start=today, end=today + timedelta(days=30), filters=filters, today=today
    )
    context = {
        "season": season,
        "today": today,
        "agencies": agencies,
        "by_domain": pictures.year(domains),
        "lead": presenter.lead_sentence(agencies),
        "picture": pictures.year(agencies),
        "months": pictures.months(months),
        "coming": presenter.rows([row for row in coming if row.state != "done"][:8], today=today),
        "drafts": imports.list_drafts(actor, limit=5),
    }
    return render(request, "home/overview.html", context)
