"""Writing a plan on the page: where it begins, its items and facts; every step a POST that can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assessment import next_plan
from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.imports import comments, editing, fields, linting, review, selectors
from parindex.apps.imports.errors import DraftError
from parindex.apps.orgs import selectors as orgs
from parindex.apps.planning import beginnings, signing, upper_files
from parindex.apps.planning import selectors as plans
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.model import Section
from parindex.web.presenters import plan_editor as presenter
from parindex.web.presenters import review as review_presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.views.review import undo_last

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

_CONFLICT = "plan-editor-conflict"
_YEARS = range(2000, 2101)
_LONGEST_DEADLINE = 2000


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show from what a plan may begin; begin one."""
    actor = actor_of(request)
    if not actor.holds(Permission.PLANS_IMPORT):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    error = ""
    if request.method == "POST":
        try:
            draft, is_new = _begin(request, actor)
        except (DraftError, AssessmentError) as refused:
            error = refused.message
        else:
            messages.success(request, "Đã lập bản soạn." if is_new else "Bản soạn này đã có từ trước.")
            return redirect("plan-edit", draft.public_id)
    context = {
        "results": next_plan.list_sources(actor),
        "plans": [
            plan
            for plan in plans.list_plans(actor, plans.PlanFilter())
            if actor.may(Permission.PLANS_IMPORT, plan.unit.path)
        ],
        "units": selectors.list_importing_units(actor, today=timezone.localdate()),
        "uppers": upper_files.list_uppers(actor),
        "drafts": [draft for draft in selectors.list_drafts(actor) if draft.origin != "file"],
        "next_year": timezone.localdate().year + 1,
        "error": error,
    }
    return render(request, "plan_editor/start.html", context, status=422 if error else 200)


def _begin(request: HttpRequest, actor: Actor) -> tuple[Draft, bool]:
    """Begin a plan from what the form names; raises Http404 for a source that there is not."""
    kind, now = request.POST.get("tu", ""), timezone.now()
    source = whole_number(request.POST.get("nguon", "")) or 0
    if kind == "diem-mat":
        return next_plan.draft_next_plan(result=next_plan.access_source(actor, source), actor=actor, now=now)
    year = whole_number(request.POST.get("nam", "")) or 0
    if kind == "sua":
        return beginnings.start_amendment(plan=plans.access_plan(actor, source), actor=actor, now=now)
    if year not in _YEARS:
        raise DraftError("Ghi năm của kế hoạch bằng bốn chữ số, ví dụ 2027.")
    if kind == "nam-truoc":
        plan = plans.access_plan(actor, source)
        return beginnings.start_from_last_year(plan=plan, year=year, actor=actor, now=now)
    if kind == "trong":
        unit = orgs.access_unit(actor, source)
        return beginnings.start_blank(unit=unit, year=year, actor=actor, now=now), True
    raise Http404("Không có cách bắt đầu này.")


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the editor, or what became of the plan."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if draft.state == "approved":
        return redirect("plan-detail", draft.plan.pk)
    if draft.state not in ("review", "submitted", "agreed"):
        return redirect("draft-review", public_id)
    return render(request, "plan_editor/editor.html", _context(request, draft, actor))


