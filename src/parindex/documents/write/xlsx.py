"""Spreadsheets of lists that a person looks at: one sheet, the header kept in sight, a filter over every column."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

CellValue = str | int | Decimal | datetime.date | datetime.datetime | None

_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST, _NARROWEST = 60, 8


def write_table(
    *,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    above: Sequence[str] = (),
    mark: str = "",
) -> bytes:
    """Return an XLSX file with one sheet named after `title`; the same values give the same bytes.

    `above` are lines over the headings; `mark` stands at the head of every printed page, where the headings repeat.
    Text is always written as text, so that what begins with "=" or "@" never becomes a formula or a link. Dates are
    real dates shown as dd/mm/yyyy. A text over Excel's limit is cut and ends in "…".
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # The time of writing would make every export a different file.
        book.set_properties({"title": title, "created": _CREATED.replace(tzinfo=None)})
        sheet = book.add_worksheet(_sheet_name(title))
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "border": 1})
        formats = {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
            "time": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left", "valign": "top"}),
        }
        widths = [len(column) + 2 for column in columns]
        top = len(above)
        for row_above, line in enumerate(above):
            sheet.write_string(row_above, 0, line)
        for col, column in enumerate(columns):
            sheet.write_string(top, col, column, header)
        last_row = top
        for last_row, row in enumerate(rows, start=top + 1):
            for col, (value, width) in enumerate(zip(row, widths, strict=True)):
                widths[col] = max(width, min(_write(sheet, last_row, col, value, formats), _WIDEST))
        for col, width in enumerate(widths):
            sheet.set_column(col, col, min(max(width, _NARROWEST), _WIDEST))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        if mark:
            sheet.set_header("&C" + mark.replace("&", "&&"))
        if columns:
            sheet.autofilter(top, 0, last_row, len(columns) - 1)
    return buffer.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    col: int,
    value: CellValue,
    formats: dict[str, xlsxwriter.format.Format],
) -> int:
    """Write a value by its type and return how many letters wide it shows."""
    if value is None:
        return 0
    if isinstance(value, datetime.datetime):
        # Excel knows no time zones; the wall clock of the value is what a person expects to see.
        sheet.write_datetime(row, col, value.replace(tzinfo=None), formats["time"])
        return 17
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, col, value, formats["date"])
        return 12
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, col, value, formats["text"])
        return len(str(value)) + 2
    text = str(value)
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1] + "…"
    sheet.write_string(row, col, text, formats["text"])
    return max((len(line) for line in text.splitlines()), default=0) + 2


def _sheet_name(title: str) -> str:
    """Make a name that Excel accepts: no reserved characters, at most 31 UTF-16 units, not quoted at the ends."""
    name = " ".join(title.translate(_FORBIDDEN_IN_NAME).split())
    units = name.encode("utf-16-le")[: 2 * _LONGEST_NAME]
    return units.decode("utf-16-le", errors="ignore").strip(" '") or "Bảng"
