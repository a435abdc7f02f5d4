"""One dossier: its clock explained, its letter of apology, and what everybody may see of it by its code."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.base.subjects import DOSSIER
from parindex.apps.dossiers import apologies, selectors
from parindex.apps.dossiers.errors import DossierNotFound
from parindex.apps.dossiers.selectors import Found
from parindex.apps.feedback import gate, links
from parindex.apps.feedback.errors import TooManySent
from parindex.definitions.dossiers.loader import load_clock_rules
from parindex.documents.write.official.apology_paper import LAYOUT_NOTE
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.dossiers.apology import UnlawfulAppointment
from parindex.domain.dossiers.model import State
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import dossiers as presenter
from parindex.web.request import actor_of, place_of
from parindex.web.views.dossiers import for_dossiers

_REFUSED, _UNKNOWN, _TOO_MANY = 422, 404, 429
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@for_dossiers
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show every step by which the clock of a dossier was read."""
    return _render(request, selectors.access_dossier(actor_of(request), code))


@require_POST
@for_dossiers
def apologise(request: HttpRequest, code: str) -> HttpResponse:
    """Send the drafted letter of apology with its new appointment."""
    actor = actor_of(request)
    found = selectors.access_dossier(actor, code)
    typed = {"new_due": request.POST.get("new_due", "").strip(), "reason": request.POST.get("reason", "")}
    new_due = parse_date(typed["new_due"]) if typed["new_due"] else None
    if new_due is None:
        error = f"Không hiểu ngày “{typed['new_due']}”. Ghi ngày hẹn mới như 21/07/2026."
        return _render(request, found, status=_REFUSED, error=error, typed=typed)
    try:
        data = apologies.draft_letter(
            found=found, new_due=new_due, reason=typed["reason"], actor=actor, now=timezone.now()
        )
    except (UnlawfulAppointment, UnknownCalendarYear) as refused:
        return _render(request, found, status=_REFUSED, error=refused.message, typed=typed)
    response = HttpResponse(data, content_type=_DOCX)
    response["Content-Disposition"] = f'attachment; filename="phieu-xin-loi-{found.dossier.code}.docx"'
    return response


def _render(request: HttpRequest, found: Found, *, status: int = 200, **more: object) -> HttpResponse:
    on = selectors.figures_day(today=timezone.localdate())
    may_apologise = found.dossier.state in (State.OPEN, State.WAITING) and found.timing.first_due is not None
    context: dict[str, object] = {
        "found": found,
        "state": presenter.state_words(found),
        "standing": presenter.standing(found, on=on),
        "on": on,
        "notes": [(note, *presenter.CERTAINTY_TONES[note.certainty]) for note in load_clock_rules().notes],
        "may_apologise": may_apologise and found.dossier.rescheduled_due is None,
        "proposed": _proposed(found) if may_apologise else None,
        "layout_note": LAYOUT_NOTE,
    }
    context["about_feedback"] = links.list_about(actor_of(request), kind=DOSSIER, code=found.dossier.code)
    return render(request, "dossiers/show.html", context | more, status=status)


def _proposed(found: Found) -> date | None:
    try:
        return selectors.propose_appointment(found, today=timezone.localdate())
    except UnknownCalendarYear:
        return None


@never_cache
@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """Show everybody how far a dossier is; a place that asks too often waits, whether it finds or guesses."""
    code = " ".join(request.GET.get("ma", "").split())[:60]
    if not code:
        return render(request, "public/dossier.html", {})
    place, now = place_of(request), timezone.now()
    context: dict[str, object] = {"code": code}
    try:
        gate.require(kind=gate.DOSSIER, place=place, now=now)
        gate.note(kind=gate.DOSSIER, place=place, now=now)
        found = selectors.public_dossier(code)
    except TooManySent as error:
        context["error"] = f"Đã tra cứu quá nhiều lần từ mạng của bạn. Đợi {error.minutes} phút rồi nhập lại."
        return render(request, "public/dossier.html", context, status=_TOO_MANY)
    except DossierNotFound:
        context["error"] = "Không có hồ sơ mang mã này. Mã nằm trên giấy tiếp nhận hồ sơ và hẹn trả kết quả."
        return render(request, "public/dossier.html", context, status=_UNKNOWN)
    on = selectors.figures_day(today=timezone.localdate())
    context |= {
        "found": found,
        "state": presenter.state_words(found),
        "standing": presenter.standing(found, on=on),
        "on": on,
    }
    return render(request, "public/dossier.html", context)
