"""An entry as conditions and indicators see it, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.registers.clocks import ClockState, read_clock
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Register
from parindex.domain.registers.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The values and the state of an entry; clocks are read when they are asked for. `key` is the caller's."""

    register: Register
    values: Mapping[str, Value]
    state: str
    today: date
    calendar: WorkingCalendar
    key: int = 0
    _read: dict[str, tuple[ClockState, ...]] = field(default_factory=dict, compare=False, repr=False)

    def clock(self, code: str) -> tuple[ClockState, ...]:
        """Return how a clock stands by each of its readings. Raises KeyError for a clock of no such code."""
        if code not in self._read:
            clock = next((clock for clock in self.register.clocks if clock.code == code), None)
            if clock is None:
                raise KeyError(code)
            self._read[code] = read_clock(
                clock, self.values, state=self.state, today=self.today, calendar=self.calendar
            )
        return self._read[code]

    def outcome(self, clock: str, reading: str = "") -> Outcome:
        """Return how a clock stands by a reading, the default one when none is named."""
        states = self.clock(clock)
        if not reading:
            return states[0].outcome
        return next(state.outcome for state in states if state.reading is not None and state.reading.code == reading)
