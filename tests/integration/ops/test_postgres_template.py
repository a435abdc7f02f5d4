"""The migrated database of PostgreSQL: made once whoever asks, anew after a change or a killed maker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests import postgres, template

pytestmark = pytest.mark.postgres
LONG_AGO = datetime.now(UTC) - timedelta(days=2)


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
    url, copies = os.environ["PARINDEX_TEST_POSTGRES_URL"], [f"{postgres.PREFIX}copy{number}" for number in (1, 2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(postgres.begin, [url, url], copies))

    assert len(made) == 1
    assert names(url) == sorted([*copies, postgres.migrated(url)])
    with psycopg.connect(postgres.beside(url, copies[1])) as connection:
        assert connection.execute("SELECT to_regclass('whole') IS NOT NULL").fetchone() == (True,)


def test_half_made_and_unused_ones_are_thrown_away(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    url = os.environ["PARINDEX_TEST_POSTGRES_URL"]
    old, used, new = (f"{postgres.PREFIX}{word}" for word in ("old", "used", "new"))
    for name, day in ((old, LONG_AGO), (used, LONG_AGO), (used, None)):
        monkeypatch.setattr(template, "digest", lambda name=name: name.removeprefix(postgres.PREFIX))
        monkeypatch.setattr(postgres, "_now", lambda day=day: day or datetime.now(UTC))
        assert postgres.migrated(url) == name
    with postgres.server(url) as connection:
        connection.execute(f'CREATE DATABASE "{new}_part"'.encode())

    monkeypatch.setattr(template, "digest", lambda: "new")
    assert postgres.migrated(url) == new

    assert names(url) == [new, used]  # another checkout used it today, and may be about to copy it
    assert len(made) == 3
