"""Brings a table into a register: good rows go in, the others are listed with their reasons; linear in the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import adding, books
from parindex.apps.registers.columns import Columns, match_columns
from parindex.apps.registers.errors import AlreadyThere
from parindex.apps.registers.models import ChangeKind, EntryChange, EntryImport, ImportState, RegisterEntry
from parindex.apps.registers.outcomes import ADDED, EDITED, UNCHANGED, Outcome, Reject
from parindex.apps.registers.services import require_writer
from parindex.apps.registers.table_moves import TableMoves
from parindex.apps.registers.writing import Draft, Writer, key_of, values_of
from parindex.documents.read.names import clean_name
from parindex.documents.read.rows import Row
from parindex.domain.access import Actor, Permission
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Register
from parindex.domain.registers.past import day_of_change
from parindex.domain.registers.values import store

_BATCH = 1000
_MOST_REJECTS = 20_000

Tell = Callable[[int], None]
"""Is told how many rows were read."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that may be kept."""

    row: Row
    draft: Draft
    state: str
    key: str | None


@dataclass(frozen=True, slots=True)
class _Edited:
    """An entry that a row changes, and how it was."""

    entry: RegisterEntry
    values: Mapping[str, Value]
    before: Mapping[str, object]
    state: str


def import_table(
    *,
    register_id: str,
    unit: Unit,
    rows: Sequence[Row],
    name: str,
    sha256: str,
    actor: Actor,
    now: datetime,
    all_or_nothing: bool = False,
) -> EntryImport:
    """Bring the rows of a table into the register of a unit, in one transaction, and keep what did not go in.

    A row with the key of an entry edits that entry; the same values change nothing, so the same table twice is once.
    With `all_or_nothing` a single bad row keeps all others out. Raises `PermissionDenied`, `NotKeeper`, `BadTable`,
    and `AlreadyThere` when somebody else took a key meanwhile; then nothing went in.
    """
    told = EntryImport(
        register=register_id,
        unit=unit,
        file_name=clean_name(name)[:255],
        sha256=sha256,
        all_or_nothing=all_or_nothing,
        actor_id=actor.user_id,
        at=now,
    )
    return bring(told, rows, actor=actor, now=now)


def bring(
    told: EntryImport, rows: Sequence[Row], *, actor: Actor, now: datetime, tell: Tell | None = None
) -> EntryImport:
    """Bring the rows of an import into its register; an import that came to an end meanwhile is left as it is.

    The rows are read before anything is locked, and written in one transaction with what became of them: whoever
    stops half way leaves nothing behind. `tell` hears how many rows were read. Raises what `import_table` raises.
    """
    register = books.register(told.register)
    require_writer(actor, register, told.unit)
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row.cells))
    work = _Work(register, told.unit, columns=match_columns(register, headings), actor=actor, now=now)
    ready = list(work.read(_telling(rows, tell)))
    with transaction.atomic():
        # The lock keeps two tables of one unit from adding the same rows.
        Unit.objects.select_for_update().get(pk=told.unit.pk)
        if told.pk and not EntryImport.objects.filter(pk=told.pk, state=ImportState.WAITING).exists():
            return told
        _write(work, ready, all_or_nothing=told.all_or_nothing)
        _keep(told, work)
        _record(told, actor=actor, now=now)
    return told


def _telling(rows: Sequence[Row], tell: Tell | None) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if tell is not None and count % _BATCH == 0:
            tell(count)
        yield row


