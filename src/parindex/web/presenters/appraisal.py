"""Items under appraisal in words: the unit's answers beside what holds, where they stand, the form of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from parindex.apps.assessment import desks, scoring, verdicts
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.desks import DeskKind
from parindex.apps.assessment.verdicts import STATUS_NAMES, AppraisalStatus
from parindex.domain.access import Actor
from parindex.domain.scoring.values import ChoiceInput, Input, Mark
from parindex.domain.scoring.wording import number_text

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Ruling, RulingStage, SheetItem

CHIPS = {
    AppraisalStatus.UNDECIDED: "idle",
    AppraisalStatus.ASKED: "",
    AppraisalStatus.EXPLAINED: "brand",
    AppraisalStatus.ADJUSTED: "warn",
    AppraisalStatus.ACCEPTED: "ok",
}
FILTERS = {
    "": "Tất cả",
    "chua": "Chưa thẩm định",
    "hoi": "Yêu cầu giải trình",
    "da-giai-trinh": "Đã giải trình",
    "dieu-chinh": "Đã điều chỉnh",
    "chap-nhan": "Đã chấp nhận",
}
STATUS_OF_FILTER = dict(zip(list(FILTERS)[1:], AppraisalStatus, strict=True))
MASKED = "Chờ thẩm định kín"


@dataclass(frozen=True, slots=True)
class Side:
    """The answers of one side: words in one line, each input with its label, points and the sentence of the rule."""

    words: str
    inputs: tuple[tuple[str, str], ...]
    points: str
    sentence: str
    units: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the dense table."""

    pk: int
    url: str
    label: str
    note: str
    own: Side
    held: Side | None
    evidence_count: int
    has_justification: bool
    chip: str
    chip_kind: str
    is_current: bool
    is_lowered: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the form of an adjustment."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What was said on an item, one after the other."""

    name: str
    what: str
    who: str
    at: datetime
    reason: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person had typed when a decision was refused."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    is_not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The item in the drawer."""

    pk: int
    version: int
    unit: str
    code: str
    name: str
    field: str
    maximum: str
    evidence_wanted: tuple[str, ...]
    citation: str
    own: Side
    held: Side | None
    held_name: str
    justification: str
    steps: tuple[Step, ...]
    fields: tuple[Field, ...]
    is_not_applicable: bool
    reason: str
    status: AppraisalStatus
    is_masked: bool
    is_asked_only: bool
    is_open_question: bool


def side(item: SheetItem, *, answer: SheetItem | Ruling) -> Side:
    """Return the answers of a row with their points."""
    book = book_of(item.sheet.group.revision)
    score = verdicts.score_of(item, answer=answer)
    rule = book.leaves[item.code].rule
    values = scoring.values_of(book, item, answer=answer)
    inputs = tuple((one.label, _shown(one, values.get(one.name))) for one in (rule.inputs if rule else ()))
    known = [words for _, words in inputs if words != "–"]
    words = "không áp dụng" if answer.is_not_applicable else " / ".join(known) or "chưa nhập"
    scale = book.catalogue.item_rounding.scale
    points = "–" if score.points is None else number_text(Fraction(score.points, scale))
    return Side(words, inputs, points, score.sentence, score.points)


def _shown(one: Input, value: Fraction | str | Mark | None) -> str:
    return "–" if value is None or isinstance(value, Mark) else one.show(value)


def rows(
    items: Sequence[SheetItem], *, kind: DeskKind, actor: Actor, current: int | None, query: str, by_unit: bool
) -> list[Row]:
    """Return the lines of a list; `query` is what each address keeps."""
    return [_row(item, kind, actor, current=current, query=query, by_unit=by_unit) for item in items]


