"""Counts the moments at which a process can be killed, and kills it at the one that a test names.

A moment is right before a statement, right before and right after a commit, and right before a flush or a renaming of
a file. Killing is SIGKILL to oneself: no handler, no `finally`, no rollback by the program.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connection


class Points:
    """A counter that ends the process when it comes to `kill_at` (from 1); None never does."""

    def __init__(self, kill_at: int | None) -> None:
        self.count = 0
        self.kill_at = kill_at

    def pass_one(self) -> None:
        """Count one moment."""
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def counting(kill_at: int | None) -> Iterator[Points]:
    """Count the moments of the block."""
    points = Points(kill_at)
    commit = connection._commit

    def around_commit() -> None:
        points.pass_one()
        commit()
        points.pass_one()

    def before(action: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **kwargs: Any) -> Any:
            points.pass_one()
            return action(*args, **kwargs)

        return act

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(connection, "_commit", around_commit))
        stack.enter_context(mock.patch.object(os, "fsync", before(os.fsync)))
        stack.enter_context(mock.patch.object(Path, "replace", before(Path.replace)))
        stack.enter_context(connection.execute_wrapper(lambda execute, *call: before(execute)(*call)))
        yield points
