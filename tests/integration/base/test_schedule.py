"""Periodic work is queued once for each of its times, whoever ticks and whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from parindex.apps.base.models import Job
from parindex.jobs import registry, schedule, worker
from tests import template
from tests.patience import PATIENCE

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 3, 16, 7, 15, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _listed(settings: Settings) -> None:
    settings.PARINDEX_SCHEDULE = {"test.morning": ("07:15",), "test.twice": ("06:00", "13:00")}


def keys() -> list[str]:
    return sorted(Job.objects.values_list("dedupe_key", flat=True))


@pytest.mark.django_db
def test_tick_queues_each_slot_once() -> None:
    assert schedule.tick(now=MORNING - timedelta(minutes=1)) == 1
    assert schedule.tick(now=MORNING) == 1
    assert schedule.tick(now=MORNING + timedelta(seconds=20)) == 0

    assert keys() == ["schedule:test.morning:2026-03-16T07:15", "schedule:test.twice:2026-03-16T06:00"]
    assert Job.objects.get(kind="test.morning").payload == {"slot": "2026-03-16T07:15:00+07:00"}


@pytest.mark.django_db
def test_tick_makes_up_for_today_only() -> None:
    schedule.tick(now=MORNING - timedelta(hours=7))
    assert keys() == []

    schedule.tick(now=MORNING + timedelta(hours=9))

    assert keys() == ["schedule:test.morning:2026-03-16T07:15", "schedule:test.twice:2026-03-16T13:00"]


@pytest.mark.django_db
def test_tick_of_another_zone_finds_the_same_slot() -> None:
    schedule.tick(now=MORNING)

    assert schedule.tick(now=MORNING.astimezone(ZoneInfo("UTC"))) == 0


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_the_same_moment_queue_one_job() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("threads share the database in memory; processes below tick on SQLite")
    together = threading.Barrier(4)

    def one(_: int) -> None:
        together.wait()
        try:
            schedule.tick(now=MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))

    assert keys() == ["schedule:test.morning:2026-03-16T07:15", "schedule:test.twice:2026-03-16T06:00"]


@pytest.mark.django_db
def test_queued_slot_runs_once() -> None:
    ran: list[object] = []
    schedule.tick(now=MORNING)

    with registry.registered("test.morning", lambda context: ran.append(context.payload["slot"])):
        worker.run_one(worker="a", clock=lambda: MORNING)
        worker.run_one(worker="a", clock=lambda: MORNING)
        schedule.tick(now=MORNING + timedelta(minutes=1))
        worker.run_one(worker="a", clock=lambda: MORNING + timedelta(minutes=1))

    assert ran == ["2026-03-16T07:15:00+07:00"]


PROCESS = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
import django
django.setup()
from datetime import datetime
from django.conf import settings
from django.core.management import call_command
from parindex.apps.base.models import Job
from parindex.jobs import schedule

def reach(word):
    print(word, file=sys.stderr, flush=True)
    if word == sys.argv[1]:
        time.sleep(600)

settings.PARINDEX_SCHEDULE = {"test.morning": ("07:15",)}
if sys.argv[1] == "prepare":
    call_command("migrate", verbosity=0)
    raise SystemExit
real = schedule.jobs.enqueue
schedule.jobs.enqueue = lambda **given: (reach("before"), real(**given))
schedule.tick(now=datetime.fromisoformat("2026-03-16T07:20:00+07:00"))
reach("after")
print(Job.objects.count(), file=sys.stderr, flush=True)
"""


def start(word: str, folder: Path) -> subprocess.Popen[str]:
    fresh = {**os.environ, "PARINDEX_DATA_DIR": str(folder), "PARINDEX_DATABASE_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, word],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=fresh,
    )


@pytest.mark.slow
def test_killed_or_doubled_ticks_leave_one_job(tmp_path: Path) -> None:
    template.lay(tmp_path / "parindex.sqlite3")
    assert start("prepare", tmp_path).wait(PATIENCE) == 0
    for word in ("before", "after"):
        victim = start(word, tmp_path)
        while victim.stderr.readline().strip() != word:
            assert victim.poll() is None
        victim.send_signal(signal.SIGKILL)
        victim.wait(PATIENCE)

        both = [start("", tmp_path), start("", tmp_path)]
        said = [process.communicate(timeout=PATIENCE)[1].split()[-2:] for process in both]

        assert said == [["after", "1"], ["after", "1"]]
