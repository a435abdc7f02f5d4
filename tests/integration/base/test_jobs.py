"""Jobs: queued once, claimed once, owned, resumed when their worker dies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parindex.apps.base import jobs
from parindex.apps.base.models import Job, JobState
from parindex.domain.access import Actor

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ACTOR = Actor(user_id=7, name="Nguyễn Văn Hư Cấu")
pytestmark = pytest.mark.django_db


def enqueue(**values: object) -> Job:
    return jobs.enqueue(kind="test.kind", payload={"id": 1}, actor=ACTOR, now=NOW, **values)


def test_enqueue_with_the_same_key_gives_the_same_job() -> None:
    first = enqueue(dedupe_key="a")

    assert enqueue(dedupe_key="a").pk == first.pk
    assert enqueue(dedupe_key="b").pk != first.pk
    assert enqueue().pk != enqueue().pk


def test_claim_takes_due_jobs_in_order_and_each_once() -> None:
    later = enqueue(run_after=NOW + timedelta(minutes=5))
    first, second = enqueue(), enqueue()

    claimed = [jobs.claim(worker="w", now=NOW) for _ in range(3)]

    assert [job.pk if job else None for job in claimed] == [first.pk, second.pk, None]
    assert jobs.claim(worker="w", now=NOW + timedelta(minutes=5)).pk == later.pk


def test_progress_and_finish_are_kept() -> None:
    enqueue()
    job = jobs.claim(worker="w", now=NOW)

    jobs.progress(job, done=2, total=5, note="Đọc trang 2", now=NOW + timedelta(seconds=1))
    jobs.finish(job, result={"draft": 3}, now=NOW + timedelta(seconds=2))

    stored = Job.objects.get()
    assert (stored.state, stored.progress_done, stored.progress_total) == (JobState.DONE, 2, 5)
    assert stored.result == {"draft": 3}


def test_fail_is_final_unless_a_retry_is_left() -> None:
    job = enqueue()
    for attempt in (1, 2):
        running = jobs.claim(worker="w", now=NOW + timedelta(hours=attempt))
        jobs.fail(running, code="x", message="Lỗi", now=NOW + timedelta(hours=attempt), retry=True)
        job.refresh_from_db()
        assert job.state == JobState.QUEUED
        assert job.run_after > NOW + timedelta(hours=attempt)

    running = jobs.claim(worker="w", now=NOW + timedelta(hours=3))
    jobs.fail(running, code="x", message="Lỗi", now=NOW + timedelta(hours=3), retry=True)

    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_message) == (JobState.FAILED, "x", "Lỗi")


def test_reap_queues_silent_jobs_and_leaves_living_ones() -> None:
    enqueue()
    enqueue()
    silent, living = jobs.claim(worker="dead", now=NOW), jobs.claim(worker="alive", now=NOW)
    jobs.heartbeat(living, now=NOW + timedelta(seconds=50))

    count = jobs.reap(now=NOW + timedelta(seconds=61))

    assert count == 1
    assert Job.objects.get(pk=silent.pk).state == JobState.QUEUED
    assert Job.objects.get(pk=living.pk).state == JobState.RUNNING


def test_reap_fails_a_job_that_killed_its_worker_every_time() -> None:
    job = enqueue()
    for attempt in range(3):
        assert jobs.claim(worker="w", now=NOW + timedelta(hours=attempt)) is not None
        jobs.reap(now=NOW + timedelta(hours=attempt, minutes=2))

    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, jobs.INTERRUPTED)
    assert "Làm lại lần nữa" in job.error_message


def test_worker_that_was_believed_dead_changes_nothing() -> None:
    enqueue()
    stale = jobs.claim(worker="w", now=NOW)
    jobs.reap(now=NOW + timedelta(minutes=2))
    fresh = jobs.claim(worker="w", now=NOW + timedelta(minutes=2))

    with pytest.raises(jobs.JobLost):
        jobs.finish(stale, result="cũ", now=NOW + timedelta(minutes=3))
    jobs.finish(fresh, result="mới", now=NOW + timedelta(minutes=3))

    assert Job.objects.get().result == "mới"


def test_cancel_stops_queued_and_running_jobs_only() -> None:
    queued = enqueue()
    assert jobs.cancel(queued, now=NOW)
    assert jobs.claim(worker="w", now=NOW) is None

    enqueue()
    running = jobs.claim(worker="w", now=NOW)
    assert jobs.cancel(running, now=NOW)
    with pytest.raises(jobs.JobLost):
        jobs.heartbeat(running, now=NOW)
    assert not jobs.cancel(running, now=NOW)
