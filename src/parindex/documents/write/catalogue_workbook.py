"""A catalogue as a spreadsheet: one row an item, numbers as numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from parindex.documents.write.catalogue_rows import COLUMNS, TOTAL, UNKNOWN, make_lines, make_mark, make_rows
from parindex.documents.write.xlsx import CellValue, write_table
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.wording import plain_text


def write_catalogue_workbook(catalogue: Catalogue) -> bytes:
    """Return the bytes of an XLSX with every item; the same catalogue gives the same bytes."""
    rows: list[tuple[CellValue, ...]] = [
        (row.code, row.name, _points(row.points), row.scoring, row.channel, row.evidence, row.note)
        for row in make_rows(catalogue)
    ]
    if catalogue.total_points is not None:
        rows.append(("", TOTAL, _points(catalogue.total_points), "", "", "", ""))
    return write_table(
        title="Bộ tiêu chí", columns=COLUMNS, rows=rows, above=make_lines(catalogue), mark=make_mark(catalogue)
    )


def _points(value: Fraction | None) -> CellValue:
    return UNKNOWN if value is None else Decimal(plain_text(value))
