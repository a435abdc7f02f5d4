"""A programme of several years: its goals with their figures, its work year by year, its links to yearly plans."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.planning import programme_entries as entries
from parindex.apps.planning import programmes, selectors
from parindex.apps.planning.errors import BadMeasure, PlanError
from parindex.domain.access import Permission
from parindex.domain.text.numerals import parse_decimal
from parindex.web.presenters import programmes as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.planning.models import Plan, PlanItem

_REACHED = {"dat": True, "chua": False}
_NOT_FOUND = "Không có mục này trong chương trình. Tải lại trang để chọn lại."


@require_GET
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show how a programme stands."""
    actor = actor_of(request)
    plan = selectors.access_plan(actor, plan_id)
    programme = programmes.read_programme(plan)
    if programme is None:
        raise Http404("Kế hoạch này không ghi giai đoạn nhiều năm.")
    may_edit = actor.may(Permission.PLANS_REVIEW, plan.unit.path)
    chosen = _chosen(plan, request.GET.get("noi", "")) if may_edit else None
    today = timezone.localdate()
    context = {
        "plan": plan,
        "period": programme.period,
        "lead": presenter.lead(programme),
        "milestones": presenter.milestones(programme),
        "works": presenter.works(programme),
        "yearly": programme.yearly,
        "may_edit": may_edit,
        "chosen": chosen,
        "suggested": [presenter.suggestion(item) for item in programmes.suggest_yearly(programme, chosen)]
        if chosen
        else (),
        "choices": [presenter.suggestion(item) for item in programmes.list_yearly_items(programme)] if chosen else (),
        "latest_year": min(today.year, programme.period.last),
        "this_year": today.year,
    }
    return render(request, "planning/programme.html", context)


@require_POST
def record(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write down a figure of a goal, or take one back."""
    actor, now = actor_of(request), timezone.now()
    plan = selectors.access_plan(actor, plan_id)
    removed = request.POST.get("xoa", "")
    try:
        if removed:
            measure = programmes.find_measure(plan, whole_number(removed) or 0)
            if measure is None:
                raise Http404(_NOT_FOUND)
            entries.remove_measure(measure=measure, actor=actor, now=now)
            messages.success(request, "Đã xóa số liệu.")
            return _back(plan, measure.item_id)
        item = _item(plan, request.POST.get("muc", ""))
        entries.record_measure(item=item, entry=_entry(request), actor=actor, now=now)
    except PlanError as error:
        messages.error(request, error.message)
        return _back(plan, whole_number(request.POST.get("muc", "")) or 0)
    messages.success(request, "Đã ghi số liệu.")
    return _back(plan, item.pk)


@require_POST
def link(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Say which item of a yearly plan carries out an item of the programme, or take that back."""
    actor, now = actor_of(request), timezone.now()
    plan = selectors.access_plan(actor, plan_id)
    removed = request.POST.get("bo", "")
    if removed:
        found = programmes.find_link(plan, whole_number(removed) or 0)
        if found is None:
            raise Http404(_NOT_FOUND)
        entries.unlink(link=found, actor=actor, now=now)
        messages.success(request, "Đã bỏ nối.")
        return _back(plan, found.programme_item_id)
    item = _item(plan, request.POST.get("muc", ""))
    yearly = programmes.find_yearly_item(plan, whole_number(request.POST.get("muc-nam", "")) or 0)
    if yearly is None:
        messages.error(request, "Chọn một mục của kế hoạch năm để nối.")
        return _back(plan, item.pk, choosing=True)
    try:
        entries.link(programme_item=item, yearly_item=yearly, actor=actor, now=now)
    except PlanError as error:
        messages.error(request, error.message)
        return _back(plan, item.pk, choosing=True)
    messages.success(request, f"Đã nối với mục của kế hoạch năm {yearly.plan.year}.")
    return _back(plan, item.pk)


def _entry(request: HttpRequest) -> entries.Entry:
    sent = request.POST
    value = sent.get("so", "").strip().removesuffix("%")
    number = parse_decimal(value) if value else None
    if value and number is None:
        raise BadMeasure(f"“{value}” không phải một số. Ghi như 80,35.")
    return entries.Entry(
        target=whole_number(sent.get("chi-tieu", "")) or 0,
        year=whole_number(sent.get("nam", "")) or 0,
        source=sent.get("nguon", ""),
        value=number,
        is_reached=_REACHED.get(sent.get("ket-qua", "")),
    )


def _chosen(plan: Plan, text: str) -> PlanItem | None:
    return programmes.find_item(plan, whole_number(text) or 0) if text else None


def _item(plan: Plan, text: str) -> PlanItem:
    item = programmes.find_item(plan, whole_number(text) or 0)
    if item is None:
        raise Http404(_NOT_FOUND)
    return item


def _back(plan: Plan, item_id: int, *, choosing: bool = False) -> HttpResponse:
    query = f"?{urlencode({'noi': item_id})}" if choosing else ""
    return redirect(f"{reverse('programme', args=[plan.pk])}{query}#muc-{item_id}")
