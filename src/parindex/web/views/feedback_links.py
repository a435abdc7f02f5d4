"""What feedback is about: searched without accents, chosen among what exists, taken away again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from parindex.apps.base import subjects
from parindex.apps.feedback import links, selectors
from parindex.apps.feedback.errors import FeedbackError, StaleFeedback
from parindex.apps.feedback.steps import Hand
from parindex.domain.access import Permission, PermissionDenied
from parindex.web.presenters import feedback_links as presenter
from parindex.web.request import actor_of, whole_number

_REFUSED, _STALE = 422, 409
_LONGEST = 100


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is linked and what a search finds; link or unlink one thing."""
    actor = actor_of(request)
    feedback = selectors.access_feedback(actor, public_id)
    if not links.may_link(actor, feedback):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    error, status = "", 200
    if request.method == "POST":
        hand = Hand(actor, version=whole_number(request.POST.get("version", "")) or 0, now=timezone.now())
        kind = request.POST.get("loai", "")
        try:
            if request.POST.get("viec") == "bo":
                links.unlink(feedback=feedback, kind=kind, hand=hand)
                messages.success(request, "Đã bỏ liên kết.")
            else:
                links.link(feedback=feedback, kind=kind, code=request.POST.get("ma", ""), hand=hand)
                messages.success(request, "Đã gắn.")
        except FeedbackError as refused:
            error, status = refused.message, _STALE if isinstance(refused, StaleFeedback) else _REFUSED
        else:
            return redirect("feedback-links", public_id)
        feedback = selectors.access_feedback(actor, public_id)
    words = " ".join(request.GET.get("tim", "").split())[:_LONGEST]
    linked, closed = links.links_of(actor, feedback), links.closed_kinds(feedback)
    context = {
        "feedback": feedback,
        "linked": presenter.lines(linked),
        "words": words,
        "found": presenter.lines(
            one for one in subjects.find(actor, words) if one not in linked and one.kind not in closed
        ),
        "error": error,
    }
    return render(request, "feedback/links.html", context, status=status)
