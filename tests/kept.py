"""What many tests begin with, built once by a worker and laid down again for each of its tests.

The first test builds; the rows and files that came of it are kept, with the value. The others get copies of them, in
their own transaction, on either database. So what is built may depend on nothing that a test changes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

FOLDERS = ("FILES_DIR", "DOSSIERS_DIR")
Rows = dict[str, list[Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    value: bytes
    rows: Rows
    files: dict[tuple[str, str], bytes]


_KEPT: dict[str, _Kept] = {}


def once(name: str, build: Callable[[], T]) -> T:
    """Return what `build` returned to the first test of this process, and lay down what it wrote.

    The database must be as the migrations left it.
    """
    if name in _KEPT:
        kept = _KEPT[name]
        _write_rows(kept.rows)
        for (folder, path), data in kept.files.items():
            place = Path(getattr(settings, folder)) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return pickle.loads(kept.value)
    before = _read_rows()
    value = build()
    _KEPT[name] = _Kept(pickle.dumps(value), _added(before, _read_rows()), _read_files())
    return value


def _added(before: Rows, after: Rows) -> Rows:
    """Return the new rows; a build that changes rows of the migrations cannot be kept."""
    added = {}
    for table, rows in after.items():
        old = set(before[table])
        assert old <= set(rows), table
        if new := [row for row in rows if row not in old]:
            added[table] = new
    return added


def _read_files() -> dict[tuple[str, str], bytes]:
    found = {}
    for folder in FOLDERS:
        root = Path(getattr(settings, folder))
        for path in root.rglob("*"):
            if path.is_file():
                found[folder, str(path.relative_to(root))] = path.read_bytes()
    return found


def _read_rows() -> Rows:
    """Return the rows of every table as the database writes them, whatever Django would make of them."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if connection.vendor == "sqlite":
                # The sign takes the declared type away, by which the driver would change the values.
                cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
                columns = ", ".join(f'+"{column[0]}"' for column in cursor.description)
                found[table] = connection.connection.execute(f'SELECT {columns} FROM "{table}"').fetchall()
            else:
                cursor.execute(f'SELECT kept::text FROM "{table}" AS kept')
                found[table] = [text for (text,) in cursor.fetchall()]
    return found


def _write_rows(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, new in rows.items():
            if connection.vendor == "sqlite":
                marks = ", ".join("?" * len(new[0]))
                connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', new)
            else:
                cursor.execute(
                    f'INSERT INTO "{table}" SELECT (kept::"{table}").* FROM unnest(%s::text[]) AS kept', [new]
                )
