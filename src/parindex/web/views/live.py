"""Today's numbers of the criteria that registers count: of all units of a campaign, and of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assessment import live_board, selectors
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.selectors import SheetFilter
from parindex.web.presenters import live as presenter
from parindex.web.request import actor_of

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Sheet


@require_GET
def show_latest(request: HttpRequest) -> HttpResponse:
    """Lead to the numbers of the campaign of this year, else of the latest one; say what to do when there is none."""
    campaigns = selectors.list_campaigns(actor_of(request))
    running = [campaign for campaign in campaigns if campaign.state != "cancelled"]
    this_year = [campaign for campaign in running if campaign.year == timezone.localdate().year]
    chosen = next(iter(this_year or running), None)
    if chosen is None:
        return render(request, "live/empty.html")
    return redirect("live-campaign", chosen.public_id)


@require_GET
def show_campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what each unit of a campaign would lose today; a person who sees one unit only is led to it."""
    actor, today = actor_of(request), timezone.localdate()
    campaign = selectors.access_campaign(actor, public_id)
    sheets = selectors.list_sheets(actor, campaign, SheetFilter(query=request.GET.get("tim", "")))
    if len(sheets) == 1 and not request.GET.get("tim"):
        return redirect("live-unit", sheets[0].public_id)
    groups = selectors.list_groups(actor, campaign)
    members: dict[int, list[Sheet]] = {group.pk: [] for group in groups}
    for sheet in sheets:
        members[sheet.group_id].append(sheet)
    fields = selectors.visible_fields_of(actor, sheets)
    shown = [
        presenter.group_board(
            group.name,
            members[group.pk],
            live_board.boards_of(group, sheets=members[group.pk], fields=fields, year=campaign.year, today=today),
        )
        for group in groups
        if members[group.pk]
    ]
    context = {
        "campaign": campaign,
        "campaigns": [one for one in selectors.list_campaigns(actor) if one.state != "cancelled"],
        "groups": shown,
        "today": today,
        "query": request.GET.get("tim", ""),
    }
    return render(request, "live/campaign.html", context)


@require_GET
def show_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show each counted criterion of a unit: today's value, its points, the price of one that fails, the trend."""
    actor, today = actor_of(request), timezone.localdate()
    sheet = selectors.access_sheet(actor, public_id)
    fields = selectors.visible_fields(actor, sheet)
    book = book_of(sheet.group.revision)
    rows = [
        row
        for row in live_board.board_of(sheet, today=today)
        if fields is None or book.field_of(row.item.code) in fields
    ]
    context = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "catalogue": book.catalogue,
        "board": presenter.board(rows, leaf_count=len(book.leaves)),
        "today": today,
    }
    return render(request, "live/unit.html", context)
