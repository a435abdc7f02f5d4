"""Form II.06a over the parts: `domain.dossiers.form` as SQL, held to it by a test."""

from __future__ import annotations

from pathlib import Path

from parindex.analytics.bulk.session import among, day, dossiers_of, reading
from parindex.analytics.engine import Group, Key
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.form import COLUMNS, ONLINE
from parindex.domain.dossiers.model import Outcome, State


def count_form(parts: list[Path], *, by: Key, period: Period, units: tuple[str, ...] | None = None) -> list[Group]:
    """Return the columns of the form by `by`, ordered, unknown last; of some `units` or of all."""
    inside = f"AND {among('unit', units)}" if units is not None else ""
    start, end, last = day(period.start), day(period.end), day(period.end - ONE_DAY)
    closed = f"state IN ({int(State.SETTLED)}, {int(State.STOPPED)})"
    judged = {
        "c3": "TRUE",
        "c4": f"is_new AND coalesce(channel = {ONLINE}, FALSE)",
        "c5": f"is_new AND NOT coalesce(channel = {ONLINE}, FALSE)",
        "c6": "NOT is_new",
        "c7": "is_done",
        "c8": f"is_done AND outcome = {int(Outcome.EARLY)}",
        "c9": f"is_done AND outcome = {int(Outcome.ON_TIME)}",
        "c10": f"is_done AND outcome = {int(Outcome.LATE)}",
        "u7": "is_done AND outcome IS NULL",
        "c11": "NOT is_done",
        "c12": f"NOT is_done AND until >= {last}",
        "c13": f"NOT is_done AND until < {last}",
        "u11": "NOT is_done AND until IS NULL",
    }
    counts = ", ".join(f"count(*) FILTER (WHERE {judged[column]}) AS {column}" for column in COLUMNS)
    statement = f"""
SELECT key, {counts} FROM (
  SELECT {by.value} AS key, channel, outcome, received_on >= {start} AS is_new,
    {closed} AND coalesce(closed_on < {end}, TRUE) AS is_done, coalesce(open_until, due_on) AS until
  FROM {dossiers_of(parts)}
  WHERE state <> {int(State.OUTSIDE)} AND received_on < {end}
    AND NOT (received_on < {start} AND {closed} AND coalesce(closed_on < {start}, TRUE)) {inside}
) GROUP BY 1 ORDER BY 1 NULLS LAST"""
    with reading() as connection:
        return [Group(row[:1], row[1:]) for row in connection.execute(statement).fetchall()]
