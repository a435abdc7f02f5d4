"""Registers as tables, with the rights of the person who asks; what is exported can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import selectors
from parindex.apps.registers.models import EntryImport, RegisterEntry
from parindex.apps.registers.selectors import EntryFilter
from parindex.apps.registers.services import may_write
from parindex.documents.write import xlsx
from parindex.documents.write.xlsx import CellValue
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import Field, FieldType, Register
from parindex.domain.registers.values import restore, show
from parindex.domain.text.numerals import format_decimal

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_OWN_COLUMNS: Final = ("Trạng thái", "Hạn gần nhất", "Đơn vị giữ sổ")
_RESULTS: Final = {"added": "Thêm mới", "edited": "Sửa dòng đã có", "unchanged": "Đã có, không đổi"}
_SOON: Final = timedelta(days=7)


def export(actor: Actor, register: Register, filters: EntryFilter, *, form: str, today: date, now: datetime) -> bytes:
    """Return the filtered entries as `xlsx` or `csv` and record it.

    Personal columns are in the file only when the actor keeps the register of every unit in it.
    Raises `PermissionDenied`.
    """
    if not actor.holds(Permission.EXPORTS_MAKE):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    found = selectors.filtered(actor, register, filters, today=today, soon_until=today + _SOON)
    entries = found.select_related("unit").order_by("unit__name_sort", "dated_on", "pk")
    names = dict(Unit.objects.values_list("slug", "name"))
    fields = _fields(actor, register, found)
    rows = [_row(actor, register, entry, fields, names) for entry in entries.iterator(chunk_size=2000)]
    columns = [*(field.name for field in fields), *_OWN_COLUMNS]
    data = _table(register.name, columns, rows, form=form)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="register.exported",
            object_type="register",
            object_id=register.id,
            object_label=register.name,
            after={"register": register.id, "rows": len(rows), "format": form},
            now=now,
        )
    return data


def template(register: Register) -> bytes:
    """Return an empty workbook with the headings of a register and how to fill each in."""
    columns = [field.name for field in register.fields] + ["Trạng thái"]
    return xlsx.write_table(title=register.name, columns=columns, rows=[])


def rejects(told: EntryImport, *, form: str = "xlsx") -> bytes:
    """Return the rows that did not go in, as they came, with number and reason: mend them and import the file."""
    columns = ["Dòng", "Lý do bị loại", *told.headings]
    rows = [[number, " ".join(reasons), *cells] for number, reasons, cells in told.rejects]
    return _table("Dòng bị loại", columns, rows, form=form)


def results(told: EntryImport, *, form: str = "xlsx") -> bytes:
    """Return what became of each row of a table, in the order of the rows."""
    rows: list[tuple[int, str, str]] = [
        (number, _RESULTS[result], "") for first, last, result in told.results for number in range(first, last + 1)
    ]
    rows += [(number, "Bị loại", " ".join(reasons)) for number, reasons, _ in told.rejects]
    return _table("Kết quả từng dòng", ["Dòng", "Kết quả", "Lý do"], sorted(rows), form=form)


def _fields(actor: Actor, register: Register, found: QuerySet[RegisterEntry]) -> tuple[Field, ...]:
    # A heading over blank cells would empty the fields of whoever imports the file.
    paths = found.order_by().values_list("unit__path", flat=True).distinct()
    if all(may_write(actor, register, path) for path in paths):
        return register.fields
    return tuple(field for field in register.fields if not field.is_personal)


def _row(
    actor: Actor, register: Register, entry: RegisterEntry, fields: Sequence[Field], names: dict[str, str]
) -> list[CellValue]:
    values = restore(register, entry.values)
    sees_all = selectors.may_edit(actor, register, entry)
    cells: list[CellValue] = [
        _cell(field, values.get(field.code), names) if sees_all or not field.is_personal else None for field in fields
    ]
    state = register.state_by_code.get(entry.state)
    return [*cells, entry.state if state is None else state.name, entry.due_on, entry.unit.name]


def _cell(field: Field, value: Value | None, names: dict[str, str]) -> CellValue:
    if field.type is FieldType.UNIT:
        return names.get(str(value), str(value)) if value is not None else None
    if isinstance(value, bool) or field.type is FieldType.CHOICE:
        return show(field, value)
    return value


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[CellValue]], *, form: str) -> bytes:
    return xlsx.write_table(title=title, columns=columns, rows=rows) if form == "xlsx" else _csv(columns, rows)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(_plain(row) for row in rows)
    return file.getvalue().encode()


def _plain(row: Sequence[CellValue]) -> Iterator[str]:
    """Write cells as text; a text that a spreadsheet would take for a formula is kept from being one."""
    for cell in row:
        if isinstance(cell, str):
            yield f"'{cell}" if cell.startswith(_FORMULA) else cell
        elif isinstance(cell, date):
            yield f"{cell:%d/%m/%Y}"
        elif isinstance(cell, Decimal):
            # A point before three digits would be read back as one between thousands.
            yield format_decimal(cell)
        else:
            yield "" if cell is None else str(cell)
