"""How a clock of an entry stands."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a clock stands on a day; `UNKNOWN` when the calendar does not know the year."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


OUTCOME_NAMES = {
    Outcome.NOT_STARTED: "chưa tính",
    Outcome.RUNNING: "còn hạn",
    Outcome.OVERDUE: "quá hạn",
    Outcome.MET: "đúng hạn",
    Outcome.LATE: "trễ hạn",
    Outcome.STOPPED: "thôi tính",
    Outcome.UNKNOWN: "chưa có lịch làm việc của năm này",
}
