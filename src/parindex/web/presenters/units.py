"""Units as people read them: the tree of a day, one unit with its past, and what an import says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from parindex.domain.access import Actor, Permission
from parindex.domain.text.dates import format_date
from parindex.domain.units import INNER_KINDS

if TYPE_CHECKING:
    from parindex.apps.orgs.importing import Reject
    from parindex.apps.orgs.models import Unit
    from parindex.apps.orgs.selectors import UnitHistory
    from parindex.documents.read.rows import Row

MOST_REJECTS = 200
"""A person mends the first mistakes and checks again; more of them at once help nobody."""

COLUMN_NAMES: Mapping[str, str] = {
    "name": "Tên",
    "kind": "Loại",
    "code": "Mã",
    "parent_code": "Mã cấp trên",
    "parent": "Slug cấp trên",
    "slug": "Mã ổn định",
    "short_name": "Tên gọi tắt",
    "also": "Cách viết khác",
    "former": "Tên cũ",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "source": "Nguồn",
}


@dataclass(frozen=True, slots=True)
class UnitOption:
    """One unit to choose from."""

    unit_id: int
    label: str


def label(unit: Unit) -> str:
    """Return the name of a unit; an office or post also names its agency ("Phòng Kinh tế, Xã X")."""
    if unit.kind in INNER_KINDS and unit.parent is not None:
        return f"{unit.name}, {unit.parent.name}"
    return unit.name


def options(units: Iterable[Unit]) -> list[UnitOption]:
    """Return units as choices in the given order; one that ends tells when, so that namesakes can be told apart."""
    return [
        UnitOption(unit.pk, f"{label(unit)} (đến {format_date(unit.valid_to)})" if unit.valid_to else label(unit))
        for unit in units
    ]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in a list."""

    pk: int
    name: str
    short_name: str
    kind: str
    parent: str
    period: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit of the tree with those below it; the roots are shown open."""

    row: UnitRow
    branches: tuple[Branch, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit before or after another one; without a key when the reader may not open it."""

    pk: int | None
    name: str
    on: str
    source: str


@dataclass(frozen=True, slots=True)
class RejectRow:
    """One mistake of a table."""

    row: str
    name: str
    column: str
    message: str


def row(unit: Unit) -> UnitRow:
    """Return one unit as a row."""
    return UnitRow(
        pk=unit.pk,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.get_kind_display(),
        parent=unit.parent.name if unit.parent else "",
        period=period(unit.valid_from, unit.valid_to),
    )


def rows(units: Iterable[Unit]) -> list[UnitRow]:
    """Return units as rows."""
    return [row(unit) for unit in units]


def period(valid_from: date | None, valid_to: date | None) -> str:
    """Say when a unit exists: `valid_to` is the first day on which it is no more, people read the last one."""
    since = f"từ {format_date(valid_from)}" if valid_from else ""
    until = f"đến hết {format_date(valid_to - timedelta(days=1))}" if valid_to else ""
    return " ".join(part for part in (since, until) if part)


def tree(units: Sequence[Unit]) -> tuple[Branch, ...]:
    """Return units as a tree; a unit whose superior is not among them is a root."""
    present = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in present else None, []).append(unit)

    def grow(parent: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(row(u), grow(u.pk), is_open=parent is None) for u in below.get(parent, ()))

    return grow(None)


def day_in_force(unit: Unit, *, wanted: date) -> date:
    """Return the wanted day, or the nearest one on which the unit exists."""
    if unit.valid_to is not None and wanted >= unit.valid_to:
        return unit.valid_to - timedelta(days=1)
    return max(wanted, unit.valid_from) if unit.valid_from else wanted


def origins(history: UnitHistory, *, actor: Actor) -> list[Relative]:
    """Return the units that this one continues."""
    return [_relative(s.predecessor, s.on, s.source, actor=actor) for s in history.origins]


def successions(history: UnitHistory, *, actor: Actor) -> list[Relative]:
    """Return the units that continue this one."""
    return [_relative(s.successor, s.on, s.source, actor=actor) for s in history.successions]


def _relative(unit: Unit, on: date, source: str, *, actor: Actor) -> Relative:
    may_open = actor.may(Permission.UNITS_VIEW, unit.path)
    return Relative(unit.pk if may_open else None, unit.name, format_date(on), source)


def reject_rows(rejects: Sequence[Reject], table: Sequence[Row]) -> list[RejectRow]:
    """Return the first mistakes of a table, each with the row, its name and the column."""
    names = {line.number: line.cells.get("ten") or line.cells.get("name") or "" for line in table}
    return [
        RejectRow(
            row=str(reject.row or "–"),
            name=names.get(reject.row, ""),
            column=COLUMN_NAMES.get(reject.column, reject.column),
            message=reject.message,
        )
        for reject in rejects[:MOST_REJECTS]
    ]
