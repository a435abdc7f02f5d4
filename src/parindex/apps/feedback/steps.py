"""The steps of officials on feedback: each one checked, audited, kept with what was before, and partly undoable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.feedback import facts
from parindex.apps.feedback.errors import NotUndoable, PrivateWords, StaleFeedback, StepIncomplete
from parindex.apps.feedback.models import Feedback, FeedbackStep, Sender
from parindex.apps.orgs.models import Unit
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.feedback.privacy import traces
from parindex.domain.feedback.states import FEEDBACK, UNDOABLE

_RIGHTS = {
    **dict.fromkeys(("classify", "forward", "refer", "ask", "refuse", "merge"), Permission.FEEDBACK_RECEIVE),
    **dict.fromkeys(("publish", "withhold", "withdraw"), Permission.FEEDBACK_RECEIVE),
    "draft": Permission.FEEDBACK_ANSWER,
    **dict.fromkeys(("return", "sign"), Permission.FEEDBACK_SIGN),
}
_MOST_WORDS = 10_000
_SHOWN = ("state", "holder_id", "feedback_class", "theme", "refusal", "due_on")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes a step, when, and on which version of the feedback that they saw."""

    actor: Actor
    version: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What an official made of a piece of feedback: class, theme and kind of content."""

    feedback_class: str
    theme: str
    content_kind: str = ""


def may_take(actor: Actor, feedback: Feedback, action: str) -> bool:
    """Tell whether the actor may take a step on feedback where it lies now."""
    right = _RIGHTS.get(action)
    return right is not None and actor.may(right, feedback.holder.path)


def require(actor: Actor, feedback: Feedback, action: str) -> None:
    """Refuse a step that the actor may not take. Raises `PermissionDenied`."""
    if not may_take(actor, feedback, action):
        raise PermissionDenied(_RIGHTS[action])


def classify(*, feedback: Feedback, reading: Reading, hand: Hand) -> Feedback:
    """Say what the feedback is (Điều 9) and take it for handling."""
    kinds = loader.load_kinds()
    is_known = reading.feedback_class in kinds.classes and reading.theme in loader.theme_names()
    if not is_known or (reading.content_kind and reading.content_kind not in kinds.contents):
        raise StepIncomplete("Chọn cách phân loại và chủ đề.")
    changes = {
        "feedback_class": reading.feedback_class,
        "theme": reading.theme,
        "content_kind": reading.content_kind,
    }
    return _take(feedback, "classify", changes=changes, hand=hand)


def forward(*, feedback: Feedback, to: Unit, note: str, hand: Hand) -> Feedback:
    """Hand the feedback to the competent agency; its own clocks begin there."""
    if to.pk == feedback.holder_id:
        raise StepIncomplete("Cơ quan này đang giữ phản ánh. Chọn cơ quan khác.")
    return _take(feedback, "forward", changes={"holder_id": to.pk}, note=note or f"Chuyển {to.name}.", hand=hand)


def refer(*, feedback: Feedback, to: str, hand: Hand) -> Feedback:
    """Close the feedback because it went to an agency outside this system, whose name the sender is told."""
    told = _required(to, "Ghi tên cơ quan nhận và số văn bản chuyển, để báo cho người gửi.")
    changes = {"outcome_note": told, "closed_at": hand.now}
    return _take(feedback, "refer", changes=changes, note=told, hand=hand)


def ask(*, feedback: Feedback, words: str, hand: Hand) -> Feedback:
    """Ask the sender for what is missing; they read it by their code."""
    told = _required(words, "Ghi rõ cần người gửi bổ sung điều gì.")
    _require_free_of_traces(feedback, told)
    return _take(feedback, "ask", changes={"asked": told}, note=told, hand=hand)


def refuse(*, feedback: Feedback, reason: str, words: str, hand: Hand) -> Feedback:
    """Decline the feedback for a reason that the law gives; the sender reads it by their code."""
    kinds = loader.load_kinds()
    if reason not in kinds.refusals:
        raise StepIncomplete("Chọn lý do không tiếp nhận theo quy định.")
    told = _required(words, "Giải thích cho người gửi vì sao không tiếp nhận và họ có thể làm gì.")
    _require_free_of_traces(feedback, told)
    changes = {"refusal": reason, "outcome_note": told, "closed_at": hand.now}
    return _take(feedback, "refuse", changes=changes, note=f"{kinds.refusals[reason]}. {told}", hand=hand)


def merge(*, feedback: Feedback, into: Feedback, reason: str, hand: Hand) -> Feedback:
    """Join a duplicate to the feedback that is dealt with; its sender then follows that one's answer."""
    told = _required(reason, "Ghi vì sao hai phản ánh là một.")
    with transaction.atomic():
        # Both rows, in one order: who joins the second to the first at the same moment waits, then sees it joined.
        rows = Feedback.objects.select_for_update(of=("self",)).select_related("holder")
        main = {row.pk: row for row in rows.filter(pk__in=(feedback.pk, into.pk)).order_by("pk")}.get(into.pk)
        if into.pk == feedback.pk or main is None or main.state == "merged" or not may_take(hand.actor, main, "merge"):
            raise StepIncomplete("Chọn phản ánh khác, chưa gộp, do bạn tiếp nhận.")
        changes = {"merged_into_id": main.pk, "outcome_note": told, "closed_at": hand.now}
        return _take(feedback, "merge", changes=changes, note=f"Gộp vào {main.number}. {told}", hand=hand)


