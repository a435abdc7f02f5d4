"""Dropping files and following their reading."""

from __future__ import annotations

import uuid
from typing import IO, TYPE_CHECKING, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.imports import selectors, services
from parindex.apps.imports.errors import DraftChanged, DraftError, NoUnit
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Permission, PermissionDenied
from parindex.web.presenters import units as presenter
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

_ANSWER = "chac-chan"


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form that takes one or many files, or take them."""
    actor = actor_of(request)
    if not actor.holds(Permission.PLANS_IMPORT):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    units = selectors.list_importing_units(actor, today=timezone.localdate())
    outcomes: tuple[services.Started, ...] = ()
    error = ""
    if request.method == "POST":
        uploads = [
            services.Upload(name=file.name or "", stream=cast("IO[bytes]", file.file))
            for file in request.FILES.getlist("files")
            if file.file is not None
        ]
        try:
            wanted = whole_number(request.POST.get("unit", ""))
            if not wanted:
                raise NoUnit("Chọn đơn vị ban hành kế hoạch rồi chọn lại tệp.")
            unit = orgs.access_unit(actor, wanted)
            outcomes = services.start(unit=unit, uploads=uploads, actor=actor, now=timezone.now())
        except DraftError as refused:
            error = refused.message
        if len(outcomes) == 1 and outcomes[0].public_id:
            if outcomes[0].is_duplicate:
                messages.info(
                    request, "Tệp này đã được nhập trước đây; đây là bản nhập đã có, không có gì bị tạo thêm."
                )
            return redirect("draft-review", outcomes[0].public_id)
    refused_count = sum(outcome.public_id is None for outcome in outcomes)
    context = {
        "options": presenter.options(units),
        "chosen": whole_number(request.POST.get("unit", "")),
        "outcomes": outcomes,
        "taken_count": len(outcomes) - refused_count,
        "refused_count": refused_count,
        "error": error,
        "drafts": selectors.list_drafts(actor),
    }
    return render(request, "imports/upload.html", context, status=422 if error else 200)


@require_GET
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer how far the reading is, for the page that waits."""
    draft = selectors.access_draft(actor_of(request), public_id)
    return JsonResponse(
        {
            "state": draft.state,
            "label": draft.get_state_display(),
            **job_progress(draft.job),
            "finished": draft.state != "reading",
        }
    )


@require_GET
def original(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Give the file back exactly as it came."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if draft.file is None:
        raise Http404("Bản này soạn trên trang, không có tệp gốc.")
    stream = evidence.open_file(draft.file)
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="draft",
        object_id=str(draft.public_id),
        object_label=draft.file_name,
        unit_path=draft.unit.path,
        now=timezone.now(),
    )
    return FileResponse(stream, as_attachment=True, filename=draft.file_name, content_type=draft.file.media_type)


@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a failed file again."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        services.retry(draft=draft, actor=actor, now=timezone.now())
    except DraftError as refused:
        messages.error(request, refused.message)
    return redirect("draft-review", public_id)


@require_POST
def discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put a draft aside; where people have worked on it, ask first and tell how much is lost."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    may_discard = draft.state == "review" and actor.may(Permission.PLANS_IMPORT, draft.unit.path)
    answered = request.POST.get(_ANSWER)
    work = selectors.count_work(draft)
    if may_discard and work.is_any and answered != _seen(draft, work):
        return _ask_discard(request, draft, work, is_changed=answered is not None)
    try:
        services.discard(draft=draft, revision=draft.revision, actor=actor, now=timezone.now())
        messages.success(request, f"Đã bỏ bản nhập “{draft.file_name}”. Tệp gốc vẫn được giữ; có thể nhập lại.")
    except DraftChanged:
        draft = selectors.access_draft(actor, public_id)
        return _ask_discard(request, draft, selectors.count_work(draft), is_changed=True)
    except DraftError as refused:
        messages.error(request, refused.message)
        return redirect("draft-review", public_id)
    return redirect("plan-list")


def _ask_discard(request: HttpRequest, draft: Draft, work: selectors.Work, *, is_changed: bool) -> HttpResponse:
    context = {"draft": draft, "work": work, "seen": _seen(draft, work), "is_changed": is_changed}
    return render(request, "imports/discard.html", context, status=409 if is_changed else 200)


def _seen(draft: Draft, work: selectors.Work) -> str:
    """Return what an answer carries, so that it counts only for the work that the person was shown."""
    return f"{draft.revision}-{work.comments}"
