"""The migrated database of PostgreSQL, made once on a server: every other one begins as a copy of it.

It is known by the words of every migration, as that of SQLite is. Who makes it holds a lock of the server, which a
killed process gives back by dying; what such a one left half made is thrown away by the next, as is one that nobody
used for a day.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests import template
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "parindex_migrated_"
PART = "_part"
LOCK = 20_261_122
UNUSED = timedelta(days=1)


def migrated(url: str) -> str:
    """Return the name of the database with the migrations of today beside the one of an address; nobody connects to it.

    The first to ask makes it while the others wait.
    """
    with _locked(url) as connection:
        return _ready(connection, url)


def begin(url: str, name: str) -> None:
    """Make a migrated database on the server of an address."""
    with _locked(url) as connection:
        _command(connection, "CREATE DATABASE {} TEMPLATE {}", name, _ready(connection, url))


def copy(url: str, name: str, *, of: str) -> None:
    """Make a database on the server of an address as a copy of another one, to which nobody may be connected."""
    with server(url) as connection:
        _command(connection, "CREATE DATABASE {} TEMPLATE {}", name, of)


def settle(url: str, name: str) -> None:
    """Wait until nobody is connected to a database: of a killed process the server ends the last statement first."""
    words = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' LIMIT 1"
    until = time.monotonic() + PATIENCE
    with server(url) as connection:
        while connection.execute(words, [name]).fetchone():
            assert time.monotonic() < until, f"somebody is still connected to {name}"
            time.sleep(0.01)


def drop(url: str, name: str) -> None:
    """Throw a database away, whoever is connected to it."""
    with server(url) as connection:
        _command(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def beside(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def server(url: str) -> Iterator[psycopg.Connection]:
    """Connect to the server of an address, to a database that nobody copies."""
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as connection:
        yield connection


def migrate(url: str) -> None:
    """Migrate a database in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--verbosity", "0"]
    environment = {**os.environ, "PARINDEX_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "parindex.config.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def _locked(url: str) -> Iterator[psycopg.Connection]:
    """Connect to a server while nobody else makes, begins with or throws away a migrated database."""
    with server(url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield connection


def _ready(connection: psycopg.Connection, url: str) -> str:
    """Make the migrated database unless it is there, and note in its comment that it is used today."""
    name = f"{PREFIX}{template.digest()}"
    found = connection.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE starts_with(datname, %s)",
        [PREFIX],
    )
    used = {row[0]: row[1] or "" for row in found}
    if name not in used:
        # Another checkout on this server may be about to copy one that it used today.
        for old in (one for one in used if one.endswith(PART) or used[one] < _moment(_now() - UNUSED)):
            _command(connection, "DROP DATABASE {} WITH (FORCE)", old)
        _command(connection, "CREATE DATABASE {}", name + PART)
        migrate(beside(url, name + PART))
        _command(connection, "ALTER DATABASE {} RENAME TO {}", name + PART, name)
    words = sql.SQL("COMMENT ON DATABASE {} IS {}")
    connection.execute(words.format(sql.Identifier(name), sql.Literal(_moment(_now()))))
    return name


def _now() -> datetime:
    return datetime.now(UTC)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _command(connection: psycopg.Connection, words: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(words).format(*(sql.Identifier(name) for name in names)))
