"""The self-score of a unit: its answers, sending it to the leader, signing. All judged by the clock when writing.

Every write locks the sheet first, so that its totals always fit its rows; then come the rows, then the register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import QuerySet

from parindex.apps.assessment import answers, clocks, completeness, scoring
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.campaigns import missing_below
from parindex.apps.assessment.errors import (
    AlreadyAppraised,
    BelowMissing,
    ChangedMeanwhile,
    OwnSubmission,
    ProofMissing,
    ReasonMissing,
)
from parindex.apps.assessment.models import RoundKind, RulingDecision, Sheet, SheetItem, SheetState
from parindex.apps.assessment.scoring import DECIDING
from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed scan of the sheet."""

    file_name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one item is to hold from now on; `source` names the register that counted it, blank for a person."""

    inputs: Mapping[str, str]
    is_not_applicable: bool
    justification: str
    source: str = ""


def save_answer(
    *,
    item: SheetItem,
    version: int,
    inputs: Mapping[str, str],
    is_not_applicable: bool,
    justification: str,
    actor: Actor,
    now: datetime,
) -> SheetItem:
    """Save the words entered for one item and the totals of its sheet; return the row as it stands then.

    The same answer sent twice changes nothing and is no conflict. Raises `PermissionDenied`, `RoundClosed`,
    `RoundNotOpen`, `MoveRefused`, `AlreadyAppraised`, `BadAnswer`, and `ChangedMeanwhile` with the row as it stands.
    """
    with transaction.atomic():
        sheet = lock_sheet(item.sheet_id)
        row = SheetItem.objects.prefetch_related("rulings").get(pk=item.pk)
        row.sheet = sheet
        times = clocks.read_times(sheet.campaign)
        require_entry(sheet=sheet, item=row, times=times, actor=actor, now=now)
        checked = answers.check(
            book=book_of(sheet.group.revision), code=row.code, inputs=inputs, is_not_applicable=is_not_applicable
        )
        answer = Answer(checked.inputs, checked.is_not_applicable, justification.replace("\0", "").strip())
        if holds(row, answer):
            return row
        if row.version != version:
            raise ChangedMeanwhile(
                f"Mục {row.code} vừa được {row.updated_by_name or 'người khác'} sửa. "
                "Số liệu bạn nhập vẫn còn trong ô; xem giá trị mới rồi lưu lại nếu cần.",
                item=row,
            )
        before = tell(row)
        put(row, answer, actor=actor, now=now)
        row.save(update_fields=CHANGED)
        scoring.refresh_totals(sheet)
        record(sheet, "sheet.answered", actor=actor, now=now, before=before, after=tell(row))
    return row


CHANGED = (
    *("inputs", "is_not_applicable", "justification", "source", "version"),
    *("updated_by_id", "updated_by_name", "updated_at"),
)
"""The columns that an answer writes."""


def put(row: SheetItem, answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Set a checked answer on a row, unsaved; `CHANGED` are the columns to write."""
    row.inputs = dict(answer.inputs)
    row.is_not_applicable = answer.is_not_applicable
    row.justification = answer.justification
    row.source = answer.source
    row.version += 1
    row.updated_by_id, row.updated_by_name, row.updated_at = actor.user_id, actor.name[:120], now


def holds(row: SheetItem, answer: Answer) -> bool:
    """Tell whether a row holds an answer already."""
    return (row.inputs, row.is_not_applicable, row.justification) == (
        dict(answer.inputs),
        answer.is_not_applicable,
        answer.justification,
    )


def tell(row: SheetItem) -> dict[str, object]:
    """Return what the register keeps of an answer."""
    return {
        "code": row.code,
        "inputs": dict(row.inputs),
        "is_not_applicable": row.is_not_applicable,
        "justification": row.justification,
        **({"source": row.source} if row.source else {}),
    }


def require_entry(*, sheet: Sheet, item: SheetItem, times: clocks.Times, actor: Actor, now: datetime) -> None:
    """Refuse an answer that this person may not give to this item now; `sheet` is locked, rulings are prefetched.

    The unit answers while its sheet is being entered; what surveys and statistics say is entered by the holder of the
    campaign as long as the sheet is not published.
    """
    clocks.require_running(sheet.campaign)
    if is_self_scored(book_of(sheet.group.revision).leaves[item.code]):
        if not actor.may(Permission.SCORES_ENTER, sheet.unit.path):
            raise PermissionDenied(Permission.SCORES_ENTER)
        clocks.check_open(times.window(kind=RoundKind.SELF_SCORE, sheet=sheet, now=now))
        lifecycle.SHEET.move(state=sheet.state, action="enter")
    elif not actor.may(Permission.CAMPAIGNS_MANAGE, sheet.campaign.unit.path):
        raise PermissionDenied(Permission.CAMPAIGNS_MANAGE)
    elif sheet.state == SheetState.PUBLISHED:
        lifecycle.SHEET.move(state=sheet.state, action="enter")
    stages = {ruling.stage for ruling in item.rulings.all() if ruling.decision != RulingDecision.ASK}
    if stages.intersection(DECIDING):
        raise AlreadyAppraised(f"Mục {item.code} đã được thẩm định; giải trình thay cho sửa số liệu.")


def submit(*, sheet: Sheet, version: int, note: str, actor: Actor, now: datetime) -> Sheet:
    """Send a sheet to the leader of the unit.

    Raises `BelowMissing` with the sheets of units below, `ProofMissing` with the items that claim points without a
    document or justification, `RoundClosed`, `MoveRefused`, `ChangedMeanwhile`, `PermissionDenied`.
    """
    with transaction.atomic():
        locked = _begin(sheet, version=version, permission=Permission.SCORES_ENTER, actor=actor)
        clocks.require_open(campaign=locked.campaign, sheet=locked, kind=RoundKind.SELF_SCORE, now=now)
        state = lifecycle.SHEET.move(state=locked.state, action="submit")
        _require_below(locked)
        unproved = completeness.assess_stored(locked).unproved
        if unproved:
            raise ProofMissing(unproved)
        locked.submitted_at, locked.submitted_by_id = now, actor.user_id
        return _move(locked, state, "sheet.submitted", note=note, actor=actor, now=now)


