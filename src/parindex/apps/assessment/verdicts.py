"""What a decision means for an item: the answers it keeps or sets, their points, and where the item stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parindex.apps.assessment import answers, scoring
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.errors import BadRuling, ReasonMissing
from parindex.apps.assessment.models import (
    Explanation,
    ExplanationOutcome,
    Ruling,
    RulingDecision,
    RulingStage,
    SheetItem,
)
from parindex.apps.assessment.scoring import DECIDING
from parindex.domain.scoring import evaluate
from parindex.domain.scoring.sheet import ItemScore, ScoreStatus

_BELOW: Final[Mapping[str, tuple[RulingStage, ...]]] = {
    RulingStage.APPRAISAL_1: (),
    RulingStage.BLIND: (),
    RulingStage.APPRAISAL_2: (RulingStage.APPRAISAL_1,),
    RulingStage.COUNCIL: (RulingStage.APPRAISAL_2, RulingStage.APPRAISAL_1),
    RulingStage.MOCK: (RulingStage.APPRAISAL_2, RulingStage.APPRAISAL_1),
}


class AppraisalStatus(StrEnum):
    """Where an item stands in the appraisal."""

    UNDECIDED = "undecided"
    ASKED = "asked"
    EXPLAINED = "explained"
    ADJUSTED = "adjusted"
    ACCEPTED = "accepted"


STATUS_NAMES: Final[Mapping[AppraisalStatus, str]] = {
    AppraisalStatus.UNDECIDED: "Chưa thẩm định",
    AppraisalStatus.ASKED: "Yêu cầu giải trình",
    AppraisalStatus.EXPLAINED: "Đã giải trình, chờ xem xét",
    AppraisalStatus.ADJUSTED: "Đã điều chỉnh",
    AppraisalStatus.ACCEPTED: "Đã chấp nhận",
}
_BY_DECISION: Final[Mapping[str, AppraisalStatus]] = {
    RulingDecision.ASK: AppraisalStatus.ASKED,
    RulingDecision.ADJUST: AppraisalStatus.ADJUSTED,
    RulingDecision.ACCEPT: AppraisalStatus.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision as it is kept: inputs only of an adjustment, a reason wherever others must understand it."""

    decision: RulingDecision
    inputs: Mapping[str, str]
    is_not_applicable: bool
    reason: str


def status_of(item: SheetItem) -> AppraisalStatus:
    """Tell where an item stands; its rulings and explanation should be at hand."""
    rulings = rulings_of(item)
    last = next((rulings[stage] for stage in DECIDING if stage in rulings), None)
    return status_from(decision=last.decision if last else "", outcome=getattr(explanation_of(item), "outcome", ""))


def status_from(*, decision: str, outcome: str) -> AppraisalStatus:
    """Tell where an item stands from the highest decision on it and what became of its explanation."""
    if outcome == ExplanationOutcome.WAITING:
        return AppraisalStatus.EXPLAINED
    return _BY_DECISION.get(decision, AppraisalStatus.UNDECIDED)


def rulings_of(item: SheetItem) -> dict[str, Ruling]:
    """Return the rulings on an item by stage."""
    return {ruling.stage: ruling for ruling in item.rulings.all()}


def explanation_of(item: SheetItem) -> Explanation | None:
    """Return the explanation of an item, None when the unit has given none."""
    return getattr(item, "explanation", None)


def kept_below(item: SheetItem, stage: RulingStage) -> SheetItem | Ruling:
    """Return the row whose answers an acceptance in this step keeps."""
    rulings = rulings_of(item)
    for below in _BELOW[stage]:
        found = rulings.get(below)
        if found is not None and found.decision == RulingDecision.ADJUST:
            return found
    return item


def is_adjustment(ruling: Ruling) -> bool:
    """Tell whether a ruling changes the answers."""
    return ruling.decision == RulingDecision.ADJUST


def name_of(row: SheetItem | Ruling) -> str:
    """Say whose answers a row holds."""
    return str(row.get_stage_display()) if isinstance(row, Ruling) else "Đơn vị tự chấm"


