"""Filling the sheets of a campaign that was opened from what the registers count."""

from __future__ import annotations

from parindex.apps.assessment import feeding
from parindex.jobs.registry import JobContext


def prefill(context: JobContext) -> dict[str, object]:
    """Fill what is empty or was taken before; run again after a stop, it changes only the rest."""
    campaign_id = int(str(context.payload["campaign_id"]))
    return {"answers": feeding.prefill(campaign_id=campaign_id, now=context.now())}
