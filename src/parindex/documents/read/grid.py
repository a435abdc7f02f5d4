"""How many cells the widest sheet of a workbook spans, found before a library makes room for all of them."""

from __future__ import annotations

import re
import zipfile

from parindex.documents.read.archive import read_member, read_xml

_XLSX_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]{0,200}?\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,500}?\br=[\"']([0-9]{1,7})[\"']")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST = 10**7


def count_xlsx_grid(archive: zipfile.ZipFile) -> int:
    """Return the largest number of cells between the outermost filled cells of a sheet."""
    sheets = [path for path in archive.namelist() if path.startswith("xl/worksheets/") and path.endswith(".xml")]
    return max((_xlsx_sheet(read_member(archive, path)) for path in sheets), default=0)


def count_ods_grid(archive: zipfile.ZipFile) -> int:
    """Return the largest number of cells between the origin and the outermost filled cell of a sheet."""
    root = read_xml(archive, "content.xml")
    largest = 0
    for sheet in root.iter(f"{_TABLE}table"):
        rows = cols = position = 0
        for row in sheet.iter(f"{_TABLE}table-row"):
            position += _repeated(row.get(f"{_TABLE}number-rows-repeated"))
            width = offset = 0
            for cell in row:
                offset += _repeated(cell.get(f"{_TABLE}number-columns-repeated"))
                width = offset if len(cell) or any("value" in name for name in cell.attrib) else width
            if width:
                rows, cols = position, max(cols, width)
        largest = max(largest, rows * cols)
    return largest


def _xlsx_sheet(content: bytes) -> int:
    rows: list[int] = []
    cols: set[bytes] = set()
    for match in _XLSX_CELL.finditer(content):
        cols.add(match.group(1))
        rows.append(int(match.group(2)))
    # Cells without an address of their own stand in a row that may have one.
    rows.extend(int(match.group(1)) for match in _XLSX_ROW.finditer(content))
    if not rows:
        return 0
    numbers = [_column(col) for col in cols] or [1]
    return (max(rows) - min(rows) + 1) * (max(numbers) - min(numbers) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _repeated(text: str | None) -> int:
    return min(max(int(text), 1), _MOST) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
