"""Urging: one's own day, what waits for a click, what left and how, the rules and who gets digests."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assignments import blocks, digest, extensions, letters, urging
from parindex.apps.base import mail
from parindex.apps.notify import choices, selectors
from parindex.apps.notify import outbox as messages_out
from parindex.apps.notify.errors import NotifyError
from parindex.apps.orgs import selectors as orgs
from parindex.apps.reports import supervision
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.presenters import assignments as rows_presenter
from parindex.web.presenters import due
from parindex.web.presenters import urging as presenter
from parindex.web.request import actor_of, self_of


def frame(actor: Actor, *, current: str) -> dict[str, object]:
    """Return what every page of the area shows: its tabs, with how much waits."""
    may_send = actor.holds(Permission.URGING_SEND)
    waiting = selectors.count_waiting(actor) + letters.count_drafts(actor) if may_send else 0
    return {"tabs": presenter.tabs(current=current, may_send=may_send, waiting=waiting), "may_send": may_send}


def _require_sender(actor: Actor) -> None:
    if not actor.holds(Permission.URGING_SEND):
        raise PermissionDenied(Permission.URGING_SEND)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show the digest of the day, what others wait for, and what was told on the page."""
    actor, day = actor_of(request), timezone.localdate()
    told = digest.digest_of(actor, today=day)
    notes = [(one, due.badge(one.answer_by, today=day, state="open")) for one in supervision.list_to_answer(actor)]
    parts = [(part, rows_presenter.rows([line.assignment for line in part.lines], today=day)) for part in told.parts]
    context = {
        "today": day,
        "digest": told,
        "parts": parts,
        "against": blocks.list_against(actor),
        "asked": extensions.list_to_answer(actor),
        "notes": notes,
        "told": selectors.list_mine(actor, limit=20),
    }
    return render(request, "urging/today.html", context | frame(actor, current="urging-today"))


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for a click: messages to heads and drafted letters."""
    _require_sender(actor_of(request))
    return _outbox(request)


def _outbox(request: HttpRequest, *, error: str = "") -> HttpResponse:
    actor = actor_of(request)
    waiting = selectors.list_waiting(actor)
    context = {
        "waiting": presenter.waiting_lines(waiting, settled=urging.count_settled(waiting)),
        "letters": letters.list_letters(actor, state="draft"),
        "error": error,
    }
    shown = context | frame(actor, current="urging-outbox")
    return render(request, "urging/outbox.html", shown, status=422 if error else 200)


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Show how messages fared, with the words of the server, and the letters that were issued."""
    actor = actor_of(request)
    _require_sender(actor)
    filters = selectors.DeliveryFilter(state=request.GET.get("trang-thai", ""))
    rows = selectors.list_deliveries(actor, filters, today=timezone.localdate())
    context = {
        "rows": [presenter.delivery_line(row, may_send=True) for row in rows],
        "letters": letters.list_letters(actor, state="issued", limit=50),
        "states": selectors.delivery_states(),
        "state": filters.state,
    }
    return render(request, "urging/sent.html", context | frame(actor, current="urging-sent"))


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Show the ladder, its hours, and where digests are switched on."""
    actor, ladder = actor_of(request), ladders.load_ladder()
    context = {
        "ladder": ladder,
        "rungs": [(rung, presenter.AUDIENCES[rung.audience]) for rung in ladder.rungs],
        "switches": selectors.list_switches(actor),
        "has_server": mail.has_server(),
    }
    return render(request, "urging/rules.html", context | frame(actor, current="urging-rules"))


@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Let a waiting message leave, or drop it with a reason."""
    actor, now = actor_of(request), timezone.now()
    message = selectors.access_message(actor, public_id)
    try:
        if action == "cho-gui":
            messages_out.release(message=message, actor=actor, now=now)
            done = f"Đã cho gửi tới {message.recipient.full_name}."
        elif action == "bo":
            messages_out.discard(message=message, reason=request.POST.get("reason", ""), actor=actor, now=now)
            done = "Đã bỏ tin này."
        else:
            raise Http404
    except NotifyError as refused:
        return _outbox(request, error=refused.message)
    messages.success(request, done)
    return redirect("urging-outbox")


@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Try a delivery that did not come through once more."""
    actor = actor_of(request)
    delivery = selectors.access_delivery(actor, delivery_id, today=timezone.localdate())
    try:
        messages_out.resend(delivery=delivery, actor=actor, now=timezone.now())
    except NotifyError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đã đưa vào hàng đợi để gửi lại.")
    return redirect("urging-sent")


@require_POST
def switch(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Switch the digests of a unit on or off."""
    actor = actor_of(request)
    unit = orgs.access_unit(actor, unit_id)
    is_on = request.POST.get("is_on") == "1"
    choices.switch(unit=unit, is_on=is_on, actor=actor, now=timezone.now())
    messages.success(request, f"Đã {'bật' if is_on else 'tắt'} bản tin việc của {unit.name}.")
    return redirect("urging-rules")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep how often a person wants the digest."""
    try:
        choices.choose_digest(
            user=self_of(request),
            choice=request.POST.get("digest", ""),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except NotifyError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đã ghi lựa chọn nhận bản tin.")
    return redirect("account")
