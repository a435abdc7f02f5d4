"""What is kept no longer than needed: who sent, then what they wrote and added, and the marks of places.

How long stands in `definitions/feedback/intake.yaml`. The register keeps that something was erased, never what it was;
numbers, states, answers and public words stay, for indicators and for everybody who reads them.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as files
from parindex.apps.feedback import facts
from parindex.apps.feedback.errors import StepIncomplete
from parindex.apps.feedback.models import Attachment, Feedback, FeedbackStep, PublicMark, Sender
from parindex.definitions.feedback import loader
from parindex.domain.access import SYSTEM, Actor, Permission, PermissionDenied

_MARK_HOURS = 24
_MOST_REASON = 200
_ERASED_SUBJECT = "(đã xóa)"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased: senders and words of so many pieces of feedback, marks of places."""

    senders: int
    words: int
    marks: int


def erase(*, now: datetime) -> Erased:
    """Erase what is past its time; each piece of feedback is one transaction, and a second run finds nothing."""
    intake = loader.load_intake()
    closed = Feedback.objects.filter(closed_at__isnull=False)
    old = closed.filter(sender_erased_at=None, closed_at__lte=_months_before(now, intake.months("sender")))
    senders = _each(list(old.values_list("pk", flat=True)), lambda row: erase_sender(row, actor=SYSTEM, now=now))
    older = closed.filter(words_erased_at=None, closed_at__lte=_months_before(now, intake.months("words")))
    words = _each(list(older.values_list("pk", flat=True)), lambda row: erase_words(row, actor=SYSTEM, now=now))
    marks, _ = PublicMark.objects.filter(at__lte=now - timedelta(hours=_MARK_HOURS)).delete()
    return Erased(senders, words, marks)


def erase_on_request(*, feedback: Feedback, reason: str, actor: Actor, now: datetime) -> None:
    """Erase who sent feedback that is over, because they asked for it; nobody can bring it back.

    Raises `PermissionDenied`, and `StepIncomplete` without a reason or while the agency still has to answer them.
    """
    if not actor.may(Permission.FEEDBACK_RECEIVE, feedback.unit.path):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    if not reason.strip():
        raise StepIncomplete("Ghi mã yêu cầu trong sổ yêu cầu về dữ liệu cá nhân, hoặc lý do xóa.")
    with transaction.atomic():
        locked = Feedback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=feedback.pk)
        if locked.closed_at is None or locked.sender_erased_at is not None:
            raise StepIncomplete("Phản ánh chưa có kết quả nên còn cần liên hệ người gửi, hoặc thông tin đã được xóa.")
        erase_sender(locked, actor=actor, now=now, reason=reason.strip()[:_MOST_REASON])


def erase_sender(feedback: Feedback, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Erase who sent a piece of feedback, in the caller's transaction."""
    Sender.objects.filter(feedback=feedback).delete()
    feedback.sender_erased_at = now
    feedback.save(update_fields=["sender_erased_at"])
    _record(feedback, "sender", actor=actor, now=now, reason=reason)


def erase_words(feedback: Feedback, *, actor: Actor, now: datetime) -> None:
    """Erase what the sender wrote, added and attached, in the caller's transaction."""
    for attachment in Attachment.objects.filter(feedback=feedback).select_related("file"):
        stored = attachment.file
        attachment.delete()
        files.forget(stored)
    FeedbackStep.objects.filter(feedback=feedback).update(note="", before={})
    feedback.subject, feedback.content, feedback.place = _ERASED_SUBJECT, "", ""
    feedback.search_fold = facts.searched(feedback)
    feedback.rating_note, feedback.asked, feedback.dossier_code = "", "", ""
    feedback.words_erased_at = now
    feedback.version = F("version") + 1
    feedback.save()
    _record(feedback, "words", actor=actor, now=now)


def _each(keys: list[int], erase_one: Callable[[Feedback], None]) -> int:
    for key in keys:
        with transaction.atomic():
            erase_one(Feedback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=key))
    return len(keys)


def _months_before(moment: datetime, months: int) -> datetime:
    """Return the same day so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _record(feedback: Feedback, part: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    audit.record(
        actor=actor,
        action="feedback.erased",
        object_type="feedback",
        object_id=str(feedback.public_id),
        object_label=feedback.number,
        unit_path=feedback.unit.path,
        after={"part": part} | ({"reason": reason} if reason else {}),
        now=now,
    )
