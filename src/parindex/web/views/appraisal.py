"""The appraisal: queues, accepting the rest, taking back, documents, progress, the blind comparison, explanations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assessment import (
    appraisal,
    appraisal_queue,
    appraisal_reports,
    duties,
    explanations,
    selectors,
)
from parindex.apps.assessment.errors import AssessmentError, ChangedMeanwhile, SheetNotFound
from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.domain.access import Actor, Permission
from parindex.web.presenters import appraisal_reports as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Sheet, SheetItem

_REFUSED, _CONFLICT = 422, 409


@require_GET
def show_campaigns(request: HttpRequest) -> HttpResponse:
    """Show the campaigns in which something is appraised; lead on when there is only one."""
    found = appraisal_queue.list_campaigns(actor_of(request))
    if len(found) == 1:
        return redirect("appraisal-queue", found[0].public_id)
    return render(request, "appraisal/campaigns.html", {"campaigns": found})


@require_GET
def show_queue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what the person has to appraise, by criterion or by unit."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    queue = appraisal_queue.read_queue(actor, campaign)
    by_unit = request.GET.get("theo") == "don-vi"
    context = {
        "campaign": campaign,
        "whole": presenter.count("", queue.whole),
        "unsigned_count": queue.unsigned_count,
        "parts": presenter.parts(campaign, queue),
        "sheets": presenter.sheets(queue),
        "by_unit": by_unit,
        "has_duty": bool(queue.groups),
        "may_decide": duties.may_decide(actor, campaign),
        "is_overseer": appraisal_queue.is_overseer(actor, campaign),
        "windows": appraisal_queue.read_windows(campaign, now=timezone.now()),
        "tabs": [
            {"name": "Theo tiêu chí", "url": "?", "is_current": not by_unit},
            {"name": "Theo đơn vị", "url": "?theo=don-vi", "is_current": by_unit},
        ],
    }
    return render(request, "appraisal/queue.html", context)


@require_POST
def accept_rest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept what is left of a sheet."""
    actor = actor_of(request)
    sheet = appraisal_queue.access_sheet(actor, public_id)
    try:
        made = appraisal.accept_rest(sheet=sheet, actor=actor, now=timezone.now())
    except AssessmentError as error:
        messages.error(request, error.message)
    else:
        undo = f"undo:{_undo_url(sheet.campaign.public_id)}" if made else ""
        messages.success(request, f"Đã chấp nhận {len(made)} mục của {sheet.unit.name}", extra_tags=undo)
    return redirect("appraisal-sheet", public_id)


def _undo_url(campaign_id: UUID) -> str:
    return reverse("appraisal-undo", args=[campaign_id])


@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back what the person decided last in a campaign."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    target = request.GET.get("ve", "")
    try:
        items = appraisal.undo_last(campaign=campaign, actor=actor, now=timezone.now())
    except AssessmentError as error:
        messages.error(request, error.message)
    else:
        told = f"mục {items[0].code}" if len(items) == 1 else f"{len(items)} mục"
        messages.success(request, f"Đã hoàn tác {told} của {items[0].sheet.unit.name}")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("appraisal-queue", public_id)


@require_GET
def document(request: HttpRequest, public_id: UUID, code: str, link_id: int) -> HttpResponseBase:
    """Give the file of a document that proves an item."""
    actor = actor_of(request)
    item = appraisal_queue.access_item(actor, public_id, code)
    link = next((found for found in item.evidence.all() if found.pk == link_id), None)
    if link is None or link.document.file is None:
        raise Http404
    kept = link.document
    name = kept.file_name or f"tai-lieu-{kept.pk}"
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="document",
        object_id=str(kept.public_id),
        object_label=name,
        unit_path=item.sheet.unit.path,
        now=timezone.now(),
    )
    stream = evidence.open_file(link.document.file)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=link.document.file.media_type)


@require_GET
def show_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the board of progress by agency and by unit."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    board = presenter.board(appraisal_reports.read_progress(actor, campaign))
    return render(request, "appraisal/progress.html", {"campaign": campaign, **board})


@require_GET
def show_agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far two appraisers agree who did not see each other."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    told = presenter.comparison(appraisal_reports.compare_blind(actor, campaign))
    return render(request, "appraisal/agreement.html", {"campaign": campaign, **told})


@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a unit what was asked or changed, and take its explanations."""
    actor, now = actor_of(request), timezone.now()
    sheet = selectors.access_sheet(actor, public_id)
    items = explanations.list_explainable(sheet, actor)
    refused, status = None, 200
    if request.method == "POST":
        item = next((one for one in items if one.pk == whole_number(request.POST.get("muc", ""))), None)
        if item is None:
            raise SheetNotFound
        text = request.POST.get("noi-dung", "")
        try:
            explanations.explain(
                item=item,
                text=text,
                version=whole_number(request.POST.get("version", "")) or 0,
                actor=actor,
                now=now,
            )
        except AssessmentError as error:
            refused = {"item_id": item.pk, "message": error.message, "text": text}
            status = _CONFLICT if isinstance(error, ChangedMeanwhile) else _REFUSED
        else:
            messages.success(request, f"Đã lưu giải trình mục {item.code}")
            return redirect(f"{request.path}#muc-{item.pk}")
    return render(request, "appraisal/explain.html", _explain_context(actor, sheet, items, refused, now), status=status)


def _explain_context(
    actor: Actor, sheet: Sheet, items: list[SheetItem], refused: dict[str, object] | None, now: datetime
) -> dict[str, object]:
    window = explanations.window_of(sheet, now=now)
    # What the agencies think in the first appraisal is theirs until the step of explaining begins.
    has_begun = window.is_open or (window.opens_at is not None and window.opens_at <= now)
    may_explain = actor.may(Permission.SCORES_ENTER, sheet.unit.path) and window.is_open
    lines = presenter.explain_lines(items, is_open=may_explain) if has_begun else ()
    return {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "window": window,
        "has_begun": has_begun,
        "lines": lines,
        "waiting": sum(not line.text for line in lines),
        "may_explain": may_explain,
        "refused": refused,
    }
