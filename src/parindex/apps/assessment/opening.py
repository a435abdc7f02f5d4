"""Makes the items of all sheets of a group by one statement, however many units there are."""

from __future__ import annotations

from django.db import connection

from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.models import CampaignGroup, Sheet, SheetItem
from parindex.domain.scoring import evaluate

_COLUMNS = (
    *("sheet_id", "code", "field_code", "position", "inputs", "is_not_applicable"),
    *("justification", "source", "version", "updated_by_name"),
)


def make_items(group: CampaignGroup) -> int:
    """Make the items of every sheet of a group and its first totals; return how many items. Two statements."""
    book = book_of(group.revision)
    total = evaluate.evaluate(book.catalogue, {}).total
    group.sheets.update(
        self_low=total.low,
        self_high=total.high,
        self_maximum=total.maximum,
        final_low=total.low,
        final_high=total.high,
        final_maximum=total.maximum,
    )
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(book.leaves)), [*_template(book), "{}", group.pk])
        return int(cursor.rowcount)


def _template(book: Book) -> list[str | int]:
    rows = ((code, book.field_of(code), position) for position, code in enumerate(book.leaves, start=1))
    return [value for row in rows for value in row]


def _statement(count: int) -> str:
    """Return the statement for a template of `count` items."""
    item, sheet = SheetItem._meta.db_table, Sheet._meta.db_table
    kind = SheetItem._meta.get_field("inputs").db_type(connection)
    # Only names of tables, columns and types of the models are written into the statement; values are parameters.
    rows = ", ".join(["(%s, %s, CAST(%s AS integer))"] * count)
    return (
        f"WITH template (code, field_code, position) AS (VALUES {rows}) "  # noqa: S608
        f"INSERT INTO {item} ({', '.join(_COLUMNS)}) "
        f"SELECT {sheet}.id, template.code, template.field_code, template.position, CAST(%s AS {kind}), "
        f"FALSE, '', '', 1, '' FROM {sheet} CROSS JOIN template WHERE {sheet}.group_id = %s "
        f"ORDER BY {sheet}.id, template.position"
    )
