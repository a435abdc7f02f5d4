"""Around the text of a plan that is written on the page: versions, comments, sign-off, papers, edited copies."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import comments, contents, selectors, versions
from parindex.apps.imports.errors import DraftError
from parindex.apps.planning import exports, signing
from parindex.apps.planning.errors import PlanError
from parindex.domain.access import Permission
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.model import Plan
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import difference as presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.views.plan_editor import back

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

_NOW = "nay"


@require_GET
def show_versions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the versions of a draft and what differs between two of them, or one and the draft as it stands."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    kept = versions.list_versions(draft)
    first = request.GET.get("tu", str(kept[0].number) if kept else "")
    second = request.GET.get("den", _NOW)
    context: dict[str, object] = {"draft": draft, "versions": kept, "first": first, "second": second}
    if kept:
        try:
            later = _plan_at(draft, second)
            told = compare_plans(_plan_at(draft, first), later)
        except DraftError as refused:
            raise Http404(refused.message) from refused
        context["changes"] = presenter.changes(told, later=later)
    context["may_write"] = draft.state == "review" and actor.may(Permission.PLANS_REVIEW, draft.unit.path)
    return render(request, "plan_editor/versions.html", context)


def _plan_at(draft: Draft, wanted: str) -> Plan:
    if wanted == _NOW:
        return contents.plan_of(draft, selectors.list_items(draft))
    return versions.plan_of(draft, versions.get_version(draft, whole_number(wanted) or 0))


@require_POST
def save_version(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the draft as it stands under a name."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        name = request.POST.get("ten", "")
        version = versions.save_version(draft=draft, name=name, actor=actor, now=timezone.now())
        messages.success(request, f"Đã lưu phiên bản “{version.name}”.")
    except DraftError as refused:
        messages.error(request, refused.message)
    return redirect("plan-versions", public_id)


@require_POST
def restore_version(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """Bring the draft back to a version."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        version = versions.restore_version(draft=draft, number=number, actor=actor, now=timezone.now())
        undo = f"undo:{reverse('plan-edit-undo', args=[public_id])}"
        messages.success(request, f"Đã khôi phục “{version.name}”.", extra_tags=undo)
    except DraftError as refused:
        messages.error(request, refused.message)
        return redirect("plan-versions", public_id)
    return back(public_id)


@require_POST
def comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say something about an item or the whole draft."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    item_id = whole_number(request.POST.get("muc", ""))
    text = request.POST.get("y-kien", "")
    try:
        comments.add_comment(draft=draft, item_id=item_id, text=text, actor=actor, now=timezone.now())
        messages.success(request, "Đã gửi ý kiến.")
    except DraftError as refused:
        messages.error(request, refused.message)
    return back(public_id, muc=item_id or request.POST.get("item"))


@require_POST
def resolve(request: HttpRequest, public_id: uuid.UUID, comment_id: int) -> HttpResponse:
    """Say that a comment is settled."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        comments.resolve_comment(draft=draft, comment_id=comment_id, actor=actor, now=timezone.now())
        messages.success(request, "Ý kiến đã được ghi là giải quyết xong.")
    except DraftError as refused:
        messages.error(request, refused.message)
    return back(public_id, muc=request.POST.get("item"))


_Step = Callable[..., object]
_STEPS: dict[str, tuple[_Step, str]] = {
    "trinh": (signing.submit, "Đã trình lãnh đạo. Nội dung được giữ nguyên cho đến khi có ý kiến."),
    "rut": (signing.withdraw, "Đã rút bản trình; có thể sửa tiếp."),
    "tra-lai": (signing.send_back, "Đã trả lại để sửa."),
    "duyet": (signing.agree, "Đã duyệt. Văn thư cho số, ngày rồi ban hành."),
}


@require_POST
def sign(request: HttpRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """Submit, withdraw, return or agree."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if step not in _STEPS:
        raise Http404
    act, words = _STEPS[step]
    read = {"revision": whole_number(request.POST.get("lan-sua", "")) or 0} if act is signing.agree else {}
    try:
        act(draft=draft, note=request.POST.get("loi", ""), actor=actor, now=timezone.now(), **read)
        messages.success(request, words)
    except PlanError as refused:
        messages.error(request, refused.message)
    return back(public_id)


@require_POST
def issue(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give number and date: the draft becomes a plan, its items assignments."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    typed = request.POST.get("ngay", "")
    day = parse_date(typed)
    if day is None:
        messages.error(request, f"Không hiểu ngày “{typed}”. Ghi như 21/07/2026.")
        return back(public_id)
    number = request.POST.get("so", "")
    try:
        made = assignments.issue_plan(draft=draft, number=number, issued_on=day, actor=actor, now=timezone.now())
    except PlanError as refused:
        messages.error(request, refused.message)
        return back(public_id)
    messages.success(request, f"Đã ban hành kế hoạch và giao {made.assignment_count} nhiệm vụ.")
    return redirect("plan-detail", made.plan.pk)


@require_GET
def download(request: HttpRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """Give the draft as a paper, without number and date."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if form not in ("docx", "pdf"):
        raise Http404("Tải được dạng docx hoặc pdf.")
    paper = signing.draft_paper(draft=draft, form=form, actor=actor, now=timezone.now())
    response = HttpResponse(paper.data, content_type=exports.MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return response
