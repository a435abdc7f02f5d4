"""The dossiers that a measure counts, one page of them: what stands behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parindex.analytics.bulk.counting import holds, inside_of
from parindex.analytics.bulk.session import dossiers_of, reading
from parindex.analytics.engine import Query
from parindex.domain.dossiers.measures import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindQuery:
    """The dossiers of a query that `counted` counts and, with `without`, that one does not; a page of them."""

    query: Query
    counted: Measure
    passed: Measure | None = None
    without: Measure | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CountedDossier:
    """One dossier of a figure: enough to find it, nothing of who handed it in."""

    code: str
    unit: str
    office: str | None
    procedure: str
    received_on: date
    due_on: date | None


def counted_page(parts: list[Path], asked: BehindQuery) -> tuple[int, tuple[CountedDossier, ...]]:
    """Return how many dossiers stand in a figure and the page of them, in the order in which they came."""
    where = f"FROM {dossiers_of(parts)} WHERE {_inside(asked)}"
    columns = "code, unit, office, procedure, received_on, due_on"
    order = f"ORDER BY received_on, code LIMIT {asked.limit} OFFSET {asked.offset}"
    with reading() as connection:
        counted = connection.execute(f"SELECT count(*) {where}").fetchone()
        rows = connection.execute(f"SELECT {columns} {where} {order}").fetchall()
    return int(counted[0]) if counted else 0, tuple(CountedDossier(*row) for row in rows)


def _inside(asked: BehindQuery) -> str:
    inside = [*inside_of(asked.query), f"({holds(asked.counted, asked.query)})"]
    if asked.passed is not None:
        inside.append(f"({holds(asked.passed, asked.query)})")
    if asked.without is not None:
        # What cannot be said was not counted as passed either.
        inside.append(f"({holds(asked.without, asked.query)}) IS NOT TRUE")
    return " AND ".join(inside)
