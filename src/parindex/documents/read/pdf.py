"""PDF files with a text layer; pages that are only pictures go to OCR when the machine has it.

pdfium gives the words and the ruling lines; the tables are found from the lines (pdf_grid), so that no page is parsed
by a second, slower library.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from parindex.documents.blocks import Document, Line, Place
from parindex.documents.errors import DamagedFile, EncryptedPdf, ImageOnlyPdf, TooLarge
from parindex.documents.read import ocr as reading
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits
from parindex.documents.read.pdf_beside import Side, join_beside
from parindex.documents.read.pdf_grid import Grid, find_grids
from parindex.documents.read.pdf_layout import LaidLine, LaidTable, find_tables, heads_columns, lay_out, names_columns
from parindex.documents.read.pdf_letters import print_lines
from parindex.documents.read.pdf_margins import drop_margins
from parindex.documents.read.pdf_page import Letter, PdfPage, TextLine
from parindex.documents.read.pdf_paragraphs import join_printed
from parindex.documents.read.pdf_table import Piece, join_pieces, read_pieces

_ENCRYPTED = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})
_FEW_LETTERS = 80
_PICTURE_SHARE = 0.5
_PAGES_NAMED = 8
# pdfium keeps state of its own for the whole process and may not be entered twice.
_PDFIUM = threading.Lock()


@dataclass(slots=True)
class _Page:
    """What was read of a page: its lines outside tables, its tables, its height in points."""

    lines: list[TextLine]
    pieces: list[Piece]
    height: float
    is_picture: bool = False
    laid: list[LaidLine] = field(default_factory=list)
    tables: list[LaidTable] = field(default_factory=list)


def read_pdf(
    data: bytes,
    *,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    ocr: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read a PDF into paragraphs and tables with their pages.

    `ocr` as in `read_document`. Raises `EncryptedPdf`, `DamagedFile`, `ImageOnlyPdf`, `OcrUnavailable`, `EmptyFile`.
    """
    builder = DocumentBuilder(data, name=name, kind=FileKind.PDF)
    with _PDFIUM:
        book = _open(data, limits=limits)
        try:
            pages: list[_Page] = []
            for number in range(len(book)):
                pages.append(_read_page(book, number, lays_out=bool(pages and pages[-1].laid)))
            pictures = [number for number, page in enumerate(pages) if page.is_picture]
            if pictures and _wants_ocr(pictures, pages, ocr=ocr, builder=builder):
                recogniser = reading.Recogniser(limits=limits)
                for done, number in enumerate(pictures, start=1):
                    _recognise(book, number, pages[number], recogniser)
                    if progress:
                        progress(done, len(pictures))
                builder.warn(recogniser.summary())
        finally:
            book.close()
    kept, repairs = drop_margins([page.lines for page in pages], heights=[page.height for page in pages])
    builder.repair(repairs)
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    _take_laid_tables(pages)
    builder.repair(join_beside([Side(page.pieces, page.lines) for page in pages]))
    _build(pages, builder)
    return builder.finish(page_count=len(pages))


def _open(data: bytes, *, limits: Limits) -> pypdfium2.PdfDocument:
    try:
        book = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _ENCRYPTED:
            raise EncryptedPdf from error
        raise DamagedFile("Tệp PDF bị hỏng hoặc bị cắt cụt.") from error
    if not 0 < len(book) <= limits.pages:
        count = len(book)
        book.close()
        if count == 0:
            raise DamagedFile("Tệp PDF không có trang nào.")
        raise TooLarge(f"Tệp PDF có {count} trang, quá {limits.pages} trang cho phép.")
    return book


def _read_page(book: pypdfium2.PdfDocument, number: int, *, lays_out: bool) -> _Page:
    """Read a page; `lays_out` when a table without ruling lines may go on from the page before."""
    try:
        page = PdfPage(book[number])
    except pypdfium2.PdfiumError as error:
        raise DamagedFile("Một trang của tệp PDF bị hỏng.", where=f"trang {number + 1}") from error
    try:
        if len(page.text.strip()) < _FEW_LETTERS and page.image_share() >= _PICTURE_SHARE:
            return _Page(lines=page.lines() or [], pieces=[], height=page.height, is_picture=True)
        horizontal, vertical = page.rules()
        grids = find_grids(horizontal, vertical)
        lines = page.lines()
        lays_out = not grids and (lays_out or names_columns(page.text))
        letters = list(page.letters()) if grids or lays_out or lines is None else []
        if lines is None:
            lines = _lines_of_letters(page, [item for item in letters if not _is_inside(grids, item.x0, item.base)])
        if not grids and not lays_out and heads_columns(line.text for line in lines):
            lays_out, letters = True, letters or list(page.letters())
        return _Page(
            lines=[line for line in lines if not _is_inside(grids, *line.box.center)],
            pieces=read_pieces(grids, letters, page=number + 1),
            height=page.height,
            laid=lay_out(letters, page=number + 1) if lays_out else [],
        )
    finally:
        page.close()


