"""A plan edited elsewhere comes back: its differences item by item, field by field, each accepted or refused."""

from __future__ import annotations

import uuid
from typing import IO, TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.imports import reconciling, selectors, services
from parindex.apps.imports.errors import DraftError
from parindex.apps.planning import beginnings
from parindex.apps.planning import selectors as plans
from parindex.domain.access import Permission
from parindex.web.presenters import difference as presenter
from parindex.web.request import actor_of

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft


@require_POST
def upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the edited copy of a draft."""
    return _take(request, selectors.access_draft(actor_of(request), public_id))


@require_POST
def upload_for_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take the edited copy of an issued plan: a new draft that is to replace it, and what the file says otherwise."""
    actor = actor_of(request)
    plan = plans.access_plan(actor, plan_id)
    draft, _ = beginnings.start_amendment(plan=plan, actor=actor, now=timezone.now())
    return _take(request, draft)


def _take(request: HttpRequest, draft: Draft) -> HttpResponse:
    file = request.FILES.get("tep")
    if file is None or file.file is None:
        messages.error(request, "Chưa chọn tệp. Chọn bản DOCX đã sửa rồi gửi lại.")
        return redirect("plan-edit", draft.public_id)
    sent = services.Upload(name=file.name or "", stream=cast("IO[bytes]", file.file))
    try:
        started = reconciling.start_revision(draft=draft, upload=sent, actor=actor_of(request), now=timezone.now())
    except DraftError as refused:
        messages.error(request, refused.message)
        return redirect("plan-edit", draft.public_id)
    if started.public_id is None:
        messages.error(request, started.error_message)
        return redirect("plan-edit", draft.public_id)
    return redirect("draft-review", started.public_id)


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what the copy says otherwise, and decide."""
    actor = actor_of(request)
    copy = selectors.access_draft(actor, public_id)
    draft = copy.revises
    if draft is None or copy.state != "review":
        return redirect("draft-review", public_id)
    changes = presenter.changes(reconciling.compare(copy), later=reconciling.plan_of(copy))
    context = {
        "copy": copy,
        "draft": draft,
        "changes": changes,
        "may_decide": draft.state == "review" and actor.may(Permission.PLANS_REVIEW, copy.unit.path),
        "decide_url": reverse("plan-revision-decide", args=[public_id]),
        "decided": selectors.list_decisions(copy),
    }
    return render(request, "plan_editor/revision.html", context)


@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Accept or refuse one difference, or all of them."""
    actor = actor_of(request)
    copy = selectors.access_draft(actor, public_id)
    is_accepted = request.POST.get("lam") == "nhan"
    wanted = None
    if "tat-ca" not in request.POST:
        keys = (request.POST.get("truoc", ""), request.POST.get("sau", ""))
        wanted = (reconciling.Wanted(*keys, request.POST.get("truong", "")),)
    try:
        count = reconciling.decide(copy=copy, wanted=wanted, accept=is_accepted, actor=actor, now=timezone.now())
    except DraftError as refused:
        messages.error(request, refused.message)
    else:
        words = "Đã nhận" if is_accepted else "Đã không nhận"
        undo_url = reverse("plan-revision-undo", args=[public_id])
        messages.success(request, f"{words} {count} khác biệt.", extra_tags=f"undo:{undo_url}")
    return redirect("plan-revision", public_id)


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back the last decision."""
    actor = actor_of(request)
    copy = selectors.access_draft(actor, public_id)
    try:
        label = reconciling.undo(copy=copy, actor=actor, now=timezone.now())
        messages.success(request, f"Đã hoàn tác: {label}.")
    except DraftError as refused:
        messages.error(request, refused.message)
    return redirect("plan-revision", public_id)


@require_POST
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put the copy aside; what was taken from it stays in the draft."""
    actor = actor_of(request)
    copy = selectors.access_draft(actor, public_id)
    draft = copy.revises
    if draft is None:
        raise Http404("Đây không phải bản sửa của một bản soạn.")
    try:
        services.discard(draft=copy, actor=actor, now=timezone.now())
        messages.success(request, "Đã đóng bản sửa. Điều đã nhận nằm trong bản soạn.")
    except DraftError as refused:
        messages.error(request, refused.message)
    return redirect("plan-edit", draft.public_id)
