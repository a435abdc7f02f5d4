"""A connection to DuckDB with bounded memory that never reaches for the network, and how values stand in SQL."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

MEMORY = "2500MB"


@contextmanager
def connected(scratch: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an empty database; what does not fit into memory goes to `scratch`, else to a folder of the system."""
    if scratch is None:
        with tempfile.TemporaryDirectory(prefix="parindex-") as folder, connected(Path(folder)) as connection:
            yield connection
        return
    connection = _opened(scratch)
    try:
        # Calendars are small and rows are many: tables are joined as they are written.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        yield connection
    finally:
        connection.close()


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection that only reads, to the one database of this process.

    Requests share its memory and what it knows of the files, which never change under their names; opening a database
    for each page would take longer than the page.
    """
    connection = _shared(os.getpid()).cursor()
    try:
        yield _told(connection)
    finally:
        connection.close()


@cache
def _shared(process: int) -> duckdb.DuckDBPyConnection:
    """Open the database of a process; after a fork there is another one."""
    connection = _opened(Path(tempfile.gettempdir()) / f"parindex-reading-{process}")
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    return connection


def _opened(scratch: Path) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(scratch),
    }
    return _told(duckdb.connect(config=settings))


def _told(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # The bar would go to the standard output, among the figures.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
    return connection


def text(value: str | Path) -> str:
    """Write a string as a SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"


def name(value: str) -> str:
    """Write a name as a SQL identifier."""
    return '"' + value.replace('"', '""') + '"'


def day(value: date) -> str:
    """Write a day as a SQL literal."""
    return f"DATE '{value:%Y-%m-%d}'" if value.year > 999 else f"DATE '{value.year:04d}-{value:%m-%d}'"


def among(column: str, values: tuple[str, ...]) -> str:
    """Write that a column holds one of some texts; never true without any."""
    return f"{column} IN ({', '.join(map(_plain_text, values))})" if values else "FALSE"


def _plain_text(value: str) -> str:
    """Write a string without quotes or backslashes inside a literal: engines differ in how they escape both."""
    parts = re.split(r"(['\\])", value)
    return " || ".join(f"chr({ord(part)})" if part in ("'", "\\") else f"'{part}'" for part in parts)


def dossiers_of(parts: list[Path], *, options: str = "") -> str:
    """Return the relation of the dossiers in parts, without the rows that were rejected; `options` of the reader."""
    listed = ", ".join(text(path) for path in parts)
    return f"(SELECT * FROM read_parquet([{listed}]{options}) WHERE problem IS NULL)"
