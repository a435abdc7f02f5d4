"""Importing an annex: dropping the file, following its reading, going through its items, confirming the whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.catalogues import review, rows, selectors, services
from parindex.apps.catalogues.errors import BadField, CatalogueError, NotReady
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs import selectors as orgs
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.catalogue import Level
from parindex.domain.scoring.proposal import Finding, Severity
from parindex.web.forms.catalogues import DEPTH_NAMES, HeadForm, ItemForm
from parindex.web.presenters import catalogue_review as presenter
from parindex.web.presenters.catalogues import LEVEL_NAMES
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.catalogues.models import Proposal, ProposalItem

_REFUSED = 422
_YEARS = range(2000, 2101)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form that takes annexes, or take them."""
    actor = actor_of(request)
    if not actor.holds(Permission.CATALOGUES_MANAGE):
        raise PermissionDenied(Permission.CATALOGUES_MANAGE)
    outcomes: tuple[services.Started, ...] = ()
    error = ""
    if request.method == "POST":
        try:
            outcomes = _start(request, actor)
        except CatalogueError as refused:
            error = refused.message
        if len(outcomes) == 1 and outcomes[0].public_id:
            if outcomes[0].is_duplicate:
                messages.info(request, "Tệp này đã được nhập trước đây; đây là bản nhập đã có, không tạo thêm gì.")
            return redirect("proposal-review", outcomes[0].public_id)
    context = {
        "units": selectors.list_managing_units(actor, today=timezone.localdate()),
        "levels": LEVEL_NAMES.items(),
        "year": request.POST.get("year") or timezone.localdate().year,
        "level": request.POST.get("level", Level.COMMUNE.value),
        "outcomes": outcomes,
        "error": error,
        "proposals": selectors.list_proposals(actor),
    }
    return render(request, "catalogues/upload.html", context, status=_REFUSED if error else 200)


def _start(request: HttpRequest, actor: Actor) -> tuple[services.Started, ...]:
    level, year = request.POST.get("level", ""), whole_number(request.POST.get("year", ""))
    if level not in LEVEL_NAMES:
        raise BadField("Chọn cấp được chấm.", field="level")
    if year is None or year not in _YEARS:
        raise BadField("Ghi năm đánh giá như 2026.", field="year")
    unit = orgs.access_unit(actor, whole_number(request.POST.get("unit", "")) or 0)
    uploads = [
        services.Upload(name=file.name or "", stream=cast("IO[bytes]", file.file))
        for file in request.FILES.getlist("files")
        if file.file is not None
    ]
    target = services.Target(unit, Level(level), year)
    return services.start(target=target, uploads=uploads, actor=actor, now=timezone.now())


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a proposal at its present step: being read, failed, under review, confirmed, put aside."""
    actor = actor_of(request)
    proposal = selectors.access_proposal(actor, public_id)
    may_manage = actor.may(Permission.CATALOGUES_MANAGE, proposal.unit.path)
    if proposal.state in ("reading", "failed"):
        return render(request, f"catalogues/{proposal.state}.html", {"proposal": proposal, "may_manage": may_manage})
    if proposal.revision is not None:
        return redirect("catalogue-show", proposal.revision.catalogue_id)
    if proposal.state == "discarded":
        return render(request, "catalogues/discarded.html", {"proposal": proposal}, status=410)
    return _render_review(request, proposal, actor)


def _render_review(
    request: HttpRequest, proposal: Proposal, actor: Actor, *, status: int = 200, **more: object
) -> HttpResponse:
    items = selectors.list_items(proposal)
    findings = rows.find_problems(proposal, items)
    wanted = more.pop("item_id", None) or whole_number(request.GET.get("muc", ""))
    current = _current(items, wanted)
    only_open = request.GET.get("loc") == "chua-xong"
    wrong = frozenset(finding.item_code for finding in findings if finding.severity is Severity.ERROR)
    sure = [item for item in items if item.confidence == "sure" and item.code not in wrong]
    context: dict[str, object] = {
        "proposal": proposal,
        "counts": presenter.counts(items, sure=sure),
        "queue": presenter.queue(items, wrong=wrong, current_id=current.pk if current else None, only_open=only_open),
        "only_open": only_open,
        "finding_groups": presenter.finding_groups(findings, items),
        "error_count": sum(finding.severity is Severity.ERROR for finding in findings),
        "may_manage": actor.may(Permission.CATALOGUES_MANAGE, proposal.unit.path),
        "head_form": HeadForm(initial=presenter.head_values(proposal)),
        "last_edit": next((edit for edit in selectors.list_edits(proposal, limit=20) if edit.undone_at is None), None),
    }
    if current is not None:
        context |= _item_context(request, items, current, findings)
    return render(request, "catalogues/review.html", context | more, status=status)


def _item_context(
    request: HttpRequest, items: list[ProposalItem], current: ProposalItem, findings: list[Finding]
) -> dict[str, object]:
    at = items.index(current)
    waiting = [item for item in [*items[at + 1 :], *items[:at]] if not item.is_confirmed]
    is_editing, is_adding = "sua" in request.GET, "them" in request.GET
    form = None
    if is_adding:
        form = ItemForm(initial={"depth": current.depth, "rule": ""})
    elif is_editing:
        form = ItemForm(initial=presenter.form_values(current, sample=request.GET.get("mau", "")))
    return {
        "item": presenter.item_view(items, current, levels=DEPTH_NAMES),
        "paper": presenter.paper(items, current=current),
        "item_findings": [finding.message for finding in findings if finding.item_code == current.code],
        "previous_id": items[at - 1].pk if at else None,
        "next_id": items[at + 1].pk if at + 1 < len(items) else None,
        "next_open_id": waiting[0].pk if waiting else None,
        "form": form,
        "is_adding": is_adding,
        "samples": presenter.samples(),
    }


def _current(items: list[ProposalItem], wanted: object) -> ProposalItem | None:
    found = next((item for item in items if item.pk == wanted), None)
    if found is not None:
        return found
    return next((item for item in items if not item.is_confirmed), items[0] if items else None)


@require_GET
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer how far the reading is, for the page that waits."""
    proposal = selectors.access_proposal(actor_of(request), public_id)
    return JsonResponse(
        {
            "state": proposal.state,
            **job_progress(proposal.job),
            "finished": proposal.state != "reading",
        }
    )


