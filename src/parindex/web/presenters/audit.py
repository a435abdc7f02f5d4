"""Entries of the register as rows of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.audit.actions import ACTION_NAMES

if TYPE_CHECKING:
    from parindex.apps.audit.models import Event


@dataclass(frozen=True, slots=True)
class EventRow:
    """What one line of the register shows."""

    seq: int
    at: str
    actor_name: str
    action: str
    object_label: str
    changes: tuple[tuple[str, str, str], ...]
    hash_start: str


def row(event: Event) -> EventRow:
    """Return the words of one entry."""
    return EventRow(
        seq=event.seq,
        at=f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}",
        actor_name=event.actor_name,
        action=ACTION_NAMES.get(event.action, event.action),
        object_label=event.object_label or f"{event.object_type} {event.object_id}",
        changes=_changes(event.before, event.after),
        hash_start=event.hash[:12],
    )


def _changes(before: object, after: object) -> tuple[tuple[str, str, str], ...]:
    """Return (field, before, after) of what differs, in the order of names."""
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    names = sorted(str(name) for name in {*old, *new} if old.get(name) != new.get(name))
    return tuple((name, _text(old.get(name)), _text(new.get(name))) for name in names)


def _text(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 200 else text[:199] + "…"
