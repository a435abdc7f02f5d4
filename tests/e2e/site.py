"""A whole site in one process for the journeys: database of its own, demonstration, web server, worker, a fixed day.

Prints one line of JSON with its port and accounts, then serves until it is stopped. SIGUSR1 holds the worker back,
SIGUSR2 lets it go on, so that a journey can look at work that waits. A line with a number on the standard input moves
the clock by so many days; the line "tick" queues the periodic work that is due, which nothing else does here.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from tests.e2e import pace

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PAUSE_SECONDS, TRIES = 0.2, 20
YEARS_SECONDS = 10 * 365 * 86400
"""A connection is not idle because the clock was moved by days: it would be cut off, with the request on its way."""


def work(gate: threading.Event) -> None:
    """Run due jobs one by one while the gate is open; a database that is locked for long is only asked again."""
    from django.db import DatabaseError, close_old_connections

    from parindex.jobs import worker

    while True:
        gate.wait()
        close_old_connections()
        with contextlib.suppress(DatabaseError):
            while gate.is_set() and worker.run_one(worker="journeys"):
                pass
        threading.Event().wait(PAUSE_SECONDS)


def follow(clock: time_machine.Coordinates) -> None:
    """Move the clock as the journeys say, and tick when they say so, again while the database is locked for long."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from parindex.jobs import schedule

    for line in sys.stdin:
        if line.strip() != "tick":
            clock.shift(timedelta(days=int(line)))
            continue
        for _ in range(TRIES):
            close_old_connections()
            with contextlib.suppress(DatabaseError):
                schedule.tick(now=timezone.now())
                break


def main(clock: time_machine.Coordinates) -> None:
    """Prepare the database and serve."""
    ours = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the site logs goes to its own log, never into the pipe of the journeys
    os.environ["DJANGO_SETTINGS_MODULE"] = "parindex.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.utils import timezone
    from waitress import create_server

    from parindex.cli import demonstration

    call_command("migrate", verbosity=0)
    accounts = demonstration.load(now=timezone.now())
    gate = threading.Event()
    gate.set()
    signal.signal(signal.SIGUSR1, lambda *_: gate.clear())
    signal.signal(signal.SIGUSR2, lambda *_: gate.set())
    threading.Thread(target=work, args=(gate,), daemon=True).start()
    threading.Thread(target=follow, args=(clock,), daemon=True).start()
    answer = get_wsgi_application()
    if pace.PACE == "page":
        answer = pace.late_answers(answer)
    server = create_server(answer, host="127.0.0.1", port=0, threads=4, channel_timeout=YEARS_SECONDS)
    passwords = {account.username: account.password for account in accounts}
    with ours:
        print(json.dumps({"port": server.effective_port, "passwords": passwords}), file=ours)
    server.run()


if __name__ == "__main__":
    with time_machine.travel(MONDAY, tick=True) as travelling:
        main(travelling)
