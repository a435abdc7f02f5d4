"""The daily round of the ladder of urging."""

from __future__ import annotations

from dataclasses import asdict

from parindex.apps.assignments import urging
from parindex.jobs.registry import JobContext


def remind(context: JobContext) -> dict[str, object]:
    """Make the round of today; a second run of the same day adds nothing."""

    def show(done: int, total: int) -> None:
        context.progress(done=done, total=total, note="Đang soạn bản tin việc")

    return asdict(urging.remind(now=context.now(), show=show))