@require_GET
def original(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Give the annex back exactly as it came."""
    actor = actor_of(request)
    proposal = selectors.access_proposal(actor, public_id)
    stream = evidence.open_file(proposal.file)
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="catalogue_proposal",
        object_id=str(proposal.public_id),
        object_label=proposal.file_name,
        unit_path=proposal.unit.path,
        now=timezone.now(),
    )
    return FileResponse(stream, as_attachment=True, filename=proposal.file_name, content_type=proposal.file.media_type)


@require_GET
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who changed what in this review."""
    proposal = selectors.access_proposal(actor_of(request), public_id)
    context = {"proposal": proposal, "edits": selectors.list_edits(proposal, limit=500)}
    return render(request, "catalogues/history.html", context)


def _back(public_id: uuid.UUID, **query: object) -> HttpResponse:
    kept = {name: value for name, value in query.items() if value}
    return redirect(reverse("proposal-review", args=[public_id]) + (f"?{urlencode(kept)}" if kept else ""))


def _undo_tag(public_id: uuid.UUID) -> str:
    return f"undo:{reverse('proposal-undo', args=[public_id])}"


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Do one thing to a whole proposal."""
    actor = actor_of(request)
    proposal = selectors.access_proposal(actor, public_id)
    operation = _WHOLE.get(action)
    if operation is None:
        raise Http404
    try:
        return operation(request, proposal, actor, timezone.now())
    except NotReady as refused:
        return _render_review(request, proposal, actor, status=_REFUSED, problems=refused.problems)
    except CatalogueError as refused:
        messages.error(request, refused.message)
    return _back(public_id)


def _confirm_sure(request: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    count = review.confirm_sure(proposal=proposal, actor=actor, now=now)
    messages.success(request, f"Đã xác nhận {count} mục chắc chắn.", extra_tags=_undo_tag(proposal.public_id))
    return _back(proposal.public_id)


def _undo(request: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    label = review.undo(proposal=proposal, actor=actor, now=now)
    messages.success(request, f"Đã hoàn tác: {label}.")
    return _back(proposal.public_id, muc=request.POST.get("item"))


def _retry(_: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    services.retry(proposal=proposal, actor=actor, now=now)
    return _back(proposal.public_id)


def _discard(request: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    services.discard(proposal=proposal, actor=actor, now=now)
    messages.success(request, f"Đã bỏ bản nhập “{proposal.file_name}”. Tệp gốc vẫn được giữ; có thể nhập lại.")
    return redirect("catalogue-list")


def _confirm(request: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    version = whole_number(request.POST.get("version", "")) or 0
    revision = services.confirm(proposal=proposal, version=version, actor=actor, now=now)
    messages.success(request, "Đã xác nhận bộ tiêu chí; từ nay nội dung này không đổi nữa.")
    return redirect("catalogue-show", revision.catalogue_id)


def _edit_head(request: HttpRequest, proposal: Proposal, actor: Actor, now: datetime) -> HttpResponse:
    form = HeadForm(request.POST)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in review.HEAD_FIELDS}
        try:
            review.edit_head(proposal=proposal, version=form.cleaned_data["version"], typed=typed, actor=actor, now=now)
        except BadField as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, "Đã sửa thông tin.", extra_tags=_undo_tag(proposal.public_id))
            return _back(proposal.public_id)
    return _render_review(request, proposal, actor, status=_REFUSED, head_form=form)


Whole = Callable[[HttpRequest, "Proposal", Actor, datetime], HttpResponse]
_WHOLE: dict[str, Whole] = {
    "xac-nhan-chac-chan": _confirm_sure,
    "hoan-tac": _undo,
    "doc-lai": _retry,
    "bo": _discard,
    "xac-nhan": _confirm,
    "thong-tin": _edit_head,
}


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back the last step, from the message that told of it."""
    return act(request, public_id, "hoan-tac")


@require_POST
def item_action(request: HttpRequest, public_id: uuid.UUID, item_id: int, action: str) -> HttpResponse:
    """Do one thing to one item."""
    actor = actor_of(request)
    proposal = selectors.access_proposal(actor, public_id)
    if action in ("sua", "them"):
        return _save_item(request, proposal, actor, item_id=item_id, is_new=action == "them")
    operation = _STEPS.get(action)
    if operation is None:
        raise Http404
    label, call = operation
    version = whole_number(request.POST.get("version", "")) or 0
    target = whole_number(request.POST.get("next", "")) or item_id
    try:
        call(proposal=proposal, item_id=item_id, version=version, actor=actor, now=timezone.now())
    except CatalogueError as refused:
        messages.error(request, refused.message)
        return _back(public_id, muc=item_id)
    messages.success(request, label, extra_tags=_undo_tag(public_id))
    return _back(public_id, muc=target, loc=request.POST.get("loc"))


_STEPS: dict[str, tuple[str, Callable[..., object]]] = {
    "xac-nhan": ("Đã xác nhận mục.", review.confirm_item),
    "xem-lai": ("Mục trở lại danh sách chưa xác nhận.", review.reopen_item),
    "xoa": ("Đã xóa mục.", review.delete_item),
}


def _save_item(request: HttpRequest, proposal: Proposal, actor: Actor, *, item_id: int, is_new: bool) -> HttpResponse:
    """Save what was typed, or show beside it what is wrong; `buoc=thu` only shows what the rule says."""
    form = ItemForm(request.POST)
    preview = ""
    if form.is_valid():
        try:
            if request.POST.get("buoc") == "thu":
                preview = rows.preview(form.typed())
            else:
                made = _write_item(form, proposal, actor, item_id=item_id, is_new=is_new)
                messages.success(request, "Đã lưu và xác nhận mục.", extra_tags=_undo_tag(proposal.public_id))
                return _back(proposal.public_id, muc=made.pk)
        except BadField as refused:
            form.add_error(refused.field, refused.message)
        except CatalogueError as refused:
            form.add_error(None, refused.message)
    more = {"item_id": item_id, "form": form, "is_adding": is_new, "preview": preview, "is_typed": True}
    return _render_review(request, proposal, actor, status=_REFUSED if form.errors else 200, **more)


def _write_item(form: ItemForm, proposal: Proposal, actor: Actor, *, item_id: int, is_new: bool) -> ProposalItem:
    typed, now = form.typed(), timezone.now()
    if is_new:
        return review.add_item(proposal=proposal, after_id=item_id, typed=typed, actor=actor, now=now)
    version = form.cleaned_data["version"] or 0
    return review.edit_item(proposal=proposal, item_id=item_id, version=version, typed=typed, actor=actor, now=now)
