"""Two sources of the same dossiers side by side: what only one has, and where both differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parindex.analytics.bulk.session import among, connected, dossiers_of, text

COMPARED = ("unit", "procedure", "channel", "status", "received_on", "due_on", "closed_on", "outcome", "apology_on")
ONLY_LEFT, ONLY_RIGHT = "only_left", "only_right"
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the dossier, the column (or which side alone has it), and both values as text."""

    code: str
    column: str
    left: str | None
    right: str | None


def differences(
    left: list[Path], right: list[Path], *, units: tuple[str, ...] | None = None, limit: int | None = None
) -> Iterator[Difference]:
    """Yield the differences of two stores in the order of codes; unknown against known is a difference."""
    listed = f"{_found(left, right, units)} ORDER BY code, d.col LIMIT {limit if limit is not None else 'ALL'}"
    with connected() as connection:
        cursor = connection.execute(f"SELECT code, d.col, d.l, d.r {listed}")
        while found := cursor.fetchmany(_BATCH):
            yield from (Difference(*row) for row in found)


def count_differences(left: list[Path], right: list[Path], *, units: tuple[str, ...] | None = None) -> dict[str, int]:
    """Count the differences of two stores by column, the most first."""
    query = f"SELECT d.col, count(*) {_found(left, right, units)} GROUP BY 1 ORDER BY 2 DESC, 1"
    with connected() as connection:
        return {str(column): int(count) for column, count in connection.execute(query).fetchall()}


def _found(left: list[Path], right: list[Path], units: tuple[str, ...] | None) -> str:
    """Return the FROM and WHERE that give one row `d` for each difference; of some units as either side says."""
    rows = ", ".join(
        f"CASE WHEN l.{column} IS DISTINCT FROM r.{column} THEN "
        f"{{'col': {text(column)}, 'l': l.{column}::VARCHAR, 'r': r.{column}::VARCHAR}} END"
        for column in COMPARED
    )
    only = "{{'col': {0}, 'l': NULL::VARCHAR, 'r': NULL::VARCHAR}}"
    inside = "TRUE" if units is None else f"({among('l.unit', units)} OR {among('r.unit', units)})"
    return f"""
FROM (
  SELECT code, unnest(found) AS d FROM (
    SELECT coalesce(l.code, r.code) AS code,
      CASE WHEN r.code IS NULL THEN [{only.format(text(ONLY_LEFT))}]
           WHEN l.code IS NULL THEN [{only.format(text(ONLY_RIGHT))}] ELSE [{rows}] END AS found
    FROM {dossiers_of(left)} l FULL JOIN {dossiers_of(right)} r ON l.code = r.code WHERE {inside}
  )
) WHERE d IS NOT NULL"""
