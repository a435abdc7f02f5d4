"""Adds, edits, moves, proves, removes and restores single entries; tables come in by `importing`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import books
from parindex.apps.registers.errors import (
    AlreadyThere,
    EntryChanged,
    EntryLocked,
    EntryRefused,
    MoveNotAllowed,
    NotKeeper,
)
from parindex.apps.registers.models import ChangeKind, EntryChange, EntryDocument, RegisterEntry
from parindex.apps.registers.writing import Writer, facts_of, values_of
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Move, Register
from parindex.domain.registers.moves import lifecycle_of, refusal_of
from parindex.domain.registers.past import day_of_change
from parindex.domain.registers.values import Mistake, Stored, edit_text, store

_MOST_NOTE = 500


def may_write(actor: Actor, register: Register, unit_path: str) -> bool:
    """Tell whether the actor keeps a register for a unit: by permission, and by a role that the register names."""
    if actor.is_system:
        return True
    roles = set(register.writers)
    return actor.may(Permission.REGISTERS_WRITE, unit_path) and any(
        grant.role.value in roles and unit_path.startswith(grant.unit_path) for grant in actor.grants
    )


def require_writer(actor: Actor, register: Register, unit: Unit) -> None:
    """Refuse who does not keep a register for a unit. Raises `PermissionDenied` and `NotKeeper`."""
    if not may_write(actor, register, unit.path):
        raise PermissionDenied(Permission.REGISTERS_WRITE)
    if register.keepers and unit.kind not in register.keepers:
        raise NotKeeper


def add(*, register_id: str, unit: Unit, texts: Mapping[str, str], actor: Actor, now: datetime) -> RegisterEntry:
    """Add an entry in the first state of its register.

    Raises `RegisterNotFound`, `PermissionDenied`, `NotKeeper`, `EntryRefused` and `AlreadyThere`.
    """
    register = books.register(register_id)
    require_writer(actor, register, unit)
    writer = Writer(register)
    draft = writer.read(texts)
    _refuse(draft.mistakes)
    entry = RegisterEntry(
        register=register.id,
        unit=unit,
        state=register.initial.code,
        created_by_id=actor.user_id,
        created_at=now,
        changed_at=now,
    )
    writer.fill(entry, draft.values)
    with transaction.atomic():
        _save(entry, register)
        _tell(entry, ChangeKind.ADDED, after=entry.values, actor=actor, now=now)
        _record(entry, "register.added", fields=sorted(entry.values), actor=actor, now=now)
    return entry


def edit(*, entry: RegisterEntry, version: int, texts: Mapping[str, str], actor: Actor, now: datetime) -> RegisterEntry:
    """Replace the values of an entry; the same values change nothing.

    Raises `PermissionDenied`, `EntryLocked`, `EntryChanged`, `EntryRefused` and `AlreadyThere`.
    """
    register = books.register(entry.register)
    require_writer(actor, register, entry.unit)
    writer = Writer(register)
    draft = writer.read(texts)
    with transaction.atomic():
        locked = _lock(entry, version)
        _require_open(locked, register)
        _refuse(draft.mistakes)
        if store(draft.values) == locked.values:
            return locked
        _rewrite(locked, writer, draft.values, kind=ChangeKind.EDITED, actor=actor, now=now)
        _record(locked, "register.edited", fields=_changed(entry.values, locked.values), actor=actor, now=now)
    return locked


def move(
    *,
    entry: RegisterEntry,
    version: int,
    action: str,
    actor: Actor,
    now: datetime,
    texts: Mapping[str, str] | None = None,
    note: str = "",
) -> RegisterEntry:
    """Make a move; `texts` are values of the fields that the move asks for.

    Raises `PermissionDenied`, `EntryChanged`, `EntryLocked` when removed, `EntryRefused` and `MoveNotAllowed`.
    """
    register = books.register(entry.register)
    step = register.move_by_code.get(action)
    if step is None:
        raise MoveNotAllowed(f"Sổ không có bước “{action}”. Tải lại trang rồi chọn lại.")
    require_mover(actor, register, entry.unit, step)
    writer = Writer(register)
    with transaction.atomic():
        locked = _lock(entry, version)
        if locked.removed_at is not None:
            raise EntryLocked
        target = _target(register, locked, step)
        values = _asked(writer, locked, step, texts or {})
        before, state = dict(locked.values), locked.state
        locked.values = store(values)
        _check_move(register, locked, step, now=now)
        locked.state = target
        locked.values = before
        _rewrite(locked, writer, values, kind=ChangeKind.MOVED, actor=actor, now=now, step=step, was=state, note=note)
        told = {"move": step.code, "state": target, "fields": _changed(before, locked.values)}
        _record(locked, "register.moved", before={"state": state}, after=told, actor=actor, now=now)
    return locked


def require_mover(actor: Actor, register: Register, unit: Unit, step: Move) -> None:
    """Refuse who may not make a move. Raises `PermissionDenied`."""
    if step.is_confirmation:
        if not actor.may(Permission.REGISTERS_CONFIRM, unit.path):
            raise PermissionDenied(Permission.REGISTERS_CONFIRM)
    elif not may_write(actor, register, unit.path):
        raise PermissionDenied(Permission.REGISTERS_WRITE)


def attach(*, entry: RegisterEntry, document: Document, actor: Actor, now: datetime) -> EntryDocument:
    """Prove an entry with a document that the caller has checked the actor may see; twice is once.

    Raises `PermissionDenied` and `EntryLocked` when removed.
    """
    _require_keeper_of(entry, actor)
    with transaction.atomic():
        proof, is_new = EntryDocument.objects.get_or_create(
            entry=entry, document=document, defaults={"added_by_id": actor.user_id, "added_at": now}
        )
        if is_new:
            _tell(entry, ChangeKind.ATTACHED, after={"document": str(document.public_id)}, actor=actor, now=now)
            _record(entry, "register.proved", after={"document": str(document.public_id)}, actor=actor, now=now)
    return proof


def detach(*, entry: RegisterEntry, document: Document, actor: Actor, now: datetime) -> None:
    """Take a document away from an entry; the document itself stays. Raises `PermissionDenied`."""
    _require_keeper_of(entry, actor)
    with transaction.atomic():
        if EntryDocument.objects.filter(entry=entry, document=document).delete()[0]:
            _tell(entry, ChangeKind.DETACHED, before={"document": str(document.public_id)}, actor=actor, now=now)
            _record(entry, "register.unproved", before={"document": str(document.public_id)}, actor=actor, now=now)


def remove(*, entry: RegisterEntry, version: int, reason: str, actor: Actor, now: datetime) -> RegisterEntry:
    """Take an entry out of its register; it is kept, counts nowhere and can be restored.

    Raises `PermissionDenied`, `EntryChanged` and `EntryRefused` without a reason.
    """
    register = books.register(entry.register)
    require_writer(actor, register, entry.unit)
    if not reason.strip():
        raise EntryRefused([Mistake("reason", "Ghi lý do bỏ dòng này khỏi sổ.")])
    return _toggle(entry, version, removed_at=now, note=reason, actor=actor, now=now)


def restore(*, entry: RegisterEntry, version: int, actor: Actor, now: datetime) -> RegisterEntry:
    """Put a removed entry back. Raises `PermissionDenied`, `EntryChanged` and `AlreadyThere`."""
    require_writer(actor, books.register(entry.register), entry.unit)
    return _toggle(entry, version, removed_at=None, note="", actor=actor, now=now)


def _toggle(
    entry: RegisterEntry, version: int, *, removed_at: datetime | None, note: str, actor: Actor, now: datetime
) -> RegisterEntry:
    register = books.register(entry.register)
    with transaction.atomic():
        locked = _lock(entry, version)
        if (locked.removed_at is None) == (removed_at is None):
            return locked
        locked.removed_at = removed_at
        locked.version += 1
        locked.changed_at = now
        _save(locked, register)
        kind = ChangeKind.RESTORED if removed_at is None else ChangeKind.REMOVED
        _tell(locked, kind, note=note, actor=actor, now=now)
        _record(locked, f"register.{kind.value}", after={"note": note[:_MOST_NOTE]}, actor=actor, now=now)
    return locked


def _asked(writer: Writer, entry: RegisterEntry, step: Move, texts: Mapping[str, str]) -> dict[str, Value]:
    """Return the values of an entry with those that the move asks for. Raises `EntryRefused`."""
    register = writer.register
    kept = values_of(register, entry)
    asked = {code: text for code, text in texts.items() if code in step.asks}
    if not asked:
        return kept
    draft = writer.read({code: edit_text(register.by_code[code], value) for code, value in kept.items()} | asked)
    _refuse([mistake for mistake in draft.mistakes if mistake.field in step.asks])
    return {**kept, **{code: draft.values[code] for code in asked if code in draft.values}}


def _target(register: Register, entry: RegisterEntry, step: Move) -> str:
    try:
        return lifecycle_of(register).move(state=entry.state, action=step.code)
    except MoveRefused as error:
        raise MoveNotAllowed(error.message) from error


def _check_move(register: Register, entry: RegisterEntry, step: Move, *, now: datetime) -> None:
    has_document = not step.needs_document or EntryDocument.objects.filter(entry=entry).exists()
    refusal = refusal_of(step, facts_of(register, entry, today=timezone.localdate(now)), has_document=has_document)
    if refusal is None:
        return
    if refusal.fields:
        raise EntryRefused([Mistake(code, f"Thiếu “{register.by_code[code].name}”.") for code in refusal.fields])
    raise MoveNotAllowed(refusal.message)


def _rewrite(
    entry: RegisterEntry,
    writer: Writer,
    values: Mapping[str, Value],
    *,
    kind: ChangeKind,
    actor: Actor,
    now: datetime,
    step: Move | None = None,
    was: str = "",
    note: str = "",
) -> None:
    before = dict(entry.values)
    writer.fill(entry, values)
    entry.version += 1
    entry.changed_at = now
    _save(entry, writer.register)
    changed = _changed(before, entry.values)
    _tell(
        entry,
        kind,
        before={code: before[code] for code in changed if code in before},
        after={code: entry.values[code] for code in changed if code in entry.values},
        move="" if step is None else step.code,
        state_before=was or entry.state,
        happened_on=day_of_change(
            writer.register, values, changed if step is None else step.asks, recorded=timezone.localdate(now)
        ),
        note=note,
        actor=actor,
        now=now,
    )


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))


def _refuse(mistakes: list[Mistake] | tuple[Mistake, ...]) -> None:
    if mistakes:
        raise EntryRefused(mistakes)


def _require_open(entry: RegisterEntry, register: Register) -> None:
    state = register.state_by_code.get(entry.state)
    if entry.removed_at is not None or (state is not None and state.is_closed):
        raise EntryLocked


def _require_keeper_of(entry: RegisterEntry, actor: Actor) -> None:
    require_writer(actor, books.register(entry.register), entry.unit)
    if entry.removed_at is not None:
        raise EntryLocked


def _lock(entry: RegisterEntry, version: int) -> RegisterEntry:
    locked = RegisterEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
    if locked.version != version:
        raise EntryChanged
    return locked


def _save(entry: RegisterEntry, register: Register) -> None:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise AlreadyThere([register.by_code[code].name for code in register.key]) from error


def _tell(
    entry: RegisterEntry,
    kind: ChangeKind,
    *,
    actor: Actor,
    now: datetime,
    before: Mapping[str, Stored] | None = None,
    after: Mapping[str, Stored] | None = None,
    move: str = "",
    state_before: str = "",
    happened_on: date | None = None,
    note: str = "",
) -> None:
    EntryChange.objects.create(
        entry=entry,
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name[:200],
        kind=kind,
        move=move,
        state=entry.state,
        state_before=state_before,
        happened_on=happened_on,
        before=dict(before or {}),
        after=dict(after or {}),
        note=note.strip()[:_MOST_NOTE],
    )


def _record(
    entry: RegisterEntry,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    fields: list[str] | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Enter into the audit what was done by codes of fields: values stay in the register itself."""
    audit.record(
        actor=actor,
        action=action,
        object_type="register",
        object_id=str(entry.public_id),
        object_label=entry.title,
        unit_path=entry.unit.path,
        before=before,
        after={"register": entry.register, **({"fields": fields} if fields is not None else {}), **(after or {})},
        now=now,
    )
