"""Today's numbers of the criteria that registers count: of all units of a campaign, and of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assessment import live, live_board, selectors
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.selectors import SheetFilter
from parindex.apps.base import indicators
from parindex.apps.base.indicators import Behind
from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Permission, PermissionDenied
from parindex.web.behind import days_of
from parindex.web.context import MOST_UNITS
from parindex.web.presenters import live as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Sheet

_FIRST_YEAR = 2015


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
def show_rows(request: HttpRequest) -> HttpResponse:
    """Lead to the entries behind one number, in the room that counted them; say so when there is nothing to show."""
    actor, period = actor_of(request), days_of(request)
    address, unit_id = request.GET.get("chi-so", ""), whole_number(request.GET.get("cua", ""))
    offer = indicators.offers_of([address]).get(address)
    if offer is None or period is None or unit_id is None:
        raise Http404
    unit = orgs.access_unit(actor, unit_id)
    found = indicators.rows_of(address, Behind(offer.name, unit.pk, period, timezone.localdate()))
    if found is None:
        return render(request, "live/no_rows.html", {"offer": offer, "unit": unit, "period": period})
    target = reverse(found.page, args=found.args)
    return redirect(f"{target}?{urlencode(found.query)}" if found.query else target)


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


@require_GET
def show_catalogue(request: HttpRequest, catalogue_id: str) -> HttpResponse:
    """Show today's value of every item of a catalogue for one unit, also where nobody knows what it is worth."""
    actor, today = actor_of(request), timezone.localdate()
    catalogue = catalogues.access_catalogue(actor, catalogue_id).catalogue
    units = orgs.list_permitted(actor, Permission.SCORES_VIEW, on=today, most=MOST_UNITS)
    asked = whole_number(request.GET.get("don-vi", ""))
    unit = orgs.access_unit(actor, asked) if asked is not None else next(iter(units), None)
    # What the rooms count is the unit's own affair until it is published, as are its scores.
    if not (actor.may(Permission.SCORES_VIEW, unit.path) if unit else actor.holds(Permission.SCORES_VIEW)):
        raise PermissionDenied(Permission.SCORES_VIEW)
    year = whole_number(request.GET.get("nam", "")) or today.year
    year = year if _FIRST_YEAR <= year <= today.year else today.year
    book, found = live.feed_book_of(catalogue), {}
    if unit is not None:
        feeds = live.countable_feeds(catalogue)
        found = live.read_feeds(feeds, unit_ids=[unit.pk], period=live.year_of(year), today=today)[unit.pk]
    context = {
        "catalogue": catalogue,
        "unit": unit,
        "units": units,
        "year": year,
        "lines": presenter.catalogue_lines(catalogue, book, found),
        "fed_count": len(found),
        "known_count": sum(one.inputs is not None for one in found.values()),
    }
    return render(request, "live/catalogue.html", context)
