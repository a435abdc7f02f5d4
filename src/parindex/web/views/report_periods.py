"""Periods of reports: the list, opening one, its board, beginning a report."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.orgs import selectors as orgs
from parindex.apps.reports import drafts, periods, selectors
from parindex.apps.reports.errors import ReportError
from parindex.apps.reports.selectors import BoardFilter
from parindex.documents.write.xlsx import write_table
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.forms.reports import PeriodForm
from parindex.web.presenters import reports as presenter
from parindex.web.request import actor_of, whole_number

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSED = 422
_HOLDERS = ("province", "department", "district", "commune")


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the periods that the actor may see."""
    actor = actor_of(request)
    context = {
        "periods": selectors.list_periods(actor),
        "may_open": actor.holds(Permission.REPORTS_MANAGE),
        "today": timezone.localdate(),
    }
    return render(request, "reports/list.html", context)


@require_http_methods(["GET", "POST"])
def open_period(request: HttpRequest) -> HttpResponse:
    """Ask for a report of a unit and those below."""
    actor = actor_of(request)
    if not actor.holds(Permission.REPORTS_MANAGE):
        raise PermissionDenied(Permission.REPORTS_MANAGE)
    form = PeriodForm(request.POST or None, units=_units(actor), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        unit = orgs.access_unit(actor, form.cleaned_data["unit"])
        try:
            period = periods.open_period(unit=unit, asked=form.asked(), actor=actor, now=timezone.now())
        except ReportError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã mở kỳ {period.title}.")
            return redirect("report-board", period.public_id)
    return render(request, "reports/open.html", {"form": form}, status=_REFUSED if form.errors else 200)


def _units(actor: Actor) -> list[tuple[int, str]]:
    """Return the units that the actor may open periods for; the highest first, those that exist today."""
    today = timezone.localdate()
    units = orgs.list_units(actor, filters=orgs.UnitFilter(on=today))
    held = [one for one in units if one.kind in _HOLDERS and actor.may(Permission.REPORTS_MANAGE, one.path)]
    return [(one.pk, one.name) for one in sorted(held, key=lambda one: one.path.count("/"))]


@require_GET
def show_board(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who owes a report of a period and how far each is."""
    actor, now = actor_of(request), timezone.now()
    period = selectors.access_period(actor, public_id)
    today, state = timezone.localdate(now), request.GET.get("trang-thai", "")
    filters = BoardFilter(query=request.GET.get("tim", ""))
    rows = selectors.board(actor, period, filters, today=today, now=now)
    own = frozenset(row.duty.unit.pk for row in rows if actor.may(Permission.REPORTS_WRITE, row.duty.unit.path))
    insider = frozenset(row.duty.unit.pk for row in rows if selectors.is_insider(actor, row.duty.unit))
    kept = [row for row in rows if selectors.is_kept(row, state)]
    context = {
        "period": period,
        "lines": presenter.board(kept, today=today, own_ids=own, reader_ids=insider),
        "toggles": presenter.toggles(rows, chosen=state, query=filters.query),
        "query": filters.query,
        "narrowed": presenter.board_address(state=state, query=filters.query),
        "lead": presenter.lead(rows),
        "state": state,
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "reports/board.html", context)


@require_GET
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the board as XLSX."""
    actor, now = actor_of(request), timezone.now()
    period = selectors.access_period(actor, public_id)
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    filters = BoardFilter(state=request.GET.get("trang-thai", ""), query=request.GET.get("tim", ""))
    rows = selectors.board(actor, period, filters, today=timezone.localdate(now), now=now)
    lines = presenter.board(rows, today=timezone.localdate(now), own_ids=frozenset(), reader_ids=frozenset())
    data = write_table(
        title=period.title,
        columns=("Đơn vị", "Gửi tới", "Trạng thái", "Hạn", "Ngày gửi", "Trễ"),
        rows=[
            (
                line.unit,
                line.receiver,
                line.state,
                row.duty.due_on,
                row.report.sent_on if row.report else None,
                line.late,
            )
            for line, row in zip(lines, rows, strict=True)
        ],
    )
    audit.record_view(
        actor=actor,
        action="report.exported",
        object_type="report_period",
        object_id=str(period.public_id),
        object_label=period.title,
        unit_path=period.unit.path,
        after={"rows": len(rows)},
        now=now,
    )
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="theo-doi-bao-cao-{period.year}.xlsx"'
    return response


@require_POST
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin the report of a unit and lead to it."""
    actor = actor_of(request)
    period = selectors.access_period(actor, public_id)
    unit = orgs.access_unit(actor, whole_number(request.POST.get("don-vi", "")) or 0)
    try:
        report = drafts.start(period=period, unit=unit, actor=actor, now=timezone.now())
    except ReportError as error:
        messages.error(request, error.message)
        return redirect("report-board", public_id)
    return redirect("report-detail", report.public_id)
