"""Jobs as their owner may see them."""

from __future__ import annotations

import uuid

from django.db.models import Q

from parindex.apps.base.models import Job, JobState
from parindex.domain.access import Actor


class JobNotFound(Exception):
    """Raised when a job does not exist or belongs to somebody else."""

    code = "job_not_found"
    message = "Không có việc nền này, hoặc bạn không được xem."


def access_job(actor: Actor, public_id: uuid.UUID) -> Job:
    """Return a job that the actor started. Raises `JobNotFound`."""
    job = Job.objects.filter(_visible(actor), public_id=public_id).first()
    if job is None:
        raise JobNotFound(JobNotFound.message)
    return job


def list_open_jobs(actor: Actor, *, kind: str = "") -> list[Job]:
    """Return the actor's queued and running jobs, oldest first."""
    jobs = Job.objects.filter(_visible(actor), state__in=(JobState.QUEUED, JobState.RUNNING))
    return list((jobs.filter(kind=kind) if kind else jobs).order_by("pk")[:200])


def _visible(actor: Actor) -> Q:
    return Q() if actor.is_system else Q(created_by_id=actor.user_id, created_by_id__isnull=False)
