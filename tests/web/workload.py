"""A closed monthly sheet for the pages and the table of addresses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from parindex.apps.workload import closings
from parindex.apps.workload.models import ClosedSheet, Share
from parindex.domain.access import SYSTEM

ADDRESSES = ("month-close", "month-closed", "month-closed-file")


def make_closed(share: Share, *, now: datetime) -> ClosedSheet:
    """Close March 2026 of the person who has a share, with one judged product in it."""
    Share.objects.create(
        assignment=share.assignment,
        unit=share.unit,
        person=share.person,
        product="Danh mục mẫu",
        weight=1,
        due_on=date(2026, 3, 20),
        reported_on=date(2026, 3, 23),
        state="accepted",
        faults=0,
        judged_by_name="Hư Cấu",
        given_by_name="Hư Cấu",
        given_at=now,
    )
    month = closings.Month(share.person, share.unit, 2026, 3)
    return closings.close(month=month, seen=0, actor=SYSTEM, now=now)


def addresses(closed: ClosedSheet) -> dict[str, dict[str, Any]]:
    """Return what the addresses of a closed sheet are made of."""
    return {
        "month-close": {"person_id": closed.person_id},
        "month-closed": {"public_id": closed.public_id},
        "month-closed-file": {"public_id": closed.public_id, "form": "xlsx"},
    }
