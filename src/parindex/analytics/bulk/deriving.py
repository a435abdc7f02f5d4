"""The clock of `domain.dossiers.clock` as SQL over a calendar table: cumulated working days, joined.

Every expression here has its twin there; a property test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from parindex.analytics.bulk.session import day
from parindex.definitions.dossiers.loader import load_columns
from parindex.domain.calendar.clocks import FirstDay
from parindex.domain.calendar.hours import SECONDS_PER_HOUR, OfficeHours
from parindex.domain.dossiers.clock import FOREVER, NEVER, Clock
from parindex.domain.dossiers.model import STATES, LimitUnit, Outcome, State

NOWHERE = -1
_DAY, _HOUR = int(LimitUnit.DAY), int(LimitUnit.HOUR)
_LIMITED = "r.due_at IS NULL AND r.limit_amount IS NOT NULL AND r.limit_unit IS NOT NULL"


def load_calendar_tables(connection: duckdb.DuckDBPyConnection, clock: Clock) -> None:
    """Make `cal` (day, working days before it, whether it is worked) and `work` (the n-th working day).

    `cal` also holds the day after the last known year, of which only the working days before it are known. Both hold a
    row for what is unknown, so that every row meets exactly one: rows without a match would change their order.
    """
    calendar = clock.calendar
    first, last = date(calendar.first_year, 1, 1), date(calendar.last_year, 12, 31)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [(one, calendar.count_working_days(first, one), int(calendar.is_working_day(one))) for one in days]
    after = last + timedelta(days=1)
    total = calendar.count_working_days(first, after)
    listed = ", ".join(f"({day(one)}, {before}, {worked})" for one, before, worked in rows)
    connection.execute("CREATE OR REPLACE TEMP TABLE cal (d DATE, before INTEGER, worked INTEGER)")
    connection.execute(f"INSERT INTO cal VALUES {listed}, ({day(after)}, {total}, NULL)")
    connection.execute(f"INSERT INTO cal VALUES ({day(NEVER)}, NULL, NULL)")
    connection.execute("CREATE OR REPLACE TEMP TABLE work AS SELECT before AS n, d FROM cal WHERE worked = 1")
    connection.execute(f"INSERT INTO work VALUES ({NOWHERE}, NULL)")


def derived_query(relation: str, *, clock: Clock) -> str:
    """Return the SELECT of all columns of a checked relation and the facts derived from them."""
    columns = ", ".join(f"r.{column.name}" for column in load_columns().all)
    keys = _Keys.of(clock)
    moves = "r.waited AND r.supplement_from::DATE <= r.promised"
    steps = {
        "a": _received(relation, columns, keys=keys, clock=clock),
        "b": _limits(keys, clock=clock),
        "c": _promises(keys, clock=clock),
        "e": f"SELECT r.*, {moves} AS moves, {_closed()} AS closed_on FROM c r",
        "f": _shifts(keys),
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
  CASE WHEN r.closed_on IS NOT NULL THEN cc.before - r.received_before - {waiting} END AS used_days
FROM g r JOIN cal cc ON cc.d = {keys.day("r.closed_on")}"""


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys into `cal` and `work` that always meet a row: what is unknown or outside meets the row for the unknown."""

    first: date
    after: date
    working_days: int

    @classmethod
    def of(cls, clock: Clock) -> _Keys:
        first, after = date(clock.calendar.first_year, 1, 1), date(clock.calendar.last_year + 1, 1, 1)
        return cls(first, after, clock.calendar.count_working_days(first, after))

    def day(self, sql: str) -> str:
        """Return the key of a day."""
        return f"CASE WHEN {sql} BETWEEN {day(self.first)} AND {day(self.after)} THEN {sql} ELSE {day(NEVER)} END"

    def number(self, sql: str) -> str:
        """Return the key of the n-th working day."""
        return f"CASE WHEN {sql} BETWEEN 0 AND {self.working_days - 1} THEN {sql} ELSE {NOWHERE} END"


def _received(relation: str, columns: str, *, keys: _Keys, clock: Clock) -> str:
    """Look up the days that are given, and find the working day on which counting starts."""
    return f"""
  SELECT {columns}, r.event_at, r.problem, {_states()} AS state, r.received_at::DATE AS received_on,
    rc.before AS received_before, {_start(clock)} AS start_n, {_used_seconds(clock)} AS used_seconds,
    sf.before AS asked_before, st.before AS given_before
  FROM {relation} r
  JOIN cal rc ON rc.d = {keys.day("r.received_at::DATE")}
  JOIN cal sf ON sf.d = {keys.day("r.supplement_from::DATE")}
  JOIN cal st ON st.d = {keys.day("r.supplement_to::DATE")}"""


def _limits(keys: _Keys, *, clock: Clock) -> str:
    """Find where a limit ends: the nominal day of calendar days, or the number of the last working day."""
    seconds = f"(r.used_seconds + r.limit_amount::INTEGER * {SECONDS_PER_HOUR} - 1) // {clock.office.seconds_per_day}"
    return f"""
  SELECT r.*,
    CASE WHEN {_LIMITED} AND r.limit_unit = {_DAY} THEN sd.d + (r.limit_amount - 1)::INTEGER END AS nominal,
    r.start_n + CASE WHEN r.limit_unit = {_HOUR} THEN {seconds} ELSE r.limit_amount - 1 END AS end_n
  FROM a r JOIN work sd ON sd.n = {keys.number(f"CASE WHEN {_LIMITED} THEN r.start_n END")}"""


def _promises(keys: _Keys, *, clock: Clock) -> str:
    """Find the appointment, as given or by the limit, and how long a supplement was waited for."""
    stop = "TRUE" if clock.rules.stop_for_supplement else "FALSE"
    return f"""
  SELECT r.* EXCLUDE (nominal, end_n), coalesce(r.due_at::DATE, CASE WHEN {_LIMITED} THEN wd.d END) AS promised,
    {stop} AND r.supplement_from IS NOT NULL AND r.supplement_to IS NOT NULL AS waited,
    r.supplement_to::DATE - r.supplement_from::DATE AS waiting_calendar,
    r.given_before - r.asked_before AS waiting_days, coalesce(r.limit_unit = {_DAY}, FALSE) AS in_days
  FROM b r JOIN cal nc ON nc.d = {keys.day("r.nominal")}
  JOIN work wd ON wd.n = {keys.number(f"CASE WHEN r.limit_unit = {_DAY} THEN nc.before ELSE r.end_n END")}"""


def _shifts(keys: _Keys) -> str:
    """Move the appointment by the waiting."""
    nominal = "CASE WHEN r.in_days THEN r.promised + r.waiting_calendar::INTEGER ELSE r.promised END"
    number = "CASE WHEN r.in_days THEN pc.before ELSE pc.before + pc.worked + r.waiting_days - 1 END"
    return f"""
  SELECT r.*, CASE WHEN NOT coalesce(r.moves, FALSE) THEN r.promised
    WHEN CASE WHEN r.in_days THEN r.waiting_calendar ELSE r.waiting_days END = 0 THEN r.promised
    ELSE ws.d END AS first_due
  FROM e r JOIN cal pc ON pc.d = {keys.day(f"CASE WHEN r.moves THEN {nominal} END")}
  JOIN work ws ON ws.n = {keys.number(number)}"""


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
    return f"(r.received_at::TIME > TIME '{cutoff:%H:%M:%S}' OR rc.worked = 0)"


def _at_receipt(clock: Clock) -> str:
    """Return whether counting may start on the day of receipt itself."""
    return f"(r.limit_unit = {int(LimitUnit.HOUR)})" if clock.rules.first_day is not FirstDay.RECEIPT else "TRUE"


def _closed_office(clock: Clock) -> str:
    return f"(rc.worked = 0 OR r.received_at::TIME >= TIME '{clock.office.closing:%H:%M:%S}')"


def _start(clock: Clock) -> str:
    """Return the number of the working day on which counting starts."""
    shifted, starts = _after_cutoff(clock), _at_receipt(clock)
    return (
        f"CASE WHEN {shifted} THEN rc.before + rc.worked + CASE WHEN {starts} THEN 0 ELSE 1 END "
        f"WHEN {starts} AND NOT {_closed_office(clock)} THEN rc.before ELSE rc.before + rc.worked END"
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
