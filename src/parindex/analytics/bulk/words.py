"""Words that many rows share, checked once a word: units against their list, codes of procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from parindex.analytics.bulk.session import text
from parindex.analytics.bulk.staging import HIDDEN, PROCEDURE
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


def reject_procedures(connection: duckdb.DuckDBPyConnection) -> None:
    """Add rows whose procedure is no code to `bad`; a procedure may be a name, so it is never shown."""
    found = connection.execute("SELECT DISTINCT procedure FROM stage WHERE problem IS NULL").fetchall()
    _reject(connection, "procedure", "pattern", [word for (word,) in found if not re.fullmatch(PROCEDURE, str(word))])


def map_units(connection: duckdb.DuckDBPyConnection, units: UnitList | None) -> None:
    """Make `unit_names` (as written, as kept) and add rows of unknown units to `bad` when there is a list."""
    connection.execute("CREATE TEMP TABLE unit_names (unit VARCHAR, name VARCHAR)")
    found = connection.execute("SELECT DISTINCT unit FROM stage WHERE problem IS NULL").fetchall()
    written = [str(unit) for (unit,) in found]
    if units is None:
        kept = {unit: collapse(unit) for unit in written}
    else:
        kept = {unit: units.names[fold(unit)] for unit in written if fold(unit) in units.names}
    changed = [(unit, name) for unit, name in kept.items() if unit != name]
    if changed:
        connection.executemany("INSERT INTO unit_names VALUES (?, ?)", changed)
    _reject(connection, "unit", "unit", [unit for unit in written if unit not in kept])


def _reject(connection: duckdb.DuckDBPyConnection, column: str, reason: str, words: list[str]) -> None:
    """Add the rows that have one of the words to `bad`, unless something else is wrong with them already."""
    if words:
        connection.execute(
            f"INSERT INTO bad SELECT row, {text(f'{column}|{reason}|{HIDDEN}')} FROM stage WHERE problem IS NULL "
            f"AND row NOT IN (SELECT row FROM bad) AND {column} IN (SELECT unnest(?))",
            [words],
        )
