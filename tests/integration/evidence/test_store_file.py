"""Stored files: once by content, whole on the disk, checked."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from parindex.apps.evidence import services, store
from parindex.apps.evidence.errors import FileMissing
from parindex.apps.evidence.models import StoredFile
from parindex.documents.errors import EmptyFile, TooLarge, UnsupportedFile
from parindex.domain.access import SYSTEM

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TEXT = "Kế hoạch khắc phục tồn tại, hạn chế".encode()
pytestmark = pytest.mark.django_db


def keep(data: bytes, name: str = "Kế hoạch.txt") -> StoredFile:
    return services.store_file(data=io.BytesIO(data), name=name, actor=SYSTEM, now=NOW)


def test_store_file_keeps_the_same_bytes_once() -> None:
    first = keep(TEXT, "a.txt")
    second = services.store_file(data=TEXT, name="b.txt", actor=SYSTEM, now=NOW)

    assert first.pk == second.pk
    assert second.name == "a.txt"
    assert services.read_file(second) == TEXT
    assert (first.size, first.media_type) == (len(TEXT), "text/plain")


def test_store_file_cleans_the_name() -> None:
    stored = keep(TEXT, "../../etc/Kê\u0301 hoạch\x00.txt")

    assert "/" not in stored.name
    assert "\x00" not in stored.name
    assert stored.name.startswith("Kế")


@pytest.mark.parametrize(("data", "error"), [(b"", EmptyFile), (b"\x7fELF\0\0\0\1\2\3\4\5\6", UnsupportedFile)])
def test_store_file_refuses_what_is_no_document(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        keep(data)

    assert not StoredFile.objects.exists()


def test_store_file_refuses_large_files(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10

    with pytest.raises(TooLarge):
        keep(b"a" * 11)
    assert keep(b"a" * 10).size == 10


def test_store_file_writes_again_what_was_cut_short() -> None:
    stored = keep(TEXT)
    store.path_of(stored.sha256).write_bytes(b"cut")

    keep(TEXT)

    assert services.check_files().is_whole


def test_write_leaves_no_part_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("parindex.apps.evidence.store.os.fsync", refuse)

    with pytest.raises(OSError, match="disk full"):
        store.write(TEXT)

    assert [p for p in Path(settings.FILES_DIR).rglob("*") if p.is_file()] == []


def test_check_files_names_missing_damaged_and_orphans() -> None:
    missing, damaged = keep(b"mot"), keep(b"hai")
    orphan = store.write(b"khong co dong")
    store.path_of(missing.sha256).unlink()
    store.path_of(damaged.sha256).write_bytes(b"HAI")

    outcome = services.check_files()

    assert outcome == services.CheckOutcome(
        count=2, missing=(missing.sha256,), damaged=(damaged.sha256,), orphans=(orphan,)
    )
    assert not outcome.is_whole
    with pytest.raises(FileMissing):
        services.open_file(missing)
