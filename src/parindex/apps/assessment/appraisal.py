"""Judging the items of a signed sheet: rulings in their steps, accepting the rest, taking back the last.

Every write locks the sheet first, as entry does, and raises the version of the item, so that two people who judge one
item never overwrite each other unseen. A blind ruling raises no version: it must not show that it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from parindex.apps.assessment import answers, duties, scoring, verdicts
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.errors import ChangedMeanwhile, NothingToUndo
from parindex.apps.assessment.models import (
    Campaign,
    Explanation,
    Ruling,
    RulingDecision,
    RulingStage,
    Sheet,
    SheetItem,
)
from parindex.apps.assessment.scoring import DECIDING
from parindex.apps.assessment.sheets import lock_sheet
from parindex.apps.assessment.verdicts import Verdict
from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.sheet import ScoreStatus

_KEPT = ("decision", "inputs", "is_not_applicable", "reason", "agency_id", "actor_id", "actor_name")


def give_ruling(
    *,
    item: SheetItem,
    stage: RulingStage,
    decision: str,
    inputs: Mapping[str, str],
    is_not_applicable: bool,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> Ruling:
    """Judge one item in a step; `version` is the item's as the person saw it. Totals follow in the same transaction.

    The same decision sent twice changes nothing. Raises `PermissionDenied`, `OwnUnit`, `NotYetSigned`, `RoundClosed`,
    `RoundNotOpen`, `CampaignNotReady`, `BlindRefused`, `BadRuling`, `BadAnswer`, `ReasonMissing`, `ChangedMeanwhile`.
    """
    with transaction.atomic():
        sheet = lock_sheet(item.sheet_id)
        row = read_item(sheet, item.pk)
        agency = duties.require_judge(sheet=sheet, item=row, stage=stage, actor=actor, now=now)
        book = book_of(sheet.group.revision)
        verdicts.require_appraised(book, row.code)
        words = dict(inputs) if decision == RulingDecision.ADJUST else {}
        na = is_not_applicable and decision == RulingDecision.ADJUST
        answer = answers.check(book=book, code=row.code, inputs=words, is_not_applicable=na)
        verdict = verdicts.check(item=row, stage=stage, decision=decision, answer=answer, reason=reason)
        present = verdicts.rulings_of(row).get(stage)
        if present is not None and _holds(present, verdict, actor):
            return present
        require_version(row, version)
        made = _put(row, stage, verdict, agency=agency, actor=actor, now=now)
        settle(row, stage=stage)
        _record(sheet, "ruling.given", agency, actor=actor, now=now, before=_tell(present), after=_tell(made))
    return made


def accept_rest(*, sheet: Sheet, actor: Actor, now: datetime) -> tuple[Ruling, ...]:
    """Accept in the first appraisal every item of a sheet within the actor's duty that nobody has judged yet.

    Items whose answers do not suffice for points are left. Undone as one by `undo_last`. Raises as `give_ruling`.
    """
    stage = RulingStage.APPRAISAL_1
    with transaction.atomic():
        locked = lock_sheet(sheet.pk)
        covered = duties.duties_of(actor, locked.campaign)
        if locked.group_id not in covered.group_ids:
            raise PermissionDenied(Permission.SCORES_APPRAISE)
        waiting = _waiting(locked, covered)
        if not waiting:
            return ()
        # No item has a ruling yet, so what is true of the first is true of all.
        duties.require_judge(sheet=locked, item=waiting[0], stage=stage, actor=actor, now=now)
        made = Ruling.objects.bulk_create(
            Ruling(
                item=row,
                stage=stage,
                decision=RulingDecision.ACCEPT,
                agency=covered.agency(group_id=locked.group_id, field_code=row.field_code),
                actor_id=actor.user_id,
                actor_name=actor.name[:120],
                at=now,
            )
            for row in waiting
        )
        SheetItem.objects.filter(pk__in=[row.pk for row in waiting]).update(version=F("version") + 1)
        scoring.refresh_totals(locked)
        told = {"codes": [row.code for row in waiting], "stage": stage.value}
        _record(locked, "ruling.rest_accepted", made[0].agency, actor=actor, now=now, after=told)
    return tuple(made)


def undo_last(*, campaign: Campaign, actor: Actor, now: datetime) -> tuple[SheetItem, ...]:
    """Take back what the actor decided last in a campaign, all of it when it was many at once; return the items.

    What held before in that step holds again. Raises `NothingToUndo`, `RoundClosed` and as `give_ruling`.
    """
    with transaction.atomic():
        own = Ruling.objects.filter(item__sheet__campaign=campaign, actor_id=actor.user_id)
        last = own.select_related("item").order_by("-at", "-pk").first()
        if last is None or actor.user_id is None:
            raise NothingToUndo("Bạn chưa quyết định mục nào trong đợt này.")
        sheet = lock_sheet(last.item.sheet_id)
        batch = own.filter(at=last.at, stage=last.stage, item__sheet=sheet)
        rows = list(batch.select_related("agency", "item").order_by("item__position", "pk"))
        if not rows:
            raise ChangedMeanwhile("Quyết định vừa được người khác thay đổi. Tải lại trang để xem.")
        return tuple(_take_back(sheet, ruling, actor=actor, now=now) for ruling in rows)


def _take_back(sheet: Sheet, ruling: Ruling, *, actor: Actor, now: datetime) -> SheetItem:
    stage = RulingStage(ruling.stage)
    row = read_item(sheet, ruling.item_id)
    if stage == RulingStage.APPRAISAL_1 and verdicts.explanation_of(row) is not None:
        raise NothingToUndo(f"Đơn vị đã giải trình mục {row.code}; quyết định tiếp ở thẩm định lần 2.")
    agency = duties.require_judge(sheet=sheet, item=row, stage=stage, actor=actor, now=now)
    before = _tell(ruling)
    if ruling.previous:
        _restore(ruling)
    else:
        ruling.delete()
    if stage != RulingStage.BLIND:
        raise_version(row)
    settle(row, stage=stage)
    _record(sheet, "ruling.undone", agency, actor=actor, now=now, before=before, after={"code": row.code})
    return row


def _restore(ruling: Ruling) -> None:
    kept = dict(ruling.previous)
    for name in _KEPT:
        setattr(ruling, name, kept[name])
    ruling.at = datetime.fromisoformat(kept["at"])
    ruling.previous = {}
    ruling.version += 1
    ruling.save()


def read_item(sheet: Sheet, item_id: int) -> SheetItem:
    """Return an item of a locked sheet as it stands, with its rulings and explanation. Two queries."""
    row = SheetItem.objects.select_related("explanation").prefetch_related("rulings").get(pk=item_id, sheet=sheet)
    row.sheet = sheet
    return row


def require_version(row: SheetItem, version: int) -> None:
    """Refuse a write by somebody who saw an older state. Raises `ChangedMeanwhile` with the row as it stands."""
    if row.version != version:
        raise ChangedMeanwhile(
            f"Mục {row.code} vừa có quyết định hoặc số liệu mới. Xem lại rồi quyết định; chữ bạn gõ vẫn còn trong ô.",
            item=row,
        )


def raise_version(row: SheetItem) -> None:
    """Count a change of an item, so that whoever looked at it before is told."""
    SheetItem.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.version += 1


def settle(row: SheetItem, *, stage: RulingStage) -> None:
    """Bring the totals of the sheet and the outcome of the explanation to what holds after a change in a step."""
    if stage not in DECIDING:
        return
    scoring.refresh_totals(row.sheet)
    if verdicts.explanation_of(row) is not None:
        outcome = verdicts.outcome_of(read_item(row.sheet, row.pk))
        Explanation.objects.filter(item=row).update(outcome=outcome)


def _waiting(sheet: Sheet, covered: duties.Duties) -> list[SheetItem]:
    book = book_of(sheet.group.revision)
    rows = SheetItem.objects.filter(covered.covered(), sheet=sheet).exclude(rulings__stage__in=DECIDING)
    # Who judged an item blindly does not judge it first, even after the first ruling was taken back.
    rows = rows.exclude(rulings__stage=RulingStage.BLIND)
    found = []
    for row in rows.select_related("explanation").prefetch_related("rulings").order_by("position", "pk"):
        row.sheet = sheet
        known = verdicts.score_of(row, answer=row).status is not ScoreStatus.UNKNOWN
        if is_self_scored(book.leaves[row.code]) and known:
            found.append(row)
    return found


def _holds(present: Ruling, verdict: Verdict, actor: Actor) -> bool:
    same = verdicts.same_answers(verdict, present) and present.reason == verdict.reason
    return same and present.decision == verdict.decision and present.actor_id == actor.user_id


def _put(row: SheetItem, stage: RulingStage, verdict: Verdict, *, agency: Unit, actor: Actor, now: datetime) -> Ruling:
    ruling = verdicts.rulings_of(row).get(stage)
    if ruling is None:
        ruling = Ruling(item=row, stage=stage, version=0)
    else:
        ruling = Ruling.objects.get(pk=ruling.pk)
        ruling.previous = {**{name: getattr(ruling, name) for name in _KEPT}, "at": ruling.at.isoformat()}
    ruling.decision, ruling.reason = verdict.decision, verdict.reason
    ruling.inputs, ruling.is_not_applicable = dict(verdict.inputs), verdict.is_not_applicable
    ruling.agency, ruling.actor_id, ruling.actor_name = agency, actor.user_id, actor.name[:120]
    ruling.at, ruling.version = now, ruling.version + 1
    ruling.save()
    if stage != RulingStage.BLIND:
        raise_version(row)
    return ruling


def _tell(ruling: Ruling | None) -> dict[str, object]:
    if ruling is None:
        return {}
    return {
        "code": ruling.item.code,
        "stage": str(ruling.stage),
        "decision": str(ruling.decision),
        "inputs": dict(ruling.inputs),
        "is_not_applicable": ruling.is_not_applicable,
        "reason": ruling.reason,
    }


def _record(
    sheet: Sheet,
    action: str,
    agency: Unit | None,
    *,
    actor: Actor,
    now: datetime,
    before: object = None,
    after: object = None,
) -> None:
    """Tell the register; the entry belongs to the agency, so that the unit reads of a ruling only when it may."""
    audit.record(
        actor=actor,
        action=action,
        object_type="sheet",
        object_id=str(sheet.public_id),
        object_label=f"{sheet.unit.name}, {sheet.campaign.title}",
        unit_path=(agency or sheet.campaign.unit).path,
        before=before,
        after=after,
        now=now,
    )
