"""Registers and their entries: what is due, lists, one entry with its history, adding, editing, moving, removing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.base.subjects import PROCEDURE
from parindex.apps.evidence import documents
from parindex.apps.evidence import selectors as evidence
from parindex.apps.feedback import links
from parindex.apps.orgs import selectors as orgs
from parindex.apps.registers import books, public, selectors, services
from parindex.apps.registers.errors import EntryNotFound, EntryRefused, RegisterError
from parindex.apps.registers.selectors import EntryFilter
from parindex.apps.registers.subjects import procedure_code
from parindex.apps.registers.writing import facts_of, values_of
from parindex.documents.errors import DocumentError
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.registers.model import FieldType, Move, Register
from parindex.domain.registers.moves import moves_from
from parindex.web.forms.registers import EntryForm, initial_of
from parindex.web.presenters import paging
from parindex.web.presenters import registers as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.registers.models import RegisterEntry

PAGE_SIZE = 50
SOON_DAYS = 7
_MOST_UNITS = 500
_REFUSED, _CONFLICT = 422, 409
_CODES_OF_CHANGE = ("register_entry_changed", "register_entry_locked")


def soon_until(today: date) -> date:
    """Return the last day that counts as near."""
    return today + timedelta(days=SOON_DAYS)


def require_reader(request: HttpRequest) -> Actor:
    """Return the actor. Raises `PermissionDenied` for one who sees no register."""
    actor = actor_of(request)
    if not actor.holds(Permission.REGISTERS_VIEW):
        raise PermissionDenied(Permission.REGISTERS_VIEW)
    return actor


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show all registers with what is overdue and what falls due soon."""
    actor, today = require_reader(request), timezone.localdate()
    found = selectors.list_books(actor, today=today, soon_until=soon_until(today))
    used = [one for one in found if one.entries]
    context = {
        "used": sorted(used, key=lambda one: (-one.overdue, -one.soon)),
        "unused": sorted((one for one in found if not one.entries), key=_place),
        "late": sum(one.overdue for one in found),
        "soon": sum(one.soon for one in found),
        "problems": books.problems() if actor.holds(Permission.REGISTERS_WRITE) else [],
    }
    return render(request, "registers/index.html", context)


def _place(one: selectors.BookCount) -> tuple[bool, list[int]]:
    """Return where a register stands among those without entries: by its first criterion, those without one last."""
    criteria = one.register.criteria
    return not criteria, [int(part) for part in criteria[0].split(".") if part.isdigit()] if criteria else []