def draft(*, feedback: Feedback, answer: str, hand: Hand) -> Feedback:
    """Write the answer and lay it before the head for signature."""
    told = _required(answer, "Viết nội dung trả lời trước khi trình ký.")
    _require_free_of_traces(feedback, told)
    return _take(feedback, "draft", changes={"answer": told}, hand=hand)


def send_back(*, feedback: Feedback, note: str, hand: Hand) -> Feedback:
    """Return the draft with what is to be mended."""
    return _take(feedback, "return", note=_required(note, "Ghi điều cần sửa."), hand=hand)


def sign(*, feedback: Feedback, hand: Hand) -> Feedback:
    """Sign the answer: from now on the sender reads it."""
    changes = {"answered_at": hand.now, "closed_at": hand.now, "signer": hand.actor.name[:120]}
    return _take(feedback, "sign", changes=changes, hand=hand)


def publish(*, feedback: Feedback, subject: str, summary: str, hand: Hand) -> Feedback:
    """Show question and answer to everybody, in words that tell nothing of the sender."""
    subject = _required(subject, "Viết tiêu đề công khai.")[:200]
    summary = _required(summary, "Viết tóm tắt công khai, không nêu người gửi.")
    _require_free_of_traces(feedback, f"{subject}\n{summary}\n{feedback.answer}")
    changes = {"public_subject": subject, "public_summary": summary, "published_at": hand.now}
    return _take(feedback, "publish", changes=changes, hand=hand)


def withhold(*, feedback: Feedback, reason: str, hand: Hand) -> Feedback:
    """Keep the answer between the agency and the sender, for a reason."""
    return _take(feedback, "withhold", note=_required(reason, "Ghi lý do không công khai."), hand=hand)


def withdraw(*, feedback: Feedback, reason: str, hand: Hand) -> Feedback:
    """Take a published answer off the public list, for a reason."""
    told = _required(reason, "Ghi lý do thôi công khai.")
    return _take(feedback, "withdraw", changes={"published_at": None}, note=told, hand=hand)


