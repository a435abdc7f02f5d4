"""Points that a sheet may lose before anybody appraises it: nothing entered, nothing shown, or a weak document.

An item is as strong as its strongest document. The points are an upper bound of the loss, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.domain.scoring.sheet import ItemScore, ScoreStatus
from parindex.domain.scoring.wording import points_text


class RiskKind(StrEnum):
    """Why points are at risk, the gravest first."""

    MISSING = "missing"
    UNPROVED = "unproved"
    DRAFT = "draft"
    OUT_OF_PERIOD = "out_of_period"
    FOREIGN = "foreign"
    WEAK = "weak"
    UNSIGNED = "unsigned"


RISK_NAMES = {
    RiskKind.MISSING: "Chưa nhập số liệu",
    RiskKind.UNPROVED: "Chưa có tài liệu kiểm chứng, chưa có giải trình",
    RiskKind.DRAFT: "Tài liệu là dự thảo",
    RiskKind.OUT_OF_PERIOD: "Tài liệu ngoài kỳ đánh giá",
    RiskKind.FOREIGN: "Tài liệu của cơ quan khác",
    RiskKind.WEAK: "Chỉ có giải trình, không có tài liệu",
    RiskKind.UNSIGNED: "Tài liệu chưa ký hoặc chữ ký số không còn đúng",
}
_GRAVITY = tuple(RiskKind)


@dataclass(frozen=True, slots=True)
class ItemFact:
    """What is known of one item that the unit answers itself.

    `proofs` holds, for each document, what is wrong with it (empty: nothing); `needs_proof` is false for deductions.
    """

    score: ItemScore
    name: str
    needs_proof: bool
    has_justification: bool
    proofs: tuple[tuple[RiskKind, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """One item with the points that it may lose, as an integer of the scale, and one Vietnamese sentence."""

    item_code: str
    kind: RiskKind
    units: int
    message: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """How complete a sheet is: `answered_count` of `item_count` items, and every risk in the order of the items."""

    item_count: int
    answered_count: int
    scale: int
    risks: tuple[Risk, ...]

    @property
    def units_at_risk(self) -> int:
        """Return the sum of the points at risk, as an integer of the scale."""
        return sum(risk.units for risk in self.risks)

    @property
    def unproved(self) -> tuple[str, ...]:
        """Return the codes that keep the sheet from being submitted."""
        return tuple(risk.item_code for risk in self.risks if risk.kind is RiskKind.UNPROVED)

    def count(self, kind: RiskKind) -> int:
        """Count the items of one kind."""
        return sum(risk.kind is kind for risk in self.risks)


def judge(facts: Sequence[ItemFact], *, scale: int) -> Readiness:
    """Find what is missing or weak in the items of one sheet; each item is told once, by its gravest cause."""
    risks = [risk for fact in facts for risk in _risks(fact, scale=scale)]
    answered = sum(fact.score.status is not ScoreStatus.UNKNOWN for fact in facts)
    return Readiness(item_count=len(facts), answered_count=answered, scale=scale, risks=tuple(risks))


def _risks(fact: ItemFact, *, scale: int) -> Iterable[Risk]:
    kind = _kind(fact)
    if kind is None:
        return
    units = (fact.score.high or 0) if kind is RiskKind.MISSING else (fact.score.points or 0)
    points = points_text(Fraction(units, scale))
    verb = "bị trừ tới" if not fact.needs_proof else "mất tới"
    yield Risk(
        fact.score.code, kind, units, f"{fact.score.code} {fact.name}: {RISK_NAMES[kind]}, có thể {verb} {points}."
    )


def _kind(fact: ItemFact) -> RiskKind | None:
    if fact.score.status is ScoreStatus.UNKNOWN:
        return RiskKind.MISSING
    if not fact.needs_proof or (fact.score.points or 0) <= 0:
        return None
    if not fact.proofs:
        return RiskKind.WEAK if fact.has_justification else RiskKind.UNPROVED
    worst = [min(faults, key=_GRAVITY.index) if faults else None for faults in fact.proofs]
    if None in worst:
        return None
    return max((kind for kind in worst if kind is not None), key=_GRAVITY.index)
