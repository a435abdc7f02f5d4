"""The self-score form as rows: inputs with their words, points at once with the sentence, the bar and the lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from parindex.apps.assessment import completeness, scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.context import ItemContext
from parindex.domain.assessment.risk import Readiness, Risk, RiskKind
from parindex.domain.scoring.catalogue import Channel, Effect, Item
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet, ScoreStatus
from parindex.domain.scoring.values import ChoiceInput, Input
from parindex.domain.scoring.wording import points_text
from parindex.web.presenters.live import LiveNote, note_of
from parindex.web.presenters.points import points_cell

if TYPE_CHECKING:
    from parindex.apps.assessment.clocks import Window
    from parindex.apps.assessment.live import Live
    from parindex.apps.assessment.models import Sheet, SheetItem

CHANNEL_WORDS = {
    Channel.LEADERSHIP_SURVEY: "khảo sát lãnh đạo, nơi tổ chức nhập",
    Channel.SIPAS: "khảo sát SIPAS, nơi tổ chức nhập",
    Channel.SOCIOECONOMIC: "số liệu kinh tế - xã hội, nơi tổ chức nhập",
}
_UNSCORED = "Chưa chấm"
_WAITING = "Chờ số liệu"
FILTERS = (("", "Tất cả"), ("chua-cham", _UNSCORED), ("can-xem", "Cần xem"), ("khac", "Khác năm trước"))
"""What narrows the rows: the word in the address and its name."""
_SHORT_RISKS = {
    RiskKind.MISSING: (_UNSCORED, ""),
    RiskKind.UNPROVED: ("Thiếu tài liệu", "bad"),
    RiskKind.DRAFT: ("Dự thảo", "bad"),
    RiskKind.OUT_OF_PERIOD: ("Ngoài kỳ", "bad"),
    RiskKind.FOREIGN: ("Cơ quan khác", "bad"),
    RiskKind.WEAK: ("Đã giải trình", "warn"),
    RiskKind.UNSIGNED: ("Chưa ký", "warn"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One input of an item: its name, label, words and, for a choice, what may be chosen."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    error: str = ""
    other: str = ""
    is_told: bool = False
    """Tell whether the name of the item already says what the label would."""

    @property
    def shown(self) -> str:
        """Return the value in words of people."""
        return dict(self.options).get(self.value, self.value) or "chưa biết"

    @property
    def is_choice(self) -> bool:
        """Tell whether one of a few answers is chosen."""
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the form."""

    code: str
    anchor: str
    name: str
    maximum: str
    boxes: tuple[Box, ...]
    points: str
    sentence: str
    evidence_count: int
    state: str
    state_kind: str
    version: int
    is_open: bool
    is_not_applicable: bool
    may_leave: bool
    needs_person: bool
    error: str = ""
    source: str = ""
    last: str = ""
    targets: tuple[str, ...] = ()
    is_changed: bool = False
    is_shown: bool = True
    live: LiveNote | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its rows and what they add up to."""

    code: str
    name: str
    maximum: str
    points: str
    done: str
    rows: tuple[Row, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar below the form: the total, how much is done, what is at risk."""

    total: str
    index: str
    done: str
    at_risk: str
    risk_count: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was refused on one item: the message, the input meant, the words that the person typed."""

    code: str
    message: str
    input_name: str = ""
    typed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Toggle:
    """One way to narrow the rows."""

    name: str
    word: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form; rows and fields that the chosen filter does not keep are not to be shown."""

    fields: tuple[Field, ...]
    toggles: tuple[Toggle, ...]
    bar: Bar
    rows: Mapping[str, Row]
    scores: ScoreSheet
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class Looks:
    """How the form is to be shown: what the person may change, what is beside the rows, what was refused.

    `may_enter` is for the unit's own items now, `may_hold` for those of the organiser; `only` is one of `FILTERS`;
    `live` is what registers count, by code.
    """

    may_enter: bool = False
    may_hold: bool = False
    context: Mapping[str, ItemContext] = field(default_factory=dict)
    live: Mapping[str, Live] = field(default_factory=dict)
    only: str = ""
    trouble: Trouble | None = None


