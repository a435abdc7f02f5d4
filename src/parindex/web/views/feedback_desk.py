"""The desk of officials: list by what falls due, enter what came by other ways, one page for each feedback."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as files
from parindex.apps.feedback import figures, intake, links, selectors, steps
from parindex.apps.feedback.errors import FeedbackError, FeedbackIncomplete, StaleFeedback
from parindex.apps.orgs import selectors as orgs
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.web.behind import behind_of
from parindex.web.behind import note_of as behind_note
from parindex.web.forms.feedback import EntryForm
from parindex.web.presenters import feedback_desk as presenter
from parindex.web.presenters.feedback_links import lines as link_lines
from parindex.web.presenters.paging import window
from parindex.web.request import actor_of, whole_number
from parindex.web.views import feedback_public as public
from parindex.web.views.feedback_steps import DONE, take

if TYPE_CHECKING:
    from parindex.apps.feedback.models import Feedback, Sender
    from parindex.apps.orgs.models import Unit

_REFUSED, _STALE = 422, 409
_PAGE = 50
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the feedback of the actor's area, what falls due first at the top."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.FEEDBACK_VIEW):
        raise PermissionDenied(Permission.FEEDBACK_VIEW)
    behind = behind_of(request, room="feedback")
    holder, year = _held(request, actor)
    filters = selectors.FeedbackFilter(
        view=request.GET.get("xem", "open") if behind is None else "all",
        theme=request.GET.get("chu-de", ""),
        query=request.GET.get("tim", ""),
        only=None if behind is None else frozenset(figures.entries_of(behind)),
        held=(holder.path if holder is not None else "", year) if year else None,
    )
    total = selectors.count_feedback(actor, filters, today=today)
    page = min(whole_number(request.GET.get("trang", "")) or 1, max(-(-total // _PAGE), 1))
    shown = selectors.list_feedback(actor, filters, today=today, page=slice((page - 1) * _PAGE, page * _PAGE))
    kept = {name: str(value) for name, value in request.GET.items() if name != "trang"}
    counts = selectors.count_views(actor, today=today)
    context = {
        "rows": presenter.rows(shown, today=today),
        "total": total,
        "window": window(page=page, size=_PAGE, total=total, query=kept, noun="phản ánh"),
        "views": [
            {"name": name, "url": f"?xem={code}", "is_current": code == filters.view, "count": counts[code]}
            for code, name in presenter.VIEWS
        ],
        "themes": loader.theme_names().items(),
        "filters": filters,
        "holder": holder,
        "year": year,
        "behind": behind_note(behind, room="feedback", actor=actor),
        "may_enter": actor.holds(Permission.FEEDBACK_RECEIVE),
    }
    return render(request, "feedback/list.html", context)


@require_GET
def show_suspected(request: HttpRequest) -> HttpResponse:
    """Show the pairs that may say the same, among all feedback that the actor sees."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.holds(Permission.FEEDBACK_VIEW):
        raise PermissionDenied(Permission.FEEDBACK_VIEW)
    found = selectors.list_suspected(actor)
    pairs = presenter.suspected(found.pairs[:_PAGE], actor=actor, today=today)
    compared = found.compared if found.is_cut else 0
    return render(request, "feedback/suspected.html", {"pairs": pairs, "total": len(found.pairs), "compared": compared})


def _held(request: HttpRequest, actor: Actor) -> tuple[Unit | None, int]:
    """Return the unit and the year that the list is narrowed to; no unit is everywhere, and 0 every year."""
    unit_id, year = whole_number(request.GET.get("giu-boi", "")), whole_number(request.GET.get("nam", ""))
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None, 0
    return None if unit_id is None else orgs.access_unit(actor, unit_id), year


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter feedback that came by telephone, post or at the counter into the book."""
    actor = actor_of(request)
    if not actor.holds(Permission.FEEDBACK_RECEIVE):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    receivers = selectors.list_receivers(today=timezone.localdate())
    units = [unit for unit in receivers if actor.may(Permission.FEEDBACK_RECEIVE, unit.path)]
    form = EntryForm(request.POST or None, units=[(unit.slug, unit.name) for unit in units])
    sheet = public.sheet_of(request.POST.get("phieu", ""))
    if request.method == "POST" and sheet is not None and form.is_valid():
        try:
            receipt = intake.receive(
                unit=next(unit for unit in units if unit.slug == form.cleaned_data["unit"]),
                submission=public.submission_of(form, sheet=sheet),
                enclosures=public.enclosures_of(request),
                channel=form.cleaned_data["channel"],
                actor=actor,
                now=timezone.now(),
            )
        except FeedbackIncomplete as error:
            form.add_refusals(error.fields)
        else:
            return public.show_receipt(request, receipt, template="feedback/entered.html")
    kept = request.POST.get("phieu", "")
    context = {"form": form, "sheet": kept if sheet is not None else public.fresh_sheet()}
    return render(request, "feedback/enter.html", context, status=_REFUSED if request.method == "POST" else 200)


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one piece of feedback: words, clocks, likely duplicates, history, and what may be done."""
    actor = actor_of(request)
    return render(request, "feedback/detail.html", _context(selectors.access_feedback(actor, public_id), actor))


