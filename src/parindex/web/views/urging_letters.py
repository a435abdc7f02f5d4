"""Letters of urging: look, edit, take off the list, record number and day, drop, download."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assignments import letter_papers, letters
from parindex.apps.assignments.errors import AssignmentError, ChangedMeanwhile, LetterIncomplete, LetterSettled
from parindex.domain.access import Actor, Permission
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import urging as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.assignments.models import UrgingLetter

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a letter with its list; a draft can be edited by those who may send."""
    actor = actor_of(request)
    return render(request, "urging/letter.html", _context(letters.access_letter(actor, public_id), actor))


def _context(letter: UrgingLetter, actor: Actor) -> dict[str, object]:
    may_send = actor.may(Permission.URGING_SEND, letter.unit.path)
    return {
        "letter": letter,
        "lines": presenter.letter_lines(letters.list_items(letter), later=letters.listed_later(letter)),
        "told": presenter.told_lines(letters.list_told(letter)) if may_send else [],
        "may_edit": letter.state == "draft" and may_send,
        "is_stale": letter.state == "draft" and letter.taken_version not in (None, letter.version),
        "is_sent": letter.state == "issued" and may_send,
        "paragraphs": letters.body_of(letter).splitlines(),
    }


@require_GET
def download(request: HttpRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """Give a letter as DOCX or PDF in the official layout."""
    actor = actor_of(request)
    letter = letters.access_letter(actor, public_id)
    if form not in letter_papers.WRITERS:
        raise Http404
    data = letter_papers.write_letter(letter=letter, form=form, actor=actor, now=timezone.now())
    response = HttpResponse(data, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="cong-van-don-doc-{letter.pk}.{form}"'
    return response


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Do one step on a draft."""
    actor = actor_of(request)
    letter = letters.access_letter(actor, public_id)
    if action not in _DONE:
        raise Http404
    try:
        _do(action, request, letter, actor, timezone.now())
    except AssignmentError as refused:
        fresh = letters.access_letter(actor, public_id)
        context = _context(fresh, actor) | {"error": refused.message, "typed": request.POST, "failed": action}
        is_late = isinstance(refused, ChangedMeanwhile | LetterSettled)
        return render(request, "urging/letter.html", context, status=409 if is_late else 422)
    messages.success(request, _DONE[action])
    return redirect("urging-outbox" if action == "bo" else "urging-letter", *([] if action == "bo" else [public_id]))


_DONE = {
    "sua": "Đã ghi công văn.",
    "bo-viec": "Đã bỏ một việc khỏi danh sách.",
    "ban-hanh": "Đã ghi số, ngày của công văn.",
    "bo": "Đã bỏ bản thảo.",
}


def _do(action: str, request: HttpRequest, letter: UrgingLetter, actor: Actor, now: datetime) -> None:
    version = whole_number(request.POST.get("version", "")) or 0
    if action == "sua":
        words = letters.LetterWords(request.POST.get("subject", ""), request.POST.get("body", ""))
        letters.edit(letter=letter, version=version, words=words, actor=actor, now=now)
    elif action == "bo-viec":
        item_id = whole_number(request.POST.get("item", "")) or 0
        letters.drop_item(letter=letter, version=version, item_id=item_id, actor=actor, now=now)
    elif action == "ban-hanh":
        letters.issue(letter=letter, version=version, issue=_issue(request), actor=actor, now=now)
    else:
        letters.discard(letter=letter, version=version, actor=actor, now=now)


def _issue(request: HttpRequest) -> letters.Issue:
    typed = request.POST.get("issued_on", "").strip()
    day = parse_date(typed) if typed else None
    if day is None:
        raise LetterIncomplete(f"Không hiểu ngày “{typed}”. Ghi ngày của công văn như 21/07/2026.")
    return letters.Issue(
        number=request.POST.get("number", ""),
        issued_on=day,
        signer_title=request.POST.get("signer_title", ""),
        signer=request.POST.get("signer", ""),
    )
