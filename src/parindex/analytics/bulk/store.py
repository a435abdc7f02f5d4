"""The folder of dossiers: Parquet parts and one manifest, replaced in one step; a kill leaves the old or the new.

DIR/manifest.json          which files were read and which parts count
DIR/parts/*.parquet        dossiers with their derived facts
DIR/facts/*.parquet        of each part what is counted, sorted by unit; made from the parts, may be absent
DIR/rejects/*.csv          rows that were not taken, with column, value and reason
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from parindex.analytics.bulk.errors import NoStore, StoreBusy

SCHEMA = "parindex.dossiers/1"
MANIFEST = "manifest.json"
_SCRATCH = ".scratch-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """One file that was read: counts of its rows, and the last day anything happened in it.

    `identity` is the hash of its bytes, and of the list of units when it was checked against one.
    """

    identity: str
    name: str
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    older: int
    replaced: int
    last_day: str | None
    rejects: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What counts in a store. `rules` is the fingerprint of calendar and clock that derived the facts."""

    rules: str
    files: tuple[ImportedFile, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def last_day(self) -> str | None:
        """The last day anything happened in any file, ISO."""
        return max((file.last_day for file in self.files if file.last_day), default=None)


class Store:
    """A folder of dossiers."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made yet."""
        self.folder = folder
        self.parts_folder = folder / "parts"
        self.facts_folder = folder / "facts"
        self.rejects_folder = folder / "rejects"
        self._manifest = folder / MANIFEST

    def manifest(self) -> Manifest | None:
        """Read the manifest; None for a folder without dossiers."""
        if not self._manifest.is_file():
            return None
        content = json.loads(self._manifest.read_text(encoding="utf-8"))
        if content.get("schema") != SCHEMA:
            raise NoStore(f"Kho hồ sơ “{self.folder}” thuộc phiên bản khác; nhập lại vào thư mục mới.")
        read = tuple(ImportedFile(**file) for file in content["files"])
        return Manifest(rules=content["rules"], files=read, parts=tuple(content["parts"]))

    def require(self) -> Manifest:
        """Read the manifest; raises NoStore when there are no dossiers."""
        manifest = self.manifest()
        if manifest is None or not manifest.parts:
            raise NoStore(f"Thư mục “{self.folder}” chưa có hồ sơ; chạy parindex dossiers import trước.")
        return manifest

    def part_paths(self, manifest: Manifest) -> list[Path]:
        """Return the paths of the parts that count."""
        return [self.parts_folder / part for part in manifest.parts]

    def counted_paths(self, manifest: Manifest) -> list[Path]:
        """Return what figures are counted from: the sorted facts when all are there, else the parts themselves."""
        sorted_facts = [self.facts_folder / part for part in manifest.parts]
        return sorted_facts if all(path.is_file() for path in sorted_facts) else self.part_paths(manifest)

    def commit(self, manifest: Manifest) -> None:
        """Replace the manifest in one step, then remove what no longer counts."""
        content = {"schema": SCHEMA, **asdict(manifest)}
        fresh = self._manifest.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._manifest)
        self.sweep(manifest)

    def sweep(self, manifest: Manifest) -> None:
        """Remove parts and rejects that the manifest does not name."""
        kept = {*manifest.parts, *(file.rejects for file in manifest.files)}
        folders = (self.parts_folder, self.facts_folder, self.rejects_folder)
        for path in (path for folder in folders for path in folder.glob("*")):
            if path.name not in kept:
                path.unlink()

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Hold the folder for one writer and lend it a scratch folder; raises StoreBusy."""
        for folder in (self.parts_folder, self.facts_folder, self.rejects_folder):
            folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / ".lock"):
            for left in self.folder.glob(f"{_SCRATCH}*"):
                shutil.rmtree(left)
            if (manifest := self.manifest()) is not None:
                self.sweep(manifest)
            scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=self.folder))
            try:
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)


def with_file(manifest: Manifest, file: ImportedFile, *, parts: tuple[str, ...]) -> Manifest:
    """Return the manifest after one more file."""
    return replace(manifest, files=(*manifest.files, file), parts=parts)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Lock a file; the system lets go of it when the process ends, however it ends."""
    with path.open("w", encoding="ascii") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise StoreBusy("Một lần nhập khác đang ghi vào kho hồ sơ này; chờ xong rồi chạy lại.") from error
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
