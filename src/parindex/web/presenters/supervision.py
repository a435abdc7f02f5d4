"""Notes of supervision and proposals as lines with links to what they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from parindex.domain.access import Actor, Permission
from parindex.domain.reporting.merit import MeritKind
from parindex.domain.reporting.regimes import Lateness
from parindex.web.presenters import due

if TYPE_CHECKING:
    from parindex.apps.reports.merits import Line
    from parindex.apps.reports.models import SupervisionNote

STATES = (("", "Tất cả"), ("waiting", "Chưa trả lời"), ("late", "Quá hạn trả lời"), ("answered", "Đã trả lời"))
TITLES = {
    MeritKind.COMMEND: "Đề nghị biểu dương, khen thưởng",
    MeritKind.REPROACH: "Đề nghị phê bình, kiểm điểm",
}


@dataclass(frozen=True, slots=True)
class Toggle:
    """A filter of the list."""

    word: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with its link and its deadline."""

    note: SupervisionNote
    url: str
    due: due.DueBadge
    late: str
    may_answer: bool


def toggles(chosen: str) -> list[Toggle]:
    """Return the filters of the list of notes."""
    return [Toggle(word, name, word == chosen) for word, name in STATES]


def note_line(note: SupervisionNote, *, late: Lateness, actor: Actor, today: date) -> NoteLine:
    """Return a note with its clock; `late` tells how late its answer was given, or is."""
    is_answered = note.answered_at is not None
    may = not is_answered and actor.may(Permission.SUPERVISION_ANSWER, note.unit.path)
    badge = due.badge(note.answer_by, today=today, state="done" if is_answered else "open")
    return NoteLine(note, _url(note), badge, late.words(), may)


def _url(note: SupervisionNote) -> str:
    if note.plan is not None:
        return reverse("plan-detail", args=[note.plan.pk])
    if note.assignment is not None:
        return reverse("assignment-detail", args=[note.assignment.public_id])
    return reverse("report-detail", args=[note.report.public_id]) if note.report is not None else ""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason with the page of its figures."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MeritLine:
    """A unit that is proposed, with what was decided."""

    unit_id: int
    name: str
    kind: str
    reasons: tuple[ReasonLine, ...]
    seen: str
    outcome: str
    outcome_kind: str
    note: str
    decided: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class MeritGroup:
    """All proposals of one kind."""

    title: str
    lines: tuple[MeritLine, ...]


def merit_groups(lines: Iterable[Line], *, year: int) -> list[MeritGroup]:
    """Return the proposals by kind."""
    found = list(lines)
    return [
        MeritGroup(title, tuple(_merit_line(line, year=year) for line in found if line.kind is kind))
        for kind, title in TITLES.items()
    ]


def _merit_line(line: Line, *, year: int) -> MeritLine:
    decision = line.decision
    if line.proposal is not None:
        told = [(reason.text, reason.ref) for reason in line.proposal.reasons]
    else:
        told = [(str(one["text"]), str(one["ref"])) for one in decision.reasons] if decision is not None else []
    return MeritLine(
        unit_id=line.unit.pk,
        name=line.unit.name,
        kind=line.kind.value,
        reasons=tuple(ReasonLine(text, _reason_url(ref, year=year)) for text, ref in told),
        seen="\n".join(text for text, _ in told),
        outcome=decision.get_outcome_display() if decision is not None else "",
        outcome_kind="ok" if decision is not None and decision.outcome == "accepted" else "idle",
        note=decision.note if decision is not None else "",
        decided=decision.decided_by_name if decision is not None else "",
        is_gone=line.proposal is None,
    )


def _reason_url(ref: str, *, year: int) -> str:
    kind, _, key = ref.partition(":")
    if kind == "kq":
        return reverse("result-unit", args=key.split("/"))
    if kind == "dv":
        return f"{reverse('assignment-list')}?don-vi={key}&nam={year}"
    return ""