def _take_laid_tables(pages: Sequence[_Page]) -> None:
    """Find the tables without ruling lines and take their words out of the lines of the pages."""
    for page in pages:
        heights = [line.box.center[1] for line in page.lines]
        page.laid = [line for line in page.laid if any(line.top <= y <= line.bottom for y in heights)]
    for table in find_tables(line for page in pages for line in page.laid):
        pages[table.lines[0].page - 1].tables.append(table)
        for number in {line.page for line in table.lines}:
            inside = [(line.top, line.bottom) for line in table.lines if line.page == number]
            page = pages[number - 1]
            page.lines = [
                line for line in page.lines if not any(top <= line.box.center[1] <= bottom for top, bottom in inside)
            ]


def _is_inside(grids: Sequence[Grid], x: float, y: float) -> bool:
    return any(grid.slot_at(x, y) is not None for grid in grids)


def _lines_of_letters(page: PdfPage, letters: Sequence[Letter]) -> list[TextLine]:
    return [
        TextLine(number, line.text, line.box, *page.looks(line.first, line.last))
        for number, line in enumerate(print_lines(letters, cut_columns=True), start=1)
    ]


def _wants_ocr(pictures: Sequence[int], pages: Sequence[_Page], *, ocr: bool | None, builder: DocumentBuilder) -> bool:
    """Decide whether to read pictures; without OCR a file of nothing else is refused, other pages are named."""
    if ocr is True:
        reading.require()
        return True
    if ocr is None and reading.is_available():
        return True
    named = ", ".join(str(number + 1) for number in pictures[:_PAGES_NAMED])
    if len(pictures) == len(pages):
        raise ImageOnlyPdf(where=f"{len(pages)} trang")
    builder.warn(f"Trang chỉ có ảnh quét, không đọc được chữ: {named}{'…' if len(pictures) > _PAGES_NAMED else ''}.")
    return False


def _recognise(book: pypdfium2.PdfDocument, number: int, read: _Page, recogniser: reading.Recogniser) -> None:
    page = PdfPage(book[number])
    try:
        picture = page.render(dots_per_inch=reading.DOTS_PER_INCH, most_pixels=reading.MOST_PIXELS)
        scale = page.width / max(picture[0], 1)
    finally:
        page.close()
    recognised = recogniser.read_grey(*picture, scale=scale, page=number + 1)
    read.lines, read.pieces = recognised.lines or read.lines, recognised.pieces


def _build(pages: Sequence[_Page], builder: DocumentBuilder) -> None:
    """Join lines to paragraphs and pieces to tables, over page ends where nothing stands between."""
    lines: list[Line] = []
    table: Piece | None = None
    for item in _in_order(pages):
        if isinstance(item, LaidTable):
            _add_lines(lines, builder)
            builder.add(item.block)
            continue
        if isinstance(item, Line):
            if table is not None:
                _add_table(table, builder)
                table = None
            lines.append(item)
            continue
        _add_lines(lines, builder)
        joined = join_pieces(table, item) if table is not None and table.onward == item.page else None
        if joined is not None:
            table, repairs = joined
            builder.repair(repairs)
            continue
        if table is not None:
            _add_table(table, builder)
        table = item
    _add_lines(lines, builder)
    if table is not None:
        _add_table(table, builder)


def _in_order(pages: Sequence[_Page]) -> Iterator[Line | Piece | LaidTable]:
    """Yield lines and tables page by page; a table comes before the first line that stands below its top."""
    for number, page in enumerate(pages, start=1):
        waiting: list[Piece | LaidTable] = sorted([*page.pieces, *page.tables], key=lambda item: item.top)
        for line in page.lines:
            while waiting and waiting[0].top < line.box.top:
                yield waiting.pop(0)
            yield Line(
                text=line.text,
                place=Place(page=line.page or number, line=line.number),
                x0=round(line.box.x0),
                x1=round(line.box.x1),
                size=round(line.size),
                bold=line.bold,
                ends_bold=line.ends_bold,
            )
        yield from waiting


def _add_lines(lines: list[Line], builder: DocumentBuilder) -> None:
    blocks, repairs = join_printed(lines)
    lines.clear()
    for block in blocks:
        builder.add(block)
    builder.repair(repairs)


def _add_table(piece: Piece, builder: DocumentBuilder) -> None:
    table = piece.table()
    builder.add_table(table, place=table.cells[0].place)
