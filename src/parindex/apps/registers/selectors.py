"""Entries as the actor may see them: those that a visible unit keeps and those that are about one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from parindex.apps.base.models import JobState
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import books
from parindex.apps.registers.errors import EntryNotFound
from parindex.apps.registers.models import EntryChange, EntryDocument, EntryImport, ImportState, RegisterEntry
from parindex.apps.registers.services import may_write
from parindex.domain.access import Actor, Permission
from parindex.domain.registers.model import Register
from parindex.domain.text.folding import fold

MOST_COUNTED = 10_000
DUE_SOON, OVERDUE, REMOVED = "soon", "overdue", "removed"
_SORTS = {
    "": ("-dated_on", "-pk"),
    "title": ("title_sort", "pk"),
    "date": ("dated_on", "pk"),
    "due": ("due_on", "pk"),
}


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What narrows a list of entries; shared by page, export and command. `query` is matched without accents.

    `due` is one of `soon` (by `soon_until`), `overdue` and `removed`; `values` are options of fields of choice.
    """

    query: str = ""
    state: str = ""
    unit_path: str = ""
    due: str = ""
    year: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class BookCount:
    """How many entries of a register the actor sees, and what falls due."""

    register: Register
    entries: int
    overdue: int
    soon: int
    first_due: date | None


def visible(actor: Actor) -> QuerySet[RegisterEntry]:
    """Return the entries of registers kept by, or about, the units that the actor sees."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REGISTERS_VIEW):
        scope |= Q(path__startswith=path)
    # Found once beside the entries: joined to both of its units, each of a hundred thousand entries would be looked at.
    units = Unit.objects.filter(scope).values("pk")
    return RegisterEntry.objects.filter(Q(unit__in=units) | Q(subject__in=units))


def list_books(actor: Actor, *, today: date, soon_until: date) -> list[BookCount]:
    """Return every register with what the actor sees of it. One query."""
    late, soon = Q(due_on__lt=today), Q(due_on__gte=today, due_on__lte=soon_until)
    rows = (
        visible(actor)
        .filter(removed_at=None)
        .values("register")
        .annotate(
            entries=Count("pk"), late=Count("pk", filter=late), soon=Count("pk", filter=soon), first=Min("due_on")
        )
    )
    found = {row["register"]: row for row in rows.order_by()}
    return [_book_count(register, found.get(register.id)) for register in books.registers().values()]


def _book_count(register: Register, row: Mapping[str, Any] | None) -> BookCount:
    if row is None:
        return BookCount(register, 0, 0, 0, None)
    return BookCount(register, row["entries"], row["late"], row["soon"], row["first"])


def list_entries(
    actor: Actor, register: Register, filters: EntryFilter, *, today: date, soon_until: date, page: slice
) -> list[RegisterEntry]:
    """Return visible entries of a register with their units, a page of them. One query."""
    rows = filtered(actor, register, filters, today=today, soon_until=soon_until)
    return list(rows.select_related("unit", "subject").order_by(*_SORTS.get(filters.sort, _SORTS[""]))[page])


def count_entries(actor: Actor, register: Register, filters: EntryFilter, *, today: date, soon_until: date) -> int:
    """Count the visible entries that a filter leaves, no further than one over `MOST_COUNTED`. One query."""
    rows = filtered(actor, register, filters, today=today, soon_until=soon_until)
    return rows.order_by()[: MOST_COUNTED + 1].count()


def filtered(
    actor: Actor, register: Register, filters: EntryFilter, *, today: date, soon_until: date
) -> QuerySet[RegisterEntry]:
    """Return the visible entries of a register that a filter leaves."""
    rows = visible(actor).filter(register=register.id)
    if "\0" in filters.query + filters.unit_path:
        return rows.none()
    rows = rows.exclude(removed_at=None) if filters.due == REMOVED else rows.filter(removed_at=None)
    for word in fold(filters.query).split():
        rows = rows.filter(search_fold__contains=word)
    if filters.state in register.state_by_code:
        rows = rows.filter(state=filters.state)
    if filters.unit_path:
        rows = rows.filter(Q(unit__path__startswith=filters.unit_path) | Q(subject__path__startswith=filters.unit_path))
    if filters.year is not None:
        rows = rows.filter(dated_on__year=filters.year)
    for code, value in filters.values.items():
        if code in register.by_code:
            rows = rows.filter(**{f"values__{code}": value})
    if filters.due == OVERDUE:
        rows = rows.filter(due_on__lt=today)
    elif filters.due == DUE_SOON:
        rows = rows.filter(due_on__gte=today, due_on__lte=soon_until)
    return rows


def access_entry(actor: Actor, register_id: str, public_id: uuid.UUID) -> RegisterEntry:
    """Return a visible entry, removed ones too, with its units. Raises `EntryNotFound`."""
    rows = visible(actor).select_related("unit", "subject")
    found = rows.filter(register=register_id, public_id=public_id).first()
    if found is None:
        raise EntryNotFound
    return found


def history(entry: RegisterEntry) -> list[EntryChange]:
    """Return what was done to an entry, the latest first. One query."""
    return list(EntryChange.objects.filter(entry=entry).order_by("-at", "-pk"))


def proofs(entry: RegisterEntry) -> list[EntryDocument]:
    """Return the documents of an entry, in the order in which they came. One query."""
    return list(EntryDocument.objects.filter(entry=entry).select_related("document").order_by("pk"))


def may_edit(actor: Actor, register: Register, entry: RegisterEntry) -> bool:
    """Tell whether the actor keeps the register of an entry, and so also sees its personal data."""
    return may_write(actor, register, entry.unit.path)


def list_keeping_units(actor: Actor, register: Register, *, today: date, limit: int = 500) -> list[Unit]:
    """Return the units for which the actor keeps a register, own ones first. One query."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REGISTERS_WRITE):
        scope |= Q(path__startswith=path)
    rows = Unit.objects.filter(scope, Q(valid_to=None) | Q(valid_to__gt=today))
    if register.keepers:
        rows = rows.filter(kind__in=register.keepers)
    own = set(actor.home_unit_ids())
    found = [unit for unit in rows.order_by("name_sort", "pk") if may_write(actor, register, unit.path)]
    return sorted(found, key=lambda unit: unit.pk not in own)[:limit]


