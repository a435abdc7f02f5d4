"""Tabular input: the rows of a CSV file or of the first filled sheet of a spreadsheet, by their headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from parindex.documents.blocks import Document, Table
from parindex.documents.errors import EmptyFile, EmptyTable, TooLarge, UnsupportedFile
from parindex.documents.read.detect import FileKind, detect_kind
from parindex.documents.read.encoding import decode_text
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits
from parindex.documents.read.xlsx import read_spreadsheet
from parindex.domain.text import folding

_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; `number` is the row that the program of the file shows, headings are folded."""

    number: int
    cells: Mapping[str, str]


def read_rows(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Row, ...]:
    """Read the rows of a table whose first filled row holds the headings; rows without any text are left out.

    Raises `EmptyFile`, `EmptyTable`, `TooLarge`, `UnsupportedFile` and what the reader of spreadsheets raises.
    """
    if not data:
        raise EmptyFile("Tệp rỗng (0 byte).", name=name)
    if len(data) > limits.file_bytes:
        raise TooLarge(name=name)
    kind = detect_kind(data, limits=limits)
    if kind in {FileKind.XLSX, FileKind.XLS, FileKind.ODS}:
        lines = _sheet_lines(read_spreadsheet(data, name=name, kind=kind, limits=limits))
    elif kind is FileKind.TXT:
        lines = _csv_lines(decode_text(data)[0])
    else:
        raise UnsupportedFile("Bảng phải là tệp CSV, XLSX, XLS hoặc ODS.", name=name)
    rows = tuple(_with_headings(lines))
    if not rows:
        raise EmptyTable(name=name)
    return rows


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    heading = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    for values in reader:
        yield reader.line_num, values


def _sheet_lines(document: Document) -> Iterator[tuple[int, list[str]]]:
    tables = (block.table for block in document.blocks if block.table is not None)
    table = next((table for table in tables if any(cell.text for cell in table.cells)), None)
    return iter(()) if table is None else _table_lines(table)


def _table_lines(table: Table) -> Iterator[tuple[int, list[str]]]:
    for cells in table.rows():
        values = [""] * table.col_count
        for cell in cells:
            values[cell.col] = cell.text
        yield (cells[0].place.line or cells[0].row + 1) if cells else 0, values


def _with_headings(lines: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    headings: list[str] | None = None
    for number, values in lines:
        if not any(value.strip() for value in values):
            continue
        if headings is None:
            headings = [folding.fold(value.lstrip("\ufeff")) for value in values]
            continue
        pairs = zip(headings, values, strict=False)
        yield Row(number, {heading: value.strip() for heading, value in pairs if heading})