def form(sheet: Sheet, items: Sequence[SheetItem], looks: Looks) -> Form:
    """Return the form of a sheet."""
    book = book_of(sheet.group.revision)
    scores = scoring.self_score(sheet, items)
    readiness = completeness.assess(sheet, items, scores=scores)
    risks = {risk.item_code: risk for risk in readiness.risks}
    rows = {item.code: _row(item, book, scores, risk=risks.get(item.code), looks=looks) for item in items}
    return Form(
        fields=_fields(book, rows, scores),
        toggles=_toggles(rows, only=looks.only),
        bar=_bar(sheet, scores, readiness, is_whole=len(items) == len(book.leaves)),
        rows=rows,
        scores=scores,
        readiness=readiness,
    )


def _row(item: SheetItem, book: Book, scores: ScoreSheet, *, risk: Risk | None, looks: Looks) -> Row:
    leaf, score = book.leaves[item.code], scores.item(item.code)
    trouble = looks.trouble if looks.trouble and looks.trouble.code == item.code else None
    beside = looks.context.get(item.code, ItemContext())
    state, kind = _state(leaf, score, risk)
    is_open = looks.may_enter if is_self_scored(leaf) else looks.may_hold
    row = Row(
        code=item.code,
        anchor=f"muc-{item.code.replace('.', '-')}",
        name=leaf.name or "(chưa rõ tên)",
        maximum=points_cell(leaf.max_points),
        boxes=tuple(_box(item, one, leaf=leaf, trouble=trouble) for one in (leaf.rule.inputs if leaf.rule else ())),
        points=_points(score, scores.scale, book.effect_of(item.code)),
        sentence=score.sentence,
        evidence_count=len(item.evidence.all()),
        state=state,
        state_kind=kind,
        version=item.version,
        is_open=is_open,
        is_not_applicable=item.is_not_applicable,
        may_leave=not leaf.always_applies,
        needs_person=risk is not None and risk.kind is not RiskKind.WEAK,
        error=trouble.message if trouble and not trouble.input_name else "",
        source=CHANNEL_WORDS.get(leaf.channel, "") if leaf.channel else "",
        last=_last_points(beside),
        targets=tuple(target.text for target in beside.targets),
        is_changed=_is_changed(score, scores.scale, beside),
        live=note_of(item, looks.live, may_enter=is_open),
    )
    return row if _keeps(row, looks.only) else replace(row, is_shown=False)


def _keeps(row: Row, only: str) -> bool:
    kept = {"chua-cham": row.state == _UNSCORED, "can-xem": row.needs_person, "khac": row.is_changed}
    return kept.get(only, True)


def _toggles(rows: Mapping[str, Row], *, only: str) -> tuple[Toggle, ...]:
    return tuple(
        Toggle(name, word, sum(_keeps(row, word) for row in rows.values()), is_current=word == only)
        for word, name in FILTERS
        if word != "khac" or any(row.last for row in rows.values())
    )


def _last_points(beside: ItemContext) -> str:
    last = beside.last
    if last is None or (last.points is None and not last.is_not_applicable):
        return ""
    return f"{last.year}: {'không áp dụng' if last.points is None else points_cell(last.points)}"


def _is_changed(score: ItemScore, scale: int, beside: ItemContext) -> bool:
    last = beside.last
    if last is None or last.points is None or score.points is None:
        return False
    return Fraction(score.points, scale) != last.points


def _box(item: SheetItem, declared: Input, *, leaf: Item, trouble: Trouble | None) -> Box:
    kept = str(item.inputs.get(declared.name, ""))
    typed = trouble.typed.get(declared.name, kept) if trouble and trouble.typed is not None else kept
    return Box(
        name=declared.name,
        label=declared.label,
        value=typed,
        options=tuple((choice.key, choice.label) for choice in declared.choices)
        if isinstance(declared, ChoiceInput)
        else (),
        error=trouble.message if trouble and trouble.input_name == declared.name else "",
        other=_told(declared, kept) if typed != kept else "",
        is_told=isinstance(declared, ChoiceInput) and declared.label.casefold() in (leaf.name or "").casefold(),
    )