def _row(item: SheetItem, kind: DeskKind, actor: Actor, *, current: int | None, query: str, by_unit: bool) -> Row:
    own = side(item, answer=item)
    is_hidden = desks.is_hidden(item, kind=kind, actor=actor)
    words, chip_kind = (MASKED, "") if is_hidden else _chip(item, kind)
    held_row = desks.held_row(item, kind=kind)
    held = None if is_hidden or held_row is None else side(item, answer=held_row)
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    is_lowered = held is not None and (held.units or 0) < (own.units or 0)
    return Row(
        pk=item.pk,
        url=f"?muc={item.pk}{query}#viec",
        label=item.sheet.unit.name if by_unit else leaf.label,
        note="" if kind is DeskKind.AGENCY else leaf.label,
        own=own,
        held=held,
        evidence_count=len(item.evidence.all()),
        has_justification=bool(item.justification),
        chip=words,
        chip_kind=chip_kind,
        is_current=item.pk == current,
        is_lowered=is_lowered,
    )


def _chip(item: SheetItem, kind: DeskKind) -> tuple[str, str]:
    if kind in (DeskKind.COUNCIL, DeskKind.MOCK):
        ruling = desks.council_ruling(item, kind=kind)
        if ruling is not None:
            return verdicts.decision_name(item, ruling), "ok"
        return ("Còn câu hỏi" if desks.is_open_question(item) else "Còn khác nhau"), "warn"
    status = verdicts.status_of(item)
    return STATUS_NAMES[status], CHIPS[status]


def card(
    item: SheetItem, *, kind: DeskKind, stage: RulingStage | None, actor: Actor, typed: Typed | None = None
) -> Card:
    """Return all that is shown of one item, with the form of a decision in `stage`."""
    book = book_of(item.sheet.group.revision)
    leaf = book.leaves[item.code]
    is_hidden = desks.is_hidden(item, kind=kind, actor=actor)
    base = item if stage is None else verdicts.kept_below(item, stage)
    held = None if is_hidden else desks.held_row(item, kind=kind)
    maximum = leaf.max_points
    given = typed or Typed(base.inputs, base.is_not_applicable)
    return Card(
        pk=item.pk,
        version=item.version,
        unit=item.sheet.unit.name,
        code=item.code,
        name=leaf.name or "(chưa rõ tên)",
        field=book.fields[item.code].label,
        maximum="không rõ" if maximum is None else number_text(maximum),
        evidence_wanted=leaf.evidence,
        citation=leaf.citation,
        own=side(item, answer=item),
        held=None if held is None or held is item else side(item, answer=held),
        held_name="" if held is None else verdicts.name_of(held),
        justification=item.justification,
        steps=() if is_hidden else tuple(_steps(item, kind)),
        fields=fields(item, given.inputs),
        is_not_applicable=given.is_not_applicable,
        reason=given.reason,
        status=verdicts.status_of(item),
        is_masked=is_hidden and kind is DeskKind.AGENCY,
        is_asked_only=desks.is_only_asked(item),
        is_open_question=desks.is_open_question(item),
    )


def fields(item: SheetItem, values: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the inputs of the rule of an item with values."""
    rule = book_of(item.sheet.group.revision).leaves[item.code].rule
    return tuple(_field(one, values.get(one.name, "")) for one in (rule.inputs if rule else ()))


def _field(one: Input, value: str) -> Field:
    choices = tuple((choice.key, choice.label) for choice in one.choices) if isinstance(one, ChoiceInput) else ()
    return Field(f"so-{one.name}", one.label, value, choices)


def _steps(item: SheetItem, kind: DeskKind) -> list[Step]:
    found = [ruling_step(item, ruling) for ruling in desks.trail(item, kind=kind)]
    told = verdicts.explanation_of(item)
    if told is not None:
        step = Step("Giải trình của đơn vị", told.get_outcome_display(), told.actor_name, told.at, told.text)
        found.insert(1, step)
    return found


def ruling_step(item: SheetItem, ruling: Ruling) -> Step:
    """Return a ruling in words, with its answers when it changes them."""
    agency = ruling.agency.name if ruling.agency else ""
    changed = side(item, answer=ruling) if verdicts.is_adjustment(ruling) else None
    return Step(
        name=ruling.get_stage_display(),
        what=verdicts.decision_name(item, ruling),
        who=f"{ruling.actor_name}, {agency}" if agency else ruling.actor_name,
        at=ruling.at,
        reason=ruling.reason,
        side=changed,
    )
