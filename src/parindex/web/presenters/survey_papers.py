"""What the pages of paper forms show: scans in a line each, doubtful marks beside their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parindex.domain.surveys.questionnaire import QuestionKind, Questionnaire
from parindex.web.presenters.surveys import Choice

if TYPE_CHECKING:
    from parindex.apps.surveys.models import PaperDoubt

EMPTY, OPEN = "__trong__", "__de-sau__"
"""Choices that are no option of a question: nothing is marked; leave it for later."""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scanned file: how many of its pages were read, were there before, or were refused."""

    public_id: str
    name: str
    state: str
    is_reading: bool
    read: int
    repeated: int
    refused: int
    error: str


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """One doubtful mark: its picture, the question, what may be chosen; without choices it is typed."""

    name: str
    place: str
    question: str
    reason: str
    picture: str
    kind: str
    choices: tuple[Choice, ...]
    empty: str = EMPTY
    later: str = OPEN


def scan_row(scan: Any) -> ScanRow:
    """Return a line for a scan that was listed with its counts."""
    return ScanRow(
        public_id=str(scan.public_id),
        name=scan.file_name,
        state=scan.get_state_display(),
        is_reading=scan.state == "reading",
        read=scan.read_count,
        repeated=scan.repeated_count,
        refused=scan.refused_count + scan.different_count,
        error=scan.error_message,
    )


def doubt_card(doubt: PaperDoubt, questionnaire: Questionnaire) -> DoubtCard:
    """Return a doubtful mark with everything that a person needs to decide it."""
    column = questionnaire.columns[doubt.column]
    question = column.question
    kind = "text"
    if question.options:
        kind = "checkbox" if question.kind is QuestionKind.MULTIPLE else "radio"
    name = f"o-{doubt.pk}"
    choices = [Choice(f"{name}-{one.value}", one.value, one.text.vi, False) for one in question.options]
    title = question.text.vi if question.rows else ""
    return DoubtCard(
        name=name,
        place=f"Tờ {doubt.page.serial:05d}, trang {doubt.page.page}",
        question=f"{title}: {column.text.vi}" if title else column.text.vi,
        reason=doubt.reason,
        picture=f"data:image/png;base64,{doubt.picture}",
        kind=kind,
        choices=tuple(choices),
    )