def _context(feedback: Feedback, actor: Actor) -> dict[str, object]:
    now, taken = timezone.now(), selectors.list_steps(feedback)
    allowed = presenter.allowed(actor, feedback)
    may_identify = selectors.may_identify(actor, feedback)
    kinds = loader.load_kinds()
    return {
        "row": presenter.rows([feedback], today=timezone.localdate())[0],
        "feedback": feedback,
        "allowed": allowed,
        "may_identify": may_identify,
        "files": selectors.list_files(feedback) if may_identify else [],
        "linked": link_lines(links.links_of(actor, feedback)),
        "may_link": links.may_link(actor, feedback),
        "clocks": presenter.clock_rows(feedback, taken, today=timezone.localdate()),
        "history": presenter.history(taken),
        "undoable": steps.last_undoable(feedback, taken, actor=actor, now=now) is not None,
        "twins": presenter.twins(selectors.list_likely_same(actor, feedback, now=now)) if "merge" in allowed else [],
        "agencies": selectors.list_agencies(actor, feedback, today=timezone.localdate())
        if "forward" in allowed
        else [],
        "classes": kinds.classes.items(),
        "contents": kinds.contents.items(),
        "class_name": kinds.classes.get(feedback.feedback_class, ""),
        "content_name": kinds.contents.get(feedback.content_kind, ""),
        "themes": loader.theme_names().items(),
        "refusals": [(code, name, kinds.refusal_sources[code]) for code, name in kinds.refusals.items()],
        "refusal_name": kinds.refusals.get(feedback.refusal, ""),
        "rating_name": kinds.ratings.get(feedback.rating, ""),
    }


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Take one step."""
    actor = actor_of(request)
    feedback = selectors.access_feedback(actor, public_id)
    if action not in DONE:
        raise Http404
    try:
        take(action, request, feedback=feedback, actor=actor)
    except (FeedbackError, MoveRefused) as refused:
        fresh = selectors.access_feedback(actor, public_id)
        context = _context(fresh, actor) | {"error": refused.message, "typed": request.POST, "failed": action}
        is_late = isinstance(refused, StaleFeedback | MoveRefused)
        return render(request, "feedback/detail.html", context, status=_STALE if is_late else _REFUSED)
    messages.success(request, DONE[action])
    visible = selectors.may_see(actor, public_id)
    return redirect("feedback-detail", public_id) if visible else redirect(reverse("feedback-list"))


@never_cache
@require_POST
def identify(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who sent a piece of feedback; the register keeps who looked."""
    actor = actor_of(request)
    feedback = selectors.access_feedback(actor, public_id)
    sender: Sender | None = selectors.identify(feedback=feedback, actor=actor, now=timezone.now())
    is_over = feedback.closed_at is not None and actor.may(Permission.FEEDBACK_RECEIVE, feedback.unit.path)
    shown = {"sender": sender, "has_asked": True, "may_erase": is_over}
    return render(request, "feedback/detail.html", _context(feedback, actor) | shown)


@require_GET
def download(request: HttpRequest, public_id: uuid.UUID, file_id: int) -> FileResponse:
    """Give a file of the sender to those who may know who that is; the register keeps who took it."""
    actor = actor_of(request)
    feedback = selectors.access_feedback(actor, public_id)
    if not selectors.may_identify(actor, feedback):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    found = next((one for one in selectors.list_files(feedback) if one.pk == file_id), None)
    if found is None:
        raise Http404
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="feedback",
        object_id=str(feedback.public_id),
        object_label=feedback.number,
        unit_path=feedback.unit.path,
        now=timezone.now(),
    )
    stream = files.open_file(found.file)
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type=found.file.media_type)
