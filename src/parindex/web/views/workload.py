"""Shares of persons: give an assignment on, hand in, judge; and the monthly sheets that follow from them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assignments import selectors as assignments
from parindex.apps.workload import closings, exports, selectors, services
from parindex.apps.workload.errors import ShareError, ShareNotFound
from parindex.definitions.workload.loader import load_sheet_rules
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.forms.workload import GiveForm, JudgeForm
from parindex.web.presenters import workload as presenter
from parindex.web.request import actor_of, month_of, self_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.workload.models import Share
    from parindex.apps.workload.selectors import MonthSheet

_REFUSED = 422
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DONE = {
    "bao-xong": "Đã báo xong; người giao sẽ đánh giá.",
    "danh-gia": "Đã đánh giá.",
    "tra-lai": "Đã trả lại để làm tiếp.",
    "thu-hoi": "Đã thôi giao phần việc này.",
    "hoan-tac": "Đã hoàn tác.",
}


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the shares of an assignment and give another one."""
    actor, today = actor_of(request), timezone.localdate()
    assignment = assignments.access_assignment(actor, public_id)
    owner = assignment.owner
    may_give = owner is not None and actor.may(Permission.ASSIGNMENTS_CONFIRM, owner.path)
    if request.method == "POST" and not may_give:
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)
    people = {person.pk: person for person in selectors.list_officials(assignment, today=today)} if may_give else {}
    initial = {"product": assignment.product, "due_on": assignment.due_on, "weight": 1}
    choices = [(person.pk, _name(person.full_name, person.position)) for person in people.values()]
    form = GiveForm(request.POST or None, people=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            share = services.give(
                assignment=assignment,
                person=people[form.cleaned_data["person"]],
                told=form.told(),
                actor=actor,
                now=timezone.now(),
            )
        except ShareError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã giao cho {share.person.full_name}.", extra_tags=_undo_tag(share.public_id))
            return redirect("share-give", public_id)
    context = {
        "assignment": assignment,
        "rows": presenter.rows(selectors.list_shares(actor, assignment), today=today),
        "form": form,
        "may_give": may_give,
    }
    return render(request, "workload/give.html", context, status=_REFUSED if form.errors else 200)


def _name(full_name: str, position: str) -> str:
    return f"{full_name}, {position}" if position else full_name


@require_GET
def show_share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one share: what was asked, what was handed in, how it was judged."""
    return _share_page(request, selectors.access_share(actor_of(request), public_id))


def _share_page(request: HttpRequest, share: Share, *, form: JudgeForm | None = None, error: str = "") -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    is_head = actor.may(Permission.ASSIGNMENTS_CONFIRM, share.unit.path)
    is_own = share.person_id == actor.user_id
    initial = {
        "version": share.version,
        "faults": share.faults or 0,
        "faults_note": share.faults_note,
        "is_excused": share.is_excused,
        "excuse_note": share.excuse_note,
    }
    context = {
        "share": share,
        "row": presenter.row(share, today=today),
        "form": form or JudgeForm(initial=initial),
        "error": error,
        "may_report": is_own and share.state == "given",
        "may_judge": is_head and not is_own and share.state in {"reported", "accepted"},
        "may_return": is_head and share.state == "reported",
        "may_undo": services.may_undo(share, actor),
        "may_withdraw": is_head and share.state in {"given", "reported"},
        "is_late": share.due_on is not None and (share.reported_on or today) > share.due_on,
    }
    return render(request, "workload/share.html", context, status=_REFUSED if error or (form and form.errors) else 200)


@require_POST
def act(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Hand in, judge, return or withdraw a share."""
    share = selectors.access_share(actor_of(request), public_id)
    if action not in _DONE:
        raise Http404("Không có bước này.")
    form = JudgeForm(request.POST) if action == "danh-gia" else None
    if form is not None and not form.is_valid():
        return _share_page(request, share, form=form)
    try:
        _step(request, share, action, form)
    except ShareError as refused:
        return _share_page(request, share, form=form, error=refused.message)
    messages.success(request, _DONE[action], extra_tags="" if action == "hoan-tac" else _undo_tag(public_id))
    return redirect("share-detail", public_id)


def _undo_tag(public_id: UUID) -> str:
    return f"undo:{reverse('share-act', args=[public_id, 'hoan-tac'])}"


def _step(request: HttpRequest, share: Share, action: str, form: JudgeForm | None) -> None:
    actor, now, note = actor_of(request), timezone.now(), request.POST.get("note", "")
    version = whole_number(request.POST.get("version", "")) or 0
    if form is not None:
        services.judge(share=share, version=version, judgement=form.judgement(), actor=actor, now=now)
    elif action == "bao-xong":
        number = request.POST.get("document_number", "")
        services.report(share=share, version=version, note=note, document_number=number, actor=actor, now=now)
    elif action == "hoan-tac":
        services.undo(share=share, actor=actor, now=now)
    elif action == "tra-lai":
        services.send_back(share=share, version=version, note=note, actor=actor, now=now)
    else:
        services.withdraw(share=share, version=version, note=note, actor=actor, now=now)


def _found(actor: Actor, person_id: int, month: date) -> MonthSheet:
    today = timezone.localdate()
    return selectors.access_sheet(actor, person_id=person_id, year=month.year, month=month.month, today=today)


@require_GET
def show_own(request: HttpRequest) -> HttpResponse:
    """Show the person's own monthly sheet."""
    return show_person(request, self_of(request).pk)


@require_GET
def show_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show the monthly sheet of a person, each figure with the shares behind it."""
    actor, month, today = actor_of(request), month_of(request), timezone.localdate()
    found = _found(actor, person_id, month)
    closed = closings.list_closed(actor, year=month.year, month=month.month, person_ids=[person_id])
    is_over = presenter.month_view(month).is_over(today)

    def may_close(unit: Unit) -> bool:
        heads = actor.may(Permission.ASSIGNMENTS_CONFIRM, unit.path)
        return is_over and heads and person_id != actor.user_id

    context = {
        "closings": presenter.closing_lines([share.unit for share in found.shares], closed, may_close=may_close),
        "sheet": presenter.sheet_view(found, today=today),
        "month": presenter.month_view(month),
        "rules": presenter.rules_view(load_sheet_rules()),
        "undated": presenter.rows(selectors.list_undated(actor, person_id=person_id), today=today),
        "is_own": person_id == actor.user_id,
        "is_head": selectors.heads_somebody(actor),
        "today": today,
    }
    return render(request, "workload/sheet.html", context)


@require_GET
def show_team(request: HttpRequest) -> HttpResponse:
    """Show the monthly sheets of everybody in the agencies that one heads."""
    actor, month, today = actor_of(request), month_of(request), timezone.localdate()
    _require_head(actor)
    found = selectors.list_sheets(actor, year=month.year, month=month.month, today=today)
    people = [one.person.pk for one in found]
    closed = closings.list_closed(actor, year=month.year, month=month.month, person_ids=people)
    context = {
        "sheets": [presenter.sheet_view(one, today=today) for one in found],
        "closed": {one.person_id: one for one in reversed(closed)},
        "month": presenter.month_view(month),
        "rules": presenter.rules_view(load_sheet_rules()),
        "waiting": presenter.rows(selectors.list_to_judge(actor), today=today),
    }
    return render(request, "workload/team.html", context)


def _require_head(actor: Actor) -> None:
    if not selectors.heads_somebody(actor):
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the sheet of a person, or with `nguoi` left out those of everybody one heads, as XLSX."""
    actor, month, now = actor_of(request), month_of(request), timezone.now()
    person_id = whole_number(request.GET.get("nguoi", ""))
    if person_id is not None:
        data = exports.person_xlsx(actor, _found(actor, person_id, month), month=month, now=now)
    elif "nguoi" in request.GET:
        raise ShareNotFound
    else:
        sheets = selectors.list_sheets(actor, year=month.year, month=month.month, today=timezone.localdate())
        data = exports.team_xlsx(actor, sheets, month=month, now=now)
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="phieu-thang-{month:%Y-%m}.xlsx"'
    return response
