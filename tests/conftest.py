"""What every test stands on: a fast password hasher, the database of the environment.

The whole suite runs on SQLite, or on the database that PARINDEX_DATABASE_URL names;
the data folder of the test process is made in `tests.environment`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client, TransactionTestCase
from pytest_django.fixtures import Settings

from parindex.apps.audit import triggers


@pytest.fixture(autouse=True)
def _quick_and_separate(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Hash passwords quickly and give each test its own folder of files and an empty cache."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES_DIR = tmp_path / "files"
    settings.DOSSIERS_DIR = tmp_path / "dossiers"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_beside_the_triggers() -> Iterator[None]:
    """Let transactional tests empty the audit register, which its triggers refuse to everybody else."""
    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        names = case._databases_names(include_mirrors=False)
        for name in names:
            triggers.remove(connections[name])
        original(case)
        for name in names:
            triggers.install(connections[name])

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def client_for() -> Callable[[object], Client]:
    """Return a function that gives a browser already signed in as a user."""

    def sign_in(user: object) -> Client:
        client = Client()
        client.force_login(user, backend="parindex.apps.people.backends.LockingBackend")
        return client

    return sign_in
