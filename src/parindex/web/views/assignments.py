"""Assignments: my work, list, board, calendar, one assignment and its steps."""

from __future__ import annotations

import calendar as month_calendar
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

from parindex.apps.assignments import boards, exports, groups, selectors, services
from parindex.apps.assignments.errors import AssignmentError, ChangedMeanwhile
from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.imports import selectors as imports
from parindex.apps.orgs import selectors as orgs
from parindex.apps.planning import lower_units
from parindex.apps.workload import selectors as workload
from parindex.documents.errors import DocumentError
from parindex.documents.read.names import clean_name
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date, parse_date
from parindex.web.behind import behind_of
from parindex.web.behind import note_of as behind_note
from parindex.web.presenters import assignments as presenter
from parindex.web.presenters import due, paging, source
from parindex.web.presenters import workload as share_presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.season import season_of
from parindex.web.views import urging_parts

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment

PAGE_SIZE = 50
_TALLIES: dict[str, Callable[..., list[boards.Tally]]] = {
    "co-quan": boards.tally_by_agency,
    "tieu-chi": boards.tally_by_criterion,
    "linh-vuc": boards.tally_by_domain,
}


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what one's own agencies owe: overdue, this week, waiting for others."""
    today = timezone.localdate()
    season = season_of(request)
    work = selectors.my_work(actor_of(request), year=season.year, today=today)
    sections = [
        ("overdue", "Quá hạn", "bad", work.overdue),
        ("week", "Tuần này", "warn", work.this_week),
        ("confirm", "Chờ bạn xác nhận", "warn", work.to_confirm),
        ("waiting", "Đang chờ người khác", "", work.waiting),
        ("later", "Sắp tới", "", work.later),
        ("undated", "Chưa có hạn", "", work.undated),
    ]
    shown = [(key, name, css, presenter.rows(rows, today=today)) for key, name, css, rows in sections if rows]
    actor = actor_of(request)
    context = {
        "season": season,
        "today": today,
        "sections": shown,
        "work": work,
        "shares": share_presenter.rows(workload.list_own_open(actor), today=today),
        "to_judge": len(workload.list_to_judge(actor)),
        "open_duties": lower_units.count_open_duties(actor),
    }
    return render(request, "assignments/my_work.html", context)


def _filters(request: HttpRequest) -> selectors.AssignmentFilter:
    season, behind = season_of(request), behind_of(request, room="assignments")
    owner, plan = request.GET.get("chu-tri", ""), request.GET.get("ke-hoach", "")
    return selectors.AssignmentFilter(
        query=request.GET.get("tim", ""),
        year=season.year if behind is None else None,
        unit_path=season.unit_path,
        owner_id=whole_number(owner),
        without_owner=owner == "chua-ro",
        plan_id=whole_number(plan),
        code=request.GET.get("tieu-chi", ""),
        domain=request.GET.get("linh-vuc", ""),
        state=request.GET.get("trang-thai", ""),
        due=request.GET.get("han", ""),
        behind=behind,
    )


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show assignments with filters and search."""
    actor, today, filters = actor_of(request), timezone.localdate(), _filters(request)
    total = selectors.count_assignments(actor, filters, today=today)
    wanted = whole_number(request.GET.get("trang", "1")) or 1
    last = max((total + PAGE_SIZE - 1) // PAGE_SIZE, 1)
    page = min(wanted, last)
    rows = selectors.list_assignments(actor, filters, today=today, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "season": season_of(request),
        "filters": filters,
        "rows": presenter.rows(rows, today=today),
        "narrowing": presenter.narrowing(filters, rows),
        "total": total,
        "window": paging.window(
            page=page, size=PAGE_SIZE, total=total, query={k: str(v) for k, v in query.items()}, noun="nhiệm vụ"
        ),
        "query": query.urlencode(),
        "owners": boards.tally_by_agency(
            actor, selectors.AssignmentFilter(year=filters.year, unit_path=filters.unit_path), today=today
        ),
        "owner_key": str(filters.owner_id or ""),
        "states": lifecycle.ASSIGNMENT.state_names.items(),
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
        "behind": behind_note(filters.behind, room="assignments", actor=actor),
    }
    return render(request, "assignments/list.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list as XLSX, with the rights of the person who asks."""
    actor, today = actor_of(request), timezone.localdate()
    data = exports.assignments_xlsx(actor, _filters(request), today=today, now=timezone.now())
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="nhiem-vu-{today:%Y-%m-%d}.xlsx"'
    return response


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the board by agency, by criterion or by field."""
    actor, today, filters = actor_of(request), timezone.localdate(), _filters(request)
    kind = presenter.BOARD_KINDS.get(request.GET.get("theo", ""), presenter.BY_AGENCY)
    rows = presenter.board_rows(_TALLIES[kind.theo](actor, filters, today=today), empty_label=kind.empty_label)
    context = {
        "season": season_of(request),
        "rows": rows,
        "kind": kind,
        "kinds": presenter.BOARD_KINDS.values(),
        "lead": presenter.lead_sentence(rows, counts_owners=kind is presenter.BY_AGENCY),
    }
    return render(request, "assignments/board.html", context)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show one month of due dates."""
    actor, today = actor_of(request), timezone.localdate()
    first = _month(request.GET.get("thang", ""), today=today)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    previous = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    season = season_of(request)
    filters = selectors.AssignmentFilter(unit_path=season.unit_path)
    rows = selectors.list_due_between(actor, start=first, end=following, filters=filters, today=today)
    by_day: dict[date, list[presenter.AssignmentRow]] = {}
    for assignment in rows:
        if assignment.due_on is not None:
            by_day.setdefault(assignment.due_on, []).append(presenter.row(assignment, today=today))
    weeks = month_calendar.Calendar().monthdatescalendar(first.year, first.month)
    context = {
        "season": season,
        "first": first,
        "previous": previous,
        "following": following,
        "weeks": [[due.day_cell(day, first=first, today=today, rows=by_day.get(day, [])) for day in w] for w in weeks],
        "total": len(rows),
    }
    return render(request, "assignments/calendar.html", context)


def _month(wanted: str, *, today: date) -> date:
    try:
        # The month before the first and after the last that a date can say does not exist.
        if wanted[:4] in {"0001", "9999"}:
            return today.replace(day=1)
        return datetime.strptime(wanted, "%Y-%m").replace(tzinfo=timezone.get_current_timezone()).date()
    except ValueError:
        return today.replace(day=1)


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one assignment: what, who, by when and why, its steps and the words it came from."""
    actor = actor_of(request)
    assignment = selectors.access_assignment(actor, public_id)
    return render(request, "assignments/detail.html", _detail_context(assignment, actor))


def _detail_context(assignment: Assignment, actor: Actor) -> dict[str, object]:
    marks = source.marks_of(assignment.plan_item.fields)
    first, last = source.window(marks, before=0, after=0)
    blocks = imports.list_blocks_between(draft_id=assignment.plan_item.plan.draft_id, first=first, last=last)
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
        "assignment": assignment,
        "row": presenter.row(assignment, today=timezone.localdate()),
        "due_text": format_date(assignment.due_on) if assignment.due_on else "",
        "reports": reports,
        "source": source.show_blocks(blocks, marks),
        "allowed": allowed,
        "coordinators": assignment.coordinators.all(),
        "units": units,
        "suggested": [unit for unit in groups.suggested_for(assignment) if unit in units][:1] if units else [],
        **urging_parts.of_assignment(assignment, actor, near=units),
    }


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
    stream = cast("IO[bytes]", upload.file) if upload is not None else None
    return services.Proof(
        document_number=request.POST.get("document_number", "").strip(),
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
