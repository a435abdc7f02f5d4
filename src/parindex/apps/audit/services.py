"""The only writer of the register, and its check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from parindex.apps.audit import chain, context
from parindex.apps.audit.actions import ACTION_NAMES, UnknownAction
from parindex.apps.audit.models import ChainHead, Event
from parindex.domain.access import Actor


class NotInTransaction(RuntimeError):
    """Raised when an entry would be written outside the transaction of what it tells of."""

    code = "audit_not_in_transaction"


@dataclass(frozen=True, slots=True)
class VerifyOutcome:
    """What the check of the chain found; `broken_seq` is the first entry that does not fit."""

    count: int
    broken_seq: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether every entry fits."""
        return self.broken_seq is None


def record(
    *,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: str,
    object_label: str = "",
    unit_path: str = "",
    before: object = None,
    after: object = None,
    now: datetime,
) -> Event:
    """Append one entry in the caller's transaction, chained to the one before it.

    `before` and `after` are JSON-like values; without `unit_path` the entry belongs to the actor's highest unit.
    Raises `NotInTransaction` and `UnknownAction`.
    """
    if action not in ACTION_NAMES:
        raise UnknownAction(action)
    if not connection.in_atomic_block:
        raise NotInTransaction("Nhật ký phải được ghi trong cùng giao dịch với việc được ghi.")
    head = _lock_head()
    values: dict[str, object] = {
        "seq": head.seq + 1,
        "at": now,
        "actor_id": actor.user_id,
        "actor_name": _text(actor.name, 200),
        "action": action,
        "object_type": _text(object_type, 40),
        "object_id": _text(object_id, 60),
        "object_label": _text(object_label, 300),
        "unit_path": _text(unit_path or _home(actor), 200),
        "before": chain.plain(before),
        "after": chain.plain(after),
        "request_id": context.request_id(),
    }
    event = Event(**values, previous_hash=head.hash, hash=chain.hash_entry(values, previous_hash=head.hash))
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])
    return event


def record_view(
    *,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: str,
    object_label: str = "",
    unit_path: str = "",
    after: object = None,
    now: datetime,
) -> None:
    """Record who saw or exported something, in a transaction of its own since reading has none."""
    with transaction.atomic():
        record(
            actor=actor,
            action=action,
            object_type=object_type,
            object_id=object_id,
            object_label=object_label,
            unit_path=unit_path,
            after=after,
            now=now,
        )


def verify() -> VerifyOutcome:
    """Recompute the whole chain and compare it with the head, which also shows entries cut off the end.

    Others may write meanwhile: what the head counts beyond the lines that were read is read before anything is missed.
    """
    previous, seq, counted, entries = chain.GENESIS, 0, 0, Event.objects.order_by("seq")
    while True:
        for event in entries.iterator(chunk_size=1000):
            if reason := _fault_of(event, seq=seq + 1, previous=previous):
                return VerifyOutcome(count=seq, broken_seq=seq + 1, reason=reason)
            previous, seq = event.hash, event.seq
        if seq < counted:
            break
        head = ChainHead.objects.filter(pk=1).first() or ChainHead()
        if (head.seq, head.hash) == (seq, previous):
            return VerifyOutcome(count=seq)
        if head.seq <= seq:
            break
        counted, entries = head.seq, Event.objects.filter(seq__gt=seq).order_by("seq")
    return VerifyOutcome(count=seq, broken_seq=seq + 1, reason="thiếu các dòng cuối")


def _fault_of(event: Event, *, seq: int, previous: str) -> str:
    """Return why an entry does not follow the one before it, or an empty text."""
    if event.seq != seq:
        return "thiếu dòng này"
    if event.previous_hash != previous:
        return "không nối với dòng trước"
    values = {name: getattr(event, name) for name in chain.HASHED_FIELDS}
    if event.hash != chain.hash_entry(values, previous_hash=previous):
        return "nội dung không khớp mã băm"
    return ""


def _lock_head() -> ChainHead:
    """Take the single head row for this transaction; SQLite serialises by its immediate transactions."""
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)


def _home(actor: Actor) -> str:
    """Return the highest unit of the person who acts, so that nobody of another province reads of it."""
    return min((grant.unit_path for grant in actor.grants), key=lambda path: (path.count("/"), path), default="")


def _text(value: str, length: int) -> str:
    return value.replace("\0", "")[:length]
