"""A worker killed by the machine, not by an exception: its job is taken up again and ends once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import template
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

PRELUDE = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.base.models import Job
from parindex.domain.access import SYSTEM
from parindex.jobs import registry, worker

def reach(word):
    print(word, flush=True)
    if word == sys.argv[1]:
        time.sleep(600)

def note(context):
    with transaction.atomic():
        audit.record(actor=SYSTEM, action="draft.read", object_type="draft", object_id="1", now=context.now())
        reach("inside")
    reach("committed")
"""
QUEUE = (
    PRELUDE
    + """
call_command("migrate", verbosity=0)
jobs.enqueue(kind="test.kind", payload={}, actor=SYSTEM, now=timezone.now())
"""
)
WORK = (
    PRELUDE
    + """
later = timezone.now() + timedelta(seconds=float(sys.argv[2]))
jobs.reap(now=later)
with registry.registered("test.kind", note):
    worker.run_until_empty(clock=lambda: later)
job = Job.objects.get()
print(job.state, job.attempts, audit.verify().count, audit.verify().is_whole, flush=True)
"""
)


def start(code: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    fresh = {"PARINDEX_DATA_DIR": str(folder), "PARINDEX_DATABASE_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, **fresh}
    )


@pytest.mark.parametrize(("word", "entries"), [("inside", 1), ("committed", 2)])
def test_killed_worker_leaves_whole_or_nothing_and_the_job_resumes(word: str, entries: int, tmp_path: Path) -> None:
    template.lay(tmp_path / "parindex.sqlite3")
    assert start(QUEUE, tmp_path, "").wait(PATIENCE) == 0
    victim = start(WORK, tmp_path, word, "0")
    for line in victim.stdout:
        if line.strip() == word:
            break
    victim.send_signal(signal.SIGKILL)
    victim.wait(PATIENCE)

    survivor = start(WORK, tmp_path, "", "90")
    output = survivor.communicate(timeout=PATIENCE)[0]

    # Killed before the commit nothing of the first attempt is left; after it, the handler's work stands twice here
    # because this handler does not look whether it is done, which real ones must.
    assert output.splitlines()[-1] == f"done 2 {entries} True"
