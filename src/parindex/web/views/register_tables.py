"""Tables into registers and out of them."""

from __future__ import annotations

from typing import IO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.orgs import selectors as orgs
from parindex.apps.registers import books, exports, selectors, uploads
from parindex.apps.registers.errors import RegisterError
from parindex.domain.access import Actor
from parindex.domain.registers.model import TYPE_NAMES, FieldType, Register
from parindex.web.forms.registers import ImportForm
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of
from parindex.web.views.registers import filters_of, keeping_units, require_reader

_REFUSED = 422
_SHOWN = 100
_TYPES = {"xlsx": exports.XLSX_TYPE, "csv": "text/csv; charset=utf-8"}


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show what a table must hold, or take one: it is brought in by background work."""
    actor = require_reader(request)
    register = books.register(register_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, units=keeping_units(actor, register))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["tep"]
        try:
            told = uploads.start_import(
                register_id=register.id,
                unit=orgs.access_unit(actor, form.cleaned_data["keeper"]),
                stream=cast("IO[bytes]", file.file),
                name=file.name or "bang",
                all_or_nothing=form.cleaned_data["ca_bang"],
                actor=actor,
                now=timezone.now(),
            )
        except RegisterError as error:
            form.add_error("tep", error.message)
        else:
            return redirect("register-imported", register.id, told.public_id)
    return render(
        request, "registers/import.html", _context(actor, register, form), status=_REFUSED if form.errors else 200
    )


def _context(actor: Actor, register: Register, form: ImportForm) -> dict[str, object]:
    columns = [
        {
            "name": field.name,
            "words": ", ".join(field.words),
            "type": TYPE_NAMES[field.type],
            "options": ", ".join(option.name for option in field.options) if field.type is FieldType.CHOICE else "",
            "is_required": field.is_required,
            "is_key": field.code in register.key,
        }
        for field in register.fields
    ]
    return {
        "register": register,
        "form": form,
        "columns": columns,
        "states": ", ".join(state.name for state in register.states),
        "imports": selectors.list_imports(actor, register),
    }


@require_GET
def show_import(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Show how far a table is, what became of it, row by row for those that did not go in, or why it was refused."""
    actor = require_reader(request)
    register = books.register(register_id)
    told = selectors.access_import(actor, register_id, public_id)
    context = {
        "register": register,
        "told": told,
        "has_stopped": selectors.has_stopped(told),
        "rejects": told.rejects[:_SHOWN],
        "more": max(told.rejected - _SHOWN, 0),
        "has_cells": bool(told.headings),
        "kept_until": told.at + uploads.REJECTS_KEPT,
        "kept_days": uploads.REJECTS_KEPT.days,
    }
    return render(request, "registers/imported.html", context)


@require_GET
def show_progress(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Answer how far a table is, for the page that waits."""
    told = selectors.access_import(require_reader(request), register_id, public_id)
    return JsonResponse(
        {
            "state": told.state,
            **job_progress(told.job),
            "finished": told.state != "waiting" or selectors.has_stopped(told),
        }
    )


@require_GET
def show_rejects(request: HttpRequest, register_id: str, public_id: UUID, form: str) -> HttpResponse:
    """Send the rows that did not go in."""
    told = selectors.access_import(require_reader(request), register_id, public_id)
    return _file(exports.rejects(told, form=form), _TYPES[form], f"dong-bi-loai.{form}")


@require_GET
def show_results(request: HttpRequest, register_id: str, public_id: UUID, form: str) -> HttpResponse:
    """Send what became of each row."""
    told = selectors.access_import(require_reader(request), register_id, public_id)
    return _file(exports.results(told, form=form), _TYPES[form], f"ket-qua-nhap.{form}")


@require_GET
def template(request: HttpRequest, register_id: str) -> HttpResponse:
    """Send an empty table of a register."""
    require_reader(request)
    register = books.register(register_id)
    return _file(exports.template(register), exports.XLSX_TYPE, f"mau-{register.id}.xlsx")


@require_GET
def export(request: HttpRequest, register_id: str, form: str) -> HttpResponse:
    """Send the filtered register as XLSX or CSV."""
    actor, today = actor_of(request), timezone.localdate()
    register = books.register(register_id)
    filters = filters_of(request, register)
    data = exports.export(actor, register, filters, form=form, today=today, now=timezone.now())
    return _file(data, _TYPES[form], f"{register.id}-{today:%Y-%m-%d}.{form}")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