def last_undoable(feedback: Feedback, steps: list[FeedbackStep], *, actor: Actor, now: datetime) -> FeedbackStep | None:
    """Return the last step if the actor may take it back: their own, of today, and one that the law lets be undone."""
    standing = [step for step in steps if step.undone_at is None]
    if not standing or standing[-1].action not in UNDOABLE or standing[-1].actor_id != actor.user_id:
        return None
    step = standing[-1]
    is_fresh = now - step.at <= timedelta(hours=loader.load_intake().undo_hours)
    return step if is_fresh and step.to_state == feedback.state else None


def undo(*, feedback: Feedback, hand: Hand) -> Feedback:
    """Take the last step back. Raises `NotUndoable` and `StaleFeedback`."""
    with transaction.atomic():
        locked = _lock(feedback, hand)
        steps = list(locked.steps.order_by("at", "pk"))
        step = last_undoable(locked, steps, actor=hand.actor, now=hand.now)
        if step is None:
            raise NotUndoable("Bước này không hoàn tác được: đã báo cho người gửi, đã quá lâu, hoặc do người khác làm.")
        changes = dict(step.before)
        step.undone_at = hand.now
        step.save(update_fields=["undone_at"])
        _write(locked, changes, [one if one.pk != step.pk else step for one in steps])
        _record(locked, "feedback.undone", before={}, note=FEEDBACK.action_names[step.action], hand=hand)
    return locked


def _take(
    feedback: Feedback, action: str, *, changes: Mapping[str, object] | None = None, note: str = "", hand: Hand
) -> Feedback:
    with transaction.atomic():
        locked = _lock(feedback, hand)
        require(hand.actor, locked, action)
        changed = {**(changes or {}), "state": FEEDBACK.move(state=locked.state, action=action)}
        before = {name: getattr(locked, name) for name in changed}
        shown = {name: getattr(locked, name) for name in _SHOWN}
        step = FeedbackStep.objects.create(
            feedback=locked,
            action=action,
            from_state=locked.state,
            to_state=str(changed["state"]),
            at=hand.now,
            actor_id=hand.actor.user_id,
            actor_name=hand.actor.name[:120],
            note=note.strip()[:_MOST_WORDS],
            # Times are written only by steps that cannot be undone, or where there was none before.
            before={name: value for name, value in before.items() if not isinstance(value, datetime)},
        )
        _write(locked, changed, [*locked.steps.exclude(pk=step.pk).order_by("at", "pk"), step])
        _record(locked, f"feedback.{action}", before=shown, hand=hand)
    return locked


def _lock(feedback: Feedback, hand: Hand) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("unit", "holder")
    locked = rows.get(pk=feedback.pk)
    if locked.version != hand.version:
        raise StaleFeedback
    return locked


def _write(locked: Feedback, changes: Mapping[str, object], steps: list[FeedbackStep]) -> None:
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += 1
    facts.set_due(locked, steps)
    locked.save()


def _record(locked: Feedback, action: str, *, before: Mapping[str, object], note: str = "", hand: Hand) -> None:
    """Enter a step: what changed, never what the sender or the answer says."""
    after = {name: getattr(locked, name) for name in _SHOWN}
    changed = [name for name in _SHOWN if not before or before[name] != after[name]]
    audit.record(
        actor=hand.actor,
        action=action,
        object_type="feedback",
        object_id=str(locked.public_id),
        object_label=locked.number,
        unit_path=locked.holder.path,
        before={name: before[name] for name in changed} if before else None,
        after={name: after[name] for name in changed} | ({"step": note} if note else {}),
        now=hand.now,
    )


def _required(words: str, message: str) -> str:
    told = words.strip()[:_MOST_WORDS]
    if not told:
        raise StepIncomplete(message)
    return told


def _require_free_of_traces(feedback: Feedback, text: str) -> None:
    """Refuse words for others that tell who the sender is, or hold anybody's number or address."""
    sender = Sender.objects.filter(feedback=feedback).first()
    known = (sender.full_name, sender.phone, sender.email, sender.address) if sender is not None else ()
    found = traces(text, known=known)
    if found:
        raise PrivateWords(found)
