"""Entries as they stood at the end of a day, in one query over the changes that came later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from parindex.apps.registers.models import ChangeKind, EntryChange
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


def recorded_by(created: Mapping[int, Sequence[datetime]], *, as_of: date) -> Mapping[int, datetime | None]:
    """Return for each unit the moment before which an entry had to be recorded to stand in its register on a day.

    None for a unit that had not begun its register by then: what it wrote down afterwards is all that is known.
    """
    end = end_of(as_of)
    found: dict[int, datetime | None] = defaultdict(lambda: None)
    found.update({unit: end for unit, moments in created.items() if min(moments) < end})
    return found


def end_of(day: date) -> datetime:
    """Return the first moment after a day here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def _later(
    kind: str, state_before: str, state: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Later:
    is_move = kind == ChangeKind.MOVED or (kind == ChangeKind.IMPORTED and state_before != state)
    return Later(state_before, before, after, is_move)