def withdraw(*, sheet: Sheet, version: int, note: str, actor: Actor, now: datetime) -> Sheet:
    """Take a sheet back from the leader to correct it, as long as entry is open."""
    with transaction.atomic():
        locked = _begin(sheet, version=version, permission=Permission.SCORES_ENTER, actor=actor)
        clocks.require_open(campaign=locked.campaign, sheet=locked, kind=RoundKind.SELF_SCORE, now=now)
        state = lifecycle.SHEET.move(state=locked.state, action="withdraw")
        return _move(locked, state, "sheet.withdrawn", note=note, actor=actor, now=now)


def send_back(*, sheet: Sheet, version: int, note: str, actor: Actor, now: datetime) -> Sheet:
    """Return a sheet to the officers with the reason, as long as they can still enter.

    Raises `ReasonMissing`; `RoundClosed` once entry is locked, when the holder of the campaign has to reopen it.
    """
    if not note.strip():
        raise ReasonMissing("Ghi lý do trả lại để người nhập biết phải sửa gì.")
    with transaction.atomic():
        locked = _begin(sheet, version=version, permission=Permission.SCORES_SIGN, actor=actor)
        clocks.require_open(campaign=locked.campaign, sheet=locked, kind=RoundKind.APPROVAL, now=now)
        clocks.require_open(campaign=locked.campaign, sheet=locked, kind=RoundKind.SELF_SCORE, now=now)
        state = lifecycle.SHEET.move(state=locked.state, action="return")
        return _move(locked, state, "sheet.returned", note=note, actor=actor, now=now)


def sign(*, sheet: Sheet, version: int, note: str, actor: Actor, now: datetime, scan: Scan | None = None) -> Sheet:
    """Approve and sign off a submitted sheet, as another person than who submitted it; a signed scan may be added.

    Raises `OwnSubmission`, `BelowMissing`, `RoundClosed`, `MoveRefused`, `ChangedMeanwhile`, `PermissionDenied`, and
    `DocumentError` for a scan that is no document.
    """
    with transaction.atomic():
        locked = _begin(sheet, version=version, permission=Permission.SCORES_SIGN, actor=actor)
        clocks.require_open(campaign=locked.campaign, sheet=locked, kind=RoundKind.APPROVAL, now=now)
        state = lifecycle.SHEET.move(state=locked.state, action="sign")
        if locked.submitted_by_id is not None and locked.submitted_by_id == actor.user_id:
            raise OwnSubmission("Người gửi phiếu không tự ký duyệt. Nhờ lãnh đạo khác của đơn vị duyệt.")
        _require_below(locked)
        if scan is not None:
            locked.signed_scan = evidence.store_file(data=scan.stream, name=scan.file_name, actor=actor, now=now)
        locked.signed_at, locked.signed_by_id = now, actor.user_id
        return _move(locked, state, "sheet.signed", note=note, actor=actor, now=now)


def record(sheet: Sheet, action: str, *, actor: Actor, now: datetime, before: object, after: object) -> None:
    """Tell the register of a sheet, in the transaction of the change."""
    audit.record(
        actor=actor,
        action=action,
        object_type="sheet",
        object_id=str(sheet.public_id),
        object_label=f"{sheet.unit.name}, {sheet.campaign.title}",
        unit_path=sheet.unit.path,
        before=before,
        after=after,
        now=now,
    )


def record_scan_view(sheet: Sheet, *, actor: Actor, now: datetime) -> None:
    """Tell the register that somebody opened the signed scan of a sheet."""
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="sheet",
        object_id=str(sheet.public_id),
        object_label=f"{sheet.unit.name}, {sheet.campaign.title}",
        unit_path=sheet.unit.path,
        now=now,
    )


def lock_sheet(sheet_id: int) -> Sheet:
    """Lock a sheet for the caller's transaction, with its unit, group, catalogue and campaign at hand."""
    return locked_sheets().get(pk=sheet_id)


def locked_sheets() -> QuerySet[Sheet]:
    """Return the query of sheets that locks them and brings what `lock_sheet` does, without the catalogue's text."""
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("unit", "group__revision", "campaign__unit")
    return rows.defer("group__revision__text")


def _begin(sheet: Sheet, *, version: int, permission: Permission, actor: Actor) -> Sheet:
    locked = lock_sheet(sheet.pk)
    if not actor.may(permission, locked.unit.path):
        raise PermissionDenied(permission)
    if locked.version != version:
        raise ChangedMeanwhile(
            f"Phiếu của {locked.unit.name} vừa được người khác chuyển sang “{locked.get_state_display()}”. "
            "Tải lại trang để xem rồi làm lại."
        )
    return locked


def _require_below(sheet: Sheet) -> None:
    waiting = missing_below(sheet)
    if waiting:
        raise BelowMissing(waiting)


_MOVED = ("state", "version", "submitted_at", "submitted_by_id", "signed_at", "signed_by_id", "signed_scan")


def _move(sheet: Sheet, state: str, action: str, *, note: str, actor: Actor, now: datetime) -> Sheet:
    before = sheet.state
    sheet.state = state
    sheet.version += 1
    sheet.save(update_fields=_MOVED)
    after = {"state": state, "note": note.replace("\0", "").strip(), "self_low": sheet.self_low}
    record(sheet, action, actor=actor, now=now, before={"state": before}, after=after)
    return sheet