def list_imports(actor: Actor, register: Register, *, limit: int = 10) -> list[EntryImport]:
    """Return the latest tables that were brought into a register by units whose register the actor sees. One query."""
    return list(
        _visible_imports(actor).filter(register=register.id).order_by("-at", "-pk").defer("rejects", "results")[:limit]
    )


def access_import(actor: Actor, register_id: str, public_id: uuid.UUID) -> EntryImport:
    """Return a table that was brought in. Raises `EntryNotFound`."""
    found = _visible_imports(actor).filter(register=register_id, public_id=public_id).first()
    if found is None:
        raise EntryNotFound
    return found


def has_stopped(told: EntryImport) -> bool:
    """Tell whether the background work of a table gave up before it came to an end."""
    given_up = (JobState.FAILED, JobState.CANCELLED)
    return told.state == ImportState.WAITING and told.job is not None and told.job.state in given_up


def _visible_imports(actor: Actor) -> QuerySet[EntryImport]:
    """Whoever brings tables in sees those of the unit: rejected rows may hold personal data."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REGISTERS_WRITE):
        scope |= Q(unit__path__startswith=path)
    return EntryImport.objects.filter(scope).select_related("unit", "job")


def units_by_slug(slugs: set[str]) -> dict[str, str]:
    """Return the names of units by slug. One query, none when nothing is asked."""
    if not slugs:
        return {}
    return dict(Unit.objects.filter(slug__in=slugs).values_list("slug", "name"))
