"""Answers of many units from one table: all of them, or none with every mistake by row and column.

An imported row does what a person would do on the form: `sheets.save_answer` and this share the checks and the writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from parindex.apps.assessment import answers, clocks, scoring, sheets
from parindex.apps.assessment.books import Book, book_of, is_self_scored
from parindex.apps.assessment.errors import AssessmentError, BadAnswer
from parindex.apps.assessment.models import Campaign, Sheet, SheetItem
from parindex.apps.assessment.selectors import SheetFilter, list_sheets
from parindex.apps.assessment.sheets import Answer
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.scoring.catalogue import Item
from parindex.domain.scoring.entries import NOT_APPLICABLE_WORDS, BadEntries, Entry, EntryMistake, read_entries
from parindex.domain.text.folding import fold

PART = 100
"""So many sheets are in memory at once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: sheets and items that changed, items that held the same answer already."""

    sheet_count: int
    item_count: int
    same_count: int


@dataclass(slots=True)
class _Reading:
    """One import by a person at a moment; `mistakes` keeps each message once for a sheet."""

    actor: Actor
    now: datetime
    mistakes: list[EntryMistake] = field(default_factory=list)
    seen: set[tuple[int, str]] = field(default_factory=set)

    def refuse(self, entry: Entry, column: str, message: str) -> None:
        self.mistakes.append(EntryMistake(entry.row, column, message))

    def refuse_once(self, entry: Entry, column: str, message: str, *, sheet: Sheet) -> None:
        if (sheet.pk, message) not in self.seen:
            self.seen.add((sheet.pk, message))
            self.refuse(entry, column, message)

    def check(self) -> None:
        if self.mistakes:
            raise BadEntries(tuple(sorted(self.mistakes, key=lambda mistake: mistake.row)))


def import_answers(*, campaign: Campaign, entries: Sequence[Entry], actor: Actor, now: datetime) -> Outcome:
    """Save the rows of a table as the answers of units of a campaign, whole or not at all.

    A unit is named by its code (slug), its official code or its full name. Inputs that the table leaves out keep what
    they hold; a blank value makes one unknown again. A note becomes the justification of its item, in any one of its
    rows; where all are blank the justification stays. Raises `BadEntries` with every mistake.
    """
    reading = _Reading(actor, now)
    with transaction.atomic():
        by_sheet = _find_sheets(campaign, [_clean(entry) for entry in entries], reading)
        # All locks first, in the order of keys: whoever waits for one of them holds nothing that is needed here.
        locked = list(_lock(by_sheet))
        times = clocks.read_times(campaign)
        parts = [
            _import_part(locked[start : start + PART], by_sheet, times, reading)
            for start in range(0, len(locked), PART)
        ]
        reading.check()
    return Outcome(
        sheet_count=sum(part.sheet_count for part in parts),
        item_count=sum(part.item_count for part in parts),
        same_count=sum(part.same_count for part in parts),
    )


def _import_part(
    part: Sequence[Sheet], by_sheet: dict[int, list[Entry]], times: clocks.Times, reading: _Reading
) -> Outcome:
    """Check the rows of some sheets and write them, unless a mistake was found so far: then nothing will be kept."""
    locked = {sheet.pk: sheet for sheet in part}
    _check_rows(locked, by_sheet, reading)
    rows = _find_rows(locked, by_sheet, reading)
    wanted = [_merge(row, own, reading) for row, own in rows if _may(row, own[0], times, reading)]
    changes = [(row, answer) for row, answer in wanted if answer is not None and not sheets.holds(row, answer)]
    changed = 0 if reading.mistakes else write_answers(changes, "sheet.imported", actor=reading.actor, now=reading.now)
    return Outcome(sheet_count=changed, item_count=len(changes), same_count=len(wanted) - len(changes))


def list_entries(*, campaign: Campaign, actor: Actor) -> list[Entry]:
    """Return what stands in the items that the actor may answer, a row for each input, as `import_answers` reads it.

    Rows are numbered from 2, as in a table with a heading; what is not known is blank. Two queries.
    """
    found = {sheet.pk: sheet for sheet in list_sheets(actor, campaign, SheetFilter())}
    holds = actor.may(Permission.CAMPAIGNS_MANAGE, campaign.unit.path)
    items = SheetItem.objects.filter(sheet__in=found).order_by("sheet_id", "position", "pk")
    rows: dict[int, list[SheetItem]] = {pk: [] for pk in found}
    for item in items:
        rows[item.sheet_id].append(item)
    cells: list[Entry] = []
    for pk, sheet in found.items():
        may_enter = actor.may(Permission.SCORES_ENTER, sheet.unit.path)
        leaves = book_of(sheet.group.revision).leaves
        for item in rows[pk]:
            if may_enter if is_self_scored(leaves[item.code]) else holds:
                cells += _cells(sheet, item, leaves[item.code])
    return [replace(cell, row=number) for number, cell in enumerate(cells, start=2)]


def _cells(sheet: Sheet, row: SheetItem, item: Item) -> list[Entry]:
    """Return a row for each input of an item; the justification stands in the first."""
    declared = item.rule.inputs if item.rule else ()
    blank = "n/a" if row.is_not_applicable else ""
    return [
        Entry(
            0,
            sheet.unit.slug,
            row.code,
            one.name,
            row.inputs.get(one.name, blank),
            note="" if nth else row.justification,
        )
        for nth, one in enumerate(declared)
    ]


def _clean(entry: Entry) -> Entry:
    words = (entry.code, entry.input_name, entry.value, entry.note)
    code, name, value, note = (word.replace("\0", "").strip() for word in words)
    return replace(entry, code=code, input_name=name, value=value, note=note)


def _find_sheets(campaign: Campaign, entries: Sequence[Entry], reading: _Reading) -> dict[int, list[Entry]]:
    """Return the rows of each sheet; only sheets that the actor may see exist."""
    names: dict[str, set[int]] = {}
    for sheet in list_sheets(reading.actor, campaign, SheetFilter()):
        for name in (sheet.unit.slug, sheet.unit.official_code, sheet.unit.name):
            if name:
                names.setdefault(fold(name), set()).add(sheet.pk)
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        known = names.get(fold(entry.unit), set())
        if len(known) == 1:
            found.setdefault(next(iter(known)), []).append(entry)
        elif known:
            reading.refuse(entry, "unit", f"“{entry.unit}” là tên của {len(known)} đơn vị trong đợt; ghi mã đơn vị.")
        else:
            message = f"đợt này không có đơn vị “{entry.unit}”." if entry.unit.strip() else "thiếu mã đơn vị."
            reading.refuse(entry, "unit", message)
    if not entries:
        reading.refuse(Entry(1, "", "", "", ""), "unit", "bảng không có dòng số liệu nào.")
    return found


def _lock(sheet_ids: Iterable[int]) -> QuerySet[Sheet]:
    return sheets.locked_sheets().filter(pk__in=list(sheet_ids)).order_by("pk")


def _check_rows(locked: dict[int, Sheet], by_sheet: dict[int, list[Entry]], reading: _Reading) -> None:
    """Check every row by itself and against the other rows of the same unit, as `parindex score` does."""
    for pk, sheet in locked.items():
        book = book_of(sheet.group.revision)
        rows = [replace(entry, unit=str(pk), group="") for entry in by_sheet[pk]]
        try:
            read_entries(rows, catalogue=book.catalogue)
        except BadEntries as refused:
            reading.mistakes.extend(refused.mistakes)
            wrong = {mistake.row for mistake in refused.mistakes}
            by_sheet[pk] = [entry for entry in by_sheet[pk] if entry.row not in wrong]


def _find_rows(
    locked: dict[int, Sheet], by_sheet: dict[int, list[Entry]], reading: _Reading
) -> list[tuple[SheetItem, list[Entry]]]:
    """Return the rows of the database that the table speaks of, each with its rows of the table."""
    codes = {entry.code for pk in locked for entry in by_sheet[pk]}
    items = SheetItem.objects.filter(sheet__in=locked, code__in=codes).prefetch_related("rulings")
    found = {(item.sheet_id, item.code): item for item in items.order_by("sheet_id", "position", "pk")}
    entries_of: dict[tuple[int, str], list[Entry]] = {}
    for pk in locked:
        for entry in by_sheet[pk]:
            if (pk, entry.code) in found:
                entries_of.setdefault((pk, entry.code), []).append(entry)
            else:
                reading.refuse(entry, "code", f"phiếu không có mục {entry.code} để nhập số liệu.")
    for key in entries_of:
        found[key].sheet = locked[key[0]]
    return [(found[key], own) for key, own in entries_of.items()]


def _may(row: SheetItem, entry: Entry, times: clocks.Times, reading: _Reading) -> bool:
    """Tell whether the actor may answer this item now; if not, its first row says why."""
    try:
        sheets.require_entry(sheet=row.sheet, item=row, times=times, actor=reading.actor, now=reading.now)
    except (AssessmentError, MoveRefused, PermissionDenied) as refused:
        reading.refuse_once(entry, "unit", f"{row.sheet.unit.name}: {refused.message}", sheet=row.sheet)
        return False
    return True


def _merge(row: SheetItem, entries: Sequence[Entry], reading: _Reading) -> tuple[SheetItem, Answer | None]:
    """Return the answer that a row is to hold; None when the rows do not fit what it holds."""
    book = book_of(row.sheet.group.revision)
    given = {_name(entry, book): entry for entry in entries}
    is_not_applicable = any(entry.value.casefold() in NOT_APPLICABLE_WORDS for entry in entries)
    words = {} if is_not_applicable else {**row.inputs, **{name: entry.value for name, entry in given.items()}}
    try:
        checked = answers.check(book=book, code=row.code, inputs=words, is_not_applicable=is_not_applicable)
    except BadAnswer as refused:
        reading.refuse(given.get(refused.input_name, entries[0]), "value", refused.message)
        return row, None
    return row, Answer(checked.inputs, checked.is_not_applicable, _note(row, entries, reading))


def _note(row: SheetItem, entries: Sequence[Entry], reading: _Reading) -> str:
    """Return the justification that a row is to hold; spreadsheets may change its line breaks, which is no change."""
    notes = [entry for entry in entries if entry.note]
    for other in notes[1:]:
        if other.note != notes[0].note:
            reading.refuse(other, "note", f"mục {row.code} đã có giải trình khác ở dòng {notes[0].row}.")
    if not notes or notes[0].note.split() == row.justification.split():
        return row.justification
    return notes[0].note


def _name(entry: Entry, book: Book) -> str:
    """Return the input that a row means; it may be left out where the item has only one."""
    rule = book.leaves[entry.code].rule
    return entry.input_name or (rule.inputs[0].name if rule and rule.inputs else "")


def write_answers(changes: Sequence[tuple[SheetItem, Answer]], action: str, *, actor: Actor, now: datetime) -> int:
    """Write checked answers, the totals of their locked sheets and one entry of the register for each sheet.

    Each row has its sheet at hand. Returns how many sheets changed.
    """
    told: dict[int, tuple[Sheet, list[object], list[object]]] = {}
    for row, answer in changes:
        _, before, after = told.setdefault(row.sheet_id, (row.sheet, [], []))
        before.append(sheets.tell(row))
        sheets.put(row, answer, actor=actor, now=now)
        after.append(sheets.tell(row))
    SheetItem.objects.bulk_create(
        [row for row, _ in changes],
        update_conflicts=True,
        update_fields=sheets.CHANGED,
        unique_fields=["id"],
    )
    scoring.refresh_many([sheet for sheet, _, _ in told.values()])
    for sheet, before, after in told.values():
        sheets.record(sheet, action, actor=actor, now=now, before=before, after=after)
    return len(told)
