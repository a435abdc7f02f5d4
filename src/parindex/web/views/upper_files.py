"""A lower unit's draft from an upper plan that was imported: choose the unit and the day, see every change, begin."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.imports import selectors
from parindex.apps.planning import upper_files
from parindex.apps.planning.errors import NotHandedDown
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import upper_files as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.domain.access import Actor

_REFUSED = 422


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what the draft of a unit would be, with every change; begin it."""
    actor = actor_of(request)
    draft = selectors.access_draft(actor, public_id)
    if not actor.holds(Permission.PLANS_IMPORT):
        raise PermissionDenied(Permission.PLANS_IMPORT)
    sent = request.POST if request.method == "POST" else request.GET
    units, today = upper_files.list_aims(actor, today=timezone.localdate()), timezone.localdate()
    asked = bool(sent.get("don-vi")) or request.method == "POST"
    found, error = None, ""
    try:
        aim = _aim(sent, units, actor=actor) if asked else None
        if aim is not None and request.method == "POST":
            made, is_new = upper_files.start(draft=draft, aim=aim, actor=actor, now=timezone.now())
            messages.success(request, "Đã lập bản soạn." if is_new else "Bản soạn này đã có từ trước.")
            return redirect("plan-edit", made.public_id)
        found = upper_files.outline(draft, aim) if aim is not None else None
    except NotHandedDown as refused:
        error = refused.message
    outcome = sent.get("ket-qua", "")
    context = {
        "draft": draft,
        "units": units,
        "entries": [entry for entry in catalogues.list_catalogues(actor) if entry.level == "commune"],
        "chosen": {"unit": whole_number(sent.get("don-vi", "")), "on": sent.get("ngay", f"{today:%d/%m/%Y}")},
        "catalogue": sent.get("bo", ""),
        "today": today,
        "error": error,
        "query": _without_outcome(sent),
        "outcome": outcome,
    }
    if found is not None:
        context |= {
            "report": found.cascade.report,
            "changes": presenter.changes(found),
            "outcomes": presenter.outcomes(found),
            "total": len(found.cascade.report.items),
            "items": presenter.items(found, outcome=outcome),
        }
    return render(request, "cascades/from_file.html", context, status=_REFUSED if error else 200)


def _aim(sent: QueryDict, units: list[Unit], *, actor: Actor) -> upper_files.Aim:
    """Read whose plan is wanted; raises `NotHandedDown` with what is missing."""
    wanted = whole_number(sent.get("don-vi", ""))
    unit = next((unit for unit in units if unit.pk == wanted), None)
    if unit is None:
        raise NotHandedDown("Chọn đơn vị lập kế hoạch.")
    on = _read_day(sent.get("ngay", ""))
    catalogue_id = sent.get("bo", "")
    catalogue = catalogues.access_catalogue(actor, catalogue_id).catalogue if catalogue_id else None
    return upper_files.Aim(unit, on, catalogue)


def _read_day(text: str) -> date:
    day = parse_date(text)
    if day is None:
        raise NotHandedDown("Ghi ngày lấy cây đơn vị dạng 01/08/2023.")
    return day


def _without_outcome(sent: QueryDict) -> str:
    query = QueryDict(mutable=True)
    for name in ("don-vi", "ngay", "bo"):
        query[name] = sent.get(name, "")
    return query.urlencode()
