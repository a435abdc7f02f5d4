"""The four places where items are judged: an agency's list, the blind sample, the council, the mock council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from parindex.apps.assessment import clocks, duties, scoring, verdicts
from parindex.apps.assessment.models import Ruling, RulingDecision, RulingStage, SheetItem
from parindex.apps.assessment.scoring import DECIDING
from parindex.apps.assessment.verdicts import AppraisalStatus
from parindex.domain.access import Actor


class DeskKind(StrEnum):
    """Who works on a list of items."""

    AGENCY = "agency"
    BLIND = "blind"
    COUNCIL = "council"
    MOCK = "mock"


_STAGES: Final[Mapping[DeskKind, tuple[RulingStage, ...]]] = {
    DeskKind.AGENCY: (RulingStage.APPRAISAL_1, RulingStage.APPRAISAL_2),
    DeskKind.BLIND: (RulingStage.BLIND,),
    DeskKind.COUNCIL: (RulingStage.COUNCIL,),
    DeskKind.MOCK: (RulingStage.MOCK,),
}
_AGENCY_STAGES: Final = _STAGES[DeskKind.AGENCY]


def open_stage(kind: DeskKind, *, item: SheetItem, times: clocks.Times, now: datetime) -> RulingStage | None:
    """Return the step in which an item may be judged at a desk now; None when there is none.

    What the unit has explained, or the second appraisal has decided, belongs to the second one: also while both are
    open at once. `item.sheet` is at hand, the rulings and the explanation should be.
    """
    is_past_first = kind is DeskKind.AGENCY and _is_past_first(item)
    stages = (RulingStage.APPRAISAL_2,) if is_past_first else _STAGES[kind]
    return duties.first_open(stages, sheet=item.sheet, times=times, now=now)


def _is_past_first(item: SheetItem) -> bool:
    is_explained = verdicts.explanation_of(item) is not None
    return is_explained or RulingStage.APPRAISAL_2 in verdicts.rulings_of(item)


def is_hidden(item: SheetItem, *, kind: DeskKind, actor: Actor) -> bool:
    """Tell whether earlier rulings on an item are kept from the actor at a desk."""
    return kind is DeskKind.BLIND or (kind is DeskKind.AGENCY and duties.is_masked(item, actor=actor))


def council_ruling(item: SheetItem, *, kind: DeskKind) -> Ruling | None:
    """Return what the council, or the mock one, has decided on an item."""
    return verdicts.rulings_of(item).get(_STAGES[kind][0])


def held_row(item: SheetItem, *, kind: DeskKind) -> SheetItem | Ruling | None:
    """Return the row whose answers hold as a desk sees it; None before anybody has judged the item."""
    rulings = verdicts.rulings_of(item)
    if kind is DeskKind.MOCK:
        mock = rulings.get(RulingStage.MOCK)
        is_set = mock is not None and mock.decision == RulingDecision.ADJUST
        return mock if is_set else verdicts.kept_below(item, RulingStage.MOCK)
    return scoring.effective(item) if any(stage in rulings for stage in DECIDING) else None


def needs_work(item: SheetItem, *, kind: DeskKind, stage: RulingStage | None) -> bool:
    """Tell whether an item waits for a decision at a desk in a step that is open."""
    if stage is None or kind is DeskKind.BLIND:
        return stage is not None
    if kind in (DeskKind.COUNCIL, DeskKind.MOCK):
        return council_ruling(item, kind=kind) is None
    status = verdicts.status_of(item)
    waiting = {AppraisalStatus.UNDECIDED, AppraisalStatus.EXPLAINED}
    return status in waiting or (status is AppraisalStatus.ASKED and stage == RulingStage.APPRAISAL_2)


def trail(item: SheetItem, *, kind: DeskKind) -> list[Ruling]:
    """Return the rulings that a desk sees on an item, in the order of the steps."""
    last = RulingStage.MOCK if kind is DeskKind.MOCK else RulingStage.COUNCIL
    rulings = verdicts.rulings_of(item)
    return [rulings[stage] for stage in (*_AGENCY_STAGES, last) if stage in rulings]


def is_only_asked(item: SheetItem) -> bool:
    """Tell whether the first appraisal asked about an item without changing it."""
    first = verdicts.rulings_of(item).get(RulingStage.APPRAISAL_1)
    return first is not None and first.decision == RulingDecision.ASK


def is_open_question(item: SheetItem) -> bool:
    """Tell whether the unit's own answers would hold unless the council changes them."""
    return verdicts.same_answers(verdicts.kept_below(item, RulingStage.COUNCIL), item)
