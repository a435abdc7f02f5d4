"""One assignment: its page, its proof files and the steps that people take on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assignments import groups, selectors, services
from parindex.apps.assignments.errors import AssignmentError, ChangedMeanwhile
from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.imports import selectors as imports
from parindex.apps.orgs import selectors as orgs
from parindex.documents.errors import DocumentError
from parindex.documents.read.names import clean_name
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date, parse_date
from parindex.web.presenters import assignments as presenter
from parindex.web.presenters import source
from parindex.web.request import actor_of, whole_number
from parindex.web.views import urging_parts

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment
    from parindex.apps.planning.models import PlanItem


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one assignment: what, who, by when and why, its steps and the words it came from."""
    actor = actor_of(request)
    assignment = selectors.access_assignment(actor, public_id)
    return render(request, "assignments/detail.html", _detail_context(assignment, actor))


def _detail_context(assignment: Assignment, actor: Actor) -> dict[str, object]:
    reports = selectors.list_reports(assignment)
    allowed = {
        action
        for action in lifecycle.ASSIGNMENT.actions(assignment.state)
        if services.may(actor, _ACTIONS[action].permission, assignment)
    }
    units = orgs.list_owners(actor, near=assignment.unit, on=timezone.localdate()) if "reassign" in allowed else []
    return {
        "group": groups.meant_by(assignment),
        "event": selectors.awaited_event(assignment) if "event" in allowed else "",
        "event_text": format_date(assignment.event_on) if assignment.event_on else "",
        "given": selectors.list_given(assignment) if any(report.kind == "give" for report in reports) else [],
        "twin": selectors.find_twin(actor, assignment),
        "sees_plan": actor.may(Permission.PLANS_VIEW, assignment.unit.path),
        "assignment": assignment,
        "row": presenter.row(assignment, today=timezone.localdate()),
        "due_text": format_date(assignment.due_on) if assignment.due_on else "",
        "reports": reports,
        **_words_of(assignment.plan_item),
        "allowed": allowed,
        "is_own_report": next((one.actor_id for one in reports if one.kind == "submit"), None) == actor.user_id,
        "coordinators": assignment.coordinators.all(),
        "units": units,
        "suggested": [unit for unit in groups.suggested_for(assignment) if unit in units][:1] if units else [],
        **urging_parts.of_assignment(assignment, actor, near=units),
    }


def _words_of(item: PlanItem) -> dict[str, object]:
    """Return the words of the document that an item came from, or why there are none."""
    marks = source.marks_of(item.fields)
    if not marks:
        return {"no_source": source.missing_words(imports.unsourced(item.draft_item_id))}
    first, last = source.window(marks, before=0, after=0)
    blocks = imports.list_blocks_between(draft_id=item.plan.draft_id, first=first, last=last)
    return {"source": source.show_blocks(blocks, marks)}


def render_refused(
    request: HttpRequest,
    public_id: uuid.UUID,
    refused: AssignmentError | lifecycle.MoveRefused | DocumentError,
    *,
    failed: str,
) -> HttpResponse:
    """Show the page of an assignment again, with why a step was refused and what was typed."""
    actor = actor_of(request)
    context = _detail_context(selectors.access_assignment(actor, public_id), actor)
    context |= {"error": refused.message, "failed": failed, "typed": request.POST}
    is_late = isinstance(refused, ChangedMeanwhile | lifecycle.MoveRefused)
    return render(request, "assignments/detail.html", context, status=409 if is_late else 422)


