"""The worker: takes one job after the other, shows that it lives, and survives whatever a handler does."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, cast

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from parindex.apps.base import jobs
from parindex.domain.access import SYSTEM
from parindex.jobs.registry import JobContext, handler_for

if TYPE_CHECKING:
    from parindex.apps.base.models import Job

HEARTBEAT_SECONDS = 10
IDLE_SECONDS = 1
UNEXPECTED = "job_unexpected_error"
UNEXPECTED_MESSAGE = (
    "Có lỗi ngoài dự kiến khi xử lý. Làm lại lần nữa; nếu vẫn vậy, báo người quản trị xem nhật ký máy chủ."
)

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)


def run_forever(stop: threading.Event, *, clock: Clock = timezone.now) -> None:
    """Work until `stop` is set; the job in hand is finished first."""
    name = worker_name()
    log.info("worker.started", worker=name)
    while not stop.is_set():
        close_old_connections()
        try:
            jobs.reap(now=clock())
            worked = run_one(worker=name, clock=clock)
        except DatabaseError:
            # The database restarts or is locked for long: wait and go on, the job is taken up again later.
            log.exception("worker.database")
            worked = False
        if not worked:
            stop.wait(IDLE_SECONDS)
    log.info("worker.stopped", worker=name)


def run_until_empty(*, clock: Clock = timezone.now, limit: int = 1000) -> int:
    """Run due jobs in this process until none is due, and return how many ran: for the command line and tests."""
    name, count = worker_name(), 0
    while count < limit and run_one(worker=name, clock=clock):
        count += 1
    return count


def run_one(*, worker: str, clock: Clock = timezone.now) -> bool:
    """Take and run one due job; return False when none was due."""
    job = jobs.claim(worker=worker, now=clock())
    if job is None:
        return False
    with structlog.contextvars.bound_contextvars(job=str(job.public_id), kind=job.kind, attempt=job.attempts):
        log.info("job.started")
        try:
            with _beating(job, clock=clock):
                _run(job, clock=clock)
        except jobs.JobLost:
            log.info("job.lost")
    return True


def worker_name() -> str:
    """Return a name no other worker has: machine, process and a random part."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _run(job: Job, *, clock: Clock) -> None:
    """Call the handler; an error with a code is final, any other is tried again."""

    def show(*, done: int, total: int | None = None, note: str = "") -> None:
        jobs.progress(job, done=done, total=total, note=note, now=clock())

    context = JobContext(
        payload=cast("dict[str, object]", job.payload),
        actor=SYSTEM,
        created_by_id=job.created_by_id,
        attempt=job.attempts,
        now=clock,
        progress=show,
    )
    try:
        result = handler_for(job.kind)(context)
    except jobs.JobLost:
        raise
    except Exception as error:  # noqa: BLE001 - the worker outlives every handler; the error is logged and kept
        _fail(job, error, now=clock())
        return
    jobs.finish(job, result=result, now=clock())
    log.info("job.done")


def _fail(job: Job, error: Exception, *, now: datetime) -> None:
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    if isinstance(code, str) and isinstance(message, str):
        log.info("job.refused", code=code)
        jobs.fail(job, code=code, message=message, now=now)
        return
    log.error("job.crashed", exc_info=error)
    jobs.fail(job, code=UNEXPECTED, message=UNEXPECTED_MESSAGE, now=now, retry=True)


@contextmanager
def _beating(job: Job, *, clock: Clock) -> Iterator[None]:
    """Show signs of life from a second thread, since a handler may be silent for minutes."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                jobs.heartbeat(job, now=clock())
            except jobs.JobLost:
                return
            except DatabaseError:
                # Locked by the handler's own long transaction: the next beat comes in time, the limit is six beats.
                log.warning("job.beat_missed")
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
