"""Plans: the list with drafts, one plan with what became of each item, and its words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.imports import selectors as imports
from parindex.apps.planning import exports, programmes, selectors
from parindex.domain.access import Permission
from parindex.web.presenters import plans as presenter
from parindex.web.presenters import source
from parindex.web.request import actor_of, whole_number


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show approved plans and the drafts that wait for people."""
    actor = actor_of(request)
    year = whole_number(request.GET.get("nam", ""))
    plans = selectors.list_plans(actor, selectors.PlanFilter())
    context = {
        "plans": [plan for plan in plans if year is None or plan.year == year],
        "drafts": imports.list_drafts(actor),
        "years": sorted({plan.year for plan in plans}, reverse=True),
        "year": year,
        "may_import": actor.holds(Permission.PLANS_IMPORT),
    }
    return render(request, "planning/list.html", context)


@require_GET
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show one plan: every item and its assignments."""
    actor = actor_of(request)
    plan = selectors.access_plan(actor, plan_id)
    groups = presenter.groups(selectors.list_items(plan), today=timezone.localdate())
    context = {
        "plan": plan,
        "groups": groups,
        "is_programme": programmes.is_programme(plan),
        "may_publish": actor.may(Permission.PLANS_APPROVE, plan.unit.path),
        "may_amend": plan.superseded_at is None and actor.may(Permission.PLANS_REVIEW, plan.unit.path),
        "may_export": actor.may(Permission.EXPORTS_MAKE, plan.unit.path),
    }
    return render(request, "planning/detail.html", context)


@require_GET
def download(request: HttpRequest, plan_id: int, form: str) -> HttpResponse:
    """Give a plan in the layout of official papers, or its items as a spreadsheet."""
    actor = actor_of(request)
    plan = selectors.access_plan(actor, plan_id)
    if form not in exports.MEDIA_TYPES:
        raise Http404("Tải được dạng docx, pdf hoặc xlsx.")
    exported = exports.export_plan(plan=plan, form=form, actor=actor, now=timezone.now())
    response = HttpResponse(exported.data, content_type=exports.MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{exported.name}"'
    return response


@require_GET
def show_text(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show the words of the document; each marked passage says what became of it."""
    plan = selectors.access_plan(actor_of(request), plan_id)
    items = selectors.list_items(plan, with_fields=True)
    wanted = request.GET.get("muc", "")
    marks = [mark for item in items if not wanted or str(item.pk) == wanted for mark in source.marks_of(item.fields)]
    blocks = source.show_blocks(imports.list_blocks(plan.draft), marks)
    alone = next((item for item in items if str(item.pk) == wanted), None) if not marks else None
    fates = presenter.fates(items, today=timezone.localdate())
    context = {"plan": plan, "source": blocks, "fates": fates, "wanted": wanted}
    if alone is not None:
        context["no_source"] = source.missing_words(imports.unsourced(alone.draft_item_id))
    return render(request, "planning/text.html", context)
