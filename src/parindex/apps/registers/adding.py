"""New entries of a table and the first line of their history, written column by column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from parindex.apps.base.inserting import Same, insert_rows
from parindex.apps.registers.models import ChangeKind, EntryChange, RegisterEntry
from parindex.domain.access import Actor

_OF_ALL: Final = ("register", "definition_version", "unit_id", "version", "removed_at", "created_by_id", "created_at")
"""Columns in which all entries of one table hold the same."""


def insert_entries(entries: Sequence[RegisterEntry]) -> None:
    """Insert the new entries of one table, which belong to one register of one unit. Raises `IntegrityError`."""
    if not entries:
        return
    same = {name: Same(getattr(entries[0], name)) for name in (*_OF_ALL, "changed_at")}
    names = [field.attname for field in RegisterEntry._meta.concrete_fields if field.attname not in same]
    columns = {name: [getattr(entry, name) for entry in entries] for name in names}
    insert_rows(RegisterEntry, {**columns, **same}, size=len(entries))


def tell_added(entries: Sequence[RegisterEntry], *, actor: Actor, now: datetime) -> None:
    """Begin the history of entries that were inserted; one query finds their keys."""
    if not entries:
        return
    wanted = [entry.public_id for entry in entries]
    keys = dict(RegisterEntry.objects.filter(public_id__in=wanted).values_list("public_id", "pk"))
    insert_rows(
        EntryChange,
        {
            "entry_id": [keys[public_id] for public_id in wanted],
            "at": Same(now),
            "actor_id": Same(actor.user_id),
            "actor_name": Same(actor.name[:200]),
            "kind": Same(ChangeKind.IMPORTED.value),
            "move": Same(""),
            "state": [entry.state for entry in entries],
            "state_before": Same(""),
            "happened_on": Same(None),
            "before": Same({}),
            "after": [entry.values for entry in entries],
            "note": Same(""),
        },
        size=len(entries),
    )
