"""Registers: their figures against the same counts in hand-written SQL, their tables against bare inserts.

Figures are seconds of the processor. The limits are our own, set to notice when reading or writing an entry begins to
cost more than it does now.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.registers import books, figures
from parindex.apps.registers.importing import import_table
from parindex.apps.registers.models import EntryChange, RegisterEntry
from parindex.documents.read.rows import Row, read_rows
from parindex.domain.access import SYSTEM
from parindex.domain.calendar.periods import year_period
from tests.perf.bench_pages import BOOK, ENTRIES, add_entries, crowd_of_pages
from tests.perf.crowd import NOW, TODAY, YEAR
from tests.perf.rows import Row as Measured
from tests.perf.rows import best

TABLE_ROWS = 10_000
SLOWER_FIGURES, SLOWER_TABLE = 30.0, 1.5
_VARIED = """
UPDATE register_entry SET "values" = json_set("values", '$.han', date('2026-01-01', '+' || (id % 365) || ' days'),
  '$.ngay_xong', CASE WHEN id % 3 THEN date('2026-01-01', '+' || (id % 311) || ' days') END)
"""
"""Entries that differ: SQLite reads JSON that it has just read only once."""
_BY_HAND = """
SELECT unit_id, COUNT(*), SUM(state = 'hoan_thanh'),
  SUM(values->>'$.ngay_xong' IS NOT NULL AND values->>'$.ngay_xong' <= values->>'$.han'),
  SUM(values->>'$.ngay_xong' IS NULL AND values->>'$.han' < %s), SUM(values->>'$.ngay_xong' > values->>'$.han')
FROM register_entry WHERE register = %s AND removed_at IS NULL AND dated_on BETWEEN %s AND %s GROUP BY unit_id
""".replace("values->>", '"values"->>')


def run() -> list[Measured]:
    """Measure everything and return the rows."""
    user = crowd_of_pages()
    root = Unit.objects.get(kind=UnitKind.PROVINCE)
    with transaction.atomic():
        add_entries(root, user, rows=ENTRIES)
        with connection.cursor() as cursor:
            cursor.execute(_VARIED)
        rows = [_figures_row()]
        transaction.set_rollback(True)
    return [*rows, _table_row(root)]


def _figures_row() -> Measured:
    """Every indicator of a register by unit, against one statement that counts as much and knows no rule."""
    register, period = books.register(BOOK), year_period(YEAR)

    def by_hand() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BY_HAND, [TODAY, BOOK, period.start, period.last_day])
            cursor.fetchall()

    ours = best(lambda: figures.figures_of(SYSTEM, register, period=period, today=TODAY))
    return f"Chỉ số một sổ {ENTRIES} dòng so với SQL viết tay", ours, best(by_hand), SLOWER_FIGURES


def _table_row(root: Unit) -> Measured:
    """A table checked, keyed, written with its history, against plain inserts of the rows that it leaves."""
    rows = read_rows(_table(), name="a.csv")
    with transaction.atomic():
        _bring(rows, root)
        entries, changes = list(RegisterEntry.objects.filter(register=BOOK)), list(EntryChange.objects.all())
        transaction.set_rollback(True)

    def ours() -> None:
        with transaction.atomic():
            _bring(rows, root)
            transaction.set_rollback(True)

    def plain() -> None:
        with transaction.atomic():
            RegisterEntry.objects.bulk_create(entries)
            EntryChange.objects.bulk_create(changes)
            transaction.set_rollback(True)

    return f"Nhập bảng {TABLE_ROWS} dòng vào sổ so với ghi trơn", best(ours), best(plain), SLOWER_TABLE


def _bring(rows: list[Row], root: Unit) -> None:
    told = import_table(register_id=BOOK, unit=root, rows=rows, name="a.csv", sha256="0" * 64, actor=SYSTEM, now=NOW)
    assert (told.added, told.rejected) == (TABLE_ROWS, 0)


def _table() -> bytes:
    first = date(YEAR, 1, 5)
    given = [f"{first + timedelta(at):%d/%m/%Y}" for at in range(150)]
    due = [f"{first + timedelta(200 + at):%d/%m/%Y}" for at in range(99)]
    lines = (f"CV {at};{given[at % 150]};Việc được giao {at};{due[at % 99]}" for at in range(TABLE_ROWS))
    return "\n".join(["Văn bản giao;Ngày giao;Nhiệm vụ;Hạn", *lines]).encode()
