"""The clock of `domain.dossiers.clock` as SQL over lists of the calendar: cumulated working days, looked up by place.

No table is joined: the engine lets rows change their order behind a join, and a row is named by its place in the file.
Every expression here has its twin there; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from parindex.analytics.bulk.session import day
from parindex.definitions.dossiers.loader import load_columns
from parindex.domain.calendar.clocks import FirstDay
from parindex.domain.calendar.hours import SECONDS_PER_HOUR, OfficeHours
from parindex.domain.dossiers.clock import FOREVER, NEVER, Clock
from parindex.domain.dossiers.model import STATES, LimitUnit, Outcome, State

_DAY, _HOUR = int(LimitUnit.DAY), int(LimitUnit.HOUR)
_LIMITED = "r.due_at IS NULL AND r.limit_amount IS NOT NULL AND r.limit_unit IS NOT NULL"


def derived_query(relation: str, *, clock: Clock) -> str:
    """Return the SELECT of all columns of a checked relation and the facts derived from them."""
    columns = ", ".join(f"r.{column.name}" for column in load_columns().all)
    days = _Days.of(clock)
    moves = "r.waited AND r.supplement_from::DATE <= r.promised"
    steps = {
        "p": _received(relation, columns, days=days),
        "a": f"SELECT r.*, {_start(clock)} AS start_n, {_used_seconds(clock)} AS used_seconds FROM p r",
        "b": _limits(days, clock=clock),
        "c": _promises(days, clock=clock),
        "e": f"SELECT r.*, {moves} AS moves, {_closed()} AS closed_on FROM c r",
        "f": _shifts(days),
        "g": f"SELECT r.*, {_rescheduled(honour=clock.rules.honour_reschedule)} AS due_on FROM f r",
    }
    # Written out, a step would be kept in memory as a whole.
    described = ", ".join(f"{step} AS NOT MATERIALIZED ({query})" for step, query in steps.items())
    missed = "coalesce(r.closed_on > r.first_due OR r.due_on > r.first_due, FALSE)"
    waiting = "CASE WHEN r.waited THEN r.waiting_days ELSE 0 END"
    return f"""
WITH {described}
SELECT {columns}, r.event_at, r.problem, r.state, r.received_on, r.closed_on, r.first_due, r.due_on,
  {_open_until()} AS open_until, {_outcome()} AS outcome,
  (r.state <> {int(State.OUTSIDE)} AND {missed})::TINYINT AS missed_first,
  CASE WHEN r.closed_on IS NOT NULL THEN {days.before("r.closed_on")} - r.received_before - {waiting} END AS used_days
