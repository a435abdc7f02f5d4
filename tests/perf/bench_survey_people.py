"""Two hundred people who answer at once: `parindex serve` against a bare Django page with as many questions.

The database, the site and the people are processes of their own on this machine. Figures are seconds by the clock
from sending a form, or from opening it, to the answer, of the 95th percentile; then forms that were sent against
forms that are found in the database.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.perf.people import WARM
from tests.perf.rows import Row

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, FORMS = 200, 3
MOST_TIMES_BARE = 1.5
_SITE = "tests.perf.survey_site"


@dataclass(frozen=True, slots=True)
class Crowd:
    """How it went: the 95th percentile of opening and of sending, forms taken and kept, errors."""

    opened: float
    sent: float
    taken: int
    kept: int
    errors: int


def run() -> list[Row]:
    """Measure on both databases and return the rows."""
    with _postgres() as url:
        rows = _rows(url, "PostgreSQL")
    return [*rows, *_rows("", "SQLite")]


def _rows(url: str, name: str) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="parindex-people-") as folder:
        env = {**os.environ, "PARINDEX_DATABASE_URL": url, "PARINDEX_DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
        token = _told(env, _SITE, "prepare")
        bare = _measure(env, ("-m", _SITE, "bare"), "/bare/")
        ours = _measure(env, ("-m", "parindex", "serve", "--port"), f"/khao-sat/{token}/?noi=C")
    wanted = PEOPLE * FORMS
    # A form more than was taken is as wrong as one less.
    kept = wanted - abs(wanted - ours.kept) - ours.errors or 1
    return [
        (f"{PEOPLE} người một lúc, {name}: p95 gửi phiếu (giây)", ours.sent, bare.sent, MOST_TIMES_BARE),
        (f"{PEOPLE} người một lúc, {name}: p95 mở phiếu (giây)", ours.opened, bare.opened, MOST_TIMES_BARE),
        (f"{wanted} phiếu gửi, {name}: {ours.kept} được giữ, {ours.errors} lỗi", wanted, kept, 1.0),
    ]


def _measure(env: dict[str, str], command: tuple[str, ...], path: str) -> Crowd:
    before = int(_told(env, _SITE, "count"))
    with _serving(env, command) as port:
        told = json.loads(_told(env, "tests.perf.people", str(port), path, str(PEOPLE), str(FORMS)))
    kept = int(_told(env, _SITE, "count")) - before - WARM
    return Crowd(_percentile(told["opened"]), _percentile(told["sent"]), told["taken"], kept, len(told["errors"]))


def _told(env: dict[str, str], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@contextmanager
def _serving(env: dict[str, str], command: tuple[str, ...]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, *command, str(port)], env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


@contextmanager
def _postgres() -> Iterator[str]:
    script = str(ROOT / "scripts" / "postgres-for-tests")
    with tempfile.TemporaryDirectory(prefix="parindex-people-") as folder:
        env = {**os.environ, "PARINDEX_POSTGRES_STATE": f"{folder}/state"}
        started = subprocess.run([script, "start"], env=env, capture_output=True, text=True, check=True)
        try:
            yield started.stdout.strip().splitlines()[-1]
        finally:
            subprocess.run([script, "stop"], env=env, check=True)


def _percentile(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
