"""A season with its first sheets signed, and the people and moments of the appraisal."""

from __future__ import annotations

from datetime import timedelta

from parindex.apps.assessment import appraisal
from parindex.apps.assessment.models import RoundKind, Ruling, RulingStage, SheetItem
from parindex.domain.access import Actor
from tests.factories.assessment import ROUNDS, Season, make_season, sign_sheet

FIRST_AT, EXPLAIN_AT, SECOND_AT, COUNCIL_AT = (
    ROUNDS[kind][0] + timedelta(hours=2)
    for kind in (RoundKind.APPRAISAL_1, RoundKind.EXPLANATION, RoundKind.APPRAISAL_2, RoundKind.COUNCIL)
)
"""A moment inside of each step of the appraisal."""
WRONG_RATIO = {"numerator": "30", "denominator": "40"}
"""Other answers to item 1.2 than its best golden case."""


def make_signed(communes: int = 2, *, signed: int = 1) -> Season:
    """Return a season in which the first communes have signed their sheets."""
    season = make_season(communes)
    for place in range(signed):
        sign_sheet(season.sheet(place))
    return season


def rule(item: SheetItem, decision: str = "accept", *, actor: Actor, **given: object) -> Ruling:
    """Give a ruling on an item as it stands; `given` replaces any argument of the service."""
    told: dict[str, object] = {
        "stage": RulingStage.APPRAISAL_1,
        "inputs": WRONG_RATIO if decision == "adjust" else {},
        "is_not_applicable": False,
        "reason": "" if decision == "accept" else "Tài liệu ghi 30 trên 40 (hư cấu).",
        "version": SheetItem.objects.get(pk=item.pk).version,
        "now": FIRST_AT,
    }
    return appraisal.give_ruling(item=item, decision=decision, actor=actor, **(told | given))  # type: ignore[arg-type]
