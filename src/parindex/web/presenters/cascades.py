"""Lower plans as people read them: the board, and one draft beside the upper plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parindex.apps.imports.provenance import ItemSource, source_from_json
from parindex.apps.planning.lower_exports import STAGE_NAMES
from parindex.apps.planning.lower_units import Board, LowerLine, Stage, duty_of, may_open
from parindex.domain.access import Actor
from parindex.domain.planning.cascade.model import Certainty, Duty
from parindex.domain.text.dates import format_date
from parindex.web.presenters.due import DueBadge, badge

if TYPE_CHECKING:
    from parindex.apps.base.models import Job
    from parindex.apps.planning.models import LowerItem, LowerPlan

_STAGE_KINDS = {Stage.NOT_STARTED: "idle", Stage.DRAFTING: "", Stage.SUBMITTED: "brand", Stage.ISSUED: "ok"}
OUTCOME_KINDS = {"inherited": "ok", "adapted": "brand", "not_applicable": "idle", "to_decide": "warn"}
_OUTCOMES = {
    "inherited": "kế thừa",
    "adapted": "điều chỉnh",
    "not_applicable": "không áp dụng",
    "to_decide": "cần quyết định",
}


@dataclass(frozen=True, slots=True)
class Toggle:
    """One stage to filter by."""

    word: str
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the board."""

    unit_id: int
    unit: str
    stage: str
    kind: str
    late: str
    in_time: str
    due: str
    received: str
    counts: str
    own: str
    own_on: str
    refusal: str
    is_drafted: bool
    is_handed_down: bool
    draft_id: str


def toggles(board: Board, *, current: str) -> list[Toggle]:
    """Return every stage with its count, then what is late."""
    stages = [(stage.value, name, board.counts[stage.value]) for stage, name in STAGE_NAMES.items()]
    every = [("", "Tất cả", board.total), *stages, ("late", "Chậm hạn", board.counts["late"])]
    return [Toggle(word, name, count, word == current) for word, name, count in every]


def lines(board: Board) -> list[Line]:
    """Return the units of a board."""
    return [_line(line) for line in board.lines]


def _line(line: LowerLine) -> Line:
    row, own = line.row, line.own
    draft = line.draft if line.stage is not Stage.NOT_STARTED else None
    return Line(
        unit_id=line.unit.pk,
        unit=line.unit.name,
        stage=STAGE_NAMES[line.stage],
        kind=_STAGE_KINDS[line.stage],
        late=f"chậm {line.days_late} ngày làm việc" if line.days_late else "",
        in_time=_in_time(line),
        due=format_date(line.duty.due_on) if line.duty.due_on is not None else "",
        received=format_date(row.received_on) if row is not None and row.received_on is not None else "",
        counts=_counts(row),
        own=(own.number or "chưa có số") if own is not None else "",
        own_on=format_date(own.issued_on) if own is not None and own.issued_on is not None else "",
        refusal=row.refusal if row is not None else "",
        is_drafted=draft is not None,
        is_handed_down=row is not None,
        draft_id=str(draft.public_id) if draft is not None else "",
    )


def _in_time(line: LowerLine) -> str:
    if line.days_late is None:
        return "chưa biết"
    return "đúng hạn" if line.stage is Stage.ISSUED else "còn hạn"


def _counts(row: LowerPlan | None) -> str:
    if row is None or not row.counts:
        return ""
    return ", ".join(f"{row.counts[key]} {name}" for key, name in _OUTCOMES.items() if row.counts.get(key))


def lead(board: Board) -> str:
    """Return one sentence on what the numbers mean."""
    if not board.total:
        return "Không có đơn vị cấp dưới nào trong phạm vi bạn được xem."
    counts = board.counts
    parts = [f"{counts[stage.value]} {name.lower()}" for stage, name in STAGE_NAMES.items() if counts[stage.value]]
    late = f" {counts['late']} đơn vị chậm hạn." if counts["late"] else ""
    return f"{board.total} đơn vị: {', '.join(parts)}.{late}"


@dataclass(frozen=True, slots=True)
class DutyView:
    """The duty in words: `mark` says how far its rule can be trusted."""

    due: str
    explanation: tuple[str, ...]
    source: str
    mark: str


def duty(told: Duty) -> DutyView:
    """Return by when a lower unit must issue its own plan."""
    return DutyView(
        due=format_date(told.due_on) if told.due_on is not None else "",
        explanation=told.explanation,
        source=told.source,
        mark="Chưa đối chiếu" if told.certainty is Certainty.UNVERIFIED else "",
    )


@dataclass(frozen=True, slots=True)
class JobView:
    """The last job: what is shown while it runs, and how it ended otherwise."""

    note: str
    done: int
    total: int | None
    is_open: bool
    outcome: str


def job(found: Job | None) -> JobView | None:
    """Return the last job of a plan, None when there was none."""
    if found is None:
        return None
    ended = {
        "cancelled": f"Đã dừng sau {found.progress_done} đơn vị. Đơn vị chưa làm có thể chọn lại.",
        "failed": found.error_message,
    }
    return JobView(
        note=found.progress_note or "Đang chờ tới lượt",
        done=found.progress_done,
        total=found.progress_total,
        is_open=found.state in {"queued", "running"},
        outcome=ended.get(found.state, ""),
    )


@dataclass(frozen=True, slots=True)
class ItemView:
    """What became of one item of the upper plan."""

    number: str
    name: str
    outcome: str
    kind: str
    reason: str
    source: ItemSource | None
    drafted_name: str


def items(found: Iterable[LowerItem], *, outcome: str = "") -> list[ItemView]:
    """Return what became of each item, those of one outcome when it is named."""
    return [_item(row) for row in found if not outcome or row.outcome == outcome]


def _item(row: LowerItem) -> ItemView:
    upper, drafted = row.upper_item, row.draft_item
    place = f"{upper.domain}.{upper.number}" if upper.part == "appendix" and upper.domain else upper.number
    return ItemView(
        number=place,
        name=upper.name,
        outcome=row.get_outcome_display(),
        kind=OUTCOME_KINDS[row.outcome],
        reason=row.reason,
        source=source_from_json(drafted.source) if drafted is not None else None,
        drafted_name="; ".join(drafted.fields["names"]["value"] or ()) if drafted is not None else "",
    )


@dataclass(frozen=True, slots=True)
class HandedDown:
    """One upper plan that a unit must follow with its own."""

    plan_id: int
    unit_id: int
    unit: str
    plan: str
    issuer: str
    year: int
    due: DueBadge
    received: str
    draft_id: str
    counts: str


def handed_down(rows: Iterable[LowerPlan], *, actor: Actor, today: date) -> list[HandedDown]:
    """Return the upper plans that were handed down to some units, with the drafts that the actor may open."""
    return [_handed_down(row, actor=actor, today=today) for row in rows]


def _handed_down(row: LowerPlan, *, actor: Actor, today: date) -> HandedDown:
    told = duty_of(row.upper, received_on=row.received_on)
    is_done = row.draft is not None and row.draft.state == "approved"
    return HandedDown(
        plan_id=row.upper_id,
        unit_id=row.unit_id,
        unit=row.unit.name,
        plan=row.upper.number or row.upper.title,
        issuer=row.upper.unit.name,
        year=row.upper.year,
        due=badge(told.due_on, today=today, state="done" if is_done else ""),
        received=format_date(row.received_on) if row.received_on is not None else "",
        draft_id=str(row.draft.public_id) if row.draft and may_open(actor, row.unit, row.draft) else "",
        counts=_counts(row),
    )
