"""Form II.06a/VPCP/KSTT of a period: on the page, on paper, as a workbook, with its identities checked."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parindex.analytics.engine import Key
from parindex.apps.dossiers import forms, services
from parindex.apps.dossiers.forms import Form
from parindex.documents.write.xlsx import write_table
from parindex.domain.access import Permission, PermissionDenied
from parindex.web.presenters import dossier_form as presenter
from parindex.web.presenters import dossiers as words
from parindex.web.views.dossiers import Asked, asked_of, for_dossiers, frame

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@for_dossiers
def show(request: HttpRequest) -> HttpResponse:
    """Show the form of the chosen unit and period by field, unit, procedure, desk or level."""
    asked, form = _read(request)
    context = frame(asked, "dossier-form") | {
        "table": presenter.table(form, by=asked.by, area=asked.area),
        "form": form,
        "period": words.period_of(asked.year, asked.part),
        "keys": [(key.value, words.KEY_NAMES[key]) for key in presenter.KEYS],
        "key_name": words.KEY_NAMES[asked.by],
        "may_export": asked.actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "dossiers/form.html", context)


@require_GET
@for_dossiers
def export(request: HttpRequest) -> HttpResponse:
    """Send the form as a workbook with every line, the total and the identities."""
    asked, form = _read(request)
    if not asked.actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    period = words.period_of(asked.year, asked.part)
    home = next(iter(asked.area.units.values()), None)
    data = write_table(
        title="Biểu II.06a",
        columns=presenter.sheet_columns(by=asked.by),
        rows=presenter.sheet_rows(form, by=asked.by, area=asked.area),
        above=presenter.sheet_lines(form, period=period, unit=_unit_name(asked)),
    )
    if home is not None:
        services.record_export(unit=home, form="ii06a", actor=asked.actor, now=timezone.now())
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="bieu-ii06a-{form.counted.last_day:%Y%m%d}.xlsx"'
    return response


def _read(request: HttpRequest) -> tuple[Asked, Form]:
    asked = asked_of(request, default=Key.FIELD)
    asked = asked if asked.by in presenter.KEYS else replace(asked, by=Key.FIELD)
    period = words.period_of(asked.year, asked.part)
    return asked, forms.form_of(asked.filter, period=period, by=asked.by)


def _unit_name(asked: Asked) -> str:
    chosen = next((unit for unit in asked.area.units.values() if unit.pk == asked.unit_id), None)
    return chosen.name if chosen is not None else "Mọi đơn vị được xem"
