"""Files of dossiers: sent, followed, what was rejected; one dossier and its letter of apology; the public look-up."""

from __future__ import annotations

import uuid
from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.dossiers import selectors, services
from parindex.apps.dossiers.errors import BadUpload
from parindex.apps.dossiers.services import KINDS
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of, whole_number
from parindex.web.views.dossiers import tabs

_REFUSED = 422


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form that takes files and the latest imports, or take files."""
    actor = actor_of(request)
    units = selectors.importing_units(actor)
    if not units:
        raise PermissionDenied(Permission.DOSSIERS_IMPORT)
    error = ""
    if request.method == "POST":
        try:
            return _start(request, actor)
        except BadUpload as refused:
            error = refused.message
    context = {
        "tabs": tabs(actor, "dossier-import"),
        "units": units,
        "sources": services.sources(),
        "accept": ",".join(KINDS),
        "imports": selectors.list_imports(actor),
        "error": error,
    }
    return render(request, "dossiers/import.html", context, status=_REFUSED if error else 200)


def _start(request: HttpRequest, actor: Actor) -> HttpResponse:
    chosen = whole_number(request.POST.get("unit", ""))
    unit = next((unit for unit in selectors.importing_units(actor) if unit.pk == chosen), None)
    files = [file for file in request.FILES.getlist("files") if file.file is not None]
    if unit is None or not files:
        raise BadUpload("Chọn đơn vị và ít nhất một tệp hồ sơ.")
    made = [
        services.start_import(
            unit=unit,
            source=request.POST.get("source", ""),
            upload=services.Upload(file.name or "", cast("IO[bytes]", file.file), file.size or 0),
            actor=actor,
            now=timezone.now(),
        )
        for file in files
    ]
    if len(made) == 1:
        return redirect("dossier-import-show", made[0].public_id)
    messages.success(request, f"Đã nhận {len(made)} tệp; từng tệp được nhập lần lượt.")
    return redirect("dossier-import")


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one import: how far it is, what became of the rows, or why the file was refused."""
    one = selectors.access_import(actor_of(request), public_id)
    has_rejects = selectors.rejects_path(one) is not None
    return render(request, "dossiers/import_show.html", {"one": one, "has_rejects": has_rejects})


@require_GET
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer how far an import is, for the page that waits."""
    one = selectors.access_import(actor_of(request), public_id)
    job = one.job
    return JsonResponse(
        {
            "state": one.state,
            **job_progress(job),
            "finished": one.state != "waiting" or (job is not None and job.state == "failed"),
        }
    )


@require_GET
def rejects(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Send the rejected rows of an import: line, column, harmless value, reason."""
    actor = actor_of(request)
    one = selectors.access_import(actor, public_id)
    path = selectors.rejects_path(one)
    if path is None:
        raise Http404
    services.record_export(unit=one.unit, form="rejects", actor=actor, now=timezone.now())
    name = f"dong-bi-loai-{timezone.localdate(one.created_at):%Y%m%d}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
