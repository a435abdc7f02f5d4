"""The daily work on feedback: tell who must act, erase what is past its time."""

from __future__ import annotations

from dataclasses import asdict

from parindex.apps.feedback import erasing, reminding
from parindex.jobs.registry import JobContext


def remind(context: JobContext) -> dict[str, object]:
    """Make the round of today; a second run of the same day adds nothing."""
    return asdict(reminding.remind(now=context.now()))


def erase(context: JobContext) -> dict[str, object]:
    """Erase what is past its time; a second run finds nothing."""
    return asdict(erasing.erase(now=context.now()))
