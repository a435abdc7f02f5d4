"""The one new appointment that the law allows, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from parindex.definitions.calendar.loader import load_calendar, load_office_hours
from parindex.definitions.dossiers.loader import load_clock_rules
from parindex.domain.dossiers.apology import UnlawfulAppointment, draft_apology
from parindex.domain.dossiers.clock import Clock
from parindex.domain.dossiers.model import Dossier, Status

CLOCK = Clock(load_clock_rules(), load_calendar(), load_office_hours())
OPEN = Dossier(
    code="000.00.06.H99-250424-0001",
    procedure="1.000001",
    unit="Xã Minh Họa",
    status=Status.PROCESSING,
    received_at=datetime(2025, 4, 24, 9, 0),
    due_at=datetime(2025, 5, 9, 17, 0),
)


def draft(dossier: Dossier = OPEN, *, new_due: date = date(2025, 5, 16), reason: str = "chờ xác minh.") -> object:
    return draft_apology(dossier, CLOCK.read(dossier), new_due=new_due, reason=reason, calendar=CLOCK.calendar)


def test_letter_names_both_days_and_the_reason() -> None:
    apology = draft()

    assert (apology.old_due, apology.new_due, apology.reason) == (date(2025, 5, 9), date(2025, 5, 16), "chờ xác minh")


@pytest.mark.parametrize(
    ("changes", "new_due", "reason", "words"),
    [
        ({"status": Status.RETURNED}, date(2025, 5, 16), "x", "không còn đang giải quyết"),
        ({"due_at": None}, date(2025, 5, 16), "x", "chưa biết hạn"),
        ({"rescheduled_due": date(2025, 5, 12)}, date(2025, 5, 16), "x", "chỉ được hẹn lại một lần"),
        ({}, date(2025, 5, 9), "x", "phải sau ngày hẹn cũ"),
        ({}, date(2025, 5, 17), "x", "không phải ngày làm việc"),
        ({}, date(2025, 5, 16), " ", "phải nêu lý do"),
    ],
)
def test_unlawful_appointment_is_refused(changes: dict[str, object], new_due: date, reason: str, words: str) -> None:
    with pytest.raises(UnlawfulAppointment) as refused:
        draft(replace(OPEN, **changes), new_due=new_due, reason=reason)

    assert words in refused.value.message
