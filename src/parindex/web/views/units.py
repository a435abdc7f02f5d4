"""The tree of agencies: at a day, one unit with its past, and the import of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.assignments import boards
from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors, services
from parindex.apps.orgs.importing import Defaults
from parindex.apps.people import selectors as people
from parindex.apps.planning import selectors as plans
from parindex.documents.errors import DocumentError
from parindex.documents.read.limits import DEFAULT_LIMITS
from parindex.documents.read.rows import Row, read_rows
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date, parse_date
from parindex.web.forms.units import ImportForm
from parindex.web.presenters import paging
from parindex.web.presenters import people as people_presenter
from parindex.web.presenters import units as presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.season import season_of

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit

PAGE_SIZE = 100


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the tree of a day, or the units that a search or a kind keeps."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.UNITS_VIEW):
        raise PermissionDenied(Permission.UNITS_VIEW)
    typed = request.GET.get("ngay", "").strip()
    on = parse_date(typed) if typed else today
    query, kind = request.GET.get("tim", ""), request.GET.get("loai", "")
    filters = selectors.UnitFilter(query=query, kind=kind, on=on or today)
    units = selectors.list_units(actor, filters=filters)
    is_tree = not (query.strip() or kind)
    context = {
        "filters": filters,
        "typed": typed or format_date(today),
        "on": format_date(filters.on or today),
        "is_today": filters.on == today,
        "error": "" if on else f"Không hiểu ngày “{typed}”; ghi như 30/06/2025. Đang xem ngày hôm nay.",
        "kinds": selectors.list_kinds(),
        "total": len(units),
        "tree": presenter.tree(units) if is_tree else (),
        "may_import": actor.holds(Permission.UNITS_MANAGE),
    }
    if not is_tree:
        context |= _page(request, units)
    return render(request, "units/list.html", context, status=200 if on else 422)


def _page(request: HttpRequest, units: list[Unit]) -> dict[str, object]:
    wanted = whole_number(request.GET.get("trang", "1")) or 1
    last = max((len(units) + PAGE_SIZE - 1) // PAGE_SIZE, 1)
    page = min(wanted, last)
    kept = {name: str(value) for name, value in request.GET.items() if name != "trang"}
    return {
        "rows": presenter.rows(units[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        "window": paging.window(page=page, size=PAGE_SIZE, total=len(units), query=kept, noun="đơn vị"),
    }


@require_GET
def show(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show one unit: its names, its past and future, what is below it, its people, plans and assignments."""
    actor, today = actor_of(request), timezone.localdate()
    unit = selectors.access_unit(actor, unit_id)
    history = selectors.history(unit)
    on = presenter.day_in_force(unit, wanted=parse_date(request.GET.get("ngay", "")) or today)
    year = season_of(request).year
    owned = assignments.AssignmentFilter(year=year, owner_id=unit.pk)
    context = {
        "unit": presenter.row(unit),
        "official": unit,
        "parent": unit.parent if unit.parent and actor.may(Permission.UNITS_VIEW, unit.parent.path) else None,
        "history": history,
        "origins": presenter.origins(history, actor=actor),
        "successions": presenter.successions(history, actor=actor),
        "on": format_date(on),
        "children": presenter.rows(selectors.list_children(actor, unit=unit, on=on)),
        "people": _people(actor, unit),
        "plans": plans.list_plans(actor, plans.PlanFilter(unit_id=unit.pk)),
        "year": year,
        "work": next(iter(boards.tally_by_agency(actor, owned, today=today)), None),
    }
    return render(request, "units/detail.html", context)


def _people(actor: Actor, unit: Unit) -> list[dict[str, object]] | None:
    """Return who holds which role in the unit itself; None when the actor may not know."""
    if not actor.may(Permission.PEOPLE_VIEW, unit.path):
        return None
    found = people.list_people(actor, people.PeopleFilter(unit_id=unit.pk))
    now = timezone.now()
    people_rows = [people_presenter.person(user, now=now) for user in found]
    return [
        {"person": one, "roles": [role for role in one.roles if role.unit_id == unit.pk and role.is_in_force]}
        for one in people_rows
    ]


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Show the form that takes a table of units; check the table, or write it all or nothing."""
    actor = actor_of(request)
    if not actor.holds(Permission.UNITS_MANAGE):
        raise PermissionDenied(Permission.UNITS_MANAGE)
    if request.method == "GET":
        return _render_import(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    is_dry_run = request.POST.get("buoc") != "nhap"
    if not form.is_valid():
        return _render_import(request, form)
    try:
        table = _read(form)
        outcome = services.import_units(
            rows=table,
            actor=actor,
            now=timezone.now(),
            defaults=Defaults(
                form.cleaned_data["valid_from"], form.cleaned_data["valid_to"], form.cleaned_data["source"]
            ),
            is_dry_run=is_dry_run,
        )
    except DocumentError as unreadable:
        form.add_error("file", unreadable.message)
        return _render_import(request, form)
    if outcome.rejects or is_dry_run:
        rejects = presenter.reject_rows(outcome.rejects, table)
        return _render_import(request, form, outcome=outcome, rejects=rejects, row_count=len(table))
    messages.success(request, f"Đã nhập: {outcome.created} đơn vị mới, {outcome.updated} đơn vị đổi.")
    return redirect("unit-list")


def _read(form: ImportForm) -> tuple[Row, ...]:
    file = form.cleaned_data["file"]
    return read_rows(file.read(DEFAULT_LIMITS.file_bytes + 1), name=file.name or "")


def _render_import(request: HttpRequest, form: ImportForm, **result: object) -> HttpResponse:
    context = {"form": form, "columns": presenter.COLUMN_NAMES.values(), **result}
    return render(request, "units/import.html", context, status=422 if form.errors or result.get("rejects") else 200)