class _Work:
    """One table on its way into a register."""

    def __init__(self, register: Register, unit: Unit, *, columns: Columns, actor: Actor, now: datetime) -> None:
        self.register, self.unit, self.columns = register, unit, columns
        self.actor, self.now = actor, now
        self.outcome = Outcome()
        self._writer = Writer(register)
        self._seen: dict[str, int] = {}
        may_confirm = actor.may(Permission.REGISTERS_CONFIRM, unit.path)
        self._moves = TableMoves(register, may_confirm=may_confirm, today=timezone.localdate(now))

    def read(self, rows: Iterable[Row]) -> Iterator[_Ready]:
        """Yield the rows that may be kept; the others become rejects."""
        for row in rows:
            texts = {code: row.cells.get(heading, "") for code, heading in self.columns.fields.items()}
            draft = self._writer.read(texts)
            reasons = [self._name(mistake.field, mistake.message) for mistake in draft.mistakes]
            asked = row.cells.get(self.columns.state, "") if self.columns.state else ""
            state, refusal = self._moves.read_state(asked)
            reasons += [refusal] if refusal else []
            reasons += self._strange_keeper(row)
            key = key_of(self.register, draft.values)
            if key is not None and not reasons:
                first = self._seen.setdefault(key, row.number)
                reasons += [f"Trùng với dòng {first} của bảng."] if first != row.number else []
            if reasons:
                self._reject(row, reasons)
            else:
                yield _Ready(row, draft, state, key)

    def write(self, batch: Sequence[_Ready]) -> None:
        """Add and edit the entries of some rows in a fixed number of queries."""
        keys = [one.key for one in batch if one.key is not None]
        kept = RegisterEntry.objects.filter(register=self.register.id, unit=self.unit, removed_at=None, key__in=keys)
        # What is written below are whole rows: the lock keeps what a page changes meanwhile from being lost.
        there = {entry.key: entry for entry in kept.order_by("pk").select_for_update(of=("self",))}
        added: list[RegisterEntry] = []
        edited: list[_Edited] = []
        for one in batch:
            entry = there.get(one.key) if one.key is not None else None
            if entry is None:
                self._add(one, added)
            else:
                self._edit(entry, one, edited)
        self._save(added, [one.entry for one in edited])
        adding.tell_added(added, actor=self.actor, now=self.now)
        self._tell(edited)

    def _save(self, added: Sequence[RegisterEntry], changed: Sequence[RegisterEntry]) -> None:
        try:
            with transaction.atomic():
                adding.insert_entries(added)
                if changed:
                    RegisterEntry.objects.bulk_update(changed, _REWRITTEN, batch_size=_BATCH)
        except IntegrityError as error:
            raise AlreadyThere([self.register.by_code[code].name for code in self.register.key]) from error

    def _add(self, one: _Ready, added: list[RegisterEntry]) -> None:
        state = one.state or self.register.initial.code
        refusal = self._moves.refusal_of_start(state, one.draft.values)
        if refusal:
            self._reject(one.row, [refusal])
            return
        entry = RegisterEntry(
            register=self.register.id,
            unit_id=self.unit.pk,
            state=state,
            created_by_id=self.actor.user_id,
            created_at=self.now,
            changed_at=self.now,
        )
        self._writer.fill(entry, one.draft.values)
        added.append(entry)
        self.outcome.kept[one.row.number] = ADDED

    def _edit(self, entry: RegisterEntry, one: _Ready, edited: list[_Edited]) -> None:
        # A table that lacks a column says nothing of it; one that leaves a cell empty empties the field.
        stored = {code: kept for code, kept in entry.values.items() if code not in self.columns.fields}
        stored |= store(one.draft.values)
        state = one.state or entry.state
        if stored == entry.values and state == entry.state:
            self.outcome.kept[one.row.number] = UNCHANGED
            return
        before = dict(entry.values)
        values = {**values_of(self.register, entry), **one.draft.values}
        for code in self.columns.fields:
            if code not in one.draft.values:
                values.pop(code, None)
        refusal = self._moves.refusal_of_change(entry.state, state, values)
        if refusal:
            self._reject(one.row, [refusal])
            return
        was, entry.state = entry.state, state
        self._writer.fill(entry, values)
        entry.version += 1
        entry.changed_at = self.now
        edited.append(_Edited(entry, values, before, was))
        self.outcome.kept[one.row.number] = EDITED

    def _strange_keeper(self, row: Row) -> list[str]:
        """Tell when a row names another unit than the one whose register it would go into."""
        text = row.cells.get(self.columns.keeper, "")
        found = self._writer.units.find(text) if text else None
        if not text or (found is not None and found.pk == self.unit.pk):
            return []
        return [f"Dòng của “{text[:80]}”, không phải của “{self.unit.name}”. Nhập dòng này với đúng đơn vị giữ sổ."]

    def _name(self, code: str, message: str) -> str:
        name = self.register.by_code[code].name
        return message if name in message else f"{name}: {message}"

    def _reject(self, row: Row, reasons: Sequence[str]) -> None:
        cells = tuple(row.cells.get(heading, "") for heading in self.columns.headings)
        self.outcome.rejects.append(Reject(row.number, tuple(reasons), cells))

    def _tell(self, written: Sequence[_Edited]) -> None:
        lines = []
        for one in written:
            entry, before = one.entry, one.before
            changed = [
                code for code in before.keys() | entry.values.keys() if before.get(code) != entry.values.get(code)
            ]
            lines.append(
                EntryChange(
                    entry=entry,
                    at=self.now,
                    actor_id=self.actor.user_id,
                    actor_name=self.actor.name[:200],
                    kind=ChangeKind.IMPORTED,
                    state=entry.state,
                    state_before=one.state,
                    happened_on=self._day_of(one, changed),
                    before={code: before[code] for code in changed if code in before},
                    after={code: entry.values[code] for code in changed if code in entry.values},
                )
            )
        EntryChange.objects.bulk_create(lines, batch_size=_BATCH)

    def _day_of(self, one: _Edited, changed: Sequence[str]) -> date:
        codes = set(changed)
        if one.state != one.entry.state:
            codes.update(code for move in self.register.moves if move.target == one.entry.state for code in move.asks)
        return day_of_change(self.register, one.values, codes, recorded=timezone.localdate(self.now))


_REWRITTEN = [
    "definition_version", "values", "state", "subject", "title", "title_fold", "title_sort", "search_fold", "dated_on",
    "due_on", "due_clock", "key", "version", "changed_at",
]  # fmt: skip


def _write(work: _Work, ready: Sequence[_Ready], *, all_or_nothing: bool) -> None:
    if all_or_nothing and work.outcome.rejects:
        return
    with transaction.atomic():
        for batch in _batches(ready):
            work.write(batch)
        if all_or_nothing and work.outcome.rejects:
            transaction.set_rollback(True)
            work.outcome = Outcome(rejects=work.outcome.rejects)


def _batches(ready: Sequence[_Ready]) -> Iterator[list[_Ready]]:
    source = iter(ready)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _keep(told: EntryImport, work: _Work) -> None:
    outcome = work.outcome
    rejects = sorted(outcome.rejects, key=lambda one: one.number)
    told.state = ImportState.DONE
    told.added, told.edited = outcome.count(ADDED), outcome.count(EDITED)
    told.unchanged, told.rejected = outcome.count(UNCHANGED), len(outcome.rejects)
    told.headings, told.ignored = list(work.columns.headings), list(work.columns.ignored)
    told.rejects = [[one.number, list(one.reasons), list(one.cells)] for one in rejects[:_MOST_REJECTS]]
    told.results = [list(run) for run in outcome.runs()]
    told.save()


def _record(told: EntryImport, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action="register.imported",
        object_type="register_import",
        object_id=str(told.public_id),
        object_label=told.file_name,
        unit_path=told.unit.path,
        after={"register": told.register, "added": told.added, "edited": told.edited, "rejected": told.rejected},
        now=now,
    )


def hash_of(data: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()
