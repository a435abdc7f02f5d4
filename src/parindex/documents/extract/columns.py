"""Which column of a table says what: by the synonyms of its headers, else by what its cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.guesses import guess_columns
from parindex.documents.extract.pieces import Piece, span_of
from parindex.documents.extract.times import is_time
from parindex.domain.planning import criteria
from parindex.domain.text import folding

_CODE_ONLY = re.compile(r"\s*(?:TCTP|TC|Tiêu chí)?\s*\d{1,2}(?:\.\d{1,2}){0,3}\.?\s*$")
_LED = {FieldKind.LEAD, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP, FieldKind.IMPLEMENT}
_TIME = re.compile(r"(?:trong |truoc |thuong xuyen|hang |quy [iv\d]|thang \d|\d{1,2}/\d|ngay \d|nam 20|ca nam|dinh ky)")
_MARK = re.compile(r"\s*[xX×✓✔√•●*+]\s*$")
_OF_YEAR = re.compile(r"\s*(?:gia tri |thuc hien |muc |den )?nam 20\d\d\s*$|\s*20\d\d\s*$")
_PLANNED = re.compile(r"(?:ke hoach|phan dau|chi tieu giao|duoc giao|muc giao|muc tieu)(?: nam)?(?: 20\d\d)?\s*$")
_PLANNED_YEAR = re.compile(r"(?:ke hoach|phan dau|du kien)(?: dat)?(?: nam)? 20\d\d")
# "Thời điểm", "trọng điểm" are no points.
_UNIT = re.compile(r"%|(?<!thời )(?<!địa )(?<!trọng )(?<!đặc )(?<!quan )(?<!thí )\bđiểm\b(?! phần trăm)", re.IGNORECASE)
# One row in so many must go on with the criterion above before the work beside it names the items.
_SHARED = 4
# What such columns may be taken for before the units beside them are seen.
_RESULTS = frozenset({FieldKind.NOTE, FieldKind.ACTIONS, FieldKind.IMPLEMENT, FieldKind.POINTS})
# "Mã nhiệm vụ" counts work; "Mã", "Mã số" beside criteria are theirs.
_CRITERION = re.compile(r"\b(?:tieu chi|tctp|tc|chi so)\b")
_NAMED_CRITERION = re.compile(r"\b(?:tieu chi|tctp|tc)\b")
_ANY_CODE = re.compile(r"\s*(?:ma(?: so)?|ky hieu)\s*")
_FIELD = re.compile(
    r"(?:cac |ten )?(?:linh vuc|nhom(?: (?:nhiem vu|tieu chi|noi dung|giai phap|viec))?"
    r"|(?:nhiem vu|noi dung|cong viec) chung)(?: (?:cchc|cai cach(?: hanh chinh)?))?"
)
USEFUL = frozenset(
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
"""Kinds of columns that say something of the work itself."""
Matrix = list[dict[int, Cell]]
"""The cells of a table by row and column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of each column by its position, and the folded header words by which repeats are known.

    `times` are the headers of columns in which a row only marks when it is done ("Quý I | Quý II | …"); `units` are
    those that the titles of columns of targets say for bare numbers below them ("Chỉ tiêu (%)").
    """

    kinds: Mapping[int, FieldKind]
    headers: Mapping[int, str]
    height: int
    of_criteria: bool
    guessed: frozenset[int] = frozenset()
    times: Mapping[int, Piece] = field(default_factory=dict)
    field_column: int | None = None
    units: Mapping[int, Piece] = field(default_factory=dict)

    @property
    def has_criterion_codes(self) -> bool:
        """Tell whether a dotted number in the column of codes is the code of a criterion."""
        header = self._header_of(FieldKind.CODE)
        return _CRITERION.search(header) is not None or (
            _ANY_CODE.fullmatch(header) is not None and self.names_criteria
        )

    @property
    def names_criteria(self) -> bool:
        """Tell whether the column of names is headed as one of criteria beside a column that counts them."""
        is_counted = FieldKind.NUMBER in self.kinds.values() or FieldKind.CODE in self.kinds.values()
        return is_counted and _NAMED_CRITERION.search(self._header_of(FieldKind.NAME)) is not None

    def _header_of(self, kind: FieldKind) -> str:
        return next((self.headers.get(col, "") for col, known in self.kinds.items() if known is kind), "")


def find_columns(matrix: Matrix, *, labels: PlanLabels) -> tuple[int, Columns] | None:
    """Find the header among the first rows; returns its first row and the columns, or None."""
    for start in range(min(len(matrix), 6)):
        two = _columns(matrix, start, 2, labels) if start + 1 < len(matrix) else None
        one = _columns(matrix, start, 1, labels)
        best = two if two is not None and (one is None or _is_better(two, one, matrix, start)) else one
        if best is not None:
            return start, best
    return None


def _is_better(two: Columns, one: Columns, matrix: Matrix, start: int) -> bool:
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


def _columns(matrix: Matrix, start: int, height: int, labels: PlanLabels) -> Columns | None:
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
            kinds[col] = next((other for other in options.get(col, ()) if other not in taken), kind)
        taken.add(kinds[col])
    if FieldKind.TARGET not in taken:
        open_ = {col: text for col, text in headers.items() if col not in kinds or kinds[col] in _RESULTS}
        planned = _planned(open_, has_units=FieldKind.UNIT in taken)
        kinds.update({planned: FieldKind.TARGET} if planned is not None else {})
    first = min(headers, default=0)
    if first not in kinds and first < name:
        kinds[first] = FieldKind.NUMBER
    useful = [kind for kind in kinds.values() if kind in USEFUL]
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


def settle_columns(columns: Columns, rows: Matrix) -> Columns:
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


def _by_work(columns: Columns, rows: Matrix) -> Columns:
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


def columns_by_cells(matrix: Matrix, labels: PlanLabels) -> Columns | None:
    """Tell the columns of a table with an unknown header by what the cells say; what is read must be checked."""
    texts = [{col: cell.text for col, cell in row.items()} for row in matrix]
    found = guess_columns(texts[0], texts[1:], labels=labels) if texts else None
    if found is None:
        return None
    headers = {col: folding.fold(text) for col, text in texts[0].items()}
    return Columns(found[0], headers, 1, _of_criteria(found[0], headers), guessed=found[1])


def _with_guesses(columns: Columns, rows: Matrix) -> Columns:
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


def with_times(columns: Columns, block: Block, matrix: Matrix, start: int) -> Columns:
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


def with_units(columns: Columns, block: Block, matrix: Matrix, start: int) -> Columns:
    """Find the columns of targets of which the title says one unit."""
    units: dict[int, Piece] = {}
    for col in (col for col, kind in columns.kinds.items() if kind is FieldKind.TARGET):
        titles = dict.fromkeys(row[col] for row in matrix[start : start + columns.height] if col in row)
        found = [(cell, unit) for cell in titles for unit in _UNIT.finditer(cell.text)]
        if len(found) == 1:
            cell, unit = found[0]
            span = span_of(block, unit.start(), unit.end(), cell=cell)
            units[col] = Piece(unit[0].lower(), span, glued=True)
    return replace(columns, units=units) if units else columns


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
    return _CRITERION.search(names) is not None
