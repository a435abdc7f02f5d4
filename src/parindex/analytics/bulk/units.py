"""The list of known units: names and codes are recognised whatever their letters, and what is unknown is rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from parindex.domain.text.folding import collapse, fold


@dataclass(frozen=True, slots=True)
class UnitList:
    """Folded names and codes, each with the name it is kept under."""

    names: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> UnitList:
        """Build from rows of equal names of one unit; the first is the one that is kept."""
        names = {}
        for row in rows:
            words = [collapse(word) for word in row if word.strip()]
            names.update({fold(word): words[0] for word in words})
        return cls(names)


def map_units(connection: duckdb.DuckDBPyConnection, relation: str, units: UnitList | None) -> None:
    """Make `unit_names` (as written, as kept) and add rows of unknown units to `bad` when there is a list."""
    connection.execute("CREATE TEMP TABLE unit_names (unit VARCHAR, name VARCHAR)")
    found = connection.execute(f"SELECT DISTINCT unit FROM {relation} WHERE problem IS NULL").fetchall()
    written = [str(unit) for (unit,) in found]
    if units is None:
        kept = {unit: collapse(unit) for unit in written}
    else:
        kept = {unit: units.names[fold(unit)] for unit in written if fold(unit) in units.names}
    changed = [(unit, name) for unit, name in kept.items() if unit != name]
    if changed:
        connection.executemany("INSERT INTO unit_names VALUES (?, ?)", changed)
    unknown = [unit for unit in written if unit not in kept]
    if unknown:
        connection.execute(
            f"INSERT INTO bad SELECT file_row_number, 'unit|unit|(không hiện)' FROM {relation} "
            "WHERE problem IS NULL AND unit IN (SELECT unnest(?))",
            [unknown],
        )
