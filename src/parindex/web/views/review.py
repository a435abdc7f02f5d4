"""The review of a draft: document on the left, item on the right, every step a POST that can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import belonging, fields, linting, review, selectors
from parindex.apps.imports.errors import DraftError, FieldConflict, UnknownField
from parindex.apps.planning import services as plans
from parindex.apps.planning import upper_files
from parindex.apps.planning.errors import PlanError
from parindex.domain.access import Actor, Permission
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import review as presenter
from parindex.web.presenters import source
from parindex.web.presenters import units as unit_presenter
from parindex.web.presenters.edits import edit_rows
from parindex.web.request import actor_of, whole_number
from parindex.web.views import review_unit

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft, DraftItem

_CONFLICT = "draft-conflict"
_ITEM = "muc"
_FIELD_ACTIONS = ("sua", "xac-nhan")


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a draft at its present step: being read, failed, or under review."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if draft.origin != "file" and draft.state != "discarded":
        return redirect("plan-edit", public_id)
    if draft.state in ("reading", "failed"):
        return render(request, f"imports/{draft.state}.html", {"draft": draft})
    if draft.state == "review" and draft.revises_id is not None:
        return redirect("plan-revision", public_id)
    if draft.state == "approved":
        return redirect("plan-detail", draft.plan.pk)
    if draft.state == "discarded":
        return render(request, "imports/discarded.html", {"draft": draft}, status=410)
    return render(request, "imports/review.html", _review_context(request, draft, actor))


def _review_context(request: HttpRequest, draft: Draft, actor: Actor) -> dict[str, object]:
    items = selectors.list_items(draft)
    only_checks = request.GET.get("loc") == "can-xem"
    current = _current(items, request.GET.get("muc", ""))
    may_review = actor.may(Permission.PLANS_REVIEW, draft.unit.path)
    editing = request.GET.get("sua", "") if may_review else ""
    counts = selectors.count_review(items)
    conflict = request.session.pop(_CONFLICT, None)
    editing_fact, typed_fact = request.GET.get("thong-tin", ""), request.GET.get("go", "")
    findings = linting.list_findings(draft, items, today=timezone.localdate())
    context: dict[str, object] = {
        "draft": draft,
        "counts": counts,
        "decided": counts.accepted + counts.skipped,
        "queue": presenter.queue(items, current_id=current.pk if current else None, only_checks=only_checks),
        "only_checks": only_checks,
        "facts": presenter.fact_rows(draft.facts),
        "editing_fact": editing_fact,
        "typed_fact": typed_fact,
        "fact_error": _fact_error(editing_fact, typed_fact),
        "finding_count": len(findings),
        "finding_groups": presenter.finding_groups(findings, items),
        "may_review": may_review,
        "may_approve": actor.may(Permission.PLANS_APPROVE, draft.unit.path),
        "may_hand_down": upper_files.is_upper(draft) and actor.holds(Permission.PLANS_IMPORT),
        "conflict": conflict,
        "misfit": review_unit.misfit(draft, actor) if draft.state == "review" else None,
        "unit_label": unit_presenter.label(draft.unit),
        "last_edit": belonging.last_undoable(actor, draft=draft),
    }
    if current is not None:
        context |= _item_context(draft, items, current, editing=editing)
        context["item_findings"] = [f for f in findings if f.get("item") == current.key and f.get("message")]
    return context


def _item_context(draft: Draft, items: list[DraftItem], current: DraftItem, *, editing: str) -> dict[str, object]:
    marks = source.marks_of(current.fields, current=editing)
    first, last = source.window(marks)
    blocks = list(draft.blocks.filter(index__gte=first, index__lte=last).order_by("index")) if marks else []
    shown = presenter.field_views(
        current.fields, editing=editing, plan_year=draft.plan_year, signed_on=_signed_on(draft)
    )
    at = items.index(current)
    waiting = [item for item in [*items[at + 1 :], *items[:at]] if item.state == "pending" and item.check_count]
    return {
        "item": current,
        "item_number": presenter.item_number(current),
        "fields": shown,
        "source": source.show_blocks(blocks, marks),
        "no_source": "" if marks else source.missing_words(selectors.unsourced(current.pk)),
        "previous_id": items[at - 1].pk if at else None,
        "next_id": items[at + 1].pk if at + 1 < len(items) else None,
        "next_check_id": waiting[0].pk if waiting else None,
        "first_check": next((field.name for field in shown if field.needs_check), "names"),
    }


def _signed_on(draft: Draft) -> date | None:
    value = (draft.facts.get("date") or {}).get("value")
    return date.fromisoformat(value) if value else None


def _current(items: list[DraftItem], wanted: str) -> DraftItem | None:
    wanted_id = whole_number(wanted)
    found = next((item for item in items if item.pk == wanted_id), None)
    if found is not None:
        return found
    return next((item for item in items if item.state == "pending"), items[0] if items else None)


@require_GET
def full_text(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the whole document; every item's words are marked and lead to the item."""
    draft = selectors.access_draft(actor_of(request), public_id)
    items = selectors.list_items(draft)
    marks = [mark for item in items for mark in source.marks_of(item.fields)]
    blocks = source.show_blocks(selectors.list_blocks(draft), marks)
    return render(request, "imports/full_text.html", {"draft": draft, "source": blocks, "repairs": draft.repairs})


