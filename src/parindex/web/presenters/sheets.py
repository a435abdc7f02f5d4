"""The self-score form as rows: inputs with their words, points at once with the sentence, what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from parindex.apps.assessment import completeness, scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.context import ItemContext
from parindex.domain.assessment.risk import RISK_NAMES, Readiness, Risk, RiskKind
from parindex.domain.scoring.catalogue import Channel, Item
from parindex.domain.scoring.sheet import ItemScore, ScoreSheet, ScoreStatus
from parindex.domain.scoring.values import ChoiceInput, Input
from parindex.domain.scoring.wording import number_text, points_text

if TYPE_CHECKING:
    from parindex.apps.assessment.clocks import Window
    from parindex.apps.assessment.models import EvidenceLink, Sheet, SheetItem

CHANNEL_WORDS = {
    Channel.LEADERSHIP_SURVEY: "khảo sát lãnh đạo, nơi tổ chức nhập",
    Channel.SIPAS: "khảo sát SIPAS, nơi tổ chức nhập",
    Channel.SOCIOECONOMIC: "số liệu kinh tế - xã hội, nơi tổ chức nhập",
}
_SHORT_RISKS = {
    RiskKind.MISSING: ("Chưa chấm", ""),
    RiskKind.UNPROVED: ("Thiếu tài liệu", "bad"),
    RiskKind.DRAFT: ("Dự thảo", "bad"),
    RiskKind.OUT_OF_PERIOD: ("Ngoài kỳ", "bad"),
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


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its rows and what they add up to."""

    code: str
    name: str
    maximum: str
    points: str
    done: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Drawer:
    """What the form tells of the selected item."""

    row: Row
    rule: str
    citation: str
    status: str
    wanted: tuple[str, ...]
    links: tuple[EvidenceLink, ...]
    justification: str
    last: str
    targets: tuple[tuple[str, str], ...]
    changed: str
    risk: str


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
class Form:
    """The whole form."""

    fields: tuple[Field, ...]
    bar: Bar
    rows: Mapping[str, Row]
    scores: ScoreSheet
    readiness: Readiness


def form(
    sheet: Sheet, items: Sequence[SheetItem], *, may_enter: bool, may_hold: bool, trouble: Trouble | None = None
) -> Form:
    """Return the form of a sheet; `may_enter` for the unit's own items now, `may_hold` for those of the organiser."""
    book = book_of(sheet.group.revision)
    scores = scoring.self_score(sheet, items)
    readiness = completeness.assess(sheet, items)
    risks = {risk.item_code: risk for risk in readiness.risks}
    by_code = {item.code: item for item in items}
    rows: dict[str, Row] = {}
    for code, item in by_code.items():
        leaf = book.leaves[code]
        is_open = may_enter if is_self_scored(leaf) else may_hold
        about = trouble if trouble and trouble.code == code else None
        rows[code] = _row(item, leaf, scores, risk=risks.get(code), is_open=is_open, trouble=about)
    return Form(_fields(book, rows, scores), _bar(scores, readiness), rows, scores, readiness)


def _row(
    item: SheetItem, leaf: Item, scores: ScoreSheet, *, risk: Risk | None, is_open: bool, trouble: Trouble | None
) -> Row:
    score = scores.item(item.code)
    state, kind = _state(leaf, score, risk)
    declared = leaf.rule.inputs if leaf.rule else ()
    return Row(
        code=item.code,
        anchor=f"muc-{item.code.replace('.', '-')}",
        name=leaf.name or "(chưa rõ tên)",
        maximum="không rõ" if leaf.max_points is None else number_text(leaf.max_points),
        boxes=tuple(_box(item, one, trouble) for one in declared),
        points=_points(score, scores.scale),
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
    )


def _box(item: SheetItem, declared: Input, trouble: Trouble | None) -> Box:
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
        other=kept if typed != kept else "",
    )


def _state(leaf: Item, score: ItemScore, risk: Risk | None) -> tuple[str, str]:
    if score.status is ScoreStatus.NOT_APPLICABLE:
        return "Không áp dụng", "idle"
    if score.status is ScoreStatus.NO_RULE:
        return "Chưa rõ quy tắc", "idle"
    if risk is not None:
        return _SHORT_RISKS[risk.kind]
    if score.status is ScoreStatus.UNKNOWN:
        return ("Chờ số liệu", "idle") if not is_self_scored(leaf) else ("Chưa chấm", "")
    return "Đủ", "ok"


def _points(score: ItemScore, scale: int) -> str:
    if score.points is not None:
        return number_text(Fraction(score.points, scale))
    if score.status is ScoreStatus.NOT_APPLICABLE:
        return "–"
    if score.high is None or score.low == score.high:
        return "?"
    return f"{number_text(Fraction(score.low, scale))}–{number_text(Fraction(score.high, scale))}"


