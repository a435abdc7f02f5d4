"""The demonstration's registers: the tables of examples/so-theo-doi brought in as a person would bring them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Final

from parindex.apps.orgs import selectors as orgs
from parindex.apps.registers import importing
from parindex.documents.read.rows import Row, read_rows
from parindex.domain.access import SYSTEM

FOLDER: Final = Path(__file__).resolve().parents[3] / "examples" / "so-theo-doi"
_KEEPER: Final = "don vi giu so"


class RowsRefused(RuntimeError):
    """Raised when a table of the examples does not fit its register any more."""

    code = "demonstration_rows_refused"


def fill(*, now: datetime, folder: Path = FOLDER) -> int:
    """Bring every table named after a register into it, each row for the unit of its column; return how many went in.

    Raises `RowsRefused` for a row that does not fit, so that no example is left out in silence.
    """
    return sum(_bring(table, now=now) for table in sorted(folder.glob("*.csv")))


def _bring(table: Path, *, now: datetime) -> int:
    data = table.read_bytes()
    by_keeper: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(data, name=table.name):
        cells = {heading: text for heading, text in row.cells.items() if heading != _KEEPER}
        by_keeper[row.cells[_KEEPER]].append(Row(row.number, cells))
    count = 0
    for slug, rows in by_keeper.items():
        told = importing.import_table(
            register_id=table.stem,
            unit=orgs.access_slug(SYSTEM, slug),
            rows=rows,
            name=table.name,
            sha256=importing.hash_of(data),
            actor=SYSTEM,
            now=now,
        )
        if told.rejected or told.ignored:
            raise RowsRefused(f"{table.name}: {told.rejects[:3]} {told.ignored}")
        count += told.added
    return count
