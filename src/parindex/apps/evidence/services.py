"""Keeps uploaded files by content and gives them back; the only writer of stored files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from parindex.apps.base import sharing
from parindex.apps.evidence import store
from parindex.apps.evidence.errors import FileMissing
from parindex.apps.evidence.models import StoredFile
from parindex.documents.errors import EmptyFile, TooLarge
from parindex.documents.read.detect import MEDIA_TYPES, detect_kind
from parindex.documents.read.names import clean_name
from parindex.domain.access import Actor

_JPEG_MAGIC = b"\xff\xd8\xff"
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check of all stored files found, as SHA-256 hashes: lost, changed on the disk, without a row."""

    count: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether every row has its bytes; orphans are harmless."""
        return not self.missing and not self.damaged


def store_file(*, data: bytes | IO[bytes], name: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep a file once by its content; the same bytes give the row that already exists.

    The kind is told from the content, the name is cleaned (NFC, no path, no control characters). Raises
    `DocumentError`: `EmptyFile`, `TooLarge`, `UnsupportedFile`, `MacroDocument`, `ZipBomb` and the like.
    """
    content = _read(data)
    return keep_made(data=content, name=name, media_type=media_type_of(content), actor=actor, now=now)


def media_type_of(data: bytes) -> str:
    """Tell what a file is by its content, and keep nothing of it. Raises `DocumentError` as `store_file` does."""
    content = _read(data)
    return "image/jpeg" if content.startswith(_JPEG_MAGIC) else MEDIA_TYPES[detect_kind(content)]


def keep_made(*, data: bytes, name: str, media_type: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep bytes that this system made itself, so their kind is known; what people upload goes by `store_file`."""
    with transaction.atomic():
        sharing.share(_held(store.name_of(data)))
        sha256 = store.write(data)
        stored, _ = StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={
                "size": len(data),
                "media_type": media_type,
                "name": clean_name(name)[:255],
                "uploaded_by_id": actor.user_id,
                "uploaded_at": now,
            },
        )
    return stored


def forget(stored: StoredFile) -> bool:
    """Erase a file that nothing uses any more, its bytes once the caller's transaction is through; tell whether.

    The same bytes may serve another room: a file that is still used stays.
    """
    sha256 = stored.sha256
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: _remove_unless_used(sha256))
    return True


def _remove_unless_used(sha256: str) -> None:
    """Take the bytes off the disk; somebody may have sent, or may be sending, the same bytes again meanwhile."""
    with transaction.atomic():
        sharing.take(_held(sha256))
        if not StoredFile.objects.filter(sha256=sha256).exists():
            store.path_of(sha256).unlink(missing_ok=True)


def _held(sha256: str) -> str:
    """Name the bytes that a writer keeps from being removed until its row can be seen."""
    return f"{StoredFile._meta.db_table} {sha256}"


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a stored file for reading. Raises `FileMissing`."""
    try:
        return store.path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise FileMissing(stored.sha256) from error


def read_file(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file. Raises `FileMissing`."""
    with open_file(stored) as file:
        return file.read()


def check_files() -> CheckOutcome:
    """Compare every row with the bytes in the folder, and the folder with the rows."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    present = set(store.stored_hashes())
    damaged = tuple(h for h in sorted(known & present) if store.hash_of(store.path_of(h)) != h)
    return CheckOutcome(
        count=len(known),
        missing=tuple(sorted(known - present)),
        damaged=damaged,
        orphans=tuple(sorted(present - known)),
    )


def _read(data: bytes | IO[bytes]) -> bytes:
    """Read at most one byte more than is allowed, so that a huge stream never fills the memory."""
    most = int(settings.MAX_UPLOAD_BYTES)
    content = data if isinstance(data, bytes) else data.read(most + 1)
    if not content:
        raise EmptyFile("Tệp rỗng (0 byte).")
    if len(content) > most:
        raise TooLarge(f"Tệp nặng hơn {most // _MEGABYTE} MB cho phép.")
    return content
