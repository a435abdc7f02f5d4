"""What feedback is about, chosen among what exists: a procedure, a dossier, a criterion; seen from both sides."""

from __future__ import annotations

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.base import subjects
from parindex.apps.base.subjects import CRITERION, DOSSIER, PROCEDURE, Subject
from parindex.apps.feedback import selectors
from parindex.apps.feedback.errors import StaleFeedback, StepIncomplete
from parindex.apps.feedback.models import MOST_CODE, Feedback
from parindex.apps.feedback.steps import Hand
from parindex.domain.access import Actor, Permission, PermissionDenied

COLUMNS = {PROCEDURE: "procedure_code", DOSSIER: "dossier_code", CRITERION: "criterion_code"}
_MOST_LISTED = 20


def may_link(actor: Actor, feedback: Feedback) -> bool:
    """Tell whether the actor may say what feedback is about: who receives or answers it where it lies now."""
    rights = (Permission.FEEDBACK_RECEIVE, Permission.FEEDBACK_ANSWER)
    return any(actor.may(right, feedback.holder.path) for right in rights)


def link(*, feedback: Feedback, kind: str, code: str, hand: Hand) -> Feedback:
    """Say that feedback is about a thing that exists and that the actor may see; one of a kind takes another's place.

    Raises `StepIncomplete` for a thing that is not there, for a code longer than `MOST_CODE`, and for a dossier
    once the sender's words are erased.
    """
    found = subjects.get(hand.actor, kind=kind, code=code) if kind in COLUMNS else None
    if found is None:
        raise StepIncomplete("Không có thủ tục, hồ sơ hay tiêu chí mang mã này trong phạm vi của bạn. Tìm rồi chọn.")
    return _write(feedback, kind, found.code, hand)


def unlink(*, feedback: Feedback, kind: str, hand: Hand) -> Feedback:
    """Take a link away."""
    if kind not in COLUMNS:
        raise StepIncomplete("Chọn liên kết để bỏ.")
    return _write(feedback, kind, "", hand)


def links_of(actor: Actor, feedback: Feedback) -> list[Subject]:
    """Return what feedback is about; a code that no room knows, as a sender may type any, stands by itself."""
    coded = [(kind, getattr(feedback, column)) for kind, column in COLUMNS.items()]
    return [
        subjects.get(actor, kind=kind, code=code) or Subject(kind, code, "chưa tìm thấy trong hệ thống")
        for kind, code in coded
        if code
    ]


def list_about(actor: Actor, *, kind: str, code: str) -> list[Feedback]:
    """Return the latest feedback about a thing that the actor may see; nothing for who may see none. One query."""
    if not actor.holds(Permission.FEEDBACK_VIEW) or not code:
        return []
    rows = selectors.visible(actor).filter(**{COLUMNS[kind]: code}).defer("content")
    return list(rows.order_by("-received_at", "-pk")[:_MOST_LISTED])


def closed_kinds(feedback: Feedback) -> frozenset[str]:
    """Return the kinds that can no longer be linked: a dossier names its sender, and erasing runs only once."""
    return frozenset() if feedback.words_erased_at is None else frozenset({DOSSIER})


def _write(feedback: Feedback, kind: str, code: str, hand: Hand) -> Feedback:
    """Keep a code. The register, which is never erased, gets its kind and never the code."""
    column = COLUMNS[kind]
    if len(code) > MOST_CODE:
        raise StepIncomplete(f"Mã này dài hơn {MOST_CODE} ký tự. Sửa mã ở nơi nó được ghi rồi gắn lại.")
    with transaction.atomic():
        locked = Feedback.objects.select_for_update(of=("self",)).select_related("unit", "holder").get(pk=feedback.pk)
        if not may_link(hand.actor, locked):
            raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
        if locked.version != hand.version:
            raise StaleFeedback
        if code and kind in closed_kinds(locked):
            raise StepIncomplete("Nguyên văn phản ánh này đã được xóa nên không gắn hồ sơ nữa; vẫn gắn được việc khác.")
        setattr(locked, column, code)
        locked.version += 1
        locked.save(update_fields=[column, "version"])
        audit.record(
            actor=hand.actor,
            action="feedback.linked",
            object_type="feedback",
            object_id=str(locked.public_id),
            object_label=locked.number,
            unit_path=locked.holder.path,
            after={"link": kind, "is_linked": bool(code)},
            now=hand.now,
        )
    return locked
