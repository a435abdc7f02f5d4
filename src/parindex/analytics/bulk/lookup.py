"""Single dossiers and lists out of the parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from parindex.analytics.bulk.errors import UnknownDossier
from parindex.analytics.bulk.session import connected, dossiers_of
from parindex.definitions.dossiers.loader import load_columns
from parindex.domain.dossiers.model import Dossier, LimitUnit, Status


def find_dossier(parts: list[Path], code: str) -> Dossier:
    """Return the dossier with that code; raises UnknownDossier."""
    names = [column.name for column in load_columns().all]
    query = f"SELECT {', '.join(names)} FROM {dossiers_of(parts)} WHERE code = ?"
    with connected() as connection:
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


def due_list(parts: list[Path], *, as_of: date, within: int) -> list[tuple[object, ...]]:
    """Return open dossiers that are late or fall due within so many days, the most urgent first.

    Columns: code, unit, office, procedure, appointment (None when unknown), apology, new appointment, whether late.
    """
    query = (
        "SELECT code, unit, office, procedure, due_on, apology_on, rescheduled_due, open_until < ?::DATE "
        f"FROM {dossiers_of(parts)} WHERE open_until <= ?::DATE + ?::INTEGER ORDER BY open_until, unit, code"
    )
    with connected() as connection:
        return connection.execute(query, [as_of, as_of, within]).fetchall()


def read_facts(parts: list[Path], names: list[str]) -> dict[str, dict[str, object]]:
    """Return columns of all dossiers by code; for small stores and comparisons."""
    query = f"SELECT code, {', '.join(names)} FROM {dossiers_of(parts)}"
    with connected() as connection:
        return {str(row[0]): dict(zip(names, row[1:], strict=True)) for row in connection.execute(query).fetchall()}
