"""The apology for a late dossier with its one new appointment (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.calendar.wording import day_text, full_day_text
from parindex.domain.dossiers.clock import Timing
from parindex.domain.dossiers.model import Dossier, State


class UnlawfulAppointment(Exception):
    """A new appointment that the rules do not allow."""

    code = "unlawful_appointment"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who writes the letter."""
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Apology:
    """What a letter of apology says of a dossier; the applicant is not known here and stays blank."""

    code: str
    procedure: str
    unit: str
    received_on: date
    old_due: date
    new_due: date
    reason: str


def draft_apology(
    dossier: Dossier, timing: Timing, *, new_due: date, reason: str, calendar: WorkingCalendar
) -> Apology:
    """Check the new appointment and return what the letter says.

    Raises UnlawfulAppointment for a dossier that is closed, has no appointment or got a new one before, for a new day
    that is not later or not worked, and for an empty reason; UnknownCalendarYear for a day the calendar does not know.
    """
    if dossier.state not in (State.OPEN, State.WAITING) or dossier.received_at is None:
        raise UnlawfulAppointment(f"Hồ sơ {dossier.code} không còn đang giải quyết: không hẹn lại được.")
    if timing.first_due is None:
        raise UnlawfulAppointment(f"Hồ sơ {dossier.code} chưa biết hạn: ghi ngày hẹn trả rồi mới hẹn lại được.")
    if dossier.rescheduled_due is not None:
        raise UnlawfulAppointment(
            f"Hồ sơ {dossier.code} đã hẹn lại đến {day_text(dossier.rescheduled_due)}; chỉ được hẹn lại một lần."
        )
    if new_due <= timing.first_due:
        raise UnlawfulAppointment(f"Ngày hẹn mới phải sau ngày hẹn cũ {day_text(timing.first_due)}.")
    fact = calendar.day(new_due)
    if not fact.is_working_day:
        raise UnlawfulAppointment(
            f"{full_day_text(new_due)} không phải ngày làm việc ({fact.reason()}): chọn ngày khác."
        )
    if not reason.strip():
        raise UnlawfulAppointment("Thư xin lỗi phải nêu lý do.")
    received = dossier.received_at.date()
    return Apology(
        dossier.code, dossier.procedure, dossier.unit, received, timing.first_due, new_due, reason.strip().rstrip(".")
    )