FROM g r"""


@dataclass(frozen=True, slots=True)
class _Days:
    """The calendar as lists of SQL by day since `first`; NULL for what is unknown or outside.

    Of the day after the last known year only the working days before it are known.
    """

    first: date
    worked: tuple[int, ...]

    @classmethod
    def of(cls, clock: Clock) -> _Days:
        first, after = date(clock.calendar.first_year, 1, 1), date(clock.calendar.last_year + 1, 1, 1)
        days = (first + timedelta(days=number) for number in range((after - first).days))
        return cls(first, tuple(int(clock.calendar.is_working_day(one)) for one in days))

    def before(self, sql: str) -> str:
        """Return how many working days stand before a day."""
        return self._of_day(sql, accumulate(self.worked, initial=0))

    def is_worked(self, sql: str) -> str:
        """Return 1 for a working day, else 0."""
        return self._of_day(sql, self.worked)

    def working_day(self, sql: str) -> str:
        """Return the n-th working day, counted from 0."""
        places = [place for place, worked in enumerate(self.worked) if worked]
        return f"({day(self.first)} + {_listed(places)}[greatest({sql} + 1, 0)])"

    def _of_day(self, sql: str, values: Iterable[int]) -> str:
        inside = f"{sql} BETWEEN {day(self.first)} AND {day(self.first + timedelta(days=len(self.worked)))}"
        return f"{_listed(values)}[CASE WHEN {inside} THEN {sql} - {day(self.first)} + 1 ELSE 0 END]"


def _listed(values: Iterable[int]) -> str:
    """Write a list as a text that the engine casts once: thousands of literals would each be planned."""
    return f"('[{','.join(map(str, values))}]'::INTEGER[])"


def _received(relation: str, columns: str, *, days: _Days) -> str:
    """Look up the days that are given."""
    received = "r.received_at::DATE"
    return f"""
  SELECT {columns}, r.event_at, r.problem, {_states()} AS state, {received} AS received_on,
    {days.before(received)} AS received_before, {days.is_worked(received)} AS received_worked,
    {days.before("r.supplement_from::DATE")} AS asked_before, {days.before("r.supplement_to::DATE")} AS given_before
  FROM {relation} r"""


def _limits(days: _Days, *, clock: Clock) -> str:
    """Find where a limit ends: the nominal day of calendar days, or the number of the last working day."""
    seconds = f"(r.used_seconds + r.limit_amount::INTEGER * {SECONDS_PER_HOUR} - 1) // {clock.office.seconds_per_day}"
    started = days.working_day("r.start_n")
    return f"""
  SELECT r.*,
    CASE WHEN {_LIMITED} AND r.limit_unit = {_DAY} THEN {started} + (r.limit_amount - 1)::INTEGER END AS nominal,
    r.start_n + CASE WHEN r.limit_unit = {_HOUR} THEN {seconds} ELSE r.limit_amount - 1 END AS end_n
  FROM a r"""


def _promises(days: _Days, *, clock: Clock) -> str:
    """Find the appointment, as given or by the limit, and how long a supplement was waited for."""
    number = f"CASE WHEN r.limit_unit = {_DAY} THEN {days.before('r.nominal')} ELSE r.end_n END"
    stop = "TRUE" if clock.rules.stop_for_supplement else "FALSE"
    return f"""
  SELECT r.* EXCLUDE (nominal, end_n),
    coalesce(r.due_at::DATE, CASE WHEN {_LIMITED} THEN {days.working_day(number)} END) AS promised,
    {stop} AND r.supplement_from IS NOT NULL AND r.supplement_to IS NOT NULL AS waited,
    r.supplement_to::DATE - r.supplement_from::DATE AS waiting_calendar,
    r.given_before - r.asked_before AS waiting_days, coalesce(r.limit_unit = {_DAY}, FALSE) AS in_days
  FROM b r"""


def _shifts(days: _Days) -> str:
    """Move the appointment by the waiting."""
    nominal = "CASE WHEN r.in_days THEN r.promised + r.waiting_calendar::INTEGER ELSE r.promised END"
    before, worked = days.before("r.shifted"), days.is_worked("r.shifted")
    number = f"CASE WHEN r.in_days THEN {before} ELSE {before} + {worked} + r.waiting_days - 1 END"
    return f"""
  SELECT r.*, CASE WHEN NOT coalesce(r.moves, FALSE) THEN r.promised
    WHEN CASE WHEN r.in_days THEN r.waiting_calendar ELSE r.waiting_days END = 0 THEN r.promised
    ELSE {days.working_day(number)} END AS first_due
  FROM (SELECT r.*, CASE WHEN r.moves THEN {nominal} END AS shifted FROM e r) r"""


def _states() -> str:
    arms = " ".join(f"WHEN {int(status)} THEN {int(state)}" for status, state in STATES.items())
    return f"(CASE r.status {arms} END)::TINYINT"


def _seconds(moment: str) -> str:
    return f"(hour({moment}) * 3600 + minute({moment}) * 60 + second({moment}))"


def _after_cutoff(clock: Clock) -> str:
    """Return whether a receipt counts as one of the next morning."""
    cutoff = clock.rules.cutoff
    if cutoff is None:
        return "FALSE"
    return f"(r.received_at::TIME > TIME '{cutoff:%H:%M:%S}' OR r.received_worked = 0)"


def _at_receipt(clock: Clock) -> str:
    """Return whether counting may start on the day of receipt itself."""
    return f"(r.limit_unit = {int(LimitUnit.HOUR)})" if clock.rules.first_day is not FirstDay.RECEIPT else "TRUE"


def _closed_office(clock: Clock) -> str:
    return f"(r.received_worked = 0 OR r.received_at::TIME >= TIME '{clock.office.closing:%H:%M:%S}')"


def _start(clock: Clock) -> str:
    """Return the number of the working day on which counting starts."""
    shifted, starts = _after_cutoff(clock), _at_receipt(clock)
    today, next_one = "r.received_before", "r.received_before + r.received_worked"
    return (
        f"CASE WHEN {shifted} THEN {next_one} + CASE WHEN {starts} THEN 0 ELSE 1 END "
        f"WHEN {starts} AND NOT {_closed_office(clock)} THEN {today} ELSE {next_one} END"
    )


def _used_seconds(clock: Clock) -> str:
    """Return the office seconds of the first day that are already gone."""
    gone = _gone(clock.office)
    condition = f"{_at_receipt(clock)} AND NOT {_after_cutoff(clock)} AND NOT {_closed_office(clock)}"
    return f"CASE WHEN {condition} AND r.limit_unit = {int(LimitUnit.HOUR)} THEN ({gone})::INTEGER ELSE 0 END"


def _gone(office: OfficeHours) -> str:
    now = _seconds("r.received_at")
    parts = []
    for session in office.sessions:
        start = session.start.hour * 3600 + session.start.minute * 60 + session.start.second
        parts.append(f"least(greatest({now} - {start}, 0), {session.seconds})")
    return " + ".join(parts)


def _closed() -> str:
    settled, stopped = int(State.SETTLED), int(State.STOPPED)
    return (
        f"(CASE WHEN r.state = {settled} THEN coalesce(r.finished_at, r.returned_at) "
        f"WHEN r.state = {stopped} THEN coalesce(r.refused_at, r.finished_at) END)::DATE"
    )


def _rescheduled(*, honour: bool) -> str:
    if not honour:
        return "r.first_due"
    lawful = "r.rescheduled_due > r.first_due AND coalesce(nullif(r.reschedule_count, 0), 1) <= 1"
    return f"CASE WHEN {lawful} THEN r.rescheduled_due ELSE r.first_due END"


def _open_until() -> str:
    waiting, open_ = int(State.WAITING), int(State.OPEN)
    return (
        f"CASE WHEN r.state = {waiting} AND coalesce(r.supplement_count, 1) > 1 THEN {day(NEVER)} "
        f"WHEN r.state NOT IN ({open_}, {waiting}) OR r.due_on IS NULL THEN NULL "
        f"WHEN r.state = {open_} OR coalesce(r.supplement_from::DATE > r.due_on, FALSE) THEN r.due_on "
        f"ELSE {day(FOREVER)} END"
    )


def _outcome() -> str:
    early, on_time, late = int(Outcome.EARLY), int(Outcome.ON_TIME), int(Outcome.LATE)
    return (
        f"(CASE WHEN r.closed_on > r.due_on THEN {late} "
        f"WHEN r.closed_on < r.due_on AND r.state = {int(State.SETTLED)} THEN {early} "
        f"WHEN r.closed_on <= r.due_on THEN {on_time} END)::TINYINT"
    )