@require_GET
def show_list(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show a register, filtered, page by page."""
    actor, today = require_reader(request), timezone.localdate()
    register = books.register(register_id)
    filters, near = filters_of(request, register), soon_until(today)
    counted = selectors.count_entries(actor, register, filters, today=today, soon_until=near)
    total = min(counted, selectors.MOST_COUNTED)
    page = min(whole_number(request.GET.get("trang", "1")) or 1, max(-(-total // PAGE_SIZE), 1))
    part = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    entries = selectors.list_entries(actor, register, filters, today=today, soon_until=near, page=part)
    names = selectors.units_by_slug(presenter.slugs(register, entries))
    query = {key: str(value) for key, value in request.GET.items() if key != "trang"}
    context = {
        "register": register,
        "title_name": register.by_code[register.title].name,
        "certainty": presenter.certainty(register.status),
        "fields": presenter.listed_fields(register),
        "choices": [one for one in register.fields if one.type is FieldType.CHOICE and one.is_listed],
        "rows": presenter.rows(register, entries, names=names, today=today),
        "filters": filters,
        "has_filter": bool(query),
        "total": total,
        "has_more": counted > total,
        "window": paging.window(page=page, size=PAGE_SIZE, total=total, query=query, noun="dòng"),
        "query": request.GET.urlencode(),
        "has_public": public.shows_something(register),
        "may_write": bool(selectors.list_keeping_units(actor, register, today=today, limit=1)),
        "may_export": actor.holds(Permission.EXPORTS_MAKE),
    }
    return render(request, "registers/list.html", context)


def filters_of(request: HttpRequest, register: Register) -> EntryFilter:
    """Read what the list is narrowed to from the address."""
    year = whole_number(request.GET.get("nam", ""))
    choices = [one.code for one in register.fields if one.type is FieldType.CHOICE and one.is_listed]
    asked = {code: request.GET.get(f"c-{code}", "") for code in choices}
    return EntryFilter(
        query=request.GET.get("tim", ""),
        state=request.GET.get("trang-thai", ""),
        due=request.GET.get("han", ""),
        year=year if year is not None and 1900 <= year <= 9999 else None,
        values={code: value for code, value in asked.items() if value},
        sort=request.GET.get("xep", ""),
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, register_id: str) -> HttpResponse:
    """Show the form of a new entry, or keep it."""
    actor = require_reader(request)
    register = books.register(register_id)
    units = keeping_units(actor, register)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        fields=register.fields,
        units=units,
        with_keeper=True,
        initial=initial_of(register, None, {}),
    )
    if request.method == "POST" and form.is_valid():
        unit = orgs.access_unit(actor, form.cleaned_data["keeper"])
        try:
            entry = services.add(
                register_id=register.id, unit=unit, texts=form.texts(), actor=actor, now=timezone.now()
            )
        except RegisterError as error:
            _tell(form, error)
        else:
            messages.success(request, "Đã ghi vào sổ.")
            if "tiep" in request.POST:
                return redirect("register-add", register.id)
            return redirect("register-entry", register.id, entry.public_id)
    context = {"register": register, "form": form, "unit_names": _unit_names(actor, register)}
    return render(request, "registers/form.html", context, status=_REFUSED if form.errors else 200)


def keeping_units(actor: Actor, register: Register) -> list[tuple[int, str]]:
    """Return the units for which the actor keeps a register. Raises `PermissionDenied` when there is none."""
    units = selectors.list_keeping_units(actor, register, today=timezone.localdate(), limit=_MOST_UNITS)
    if not units:
        raise PermissionDenied(Permission.REGISTERS_WRITE)
    return [(unit.pk, unit.name) for unit in units]


@require_GET
def show(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Show an entry: values, clocks, moves, documents, history."""
    actor = require_reader(request)
    register = books.register(register_id)
    entry = selectors.access_entry(actor, register_id, public_id)
    return render(request, "registers/entry.html", _entry_context(actor, register, entry))


def _entry_context(actor: Actor, register: Register, entry: RegisterEntry) -> dict[str, object]:
    may_edit = selectors.may_edit(actor, register, entry)
    state = register.state_by_code.get(entry.state)
    facts = facts_of(register, entry, today=timezone.localdate())
    return {
        "register": register,
        "entry": entry,
        "state": presenter.state_mark(register, entry.state),
        "about_feedback": links.list_about(actor, kind=PROCEDURE, code=procedure_code(entry)),
        "values": presenter.told(
            register,
            facts.values,
            selectors.units_by_slug(presenter.slugs(register, [entry])),
            with_personal=may_edit,
        ),
        "clocks": presenter.clocks(facts),
        "moves": [] if entry.removed_at else _moves(actor, register, entry),
        "proofs": selectors.proofs(entry),
        "usable": evidence.list_usable(actor, entry.unit, evidence.DocumentFilter(), limit=100) if may_edit else [],
        "steps": presenter.history(register, selectors.history(entry), with_personal=may_edit),
        "may_edit": may_edit,
        "is_open": entry.removed_at is None and not (state is not None and state.is_closed),
    }


def _moves(actor: Actor, register: Register, entry: RegisterEntry) -> list[Move]:
    found = []
    for move in moves_from(register, entry.state):
        try:
            services.require_mover(actor, register, entry.unit, move)
        except PermissionDenied:
            continue
        found.append(move)
    return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Show the form of an entry, or keep what was changed."""
    actor = require_reader(request)
    register = books.register(register_id)
    entry = selectors.access_entry(actor, register_id, public_id)
    services.require_writer(actor, register, entry.unit)
    return _step(request, actor, register, entry, move=None)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, register_id: str, public_id: UUID, action: str) -> HttpResponse:
    """Ask for what a move needs, or make it."""
    actor = require_reader(request)
    register = books.register(register_id)
    entry = selectors.access_entry(actor, register_id, public_id)
    step = register.move_by_code.get(action)
    if step is None:
        raise EntryNotFound
    services.require_mover(actor, register, entry.unit, step)
    return _step(request, actor, register, entry, move=step)


def _step(
    request: HttpRequest, actor: Actor, register: Register, entry: RegisterEntry, *, move: Move | None
) -> HttpResponse:
    values = values_of(register, entry)
    names = selectors.units_by_slug(presenter.slugs(register, [entry]))
    fields = register.fields if move is None else [register.by_code[code] for code in move.asks]
    form = EntryForm(
        request.POST if request.method == "POST" else None, fields=fields, initial=initial_of(register, values, names)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        version = whole_number(request.POST.get("version", "")) or 0
        try:
            _write(entry, form, version, move, actor=actor, note=request.POST.get("ghi-chu", ""))
        except RegisterError as error:
            _tell(form, error)
            status = _CONFLICT if error.code in _CODES_OF_CHANGE else _REFUSED
        else:
            messages.success(request, "Đã lưu." if move is None else f"{move.name}: xong.")
            return redirect("register-entry", register.id, entry.public_id)
    context = {
        "register": register,
        "entry": entry,
        "move": move,
        "form": form,
        "unit_names": _unit_names(actor, register),
        "proof_count": len(selectors.proofs(entry)) if move is not None and move.needs_document else 0,
    }
    return render(request, "registers/form.html", context, status=status)


def _write(entry: RegisterEntry, form: EntryForm, version: int, move: Move | None, *, actor: Actor, note: str) -> None:
    now = timezone.now()
    if move is None:
        services.edit(entry=entry, version=version, texts=form.texts(), actor=actor, now=now)
        return
    services.move(entry=entry, version=version, action=move.code, texts=form.texts(), note=note, actor=actor, now=now)


def _tell(form: EntryForm, error: RegisterError) -> None:
    if isinstance(error, EntryRefused):
        form.tell(error.mistakes)
    else:
        form.add_error(None, error.message)


def _unit_names(actor: Actor, register: Register) -> list[str]:
    """Return names to choose a unit from, when the register has fields that name one."""
    if not any(field.type is FieldType.UNIT for field in register.fields):
        return []
    found: list[Unit] = orgs.list_highest(actor, most=_MOST_UNITS)
    return [unit.name for unit in found]


@require_POST
def attach(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Prove an entry: with a document that is kept already, a number, or a file."""
    actor, now = require_reader(request), timezone.now()
    entry = selectors.access_entry(actor, register_id, public_id)
    upload, number = request.FILES.get("tep"), request.POST.get("so", "").strip()
    chosen = request.POST.get("tai-lieu", "")
    services.require_writer(actor, books.register(register_id), entry.unit)
    try:
        if upload is not None and upload.file is not None:
            sent = documents.Upload(name=upload.name or "", stream=upload.file)
            document = documents.add_document(unit=entry.unit, upload=sent, actor=actor, now=now).document
        elif number:
            facts = documents.Facts(number=number)
            document = documents.add_document(unit=entry.unit, facts=facts, actor=actor, now=now).document
        elif chosen:
            document = evidence.access_document(actor, UUID(chosen))
        else:
            messages.error(request, "Chọn một tài liệu, ghi số hoặc chọn tệp rồi bấm Đính kèm.")
            return redirect("register-entry", register_id, public_id)
        services.attach(entry=entry, document=document, actor=actor, now=now)
    except (DocumentError, RegisterError, ValueError) as error:
        messages.error(request, str(getattr(error, "message", error)))
    else:
        messages.success(request, "Đã đính kèm tài liệu.")
    return redirect("register-entry", register_id, public_id)


@require_POST
def detach(request: HttpRequest, register_id: str, public_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document away from an entry."""
    actor = require_reader(request)
    entry = selectors.access_entry(actor, register_id, public_id)
    proof = next((one for one in selectors.proofs(entry) if one.document.public_id == document_id), None)
    if proof is not None:
        services.detach(entry=entry, document=proof.document, actor=actor, now=timezone.now())
    messages.success(request, "Đã gỡ tài liệu khỏi dòng này; tài liệu vẫn còn trong kho.")
    return redirect("register-entry", register_id, public_id)


@require_POST
def remove(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Take an entry out of its register; it can be restored."""
    actor = require_reader(request)
    entry = selectors.access_entry(actor, register_id, public_id)
    version, reason = whole_number(request.POST.get("version", "")) or 0, request.POST.get("ly-do", "")
    try:
        services.remove(entry=entry, version=version, reason=reason, actor=actor, now=timezone.now())
    except RegisterError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            "Đã bỏ dòng khỏi sổ.",
            extra_tags=f"undo:{reverse('register-restore', args=[register_id, public_id])}",
        )
    return redirect("register-entry", register_id, public_id)


@require_POST
def restore(request: HttpRequest, register_id: str, public_id: UUID) -> HttpResponse:
    """Put a removed entry back."""
    actor = require_reader(request)
    entry = selectors.access_entry(actor, register_id, public_id)
    try:
        services.restore(entry=entry, version=entry.version, actor=actor, now=timezone.now())
    except RegisterError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã khôi phục dòng.")
    return redirect("register-entry", register_id, public_id)
