"""The picture of the year."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assignments import boards, selectors
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
    tallies = boards.tally_year(actor, filters, today=today)
    agencies = presenter.board_rows(tallies.by_agency, empty_label="Chưa rõ cơ quan chủ trì")
    domains = presenter.board_rows(tallies.by_domain, empty_label="Không thuộc lĩnh vực nào")
    coming = selectors.list_coming(
        actor, start=today, end=today + timedelta(days=30), filters=filters, today=today, limit=8
    )
    context = {
        "season": season,
        "today": today,
        "agencies": agencies,
        "late_count": sum(agency.late for agency in agencies),
        "by_agency": presenter.BY_AGENCY,
        "by_domain": pictures.year(domains),
        "lead": presenter.lead_sentence(agencies),
        "picture": pictures.year(agencies),
        "months": pictures.months(tallies.by_month),
        "coming": presenter.rows(coming, today=today),
        "drafts": imports.list_drafts(actor, limit=5),
    }
    return render(request, "home/overview.html", context)
