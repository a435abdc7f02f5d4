"""Answers taken from the rooms that count: they fill what is empty or was taken before, never what a person entered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from parindex.apps.assessment import answers, clocks, sheets
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.bulk import PART, write_answers
from parindex.apps.assessment.errors import AssessmentError, BadAnswer, NothingCounted
from parindex.apps.assessment.live import Live, read_live, year_of
from parindex.apps.assessment.models import Campaign, CampaignState, Sheet, SheetItem, SheetState
from parindex.apps.assessment.sheets import Answer
from parindex.domain.access import SYSTEM, Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused

ACTION: Final = "sheet.fed"
_OPEN: Final = (SheetState.ENTERING, SheetState.RETURNED)


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking did, by code: answers that changed, those a person entered, those that nothing is known for."""

    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def is_takeable(row: SheetItem) -> bool:
    """Tell whether an answer may be taken without asking: there is none, or it was taken before."""
    return bool(row.source) or not (row.inputs or row.is_not_applicable)


def take_all(*, sheet: Sheet, actor: Actor, now: datetime) -> Taken:
    """Take every counted answer that no person has entered and that the actor may enter now.

    Raises `PermissionDenied`, `RoundClosed`, `RoundNotOpen` or `MoveRefused` when the actor may enter none of them.
    """
    with transaction.atomic():
        locked = sheets.lock_sheet(sheet.pk)
        _require_entering(locked, actor)
        rows, live = _read([locked], now=now)
        allowed = _allowed(rows, locked, actor=actor, now=now)
        return _take([row for row in allowed if is_takeable(row)], allowed, live, actor=actor, now=now)


def take_one(*, item: SheetItem, actor: Actor, now: datetime) -> Taken:
    """Take the counted answer of one item over whatever stands there.

    Raises `NothingCounted`, `BadAnswer`, and as `sheets.save_answer`.
    """
    with transaction.atomic():
        locked = sheets.lock_sheet(item.sheet_id)
        rows, live = _read([locked], now=now, codes=(item.code,))
        for row in rows:
            times = clocks.read_times(locked.campaign)
            sheets.require_entry(sheet=locked, item=row, times=times, actor=actor, now=now)
        taken = _take(rows, rows, live, actor=actor, now=now)
        if not rows or taken.unknown:
            raise NothingCounted(f"Chưa có số liệu nào đếm được cho mục {item.code}; nhập tay, hoặc cập nhật sổ trước.")
        return taken


def prefill(*, campaign_id: int, now: datetime) -> int:
    """Fill the sheets of an open campaign that are still being entered; return how many answers changed.

    Written part by part, so that a job that was stopped goes on with the rest: taking again changes nothing.
    """
    campaign = Campaign.objects.filter(pk=campaign_id, state=CampaignState.OPEN).first()
    return sum(_prefill_part(part, now=now) for part in _parts(campaign)) if campaign else 0


def _parts(campaign: Campaign) -> Iterator[Sequence[int]]:
    ids = list(campaign.sheets.filter(state__in=_OPEN).order_by("pk").values_list("pk", flat=True))
    return (ids[start : start + PART] for start in range(0, len(ids), PART))


def _prefill_part(ids: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        locked = [one for one in sheets.locked_sheets().filter(pk__in=ids).order_by("pk") if one.state in _OPEN]
        rows, live = _read(locked, now=now)
        free = [row for row in rows if is_takeable(row) and not row.rulings.all()]
        return len(_take(free, rows, live, actor=SYSTEM, now=now).changed)


_Counted = dict[tuple[int, str], Live]


def _read(
    locked: Sequence[Sheet], *, now: datetime, codes: Collection[str] | None = None
) -> tuple[list[SheetItem], _Counted]:
    """Return the rows that feeds speak of, with what is counted for each by sheet and code."""
    counted: _Counted = {}
    today = timezone.localdate(now)
    groups: dict[int, list[Sheet]] = {}
    for sheet in locked:
        groups.setdefault(sheet.group_id, []).append(sheet)
    for members in groups.values():
        found = read_live(
            unit_ids=[sheet.unit_id for sheet in members],
            revision=members[0].group.revision,
            period=year_of(members[0].campaign.year),
            today=today,
        )
        for sheet in members:
            counted |= {(sheet.pk, code): live for code, live in found[sheet.unit_id].items()}
    wanted = {code for _, code in counted} if codes is None else set(codes) & {code for _, code in counted}
    by_key = {sheet.pk: sheet for sheet in locked}
    rows = SheetItem.objects.filter(sheet__in=by_key, code__in=wanted).prefetch_related("rulings")
    # Groups have catalogues of their own: a code that one group counts may be another item in the next.
    found_rows = [row for row in rows.order_by("sheet_id", "position", "pk") if (row.sheet_id, row.code) in counted]
    for row in found_rows:
        row.sheet = by_key[row.sheet_id]
    return found_rows, counted


def _require_entering(sheet: Sheet, actor: Actor) -> None:
    may_hold = actor.may(Permission.CAMPAIGNS_MANAGE, sheet.campaign.unit.path)
    if not may_hold and not actor.may(Permission.SCORES_ENTER, sheet.unit.path):
        raise PermissionDenied(Permission.SCORES_ENTER)


def _allowed(rows: Sequence[SheetItem], sheet: Sheet, *, actor: Actor, now: datetime) -> list[SheetItem]:
    """Return the rows that the actor may enter now; raises the first refusal when there is none."""
    times = clocks.read_times(sheet.campaign)
    allowed: list[SheetItem] = []
    refusal: Exception | None = None
    for row in rows:
        try:
            sheets.require_entry(sheet=sheet, item=row, times=times, actor=actor, now=now)
            allowed.append(row)
        except (AssessmentError, MoveRefused, PermissionDenied) as refused:
            refusal = refusal or refused
    if refusal and not allowed:
        raise refusal
    return allowed


def _take(
    rows: Sequence[SheetItem], all_rows: Sequence[SheetItem], counted: _Counted, *, actor: Actor, now: datetime
) -> Taken:
    changes: list[tuple[SheetItem, Answer]] = []
    unknown: list[str] = []
    for row in rows:
        answer = _answer(row, counted[row.sheet_id, row.code])
        if answer is None:
            unknown.append(row.code)
        elif not (sheets.holds(row, answer) and row.source == answer.source):
            changes.append((row, answer))
    if changes:
        write_answers(changes, ACTION, actor=actor, now=now)
    mine = {row.pk for row in rows}
    return Taken(
        changed=tuple(row.code for row, _ in changes),
        kept=tuple(row.code for row in all_rows if row.pk not in mine),
        unknown=tuple(unknown),
    )


def _answer(row: SheetItem, live: Live) -> Answer | None:
    """Return the counted answer; None while it is not known, or when the rule refuses it (more than all)."""
    if live.inputs is None:
        return None
    book = book_of(row.sheet.group.revision)
    try:
        checked = answers.check(book=book, code=row.code, inputs=live.inputs, is_not_applicable=False)
    except BadAnswer:
        return None
    return Answer(checked.inputs, checked.is_not_applicable, row.justification, source=live.source)
