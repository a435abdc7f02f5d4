"""Delivering messages."""

from __future__ import annotations

from parindex.apps.notify import delivery
from parindex.jobs.registry import JobContext


def deliver(context: JobContext) -> dict[str, object]:
    """Make one attempt at one delivery; a second run of the same job never sends what may have been accepted."""
    return {"state": delivery.deliver(int(str(context.payload["delivery_id"])), clock=context.now)}
