"""Feedback as people without an account read it: nothing here names the sender or an official but the signer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.feedback import facts
from parindex.definitions.feedback import loader
from parindex.domain.feedback.clocks import binding
from parindex.domain.feedback.states import ANSWERED_STATES, FEEDBACK

if TYPE_CHECKING:
    from parindex.apps.feedback.models import Feedback, FeedbackStep

CHIPS = {
    "received": "",
    "supplemented": "",
    "processing": "brand",
    "waiting": "warn",
    "to_sign": "brand",
    "answered": "ok",
    "published": "ok",
    "closed": "ok",
    "refused": "idle",
    "referred": "idle",
    "merged": "idle",
}
_TOLD = {
    "classify": "Cơ quan nhận xử lý",
    "forward": "Chuyển cơ quan có thẩm quyền",
    "refer": "Chuyển cơ quan khác",
    "ask": "Đề nghị bạn bổ sung",
    "supplement": "Đã nhận phần bổ sung",
    "refuse": "Không tiếp nhận",
    "merge": "Gộp với phản ánh cùng nội dung",
    "sign": "Đã trả lời",
    "publish": "Đã công khai câu trả lời",
}
"""What a sender is told of a step; what stays inside the agency is not there."""


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A limit of a fresh piece of feedback: what must be done by when, and by which rule."""

    name: str
    due_on: date | None
    rule: str


@dataclass(frozen=True, slots=True)
class TrackedStep:
    """A step as the sender sees it."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the code of a piece of feedback shows."""

    number: str
    received_on: date
    unit: str
    holder: str
    state: str
    chip: str
    due_on: date | None
    due_name: str
    steps: tuple[TrackedStep, ...]
    asked: str
    answer: str
    signer: str
    explanation: str
    may_rate: bool
    rating: str
    ratings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One published answer."""

    public_id: str
    subject: str
    summary: str
    answer: str
    theme: str
    holder: str
    signer: str
    received_on: date
    answered_on: date
    published_on: date
    rating: str


def first_clocks(feedback: Feedback) -> tuple[ClockLine, ...]:
    """Return the limits that a fresh piece of feedback sets to the agency."""
    found = [run for run in facts.runs(feedback, ()) if not run.rule.optional]
    return tuple(ClockLine(run.rule.name, run.due.due_on if run.due else None, run.rule.source) for run in found)


def tracked(feedback: Feedback, steps: Sequence[FeedbackStep]) -> Tracked:
    """Return what the sender sees; of one that was joined to another, the answer of that one."""
    main = _main(feedback)
    run = binding(facts.runs(feedback, steps))
    is_answered = main.state in ANSWERED_STATES
    told = [step for step in steps if step.undone_at is None and step.action in _TOLD]
    ratings = loader.load_kinds().ratings
    return Tracked(
        number=feedback.number,
        received_on=_day(feedback.received_at),
        unit=feedback.unit.name,
        holder=feedback.holder.name,
        state=FEEDBACK.state_names[feedback.state],
        chip=CHIPS[feedback.state],
        due_on=run.due.due_on if run is not None and run.due is not None else None,
        due_name=run.rule.name if run is not None else "",
        steps=tuple(TrackedStep(_day(step.at), _TOLD[step.action]) for step in reversed(told)),
        asked=feedback.asked if feedback.state == "waiting" else "",
        answer=main.answer if is_answered else "",
        signer=main.signer if is_answered else "",
        explanation=_explanation(feedback),
        may_rate=feedback.state in ANSWERED_STATES and not feedback.rating,
        rating=ratings.get(feedback.rating, ""),
        ratings=tuple(ratings.items()),
    )


def public_rows(rows: Iterable[Feedback]) -> list[PublicRow]:
    """Return published answers as they are read."""
    themes, ratings = loader.theme_names(), loader.load_kinds().ratings
    return [
        PublicRow(
            public_id=str(row.public_id),
            subject=row.public_subject,
            summary=row.public_summary,
            answer=row.answer,
            theme=themes.get(row.theme, ""),
            holder=row.holder.name,
            signer=row.signer,
            received_on=_day(row.received_at),
            answered_on=_day(row.answered_at or row.received_at),
            published_on=_day(row.published_at or row.received_at),
            rating=ratings.get(row.rating, ""),
        )
        for row in rows
    ]


def _main(feedback: Feedback) -> Feedback:
    """Return the feedback that carries the answer: of one that was joined, the last of the chain."""
    seen = {feedback.pk}
    while feedback.merged_into is not None and feedback.merged_into_id not in seen:
        feedback = feedback.merged_into
        seen.add(feedback.pk)
    return feedback


def _explanation(feedback: Feedback) -> str:
    if feedback.state == "refused":
        return f"{loader.load_kinds().refusals.get(feedback.refusal, '')}. {feedback.outcome_note}"
    return f"Nơi nhận: {feedback.outcome_note}" if feedback.state == "referred" else ""


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
