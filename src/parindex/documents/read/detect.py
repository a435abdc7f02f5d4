"""What a file is by its content, never by its name: magic bytes, members of an archive, streams of an OLE container."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from parindex.documents.errors import MacroDocument, PasswordProtectedOffice, UnsupportedFile
from parindex.documents.read.archive import ZIP_MAGIC, open_archive, read_member
from parindex.documents.read.encoding import drop_wide_parts, wide_codec
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits


class FileKind(StrEnum):
    """A kind of file that has a reader."""

    DOCX = "docx"
    PDF = "pdf"
    TXT = "txt"
    HTML = "html"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PNG = "png"
    JPEG = "jpeg"


MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.TXT: "text/plain",
    FileKind.HTML: "text/html",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.DOC: "application/msword",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.RTF: "application/rtf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}

# Extensions under which a kind may travel without a remark; md and csv are plain text to the reader.
_EXTENSIONS: dict[FileKind, frozenset[str]] = {
    FileKind.TXT: frozenset({"txt", "text", "md", "csv", "tsv"}),
    FileKind.HTML: frozenset({"html", "htm", "xhtml"}),
    FileKind.JPEG: frozenset({"jpg", "jpeg"}),
    FileKind.DOC: frozenset({"doc", "dot"}),
}
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGE_MAGIC = {b"\x89PNG\r\n\x1a\n": FileKind.PNG, b"\xff\xd8\xff": FileKind.JPEG}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6])\b", re.IGNORECASE)
_HEAD = 4096


def detect_kind(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> FileKind:
    """Tell the kind of a file by its content.

    Raises `UnsupportedFile`, and what must be refused before any reader: `MacroDocument`, `PasswordProtectedOffice`,
    `ZipBomb`, `DamagedFile`.
    """
    head = data[:_HEAD]
    if head.startswith((ZIP_MAGIC, b"PK\x05\x06")):
        with open_archive(data, limits=limits) as archive:
            return _archive_kind(archive)
    if head.startswith(_OLE_MAGIC):
        return _ole_kind(data)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    for magic, kind in _IMAGE_MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.startswith(b"{\\rtf"):
        return FileKind.RTF
    return _text_kind(head)


def extension_warning(name: str, *, kind: FileKind) -> str | None:
    """Say that the name's extension and the content disagree; None when they agree or there is no extension."""
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if not extension or extension in _EXTENSIONS.get(kind, frozenset({kind.value})):
        return None
    return f"Tên tệp ghi “.{extension}” nhưng nội dung là {kind.value.upper()}; đã đọc theo nội dung."


def _archive_kind(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise MacroDocument
    if "[Content_Types].xml" in names and b"macroEnabled" in read_member(archive, "[Content_Types].xml"):
        raise MacroDocument
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCX
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    declared = read_member(archive, "mimetype") if "mimetype" in names else b""
    for kind in (FileKind.ODS, FileKind.ODT):
        if declared.strip().decode("ascii", "replace") == MEDIA_TYPES[kind]:
            return kind
    raise UnsupportedFile("Tệp nén này không phải văn bản Word, Excel hay OpenDocument.")


def _ole_kind(data: bytes) -> FileKind:
    """Look for the names of streams; the directory of an OLE container keeps them in UTF-16."""

    def has_stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has_stream("EncryptedPackage"):
        raise PasswordProtectedOffice
    if has_stream("_VBA_PROJECT"):
        raise MacroDocument
    if has_stream("WordDocument"):
        _refuse_encrypted_doc(data)
        return FileKind.DOC
    if has_stream("Workbook") or has_stream("Book"):
        return FileKind.XLS
    raise UnsupportedFile


def _refuse_encrypted_doc(data: bytes) -> None:
    """Look at bit fEncrypted of the file information block ([MS-DOC] 2.5.2), which starts the first sector."""
    block = data[512:524]
    if block[:2] == b"\xec\xa5" and len(block) == 12 and block[11] & 0x01:
        raise PasswordProtectedOffice


def _text_kind(head: bytes) -> FileKind:
    for bom in _BOMS:
        if head.startswith(bom):
            return FileKind.HTML if _HTML_START.search(head[:1024].replace(b"\0", b"")) else FileKind.TXT
    wide = wide_codec(head)
    plain = head.decode(wide, "replace").encode() if wide else drop_wide_parts(head)
    if b"\0" in plain or _control_share(plain) > 5:
        raise UnsupportedFile
    if _HTML_START.match(plain.lstrip()) or (plain.lstrip().startswith(b"<?xml") and _HTML_START.search(plain)):
        return FileKind.HTML
    return FileKind.TXT


def _control_share(head: bytes) -> int:
    """Return how many of a hundred bytes are control characters that no text has."""
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 11, 12, 13, 27))
    return controls * 100 // max(len(head), 1)
