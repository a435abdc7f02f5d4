"""Reading while somebody imports: parts may be replaced between the manifest and the file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from parindex.analytics.bulk.counting import BulkEngine
from parindex.analytics.bulk.facts import counted_packing
from parindex.analytics.bulk.kinds import count_kinds
from parindex.analytics.bulk.store import Store
from parindex.analytics.engine import Group, Query
from parindex.domain.dossiers.measures import Measure

FoundT = TypeVar("FoundT")
# Facts that an older program sorted lack columns; beside newer ones the files do not even fit together.
_OLDER_FACTS = (duckdb.BinderException, duckdb.InvalidInputException)


def read_parts(store: Store, read: Callable[[list[Path]], FoundT]) -> FoundT:
    """Read from the parts of a store, once more with the new ones when an import has just replaced them."""
    try:
        return read(store.part_paths(store.require()))
    except duckdb.IOException:
        return read(store.part_paths(store.require()))


def count_groups(store: Store, query: Query, *, measures: tuple[Measure, ...]) -> tuple[Group, ...]:
    """Count from the sorted facts, once more when an import has just replaced them."""
    try:
        return _counted(store, query, measures)
    except duckdb.IOException:
        return _counted(store, query, measures)


def read_counted(store: Store, read: Callable[[list[Path]], FoundT]) -> FoundT:
    """Read from the sorted facts; from the parts when those are absent or were made for other definitions."""
    try:
        return read(store.counted_paths(store.require()))
    except (*_OLDER_FACTS, duckdb.IOException):
        return read_parts(store, read)


def _counted(store: Store, query: Query, measures: tuple[Measure, ...]) -> tuple[Group, ...]:
    if query.by:
        # Facts that an older program sorted, in all parts or in some, or none: the column is not there.
        with contextlib.suppress(*_OLDER_FACTS):
            paths = store.counted_paths(store.require())
            return count_kinds(paths, query, packing=counted_packing(), measures=measures)
    return read_counted(store, lambda paths: tuple(BulkEngine(paths, measures=measures).count(query)))
