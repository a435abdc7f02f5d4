"""Facts: what is kept of a dossier, and what is derived once so that counting needs no calendar."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta

from parindex.definitions.dossiers.schema import Kind
from parindex.domain.dossiers.clock import Timing
from parindex.domain.dossiers.measures import Value
from parindex.domain.dossiers.model import Dossier

SQL_TYPES: dict[Kind, str] = {
    "code": "VARCHAR",
    "text": "VARCHAR",
    "moment": "TIMESTAMP",
    "day": "DATE",
    "flag": "TINYINT",
    "count": "SMALLINT",
    "choice": "TINYINT",
}
DERIVED: tuple[tuple[str, str], ...] = (
    ("event_at", "TIMESTAMP"),
    ("state", "TINYINT"),
    ("received_on", "DATE"),
    ("closed_on", "DATE"),
    ("first_due", "DATE"),
    ("due_on", "DATE"),
    ("open_until", "DATE"),
    ("outcome", "TINYINT"),
    ("missed_first", "TINYINT"),
    ("used_days", "INTEGER"),
)
# Days of appointments lie ahead of what has happened, so they say nothing about how recent a row is.
EVENTS = (
    "received_at",
    "finished_at",
    "returned_at",
    "refused_at",
    "supplement_from",
    "supplement_to",
    "apology_on",
    "updated_at",
)


def facts_of(dossier: Dossier, timing: Timing) -> dict[str, Value]:
    """Return the facts of one dossier by column; moments of time that nothing counts are left out."""
    received = dossier.received_at.date() if dossier.received_at else None
    given = {field.name: getattr(dossier, field.name) for field in fields(dossier)}
    return {
        **{name: value for name, value in given.items() if not isinstance(value, datetime)},
        "state": dossier.state,
        "received_on": received,
        "closed_on": timing.closed_on,
        "first_due": timing.first_due,
        "due_on": timing.due_on,
        "open_until": timing.open_until,
        "outcome": timing.outcome,
        "missed_first": int(timing.missed_first),
        "used_days": timing.used_days,
    }


def month_of(day: date | None) -> date | None:
    """Return the first day of the month."""
    return None if day is None else day.replace(day=1)


def week_of(day: date | None) -> date | None:
    """Return the Monday of the week."""
    return None if day is None else day - timedelta(days=day.weekday())
