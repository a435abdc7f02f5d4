"""Old Word, OpenDocument text and RTF: LibreOffice turns them into DOCX in a profile of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from parindex.documents.blocks import Document
from parindex.documents.errors import ConverterUnavailable, DamagedFile
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import MEDIA_TYPES, FileKind
from parindex.documents.read.docx import read_docx
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits

PROGRAMS = ("soffice", "libreoffice")


def read_old_word(data: bytes, *, name: str, kind: FileKind, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a DOC, ODT or RTF file by way of DOCX.

    Raises `ConverterUnavailable` when LibreOffice is missing or too slow, `DamagedFile` when it can make nothing of
    the file, and what `read_docx` raises. The document keeps the hash and media type of the file that was given.
    """
    converted = convert_to_docx(data, kind=kind, limits=limits)
    document = read_docx(converted, name=name, limits=limits)
    given = DocumentBuilder(data, name=name, kind=kind)
    return replace(
        document,
        sha256=given.sha256,
        media_type=MEDIA_TYPES[kind],
        warnings=(*document.warnings, "Đã chuyển từ định dạng cũ bằng LibreOffice."),
    )


def convert_to_docx(data: bytes, *, kind: FileKind, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Let LibreOffice rewrite a file as DOCX; macros do not run in a fresh profile without a person."""
    program = next((path for path in map(shutil.which, PROGRAMS) if path), None)
    if program is None:
        raise ConverterUnavailable
    with tempfile.TemporaryDirectory(prefix="parindex-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source.{kind.value}"
        source.write_bytes(data)
        command = [
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(Path(folder) / "out"),
            str(source),
        ]
        _run(command, seconds=limits.converter_seconds)
        result = Path(folder) / "out" / "source.docx"
        if not result.is_file():
            raise DamagedFile("LibreOffice không mở được tệp.")
        return result.read_bytes()


def _run(command: list[str], *, seconds: int) -> None:
    """Run in a process group of its own, so that a time-out also ends the children that LibreOffice starts."""
    try:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
        ) as process:
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)
                raise ConverterUnavailable(f"LibreOffice không xong trong {seconds} giây.") from error
    except OSError as error:
        raise ConverterUnavailable from error
