"""The migrated database of PostgreSQL: made once whoever asks, anew after a change or a killed maker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests import postgres, template

pytestmark = pytest.mark.postgres


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return what was migrated, under a name of this test's own; a table stands for the migrations."""
    url = os.environ.get("PARINDEX_TEST_POSTGRES_URL", "")
    if not url:
        if os.environ.get("CI"):
            pytest.fail("PARINDEX_TEST_POSTGRES_URL is not set: scripts/postgres-for-tests")
        pytest.skip("no PostgreSQL: scripts/postgres-for-tests")
    migrated: list[str] = []

    def migrate(address: str) -> None:
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE whole ()")
        migrated.append(address)

    monkeypatch.setattr(postgres, "PREFIX", f"trial_{os.getpid()}_")
    monkeypatch.setattr(postgres, "migrate", migrate)
    yield migrated
    for name in names(url):
        postgres.drop(url, name)


def names(url: str) -> list[str]:
    with postgres.server(url) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", [postgres.PREFIX]
        )
        return [row[0] for row in found]


def test_of_two_who_ask_at_once_one_makes_it(made: list[str]) -> None:
    url = os.environ["PARINDEX_TEST_POSTGRES_URL"]

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(postgres.migrated, [url, url]))

    assert told == names(url) * 2
    assert len(made) == 1


def test_half_made_and_older_ones_are_thrown_away(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ["PARINDEX_TEST_POSTGRES_URL"]
    old = postgres.migrated(url)
    monkeypatch.setattr(template, "digest", lambda: "changed")
    name, copy = f"{postgres.PREFIX}changed", f"{postgres.PREFIX}copy"
    with postgres.server(url) as connection:
        connection.execute(f'CREATE DATABASE "{name}_part"'.encode())

    assert postgres.migrated(url) == name != old
    assert names(url) == [name]
    postgres.copy(url, copy, of=name)
    with psycopg.connect(postgres.beside(url, copy)) as connection:
        assert connection.execute("SELECT to_regclass('whole') IS NOT NULL").fetchone() == (True,)
