"""The registers and feeds that a place keeps in its data folder, as files for a backup and back again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from django.conf import settings

NAME: Final = re.compile(r"\A(?:registers|feeds)/[^/\\.\0][^/\\\0]*\.yaml\Z")
_FOLDERS: Final = ("registers", "feeds")


def kept_files() -> Iterator[tuple[str, Path]]:
    """Yield the definitions by name, in order."""
    root = Path(settings.DATA_DIR)
    for folder in _FOLDERS:
        for path in sorted((root / folder).glob("*.yaml")):
            if path.is_file() and NAME.match(f"{folder}/{path.name}"):
                yield f"{folder}/{path.name}", path


def put_back(files: Iterable[tuple[str, IO[bytes]]]) -> int:
    """Write definitions back, each whole or not at all; others that lie there stay. ValueError for another name."""
    count = 0
    for name, stream in files:
        if not NAME.match(name):
            raise ValueError(name)
        path = Path(settings.DATA_DIR) / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(stream.read())
        fresh.replace(path)
        count += 1
    return count
