"""The dossiers behind one number of a criterion or a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parindex.apps.dossiers import selectors, supplier
from parindex.web.behind import behind_of, note_of
from parindex.web.presenters.paging import window
from parindex.web.request import actor_of, whole_number
from parindex.web.views.dossiers import for_dossiers, tabs

_PAGE = 50


@require_GET
@for_dossiers
def show(request: HttpRequest) -> HttpResponse:
    """List the dossiers that an indicator counts of a unit in some days; without an indicator lead to the figures."""
    actor, behind = actor_of(request), behind_of(request, room="dossiers")
    if behind is None:
        return redirect("dossier-figures")
    area = selectors.area_of(actor)
    page = whole_number(request.GET.get("trang", "")) or 1
    total, found = supplier.list_behind(behind, area=area, page=page, size=_PAGE)
    last = max(-(-total // _PAGE), 1)
    if page > last:
        total, found = supplier.list_behind(behind, area=area, page=last, size=_PAGE)
    kept = {name: str(value) for name, value in request.GET.items() if name != "trang"}
    context = {
        "tabs": tabs(actor, ""),
        "behind": note_of(behind, room="dossiers", actor=actor),
        "total": total,
        "dossiers": [(one, area.name_of(one.unit)) for one in found],
        "window": window(page=min(page, last), size=_PAGE, total=total, query=kept, noun="hồ sơ"),
    }
    return render(request, "dossiers/behind.html", context)
