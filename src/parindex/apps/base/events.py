"""What a higher app wants to hear of a lower one: typed, synchronous, in the transaction of the publisher.

Subscribers are listed in settings (`PARINDEX_SUBSCRIBERS`: dotted event class -> dotted functions), so that reading
the list shows everything that happens; there are no hidden signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

Subscriber = Callable[[object], None]


class NotInTransaction(RuntimeError):
    """Raised when an event is published outside a transaction."""

    code = "event_not_in_transaction"


def publish(event: object) -> int:
    """Call every subscriber of the event's class, in the order of the settings, and return how many there were.

    An error of a subscriber stops the publisher too: both belong to one transaction. Raises `NotInTransaction`.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"Sự kiện {type(event).__name__} phải được phát trong một giao dịch.")
    subscribers = subscribers_of(type(event))
    for subscriber in subscribers:
        subscriber(event)
    return len(subscribers)


def subscribers_of(event_type: type[object]) -> tuple[Subscriber, ...]:
    """Return the functions that listen to a class of events."""
    listed: Mapping[str, Iterable[str]] = settings.PARINDEX_SUBSCRIBERS
    return tuple(import_string(path) for path in listed.get(f"{event_type.__module__}.{event_type.__qualname__}", ()))
