"""What a form of a decision sends, and the service that it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from parindex.apps.assessment import appraisal, explanations
from parindex.domain.access import Actor
from parindex.web.presenters.appraisal import Typed
from parindex.web.request import whole_number

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Ruling, RulingStage, SheetItem

ACCEPT, ADJUST, ASK, OWN, YES, NO = (
    *("chap-nhan", "dieu-chinh", "hoi"),
    *("theo-don-vi", "nhan-giai-trinh", "bac-giai-trinh"),
)
DONE = {
    ACCEPT: "Đã chấp nhận",
    ADJUST: "Đã điều chỉnh",
    ASK: "Đã yêu cầu giải trình",
    OWN: "Đã quyết định theo đơn vị",
    YES: "Đã chấp nhận giải trình",
    NO: "Đã không chấp nhận giải trình",
}
_DECISIONS = {ACCEPT: "accept", ADJUST: "adjust", ASK: "ask", OWN: "adjust"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A decision as sent; `inputs` is None when the form had none."""

    decision: str
    version: int
    reason: str
    inputs: Mapping[str, str] | None
    is_not_applicable: bool

    @property
    def typed(self) -> Typed:
        """Return what to show again when the decision is refused."""
        return Typed(self.inputs or {}, self.is_not_applicable, self.reason)


def read(fields: Mapping[str, str]) -> Sent:
    """Read the fields of a sent form."""
    inputs = {name.removeprefix("so-"): str(value) for name, value in fields.items() if name.startswith("so-")}
    return Sent(
        decision=str(fields.get("quyet-dinh", "")),
        version=whole_number(str(fields.get("version", ""))) or 0,
        reason=str(fields.get("ly-do", "")),
        inputs=inputs or None,
        is_not_applicable="khong-ap-dung" in fields,
    )


def decide(sent: Sent, *, item: SheetItem, stage: RulingStage, actor: Actor, now: datetime) -> Ruling:
    """Do what was sent. Raises as the services."""
    if sent.decision in (YES, NO):
        return explanations.decide_explanation(
            item=item,
            accepts=sent.decision == YES,
            reason=sent.reason,
            version=sent.version,
            actor=actor,
            now=now,
            inputs=sent.inputs,
            is_not_applicable=sent.is_not_applicable,
        )
    inputs, is_na = sent.inputs or {}, sent.is_not_applicable
    if sent.decision == OWN:
        inputs, is_na = item.inputs, item.is_not_applicable
    return appraisal.give_ruling(
        item=item,
        stage=stage,
        decision=_DECISIONS.get(sent.decision, ""),
        inputs=inputs,
        is_not_applicable=is_na,
        reason=sent.reason,
        version=sent.version,
        actor=actor,
        now=now,
    )
