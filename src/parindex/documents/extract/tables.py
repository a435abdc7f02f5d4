"""Read tables of criteria or assignments: columns by the synonyms of their headers, rows split over pages joined."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.agency_words import begins_agency, names_agency
from parindex.documents.extract.baselines import Reached, read_reached
from parindex.documents.extract.cells import points_above, read_parts
from parindex.documents.extract.columns import (
    USEFUL,
    Columns,
    Matrix,
    columns_by_cells,
    find_columns,
    settle_columns,
    with_times,
    with_units,
)
from parindex.documents.extract.page_breaks import find_cut_cells, goes_beside
from parindex.documents.extract.pieces import Fields, Piece, span_of
from parindex.documents.extract.results import settle_results
from parindex.documents.extract.times import is_time
from parindex.documents.repair.letters import CAPITAL
from parindex.documents.repair.markers import read_marker
from parindex.domain.planning.model import SourceSpan
from parindex.domain.text import folding

_ROMAN = re.compile(r"\s*(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\s*[.)]?\s*$")
_NUMBER = re.compile(r"\s*\(?(\d{1,3}(?:[.,]\d{1,3}){0,3}|[a-zđ])\s*[.)]?\s*$")
# A title stands so many rows above the first that it heads.
_NEAR = 4
# The first of a count.
_BEGINS = re.compile(r"\s*\(?(?:(?:\d{1,3}[.,])*0?1|a|[-–+])\s*[.)]?\s*$")
_LEADING = re.compile(r"\s*((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-H])\s*[.):/-]\s*(?=\S)")
_LEADING_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,3})\s*[.)]\s+(?=\S)")
_SUM = re.compile(r"\s*(?:tổng cộng|tổng số|tổng điểm|cộng|tổng)\s*:?\s*$", re.IGNORECASE)
# "Tổng số điểm mất", "Cộng lĩnh vực I" without a number of its own, nothing but figures beside it.
_SUMMED = re.compile(r"\s*(?:tổng (?:số|cộng|điểm)|cộng(?! (?:tác|đồng|hòa|hoà)))\b", re.IGNORECASE)
_TITLES = frozenset({FieldKind.NUMBER, FieldKind.CODE, FieldKind.NAME})
_FIGURE = re.compile(r"[\d\s.,%/()–-]+")
# The foot of a sheet: its recipients, or on whose behalf somebody signs it.
_FOOT = re.compile(rf"\s*(?:N[ơo]i nhận\s*:|(?:TM|KT|TL|TUQ)\.\s*[{CAPITAL}]+(?:\s+[{CAPITAL}]+)+\s*$)")
_DIGIT = re.compile(r"\d")
_COLUMN_COUNT = re.compile(r"\s*\(?(?:\d{1,2}|[A-EĐ])\)?(?:\s*=[\s\d()+*/:x-]+)?\s*$")
_LETTERS = ("ABCDEFGHIJKLMN", "ABCDĐEGHIKLMN")


@dataclass(slots=True)
class Row:
    """One item of a table before it is understood: its number, its group and the pieces of each column."""

    number: str | None
    domain: str | None
    domain_name: str | None
    group: Piece | None = None
    fields: Fields = field(default_factory=Fields)
    doubtful: set[str] = field(default_factory=set)
    reached: tuple[Reached, SourceSpan] | None = None

    def text_of(self, kind: FieldKind) -> str:
        """Return the words of a column."""
        return " ".join(piece.text for piece in self.fields.get(kind))


_WHO = (FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT)


def read_tables(blocks: Sequence[Block], *, labels: PlanLabels) -> list[tuple[Columns, list[Row]]]:
    """Read every table of items; consecutive tables of one shape are one table that pages cut."""
    results: list[tuple[Columns, list[Row]]] = []
    reader: _RowReader | None = None
    for index, block in enumerate(blocks):
        if block.table is None:
            continue
        matrix = _matrix(block)
        found = find_columns(matrix, labels=labels)
        if found is not None:
            start, below = found[0], matrix[found[0] + found[1].height :]
            columns = settle_results(settle_columns(found[1], below), below)
            columns = with_units(with_times(columns, block, matrix, start), block, matrix, start)
            if reader is None or dict(reader.columns.kinds) != dict(columns.kinds):
                reader = _RowReader(columns, labels)
                results.append((columns, reader.rows))
            else:
                reader.read(block, matrix[:start])
            above = _paragraph_above(blocks, index)
            reader.group = (_agency_heading(above) if above is not None else None) or reader.group
            reader.read(block, matrix[start + columns.height :])
        elif reader is not None and goes_beside(matrix, reader.columns, labels):
            continue  # What stands beside the items of another page names none of its own.
        elif reader is not None and reader.fits(matrix):
            reader.read(block, matrix)
        elif (guessed := columns_by_cells(matrix, labels)) is not None:
            reader = _RowReader(guessed, labels)
            results.append((guessed, reader.rows))
            reader.read(block, matrix[guessed.height :])
        else:
            reader = None
    return results


def _paragraph_above(blocks: Sequence[Block], index: int) -> Block | None:
    """Return the nearest written paragraph above a block."""
    above = (blocks[at] for at in range(index - 1, -1, -1))
    return next((block for block in above if block.table is None and block.text.strip()), None)


def _agency_heading(block: Block) -> Piece | None:
    """Return the agency that the paragraph above a table names ("1. Sở Nội vụ"): the table lists its work."""
    marker = read_marker(block.text)
    start = marker.end if marker is not None else 0
    named = names_agency(block.text[start:]) if marker is not None or block.marker else None
    if named is None:
        return None
    first, last = start + named[0], start + named[1]
    return Piece(block.text[first:last], span_of(block, first, last), said=True)


def _matrix(block: Block) -> Matrix:
    """Lay the cells out; a cell merged over rows stands in each of them, one merged over columns in its first."""
    table = block.table
    if table is None:
        return []
    rows: Matrix = [{} for _ in range(table.row_count)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            rows[row][cell.col] = cell
    return rows


@dataclass(slots=True)
class _RowReader:
    columns: Columns
    labels: PlanLabels
    rows: list[Row] = field(default_factory=list)
    domain: str | None = None
    domain_name: str | None = None
    group: Piece | None = None
    has_titles: bool = False
    first: int = 0
    cut: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def fits(self, matrix: Matrix) -> bool:
        """Tell whether a table without header goes on with this one."""
        width = max((col for row in matrix for col in row), default=0)
        return width == max(self.columns.headers, default=0)

    def read(self, block: Block, matrix: Matrix) -> None:
        """Read the rows below the header; `first` counts those of the tables before."""
        self.first = len(self.rows)
        self.cut = find_cut_cells(block, matrix, self.columns)
        for at, row in enumerate(matrix):
            cells = {col: cell for col, cell in row.items() if cell.text.strip()}
            if self._is_header(cells):
                self.first = len(self.rows)
                continue
            if not cells or _counts_columns(cells.values()):
                continue
            if any(_FOOT.match(cell.text) for cell in cells.values()):
                return  # Recipients and signature go on with no table of items.
            if any(_SUM.match(cell.text) for cell in cells.values()) or self._is_sum(cells):
                continue
            self._read_row(block, cells, matrix, at)

    def _is_sum(self, cells: Mapping[int, Cell]) -> bool:
        """Tell whether a row without number adds up those above; a figure that is aimed at names a work of its own."""
        kinds = self.columns.kinds
        (first, title), *others = sorted(cells.items())
        return (
            len(others) > 0
            and kinds.get(first) in _TITLES
            and _SUMMED.match(title.text) is not None
            and all(_FIGURE.fullmatch(cell.text) and kinds.get(col) is not FieldKind.TARGET for col, cell in others)
        )

    def _is_header(self, cells: Mapping[int, Cell]) -> bool:
        headers = self.columns.headers
        return len(cells) >= 2 and all(
            len(cell.text) <= 2 * len(headers.get(col, "")) and folding.fold(cell.text) in headers.get(col, "")
            for col, cell in cells.items()
        )

    def _read_row(self, block: Block, cells: Mapping[int, Cell], matrix: Matrix, at: int) -> None:
        number, name = self._cell(cells, FieldKind.NUMBER), self._cell(cells, FieldKind.NAME)
        counted = number
        if FieldKind.NUMBER not in self.columns.kinds.values() and self.columns.has_criterion_codes:
            counted = self._cell(cells, FieldKind.CODE)
        if self._is_group(cells, number, name) or (self._is_bare(cells) and self._heads(matrix, at)):
            self._open_group(block, counted, name or number)
            return
        if self.rows and self._continues(cells, number, name):
            self._append(self.rows[-1], block, cells, glued=True, is_part=at > 0 and name is not None)
            if self._is_bare(cells):
                self.rows[-1].doubtful.add("names")  # It may as well be a work of its own or a title.
            return
        title = cells.get(self.columns.field_column) if self.columns.field_column is not None else None
        if title is not None:
            self.domain_name = " ".join(title.text.split())
        row = Row(_number_of(counted, name), self.domain, self.domain_name, self.group)
        self.rows.append(row)
        self._append(row, block, cells)
        if (reached := read_reached(self.columns, cells)) is not None:
            cell = cells[reached.column]
            row.reached = reached, span_of(block, 0, len(cell.text), cell=cell)
        for col in self.cut.get(at, ()):
            self._repeat(row, self.columns.kinds[col], col)

    def _cell(self, cells: Mapping[int, Cell], kind: FieldKind) -> Cell | None:
        return next((cells[col] for col, known in self.columns.kinds.items() if known is kind and col in cells), None)

    def _is_group(self, cells: Mapping[int, Cell], number: Cell | None, name: Cell | None) -> bool:
        others = [
            cell
            for col, cell in cells.items()
            if cell is not number and cell is not name and self.columns.kinds.get(col) in USEFUL
        ]
        if number is not None and _ROMAN.match(number.text) and name is not None:
            return len(others) <= 1
        if others:
            return False
        only = name if name is not None and number is None else number if name is None else None
        if only is not None:
            text = only.text
            return bool(_LEADING.match(text)) or only.col_span > 1 or (len(text) > 8 and text.isupper())
        return name is not None and (name.text.isupper() or bool(re.match(r"[A-H]\.?$", number.text if number else "")))

    def _is_bare(self, cells: Mapping[int, Cell]) -> bool:
        """Tell whether a row holds nothing but a title in a table that numbers its items."""
        name = self._cell(cells, FieldKind.NAME)
        if name is None or len(cells) > 1 or FieldKind.NUMBER not in self.columns.kinds.values():
            return False
        return name.text[:1].isupper() and name.text.rstrip()[-1:] not in ",;."

    def _heads(self, matrix: Matrix, at: int) -> bool:
        """Tell whether a bare title heads what is below it: the table begins with one, or the numbers begin anew.

        Where the numbers go on (1, title, 2) the words belong to the row above, also where a page cut it.
        """
        if not self.rows:
            self.has_titles = True
        elif at == 0:
            return False
        numbers = (self._cell(row, FieldKind.NUMBER) for row in matrix[at + 1 : at + 1 + _NEAR])
        following = next((number.text for number in numbers if number is not None and number.text.strip()), "")
        return self.has_titles or _BEGINS.match(following) is not None

    def _open_group(self, block: Block, number: Cell | None, title: Cell | None) -> None:
        text = title.text if title is not None else ""
        leading = _LEADING.match(text) or _LEADING_NUMBER.match(text)
        if number is not None and number is not title:
            self.domain = number.text.strip(" .)")
        else:
            self.domain = leading[1] if leading else None
        start = leading.end() if leading else 0
        self.domain_name = " ".join(text[start:].split()).strip(" .:")
        self.group = Piece(text[start:], span_of(block, start, len(text), cell=title), said=True)

    def _continues(self, cells: Mapping[int, Cell], number: Cell | None, name: Cell | None) -> bool:
        if number is not None and FieldKind.NUMBER in self.columns.kinds.values():
            return False
        if name is None:
            return True
        if FieldKind.NUMBER not in self.columns.kinds.values():
            return not name.text.lstrip()[:1].isupper() and not _LEADING_NUMBER.match(name.text)
        return not self._is_full(cells) or name.text.lstrip()[:1].islower()

    def _is_full(self, cells: Mapping[int, Cell]) -> bool:
        """A row without number that names a thing and someone to do it is an item of its own."""
        name = self._cell(cells, FieldKind.NAME)
        lead = self._cell(cells, FieldKind.LEAD) or self._cell(cells, FieldKind.DEADLINE)
        if name is None or lead is None:
            return False
        return name.text.lstrip(' -+•“"')[:1].isupper() and lead.text.lstrip()[:1].isupper()

    def _append(
        self, row: Row, block: Block, cells: Mapping[int, Cell], *, glued: bool = False, is_part: bool = False
    ) -> None:
        """Add the cells to a row; a part of its work ("- Đợt hai") may have agencies and a time of its own."""
        for col, cell in sorted(cells.items()):
            kind = self.columns.kinds.get(col)
            if col in self.columns.times:
                row.fields.add(FieldKind.DEADLINE, self.columns.times[col])
            if kind is None or kind is FieldKind.NUMBER:
                continue
            if points_above(cell.text, kind):
                if not glued:
                    self._repeat(row, kind, col)
                continue
            start = (
                _leading_length(cell.text) if kind is FieldKind.NAME and row.number == _name_number(cell.text) else 0
            )
            for part, begin, end in read_parts(cell.text, kind, labels=self.labels):
                first = max(begin, start)
                text = " ".join(cell.text[first:end].split())
                span, guessed = span_of(block, first, end, cell=cell), col in self.columns.guessed
                own = is_part and _is_own(text, part)
                row.fields.add(part, Piece(text, span, said=guessed or own, glued=glued and not own))

    def _repeat(self, row: Row, kind: FieldKind, col: int) -> None:
        """Give a row what the column says of the row above, nothing where another table begins."""
        begins = len(self.rows) == self.first + 1
        if begins and (not self.first or row.number is None or _BEGINS.match(row.number)):
            return
        above = self.rows[-2].fields
        for repeated in dict.fromkeys((*_WHO, kind)):
            for piece in above.get(repeated):
                if piece.span.col == col:
                    row.fields.add(repeated, piece._replace(said=True))


def _is_own(text: str, kind: FieldKind) -> bool:
    """Tell whether a cell beside a part of some work names another agency or time than the cell above it."""
    if kind in _WHO:
        return begins_agency(text, folding.fold_aligned(text))
    return kind is FieldKind.DEADLINE and is_time(text)


def _counts_columns(cells: Collection[Cell]) -> bool:
    """Tell whether a row only counts the columns ("A | B | 1 | 2 | 3=1-2", "A | B | C"); two letters open a group."""
    if not all(_COLUMN_COUNT.match(cell.text) for cell in cells):
        return False
    letters = [cell.text.strip(" ()") for cell in cells]
    return any(_DIGIT.search(text) for text in letters) or (
        len(letters) > 2 and any(known.startswith("".join(letters)) for known in _LETTERS)
    )


def _number_of(number: Cell | None, name: Cell | None) -> str | None:
    if number is not None and (_NUMBER.match(number.text) or _ROMAN.match(number.text)):
        return number.text.strip(" .)(").replace(",", ".")  # A spreadsheet counts "1,1".
    return _name_number(name.text) if name is not None else None


def _name_number(text: str) -> str | None:
    found = _LEADING_NUMBER.match(text)
    return found[1] if found else None


def _leading_length(text: str) -> int:
    found = _LEADING_NUMBER.match(text)
    return found.end() if found else 0
