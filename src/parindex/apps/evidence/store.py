"""The content-addressed folder: `files/ab/cd/<sha256>`.

A file is written beside its place, flushed to the disk and renamed, so that a name always holds whole content. A file
whose transaction fails afterwards stays without a row: that is harmless, the next upload of the same bytes uses it,
and `parindex verify` lists it as an orphan.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_CHUNK = 1024 * 1024
_NAME_LENGTH = 64


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash are kept."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


def name_of(data: bytes) -> str:
    """Return the name under which bytes are kept: their SHA-256."""
    return hashlib.sha256(data).hexdigest()


def write(data: bytes) -> str:
    """Keep bytes and return their name; bytes already kept whole are not written again."""
    sha256 = name_of(data)
    target = path_of(sha256)
    if target.exists() and target.stat().st_size == len(data):
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return sha256


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def stored_hashes() -> Iterator[str]:
    """Yield the hash in the name of every file in the folder, in order; unfinished writes are left out."""
    for path in sorted(Path(settings.FILES_DIR).glob("??/??/*")):
        if len(path.name) == _NAME_LENGTH:
            yield path.name


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
