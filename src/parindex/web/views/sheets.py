"""The sheet of a unit: the self-score form, what is at risk, submitting, signing and print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assessment import clocks, feeding, selectors, sheets
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.context import ItemContext, context_of
from parindex.apps.assessment.errors import AssessmentError, BadAnswer, ChangedMeanwhile, SheetNotFound
from parindex.apps.assessment.live import live_of
from parindex.apps.evidence import services as evidence
from parindex.documents.errors import DocumentError
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission
from parindex.domain.lifecycle import MoveRefused
from parindex.web.presenters import live as live_presenter
from parindex.web.presenters import sheet_drawer, sheet_risks
from parindex.web.presenters import sheets as presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.views.evidence import panel_of

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Sheet, SheetItem

_BAD, _CONFLICT = 422, 409
INPUT_PREFIX = "in-"


@dataclass(frozen=True, slots=True)
class _Rights:
    may_enter: bool
    may_hold: bool
    may_withdraw: bool
    may_sign: bool


@dataclass(frozen=True, slots=True)
class _Ask:
    """What of a sheet is shown: the selected item, the filter of the rows, what was refused."""

    code: str = ""
    only: str = ""
    trouble: presenter.Trouble | None = None


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the form of a sheet, with the details of the selected item."""
    sheet = selectors.access_sheet(actor_of(request), public_id)
    return _page(request, sheet, _Ask(request.GET.get("muc", ""), request.GET.get("loc", "")))


@require_POST
def save(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Save the answer to one item; a script that asks for the row gets what changed, else the form follows."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    item = selectors.access_item(actor, sheet, code)
    typed = _typed(request)
    ask = _Ask(code, request.GET.get("loc", ""))
    try:
        sheets.save_answer(
            item=item,
            version=_version(request),
            inputs={name: word for name, word in typed.items() if name != "justification"},
            is_not_applicable=request.POST.get("khong-ap-dung") == "co",
            justification=typed.get("justification", item.justification),
            actor=actor,
            now=timezone.now(),
        )
    except (AssessmentError, MoveRefused) as error:
        named = error.input_name if isinstance(error, BadAnswer) else ""
        trouble = presenter.Trouble(code, error.message, named, typed)
        status = _CONFLICT if isinstance(error, ChangedMeanwhile) else _BAD
        return _page(request, selectors.access_sheet(actor, public_id), replace(ask, trouble=trouble), status=status)
    if request.headers.get("X-Part") == "row":
        return _page(request, selectors.access_sheet(actor, public_id), ask)
    query = urlencode({"muc": code, **({"loc": ask.only} if ask.only else {})})
    return redirect(f"{reverse('sheet-detail', args=[public_id])}?{query}#muc-{code.replace('.', '-')}")


@require_POST
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take what the registers count: for the one item that is named, else for all that no person has entered."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    code = request.GET.get("ma", "")
    try:
        if code:
            item = selectors.access_item(actor, sheet, code)
            taken = feeding.take_one(item=item, actor=actor, now=timezone.now())
        else:
            taken = feeding.take_all(sheet=sheet, actor=actor, now=timezone.now())
    except (AssessmentError, MoveRefused) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, live_presenter.taken_words(taken))
    query = f"?{urlencode({'muc': code})}#muc-{code.replace('.', '-')}" if code else ""
    return redirect(f"{reverse('sheet-detail', args=[public_id])}{query}")


def _version(request: HttpRequest) -> int:
    """Return the version that the person saw: of a form, or of the address where a message offers to undo."""
    return whole_number(request.POST.get("version") or request.GET.get("version", "")) or 0


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {
        name.removeprefix(INPUT_PREFIX): str(request.POST[name])
        for name in request.POST
        if name.startswith(INPUT_PREFIX)
    }
    if "giai-trinh" in request.POST:
        typed["justification"] = request.POST["giai-trinh"]
    return typed


def _page(request: HttpRequest, sheet: Sheet, ask: _Ask, *, status: int = 200) -> HttpResponse:
    """Show the form; for a script only the row, its field, the details and the bar."""
    actor, now = actor_of(request), timezone.now()
    items = selectors.list_items(sheet, actor)
    window = clocks.current_window(sheet=sheet, now=now)
    rights = _rights(sheet, actor, is_open=window.is_open)
    context = context_of(sheet)
    live = live_of(sheet, today=timezone.localdate(now))
    looks = presenter.Looks(rights.may_enter, rights.may_hold, context, live, ask.only, ask.trouble)
    shown = presenter.form(sheet, items, looks)
    chosen = next((item for item in items if item.code == ask.code), _first(items, shown))
    about = None
    if chosen is not None:
        beside = context.get(chosen.code, ItemContext())
        about = sheet_drawer.drawer(chosen, shown, context=beside, trouble=ask.trouble)
    values = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "form": shown,
        "only": ask.only,
        "drawer": about,
        "evidence": panel_of(chosen, actor=actor, now=now) if chosen is not None else None,
        "lock": presenter.lock(window),
        "rights": rights,
        "catalogue": book_of(sheet.group.revision).catalogue,
        "actions": _actions(sheet, rights),
        "has_live": bool(live),
        "may_take": bool(live) and (rights.may_enter or rights.may_hold),
    }
    if request.headers.get("X-Part") != "row":
        return render(request, "sheets/form.html", values, status=status)
    values["field"] = next(one for one in shown.fields if any(row.code == ask.code for row in one.rows))
    values["row"] = shown.rows[ask.code]
    return render(request, "sheets/part.html", values, status=status)


