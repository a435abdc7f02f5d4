"""Tables into registers and out of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.orgs import selectors as orgs
from parindex.apps.registers import books, exports, importing, selectors
from parindex.apps.registers.errors import RegisterError
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import read_rows
from parindex.domain.access import Actor
from parindex.domain.registers.model import TYPE_NAMES, FieldType, Register
from parindex.web.forms.registers import ImportForm
from parindex.web.request import actor_of
from parindex.web.views.registers import filters_of, keeping_units, require_reader

_REFUSED = 422
_SHOWN = 100
_CSV_TYPE = "text/csv; charset=utf-8"


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show what a table must hold, or bring one in."""
    actor = require_reader(request)
    register = books.register(register_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, units=keeping_units(actor, register))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["tep"]
        data, name = file.read(), file.name or "bang"
        try:
            told = importing.import_table(
                register_id=register.id,
                unit=orgs.access_unit(actor, form.cleaned_data["keeper"]),
                rows=read_rows(data, name=name),
                name=name,
                sha256=importing.hash_of(data),
                actor=actor,
                now=timezone.now(),
                all_or_nothing=form.cleaned_data["ca_bang"],
            )
        except (DocumentError, RegisterError) as error:
            form.add_error("tep", str(error))
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
    """Show what became of a table, row by row for those that did not go in."""
    actor = require_reader(request)
    register = books.register(register_id)
    told = selectors.access_import(actor, register_id, public_id)
    context = {
        "register": register,
        "told": told,
        "rejects": told.rejects[:_SHOWN],
        "more": max(told.rejected - _SHOWN, 0),
    }
    return render(request, "registers/imported.html", context)


@require_GET
def show_rejects(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Send the rows that did not go in."""
    told = selectors.access_import(require_reader(request), register_id, public_id)
    return _file(exports.rejects(told), exports.XLSX_TYPE, "dong-bi-loai.xlsx")


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
    media_type = exports.XLSX_TYPE if form == "xlsx" else _CSV_TYPE
    return _file(data, media_type, f"{register.id}-{today:%Y-%m-%d}.{form}")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
