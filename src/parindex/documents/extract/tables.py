"""Read tables of criteria or assignments: columns by the synonyms of their headers, rows split over pages joined."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.agency_words import begins_agency, names_agency
from parindex.documents.extract.cells import points_above, read_parts
from parindex.documents.extract.guesses import guess_columns
from parindex.documents.extract.pieces import Fields, Piece, span_of
from parindex.documents.extract.sentences import is_time
from parindex.documents.repair.markers import read_marker
from parindex.domain.planning import criteria
from parindex.domain.text import folding

_ROMAN = re.compile(r"\s*(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\s*[.)]?\s*$")
_NUMBER = re.compile(r"\s*\(?(\d{1,3}(?:[.,]\d{1,3}){0,3}|[a-zđ])\s*[.)]?\s*$")
# A title stands so many rows above the first that it heads.
_NEAR = 4
# The first of a count.
_BEGINS = re.compile(r"\s*\(?(?:(?:\d{1,3}[.,])*0?1|a|[-–+])\s*[.)]?\s*$")
_LEADING = re.compile(r"\s*((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})|[A-H])\s*[.):/-]\s*(?=\S)")
_LEADING_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,3})\s*[.)]\s+(?=\S)")
_CODE_ONLY = re.compile(r"\s*(?:TCTP|TC|Tiêu chí)?\s*\d{1,2}(?:\.\d{1,2}){0,3}\.?\s*$")
_LED = {FieldKind.LEAD, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP, FieldKind.IMPLEMENT}
_TIME = re.compile(r"(?:trong |truoc |thuong xuyen|hang |quy [iv\d]|thang \d|\d{1,2}/\d|ngay \d|nam 20|ca nam|dinh ky)")
_SUM = re.compile(r"\s*(?:tổng cộng|tổng số|tổng điểm|cộng|tổng)\s*:?\s*$", re.IGNORECASE)
_RECIPIENTS = re.compile(r"\s*N[ơo]i nhận\s*:")
_MARK = re.compile(r"\s*[xX×✓✔√•●*+]\s*$")
_OF_YEAR = re.compile(r"\s*(?:gia tri |thuc hien |muc |den )?nam 20\d\d\s*$|\s*20\d\d\s*$")
_PLANNED = re.compile(r"(?:ke hoach|phan dau|chi tieu giao|duoc giao|muc giao|muc tieu)(?: nam)?(?: 20\d\d)?\s*$")
_PLANNED_YEAR = re.compile(r"(?:ke hoach|phan dau|du kien)(?: dat)?(?: nam)? 20\d\d")
# One row in so many must go on with the criterion above before the work beside it names the items.
_SHARED = 4
# What such columns may be taken for before the units beside them are seen.
_RESULTS = frozenset({FieldKind.NOTE, FieldKind.ACTIONS, FieldKind.IMPLEMENT, FieldKind.POINTS})
_FIELD = re.compile(
    r"(?:cac |ten )?(?:linh vuc|nhom(?: (?:nhiem vu|tieu chi|noi dung|giai phap|viec))?"
    r"|(?:nhiem vu|noi dung|cong viec) chung)(?: (?:cchc|cai cach(?: hanh chinh)?))?"
)
_DIGIT = re.compile(r"\d")
_COLUMN_COUNT = re.compile(r"\s*\(?(?:\d{1,2}|[A-EĐ])\)?(?:\s*=[\s\d()+*/:x-]+)?\s*$")
_LETTERS = ("ABCDEFGHIJKLMN", "ABCDĐEGHIKLMN")
_USEFUL = frozenset(
    {
        FieldKind.LEAD,
        FieldKind.COORDINATE,
        FieldKind.IMPLEMENT,
        FieldKind.COORDINATE_IMPLEMENT,
        FieldKind.LEAD_COORDINATE,
        FieldKind.ASSIGNMENT_GROUP,
        FieldKind.DEADLINE,
        FieldKind.PRODUCT,
        FieldKind.TARGET,
        FieldKind.ACTIONS,
        FieldKind.LIMITATION,
    }
)


@dataclass(slots=True)
class Row:
    """One item of a table before it is understood: its number, its group and the pieces of each column."""

    number: str | None
    domain: str | None
    domain_name: str | None
    group: Piece | None = None
    fields: Fields = field(default_factory=Fields)
    doubtful: set[str] = field(default_factory=set)

    def text_of(self, kind: FieldKind) -> str:
        """Return the words of a column."""
        return " ".join(piece.text for piece in self.fields.get(kind))


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of each column by its position, and the folded header words by which repeats are known.

    `times` are the headers of columns in which a row only marks when it is done ("Quý I | Quý II | …").
    """

    kinds: Mapping[int, FieldKind]
    headers: Mapping[int, str]
    height: int
    of_criteria: bool
    guessed: frozenset[int] = frozenset()
    times: Mapping[int, Piece] = field(default_factory=dict)
    field_column: int | None = None