def _first(items: Sequence[SheetItem], shown: presenter.Form) -> SheetItem | None:
    """Return the first item that the filter keeps, else the first of all."""
    return next((item for item in items if shown.rows[item.code].is_shown), items[0] if items else None)


def _rights(sheet: Sheet, actor: Actor, *, is_open: bool) -> _Rights:
    is_running = sheet.campaign.state == "open"
    is_entering = "enter" in lifecycle.SHEET.actions(sheet.state)
    is_own = actor.may(Permission.SCORES_ENTER, sheet.unit.path)
    return _Rights(
        may_enter=is_running and is_open and is_entering and is_own,
        may_withdraw=is_running and is_own,
        may_hold=is_running
        and sheet.state != "published"
        and actor.may(Permission.CAMPAIGNS_MANAGE, sheet.campaign.unit.path),
        may_sign=actor.may(Permission.SCORES_SIGN, sheet.unit.path),
    )


def _actions(sheet: Sheet, rights: _Rights) -> frozenset[str]:
    """Return the steps that this person may take with the sheet now, by their slug."""
    may = {
        "submit": rights.may_enter,
        "withdraw": rights.may_withdraw,
        "sign": rights.may_sign,
        "return": rights.may_sign,
    }
    return frozenset(action for action in lifecycle.SHEET.actions(sheet.state) if may.get(action, False))


@require_GET
def show_risks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what is missing or weak before the sheet is submitted, and submit it."""
    return _risks(request, selectors.access_sheet(actor_of(request), public_id))


def _risks(request: HttpRequest, sheet: Sheet, *, error: str = "", status: int = 200) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    items = selectors.list_items(sheet, actor)
    window = clocks.current_window(sheet=sheet, now=now)
    rights = _rights(sheet, actor, is_open=window.is_open)
    shown = presenter.form(sheet, items, presenter.Looks())
    context = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "groups": sheet_risks.risk_groups(shown),
        "fields": shown.fields,
        "bar": shown.bar,
        "lock": presenter.lock(window),
        "actions": _actions(sheet, rights),
        "error": error,
        "note_typed": request.POST.get("ghi-chu", ""),
    }
    return render(request, "sheets/risks.html", context, status=status)


Step = Callable[..., "Sheet"]
_STEPS: Mapping[str, tuple[Step, str]] = {
    "gui": (sheets.submit, "Đã gửi phiếu cho lãnh đạo duyệt."),
    "rut": (sheets.withdraw, "Đã rút phiếu về để sửa."),
    "tra-lai": (sheets.send_back, "Đã trả phiếu lại để sửa."),
    "ky": (sheets.sign, "Đã duyệt và ký phiếu."),
}


@require_POST
def act(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Take a step with a sheet: submit, withdraw, return, sign."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    found = _STEPS.get(action)
    if found is None:
        raise SheetNotFound
    step, words = found
    file = request.FILES.get("ban-ky")
    scan = {"scan": sheets.Scan(file.name or "ban-ky", file)} if file and action == "ky" else {}
    try:
        moved = step(
            sheet=sheet,
            version=_version(request),
            note=request.POST.get("ghi-chu", ""),
            actor=actor,
            now=timezone.now(),
            **scan,
        )
    except (AssessmentError, MoveRefused, DocumentError) as error:
        status = _CONFLICT if isinstance(error, ChangedMeanwhile) else _BAD
        return _risks(request, sheet, error=error.message, status=status)
    undo = f"undo:{reverse('sheet-act', args=[public_id, 'rut'])}?version={moved.version}" if action == "gui" else ""
    messages.success(request, words, extra_tags=undo)
    return redirect("sheet-detail", public_id)


@require_GET
def scan(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Give the signed scan of a sheet to those who may see all of it."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    file = sheet.signed_scan
    if file is None or selectors.visible_fields(actor, sheet) is not None:
        raise SheetNotFound
    stream = evidence.open_file(file)
    sheets.record_scan_view(sheet, actor=actor, now=timezone.now())
    return FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.media_type)


@require_GET
def show_print(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the sheet as a paper to sign."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    items = selectors.list_items(sheet, actor)
    shown = presenter.form(sheet, items, presenter.Looks())
    book = book_of(sheet.group.revision)
    proofs = {item.code: [link.document for link in item.evidence.all()] for item in items}
    notes = {item.code: item.justification for item in items}
    context = {
        "sheet": sheet,
        "campaign": sheet.campaign,
        "form": shown,
        "catalogue": book.catalogue,
        "proofs": proofs,
        "notes": notes,
        "today": timezone.localdate(),
    }
    return render(request, "sheets/print.html", context)
