"""Which function does which kind of background work.

The list is explicit in settings (`PARINDEX_JOB_HANDLERS`: kind -> dotted function) and each function is imported when
its first job comes, so that the web process never loads the readers of documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.domain.access import Actor


class Progress(Protocol):
    """Shows how far the job is; raises `JobLost` when the job was stopped meanwhile."""

    def __call__(self, *, done: int, total: int | None = None, note: str = "") -> None:
        """Show that `done` of `total` steps are done."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a handler is given: its input, who acts (the system), the clock, and how to show progress.

    A job may run twice when its worker is killed between the handler's commit and the end of the job, so a handler
    first looks whether its work is already done (idempotence).
    """

    payload: Mapping[str, object]
    actor: Actor
    created_by_id: int | None
    attempt: int
    now: Callable[[], datetime]
    progress: Progress


Handler = Callable[[JobContext], object]
"""Does the work and returns a JSON-like result for the job's row, or None."""

_registered: dict[str, Handler] = {}


class UnknownKind(Exception):
    """Raised for a job that no handler is listed for."""

    code = "unknown_job_kind"

    def __init__(self, kind: str) -> None:
        self.message = (
            f"Không có chương trình xử lý việc nền “{kind}”. Báo người quản trị cập nhật phần mềm, sau đó làm lại."
        )
        super().__init__(self.message)


def handler_for(kind: str) -> Handler:
    """Return the handler of a kind. Raises `UnknownKind`."""
    if kind in _registered:
        return _registered[kind]
    listed: Mapping[str, str] = settings.PARINDEX_JOB_HANDLERS
    if kind not in listed:
        raise UnknownKind(kind)
    handler: Handler = import_string(listed[kind])
    return handler


@contextmanager
def registered(kind: str, handler: Handler) -> Iterator[None]:
    """Give a kind another handler inside the block: for tests and for one-off work at the command line."""
    before = dict(_registered)
    _registered[kind] = handler
    try:
        yield
    finally:
        _registered.clear()
        _registered.update(before)
