"""Words that many rows share, checked once a word: units against their list, codes of procedures, lengths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from parindex.analytics.bulk.session import text
from parindex.analytics.bulk.staging import HIDDEN, LONGEST_TEXT, PROCEDURE
from parindex.definitions.dossiers.loader import load_columns
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


def reject_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Add rows with words that are too long, or a procedure that is no code, to `bad`; distinct words are few."""
    texts = [column.name for column in load_columns().all if column.kind == "text"]
    for column in texts:
        broken = {f"length(word) > {LONGEST_TEXT}": "format"}
        if column == "procedure":
            broken[f"NOT regexp_full_match(word, {text(PROCEDURE)})"] = "pattern"
        for condition, reason in broken.items():
            connection.execute(
                f"INSERT INTO bad SELECT rowid, {text(f'{column}|{reason}|{HIDDEN}')} FROM stage "
                f"WHERE problem IS NULL AND rowid NOT IN (SELECT row FROM bad) AND {column} IN "
                f"(SELECT word FROM (SELECT DISTINCT {column} AS word FROM stage) WHERE {condition})"
            )


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
    unknown = [unit for unit in written if unit not in kept]
    if unknown:
        connection.execute(
            f"INSERT INTO bad SELECT rowid, {text(f'unit|unit|{HIDDEN}')} FROM stage "
            "WHERE problem IS NULL AND rowid NOT IN (SELECT row FROM bad) AND unit IN (SELECT unnest(?))",
            [unknown],
        )
