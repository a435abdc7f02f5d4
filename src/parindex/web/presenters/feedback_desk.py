"""Feedback at the desk: rows with their limits, every clock explained, what may be done next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.feedback import facts, steps
from parindex.definitions.feedback import loader
from parindex.domain.feedback.clocks import Run, Verdict
from parindex.domain.feedback.states import FEEDBACK
from parindex.web.presenters.due import DueBadge, badge
from parindex.web.presenters.feedback import CHIPS

if TYPE_CHECKING:
    from parindex.apps.feedback.models import Feedback, FeedbackStep
    from parindex.domain.access import Actor
    from parindex.domain.feedback.similarity import Likeness

VIEWS = (
    ("open", "Đang xử lý"),
    ("late", "Quá hạn"),
    ("waiting", "Chờ bổ sung"),
    ("answered", "Đã trả lời"),
    ("all", "Tất cả"),
)
_VERDICTS = {
    Verdict.RUNNING: ("đang tính", ""),
    Verdict.KEPT: ("đúng hạn", "ok"),
    Verdict.LATE: ("trễ hạn", "bad"),
    Verdict.OVERDUE: ("quá hạn", "bad"),
    Verdict.UNKNOWN: ("chưa có lịch làm việc của năm ấy", "warn"),
}
_SURE = {
    "verified": "đã đọc văn bản",
    "secondary": "theo nguồn thứ cấp",
    "assumed": "giả định, cơ quan sửa được",
    "proposed": "mới đề xuất",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    public_id: str
    number: str
    subject: str
    theme: str
    holder: str
    channel: str
    state: str
    chip: str
    due: DueBadge | None
    due_name: str
    received_on: date
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One run of a limit: its rule and source, the day, how it stands, and the days counted, step by step."""

    name: str
    due_on: date | None
    verdict: str
    chip: str
    is_over: bool
    started_at: datetime
    ended_at: datetime | None
    source: str
    certainty: str
    note: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastStep:
    """One line of the history."""

    at: datetime
    words: str
    by: str
    note: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """Feedback that may say the same."""

    public_id: str
    number: str
    subject: str
    reasons: str


def rows(found: Iterable[Feedback], *, today: date) -> list[Row]:
    """Return the lines of the list."""
    themes, channels = loader.theme_names(), loader.load_kinds().channels
    names = {rule.code: rule.name for rule in loader.load_clocks()}
    return [
        Row(
            public_id=str(one.public_id),
            number=one.number,
            subject=one.subject,
            theme=themes.get(one.theme, ""),
            holder=one.holder.name,
            channel=channels.get(one.channel, one.channel),
            state=FEEDBACK.state_names[one.state],
            chip=CHIPS[one.state],
            due=badge(one.due_on, today=today, state="open") if one.due_on else None,
            due_name=names.get(one.due_rule, ""),
            received_on=timezone.localdate(one.received_at),
            is_confidential=one.is_confidential,
        )
        for one in found
    ]


def clock_rows(feedback: Feedback, taken: Sequence[FeedbackStep], *, today: date) -> list[ClockRow]:
    """Return every run of every limit, those that still run first."""
    found = [run for run in facts.runs(feedback, taken) if not _is_moot(run)]
    return [_clock_row(run, today=today) for run in sorted(found, key=lambda run: run.ended_at is not None)]


def _is_moot(run: Run) -> bool:
    """Tell whether a limit says nothing: a step that need not be taken, and was not."""
    return run.rule.optional and run.ended_at is None


def _clock_row(run: Run, *, today: date) -> ClockRow:
    words, chip = _VERDICTS[run.verdict(today=today)]
    return ClockRow(
        name=run.rule.name,
        due_on=run.due.due_on if run.due else None,
        verdict=words,
        chip=chip,
        is_over=run.ended_at is not None,
        started_at=run.started_at,
        ended_at=run.ended_at,
        source=run.rule.source,
        certainty=_SURE[run.rule.certainty],
        note=run.rule.note,
        steps=tuple(step.text for step in run.due.steps) if run.due else (),
    )


def history(taken: Sequence[FeedbackStep]) -> list[PastStep]:
    """Return the steps, the latest first, also those taken back."""
    names = FEEDBACK.action_names
    return [
        PastStep(step.at, names.get(step.action, step.action), step.actor_name, step.note, step.undone_at is not None)
        for step in reversed(taken)
    ]


def twins(found: Iterable[tuple[Feedback, Likeness]]) -> list[Twin]:
    """Return the feedback that may say the same, with why."""
    return [Twin(str(one.public_id), one.number, one.subject, ", ".join(like.reasons)) for one, like in found]


@dataclass(frozen=True, slots=True)
class Suspected:
    """Two pieces of feedback that may say the same; `may_merge` lets the first go into the second."""

    one: Row
    into: Row
    version: int
    reasons: str
    may_merge: bool

    @property
    def both(self) -> tuple[Row, Row]:
        """Return the two in the order in which they are shown."""
        return self.one, self.into


def suspected(found: Iterable[tuple[Feedback, Feedback, Likeness]], *, actor: Actor, today: date) -> list[Suspected]:
    """Return pairs with why, and whether the actor may merge them."""
    shown = []
    for one, into, like in found:
        first, second = rows([one, into], today=today)
        may_merge = "merge" in allowed(actor, one) and steps.may_take(actor, into, "merge")
        shown.append(Suspected(first, second, one.version, ", ".join(like.reasons), may_merge))
    return shown


def allowed(actor: Actor, feedback: Feedback) -> frozenset[str]:
    """Return the steps that the feedback's state has and the actor may take."""
    moves = (*FEEDBACK.actions(feedback.state),)
    held = {move for move in moves if steps.may_take(actor, feedback, move)}
    return frozenset(
        held | ({"supplement"} if "supplement" in moves and steps.may_take(actor, feedback, "ask") else set())
    )