def decision_name(item: SheetItem, ruling: Ruling) -> str:
    """Say whose answers a decision lets hold; an acceptance after an adjustment keeps the adjustment."""
    stage = RulingStage(ruling.stage)
    keeps_adjusted = isinstance(kept_below(item, stage), Ruling)
    if ruling.decision == RulingDecision.ACCEPT and keeps_adjusted:
        return "Giữ như thẩm định lần 1" if stage == RulingStage.APPRAISAL_2 else "Theo cơ quan thẩm định"
    if ruling.decision == RulingDecision.ADJUST and keeps_adjusted and same_answers(ruling, item):
        return "Theo đơn vị tự chấm"
    return str(ruling.get_decision_display())


def score_of(item: SheetItem, *, answer: SheetItem | Ruling) -> ItemScore:
    """Score one item by the answers of a row; `item.sheet` has its group and catalogue."""
    book = book_of(item.sheet.group.revision)
    values = scoring.values_of(book, item, answer=answer)
    return evaluate.score_item(book.leaves[item.code], values, rounding=book.catalogue.item_rounding)


def points_of(item: SheetItem, *, answer: SheetItem | Ruling) -> Fraction | None:
    """Return the points of an item by the answers of a row; None while unknown or not applicable."""
    score = score_of(item, answer=answer)
    scale = book_of(item.sheet.group.revision).catalogue.item_rounding.scale
    return None if score.points is None else Fraction(score.points, scale)


def same_answers(one: SheetItem | Ruling | Verdict, other: SheetItem | Ruling) -> bool:
    """Tell whether two rows hold the same answers."""
    return (dict(one.inputs), one.is_not_applicable) == (dict(other.inputs), other.is_not_applicable)


def check(*, item: SheetItem, stage: RulingStage, decision: str, answer: answers.Checked, reason: str) -> Verdict:
    """Return a decision that may be kept; `answer` has been checked by the rule.

    Raises `BadRuling` and `ReasonMissing`.
    """
    if decision not in RulingDecision.values:
        raise BadRuling("Chọn chấp nhận, điều chỉnh hoặc yêu cầu giải trình.")
    wanted = RulingDecision(decision)
    why = reason.replace("\0", "").strip()
    if wanted == RulingDecision.ASK and stage in (RulingStage.APPRAISAL_2, RulingStage.COUNCIL, RulingStage.MOCK):
        raise BadRuling("Sau bước giải trình chỉ còn chấp nhận hoặc điều chỉnh.")
    if wanted != RulingDecision.ACCEPT and not why:
        raise ReasonMissing(f"Mục {item.code}: ghi lý do để đơn vị hiểu vì sao và trả lời được.")
    below = kept_below(item, stage)
    if wanted == RulingDecision.ACCEPT and score_of(item, answer=below).status is ScoreStatus.UNKNOWN:
        raise BadRuling(f"Mục {item.code} chưa đủ số liệu để chấp nhận: điều chỉnh, hoặc yêu cầu giải trình.")
    if wanted != RulingDecision.ADJUST:
        return Verdict(wanted, {}, False, why)
    verdict = Verdict(wanted, answer.inputs, answer.is_not_applicable, why)
    if same_answers(verdict, below):
        raise BadRuling(f"Mục {item.code}: số liệu điều chỉnh giống số liệu đang có; chọn chấp nhận.")
    return verdict


def require_appraised(book: Book, code: str) -> None:
    """Refuse items that the holder of the campaign answers from surveys and statistics. Raises `BadRuling`."""
    if not is_self_scored(book.leaves[code]):
        raise BadRuling(f"Mục {code} lấy số liệu khảo sát, thống kê do nơi tổ chức nhập; sửa ở phần nhập số liệu.")


def outcome_of(item: SheetItem) -> ExplanationOutcome:
    """Tell what became of an explanation from what holds now; rulings are prefetched.

    Accepted: the unit's own answers hold, or its points rose over the first adjustment. Waiting until a second
    appraisal or the council has decided.
    """
    rulings = rulings_of(item)
    if not {RulingStage.APPRAISAL_2, RulingStage.COUNCIL}.intersection(rulings):
        return ExplanationOutcome.WAITING
    held = scoring.effective(item)
    if same_answers(held, item):
        return ExplanationOutcome.ACCEPTED
    first = rulings.get(RulingStage.APPRAISAL_1)
    if first is None or first.decision != RulingDecision.ADJUST:
        return ExplanationOutcome.REFUSED
    before, after = points_of(item, answer=first), points_of(item, answer=held)
    rose = before is not None and after is not None and after > before
    return ExplanationOutcome.ACCEPTED if rose else ExplanationOutcome.REFUSED
