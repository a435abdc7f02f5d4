"""Facts beside the parts: of each dossier only what is counted, sorted by unit and day.

One unit then stands in a few groups of rows, whose smallest and largest unit the engine knows without reading them.
Whoever imports refreshes them; while they are absent the same figures come from the parts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from parindex.analytics.bulk.kinds import Packing, packing_of
from parindex.analytics.bulk.session import connected, dossiers_of, text
from parindex.analytics.bulk.store import Store
from parindex.definitions.dossiers.loader import load_indicators

# Small enough that a unit touches little, large enough that tens of millions of rows have a short directory.
_GROUP_ROWS = 61_440
_KEYS = ("unit", "level", "office", "field", "procedure", "channel", "received_on", "closed_on", "due_on", "problem")


@cache
def counted_columns() -> tuple[str, ...]:
    """Return the columns that queries group and filter by, and those that any measure asks about."""
    asked = {
        condition.column
        for measure in load_indicators().measures
        for conditions in measure.alternatives
        for condition in conditions
    }
    return (*_KEYS, *sorted(asked.difference(_KEYS)))


@cache
def counted_packing() -> Packing:
    """Return how everything that the definitions ask is packed into one number."""
    return packing_of(load_indicators().measures)


def refresh_facts(store: Store) -> int:
    """Sort the facts of parts that have none for these definitions and return how many were written.

    All are sorted before the first takes its place, so that old and new ones stand beside each other for a moment only.
    A kill leaves whole files only.
    """
    with store.writing() as scratch:
        manifest = store.manifest()
        if manifest is None:
            return 0
        packing = counted_packing()
        columns = f"{', '.join(counted_columns())}, {packing.sql} AS {packing.column}"
        with connected(scratch) as connection:
            missing = [part for part in manifest.parts if not _is_fresh(connection, store.facts_folder / part)]
            for part in missing:
                chosen = f"SELECT {columns} FROM {dossiers_of([store.parts_folder / part])}"
                options = f"FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {_GROUP_ROWS}"
                connection.execute(f"COPY ({chosen} ORDER BY unit, received_on) TO {text(scratch / part)} ({options})")
        for part in missing:
            (scratch / part).replace(store.facts_folder / part)
    return len(missing)


def _is_fresh(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Tell whether sorted facts are there and were made for these definitions."""
    if not path.is_file():
        return False
    held = {row[0] for row in connection.execute(f"SELECT name FROM parquet_schema({text(path)})").fetchall()}
    return {*counted_columns(), counted_packing().column} <= held
