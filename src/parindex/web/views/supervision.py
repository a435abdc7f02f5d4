"""Notes of supervision: the list, a new note, answers; and proposals of commendation and reproach."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors as orgs
from parindex.apps.planning import selectors as plans
from parindex.apps.reports import merits, supervision
from parindex.apps.reports import selectors as reports
from parindex.apps.reports.errors import ReportError
from parindex.apps.reports.merits import Choice
from parindex.apps.reports.supervision import NoteFilter, Subject
from parindex.definitions.report_regimes.loader import load_thresholds, merit_source
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.forms.supervision import MeritForm, NoteForm
from parindex.web.presenters import supervision as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit

_REFUSED = 422
_STATES = ("", "waiting", "late", "answered")


@require_GET
def show_notes(request: HttpRequest) -> HttpResponse:
    """Show the notes that the actor may see, those without an answer first."""
    actor, today = actor_of(request), timezone.localdate()
    state = request.GET.get("trang-thai", "")
    notes = supervision.list_notes(actor, NoteFilter(state if state in _STATES else ""), today=today)
    lines = [
        presenter.note_line(one, late=supervision.lateness_of(one, today=today), actor=actor, today=today)
        for one in notes
    ]
    context = {
        "lines": lines,
        "toggles": presenter.toggles(state),
        "may_note": actor.holds(Permission.SUPERVISION_NOTE),
    }
    return render(request, "supervision/list.html", context)


@require_http_methods(["GET", "POST"])
def add_note(request: HttpRequest) -> HttpResponse:
    """Write a note on a plan, an assignment or a report."""
    actor, now = actor_of(request), timezone.now()
    if not actor.holds(Permission.SUPERVISION_NOTE):
        raise PermissionDenied(Permission.SUPERVISION_NOTE)
    subject = _subject(request, actor)
    today = timezone.localdate(now)
    form = NoteForm(request.POST or None, initial={"answer_by": supervision.suggested_day(today)})
    if request.method == "POST" and form.is_valid():
        try:
            supervision.note(subject=subject, said=form.said(), actor=actor, now=now)
        except ReportError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi ý kiến giám sát; đơn vị thấy ngay trong danh sách.")
            return redirect("supervision-list")
    context = {"form": form, "subject": subject}
    return render(request, "supervision/add.html", context, status=_REFUSED if form.errors else 200)


def _subject(request: HttpRequest, actor: Actor) -> Subject:
    """Return what the address names: `ke-hoach`, `nhiem-vu` or `bao-cao`; what is not visible is not there."""
    plan = whole_number(request.GET.get("ke-hoach", ""))
    if plan is not None:
        return Subject(plan=plans.access_plan(actor, plan))
    if request.GET.get("nhiem-vu"):
        return Subject(assignment=assignments.access_assignment(actor, _uuid(request.GET["nhiem-vu"])))
    if request.GET.get("bao-cao"):
        return Subject(report=reports.access_report(actor, _uuid(request.GET["bao-cao"])))
    raise Http404("Mở một kế hoạch, nhiệm vụ hoặc báo cáo rồi bấm “Ghi ý kiến giám sát”.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404("Địa chỉ không đúng.") from error


@require_POST
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer a note."""
    actor = actor_of(request)
    found = supervision.access_note(actor, public_id)
    try:
        supervision.answer(found=found, text=request.POST.get("text", ""), actor=actor, now=timezone.now())
    except ReportError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã trả lời ý kiến giám sát.")
    return redirect(reverse("supervision-list") + f"#y-kien-{public_id}")


@require_http_methods(["GET", "POST"])
def show_merits(request: HttpRequest) -> HttpResponse:
    """Show who is proposed for commendation or reproach by the figures; keep what a leader decides."""
    actor, now = actor_of(request), timezone.now()
    holder = _holder(request, actor)
    today = timezone.localdate(now)
    year = whole_number(request.GET.get("nam", "")) or today.year
    form = MeritForm(request.POST or None)
    if request.method == "POST":
        try:
            _decide(holder, year, form, actor=actor)
        except ReportError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Đã ghi quyết định; hệ thống không tự gửi đi đâu.")
        return redirect(f"{reverse('merit-list')}?don-vi={holder.pk}&nam={year}")
    lines = merits.list_lines(actor, holder, year=year, today=today)
    context = {
        "holder": holder,
        "year": year,
        "years": range(today.year, today.year - 5, -1),
        "groups": presenter.merit_groups(lines, year=year),
        "limits": load_thresholds(),
        "source": merit_source(),
    }
    return render(request, "supervision/merits.html", context)


def _decide(holder: Unit, year: int, form: MeritForm, *, actor: Actor) -> None:
    if not form.is_valid():
        raise Http404("Biểu mẫu thiếu đơn vị, loại hoặc quyết định.")
    told = form.cleaned_data
    choice = Choice(told["unit"], told["kind"], told["outcome"], told["note"], tuple(told["seen"].splitlines()))
    merits.decide(holder=holder, year=year, choice=choice, actor=actor, now=timezone.now())


def _holder(request: HttpRequest, actor: Actor) -> Unit:
    """Return the unit that decides: the chosen one, else the highest for which the actor decides."""
    chosen = whole_number(request.GET.get("don-vi", ""))
    if chosen is not None:
        return orgs.access_unit(actor, chosen)
    scope = actor.scope(Permission.MERIT_DECIDE)
    if not scope:
        raise PermissionDenied(Permission.MERIT_DECIDE)
    return orgs.access_unit(actor, int(scope[0].strip("/").rsplit("/", 1)[-1]))
