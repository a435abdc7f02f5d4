"""The daily work on registers: tell who must act."""

from __future__ import annotations

from dataclasses import asdict

from parindex.apps.registers import reminding
from parindex.jobs.registry import JobContext


def remind(context: JobContext) -> dict[str, object]:
    """Make the round of today; a second run of the same day adds nothing."""
    return asdict(reminding.remind(now=context.now()))
