"""Handing a plan down: choose lower units, follow the job and the duty, see one unit's draft beside the upper plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.catalogues.errors import CatalogueError
from parindex.apps.planning import cascades, lower_exports, lower_units, receipts
from parindex.apps.planning.errors import BadReceipt, PlanError
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.text.dates import parse_date
from parindex.web.forms import unit_choice
from parindex.web.presenters import cascades as presenter
from parindex.web.presenters import paging
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.planning.models import Plan
    from parindex.domain.access import Actor

_REFUSED = 422
_PAGE_SIZE = 50
_MOST_NAMES = 5
_DEPARTMENTS = "so"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def show_board(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show how far each lower unit is with its own plan, and the job that drafts."""
    actor, filters = actor_of(request), _filters(request)
    plan = lower_units.access_upper(actor, plan_id)
    board = lower_units.board(actor, plan, filters, today=timezone.localdate())
    total = len(board.lines)
    last = max((total + _PAGE_SIZE - 1) // _PAGE_SIZE, 1)
    page = min(whole_number(request.GET.get("trang", "")) or 1, last)
    query = {name: value for name, value in (("tim", filters.query), ("tinh-trang", filters.stage)) if value}
    context = {
        "plan": plan,
        "shown_count": total,
        "window": paging.window(page=page, size=_PAGE_SIZE, total=total, query=query, noun="đơn vị"),
        "duty": presenter.duty(board.duty),
        "lead": presenter.lead(board),
        "toggles": presenter.toggles(board, current=filters.stage),
        "lines": presenter.lines(board)[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE],
        "filters": filters,
        "job": presenter.job(board.job),
        "may_start": actor.may(Permission.PLANS_REVIEW, plan.unit.path),
        "sees_plan": actor.may(Permission.PLANS_VIEW, plan.unit.path),
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "cascades/board.html", context)


def _filters(request: HttpRequest) -> lower_units.LowerFilter:
    return lower_units.LowerFilter(
        query=request.GET.get("tim", "").strip(), stage=request.GET.get("tinh-trang", "").strip()
    )


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Choose the lower units whose plans are to be drafted, or queue the job."""
    actor = actor_of(request)
    plan = lower_units.access_upper(actor, plan_id)
    if not actor.may(Permission.PLANS_REVIEW, plan.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    of_departments = (request.POST or request.GET).get("nhom") == _DEPARTMENTS
    error = ""
    if request.method == "POST":
        try:
            begun = _begin(request, actor, plan, of_departments=of_departments)
        except (PlanError, CatalogueError) as refused:
            error = refused.message
        else:
            _tell(request, begun)
            return redirect("cascade-board", plan.pk)
    waiting, drafted = _choosable(actor, plan, of_departments=of_departments)
    context = {
        "plan": plan,
        "of_departments": of_departments,
        "units": waiting,
        "drafted": drafted,
        "choice": unit_choice.read(request.POST) if request.method == "POST" else None,
        "entries": [entry for entry in catalogues.list_catalogues(actor) if entry.level == "commune"],
        "catalogue": request.POST.get("bo", ""),
        "error": error,
    }
    return render(request, "cascades/start.html", context, status=_REFUSED if error else 200)


def _choosable(actor: Actor, plan: Plan, *, of_departments: bool) -> tuple[list[Unit], list[str]]:
    """Return the units of a group that wait for a draft, and the names of those that have one."""
    today = timezone.localdate()
    board = lower_units.board(actor, plan, lower_units.LowerFilter(), today=today)
    begun = {line.unit.pk for line in board.lines if line.stage is not lower_units.Stage.NOT_STARTED}
    units = _group(plan, of_departments=of_departments)
    return [unit for unit in units if unit.pk not in begun], [unit.name for unit in units if unit.pk in begun]


def _group(plan: Plan, *, of_departments: bool) -> list[Unit]:
    find = lower_units.departments if of_departments else lower_units.below
    return find(plan.unit, on=timezone.localdate())


def _begin(request: HttpRequest, actor: Actor, plan: Plan, *, of_departments: bool) -> cascades.Begun:
    catalogue_id = "" if of_departments else request.POST.get("bo", "")
    if catalogue_id:
        catalogues.access_catalogue(actor, catalogue_id)
    chosen = unit_choice.read(request.POST).of(_group(plan, of_departments=of_departments))
    return cascades.start(
        plan=plan,
        unit_ids={unit.pk for unit in chosen},
        catalogue_id=catalogue_id,
        actor=actor,
        now=timezone.now(),
    )


def _tell(request: HttpRequest, begun: cascades.Begun) -> None:
    """Say how many units are taken, and name those that were skipped."""
    names = ", ".join(unit.name for unit in begun.skipped[:_MOST_NAMES])
    more = f" và {len(begun.skipped) - _MOST_NAMES} đơn vị nữa" if len(begun.skipped) > _MOST_NAMES else ""
    skipped = f" Bỏ qua {len(begun.skipped)} đơn vị đã có dự thảo: {names}{more}." if begun.skipped else ""
    if begun.job is None:
        messages.info(request, f"Không lập thêm dự thảo nào.{skipped}")
    else:
        messages.success(request, f"Đang lập dự thảo cho {begun.taken} đơn vị.{skipped}")


@require_GET
def progress(request: HttpRequest, plan_id: int) -> JsonResponse:
    """Answer how far the last job is, for the page that waits."""
    plan = lower_units.access_upper(actor_of(request), plan_id)
    found = presenter.job(lower_units.latest_job(plan))
    if found is None:
        return JsonResponse({"finished": True, "done": 0, "total": None, "note": ""})
    return JsonResponse({"finished": not found.is_open, "done": found.done, "total": found.total, "note": found.note})


@require_POST
def cancel(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Stop the job after the unit in hand."""
    actor = actor_of(request)
    plan = lower_units.access_upper(actor, plan_id)
    if cascades.cancel(plan=plan, actor=actor, now=timezone.now()):
        messages.success(request, "Đã dừng. Dự thảo đã lập được giữ nguyên; đơn vị còn lại có thể chọn lại.")
    else:
        messages.info(request, "Không có việc nào đang chạy.")
    return redirect("cascade-board", plan.pk)


@require_GET
def export(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Give the board as XLSX."""
    actor, today = actor_of(request), timezone.localdate()
    plan = lower_units.access_upper(actor, plan_id)
    data = lower_exports.board_xlsx(actor, plan, _filters(request), today=today, now=timezone.now())
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="trien-khai-{plan.pk}-{today:%Y-%m-%d}.xlsx"'
    return response


@require_GET
def show_unit(request: HttpRequest, plan_id: int, unit_id: int) -> HttpResponse:
    """Show what became of each item of the upper plan for one unit, with its words and the reason."""
    actor = actor_of(request)
    row = lower_units.access_lower(actor, plan_id=plan_id, unit_id=unit_id)
    outcome = request.GET.get("ket-qua", "")
    found = lower_units.list_lower_items(row)
    counts = [(word, name, row.counts.get(word, 0)) for word, name in lower_units.list_outcomes()]
    context = {
        "row": row,
        "plan": row.upper,
        "duty": presenter.duty(lower_units.duty_of(row.upper, received_on=row.received_on)),
        "may_open": lower_units.may_open(actor, row.unit, row.draft),
        "may_receive": receipts.may_record(row, actor),
        "today": timezone.localdate(),
        "outcome": outcome,
        "counts": counts,
        "total": len(found),
        "items": presenter.items(found, outcome=outcome),
    }
    return render(request, "cascades/unit.html", context)


@require_POST
def receive(request: HttpRequest, plan_id: int, unit_id: int) -> HttpResponse:
    """Keep the day on which the unit received the upper plan; an empty day takes it back."""
    actor, text = actor_of(request), request.POST.get("ngay", "").strip()
    row = lower_units.access_lower(actor, plan_id=plan_id, unit_id=unit_id)
    day = parse_date(text)
    if text and day is None:
        messages.error(request, "Ghi ngày nhận dạng 20/11/2026.")
        return redirect("cascade-unit", plan_id, unit_id)
    try:
        receipts.record(row=row, received_on=day, actor=actor, now=timezone.now())
    except BadReceipt as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Đã ghi ngày nhận {text}." if day else "Đã bỏ ngày nhận.")
    return redirect("cascade-unit", plan_id, unit_id)


@require_GET
def show_duties(request: HttpRequest) -> HttpResponse:
    """Show the upper plans that were handed down to the person's own units."""
    actor = actor_of(request)
    shown = presenter.handed_down(lower_units.list_handed_down(actor), actor=actor, today=timezone.localdate())
    return render(request, "cascades/duties.html", {"rows": shown})
