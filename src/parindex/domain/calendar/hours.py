"""Office hours as data, counted in whole seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from parindex.domain.calendar.days import Certainty
from parindex.domain.calendar.wording import time_text

SECONDS_PER_HOUR = 3600


def _seconds(moment: time) -> int:
    return moment.hour * SECONDS_PER_HOUR + moment.minute * 60 + moment.second


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of office time [start, end) of a working day."""

    start: time
    end: time

    @property
    def seconds(self) -> int:
        """Length in seconds."""
        return _seconds(self.end) - _seconds(self.start)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day, in order, and where they come from."""

    sessions: tuple[Session, ...]
    source: str
    certainty: Certainty

    def __post_init__(self) -> None:
        """Refuse sessions that are empty, overlap or stand in the wrong order."""
        if not self.sessions or any(session.seconds <= 0 for session in self.sessions):
            raise ValueError("office hours need sessions that end after they start")
        if any(after.start < before.end for before, after in pairwise(self.sessions)):
            raise ValueError("sessions of office hours overlap")

    @property
    def closing(self) -> time:
        """When the office closes for the day."""
        return self.sessions[-1].end

    @property
    def seconds_per_day(self) -> int:
        """Office time of one working day in seconds."""
        return sum(session.seconds for session in self.sessions)

    def seconds_before(self, moment: time) -> int:
        """Count the office seconds of the day that have passed at `moment`; breaks do not count."""
        now = _seconds(moment)
        return sum(min(max(now - _seconds(session.start), 0), session.seconds) for session in self.sessions)

    def moment_after(self, day: date, seconds: int) -> datetime:
        """Return the naive moment of `day` at which `seconds` (1..seconds_per_day) of office time are used up.

        A time that ends exactly with a session ends there, not at the start of the next one.
        """
        left = seconds
        for session in self.sessions:
            if left <= session.seconds:
                return datetime.combine(day, session.start) + timedelta(seconds=left)
            left -= session.seconds
        raise ValueError("more seconds than one working day has")

    def text(self) -> str:
        """Write the sessions: "07:30–11:30, 13:30–17:00"."""
        return ", ".join(f"{time_text(session.start)}–{time_text(session.end)}" for session in self.sessions)