@require_GET
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who changed what in this review."""
    draft = selectors.access_draft(actor_of(request), public_id)
    edits = selectors.list_edits(draft, limit=500)
    return render(request, "imports/history.html", {"draft": draft, "edits": edit_rows(edits)})


def _undo_tag(public_id: uuid.UUID) -> str:
    return f"undo:{reverse('draft-undo', args=[public_id])}"


def _back(public_id: uuid.UUID, *, at: str = "", **query: object) -> HttpResponse:
    """Lead back to the place of the page where the person was: its top is far away on a phone."""
    kept = {name: value for name, value in query.items() if value}
    tail = f"?{urlencode(kept)}" if kept else ""
    place = f"#{quote(at)}" if at else ""
    return redirect(reverse("draft-review", args=[public_id]) + tail + place)


@require_POST
def accept_sure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Accept every certain item."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        count = review.accept_sure(draft=draft, actor=actor, now=timezone.now())
        messages.success(request, f"Đã nhận {count} mục chắc chắn.", extra_tags=_undo_tag(public_id))
    except DraftError as refused:
        messages.error(request, refused.message)
    return _back(public_id)


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back the last step."""
    undo_last(request, public_id)
    item = request.POST.get("item")
    return _back(public_id, at=_ITEM if item else "", muc=item)


