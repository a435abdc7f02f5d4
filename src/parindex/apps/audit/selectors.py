"""The register as the actor may read it: entries of their units, newest first, page by page along the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.apps.audit.models import Event
from parindex.domain.access import Actor, Permission, PermissionDenied

PAGE_SIZE = 50
EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What the register is narrowed to; empty values narrow nothing. Days are inclusive. `before_seq` is the page."""

    action: str = ""
    actor_name: str = ""
    object_type: str = ""
    object_id: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before_seq: int | None = None


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of entries; `next_before_seq` leads to the older ones, None at the end."""

    events: tuple[Event, ...]
    next_before_seq: int | None


def list_events(actor: Actor, filters: EventFilter, *, limit: int = PAGE_SIZE) -> EventPage:
    """Return one page of the register, newest first. Raises `PermissionDenied`."""
    rows = _filtered(_visible(actor), filters).order_by("-seq")
    if filters.before_seq is not None:
        rows = rows.filter(seq__lt=filters.before_seq)
    found = list(rows[: limit + 1])
    shown = tuple(found[:limit])
    return EventPage(events=shown, next_before_seq=shown[-1].seq if len(found) > limit else None)


def _visible(actor: Actor) -> QuerySet[Event]:
    """Entries of the actor's units; those without any unit for whoever reads a whole province, where they belong."""
    if not actor.holds(Permission.AUDIT_VIEW):
        raise PermissionDenied(Permission.AUDIT_VIEW)
    condition = Q(pk__in=())
    for path in actor.scope(Permission.AUDIT_VIEW):
        condition |= Q(unit_path__startswith=path)
        if path.count("/") <= 2:
            condition |= Q(unit_path="")
    return Event.objects.filter(condition)


def _filtered(rows: QuerySet[Event], filters: EventFilter) -> QuerySet[Event]:
    if filters.action:
        rows = rows.filter(action=filters.action)
    if filters.actor_name:
        rows = rows.filter(actor_name__icontains=filters.actor_name)
    if filters.object_type:
        rows = rows.filter(object_type=filters.object_type)
    if filters.object_id:
        rows = rows.filter(object_id=filters.object_id)
    zone = timezone.get_current_timezone()
    if filters.first_day:
        rows = rows.filter(at__gte=datetime.combine(filters.first_day, time.min, tzinfo=zone))
    if filters.last_day:
        rows = rows.filter(at__lte=datetime.combine(filters.last_day, time.max, tzinfo=zone))
    return rows
