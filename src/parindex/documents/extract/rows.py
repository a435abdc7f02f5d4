"""Items from the rows of tables, real or flattened."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Document
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.baselines import with_baseline
from parindex.documents.extract.columns import Columns
from parindex.documents.extract.flat_tables import read_flat_tables
from parindex.documents.extract.handing import Handed, number_of
from parindex.documents.extract.items import Heading, Reading, build_item, without_points
from parindex.documents.extract.pieces import Piece, joined
from parindex.documents.extract.tables import Row, read_tables
from parindex.documents.extract.times import heading_time, is_time
from parindex.domain.planning import criteria
from parindex.domain.planning.model import Item, Part, Section
from parindex.domain.text import folding

Table = tuple[Columns, list[Row]]
_NUMBERS = re.compile(r"(?:đạt )?[\d\s.,<>=≥≤/–-]+$", re.IGNORECASE)
_DOERS = (FieldKind.LEAD, FieldKind.IMPLEMENT, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP)
_SCORED = frozenset({FieldKind.NAME, FieldKind.POINTS, FieldKind.CODE})
_TIME = re.compile(
    r"(?:(?:cac )?nhiem vu )?(?:thuc hien |hoan thanh )?(?:trong |truoc )?(?:quy [iv\d]|thang \d|nam \d|thuong xuyen)"
)


def find_rows(document: Document, *, labels: PlanLabels) -> tuple[list[Table], frozenset[int]]:
    """Return the rows of all tables and the indexes of the paragraph blocks that were flattened tables."""
    flat, used = read_flat_tables(document.blocks, labels=labels)
    return [*read_tables(document.blocks, labels=labels), *flat], used


def build_items(tables: Iterable[Table], *, reading: Reading, given: Mapping[str, Handed]) -> list[Item]:
    """Return the items of the tables; `given` are lines of prose that give criteria away, by number of the row."""
    return [item for columns, rows in tables for item in _items(columns, rows, reading, given)]


def list_numbers(tables: Iterable[Table], *, of_codes: bool) -> frozenset[str]:
    """Return by which numbers prose may give rows away: those of criteria, or those that count one row alone."""
    numbers = [_given_number(columns, row, of_codes=of_codes) for columns, rows in tables for row in rows]
    counted = Counter(number for number in numbers if number is not None)
    return frozenset(number for number, count in counted.items() if of_codes or count == 1)


def _given_number(columns: Columns, row: Row, *, of_codes: bool) -> str | None:
    if not of_codes:
        return row.number
    for kind in (FieldKind.CODE, FieldKind.NAME):
        text = joined(row.fields.get(kind))
        number = number_of(text) if text else None
        if number is not None:
            return number
    return row.number if columns.of_criteria else None


def _items(columns: Columns, rows: Iterable[Row], reading: Reading, given: Mapping[str, Handed]) -> Iterable[Item]:
    listed = list(rows)
    handed = frozenset(at for at, row in enumerate(listed) if _line_of(columns, row, given) is not None)
    for row in _without_headings(listed, handed):
        _inherit(row)
        _with_units(row, columns)
        line = _line_of(columns, row, given)
        if line is not None:
            line.give(row.fields)
        if FieldKind.DEADLINE not in columns.kinds.values():
            _with_time(row)
        item = _item(columns, row, reading)
        if item is not None:
            yield item


def _line_of(columns: Columns, row: Row, given: Mapping[str, Handed]) -> Handed | None:
    """Return the line of prose that gives a row away by its number."""
    for of_codes in (True, False) if given else ():
        line = given.get(_given_number(columns, row, of_codes=of_codes) or "")
        if line is not None and line.is_coded is of_codes:
            return line
    return None


def _without_headings(rows: Sequence[Row], handed: Collection[int]) -> Iterator[Row]:
    """Leave out rows of nothing but a name that head the rows below them ("1 | Thể chế" above "1.1", "1" or "-").

    A row with points that prose gives away (`handed`, by position) is work of its own.
    """
    heading: Row | None = None
    is_dashed = False
    for at, (row, following) in enumerate(zip_longest(rows, rows[1:])):
        is_work = FieldKind.POINTS in row.fields.pieces and at in handed
        if following is not None and not is_work and _heads(row, following):
            if heading is None or FieldKind.POINTS not in row.fields.pieces or not _is_part(row, heading):
                heading, is_dashed = row, following.number is None
            continue
        if heading is not None and (row.group is not heading.group or (is_dashed and row.number is not None)):
            heading = None  # What is numbered again goes on beside the heading, another group below none.
        if heading is not None and FieldKind.POINTS in heading.fields.pieces and not _is_part(row, heading):
            heading = None
        if heading is not None:
            name = heading.fields.get(FieldKind.NAME)
            row.group = name[0]._replace(said=True)
            # Below "I | Thể chế" the heading "1 | Tiêu chí 1.2" is no field of reform.
            if not (heading.domain or heading.domain_name):
                row.domain, row.domain_name = heading.number, joined(name)
        yield row


def _is_part(row: Row, heading: Row) -> bool:
    """Tell whether a row is numbered below another: "2.1" below "2"."""
    return heading.number is not None and row.number is not None and row.number.startswith(f"{heading.number}.")


def _heads(row: Row, following: Row) -> bool:
    """Tell whether a row of a name alone heads the next; with points or a code its parts must be numbered below it."""
    kinds = set(row.fields.pieces)
    if kinds != {FieldKind.NAME}:
        return kinds <= _SCORED and _is_part(following, row)
    if len(following.fields.pieces) < 2:
        return False
    if names_agency(joined(row.fields.get(FieldKind.NAME)) or "") is not None:
        return True
    if following.number is None:
        return row.number is not None
    return following.number.startswith(f"{row.number}.") or (following.number in {"1", "a"} and row.number != "0")


def _inherit(row: Row) -> None:
    """Give a row the agency or the time that its group names."""
    if row.group is None:
        return
    named = names_agency(row.group.text)
    if named is not None and not any(row.fields.get(kind) for kind in _DOERS):
        row.fields.add(FieldKind.LEAD, row.group._replace(text=row.group.text[slice(*named)]))
    elif not row.fields.get(FieldKind.DEADLINE):
        when = heading_time(row.group.text)
        if when is not None or _TIME.match(folding.fold(row.group.text)):
            row.fields.add(FieldKind.DEADLINE, _part_of(row.group, when))


def _part_of(piece: Piece, part: tuple[int, int] | None) -> Piece:
    """Cut a range out of a piece, the whole when it is None."""
    if part is None:
        return piece
    first, last = part
    span = piece.span._replace(start=piece.span.start + first, end=piece.span.start + last)
    return piece._replace(text=piece.text[first:last], span=span)


def _with_units(row: Row, columns: Columns) -> None:
    """Put the unit that has a column of its own, or stands in the title, after targets of numbers ("≥ 98 | %")."""
    own = row.fields.get(FieldKind.UNIT)
    pieces: list[Piece] = []
    for target in row.fields.get(FieldKind.TARGET):
        pieces.append(target)
        titled = columns.units.get(target.span.col) if target.span.col is not None else None
        unit = own[0] if own else titled
        if unit is not None and _NUMBERS.match(target.text):
            pieces.append(unit._replace(glued=True))
    if pieces:
        row.fields.pieces[FieldKind.TARGET] = pieces


def _with_time(row: Row) -> None:
    """Part "Báo cáo/Quý II" of a table without a column that says when."""
    products = row.fields.get(FieldKind.PRODUCT)
    if not products or row.fields.get(FieldKind.DEADLINE):
        return
    last = products[-1]
    product, slash, when = last.text.rpartition("/")
    while slash and product and not is_time(when.strip()):
        product, slash, _ = product.rpartition("/")
        when = last.text[len(product) + 1 :]
    if slash and product.strip() and is_time(when.strip()):
        row.fields.pieces[FieldKind.PRODUCT][-1] = last._replace(text=product.rstrip())
        row.fields.add(FieldKind.DEADLINE, last._replace(text=when.strip(), said=True))


def _code_of(columns: Columns, row: Row, text: str | None) -> criteria.CriterionCode | None:
    """Read the code from its column, else from before the name of a criterion that another number counts."""
    code = criteria.read_code(text) if text else None
    if code is None and text and columns.has_criterion_codes:
        code = criteria.read_bare_code(text)
    if code is None and row.number is not None and columns.names_criteria:
        code = criteria.read_bare_code(joined(row.fields.get(FieldKind.NAME)) or "")
    return code


def _item(columns: Columns, row: Row, reading: Reading) -> Item | None:
    pieces = row.fields.get(FieldKind.NAME)
    text = joined(pieces)
    if text is None:
        return None
    code_text = joined(row.fields.get(FieldKind.CODE))
    named = criteria.read_code(text)
    code = named or _code_of(columns, row, code_text)
    is_criterion = columns.of_criteria or named is not None
    names = tuple(map(without_points, criteria.split_names(text) if is_criterion else (text,)))
    heading = Heading(
        part=Part.APPENDIX,
        section=Section.APPENDIX if is_criterion else Section.TASK,
        number=row.number,
        text=without_points(text),
        span=pieces[0].span,
        domain=row.domain,
        domain_name=row.domain_name,
        names=names,
        code=code.code if code else None,
        level=code.level if code else None,
        doubtful=frozenset(row.doubtful),
    )
    key = f"appendix/{row.domain or '-'}/{row.number or 'x'}"
    item = build_item(heading, row.fields, reading=reading, key=key)
    return item if row.reached is None else with_baseline(item, *row.reached)
