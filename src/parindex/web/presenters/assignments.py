"""Assignments as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parindex.apps.assignments.selectors import NONE
from parindex.web.presenters.due import DueBadge, badge

if TYPE_CHECKING:
    from parindex.apps.assignments.boards import Tally
    from parindex.apps.assignments.models import Assignment
    from parindex.apps.assignments.selectors import AssignmentFilter

STATE_CHIPS = {
    "open": ("idle", "ring"),
    "doing": ("brand", "half"),
    "submitted": ("brand", "half"),
    "returned": ("warn", "warn"),
    "done": ("ok", "done"),
    "cancelled": ("idle", "dash"),
}


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment in a list."""

    public_id: str
    title: str
    owner: str
    has_owner: bool
    criterion: str
    period: str
    plan: str
    due: DueBadge
    state: str
    chip: str
    icon: str
    progress: int
    progress_css: str


def row(assignment: Assignment, *, today: date) -> AssignmentRow:
    """Return one assignment as a row."""
    chip, icon = STATE_CHIPS[assignment.state]
    due = badge(assignment.due_on, today=today, state=assignment.state)
    item = assignment.plan_item
    return AssignmentRow(
        public_id=str(assignment.public_id),
        title=assignment.title,
        owner=owner_name(assignment),
        has_owner=assignment.owner_id is not None,
        criterion=item.code or (f"mục {item.number}" if item.number else ""),
        period=assignment.period_label,
        plan=item.plan.number or item.plan.title,
        due=due,
        state=assignment.get_state_display(),
        chip=chip,
        icon=icon,
        progress=assignment.progress,
        progress_css={"late": "is-bad", "ok": "is-ok"}.get(due.css, ""),
    )


def owner_name(assignment: Assignment) -> str:
    """Return the owner as in the tree, else as the document names it, else that there is none."""
    if assignment.owner is not None:
        return assignment.owner_label
    if assignment.owner_text:
        return f"{assignment.owner_text} (chưa giao cơ quan cụ thể)"
    return "Chưa rõ cơ quan chủ trì"


def rows(assignments: Iterable[Assignment], *, today: date) -> list[AssignmentRow]:
    """Return assignments as rows."""
    return [row(assignment, today=today) for assignment in assignments]


def narrowing(filters: AssignmentFilter, listed: Sequence[Assignment]) -> str:
    """Say which row of a board the list was opened from, "" when from none; a field by its name in the plan."""
    words = []
    if filters.code:
        words.append("không ghi mã tiêu chí" if filters.code == NONE else f"tiêu chí {filters.code}")
    if filters.domain == NONE:
        words.append("không thuộc lĩnh vực nào")
    elif filters.domain and listed:
        words.append(f"lĩnh vực {listed[0].plan_item.domain_name or listed[0].plan_item.domain}")
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of a board: counts and the parts of its bar."""

    key: str
    label: str
    total: int
    done: int
    open: int
    late: int
    waiting: int
    undated: int


@dataclass(frozen=True, slots=True)
class BoardKind:
    """One way to divide the board: `theo` of its address, words, and the filter that a row opens in the list."""

    theo: str
    toggle: str
    heading: str
    caption: str
    parameter: str
    empty_key: str
    empty_label: str


BOARD_KINDS = {
    kind.theo: kind
    for kind in (
        BoardKind(
            "co-quan",
            "Theo cơ quan",
            "Cơ quan chủ trì",
            "Nhiệm vụ theo cơ quan chủ trì",
            "chu-tri",
            "chua-ro",
            "Chưa rõ cơ quan chủ trì",
        ),
        BoardKind(
            "tieu-chi",
            "Theo tiêu chí",
            "Tiêu chí",
            "Nhiệm vụ theo tiêu chí",
            "tieu-chi",
            "khong",
            "Không ghi mã tiêu chí",
        ),
        BoardKind(
            "linh-vuc",
            "Theo lĩnh vực",
            "Lĩnh vực",
            "Nhiệm vụ theo lĩnh vực",
            "linh-vuc",
            "khong",
            "Không thuộc lĩnh vực nào",
        ),
    )
}
BY_AGENCY = BOARD_KINDS["co-quan"]


def board_rows(tallies: Sequence[Tally], *, empty_label: str) -> list[BoardRow]:
    """Return the lines of a board; the line without a key says what is missing."""
    return [
        BoardRow(
            key=tally.key,
            label=tally.label or empty_label,
            total=tally.total,
            done=tally.done,
            open=tally.open,
            late=tally.late,
            waiting=tally.waiting,
            undated=tally.undated,
        )
        for tally in tallies
    ]


def lead_sentence(rows_of_year: Sequence[BoardRow], *, counts_owners: bool = True) -> str:
    """Say in one sentence how the year stands; only a board by agency knows what has no owner."""
    total = sum(r.total for r in rows_of_year)
    if not total:
        return "Chưa có nhiệm vụ nào trong năm này."
    done, late = sum(r.done for r in rows_of_year), sum(r.late for r in rows_of_year)
    ownerless = sum(r.total for r in rows_of_year if not r.key) if counts_owners else 0
    sentence = f"{done} trong {total} nhiệm vụ đã xong, {late} quá hạn."
    return f"{sentence} {ownerless} chưa rõ cơ quan chủ trì." if ownerless else sentence