_WHO = (FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT)
_Matrix = list[dict[int, Cell]]


def read_tables(blocks: Sequence[Block], *, labels: PlanLabels) -> list[tuple[Columns, list[Row]]]:
    """Read every table of items; consecutive tables of one shape are one table that pages cut."""
    results: list[tuple[Columns, list[Row]]] = []
    reader: _RowReader | None = None
    above: Block | None = None
    for block in blocks:
        if block.table is None:
            above = block if block.text.strip() else above
            continue
        matrix = _matrix(block)
        found = find_columns(matrix, labels=labels)
        if found is not None:
            start, columns = found[0], _by_content(found[1], matrix[found[0] + found[1].height :])
            columns = _with_times(columns, block, matrix, start)
            if reader is None or dict(reader.columns.kinds) != dict(columns.kinds):
                reader = _RowReader(columns, labels)
                results.append((columns, reader.rows))
            else:
                reader.read(block, matrix[:start])
            reader.group = (_agency_heading(above) if above is not None else None) or reader.group
            reader.read(block, matrix[start + columns.height :])
        elif reader is not None and reader.fits(matrix):
            reader.read(block, matrix)
        elif (guessed := _columns_by_cells(matrix, labels)) is not None:
            reader = _RowReader(guessed, labels)
            results.append((guessed, reader.rows))
            reader.read(block, matrix[guessed.height :])
        else:
            reader = None
    return results


def _agency_heading(block: Block) -> Piece | None:
    """Return the agency that the paragraph above a table names ("1. Sở Nội vụ"): the table lists its work."""
    marker = read_marker(block.text)
    start = marker.end if marker is not None else 0
    named = names_agency(block.text[start:]) if marker is not None or block.marker else None
    if named is None:
        return None
    first, last = start + named[0], start + named[1]
    return Piece(block.text[first:last], span_of(block, first, last), said=True)


