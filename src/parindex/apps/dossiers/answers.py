"""Answers about the whole store, kept as files until the store changes: a country's page then costs one read.

The name of a file says which parts, which rules, which definitions and which question it answers, so an old answer is
never taken for a new one. Whoever imports removes the old ones and prepares those that most pages open with.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from datetime import date
from pathlib import Path

from parindex.analytics.bulk.steady import count_groups
from parindex.analytics.bulk.store import Manifest, Store
from parindex.analytics.engine import Group, Key, Query
from parindex.apps.dossiers import stores
from parindex.domain.dossiers.measures import Measure, Value

_DAYS = (Key.MONTH, Key.WEEK)


def answer(store: Store, manifest: Manifest, query: Query, *, measures: tuple[Measure, ...]) -> tuple[Group, ...]:
    """Return the groups of a query; of the whole store from its file, which is written the first time."""
    if query.units is not None:
        return count_groups(store, query, measures=measures)
    path = _folder() / f"{_name(store, manifest, query, measures)}.json"
    kept = _read(path, query)
    if kept is not None:
        return kept
    groups = count_groups(store, query, measures=measures)
    _write(path, groups)
    return groups


def forget() -> None:
    """Remove all answers; the store has changed."""
    for path in _folder().glob("*"):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    return stores.folder() / "answers"


def _name(store: Store, manifest: Manifest, query: Query, measures: tuple[Measure, ...]) -> str:
    content = f"{store.folder.name}|{manifest.rules}|{manifest.parts}|{query}|{measures}"
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _read(path: Path, query: Query) -> tuple[Group, ...] | None:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return tuple(
        Group(tuple(_key(value, by) for value, by in zip(keys, query.by, strict=True)), tuple(counts))
        for keys, counts in rows
    )


def _key(value: Value, by: Key) -> Value:
    return date.fromisoformat(value) if by in _DAYS and isinstance(value, str) else value


def _write(path: Path, groups: tuple[Group, ...]) -> None:
    """Write whole or not at all; a page never fails for want of room."""
    rows = [
        [[key.isoformat() if isinstance(key, date) else key for key in group.keys], group.counts] for group in groups
    ]
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)
