"""A table `unit, code, input, value, note` as entries of scoring: CSV, XLSX and the like, or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from parindex.documents.read.rows import Row, read_rows
from parindex.domain.scoring.entries import Entry

COLUMNS: Final = {
    "unit": ("unit", "don vi", "ma don vi"),
    "group": ("group", "nhom"),
    "code": ("code", "ma", "ma muc"),
    "input": ("input", "dau vao"),
    "value": ("value", "gia tri"),
    "note": ("note", "giai trinh", "ghi chu"),
}
_NEEDED: Final = ("unit", "code", "input", "value")


class BadInputs(Exception):
    """A file that is no table of inputs."""

    code = "score_inputs"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who brings the file."""
        self.message = message
        super().__init__(message)


def read_answers(data: bytes, *, name: str) -> list[Entry]:
    """Return the rows of a table with the numbers that the file shows; nothing is checked against a catalogue.

    Raises `BadInputs` when columns are missing and `DocumentError` when the file cannot be read.
    """
    if name.lower().endswith(".json"):
        return _json_entries(data, name=name)
    return _table_entries(read_rows(data, name=name))


def _table_entries(rows: Sequence[Row]) -> list[Entry]:
    by_heading = {heading: column for column, headings in COLUMNS.items() for heading in headings}
    found = {by_heading[heading] for row in rows for heading in row.cells if heading in by_heading}
    _require(found)
    entries = []
    for row in rows:
        cells = {by_heading[heading]: value for heading, value in row.cells.items() if heading in by_heading}
        entries.append(_entry(row.number, cells))
    return entries


def _json_entries(data: bytes, *, name: str) -> list[Entry]:
    """Read a list of rows, bare or under "rows"; a row is counted from 1."""
    try:
        content = json.loads(data, parse_float=_json_decimal, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise BadInputs(f"Tệp “{name}” không phải JSON đọc được.") from error
    rows = content.get("rows") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise BadInputs(f"Tệp “{name}” phải là danh sách các dòng có unit, code, input, value.")
    entries = []
    for number, row in enumerate(rows, start=1):
        _require(set(row))
        for column in COLUMNS:
            if not isinstance(row.get(column), str | None):
                raise BadInputs(f"Dòng {number}, cột {column}: phải là chuỗi, số hoặc null.")
        entries.append(_entry(number, {column: (row.get(column) or "").strip() for column in COLUMNS}))
    return entries


def _json_decimal(text: str) -> str:
    """Keep the digits of a number of JSON, whose point is never a mark of thousands."""
    return text.replace(".", ",")


def _require(found: set[str]) -> None:
    missing = [column for column in _NEEDED if column not in found]
    if missing:
        raise BadInputs(f"Thiếu cột {', '.join(missing)}; dòng đầu của bảng phải có unit, code, input, value.")


def _entry(number: int, cells: dict[str, str]) -> Entry:
    return Entry(
        row=number,
        unit=cells.get("unit", ""),
        code=cells.get("code", ""),
        input_name=cells.get("input", ""),
        value=cells.get("value", ""),
        group=cells.get("group", ""),
        note=cells.get("note", ""),
    )
