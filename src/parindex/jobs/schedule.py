"""Periodic work: at its times of the day each listed kind is put into the queue, once, however many ticks run.

The list is in settings (`PARINDEX_SCHEDULE`: kind -> local times of day), the memory is the queue itself: the key of a
slot is unique in the table of jobs, so a second tick, or one that comes back from being killed, finds the job there.
Why so: docs/adr/0009-urging.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from parindex.apps.base import jobs
from parindex.domain.access import SYSTEM

TICK_SECONDS = 20
PREFIX = "schedule:"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which one kind of work falls due."""

    kind: str
    at: datetime

    @property
    def key(self) -> str:
        """Return what is unique for this slot: the wall clock of the office, whatever the zone of the process."""
        return f"{PREFIX}{self.kind}:{self.at:%Y-%m-%dT%H:%M}"


def listed() -> Mapping[str, tuple[time, ...]]:
    """Return the times of day of every periodic kind. Raises ValueError for a time that is none."""
    entries: Mapping[str, Iterable[str]] = settings.PARINDEX_SCHEDULE
    return {kind: tuple(sorted(time.fromisoformat(text) for text in times)) for kind, times in entries.items()}


def due_slots(now: datetime) -> tuple[Slot, ...]:
    """Return the last slot of today that has come for each kind; what was missed on earlier days is not made up for.

    A machine that was off at 07:15 and starts at 09:00 does the work of 07:15 then; of two missed slots only the later.
    """
    local = timezone.localtime(now)
    found = ((kind, [moment for moment in times if moment <= local.time()]) for kind, times in listed().items())
    return tuple(
        Slot(kind, local.replace(hour=past[-1].hour, minute=past[-1].minute, second=0, microsecond=0))
        for kind, past in found
        if past
    )


def tick(*, now: datetime) -> int:
    """Queue what has fallen due and is not queued yet; return how many slots this call found open."""
    waiting = [slot for slot in due_slots(now) if not jobs.is_known(dedupe_key=slot.key)]
    for slot in waiting:
        with transaction.atomic():
            payload = {"slot": slot.at.isoformat()}
            jobs.enqueue(kind=slot.kind, payload=payload, actor=SYSTEM, now=now, dedupe_key=slot.key)
        log.info("tick.queued", kind=slot.kind, slot=payload["slot"])
    return len(waiting)


def run_forever(stop: threading.Event, *, clock: Callable[[], datetime] = timezone.now) -> None:
    """Tick until `stop` is set."""
    log.info("tick.started")
    while not stop.is_set():
        close_old_connections()
        try:
            tick(now=clock())
        except DatabaseError:
            # The database restarts or is locked for long: the slot stays due, the next tick finds it.
            log.exception("tick.database")
        stop.wait(TICK_SECONDS)
    log.info("tick.stopped")
