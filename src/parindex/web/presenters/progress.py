"""How far a job is, for pages that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parindex.apps.base.models import Job


def job_progress(job: Job | None) -> dict[str, object]:
    """Return how many steps are done, of how many as far as that is known, and what runs now; nothing without a job."""
    if job is None:
        return {"done": 0, "total": None, "note": ""}
    return {"done": job.progress_done, "total": job.progress_total, "note": job.progress_note}
