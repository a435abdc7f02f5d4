"""Entries as they stood at the end of a day: one query over the changes that came later, one over registers begun."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from parindex.apps.registers.models import ChangeKind, EntryChange, RegisterEntry
from parindex.domain.registers.past import Later

_MOVE = Q(kind=ChangeKind.MOVED) | (Q(kind=ChangeKind.IMPORTED) & ~Q(state_before=F("state")))


def changes_after(register_ids: Collection[str], *, as_of: date) -> Mapping[int, Sequence[Later]]:
    """Return by entry the changes that happened after a day, the latest first.

    What precedes a move that had happened by the day had happened too, whenever it was written down.
    """
    vouching = EntryChange.objects.filter(_MOVE, entry=OuterRef("entry"), pk__gt=OuterRef("pk"), happened_on__lte=as_of)
    rows = (
        EntryChange.objects.filter(entry__register__in=register_ids, happened_on__gt=as_of)
        .exclude(Exists(vouching))
        .order_by("entry_id", "-pk")
        .values_list("entry_id", "kind", "state_before", "state", "before", "after")
    )
    found: dict[int, Sequence[Later]] = {}
    for entry_id, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        found[entry_id] = [_later(*row[1:]) for row in group]
    return found


def begun_by(register_ids: Collection[str], *, as_of: date) -> Set[tuple[str, int]]:
    """Return register and unit of each register that a unit had begun by the end of a day. One query.

    Whoever looks gets the same answer, and an entry that was removed later had begun its register all the same.
    """
    rows = RegisterEntry.objects.filter(register__in=register_ids, created_at__lt=end_of(as_of))
    return set(rows.order_by().values_list("register", "unit_id").distinct())


def end_of(day: date) -> datetime:
    """Return the first moment after a day here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def _later(
    kind: str, state_before: str, state: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Later:
    is_move = kind == ChangeKind.MOVED or (kind == ChangeKind.IMPORTED and state_before != state)
    return Later(state_before, before, after, is_move)
