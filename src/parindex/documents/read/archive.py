"""ZIP containers (DOCX, XLSX, ODS, ODT), opened only after their table of contents has been found harmless."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from parindex.documents.errors import DamagedFile, PasswordProtectedOffice, ZipBomb
from parindex.documents.read.limits import Limits

ZIP_MAGIC = b"PK\x03\x04"
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def open_archive(data: bytes, *, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP file whose declared sizes are within `limits`, archives inside it included.

    Raises `ZipBomb` when it would unpack to too much, `DamagedFile` when it is no whole ZIP file. The declared sizes
    may be trusted as an upper bound: `zipfile` never unpacks more of a member than was declared.
    """
    return _open_checked(data, limits=limits, depth=1)


def read_member(archive: zipfile.ZipFile, path: str) -> bytes:
    """Return one unpacked member; raises `DamagedFile` when it is missing or broken."""
    try:
        return archive.read(path)
    except KeyError as error:
        raise DamagedFile("Tệp nén thiếu một phần bắt buộc.", where=path) from error
    except _READ_ERRORS as error:
        raise _unreadable(error, path) from error


def read_xml(archive: zipfile.ZipFile, path: str) -> etree._Element:
    """Parse one member as XML without entities, network or external parts; raises `DamagedFile`."""
    return parse_xml(read_member(archive, path), path=path)


def parse_xml(content: bytes, *, path: str) -> etree._Element:
    """Parse what the member `path` held as `read_xml` does."""
    try:
        return etree.fromstring(content, _safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile("Phần XML trong tệp bị hỏng.", where=path) from error


def _safe_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _open_checked(data: bytes, *, limits: Limits, depth: int) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _READ_ERRORS as error:
        raise DamagedFile from error
    _check_sizes(members, packed=len(data), limits=limits)
    for member in members:
        if not member.filename.endswith((".xml", ".rels", "/")):
            _check_nested(archive, member, limits=limits, depth=depth)
    return archive


def _check_sizes(members: list[zipfile.ZipInfo], *, packed: int, limits: Limits) -> None:
    if len(members) > limits.members:
        raise ZipBomb(f"Tệp nén có {len(members)} phần, quá {limits.members} phần cho phép.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise ZipBomb(f"Tệp nén sẽ phình ra {unpacked // 2**20} MB, quá {limits.unpacked_bytes // 2**20} MB cho phép.")
    if unpacked > limits.ratio_floor and unpacked > limits.ratio * packed:
        raise ZipBomb(f"Tệp nén phình ra gấp {unpacked // packed} lần khi mở, quá {limits.ratio} lần cho phép.")


def _check_nested(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, limits: Limits, depth: int) -> None:
    try:
        with archive.open(member) as stream:
            is_archive = stream.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    except _READ_ERRORS as error:
        raise _unreadable(error, member.filename) from error
    if not is_archive:
        return
    if depth >= limits.nesting:
        raise ZipBomb("Tệp nén lồng trong nhau quá nhiều lớp.", where=member.filename)
    try:
        _open_checked(read_member(archive, member.filename), limits=limits, depth=depth + 1).close()
    except DamagedFile:
        # A broken attachment is never opened by a reader, so it is no reason to refuse the document around it.
        return


def _unreadable(error: Exception, path: str) -> DamagedFile | PasswordProtectedOffice:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return PasswordProtectedOffice(where=path)
    return DamagedFile(where=path)
