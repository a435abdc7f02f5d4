"""Single dossiers and lists out of the parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from parindex.analytics.bulk.errors import UnknownDossier
from parindex.analytics.bulk.session import among, day, dossiers_of, reading
from parindex.definitions.dossiers.loader import load_columns
from parindex.domain.dossiers.model import Dossier, LimitUnit, Status


def find_dossier(parts: list[Path], code: str) -> Dossier:
    """Return the dossier with that code; raises UnknownDossier."""
    names = [column.name for column in load_columns().all]
    query = f"SELECT {', '.join(names)} FROM {dossiers_of(parts)} WHERE code = ?"
    with reading() as connection:
        row = connection.execute(query, [code.strip().upper()]).fetchone()
    if row is None:
        raise UnknownDossier(f"Kho hồ sơ không có mã “{code}”. Kiểm tra lại mã, hoặc nhập tệp có hồ sơ ấy.")
    return to_dossier(dict(zip(names, row, strict=True)))


def to_dossier(values: dict[str, object]) -> Dossier:
    """Build a dossier from the values of its columns."""
    content = dict(values)
    content["status"] = Status(int(str(content["status"])))
    unit = content["limit_unit"]
    content["limit_unit"] = None if unit is None else LimitUnit(int(str(unit)))
    for column in load_columns().all:
        if column.kind == "flag" and content[column.name] is not None:
            content[column.name] = bool(content[column.name])
    return Dossier(**content)  # type: ignore[arg-type] # the columns are the fields, tested


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuery:
    """Open dossiers that are late on a day or fall due within so many days, of some units or all; a page of them."""

    as_of: date
    within: int
    units: tuple[str, ...] | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An open dossier and its appointment (None when unknown), apology and new appointment."""

    code: str
    unit: str
    office: str | None
    procedure: str
    due_on: date | None
    apology_on: date | None
    rescheduled_due: date | None
    is_late: bool


def count_due(parts: list[Path], asked: DueQuery) -> int:
    """Return how many dossiers are asked for, on whatever page."""
    with reading() as connection:
        counted = connection.execute(f"SELECT count(*) FROM {dossiers_of(parts)} WHERE {_due(asked)}").fetchone()
    return int(counted[0]) if counted else 0


def due_page(parts: list[Path], asked: DueQuery) -> tuple[int, tuple[Due, ...]]:
    """Return how many dossiers are asked for and the page of them, the most urgent first."""
    size = "ALL" if asked.limit is None else asked.limit
    query = (
        "SELECT code, unit, office, procedure, due_on, apology_on, rescheduled_due, "
        f"open_until < {day(asked.as_of)}, count(*) OVER () FROM {dossiers_of(parts)} WHERE {_due(asked)} "
        f"ORDER BY open_until, unit, code LIMIT {size} OFFSET {asked.offset}"
    )
    with reading() as connection:
        rows = connection.execute(query).fetchall()
    if rows:
        return int(rows[0][-1]), tuple(Due(*row[:-1]) for row in rows)
    return count_due(parts, asked), ()


def _due(asked: DueQuery) -> str:
    inside = f"open_until <= {day(asked.as_of + timedelta(days=asked.within))}"
    return inside if asked.units is None else f"{inside} AND {among('unit', asked.units)}"


def read_facts(parts: list[Path], names: list[str]) -> dict[str, dict[str, object]]:
    """Return columns of all dossiers by code; for small stores and comparisons."""
    query = f"SELECT code, {', '.join(names)} FROM {dossiers_of(parts)}"
    with reading() as connection:
        return {str(row[0]): dict(zip(names, row[1:], strict=True)) for row in connection.execute(query).fetchall()}
