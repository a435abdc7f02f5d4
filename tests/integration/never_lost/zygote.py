"""A process that has everything loaded and forks children that work, are killed, or race each other.

One line of JSON in (`name` of the database, folder of `files`, `runs`), one line out with what became of each run.
Started by `house.House`; the environment says which database and where the data are.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up before its models are imported
from django.db import connection, connections  # noqa: E402

from parindex.definitions.calendar import loader as calendars  # noqa: E402
from parindex.documents.extract import extract_plan  # noqa: E402
from parindex.documents.read import read_document  # noqa: E402
from parindex.jobs import imports  # noqa: E402
from tests.factories.plans import PLAN_TEXT  # noqa: E402
from tests.integration.never_lost import points, stages  # noqa: E402


def warm_up() -> None:
    """Load all that a child needs, so that it spends the time in which it is to be killed on its work."""
    extract_plan(read_document(PLAN_TEXT.encode(), name="ke-hoach.txt"))
    calendars.load_calendar()
    calendars.load_report_regimes()
    assert callable(imports.read_draft)


def serve() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")


def _answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    wait_on, go = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(nth) for nth in range(len(request["runs"]))]
        ready = [os.pipe() for _ in paths]
        children = []
        for run, path, (_, tell) in zip(request["runs"], paths, ready, strict=True):
            child = os.fork()
            if child == 0:
                os.close(go)
                _be_child(request, run, path, lambda tell=tell: _meet(tell, wait_on))
            children.append(child)
        for wait, tell in ready:
            os.close(tell)
            os.read(wait, 1)
            os.close(wait)
        os.close(go)
        os.close(wait_on)
        return [_await(child, run, path) for child, run, path in zip(children, request["runs"], paths, strict=True)]


def _meet(tell: int, wait_on: int) -> None:
    """Say that this child is ready and wait until all are."""
    os.write(tell, b".")
    os.read(wait_on, 1)


def _await(child: int, run: dict[str, Any], path: Path) -> dict[str, Any]:
    if run.get("kill_after") is not None:
        time.sleep(run["kill_after"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"is_killed": True}
    return {"is_killed": False, **json.loads(path.read_text(encoding="utf-8"))}


def _be_child(request: dict[str, Any], run: dict[str, Any], path: Path, meet: Any) -> None:
    """Run one stage and leave without returning, with the outcome in a file."""
    code = 1
    try:
        connections["default"].settings_dict["NAME"] = request["name"]
        settings.FILES_DIR = Path(request["files"])
        connection.ensure_connection()
        meet()
        path.write_text(json.dumps(_run(run), default=str), encoding="utf-8")
        connections.close_all()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _run(run: dict[str, Any]) -> dict[str, Any]:
    started = time.perf_counter()
    with points.counting(run.get("kill_at")) as passed:
        try:
            result, error = stages.STAGES[run["stage"]](**run.get("arguments", {})), None
        except Exception as caught:  # noqa: BLE001 - the test reads what was raised
            result, error = None, getattr(caught, "code", None) or repr(caught)
    return {"result": result, "error": error, "points": passed.count, "seconds": time.perf_counter() - started}


if __name__ == "__main__":
    warm_up()
    serve()
