"""The gate of the public page: how often one place in the network may send or guess, without keeping its address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from parindex.apps.feedback.errors import TooManySent
from parindex.apps.feedback.models import PublicMark
from parindex.definitions.feedback import loader

SEND, SEND_ALL, FILES, LOOK, DOSSIER = "send", "send_all", "files", "look", "dossier"
_SALT = "parindex.feedback.place"


def require(*, kind: str, place: str, now: datetime) -> None:
    """Refuse a place that did something too often lately. Raises `TooManySent` with the minutes to wait."""
    limit = loader.load_intake().limit(kind)
    since = now - timedelta(minutes=limit.minutes)
    recent = PublicMark.objects.filter(kind=kind, mark=_mark(kind, place), at__gt=since)
    newest = list(recent.order_by("-at", "-pk").values_list("at", flat=True)[: limit.most])
    if len(newest) == limit.most:
        left = newest[-1] + timedelta(minutes=limit.minutes) - now
        raise TooManySent(minutes=max(1, -(-int(left.total_seconds()) // 60)), is_everywhere=kind == SEND_ALL)


def note(*, kind: str, place: str, now: datetime) -> None:
    """Remember that a place did something."""
    with transaction.atomic():
        PublicMark.objects.create(kind=kind, mark=_mark(kind, place), at=now)


def _mark(kind: str, place: str) -> str:
    return "" if kind == SEND_ALL else salted_hmac(_SALT, place, algorithm="sha256").hexdigest()