def _context(request: HttpRequest, draft: Draft, actor: Actor) -> dict[str, object]:
    items, today = selectors.list_items(draft), timezone.localdate()
    wanted = whole_number(request.GET.get("muc", ""))
    current = next((item for item in items if item.pk == wanted), items[0] if items else None)
    findings = linting.list_findings(draft, items, today=today)
    said = comments.list_comments(draft)
    conflict = request.session.pop(_CONFLICT, {})
    is_writing = draft.state == "review" and actor.may(Permission.PLANS_REVIEW, draft.unit.path)
    current_id = current.pk if current else None
    context: dict[str, object] = {
        "draft": draft,
        "sections": presenter.sections(items, current_id=current_id, findings=findings, comments=said),
        "item_count": len(items),
        "waiting_count": sum(item.state == "pending" for item in items),
        "clear_count": sum(item.state == "pending" and editing.is_clear(item) for item in items),
        "facts": presenter.fact_forms(draft.facts, conflicts=conflict.get("facts", {})),
        "finding_count": len(findings),
        "finding_groups": review_presenter.finding_groups(findings, items, has_text=draft.file_id is not None),
        "is_writing": is_writing,
        "may_begin": actor.holds(Permission.PLANS_IMPORT),
        "may_export": actor.may(Permission.EXPORTS_MAKE, draft.unit.path),
        "may_comment": actor.user_id is not None,
        "revisions": selectors.list_revisions(draft),
        "comments": [entry for entry in said if entry.item_id is None],
        "open_comment_count": sum(entry.resolved_at is None for entry in said),
        "steps": signing.list_moves(draft, actor),
        "signings": signing.list_signings(draft),
        "last_edit": selectors.last_edit(draft),
        "today": today,
        "agencies": orgs.list_owners(actor, near=draft.unit, on=today) if is_writing else (),
    }
    if current is not None:
        at = items.index(current)
        context |= {
            "item": current,
            "item_number": review_presenter.item_number(current),
            "fields": presenter.field_forms(
                current, conflicts=conflict.get(str(current.pk), {}), plan_year=draft.plan_year
            ),
            "source": presenter.source_of(current),
            "previous_id": items[at - 1].pk if at else None,
            "next_id": items[at + 1].pk if at + 1 < len(items) else None,
            "item_findings": [found for found in findings if found.get("item") == current.key],
            "item_comments": [entry for entry in said if entry.item_id == current.pk],
        }
    return context


