"""Long spreadsheets as plain rows: no blocks, no provenance, only the values of the first filled sheet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import python_calamine

from parindex.documents.errors import EmptyTable, UnsupportedFile
from parindex.documents.read.detect import FileKind, detect_kind
from parindex.documents.read.limits import MEGABYTE, Limits
from parindex.documents.read.xlsx import opened_workbook

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
RECORD_LIMITS = Limits(
    file_bytes=400 * MEGABYTE, unpacked_bytes=4000 * MEGABYTE, ratio=400, ratio_floor=4000 * MEGABYTE, cells=60_000_000
)


def read_records(data: bytes, *, limits: Limits = RECORD_LIMITS) -> Iterator[Sequence[Value]]:
    """Yield the rows of the first visible sheet that is filled, the headings first.

    Raises `EmptyTable` when there is none, else as `read_spreadsheet`.
    """
    kind = detect_kind(data, limits=limits)
    if kind not in (FileKind.XLSX, FileKind.XLS, FileKind.ODS):
        raise UnsupportedFile
    with opened_workbook(data, kind=kind, limits=limits) as book:
        for about in book.sheets_metadata:
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height:
                yield from sheet.iter_rows()
                return
    raise EmptyTable
