"""A catalogue as a Word document laid out like an annex; what it is stands at the head of every page."""

from __future__ import annotations

from fractions import Fraction

from parindex.documents.write.catalogue_rows import COLUMNS, TOTAL, UNKNOWN, make_lines, make_mark, make_rows
from parindex.documents.write.docx import Column, TableDocument, TableRow, write_table_document
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.wording import number_text

_SHARES = (6, 26, 7, 36, 10, 12, 10)
_CENTRED = frozenset({0, 2})


def write_catalogue_document(catalogue: Catalogue) -> bytes:
    """Return the bytes of a DOCX with every item; the same catalogue gives the same bytes."""
    rows = [
        TableRow(
            (row.code, row.name, _points(row.points), row.scoring, row.channel, row.evidence, row.note),
            bold=row.depth == 0,
        )
        for row in make_rows(catalogue)
    ]
    if catalogue.total_points is not None:
        rows.append(TableRow(("", TOTAL, _points(catalogue.total_points), "", "", "", ""), bold=True))
    columns = [
        Column(heading, share, centred=at in _CENTRED)
        for at, (heading, share) in enumerate(zip(COLUMNS, _SHARES, strict=True))
    ]
    return write_table_document(TableDocument(make_mark(catalogue), make_lines(catalogue), columns, rows))


def _points(value: Fraction | None) -> str:
    return UNKNOWN if value is None else number_text(value)
