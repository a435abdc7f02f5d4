"""Several processes at once on PostgreSQL; on SQLite immediate transactions let one write at a time anyway."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.domain.access import SYSTEM

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_postgresql(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; run with PARINDEX_DATABASE_URL")


def at_once(work: Callable[[int], object], *, count: int) -> list[object]:
    """Run work in threads with connections of their own."""

    def run(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(count)))


def test_entries_of_many_processes_make_one_chain() -> None:
    def write(number: int) -> int:
        with transaction.atomic():
            return audit.record(
                actor=SYSTEM, action="plan.approved", object_type="plan", object_id=str(number), now=NOW
            ).seq

    numbers = at_once(write, count=40)

    assert sorted(numbers) == list(range(1, 41))
    assert audit.verify() == audit.VerifyOutcome(count=40)


def test_each_job_is_claimed_by_one_worker() -> None:
    for _ in range(20):
        jobs.enqueue(kind="test.kind", payload={}, actor=SYSTEM, now=NOW)

    claimed = at_once(lambda number: jobs.claim(worker=f"w{number}", now=NOW), count=40)

    taken = [job.pk for job in claimed if job is not None]
    assert len(taken) == len(set(taken)) == 20


def test_same_key_from_many_processes_is_one_job() -> None:
    made = at_once(lambda _: jobs.enqueue(kind="x", payload={}, actor=SYSTEM, now=NOW, dedupe_key="một").pk, count=16)

    assert len(set(made)) == 1
