"""Many new rows at once, column by column: what `bulk_create` does for each cell is done once for each distinct one.

No object is made and none is returned: for tables of thousands of rows, whose writer gives every column itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, Model, TextField

_CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Same:
    """One value for every row."""

    value: object


def insert_rows(model: type[Model], columns: Mapping[str, Sequence[Any] | Same], *, size: int) -> None:
    """Insert `size` rows; `columns` name every column but the key of the row, foreign keys as `<name>_id`.

    Raises `IntegrityError`, as `bulk_create`, and KeyError for a column that is not told.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    connection = connections[DEFAULT_DB_ALIAS]
    cells = [_prepared(field, columns[field.attname], size, connection) for field in fields]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(fields))
    rows = list(zip(*cells, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, size, _CHUNK):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[start : start + _CHUNK])  # noqa: S608 - names of the model's own table and columns


def _prepared(
    field: Field[Any, Any], told: Sequence[Any] | Same, size: int, connection: BaseDatabaseWrapper
) -> Iterable[Any]:
    """Return the cells of a column as the database takes them."""
    if isinstance(told, Same):
        return repeat(field.get_db_prep_save(told.value, connection), size)
    if isinstance(field, CharField | TextField):
        return told
    known: dict[Hashable, Any] = {}
    if told and not isinstance(told[0], Hashable):
        return [field.get_db_prep_save(value, connection) for value in told]
    for value in told:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
    return [known[value] for value in told]
