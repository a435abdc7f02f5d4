"""Backups: one tar file with a manifest of hashes, the rows of every table, every stored file and own definition.

The format does not depend on the database, so a backup of SQLite restores into PostgreSQL. Passwords are in it only as
their hashes, secrets of the second factor as they are stored: keep the file as safe as the server.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from parindex import __version__
from parindex.analytics.bulk.errors import StoreBusy
from parindex.apps.audit import services as audit
from parindex.apps.audit import triggers
from parindex.apps.dossiers import keeping
from parindex.apps.evidence import store
from parindex.cli import own_definitions, tables
from parindex.cli.errors import reason_of

FORMAT = "parindex.backup/1"
_MANIFEST = "manifest.json"
_TABLE = re.compile(r"\Atables/([a-z0-9_]+)\.jsonl\Z")
_FILE = re.compile(r"\Afiles/([0-9a-f]{64})\Z")
_DOSSIERS = "dossiers/"
_DEFINITIONS = "definitions/"
_SCRATCH = ".backup-"
_CHUNK = 1024 * 1024
_TAR_MARK = slice(257, 262)


class ArchiveRefused(Exception):
    """Raised when a backup cannot be made or restored; what was there before is untouched."""

    code = "archive_refused"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class ArchiveOutcome:
    """What a backup holds, or what was restored."""

    rows: int
    files: int


def back_up(path: Path, *, now: datetime) -> ArchiveOutcome:
    """Write a backup; the name appears only once the file is whole."""
    partial = path.with_name(path.name + ".part")
    try:
        with (
            tempfile.TemporaryDirectory(dir=path.parent, prefix=_SCRATCH) as folder,
            keeping.held_files() as dossiers,
            transaction.atomic(),
        ):
            tables.freeze(using=DEFAULT_DB_ALIAS)
            members = [*_dump_tables(Path(folder)), *_stored_files(), *_other_files(dossiers)]
            manifest: dict[str, object] = {
                "format": FORMAT,
                "version": __version__,
                "created_at": now.isoformat(),
                "migrations": tables.applied_migrations(using=DEFAULT_DB_ALIAS),
                "rows": {member.name: member.rows for member in members if member.rows is not None},
                "members": {member.name: member.sha256 for member in members},
            }
            _write_tar(partial, manifest, members, now=now)
        partial.chmod(0o600)
        partial.replace(path)
    except StoreBusy as error:
        raise ArchiveRefused(error.message) from error
    except OSError as error:
        raise ArchiveRefused(_why_not_written(path, partial, error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return ArchiveOutcome(
        rows=sum(member.rows or 0 for member in members), files=sum(member.rows is None for member in members)
    )


def _why_not_written(path: Path, partial: Path, error: OSError) -> str:
    """Tell the archive that cannot be written from a stored file that cannot be read."""
    named = str(error.filename or path)
    if named in {str(path), str(partial)} or named.startswith(str(path.parent / _SCRATCH)):
        return f"Không ghi được tệp “{path}”: {reason_of(error)}."
    return f"Sao lưu dừng ở “{named}”: {reason_of(error)}."


def restore(path: Path, *, force: bool = False) -> ArchiveOutcome:
    """Put a backup back into this database, which must be empty unless `force`.

    Every hash is checked before anything is touched; the rows are written in one transaction, after which the audit
    register must be whole. Raises `ArchiveRefused`.
    """
    at = path
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _check(tar)
            # Now that the archive was read to its end, a fault without a name is one of writing.
            at = Path(settings.DATA_DIR)
            call_command("migrate", verbosity=0, interactive=False)
            if manifest["migrations"] != tables.applied_migrations(using=DEFAULT_DB_ALIAS):
                raise ArchiveRefused("Bản sao lưu thuộc phiên bản khác của phần mềm. Cài đúng phiên bản rồi khôi phục.")
            if not force and not tables.is_empty(using=DEFAULT_DB_ALIAS):
                raise ArchiveRefused("Cơ sở dữ liệu đã có dữ liệu. Dùng cơ sở dữ liệu trống, hoặc thêm --force.")
            files = _restore_files(tar)
            with transaction.atomic():
                rows = _restore_tables(tar)
                outcome = audit.verify()
                if not outcome.is_whole:
                    raise ArchiveRefused(f"Nhật ký của bản sao lưu hỏng ở dòng {outcome.broken_seq}; không khôi phục.")
    except StoreBusy as error:
        raise ArchiveRefused(error.message) from error
    except OSError as error:
        named = str(error.filename or at)
        begun = f"Không đọc được tệp sao lưu “{path}”" if named == str(path) else f"Khôi phục dừng ở “{named}”"
        raise ArchiveRefused(f"{begun}: {reason_of(error)}.") from error
    except tarfile.ReadError as error:
        cut = "bản sao lưu bị hỏng hoặc bị cắt cụt" if _begins_as_tar(path) else "tệp không phải bản sao lưu"
        raise ArchiveRefused(f"Không đọc được “{path}”: {cut}.") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError) as error:
        raise ArchiveRefused(f"Không đọc được “{path}”: bản sao lưu bị hỏng ({error}).") from error
    return ArchiveOutcome(rows=rows, files=files)


def _begins_as_tar(path: Path) -> bool:
    """Tell whether the file starts as a tar archive does, so that the person learns which of two things is wrong."""
    with path.open("rb") as file:
        return file.read(_TAR_MARK.stop)[_TAR_MARK] == b"ustar"


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    path: Path
    sha256: str
    rows: int | None = None


def _dump_tables(folder: Path) -> Iterator[_Member]:
    for model in tables.list_tables():
        name = f"tables/{model._meta.db_table}.jsonl"
        path = folder / f"{model._meta.db_table}.jsonl"
        rows = 0
        with path.open("wb") as file:
            for line in tables.read_lines(model, using=DEFAULT_DB_ALIAS):
                file.write(line)
                rows += 1
        yield _Member(name=name, path=path, sha256=store.hash_of(path), rows=rows)


def _stored_files() -> Iterator[_Member]:
    for sha256 in store.stored_hashes():
        path = store.path_of(sha256)
        if store.hash_of(path) != sha256:
            raise ArchiveRefused(f"Tệp {sha256[:12]}… đã hỏng trên đĩa. Chạy “parindex verify” trước khi sao lưu.")
        yield _Member(name=f"files/{sha256}", path=path, sha256=sha256)


def _other_files(dossiers: list[tuple[str, Path]]) -> Iterator[_Member]:
    """Yield the stores of dossiers and the definitions of this place."""
    named = [(f"{_DOSSIERS}{name}", path) for name, path in dossiers]
    named += [(f"{_DEFINITIONS}{name}", path) for name, path in own_definitions.kept_files()]
    for name, path in named:
        yield _Member(name=name, path=path, sha256=store.hash_of(path))


def _write_tar(path: Path, manifest: dict[str, object], members: list[_Member], *, now: datetime) -> None:
    content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    with tarfile.open(path, "w:") as tar:
        head = tarfile.TarInfo(_MANIFEST)
        head.size, head.mtime, head.mode = len(content), int(now.timestamp()), 0o600
        tar.addfile(head, io.BytesIO(content))
        for member in members:
            tar.add(member.path, arcname=member.name, recursive=False, filter=_anonymous)


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file on this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _check(tar: tarfile.TarFile) -> dict[str, list[str]]:
    """Compare every member with the manifest, which must name exactly what is there."""
    entries = {entry.name: entry for entry in tar}
    if _MANIFEST not in entries:
        raise ArchiveRefused("Đây không phải tệp sao lưu của parindex: thiếu manifest.json.")
    manifest = json.loads(_open(tar, entries.pop(_MANIFEST)).read())
    if manifest.get("format") != FORMAT:
        raise ArchiveRefused("Định dạng của tệp sao lưu không dùng được với phiên bản này.")
    expected: dict[str, str] = manifest["members"]
    known = {f"tables/{model._meta.db_table}.jsonl" for model in tables.list_tables()}
    if set(expected) != set(entries) or not all(name in known or _is_file(name) for name in entries):
        raise ArchiveRefused("Tệp sao lưu thiếu hoặc thừa thành phần so với manifest.json; không khôi phục.")
    for name, entry in entries.items():
        if not entry.isreg() or _hash(_open(tar, entry)) != expected[name]:
            raise ArchiveRefused(f"Thành phần {name} không khớp mã băm trong manifest.json; không khôi phục gì.")
    checked: dict[str, list[str]] = manifest
    return checked


def _is_file(name: str) -> bool:
    """Tell whether a member is a stored file, a file of the dossiers or a definition of the place."""
    if name.startswith(_DOSSIERS):
        return keeping.NAME.match(name.removeprefix(_DOSSIERS)) is not None
    if name.startswith(_DEFINITIONS):
        return own_definitions.NAME.match(name.removeprefix(_DEFINITIONS)) is not None
    return _FILE.match(name) is not None


def _restore_files(tar: tarfile.TarFile) -> int:
    """Put the files back first: without rows they are harmless, while rows without files would not be."""
    count = 0
    for entry in tar.getmembers():
        if _FILE.match(entry.name):
            store.write(_open(tar, entry).read())
            count += 1
    count += own_definitions.put_back(_below(tar, _DEFINITIONS))
    return count + keeping.put_back(_below(tar, _DOSSIERS))


def _below(tar: tarfile.TarFile, folder: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the members of a folder by their name in it."""
    for entry in tar.getmembers():
        if entry.name.startswith(folder):
            yield entry.name.removeprefix(folder), _open(tar, entry)


def _restore_tables(tar: tarfile.TarFile) -> int:
    triggers.remove(connection)
    tables.clear(using=DEFAULT_DB_ALIAS)
    models = {model._meta.db_table: model for model in tables.list_tables()}
    count = 0
    for entry in tar.getmembers():
        found = _TABLE.match(entry.name)
        if found:
            count += tables.write_lines(models[found[1]], _open(tar, entry), using=DEFAULT_DB_ALIAS)
    tables.raise_sequences(using=DEFAULT_DB_ALIAS)
    triggers.install(connection)
    return count


def _open(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(entry)
    if file is None:
        raise ArchiveRefused(f"Thành phần {entry.name} không phải tệp thường; không khôi phục.")
    return file


def _hash(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()