def undo_last(request: HttpRequest, public_id: uuid.UUID) -> None:
    """Take back the last step of a draft and say which it was, or why it cannot be."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        label = review.undo(draft=draft, actor=actor, now=timezone.now())
        messages.success(request, f"Đã hoàn tác: {label}.")
    except DraftError as refused:
        messages.error(request, refused.message)


@require_POST
def add_item(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add an item that the reader missed."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    name = request.POST.get("name", "").strip()
    after = request.POST.get("after", "")
    if not name:
        messages.error(request, "Ghi tên của mục cần thêm.")
        return _back(public_id, at=_ITEM, muc=after)
    after_id = whole_number(after)
    try:
        item = review.add_item(draft=draft, after_id=after_id, name=name, actor=actor, now=timezone.now())
    except DraftError as refused:
        messages.error(request, refused.message)
        return _back(public_id, at=_ITEM, muc=after)
    messages.success(request, "Đã thêm mục.", extra_tags=_undo_tag(public_id))
    return _back(public_id, at=_ITEM, muc=item.pk)


@require_POST
def edit_fact(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct a fact of the document."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    field, typed = request.POST.get("field", ""), request.POST.get("value", "").strip()
    try:
        value = _fact_value(field, typed)
        review.edit_fact(draft=draft, field=field, value=value, actor=actor, now=timezone.now())
        messages.success(request, "Đã sửa thông tin văn bản.", extra_tags=_undo_tag(public_id))
    except UnknownField as refused:
        messages.error(request, refused.message)
        typed_back = {"thong-tin": field, "go": typed[:300]}
        return _back(public_id, at=f"o-{field}", muc=request.POST.get("item"), **typed_back)
    except DraftError as refused:
        messages.error(request, refused.message)
    return _back(public_id, at="van-ban", muc=request.POST.get("item"))


def _fact_value(field: str, typed: str) -> object:
    """Return what a person means by the words for a fact. Raises `UnknownField` for what is no day or no year."""
    if not typed:
        return None
    if field == "date":
        day = parse_date(typed)
        if day is None:
            raise UnknownField(f"Không hiểu ngày “{typed[:40]}”. Ghi như 21/07/2023.")
        return day.isoformat()
    return fields.year_of(typed) if field == "plan_year" else typed


def _fact_error(field: str, typed: str) -> str:
    """Say why words for a fact were refused; "" where they are understood."""
    try:
        _fact_value(field, typed)
    except UnknownField as refused:
        return refused.message
    return ""


@require_POST
def approve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the plan and its assignments."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    try:
        plans.require_approvable(draft=draft, actor=actor)
        question = review_unit.ask_unit(request, draft, actor)
        if question is not None:
            return question
        outcome = assignments.approve_plan(draft=draft, actor=actor, now=timezone.now())
    except PlanError as refused:
        messages.error(request, refused.message)
        return _back(public_id)
    messages.success(request, f"Đã duyệt kế hoạch và giao {outcome.assignment_count} nhiệm vụ.")
    return redirect("plan-detail", outcome.plan.pk)


@require_POST
def item_action(request: HttpRequest, public_id: uuid.UUID, item_id: int, action: str) -> HttpResponse:
    """Do one thing to one item."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    operation = _OPERATIONS.get(action)
    if operation is None:
        raise Http404
    try:
        label, target = operation(request, draft, item_id, actor, timezone.now())
    except FieldConflict as conflict:
        request.session[_CONFLICT] = {
            "field": conflict.field,
            "theirs": conflict.theirs,
            "mine": conflict.mine,
            "who": conflict.who,
            "message": conflict.message,
            "item": item_id,
        }
        # No place: with one, browsers leave the field without the focus.
        return _back(public_id, muc=item_id, sua=conflict.field)
    except DraftError as refused:
        messages.error(request, refused.message)
        return _back(public_id, at=_ITEM, muc=item_id)
    messages.success(request, label, extra_tags=_undo_tag(public_id))
    at = f"truong-{request.POST.get('field', '')}" if action in _FIELD_ACTIONS else _ITEM
    return _back(public_id, at=at, muc=target, loc=request.POST.get("loc"))


Outcome = tuple[str, int | None]
Operation = Callable[[HttpRequest, "Draft", int, Actor, datetime], Outcome]


def _next_id(request: HttpRequest, item_id: int) -> int:
    return whole_number(request.POST.get("next", "")) or item_id


def _edit(request: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
    review.edit_field(
        draft=draft,
        item_id=item_id,
        field=request.POST.get("field", ""),
        text=request.POST.get("value", ""),
        seen=request.POST.get("seen", ""),
        actor=actor,
        now=now,
    )
    return "Đã lưu.", item_id


def _confirm(request: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
    field = request.POST.get("field", "")
    review.confirm_field(draft=draft, item_id=item_id, field=field, actor=actor, now=now)
    return "Đã xác nhận.", item_id


def _decide(state: str, label: str) -> Operation:
    def operation(request: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
        review.decide(draft=draft, item_id=item_id, state=review.Decision(state), actor=actor, now=now)
        return label, _next_id(request, item_id)

    return operation


def _split(_: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
    made = review.split_item(draft=draft, item_id=item_id, actor=actor, now=now)
    return f"Đã tách thành {len(made)} mục.", item_id


def _merge(_: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
    review.merge_with_next(draft=draft, item_id=item_id, actor=actor, now=now)
    return "Đã gộp với mục sau.", item_id


def _delete(request: HttpRequest, draft: Draft, item_id: int, actor: Actor, now: datetime) -> Outcome:
    review.delete_item(draft=draft, item_id=item_id, actor=actor, now=now)
    return "Đã xóa mục.", _next_id(request, item_id)


_OPERATIONS: dict[str, Operation] = {
    "sua": _edit,
    "xac-nhan": _confirm,
    "nhan": _decide("accepted", "Đã nhận mục."),
    "bo-qua": _decide("skipped", "Đã bỏ qua mục."),
    "xem-lai": _decide("pending", "Mục trở lại danh sách chưa xem."),
    "tach": _split,
    "gop": _merge,
    "xoa": _delete,
}
