"""Background work kept in the database: queued in the transaction that needs it, run by a worker, resumed when killed.

Why not a library: docs/adr/0002-own-job-queue.md. A job is owned by (worker, attempt); every write of a worker checks
that ownership, so a worker that was believed dead and comes back can change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from parindex.apps.base.models import Job, JobState
from parindex.domain.access import Actor

STALE_AFTER = timedelta(seconds=60)
RETRY_DELAY = timedelta(seconds=10)
INTERRUPTED = "job_interrupted"


class JobLost(Exception):
    """Raised in a handler when its job was cancelled or given to another worker; the handler stops."""

    code = "job_lost"
    message = "Việc nền này đã bị dừng hoặc đã chuyển cho tiến trình khác."


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, object],
    actor: Actor,
    now: datetime,
    dedupe_key: str | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Queue a job in the caller's transaction; the same `dedupe_key` gives the job that already exists."""
    values = {
        "kind": kind,
        "payload": dict(payload),
        "run_after": run_after or now,
        "created_by_id": actor.user_id,
        "created_at": now,
    }
    if dedupe_key is None:
        return Job.objects.create(**values)
    return Job.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)[0]


def is_known(*, dedupe_key: str) -> bool:
    """Tell whether a job with this key was queued before, whatever became of it."""
    return Job.objects.filter(dedupe_key=dedupe_key).exists()


def claim(*, worker: str, now: datetime) -> Job | None:
    """Take the next due job for a worker; None when nothing is due.

    Two workers never get the same job: PostgreSQL skips locked rows, SQLite runs immediate transactions one by one.
    """
    with transaction.atomic():
        waiting = Job.objects.filter(state=JobState.QUEUED, run_after__lte=now).order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.worker = worker[:100]
        job.attempts += 1
        job.heartbeat_at = job.started_at = now
        job.progress_done, job.progress_total, job.progress_note = 0, None, ""
        job.error_code = job.error_message = ""
        job.save()
    return job


def heartbeat(job: Job, *, now: datetime) -> None:
    """Say that the worker is alive. Raises `JobLost`."""
    _write_owned(job, heartbeat_at=now)


def progress(job: Job, *, done: int, total: int | None = None, note: str = "", now: datetime) -> None:
    """Show how far a running job is; also counts as a heartbeat. Raises `JobLost`."""
    _write_owned(job, progress_done=done, progress_total=total, progress_note=note[:200], heartbeat_at=now)


def finish(job: Job, *, result: object = None, now: datetime) -> None:
    """Mark a running job as done. Raises `JobLost`."""
    _write_owned(job, state=JobState.DONE, result=result, finished_at=now, heartbeat_at=now)


def fail(job: Job, *, code: str, message: str, now: datetime, retry: bool = False) -> None:
    """Mark a running job as failed, or with `retry` queue it again while attempts are left. Raises `JobLost`."""
    if retry and job.attempts < job.max_attempts:
        _write_owned(
            job,
            state=JobState.QUEUED,
            worker="",
            run_after=now + RETRY_DELAY * job.attempts,
            error_code=code,
            error_message=message,
        )
        return
    _write_owned(job, state=JobState.FAILED, error_code=code, error_message=message, finished_at=now)


def cancel(job: Job, *, now: datetime) -> bool:
    """Stop a queued or running job; its handler notices at its next sign of life. Return whether it was stopped."""
    open_states = (JobState.QUEUED, JobState.RUNNING)
    stopped = Job.objects.filter(pk=job.pk, state__in=open_states).update(state=JobState.CANCELLED, finished_at=now)
    return bool(stopped)


def reap(*, now: datetime) -> int:
    """Queue again the jobs whose worker has been silent for 60 seconds, or fail them when no attempt is left.

    Returns how many jobs were taken from dead workers.
    """
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    with transaction.atomic():
        failed = silent.filter(attempts__gte=F("max_attempts")).update(
            state=JobState.FAILED,
            error_code=INTERRUPTED,
            error_message="Việc nền bị ngắt giữa chừng quá số lần cho phép. Làm lại lần nữa; "
            "nếu vẫn vậy, báo người quản trị xem máy chủ có thiếu bộ nhớ không.",
            finished_at=now,
        )
        requeued = silent.update(state=JobState.QUEUED, worker="", run_after=now)
    return failed + requeued


def _write_owned(job: Job, **values: object) -> None:
    owned = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)
    if not owned.update(**values):
        raise JobLost(JobLost.message)
    for name, value in values.items():
        setattr(job, name, value)
