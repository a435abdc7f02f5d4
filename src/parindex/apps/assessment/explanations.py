"""The unit explains what was asked or changed; the agency judges the explanation in the second appraisal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from parindex.apps.assessment import appraisal, clocks, selectors, verdicts
from parindex.apps.assessment.errors import BadRuling, NotExplainable, NotYetSigned, ReasonMissing, SheetNotFound
from parindex.apps.assessment.models import (
    Explanation,
    ExplanationOutcome,
    RoundKind,
    Ruling,
    RulingDecision,
    RulingStage,
    Sheet,
    SheetItem,
    SheetState,
)
from parindex.apps.assessment.sheets import lock_sheet, record
from parindex.domain.access import Actor, Permission, PermissionDenied

ACCEPTED_TEXT = "Chấp nhận giải trình, giữ số liệu đơn vị tự chấm."


def explain(*, item: SheetItem, text: str, version: int, actor: Actor, now: datetime) -> Explanation:
    """Answer an agency that asked about an item or changed it; the text may be changed until the step locks.

    Evidence is linked to the item beside it. Raises `PermissionDenied`, `ReasonMissing`, `RoundClosed`,
    `RoundNotOpen`, `NotExplainable`, `NotYetSigned`, `ChangedMeanwhile`.
    """
    with transaction.atomic():
        sheet = lock_sheet(item.sheet_id)
        if not actor.may(Permission.SCORES_ENTER, sheet.unit.path):
            raise PermissionDenied(Permission.SCORES_ENTER)
        clocks.require_open(campaign=sheet.campaign, sheet=sheet, kind=RoundKind.EXPLANATION, now=now)
        if sheet.state != SheetState.SIGNED:
            raise NotYetSigned(f"Phiếu ở trạng thái “{sheet.get_state_display()}”, chưa đến bước giải trình.")
        row = appraisal.read_item(sheet, item.pk)
        require_explainable(row)
        words = text.replace("\0", "").strip()
        if not words:
            raise ReasonMissing(f"Mục {row.code}: viết nội dung giải trình.")
        present = verdicts.explanation_of(row)
        before = {"code": row.code, "text": present.text if present else ""}
        if present is not None and present.text == words:
            return present
        appraisal.require_version(row, version)
        told = {"text": words, "actor_id": actor.user_id, "actor_name": actor.name[:120], "at": now}
        made, _ = Explanation.objects.update_or_create(
            item=row, defaults={**told, "version": present.version + 1 if present else 1}
        )
        appraisal.raise_version(row)
        after = {"code": row.code, "text": words}
        record(sheet, "ruling.explained", actor=actor, now=now, before=before, after=after)
    return made


def list_explainable(sheet: Sheet, actor: Actor) -> list[SheetItem]:
    """Return the items of a sheet that the first appraisal asked about or changed, in their order.

    Raises `SheetNotFound` for who does not see the whole sheet as its unit does.
    """
    if not actor.may(Permission.SCORES_VIEW, sheet.unit.path):
        raise SheetNotFound
    return [item for item in selectors.list_items(sheet, actor) if first_doubt(item) is not None]


def first_doubt(item: SheetItem) -> Ruling | None:
    """Return the first ruling on an item when it asked or changed something."""
    first = verdicts.rulings_of(item).get(RulingStage.APPRAISAL_1)
    return None if first is None or first.decision == RulingDecision.ACCEPT else first


def is_settled(item: SheetItem) -> bool:
    """Tell whether a second appraisal or the council has decided on an item."""
    return bool({RulingStage.APPRAISAL_2, RulingStage.COUNCIL}.intersection(verdicts.rulings_of(item)))


def answers_asked_about(item: SheetItem) -> SheetItem | Ruling:
    """Return the row whose answers hold after the first appraisal."""
    return verdicts.kept_below(item, RulingStage.APPRAISAL_2)


def window_of(sheet: Sheet, *, now: datetime) -> clocks.Window:
    """Return the time in which the unit of a sheet may explain. Two queries."""
    return clocks.window_of(campaign=sheet.campaign, sheet=sheet, kind=RoundKind.EXPLANATION, now=now)


def require_explainable(row: SheetItem) -> None:
    """Refuse an item that nobody asked about or changed, or that has been judged since. Raises `NotExplainable`."""
    if first_doubt(row) is None:
        raise NotExplainable(f"Cơ quan thẩm định không hỏi và không điều chỉnh mục {row.code}.")
    if is_settled(row):
        raise NotExplainable(f"Mục {row.code} đã được quyết định sau giải trình.")


def decide_explanation(
    *,
    item: SheetItem,
    accepts: bool,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
    inputs: Mapping[str, str] | None = None,
    is_not_applicable: bool = False,
) -> Ruling:
    """Judge a waiting explanation in the second appraisal.

    Accepting lets the unit's own answers hold. Refusing keeps the first adjustment; where the first appraisal only
    asked, or other answers are right, give them in `inputs`. Raises as `appraisal.give_ruling`.
    """
    row = SheetItem.objects.select_related("explanation", "sheet").prefetch_related("rulings").get(pk=item.pk)
    present = verdicts.explanation_of(row)
    if present is None or present.outcome != ExplanationOutcome.WAITING:
        raise NotExplainable(f"Mục {row.code} không có giải trình nào chờ xem xét.")
    first = verdicts.rulings_of(row)[RulingStage.APPRAISAL_1]
    is_adjusted = first.decision == RulingDecision.ADJUST
    if not accepts and not reason.strip():
        raise ReasonMissing(f"Mục {row.code}: ghi lý do không chấp nhận giải trình.")
    if not accepts and not is_adjusted and inputs is None and not is_not_applicable:
        raise BadRuling(f"Mục {row.code}: không chấp nhận giải trình thì nhập số liệu đúng.")
    decision, words, na = RulingDecision.ACCEPT, inputs or {}, is_not_applicable
    if inputs is not None or is_not_applicable:
        decision = RulingDecision.ADJUST
    elif accepts and is_adjusted:
        decision, words, na = RulingDecision.ADJUST, row.inputs, row.is_not_applicable
    return appraisal.give_ruling(
        item=row,
        stage=RulingStage.APPRAISAL_2,
        decision=decision,
        inputs=words,
        is_not_applicable=na,
        reason=reason.strip() or (ACCEPTED_TEXT if accepts else ""),
        version=version,
        actor=actor,
        now=now,
    )
