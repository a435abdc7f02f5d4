"""A worker killed by the machine while it reads a document: nothing half written, and the next one ends the work."""

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
import io, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from parindex.apps.audit import services as audit
from parindex.apps.audit.models import Event
from parindex.apps.base import jobs
from parindex.apps.evidence import documents
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import Unit
from parindex.domain.access import SYSTEM
from parindex.jobs import worker
from tests.unit.documents.extract.test_facts import REPORT
"""
QUEUE = (
    PRELUDE
    + """
call_command("migrate", verbosity=0)
unit = Unit.objects.create(slug="xa", name="Xã Hư Cấu", kind="commune", path="/1/", name_fold="xa", name_sort="xa")
upload = documents.Upload("a.txt", io.BytesIO(REPORT.encode()))
documents.add_document(unit=unit, upload=upload, actor=SYSTEM, now=timezone.now())
"""
)
WORK = (
    PRELUDE
    + """
def reach(word):
    print(word, flush=True)
    if word == sys.argv[1]:
        time.sleep(600)

record, save = documents._record, documents.save_reading

def record_and_reach(*values, **more):
    record(*values, **more)
    reach("inside")

def save_and_reach(**values):
    reach("read")
    saved = save(**values)
    reach("committed")
    return saved

documents._record, documents.save_reading = record_and_reach, save_and_reach
later = timezone.now() + timedelta(seconds=float(sys.argv[2]))
jobs.reap(now=later)
worker.run_until_empty(clock=lambda: later)
document = Document.objects.get()
told = Event.objects.filter(action="evidence.read").count()
print(document.reading, document.number, document.version, told, audit.verify().is_whole, flush=True)
"""
)


def start(code: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    fresh = {"PARINDEX_DATA_DIR": str(folder), "PARINDEX_DATABASE_URL": "", "PYTHONPATH": "."}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, **fresh}
    )


@pytest.mark.parametrize("word", ["read", "inside", "committed"])
def test_killed_reading_ends_once(word: str, tmp_path: Path) -> None:
    template.lay(tmp_path / "parindex.sqlite3")
    assert start(QUEUE, tmp_path, "").wait(PATIENCE) == 0
    victim = start(WORK, tmp_path, word, "0")
    assert victim.stdout is not None
    for line in victim.stdout:
        if line.strip() == word:
            break
    victim.send_signal(signal.SIGKILL)
    victim.wait(PATIENCE)

    survivor = start(WORK, tmp_path, "", "90")
    last = survivor.communicate(timeout=PATIENCE)[0].splitlines()[-1]

    assert last == "done 45/BC-UBND 2 1 True"