@require_GET
def due(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what a deadline that is being typed means by the calendar."""
    draft = selectors.access_draft(actor_of(request), public_id)
    text = request.GET.get("chu", "")[:_LONGEST_DEADLINE]
    lines = presenter.due_lines(text, plan_year=draft.plan_year, today=timezone.localdate())
    return JsonResponse({"lines": lines})


@require_POST
def save_item(request: HttpRequest, public_id: uuid.UUID, item_id: int) -> HttpResponse:
    """Write the fields of an item; a field that another person changed meanwhile comes back with both values."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        typed = _typed(request, presenter.FIELD_NAMES)
        saved = editing.edit_item(draft=draft, item_id=item_id, typed=typed, actor=actor, now=timezone.now())
    except DraftError as refused:
        messages.error(request, refused.message)
        return back(public_id, muc=item_id)
    _tell(request, public_id, saved, place=str(item_id))
    is_next = "tiep" in request.POST and not saved.conflicts
    return back(public_id, muc=whole_number(request.POST.get("tiep", "")) if is_next else item_id)


@require_POST
def save_facts(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the facts of the document."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        typed = _typed(request, tuple(editing.FACT_LABELS))
        saved = editing.edit_facts(draft=draft, typed=typed, actor=actor, now=timezone.now())
        _tell(request, public_id, saved, place="facts")
    except DraftError as refused:
        messages.error(request, refused.message)
    return back(public_id, muc=request.POST.get("item"))


def _typed(request: HttpRequest, names: tuple[str, ...]) -> dict[str, editing.Typed]:
    return {
        name: editing.Typed(request.POST[name], request.POST.get(f"seen-{name}", ""))
        for name in names
        if name in request.POST
    }


def _tell(request: HttpRequest, public_id: uuid.UUID, saved: editing.Saved, *, place: str) -> None:
    """Say what was kept; what clashed is shown once, at its field."""
    if saved.conflicts:
        clashes = {c.field: {"theirs": c.theirs, "mine": c.mine, "who": c.who} for c in saved.conflicts}
        request.session[_CONFLICT] = {place: clashes}
        names = ", ".join(
            f"“{fields.FIELD_LABELS.get(c.field) or editing.FACT_LABELS[c.field]}”" for c in saved.conflicts
        )
        messages.error(request, f"Có người vừa sửa {names}: xem hai giá trị tại ô ấy rồi lưu lại. Ô khác đã lưu.")
        return
    messages.success(request, "Đã lưu.", extra_tags=_undo_tag(public_id))


@require_POST
def add_item(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add an empty item: after another one, or at the end of a section."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    section = request.POST.get("phan", "")
    if section not in editing.SECTIONS:
        raise Http404("Không có phần này.")
    after_id = whole_number(request.POST.get("sau", ""))
    try:
        item = editing.insert_item(
            draft=draft, section=Section(section), after_id=after_id, actor=actor, now=timezone.now()
        )
    except DraftError as refused:
        messages.error(request, refused.message)
        return back(public_id, muc=after_id)
    messages.success(request, "Đã thêm mục.", extra_tags=_undo_tag(public_id))
    return back(public_id, muc=item.pk)


@require_POST
def item_step(request: HttpRequest, public_id: uuid.UUID, item_id: int, action: str) -> HttpResponse:
    """Move, delete, skip or take back an item."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    operation = _OPERATIONS.get(action)
    if operation is None:
        raise Http404
    words, act = operation
    try:
        act(draft, item_id, actor, timezone.now())
        messages.success(request, words, extra_tags=_undo_tag(public_id))
    except DraftError as refused:
        messages.error(request, refused.message)
    return back(public_id, muc=whole_number(request.POST.get("tiep", "")) or item_id)


@require_POST
def decide_waiting(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Accept the waiting items about which nothing is asked, or leave every waiting one out."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if action not in _WAITING:
        raise Http404
    state, words = _WAITING[action]
    try:
        count = editing.decide_waiting(draft=draft, state=state, actor=actor, now=timezone.now())
        messages.success(request, words.format(count), extra_tags=_undo_tag(public_id))
    except DraftError as refused:
        messages.error(request, refused.message)
    return back(public_id)


_WAITING = {
    "nhan": (review.Decision.ACCEPTED, "Đã nhận {} mục."),
    "bo-qua": (review.Decision.SKIPPED, "Đã bỏ {} mục ra khỏi kế hoạch."),
}


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back the last step."""
    undo_last(request, public_id)
    return back(public_id, muc=request.POST.get("item"))


def back(public_id: uuid.UUID, **query: object) -> HttpResponse:
    """Lead back to the editor, to an item of it when one is named."""
    kept = {name: value for name, value in query.items() if value}
    tail = f"?{urlencode(kept)}" if kept else ""
    return redirect(reverse("plan-edit", args=[public_id]) + tail)


def _undo_tag(public_id: uuid.UUID) -> str:
    return f"undo:{reverse('plan-edit-undo', args=[public_id])}"


Operation = Callable[["Draft", int, Actor, datetime], object]


def _decide(state: str) -> Operation:
    def operation(draft: Draft, item_id: int, actor: Actor, now: datetime) -> object:
        return review.decide(draft=draft, item_id=item_id, state=review.Decision(state), actor=actor, now=now)

    return operation


def _move(*, is_up: bool) -> Operation:
    def operation(draft: Draft, item_id: int, actor: Actor, now: datetime) -> object:
        return editing.move_item(draft=draft, item_id=item_id, is_up=is_up, actor=actor, now=now)

    return operation


def _delete(draft: Draft, item_id: int, actor: Actor, now: datetime) -> None:
    review.delete_item(draft=draft, item_id=item_id, actor=actor, now=now)


_OPERATIONS: dict[str, tuple[str, Operation]] = {
    "len": ("Đã chuyển mục lên.", _move(is_up=True)),
    "xuong": ("Đã chuyển mục xuống.", _move(is_up=False)),
    "xoa": ("Đã xóa mục.", _delete),
    "bo-qua": ("Đã bỏ mục ra khỏi kế hoạch.", _decide("skipped")),
    "nhan": ("Đã nhận mục.", _decide("accepted")),
}
