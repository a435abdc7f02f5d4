"""The rows of every table as JSON lines that are the same on SQLite and PostgreSQL: for backups and copies."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

# Sessions end with a move; permissions and content types are made anew by `migrate` and nothing refers to them.
_LEFT_OUT = frozenset({"sessions", "usersessions", "contenttypes", "auth"})
_BATCH = 500


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has and the SHA-256 of all of them in the order of their keys."""

    rows: int
    sha256: str


def list_tables() -> tuple[type[models.Model], ...]:
    """Return the models whose tables hold what people wrote, by the name of the table."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in _LEFT_OUT
    ]
    return tuple(sorted(found, key=lambda model: model._meta.db_table))


def read_lines(model: type[models.Model], *, using: str) -> Iterator[bytes]:
    """Yield the rows of one table in the order of their keys, one JSON object a line."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_BATCH):
        values = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def write_lines(model: type[models.Model], lines: Iterable[bytes], *, using: str) -> int:
    """Insert the rows of one table and return how many there were; runs in the caller's transaction."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    count = 0
    for group in _grouped(lines):
        rows = []
        for line in group:
            values = json.loads(line)
            rows.append(model(**{name: _value(fields[name], value) for name, value in values.items()}))
        model._base_manager.using(using).bulk_create(rows)
        count += len(rows)
    return count


def sum_table(model: type[models.Model], *, using: str) -> TableSum:
    """Count and hash the rows of one table."""
    digest, count = hashlib.sha256(), 0
    for line in read_lines(model, using=using):
        digest.update(line)
        count += 1
    return TableSum(rows=count, sha256=digest.hexdigest())


def is_empty(*, using: str) -> bool:
    """Tell whether no table holds a row."""
    return not any(model._base_manager.using(using).exists() for model in list_tables())


def clear(*, using: str) -> None:
    """Delete every row of every table in the caller's transaction; the register's triggers must be removed before."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model in list_tables():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - own names


def raise_sequences(*, using: str) -> None:
    """Let new rows follow the highest key; SQLite does so by itself.

    A sequence of PostgreSQL takes no part in the transaction: it is only ever raised, so that a restore that is undone
    afterwards leaves no sequence below the rows that are there again, and no key is given twice.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in list_tables():
            key = model._meta.pk
            if isinstance(key, models.AutoField):
                table = connection.ops.quote_name(model._meta.db_table)
                column = connection.ops.quote_name(str(key.column))
                cursor.execute(
                    f"SELECT setval(own, highest) FROM (SELECT max({column}) AS highest, "  # noqa: S608 - own names
                    f"pg_get_serial_sequence(%s, %s)::regclass AS own FROM {table}) AS kept "
                    "WHERE highest > coalesce(pg_sequence_last_value(own), 0)",
                    [table, key.column],
                )


def freeze(*, using: str) -> None:
    """Read all tables as of one moment in the transaction that has just begun; SQLite's immediate ones already do."""
    connection = connections[using]
    if connection.vendor == "postgresql" and not connection.needs_rollback and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def applied_migrations(*, using: str) -> list[str]:
    """Return the migrations of a database as "app.name", sorted: two databases of one shape have the same."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _grouped(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    for line in lines:
        group.append(line)
        if len(group) == _BATCH:
            yield group
            group = []
    if group:
        yield group


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _value(field: models.Field[Any, Any], value: object) -> object:
    if isinstance(field, models.BinaryField) and isinstance(value, str):
        return base64.b64decode(value)
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)