def _told(declared: Input, kept: str) -> str:
    """Return what is kept in words of people; a choice by its label."""
    return (declared.show(kept) if isinstance(declared, ChoiceInput) else kept) or "chưa biết"


def _state(leaf: Item, score: ItemScore, risk: Risk | None) -> tuple[str, str]:
    if score.status is ScoreStatus.NOT_APPLICABLE:
        return "Không áp dụng", "idle"
    if score.status is ScoreStatus.NO_RULE:
        return "Chưa rõ quy tắc", "idle"
    if risk is not None:
        return _SHORT_RISKS[risk.kind]
    if score.status is ScoreStatus.UNKNOWN:
        return (_WAITING, "idle") if not is_self_scored(leaf) else (_UNSCORED, "")
    return "Đủ", "ok"


def _points(score: ItemScore, scale: int, effect: Effect) -> str:
    """Write the points of an item or field; what is deducted has a minus."""
    if score.points is not None:
        sign = "\u2212" if effect is Effect.PENALTY and score.points else ""
        return sign + points_cell(Fraction(score.points, scale))
    if score.status is ScoreStatus.NOT_APPLICABLE:
        return "–"
    if score.high is None or score.low == score.high:
        return "?"
    return f"{points_cell(Fraction(score.low, scale))}–{points_cell(Fraction(score.high, scale))}"


def _fields(book: Book, rows: Mapping[str, Row], scores: ScoreSheet) -> tuple[Field, ...]:
    fields = []
    for root in book.catalogue.items:
        inside = [rows[item.code] for _, item in root.walk() if item.code in rows]
        if not inside:
            continue
        score = scores.item(root.code)
        done = sum(row.state not in (_UNSCORED, _WAITING) for row in inside)
        fields.append(
            Field(
                code=root.code,
                name=root.name or "(chưa rõ tên)",
                maximum=points_cell(root.max_points),
                points=_points(score, scores.scale, root.effect),
                done=f"{done} / {len(inside)} mục",
                rows=tuple(inside),
                is_shown=any(row.is_shown for row in inside),
            )
        )
    return tuple(fields)


def _bar(sheet: Sheet, scores: ScoreSheet, readiness: Readiness, *, is_whole: bool) -> Bar:
    """Return the bar; who sees only some fields gets the total as it stands on the sheet."""
    total = scores.total
    bounds = (total.low, total.high, total.maximum)
    if not is_whole:
        bounds = (sheet.self_low, sheet.self_high, sheet.self_maximum)
    low, high, maximum = (points_cell(None if units is None else Fraction(units, scores.scale)) for units in bounds)
    done = f"{readiness.answered_count} / {readiness.item_count} mục tự chấm"
    return Bar(
        total=f"{low if low == high else f'{low}–{high}'} / {maximum}",
        index=f"chỉ số {points_cell(total.index)}%" if is_whole and total.index is not None else "",
        done=done if is_whole else f"{done} của lĩnh vực bạn được xem",
        at_risk=points_text(Fraction(readiness.units_at_risk, readiness.scale)),
        risk_count=len(readiness.risks),
    )


@dataclass(frozen=True, slots=True)
class Lock:
    """When the step locks, in words, and whether it is open."""

    words: str
    is_open: bool
    until: datetime | None
    now: datetime


def lock(window: Window) -> Lock:
    """Tell when entry locks."""
    if window.is_open and window.until is not None:
        return Lock("Khóa", is_open=True, until=window.until, now=window.now)
    if window.opens_at is not None and window.now < window.opens_at:
        return Lock("Mở", is_open=False, until=window.opens_at, now=window.now)
    return Lock("Đã khóa", is_open=False, until=window.closes_at, now=window.now)
