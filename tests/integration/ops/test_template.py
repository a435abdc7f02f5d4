"""The kept database that a test run begins with: taken into an empty database, never over another one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from tests import template


@pytest.fixture
def empty(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BaseDatabaseWrapper:
    """Return an empty database in memory beside the one of the tests, and a folder without a kept one."""
    monkeypatch.setattr(template, "FOLDER", tmp_path / "kept")
    defaults = connections["default"].settings_dict
    named = {**defaults, "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    return ConnectionHandler({"default": named})["default"]


def keep_table(name: str) -> None:
    """Keep a database with one table."""
    template.FOLDER.mkdir()
    kept = sqlite3.connect(template.template_path())
    kept.execute(f"CREATE TABLE {name} (id integer)")
    kept.close()


def test_kept_database_fills_an_empty_one(empty: BaseDatabaseWrapper) -> None:
    """Without a kept one the database stays empty, for the migrations to fill."""
    empty.ensure_connection()
    template.fill(None, empty)
    assert empty.introspection.table_names() == []

    keep_table("kept")
    template.fill(None, empty)

    assert empty.introspection.table_names() == ["kept"]


def test_kept_database_is_never_put_over_another(empty: BaseDatabaseWrapper) -> None:
    """What a database holds already stays."""
    keep_table("kept")
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE own (id integer)")

    template.fill(None, empty)

    assert empty.introspection.table_names() == ["own"]


def test_another_migration_asks_for_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is named after the words of the migrations and of the triggers."""
    before = template.template_path()
    changed = tmp_path / "triggers.py"
    changed.write_text("# another trigger", encoding="utf-8")
    monkeypatch.setattr(template.triggers, "__file__", str(changed))

    assert template.template_path() != before
