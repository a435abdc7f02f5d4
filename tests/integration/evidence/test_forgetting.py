"""Bytes that one forgets while another sends them again, on PostgreSQL; SQLite lets one write at a time anyway."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection, transaction

from parindex.apps.evidence import services
from parindex.apps.evidence.models import StoredFile
from parindex.domain.access import SYSTEM
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TEXT = "Kế hoạch khắc phục tồn tại, hạn chế".encode()


def keep() -> StoredFile:
    return services.store_file(data=TEXT, name="a.txt", actor=SYSTEM, now=NOW)


def test_bytes_stay_for_who_is_sending_them_again(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; run with PARINDEX_DATABASE_URL")
    has_written = Event()

    def send_again() -> None:
        try:
            with transaction.atomic():
                keep()
                has_written.set()
                sleep(0.3)  # the row cannot be seen yet
        finally:
            connection.close()

    def start_sending() -> None:
        sender.start()
        assert has_written.wait(PATIENCE)

    sender = Thread(target=send_again)
    stored = keep()
    with transaction.atomic():
        transaction.on_commit(start_sending)
        assert services.forget(stored)
    sender.join(PATIENCE)

    assert services.read_file(StoredFile.objects.get()) == TEXT
    assert services.check_files().is_whole
