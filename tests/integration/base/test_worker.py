"""The worker: runs handlers, keeps their results and errors, and goes on after a kill."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, transaction

from parindex.apps.base import events, jobs
from parindex.apps.base.models import Job, JobState
from parindex.domain.access import SYSTEM
from parindex.jobs import registry, worker
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


class Refused(Exception):
    code = "refused"
    message = "Tệp này không đọc được. Chọn tệp khác."


def enqueue(**payload: object) -> Job:
    return jobs.enqueue(kind="test.kind", payload=payload, actor=SYSTEM, now=NOW)


def run(handler: registry.Handler, *, now: datetime = NOW) -> int:
    with registry.registered("test.kind", handler):
        return worker.run_until_empty(clock=lambda: now)


@pytest.mark.django_db
def test_run_until_empty_keeps_results_and_progress() -> None:
    job = enqueue(number=3)

    def double(context: registry.JobContext) -> object:
        context.progress(done=1, total=2, note="Nửa đường")
        return {"number": int(str(context.payload["number"])) * 2, "attempt": context.attempt}

    assert run(double) == 1
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"number": 6, "attempt": 1})
    assert (job.progress_done, job.progress_note) == (1, "Nửa đường")


@pytest.mark.django_db
def test_errors_with_a_code_are_final_and_others_are_tried_again() -> None:
    refused, crashed = enqueue(code=True), enqueue()

    def fail(context: registry.JobContext) -> object:
        raise Refused if context.payload else ValueError("bug")

    run(fail)

    refused.refresh_from_db()
    crashed.refresh_from_db()
    assert (refused.state, refused.error_code, refused.error_message) == (JobState.FAILED, "refused", Refused.message)
    assert (crashed.state, crashed.error_code) == (JobState.QUEUED, worker.UNEXPECTED)
    assert "bug" not in crashed.error_message
    assert "Bấm" not in crashed.error_message  # pages name their button themselves, and each another one


@pytest.mark.django_db
def test_job_without_handler_fails_with_a_reason() -> None:
    job = jobs.enqueue(kind="no.such", payload={}, actor=SYSTEM, now=NOW)

    assert worker.run_until_empty(clock=lambda: NOW) == 1

    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "unknown_job_kind")
    assert "bấm" not in job.error_message


@pytest.mark.django_db
def test_cancelled_job_stops_at_its_next_sign_of_life() -> None:
    job = enqueue()
    steps = []

    def work(context: registry.JobContext) -> object:
        steps.append(1)
        jobs.cancel(job, now=NOW)
        context.progress(done=1)
        steps.append(2)
        return None

    run(work)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert steps == [1]


@pytest.mark.django_db
def test_job_of_a_killed_worker_runs_again() -> None:
    job = enqueue()

    def die(context: registry.JobContext) -> object:
        raise SystemExit("killed")

    with pytest.raises(SystemExit):
        run(die)
    assert run(lambda context: "xong") == 0
    later = NOW + timedelta(minutes=2)
    assert jobs.reap(now=later) == 1
    assert run(lambda context: "xong", now=later) == 1

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, "xong", 2)


@pytest.mark.django_db(transaction=True)
def test_run_forever_works_until_it_is_stopped() -> None:
    job = enqueue()
    stop = threading.Event()

    def work(context: registry.JobContext) -> object:
        stop.set()
        return None

    with registry.registered("test.kind", work):
        worker.run_forever(stop)

    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_run_forever_outlives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    stop, calls = threading.Event(), []

    def reap(*, now: datetime) -> int:
        calls.append(now)
        if len(calls) == 1:
            raise OperationalError("the database restarts")
        stop.set()
        return 0

    monkeypatch.setattr(jobs, "reap", reap)

    worker.run_forever(stop)

    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_heartbeat_thread_keeps_a_silent_job_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "HEARTBEAT_SECONDS", 0.02)
    job = enqueue()
    beaten = threading.Event()
    original = jobs.heartbeat

    def beat(row: Job, *, now: datetime) -> None:
        original(row, now=now)
        # One is enough: threads share the database in memory, where another beat would lock out the end of the job.
        monkeypatch.setattr(worker, "HEARTBEAT_SECONDS", PATIENCE)
        beaten.set()

    monkeypatch.setattr(jobs, "heartbeat", beat)
    assert run(lambda context: beaten.wait(PATIENCE)) == 1

    job.refresh_from_db()
    assert job.result is True


heard: list[object] = []


def hear(event: object) -> None:
    heard.append(event)


class Something:
    """An event of these tests."""


@pytest.mark.django_db
def test_publish_calls_the_listed_subscribers(settings: pytest.FixtureRequest) -> None:
    settings.PARINDEX_SUBSCRIBERS = {f"{__name__}.Something": (f"{__name__}.hear",)}
    heard.clear()
    event = Something()

    assert events.publish(event) == 1
    assert events.publish("nobody listens") == 0
    assert heard == [event]


@pytest.mark.django_db(transaction=True)
def test_publish_outside_a_transaction_is_refused() -> None:
    with pytest.raises(events.NotInTransaction):
        events.publish(Something())
    with transaction.atomic():
        assert events.publish(Something()) == 0
