"""Assignments together: my work, the list, boards and the calendar."""

from __future__ import annotations

import calendar as month_calendar
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.apps.assignments import boards, exports, selectors
from parindex.apps.planning import lower_units
from parindex.apps.workload import selectors as workload
from parindex.domain import lifecycle
from parindex.domain.access import Permission
from parindex.web.behind import behind_of
from parindex.web.behind import note_of as behind_note
from parindex.web.presenters import assignments as presenter
from parindex.web.presenters import due, paging
from parindex.web.presenters import workload as share_presenter
from parindex.web.request import actor_of, month_of, whole_number
from parindex.web.season import season_of

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
    total, given_up = selectors.count_with_given_up(actor, filters, today=today)
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
        "given_up": given_up,
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
    first = month_of(request)
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
