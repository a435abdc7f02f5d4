"""Items from the rows of tables, real or flattened."""

from __future__ import annotations

from collections.abc import Iterable

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Document
from parindex.documents.extract.flat_tables import read_flat_tables
from parindex.documents.extract.items import Heading, Reading, build_item
from parindex.documents.extract.pieces import joined
from parindex.documents.extract.tables import Columns, Row, read_tables
from parindex.domain.planning import criteria
from parindex.domain.planning.model import Item, Part, Section


def read_rows(document: Document, *, labels: PlanLabels, reading: Reading) -> tuple[list[Item], frozenset[int]]:
    """Return the items of all tables and the indexes of the paragraph blocks that were flattened tables."""
    items: list[Item] = []
    for columns, rows in read_tables(document.blocks, labels=labels):
        items.extend(_items(columns, rows, reading))
    flat, used = read_flat_tables(document.blocks, labels=labels)
    for columns, rows in flat:
        items.extend(_items(columns, rows, reading))
    return items, used


def _items(columns: Columns, rows: Iterable[Row], reading: Reading) -> Iterable[Item]:
    for row in rows:
        item = _item(columns, row, reading)
        if item is not None:
            yield item


def _item(columns: Columns, row: Row, reading: Reading) -> Item | None:
    pieces = row.fields.get(FieldKind.NAME)
    text = joined(pieces)
    if text is None:
        return None
    code_text = joined(row.fields.get(FieldKind.CODE))
    code = criteria.read_code(text) or (criteria.read_code(code_text) if code_text else None)
    is_criterion = columns.of_criteria or code is not None
    names = criteria.split_names(text) if is_criterion else (text,)
    heading = Heading(
        part=Part.APPENDIX,
        section=Section.APPENDIX if is_criterion else Section.TASK,
        number=row.number,
        text=text,
        span=pieces[0].span,
        domain=row.domain,
        domain_name=row.domain_name,
        names=names,
        code=code.code if code else None,
        level=code.level if code else None,
        doubtful=frozenset(row.doubtful),
    )
    return build_item(heading, row.fields, reading=reading, key=f"appendix/{row.domain or '-'}/{row.number or 'x'}")
