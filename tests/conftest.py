"""What every test stands on: a fast password hasher, the database of the environment.

The whole suite runs on SQLite, or on the database that PARINDEX_DATABASE_URL names;
the data folder of the test process is made in `tests.environment`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from parindex.apps.audit import triggers
from tests import postgres, template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Begin with the migrated database of an earlier run or, on PostgreSQL, of another worker where there is one."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres.migrated(os.environ["PARINDEX_DATABASE_URL"])
    connection_created.connect(template.fill)
    yield
    connection_created.disconnect(template.fill)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the migrated database for the next run."""
    connection_created.disconnect(template.fill)
    with django_db_blocker.unblock():
        template.keep()


@pytest.fixture(autouse=True)
def _quick_and_separate(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Hash passwords quickly and give each test its own folder of files and an empty cache."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES_DIR = tmp_path / "files"
    settings.DOSSIERS_DIR = tmp_path / "dossiers"
    settings.REGISTER_UPLOADS_DIR = tmp_path / "register-uploads"
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


@pytest.fixture(autouse=True, scope="session")
def _static_files_listed_once() -> Iterator[None]:
    """Let the first browser look for the static files, for each one would: a third of what it costs to make one."""
    original, listed = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            original(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add
    yield
    WhiteNoiseMiddleware.add_files_from_finders = original


@pytest.fixture
def client_for() -> Callable[[object], Client]:
    """Return a function that gives a browser already signed in as a user."""

    def sign_in(user: object) -> Client:
        client = Client()
        client.force_login(user, backend="parindex.apps.people.backends.LockingBackend")
        return client

    return sign_in
