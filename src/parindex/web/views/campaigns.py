"""Campaigns: list, prepare (groups, calendar, duties), open, follow every unit, reopen with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assessment import boards, campaigns, selectors
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.errors import AssessmentError, SheetNotFound
from parindex.apps.assessment.rounds import kind_of
from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.catalogues import services as catalogue_services
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.web.forms import unit_choice
from parindex.web.forms.campaigns import CampaignForm, ReopenForm, RoundsForm, usual_times
from parindex.web.presenters import campaigns as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, CampaignGroup
    from parindex.apps.orgs.models import Unit

_REFUSED = 422
_MOST_HOLDERS = 200
_KIND_OF_LEVEL = {"province": "province", "department": "department", "commune": "commune"}


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the campaigns that the person may see."""
    actor, now = actor_of(request), timezone.now()
    found = selectors.list_campaigns(actor)
    rounds = selectors.list_rounds(found)
    lines = [presenter.campaign_line(campaign, rounds[campaign.pk], now=now) for campaign in found]
    return render(
        request, "campaigns/list.html", {"lines": lines, "may_make": actor.holds(Permission.CAMPAIGNS_MANAGE)}
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Begin to prepare a campaign."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.CAMPAIGNS_MANAGE):
        raise PermissionDenied(Permission.CAMPAIGNS_MANAGE)
    units = [
        unit
        for unit in orgs.list_highest(actor, most=_MOST_HOLDERS)
        if actor.may(Permission.CAMPAIGNS_MANAGE, unit.path)
    ]
    initial = {"year": today.year, "title": f"Chấm điểm cải cách hành chính năm {today.year}", "blind_percent": 0}
    form = CampaignForm(request.POST or None, units=[(unit.pk, unit.name) for unit in units], initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            campaign = campaigns.create(
                unit=orgs.access_unit(actor, told["unit"]),
                year=told["year"],
                title=told["title"],
                blind_percent=told["blind_percent"],
                actor=actor,
                now=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập đợt. Thêm nhóm đơn vị, đặt lịch rồi mở đợt.")
            return redirect("campaign-detail", campaign.public_id)
    return render(request, "campaigns/create.html", {"form": form}, status=_REFUSED if form.errors else 200)


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a campaign: what is still to prepare, or how far every unit is."""
    return _page(request, selectors.access_campaign(actor_of(request), public_id))


def _page(
    request: HttpRequest, campaign: Campaign, *, error: str = "", form: ReopenForm | None = None, status: int = 200
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    every = selectors.list_sheets(actor, campaign, selectors.SheetFilter())
    filters = _filters(request, actor)
    sheets = every if filters == selectors.SheetFilter() else selectors.list_sheets(actor, campaign, filters)
    found = selectors.list_groups(actor, campaign)
    standings = {} if campaign.state == "draft" else boards.standings(campaign, sheets, now=now)
    steps = presenter.steps(selectors.list_rounds([campaign])[campaign.pk], now=now)
    may_manage = actor.may(Permission.CAMPAIGNS_MANAGE, campaign.unit.path)
    choices = [(str(sheet.public_id), sheet.unit.name) for sheet in every] if may_manage else []
    context = {
        "campaign": campaign,
        "groups": presenter.groups(found, sheets, standings, today=timezone.localdate()),
        "toggles": presenter.toggles(every, current=filters.state),
        "shown_count": len(sheets),
        "steps": steps,
        "duties": selectors.list_duties(found),
        "reopenings": boards.list_reopenings(actor, campaign),
        "lead": presenter.lead(every, steps),
        "filters": filters,
        "kind": presenter.CAMPAIGN_KINDS[campaign.state],
        "may_manage": may_manage,
        "may_publish": actor.may(Permission.RESULTS_PUBLISH, campaign.unit.path),
        "reopen": form or ReopenForm(sheets=choices, initial={"sheet": request.GET.get("mo-lai", "")}),
        "is_reopening": "mo-lai" in request.GET,
        "error": error,
    }
    return render(request, "campaigns/detail.html", context, status=status)


def _filters(request: HttpRequest, actor: Actor) -> selectors.SheetFilter:
    above = whole_number(request.GET.get("duoi", ""))
    return selectors.SheetFilter(
        query=request.GET.get("tim", "").strip(),
        state=request.GET.get("trang-thai", ""),
        under_path=orgs.access_unit(actor, above).path if above is not None else "",
    )


def _managed(request: HttpRequest, public_id: UUID) -> tuple[Actor, Campaign]:
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    if not actor.may(Permission.CAMPAIGNS_MANAGE, campaign.unit.path):
        raise PermissionDenied(Permission.CAMPAIGNS_MANAGE)
    return actor, campaign


@require_http_methods(["GET", "POST"])
def add_group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add units that are scored by one catalogue: choose the catalogue, then take units off the list."""
    actor, campaign = _managed(request, public_id)
    chosen = request.POST.get("bo") or request.GET.get("bo", "")
    entries = catalogues.list_catalogues(actor)
    entry = next((one for one in entries if one.catalogue_id == chosen), None)
    units = _units_for(actor, campaign, entry.level) if entry else []
    choice = unit_choice.read(request.POST) if request.method == "POST" else None
    error = ""
    if choice is not None and entry is not None:
        try:
            revision = (
                catalogue_services.adopt(catalogue_id=chosen, actor=actor, now=timezone.now())
                if not entry.revisions
                else entry.revisions[0]
            )
            campaigns.add_group(
                campaign=campaign,
                version=whole_number(request.POST.get("version", "")) or 0,
                name=request.POST.get("ten", ""),
                revision=revision,
                units=choice.of(units),
                actor=actor,
                now=timezone.now(),
            )
        except AssessmentError as refused:
            error = refused.message
        else:
            messages.success(request, "Đã thêm nhóm.")
            return redirect("campaign-detail", public_id)
    elif request.method == "POST":
        error = "Chọn bộ tiêu chí của nhóm."
    context = {
        "campaign": campaign,
        "entries": entries,
        "entry": entry,
        "units": units,
        "choice": choice,
        "name": request.POST.get("ten", ""),
        "error": error,
    }
    return render(request, "campaigns/group.html", context, status=_REFUSED if error else 200)


def _units_for(actor: Actor, campaign: Campaign, level: str) -> list[Unit]:
    """Return the units of a level in the holder's area that exist now and are not in the campaign yet."""
    filters = orgs.UnitFilter(kind=_KIND_OF_LEVEL[level], under_path=campaign.unit.path, on=timezone.localdate())
    taken = {sheet.unit_id for sheet in selectors.list_sheets(actor, campaign, selectors.SheetFilter())}
    return [unit for unit in orgs.list_units(actor, filters=filters) if unit.pk not in taken]


@require_POST
def remove_group(request: HttpRequest, public_id: UUID, group_id: int) -> HttpResponse:
    """Take a group out of a campaign that is not open yet."""
    actor, campaign = _managed(request, public_id)
    group = _group_of(actor, campaign, group_id)
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        campaigns.remove_group(group=group, version=version, actor=actor, now=timezone.now())
    except (AssessmentError, MoveRefused) as error:
        return _page(request, campaign, error=error.message, status=_REFUSED)
    messages.success(request, f"Đã bỏ nhóm {group.name}.")
    return redirect("campaign-detail", public_id)


def _group_of(actor: Actor, campaign: Campaign, group_id: int) -> CampaignGroup:
    found = next((group for group in selectors.list_groups(actor, campaign) if group.pk == group_id), None)
    if found is None:
        raise SheetNotFound
    found.campaign = campaign
    return found


@require_http_methods(["GET", "POST"])
def set_rounds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Set the calendar of steps."""
    actor, campaign = _managed(request, public_id)
    kept = selectors.list_rounds([campaign])[campaign.pk]
    initial = {f"{one.kind}-opens": timezone.localtime(one.opens_at) for one in kept}
    initial |= {f"{one.kind}-closes": timezone.localtime(one.closes_at) for one in kept}
    form = RoundsForm(request.POST or None, initial=initial or usual_times(timezone.localdate()))
    error = ""
    if request.method == "POST" and form.is_valid():
        version = whole_number(request.POST.get("version", "")) or 0
        try:
            campaigns.set_rounds(
                campaign=campaign, version=version, rounds=form.times(), actor=actor, now=timezone.now()
            )
        except AssessmentError as refused:
            error = refused.message
        else:
            messages.success(request, "Đã đặt lịch.")
            return redirect("campaign-detail", public_id)
    context = {"campaign": campaign, "form": form, "error": error, "is_proposal": not kept}
    return render(request, "campaigns/rounds.html", context, status=_REFUSED if error or form.errors else 200)


@require_http_methods(["GET", "POST"])
def set_duties(request: HttpRequest, public_id: UUID, group_id: int) -> HttpResponse:
    """Say which agency appraises which field of a group."""
    actor, campaign = _managed(request, public_id)
    group = _group_of(actor, campaign, group_id)
    fields = [
        ("", "Mọi lĩnh vực còn lại"),
        *((item.code, item.label) for item in book_of(group.revision).catalogue.items),
    ]
    filters = orgs.UnitFilter(kind="department", under_path=campaign.unit.path, on=timezone.localdate())
    agencies = [campaign.unit, *orgs.list_units(actor, filters=filters)]
    error = ""
    if request.method == "POST":
        by_pk = {str(unit.pk): unit for unit in agencies}
        told = ((code, by_pk.get(request.POST.get(f"co-quan-{code}", ""))) for code, _ in fields)
        try:
            campaigns.set_duties(
                group=group,
                version=whole_number(request.POST.get("version", "")) or 0,
                duties=[campaigns.Duty(agency, code) for code, agency in told if agency is not None],
                actor=actor,
                now=timezone.now(),
            )
        except AssessmentError as refused:
            error = refused.message
        else:
            messages.success(request, "Đã phân công thẩm định.")
            return redirect("campaign-detail", public_id)
    kept = {duty.field_code: duty.agency_id for duty in selectors.list_duties([group]).get(group.pk, ())}
    rows = [(code, name, kept.get(code)) for code, name in fields]
    context = {"campaign": campaign, "group": group, "rows": rows, "agencies": agencies, "error": error}
    return render(request, "campaigns/duties.html", context, status=_REFUSED if error else 200)


@require_POST
def act(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Open or cancel a campaign, or open a step again."""
    actor, campaign = _managed(request, public_id)
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        if action == "mo":
            campaigns.open_campaign(campaign=campaign, version=version, actor=actor, now=timezone.now())
            messages.success(request, "Đã mở đợt; các đơn vị tự chấm được từ lúc bước tự chấm mở.")
        elif action == "huy":
            reason = request.POST.get("ly-do", "")
            campaigns.cancel(campaign=campaign, version=version, reason=reason, actor=actor, now=timezone.now())
            messages.success(request, "Đã hủy đợt.")
        elif action == "mo-lai":
            return _reopen(request, actor, campaign)
        else:
            raise SheetNotFound
    except (AssessmentError, MoveRefused) as error:
        if isinstance(error, SheetNotFound):
            raise
        return _page(request, campaign, error=error.message, status=_REFUSED)
    return redirect("campaign-detail", public_id)


ACTIONS = ("mo", "huy", "mo-lai")


def _reopen(request: HttpRequest, actor: Actor, campaign: Campaign) -> HttpResponse:
    sheets = {str(one.public_id): one for one in selectors.list_sheets(actor, campaign, selectors.SheetFilter())}
    form = ReopenForm(request.POST, sheets=[(key, one.unit.name) for key, one in sheets.items()])
    if not form.is_valid():
        return _page(request, campaign, form=form, status=_REFUSED)
    told = form.cleaned_data
    campaigns.reopen(
        campaign=campaign,
        sheet=sheets.get(told["sheet"]),
        kind=kind_of(told["kind"]),
        until=told["until"],
        reason=told["reason"],
        actor=actor,
        now=timezone.now(),
    )
    messages.success(request, "Đã mở lại bước này.")
    return redirect("campaign-detail", campaign.public_id)
