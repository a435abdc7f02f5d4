"""Databases beside the one of the test: files of SQLite, fresh ones of PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.evidence import services as evidence
from parindex.apps.people import access, tokens
from parindex.domain.access import SYSTEM
from tests.factories import MembershipFactory, UnitFactory


@pytest.fixture
def filled(transactional_db: None) -> str:
    """Fill the database of the test and return the hash of the one stored file."""
    now = timezone.now()
    province = UnitFactory(name="Tỉnh Hư Cấu")
    user = MembershipFactory(unit=UnitFactory(parent=province), role="admin").user
    actor = access.actor_of(user, today=timezone.localdate(now))
    tokens.create_token(user=user, name="Phần mềm “đỏ”", actor=actor, now=now)
    jobs.enqueue(kind="x", payload={"ê": [1, None, {"b": 2, "a": 1}]}, actor=actor, now=now)
    with transaction.atomic():
        audit.record(actor=actor, action="plan.approved", object_type="plan", object_id="1", after={"số": 3}, now=now)
    return evidence.store_file(data=b"Noi dung ke hoach", name="a.txt", actor=SYSTEM, now=now).sha256


@pytest.fixture
def _other_databases(
    transactional_db: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Allow databases that are named by an address during the test, which Django's test cases refuse."""
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)


@pytest.fixture
def sqlite_url(tmp_path: Path, _other_databases: None) -> str:
    """Return the address of a new SQLite file in a folder with blanks and accents."""
    folder = tmp_path / "thư mục mới"
    folder.mkdir()
    return f"sqlite://{folder}/{uuid.uuid4().hex}.sqlite3"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Make an empty PostgreSQL database and return its address; demanded under CI, skipped elsewhere."""
    server = os.environ.get("PARINDEX_TEST_POSTGRES_URL", "")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("PARINDEX_TEST_POSTGRES_URL is not set: scripts/postgres-for-tests")
        pytest.skip("no PostgreSQL: scripts/postgres-for-tests")
    name = f"copy_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
