"""Databases named by an address at the command line, beside the one of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from parindex.apps.base.databases import database_settings


@contextmanager
def connected(url: str, *, alias: str) -> Iterator[str]:
    """Make the database of an address usable under an alias inside the block."""
    described = database_settings(url, data_dir=Path(settings.DATA_DIR))
    connections.settings[alias] = connections.configure_settings({"default": described})["default"]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