def _matrix(block: Block) -> _Matrix:
    """Lay the cells out; a cell merged over rows stands in each of them, one merged over columns in its first."""
    table = block.table
    if table is None:
        return []
    rows: _Matrix = [{} for _ in range(table.row_count)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            rows[row][cell.col] = cell
    return rows


def find_columns(matrix: _Matrix, *, labels: PlanLabels) -> tuple[int, Columns] | None:
    """Find the header among the first rows; returns its first row and the columns, or None."""
    for start in range(min(len(matrix), 6)):
        two = _columns(matrix, start, 2, labels) if start + 1 < len(matrix) else None
        one = _columns(matrix, start, 1, labels)
        best = two if two is not None and (one is None or _is_better(two, one, matrix, start)) else one
        if best is not None:
            return start, best
    return None


def _is_better(two: Columns, one: Columns, matrix: _Matrix, start: int) -> bool:
    """Tell whether two rows head the columns: they say more, or a merged cell of the first heads several cells below.

    "Kết quả và kế hoạch" above "Thực hiện 2024 | Kế hoạch 2025" heads columns, whatever those say.
    """
    if len(two.kinds) != len(one.kinds):
        return len(two.kinds) > len(one.kinds)
    above, below = matrix[start], matrix[start + 1]
    return _is_merged(above, below) and not all(below.get(col) is cell for col, cell in above.items())


def _is_merged(above: Mapping[int, Cell], below: Mapping[int, Cell]) -> bool:
    """Tell whether the second of two rows surely heads columns too: the first reaches down or says nothing there."""
    if any(cell.row_span > 1 and below.get(col) is cell for col, cell in above.items()):
        return True
    filled = [col for col, cell in below.items() if cell.text.strip()]
    return min(filled, default=0) > min(above, default=0) + 1 and any(
        col not in above or not above[col].text.strip() for col in filled
    )


def _columns(matrix: _Matrix, start: int, height: int, labels: PlanLabels) -> Columns | None:
    options: dict[int, tuple[FieldKind, ...]] = {}
    headers: dict[int, str] = {}
    below = matrix[start + height - 1]
    # Cells of the first row that reach down into the second prove that the second heads columns too.
    is_merged = _is_merged(matrix[start], below)
    for row in matrix[start : start + height]:
        for col, cell in row.items():
            kinds = labels.kinds_of(cell.text) if len(cell.text) <= 120 else ()
            if height == 2 and row is below and matrix[start].get(col) is cell:
                continue
            headers[col] = folding.fold(f"{headers.get(col, '')} {cell.text}")
            if kinds:
                options[col] = kinds
            elif height == 2 and row is below and cell.text.strip() and cell.row_span == 1 and not is_merged:
                return None
    chosen = resolve_columns(options, headers)
    if chosen is None:
        return None
    chosen = _without_start(chosen, headers)
    field_column = next(iter(_fields(options, headers)), None)
    return Columns(chosen, headers, height, _of_criteria(chosen, headers), field_column=field_column)


def resolve_columns(
    options: Mapping[int, tuple[FieldKind, ...]], headers: Mapping[int, str]
) -> dict[int, FieldKind] | None:
    """Choose one kind for each column so that exactly one names the items; None when this is no table of items."""
    kinds = {col: found[0] for col, found in sorted(options.items())}
    for col in _fields(options, headers):
        kinds[col] = FieldKind.NOTE
        options = {other: found for other, found in options.items() if other != col}
    name = _name_column(kinds, options)
    if name is None:
        return None
    kinds[name] = FieldKind.NAME
    for col, kind in list(kinds.items()):
        if kind is FieldKind.NAME and col != name:
            kinds[col] = FieldKind.ACTIONS if FieldKind.ACTIONS in options[col] else FieldKind.NOTE
    taken = {FieldKind.NAME}
    for col, kind in list(kinds.items()):
        if kind in taken and col != name:
            kinds[col] = next((other for other in options[col] if other not in taken), kind)
        taken.add(kinds[col])
    if FieldKind.TARGET not in taken:
        open_ = {col: text for col, text in headers.items() if col not in kinds or kinds[col] in _RESULTS}
        planned = _planned(open_, has_units=FieldKind.UNIT in taken)
        kinds.update({planned: FieldKind.TARGET} if planned is not None else {})
    first = min(headers, default=0)
    if first not in kinds and first < name:
        kinds[first] = FieldKind.NUMBER
    useful = [kind for kind in kinds.values() if kind in _USEFUL]
    return kinds if len(useful) >= 1 and len(kinds) >= 3 else None


def _planned(headers: Mapping[int, str], *, has_units: bool) -> int | None:
    """Return which column of values is the plan: the one that says so, beside units also the only one of a year."""
    if not has_units:
        values = [col for col, text in headers.items() if _PLANNED_YEAR.fullmatch(text.strip())]
        return values[0] if len(values) == 1 else None
    said = [col for col, text in headers.items() if _PLANNED.search(text)]
    values = said or [col for col, text in headers.items() if _OF_YEAR.match(text)]
    return values[0] if len(values) == 1 else None


def _name_column(kinds: Mapping[int, FieldKind], options: Mapping[int, tuple[FieldKind, ...]]) -> int | None:
    name = next((col for col, kind in kinds.items() if kind is FieldKind.NAME), None)
    if name is None:
        name = next((col for col, found in options.items() if FieldKind.NAME in found), None)
    if name is None:
        name = next((c for c, k in kinds.items() if k in {FieldKind.LIMITATION, FieldKind.TARGET}), None)
    return name


def _without_start(kinds: dict[int, FieldKind], headers: Mapping[int, str]) -> dict[int, FieldKind]:
    """Leave out the column that says when work begins where another says when it ends."""
    times = [col for col, kind in kinds.items() if kind is FieldKind.DEADLINE]
    start = [col for col in times if "bat dau" in headers[col]]
    return {**kinds, **dict.fromkeys(start, FieldKind.NOTE)} if start and len(start) < len(times) else kinds


def _fields(options: Mapping[int, tuple[FieldKind, ...]], headers: Mapping[int, str]) -> list[int]:
    """Return the columns that only name the field of each item, where another column names the items.

    They say so ("Lĩnh vực"), or the numbers of the items stand between them and the names.
    """
    names = [col for col, found in options.items() if FieldKind.NAME in found]
    counted = min((col for col, found in options.items() if FieldKind.NUMBER in found[:1]), default=0)
    fields = [
        col for col in names if _FIELD.fullmatch(headers[col].strip()) or (col < counted < max(names) and counted < 3)
    ]
    return fields if len(fields) < len(names) else []


def _by_content(columns: Columns, rows: _Matrix) -> Columns:
    """Settle what the header leaves open: columns of agencies or times without a known title, and codes.

    Where the column of criteria only holds their codes, the work beside them names the items.
    """
    columns = _by_work(_with_guesses(columns, rows), rows)
    name = next(col for col, kind in columns.kinds.items() if kind is FieldKind.NAME)
    work = next((col for col, kind in columns.kinds.items() if kind is FieldKind.ACTIONS), None)
    cells = [row[name].text for row in rows if name in row and row[name].text.strip() and len(row) > 2]
    if work is None or not cells or 2 * sum(1 for text in cells if _CODE_ONLY.match(text)) <= len(cells):
        return columns
    kinds = {**columns.kinds, name: FieldKind.CODE, work: FieldKind.NAME}
    return replace(columns, kinds=kinds, of_criteria=False)


def _by_work(columns: Columns, rows: _Matrix) -> Columns:
    """Name the items by their work where one criterion stands beside several deeds, each with someone of its own."""
    col_of = {kind: col for col, kind in sorted(columns.kinds.items(), reverse=True)}
    work, name = col_of.get(FieldKind.ACTIONS), col_of[FieldKind.NAME]
    who = next((col_of[kind] for kind in (FieldKind.LEAD, FieldKind.IMPLEMENT) if kind in col_of), None)
    if work is None or who is None or name > work:
        return columns
    shared = own = 0
    for above, row in pairwise(rows):
        if all(col in row and row[col] is not above.get(col) and row[col].text[:1].isupper() for col in (work, who)):
            own += 1
            shared += row.get(name) is above.get(name) or name not in row or not row[name].text.strip()
    if shared < 2 or _SHARED * shared < own:
        return columns
    kinds = {**columns.kinds, name: FieldKind.NOTE, work: FieldKind.NAME}
    return replace(columns, kinds=kinds, of_criteria=False, field_column=name)


def _columns_by_cells(matrix: _Matrix, labels: PlanLabels) -> Columns | None:
    """Tell the columns of a table with an unknown header by what the cells say; what is read must be checked."""
    texts = [{col: cell.text for col, cell in row.items()} for row in matrix]
    found = guess_columns(texts[0], texts[1:], labels=labels) if texts else None
    if found is None:
        return None
    headers = {col: folding.fold(text) for col, text in texts[0].items()}
    return Columns(found[0], headers, 1, _of_criteria(found[0], headers), guessed=found[1])


def _with_guesses(columns: Columns, rows: _Matrix) -> Columns:
    """Give untitled columns the kind that most of their cells speak of; what is read from them must be checked."""
    kinds = dict(columns.kinds)
    unknown = {col for row in rows for col in row if kinds.get(col, FieldKind.NUMBER) is FieldKind.NUMBER}
    for col in sorted(unknown):
        texts = [row[col].text for row in rows if col in row and row[col].text.strip() and len(row) > 2]
        kind = _guess(texts, taken=set(kinds.values()))
        if kind is not None:
            kinds[col] = kind
    guessed = frozenset(col for col, kind in kinds.items() if columns.kinds.get(col) is not kind)
    return replace(columns, kinds=kinds, guessed=guessed) if guessed else columns


def _with_times(columns: Columns, block: Block, matrix: _Matrix, start: int) -> Columns:
    """Find the columns headed by a time of which the cells only bear a mark."""
    end = start + columns.height
    times: dict[int, Piece] = {}
    for col, cell in matrix[end - 1].items() if FieldKind.DEADLINE not in columns.kinds.values() else ():
        if col not in columns.kinds and is_time(cell.text):
            marked = [row[col].text for row in matrix[end:] if col in row and row[col].text.strip()]
            if marked and all(_MARK.match(text) for text in marked):
                span = span_of(block, 0, len(cell.text), cell=cell)
                times[col] = Piece(" ".join(cell.text.split()), span, said=True)
    return replace(columns, times=times) if times else columns


def _guess(texts: Sequence[str], *, taken: set[FieldKind]) -> FieldKind | None:
    if len(texts) < 2:
        return None
    agencies = sum(1 for text in texts if names_agency(text.split(";")[0]) is not None)
    if 2 * agencies > len(texts):
        return FieldKind.LEAD if not taken & _LED else None
    codes = sum(1 for text in texts if criteria.read_code(text) is not None and _CODE_ONLY.match(text))
    if 2 * codes > len(texts):
        return FieldKind.CODE if FieldKind.CODE not in taken else None
    times = sum(1 for text in texts if _TIME.match(folding.fold(text)))
    return FieldKind.DEADLINE if 2 * times > len(texts) and FieldKind.DEADLINE not in taken else None


def _of_criteria(kinds: Mapping[int, FieldKind], headers: Mapping[int, str]) -> bool:
    names = " ".join(headers.get(col, "") for col, kind in kinds.items() if kind in {FieldKind.NAME, FieldKind.CODE})
    return bool(re.search(r"\btieu chi\b|\btctp\b|\bchi so\b", names))


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

    def fits(self, matrix: _Matrix) -> bool:
        """Tell whether a table without header goes on with this one."""
        width = max((col for row in matrix for col in row), default=0)
        return width == max(self.columns.headers, default=0)

    def read(self, block: Block, matrix: _Matrix) -> None:
        """Read the rows below the header; `first` counts those of the tables before."""
        self.first = len(self.rows)
        for at, row in enumerate(matrix):
            cells = {col: cell for col, cell in row.items() if cell.text.strip()}
            if self._is_header(cells):
                self.first = len(self.rows)
                continue
            if not cells or _counts_columns(cells.values()):
                continue
            if any(_RECIPIENTS.match(cell.text) for cell in cells.values()):
                return  # Recipients and signature go on with no table of items.
            if any(_SUM.match(cell.text) for cell in cells.values()):
                continue
            self._read_row(block, cells, matrix, at)

    def _is_header(self, cells: Mapping[int, Cell]) -> bool:
        headers = self.columns.headers
        return len(cells) >= 2 and all(
            len(cell.text) <= 2 * len(headers.get(col, "")) and folding.fold(cell.text) in headers.get(col, "")
            for col, cell in cells.items()
        )

    def _read_row(self, block: Block, cells: Mapping[int, Cell], matrix: _Matrix, at: int) -> None:
        number, name = self._cell(cells, FieldKind.NUMBER), self._cell(cells, FieldKind.NAME)
        if self._is_group(cells, number, name) or (self._is_bare(cells) and self._heads(matrix, at)):
            self._open_group(block, number, name or number)
            return
        if self.rows and self._continues(cells, number, name):
            self._append(self.rows[-1], block, cells, glued=True, is_part=at > 0 and name is not None)
            if self._is_bare(cells):
                self.rows[-1].doubtful.add("names")  # It may as well be a work of its own or a title.
            return
        title = cells.get(self.columns.field_column) if self.columns.field_column is not None else None
        if title is not None:
            self.domain_name = " ".join(title.text.split())
        row = Row(_number_of(number, name), self.domain, self.domain_name, self.group)
        self.rows.append(row)
        self._append(row, block, cells)

    def _cell(self, cells: Mapping[int, Cell], kind: FieldKind) -> Cell | None:
        return next((cells[col] for col, known in self.columns.kinds.items() if known is kind and col in cells), None)

    def _is_group(self, cells: Mapping[int, Cell], number: Cell | None, name: Cell | None) -> bool:
        others = [
            cell
            for col, cell in cells.items()
            if cell is not number and cell is not name and self.columns.kinds.get(col) in _USEFUL
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

    def _heads(self, matrix: _Matrix, at: int) -> bool:
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
