"""The migrated database of SQLite, kept under build/ from one run to the next: a third of a minute each time.

It is known by the words of every migration and of the triggers that they install, so that a change makes it anew;
Django still looks through the migrations and makes what follows them (content types, permissions) at each start.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from parindex.apps.audit import triggers

FOLDER = Path(__file__).resolve().parents[1] / "build" / "tests"


def digest() -> str:
    """Return what the migrations of today are known by."""
    files = [file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")]
    told = hashlib.sha256()
    for file in (*sorted(files), Path(str(triggers.__file__))):
        told.update(file.read_bytes())
    return told.hexdigest()[:16]


def template_path() -> Path:
    """Return where the database with the migrations of today is kept."""
    return FOLDER / f"{digest()}.sqlite3"


def fill(sender: object, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Fill a new, empty database in memory from the kept one; a receiver of `connection_created`."""
    path = template_path() if _is_in_memory(connection) else None
    if path is None or not path.exists() or connection.introspection.table_names():
        return
    with sqlite3.connect(path) as kept:
        kept.backup(connection.connection)
    kept.close()


def lay(path: Path) -> None:
    """Begin a file of SQLite as a copy of the kept database, where there is one; whoever opens it migrates it still."""
    if template_path().exists():
        shutil.copyfile(template_path(), path)


def keep() -> None:
    """Keep the migrated database for the next run, and no older one."""
    path = template_path() if _is_in_memory(connection) else None
    if path is None or path.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(part) as kept:
        connection.connection.backup(kept)
    kept.close()
    part.replace(path)  # never away for a moment: another worker may be about to copy it
    for old in FOLDER.glob("*.sqlite3"):
        if old != path:
            old.unlink(missing_ok=True)


def _is_in_memory(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"])
