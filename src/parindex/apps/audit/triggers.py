"""Triggers that make the database itself refuse to change or remove an entry of the register."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "audit_event is append-only"

_SQLITE_INSTALL = tuple(
    f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
)
_SQLITE_REMOVE = tuple(f"DROP TRIGGER IF EXISTS audit_event_no_{verb}" for verb in ("update", "delete"))

_POSTGRES_INSTALL = (
    "CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
    "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
    "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
)
_POSTGRES_REMOVE = (
    "DROP TRIGGER IF EXISTS audit_event_no_change ON audit_event",
    "DROP TRIGGER IF EXISTS audit_event_no_truncate ON audit_event",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on SQLite or PostgreSQL, in place of those that are there."""
    remove(connection)
    _run(connection, sqlite=_SQLITE_INSTALL, postgres=_POSTGRES_INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the reversal of a migration and for `restore --force`, which empties the table."""
    _run(connection, sqlite=_SQLITE_REMOVE, postgres=_POSTGRES_REMOVE)


def _run(connection: BaseDatabaseWrapper, *, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> None:
    statements = postgres if connection.vendor == "postgresql" else sqlite
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