@require_GET
def proof_file(request: HttpRequest, public_id: uuid.UUID, report_id: int) -> HttpResponseBase:
    """Give a proof file back."""
    actor = actor_of(request)
    assignment = selectors.access_assignment(actor, public_id)
    report = next((r for r in selectors.list_reports(assignment) if r.pk == report_id), None)
    if report is None or report.file is None:
        raise Http404
    stream = evidence.open_file(report.file)
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="assignment",
        object_id=str(assignment.public_id),
        object_label=report.file_name,
        unit_path=(assignment.owner or assignment.unit).path,
        now=timezone.now(),
    )
    return FileResponse(stream, as_attachment=True, filename=report.file_name, content_type=report.file.media_type)


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Do one step on one assignment."""
    actor = actor_of(request)
    assignment = selectors.access_assignment(actor, public_id)
    known = next((a for a in _ACTIONS.values() if a.slug == action), None)
    if known is None:
        raise Http404
    if not services.may(actor, known.permission, assignment):
        raise PermissionDenied(known.permission)
    try:
        known.do(request, assignment, actor, timezone.now())
    except PermissionDenied:
        raise
    except (AssignmentError, lifecycle.MoveRefused, DocumentError) as refused:
        return render_refused(request, public_id, refused, failed=action)
    undo = reverse("assignment-act", args=[public_id, "hoan-tac"])
    messages.success(request, known.done, extra_tags="" if action == "hoan-tac" else f"undo:{undo}")
    return redirect("assignment-detail", public_id)


class _Action:
    """One step that a person may take: its address, permission, message and service call."""

    def __init__(
        self,
        slug: str,
        permission: Permission,
        done: str,
        do: Callable[[HttpRequest, Assignment, Actor, datetime], object],
    ) -> None:
        self.slug, self.permission, self.done, self.do = slug, permission, done, do


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("version", "")) or 0


def _proof(request: HttpRequest) -> services.Proof:
    upload = request.FILES.get("file")
    typed = request.POST.get("document_date", "").strip()
    number = request.POST.get("document_number", "").strip()
    stream = cast("IO[bytes]", upload.file) if upload is not None else None
    if typed and not number:
        raise AssignmentError(f"Ghi số, ký hiệu của văn bản ngày {typed}, hoặc xóa ngày. Có chọn tệp thì chọn lại.")
    return services.Proof(
        document_number=number,
        document_date=_day(typed),
        file_name=clean_name(upload.name or "") if upload is not None else "",
        stream=stream,
    )


def _day(typed: str) -> date | None:
    """Return the day that a person typed, None for nothing; what is no day is refused, never dropped."""
    found = parse_date(typed) if typed else None
    if typed and found is None:
        raise AssignmentError(f"Không hiểu ngày “{typed}”. Ghi như 21/07/2026.")
    return found


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "")


def _progress(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    typed = request.POST.get("progress", "").strip().rstrip("%").strip()
    services.report_progress(
        assignment=assignment,
        version=_version(request),
        progress=-1 if (percent := whole_number(typed)) is None else percent,
        note=_note(request),
        proof=_proof(request),
        actor=actor,
        now=now,
    )


def _submit(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    services.submit(
        assignment=assignment,
        version=_version(request),
        note=_note(request),
        proof=_proof(request),
        actor=actor,
        now=now,
    )


def _simple(service: Callable[..., object]) -> Callable[[HttpRequest, Assignment, Actor, datetime], None]:
    def do(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
        service(assignment=assignment, version=_version(request), note=_note(request), actor=actor, now=now)

    return do


def _reassign(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    owner = orgs.access_unit(actor, whole_number(request.POST.get("owner", "")) or 0)
    services.reassign(
        assignment=assignment, version=_version(request), owner=owner, note=_note(request), actor=actor, now=now
    )


def _reschedule(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    due_on = _day(request.POST.get("due_on", "").strip())
    services.reschedule(
        assignment=assignment, version=_version(request), due_on=due_on, note=_note(request), actor=actor, now=now
    )


def _event(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    event_on = _day(request.POST.get("event_on", "").strip())
    if event_on is None:
        raise AssignmentError("Ghi ngày của sự kiện để tính hạn, ví dụ 15/09/2026.")
    services.set_event_date(
        assignment=assignment, version=_version(request), event_on=event_on, note=_note(request), actor=actor, now=now
    )


def _give(request: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    services.give_to_each(assignment=assignment, version=_version(request), actor=actor, now=now)


def _undo(_: HttpRequest, assignment: Assignment, actor: Actor, now: datetime) -> None:
    services.undo(assignment=assignment, version=assignment.version, actor=actor, now=now)


_ACTIONS: dict[str, _Action] = {
    "progress": _Action("tien-do", Permission.ASSIGNMENTS_REPORT, "Đã lưu tiến độ.", _progress),
    "submit": _Action("bao-xong", Permission.ASSIGNMENTS_REPORT, "Đã báo xong, chờ xác nhận.", _submit),
    "confirm": _Action("xac-nhan", Permission.ASSIGNMENTS_CONFIRM, "Đã xác nhận xong.", _simple(services.confirm)),
    "return": _Action("tra-lai", Permission.ASSIGNMENTS_CONFIRM, "Đã trả lại.", _simple(services.send_back)),
    "reassign": _Action("giao-lai", Permission.ASSIGNMENTS_MANAGE, "Đã giao lại.", _reassign),
    "reschedule": _Action("doi-han", Permission.ASSIGNMENTS_MANAGE, "Đã đổi hạn.", _reschedule),
    "event": _Action("ngay-su-kien", Permission.ASSIGNMENTS_MANAGE, "Đã ghi ngày sự kiện và tính hạn.", _event),
    "give": _Action("giao-tung-co-quan", Permission.ASSIGNMENTS_MANAGE, "Đã giao cho từng cơ quan.", _give),
    "cancel": _Action("thoi-giao", Permission.ASSIGNMENTS_MANAGE, "Đã thôi giao.", _simple(services.cancel)),
    "undo": _Action("hoan-tac", Permission.ASSIGNMENTS_VIEW, "Đã hoàn tác.", _undo),
}