def _fields(book: Book, rows: Mapping[str, Row], scores: ScoreSheet) -> tuple[Field, ...]:
    fields = []
    for root in book.catalogue.items:
        inside = [rows[item.code] for _, item in root.walk() if item.code in rows]
        if not inside:
            continue
        score = scores.item(root.code)
        done = sum(row.state not in ("Chưa chấm", "Chờ số liệu") for row in inside)
        fields.append(
            Field(
                code=root.code,
                name=root.name or "(chưa rõ tên)",
                maximum="không rõ" if root.max_points is None else number_text(root.max_points),
                points=_points(score, scores.scale),
                done=f"{done} / {len(inside)} mục",
                rows=tuple(inside),
            )
        )
    return tuple(fields)


def _bar(scores: ScoreSheet, readiness: Readiness) -> Bar:
    total = scores.total
    maximum = "không rõ" if total.maximum is None else number_text(Fraction(total.maximum, scores.scale))
    low = number_text(Fraction(total.low, scores.scale))
    high = "không rõ" if total.high is None else number_text(Fraction(total.high, scores.scale))
    return Bar(
        total=f"{low if total.is_settled or low == high else f'{low}–{high}'} / {maximum}",
        index="" if total.index is None else f"chỉ số {number_text(total.index)}",
        done=f"{readiness.answered_count} / {readiness.item_count} mục tự chấm",
        at_risk=points_text(Fraction(readiness.units_at_risk, readiness.scale)),
        risk_count=len(readiness.risks),
    )


def drawer(item: SheetItem, shown: Form, *, context: ItemContext, trouble: Trouble | None = None) -> Drawer:
    """Return the details of one item."""
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    risk = next((risk for risk in shown.readiness.risks if risk.item_code == item.code), None)
    describe = leaf.rule.describe(maximum=leaf.max_points) if leaf.rule and leaf.max_points is not None else "chưa rõ"
    typed = trouble.typed.get("justification") if trouble and trouble.typed is not None else None
    return Drawer(
        row=shown.rows[item.code],
        rule=describe[:1].upper() + describe[1:] + ".",
        citation=leaf.citation,
        status="" if leaf.status.value == "verified" else _STATUS_WORDS[leaf.status.value],
        wanted=leaf.evidence,
        links=tuple(item.evidence.all()),
        justification=item.justification if typed is None else typed,
        last=_last(context),
        targets=tuple((target.text, target.plan_label) for target in context.targets),
        changed="" if item.updated_at is None else item.updated_by_name,
        risk="" if risk is None else risk.message,
    )


_STATUS_WORDS = {
    "unverified": "Quy tắc chưa đối chiếu nguyên văn",
    "missing": "Quy tắc chưa có nguồn",
    "demonstration": "Quy tắc minh họa, không phải quy định của cơ quan nào",
}


def _last(context: ItemContext) -> str:
    last = context.last
    if last is None:
        return ""
    if last.is_not_applicable:
        return f"Năm {last.year}: không áp dụng."
    told = "; ".join(f"{label}: {words}" for label, words in last.inputs) or "không có số liệu"
    points = "chưa rõ điểm" if last.points is None else f"{number_text(last.points)} điểm"
    return f"Năm {last.year} (mục {last.code}): {told}; {points}."


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One item with points at risk, with the way to its row."""

    code: str
    anchor: str
    kind: str
    message: str
    points: str


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """The items at risk for one reason."""

    name: str
    points: str
    lines: tuple[RiskLine, ...]


def risk_groups(readiness: Readiness) -> tuple[RiskGroup, ...]:
    """Return the risks by reason, the gravest first."""
    groups = []
    for kind in RiskKind:
        risks = [risk for risk in readiness.risks if risk.kind is kind]
        if risks:
            units = sum(risk.units for risk in risks)
            lines = tuple(
                RiskLine(
                    code=risk.item_code,
                    anchor=f"muc-{risk.item_code.replace('.', '-')}",
                    kind=kind.value,
                    message=risk.message,
                    points=number_text(Fraction(risk.units, readiness.scale)),
                )
                for risk in risks
            )
            groups.append(RiskGroup(RISK_NAMES[kind], points_text(Fraction(units, readiness.scale)), lines))
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class Lock:
    """When the step locks, in words, and whether it is open."""

    words: str
    is_open: bool
    until: datetime | None


def lock(window: Window) -> Lock:
    """Tell when entry locks."""
    if window.is_open and window.until is not None:
        return Lock("Khóa", is_open=True, until=window.until)
    if window.opens_at is not None and window.now < window.opens_at:
        return Lock("Mở", is_open=False, until=window.opens_at)
    return Lock("Đã khóa", is_open=False, until=window.closes_at)
