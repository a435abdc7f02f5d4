"""Spreadsheets (XLSX, XLS, ODS): each visible sheet gives a heading and a table."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import zip_longest

import python_calamine

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Place, Table
from parindex.documents.errors import DamagedFile, EmptyTable, PasswordProtectedOffice, TooLarge
from parindex.documents.read.archive import open_archive
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.grid import count_ods_grid, count_xlsx_grid
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits

_LETTER_HEAD = re.compile(r"cộng h(?:òa|oà) xã hội|độc lập\s*[-–]\s*tự do|^số\s*:|ngày\b.*tháng\b.*năm", re.IGNORECASE)
_RECIPIENTS = re.compile(r"N[ơo]i nhận\s*:", re.IGNORECASE)
_Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_spreadsheet(
    data: bytes, *, name: str, kind: FileKind, limits: Limits = DEFAULT_LIMITS, is_letter: bool = False
) -> Document:
    """Read the visible sheets of a workbook; cells are the values last calculated, as text.

    Of a letter the lines around its table become paragraphs; else every row of a sheet is one of its table.

    Raises `EmptyTable` when no cell is filled, `TooLarge` when a sheet spans too many cells,
    `PasswordProtectedOffice`, `DamagedFile`, `ZipBomb`.
    """
    builder = DocumentBuilder(data, name=name, kind=kind)
    with opened_workbook(data, kind=kind, limits=limits) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                builder.warn(f"Trang tính ẩn “{sheet.name}” không được đọc.")
                continue
            _read_sheet(book.get_sheet_by_name(sheet.name), builder, is_letter=is_letter)
    if not builder.has_words:
        raise EmptyTable
    return builder.finish()


@contextmanager
def opened_workbook(data: bytes, *, kind: FileKind, limits: Limits) -> Iterator[python_calamine.CalamineWorkbook]:
    """Open a workbook whose grids are within the limits; whatever fails while it is read is a `DocumentError`."""
    _check_grid(data, kind=kind, limits=limits)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            yield book
    except python_calamine.PasswordError as error:
        raise PasswordProtectedOffice from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise DamagedFile("Bảng tính bị hỏng.") from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; nothing else of that kind may be swallowed.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile("Bảng tính bị hỏng.") from error


def _check_grid(data: bytes, *, kind: FileKind, limits: Limits) -> None:
    """Refuse a sheet whose far corners make a huge grid: the library keeps every cell between, filled or not."""
    if kind is FileKind.XLS:
        return  # The format itself ends at 65 536 x 256.
    with open_archive(data, limits=limits) as archive:
        count = count_xlsx_grid(archive) if kind is FileKind.XLSX else count_ods_grid(archive)
    if count > limits.cells:
        raise TooLarge(f"Bảng tính trải trên {count} ô, quá {limits.cells} ô cho phép.")


def _read_sheet(sheet: python_calamine.CalamineSheet, builder: DocumentBuilder, *, is_letter: bool) -> None:
    rows: list[list[_Value]] = sheet.to_python(skip_empty_area=True)
    if not any(value not in {"", None} for row in rows for value in row):
        return
    first_row, first_col = sheet.start or (0, 0)
    place = Place(sheet=sheet.name)
    heading = Block(index=0, kind=BlockKind.HEADING, text=sheet.name, place=place, level=1)
    builder.add(heading)
    spans = {
        (top - first_row, left - first_col): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    start, end = _table_rows(rows) if is_letter else (0, len(rows))
    _add_lines(_lines(rows[:start], first_row), builder, sheet=sheet.name)
    held = {(row - start, col): span for (row, col), span in spans.items() if start <= row < end}
    table = _table(rows[start:end], held, sheet=sheet.name, first_row=first_row + start)
    builder.add_table(table, place=Place(sheet=sheet.name, line=first_row + start + 1) if start else place)
    # Recipients stand in one column, the signature in another.
    for column in zip_longest(*rows[end:], fillvalue=""):
        _add_lines(_lines([[value] for value in column], first_row + end), builder, sheet=sheet.name)


def _table_rows(rows: Sequence[Sequence[_Value]]) -> tuple[int, int]:
    """Return where the table begins and ends: the head of a letter and titles stand above, closing words below it."""
    texts = [[text for value in values if (text := _text(value))] for values in rows]
    filled = [row for row, words in enumerate(texts) if len(words) > 1 and not any(map(_LETTER_HEAD.search, words))]
    signed = next((row for row, words in enumerate(texts) if any(map(_RECIPIENTS.match, words))), len(rows))
    last = max((row for row in filled if row < signed), default=None)
    if last is None:
        return 0, len(rows)
    # Words in the first column alone go on with no table.
    closing = (row for row in range(last + 1, signed) if len(texts[row]) == 1 and _text(rows[row][0]))
    return filled[0], next(closing, signed)


def _add_lines(lines: Sequence[tuple[int, str]], builder: DocumentBuilder, *, sheet: str) -> None:
    for line, text in lines:
        builder.add_paragraph(text, place=Place(sheet=sheet, line=line))


def _lines(rows: Sequence[Sequence[_Value]], first_row: int) -> list[tuple[int, str]]:
    """Return the words around a table, row by row, with the number of the row."""
    return [(first_row + row + 1, _text(value)) for row, values in enumerate(rows) for value in values if _text(value)]


def _table(
    rows: Sequence[Sequence[_Value]],
    spans: dict[tuple[int, int], tuple[int, int]],
    *,
    sheet: str,
    first_row: int,
) -> Table:
    """`line` in the place of a cell is the row number that the spreadsheet shows."""
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, values in enumerate(rows):
        place = Place(sheet=sheet, line=first_row + row + 1)
        for col, value in enumerate(values):
            if (row, col) in covered:
                continue
            row_span, col_span = spans.get((row, col), (1, 1))
            if (row_span, col_span) != (1, 1):
                covered.update((row + down, col + right) for down in range(row_span) for right in range(col_span))
            cells.append(Cell(row, col, _text(value), row_span=row_span, col_span=col_span, place=place))
    # A merged cell at the edge reaches further than the filled ones.
    return Table(
        cells=tuple(cells),
        row_count=max(cell.row + cell.row_span for cell in cells),
        col_count=max(cell.col + cell.col_span for cell in cells),
    )


def _text(value: _Value | None) -> str:
    """Write a value as a Vietnamese office would: dd/mm/yyyy, decimal comma."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y" if value.time() == datetime.time() else "%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int | float):
        return _number(value)
    return str(value)


def _number(value: float) -> str:
    text = f"{Decimal(repr(value)):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
