"""One way into the readers: from bytes to a document, whatever the file is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from parindex.documents.blocks import Document
from parindex.documents.errors import DocumentError, EmptyFile, TooLarge
from parindex.documents.read.detect import FileKind, detect_kind, extension_warning
from parindex.documents.read.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from parindex.documents.read.names import clean_name

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is told beside the bytes: the clean name, the bounds, the wish for OCR, who hears of progress."""

    name: str
    limits: Limits
    ocr: bool | None
    progress: Progress | None


def read_document(
    data: bytes,
    *,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    ocr: bool | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read a file of any supported kind into neutral blocks.

    `ocr` is True to demand reading of scanned pages, False to forbid it, None to use it when the machine can.
    `progress` hears (pages done, pages in all) during slow work. Raises a `DocumentError` that names the file.
    """
    clean = clean_name(name)
    try:
        _check_size(data, limits=limits)
        kind = detect_kind(data, limits=limits)
        document = _read(data, kind, Request(name=clean, limits=limits, ocr=ocr, progress=progress))
    except DocumentError as error:
        error.name = error.name or clean
        raise
    warning = extension_warning(clean, kind=kind)
    return replace(document, warnings=(warning, *document.warnings)) if warning else document


def _check_size(data: bytes, *, limits: Limits) -> None:
    if not data:
        raise EmptyFile("Tệp rỗng (0 byte).")
    if len(data) > limits.file_bytes:
        size, most = -(-len(data) // MEGABYTE), limits.file_bytes // MEGABYTE
        raise TooLarge(f"Tệp nặng {size} MB, quá {most} MB cho phép.")


def _read(data: bytes, kind: FileKind, request: Request) -> Document:
    """Call the reader of a kind; each is imported when first needed, since their libraries are heavy."""
    if kind is FileKind.DOCX:
        from parindex.documents.read.docx import read_docx

        return read_docx(data, name=request.name, limits=request.limits)
    if kind is FileKind.PDF:
        from parindex.documents.read.pdf import read_pdf

        return read_pdf(data, name=request.name, limits=request.limits, ocr=request.ocr, progress=request.progress)
    if kind in {FileKind.PNG, FileKind.JPEG}:
        from parindex.documents.read.ocr import read_image

        return read_image(data, name=request.name, kind=kind, limits=request.limits, ocr=request.ocr)
    if kind is FileKind.HTML:
        from parindex.documents.read.html import read_html

        return read_html(data, name=request.name)
    if kind in {FileKind.XLSX, FileKind.XLS, FileKind.ODS}:
        from parindex.documents.read.xlsx import read_spreadsheet

        return read_spreadsheet(data, name=request.name, kind=kind, limits=request.limits, is_letter=True)
    if kind in {FileKind.DOC, FileKind.ODT, FileKind.RTF}:
        from parindex.documents.read.doc import read_old_word

        return read_old_word(data, name=request.name, kind=kind, limits=request.limits)
    from parindex.documents.read.txt import read_txt

    return read_txt(data, name=request.name)
