"""The code of the web request being served, so that entries of one request can be found together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("parindex_request_id", default="")


def request_id() -> str:
    """Return the code of the present request, empty outside one."""
    return _request_id.get()


@contextmanager
def within_request(code: str) -> Iterator[None]:
    """Give every entry recorded inside the block this request code."""
    token = _request_id.set(code[:40])
    try:
        yield
    finally:
        _request_id.reset(token)
