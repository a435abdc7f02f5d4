"""A worker killed right after the mail server took the letter: nobody gets it twice, nothing is hidden."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests import template
from tests.integration.notify.mailbox import Mailbox, open_mailbox
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

PROCESS = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db import transaction
from parindex.apps.base import jobs
from parindex.apps.notify import delivery, outbox
from parindex.apps.notify.models import Delivery, MessageKind
from parindex.apps.people import services
from parindex.domain.access import SYSTEM
from parindex.jobs import worker
from datetime import datetime
now = datetime.fromisoformat("2026-03-16T09:00:00+07:00")

def say(*words):
    print(*words, file=sys.stderr, flush=True)

if sys.argv[1] == "write":
    call_command("migrate", verbosity=0)
    user = services.create_user(
        username="an.hc", full_name="An Hư Cấu", email="an@hu-cau.example", actor=SYSTEM, now=now
    )
    with transaction.atomic():
        words = outbox.Words("Việc quá hạn", "Hai việc.")
        message, _ = outbox.write(
            kind=MessageKind.DIGEST, recipient=user, words=words, channels=("email",), key="k", now=now
        )
        outbox.let_go(message, now=now)
    raise SystemExit
if sys.argv[1] == "die":
    def accepted(*_, **__):
        say("accepted")
        time.sleep(600)
    delivery._write = accepted
else:
    now += timedelta(seconds=90)
    jobs.reap(now=now)
worker.run_until_empty(clock=lambda: now)
found = Delivery.objects.get()
say(found.state, found.attempts, found.response)
"""


def start(word: str, folder: Path, box_port: int) -> subprocess.Popen[str]:
    fresh = {
        "PARINDEX_DATA_DIR": str(folder),
        "PARINDEX_DATABASE_URL": "",
        "PARINDEX_SMTP_HOST": "127.0.0.1",
        "PARINDEX_SMTP_PORT": str(box_port),
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, word],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **fresh},
    )


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with open_mailbox(settings) as mailbox:
        yield mailbox


def test_letter_that_was_taken_is_never_sent_again(box: Mailbox, settings: Settings, tmp_path: Path) -> None:
    port = int(str(settings.EMAIL_PORT))
    template.lay(tmp_path / "parindex.sqlite3")
    assert start("write", tmp_path, port).wait(PATIENCE) == 0
    victim = start("die", tmp_path, port)
    while victim.stderr.readline().strip() != "accepted":
        assert victim.poll() is None
    victim.send_signal(signal.SIGKILL)
    victim.wait(PATIENCE)
    assert len(box.received) == 1

    said = [start("again", tmp_path, port).communicate(timeout=PATIENCE)[1].strip().splitlines()[-1] for _ in range(2)]

    assert len(box.received) == 1
    assert all(line.startswith("unknown 1 Tiến trình gửi bị ngắt giữa chừng") for line in said)
