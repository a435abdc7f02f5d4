"""Rebuild tables that a conversion flattened into one cell word per line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block
from parindex.documents.extract.cells import points_above, read_lines
from parindex.documents.extract.columns import Columns
from parindex.documents.extract.flat_cells import cut_rest, cut_row
from parindex.documents.extract.flat_header import FlatHeader, is_counting, read_flat_header
from parindex.documents.extract.flat_knowledge import Knowledge, blank_knowledge, split_line, torn_at
from parindex.documents.extract.flat_lines import FlatLine, cut_at, flat_line, look_at, outer_words, words_of
from parindex.documents.extract.flat_rows import cut_rows
from parindex.documents.extract.pieces import Piece, span_of
from parindex.documents.extract.tables import Row
from parindex.documents.repair.flat_zone import find_flat_zones
from parindex.domain.text import folding

_ROMAN_ROW = re.compile(r"((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\s*[.)]?(?:\s+(\S.*))?$")
_NUMBER_ROW = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})(\.?)(?:\s+(\S.*))?$")
_GROUP = re.compile(r"(\d{1,2}|[IVX]{1,5}|[A-H])(?:[.)]\s*|\s+|$)([^\W\d].*)?$")
_CODE_ONLY = re.compile(r"(?:TCTP|TC)\s*\d{1,2}(?:\.\d{1,2}){0,3}\.?$")
_SECTION = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-H])[.)]\s+\S")
_CRITERION = re.compile(r"(?:TC|TCTP|Tiêu chí)\b")
# One line apart in a spaced file, or several blank lines (an empty cell): another cell begins.
_CELL_GAPS = frozenset({1, 4, 5, 6, 7, 8})
# A dearer cut of a row teaches nothing about the columns.
_CLEAR = 8.0
# A cut that cost nothing is clear; what a dearer one gives must be checked.
_SURE = 0.0
# More lines than a page gives to one row: not worth the price of weighing every cut.
_LONGEST_REST = 60
# How a line ends that only counts columns or pages.
_COUNT_ENDS = frozenset("0123456789) ")
# A word that stands in no document, so that the last word of a block and the first of the next are no pair.
_BETWEEN_BLOCKS = " __ "
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(slots=True)
class _FlatRow:
    """The lines of one row; `parts` has more than one entry when a page broke it."""

    number: str
    domain: str | None
    domain_name: str | None
    parts: list[list[FlatLine]] = field(default_factory=lambda: [[]])
    cells: list[list[FlatLine]] = field(default_factory=list)
    price: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Tell whether no page broke the row."""
        return len([part for part in self.parts if part]) <= 1


@dataclass(frozen=True, slots=True)
class _FlatTable:
    """The lines that are one table, its rows, and what those that no page broke teach about its columns."""

    zone: Sequence[Block]
    header: FlatHeader
    rows: Sequence[_FlatRow]
    known: Knowledge


def read_flat_tables(
    blocks: Sequence[Block], *, labels: PlanLabels
) -> tuple[list[tuple[Columns, list[Row]]], frozenset[int]]:
    """Return the tables rebuilt from flattened lines and the indexes of the blocks that they used."""
    plain = [block for block in blocks if block.table is None]
    zones = [plain[start:end] for start, end in find_flat_zones([block.text for block in plain])]
    tables = [table for zone in zones if (table := _read_zone(zone, labels)) is not None and table.rows]
    _fill_broken(tables, blocks)
    results: list[tuple[Columns, list[Row]]] = []
    for table in tables:
        columns = Columns(dict(enumerate(table.header.kinds)), {}, 1, table.header.of_criteria)
        rows: list[Row] = []
        for row in table.rows:
            rows.append(_row(row, table.header, blocks, labels, above=rows[-1] if rows else None))
        results.append((columns, rows))
    return results, frozenset(block.index for table in tables for block in table.zone)


def _read_zone(zone: Sequence[Block], labels: PlanLabels) -> _FlatTable | None:
    """Read the rows of a table, those that a page broke without their cells."""
    header = read_flat_header([block.text for block in zone], labels=labels)
    if header is None:
        return None
    rows = _rows(zone, header)
    uncounted = _uncounted_rows(zone, header) if _are_groups(rows, header) else []
    if len(uncounted) >= 2 * len(rows):
        return _FlatTable(zone, header, uncounted, blank_knowledge(header.kinds))
    rows = _without_groups(rows)
    header = _by_content(header, rows)
    return _FlatTable(zone, header, rows, _fill_whole([row for row in rows if row.is_whole], header))


def _are_groups(rows: Sequence[_FlatRow], header: FlatHeader) -> bool:
    """Tell whether what is numbered has far more lines than columns, so that it may hold rows without numbers.

    Where many lines go on in the small letter, the cells of a numbered row are long and its lines are theirs.
    """
    lines = [line for row in rows for part in row.parts for line in part]
    if 3 * sum(1 for line in lines if line.look.low) > len(lines):
        return False
    return len(lines) >= 2 * len(header.kinds) * len(rows)


def _by_content(header: FlatHeader, rows: Sequence[_FlatRow]) -> FlatHeader:
    """Where a column of criteria only holds codes, the work in the next column names the items."""
    kinds = header.kinds
    coded = sum(1 for row in rows if row.parts[0] and _CODE_ONLY.match(row.parts[0][0].text))
    if kinds[:2] != (FieldKind.NAME, FieldKind.ACTIONS) or 2 * coded <= len(rows):
        return header
    return replace(header, kinds=(FieldKind.CODE, FieldKind.NAME, *kinds[2:]), of_criteria=False)


def _rows(zone: Sequence[Block], header: FlatHeader) -> list[_FlatRow]:
    reader = _Splitter(header)
    for kind, line in _without_headers(zone, header):
        reader.take(kind, line)
    return reader.rows


def _uncounted_rows(zone: Sequence[Block], header: FlatHeader) -> list[_FlatRow]:
    """Cut lines without numbers by the rhythm of the columns; a numbered line among them heads a group of rows."""
    lines: list[FlatLine] = []
    heads: dict[int, tuple[str, str]] = {}
    number, count = "", 0
    for _, line in _without_headers(zone, header):
        if line is None:
            continue
        found = _GROUP.match(line.text)
        place = _place_of(found[1]) if found is not None else 0
        if found is not None and place == count + 1:
            number, count = found[1], place
            heads[len(lines)] = number, found[2] or ""
        elif len(lines) in heads and not heads[len(lines)][1]:
            heads[len(lines)] = number, line.text
        elif not line.text.isdigit():  # What only counts here are pages.
            lines.append(line)
    rows: list[_FlatRow] = []
    domain: tuple[str | None, str | None] = (None, None)
    for cells, price in cut_rows(lines, header.kinds, breaks=heads):
        domain = heads.get(sum(len(cell) for row in rows for cell in row.cells), domain)
        rows.append(_FlatRow("", *domain, cells=cells, price=price))
    return rows


def _place_of(number: str) -> int:
    """Return the place of a group's number among groups: "2", "II" and "B" are the second; 0 for others."""
    if number.isdigit():
        return int(number)
    return _ROMANS.index(number) + 1 if number in _ROMANS else ord(number[0]) - 64 if len(number) == 1 else 0


def _without_groups(rows: Sequence[_FlatRow]) -> list[_FlatRow]:
    """Drop rows of a few words that only head the rows numbered below them ("3" before "3.1")."""
    kept: list[_FlatRow] = []
    for row, following in zip_longest(rows, rows[1:]):
        heads = following is not None and following.number == f"{row.number}.1"
        if not heads or sum(len(part) for part in row.parts) > 3:
            kept.append(row)
    return kept


def _without_headers(zone: Sequence[Block], header: FlatHeader) -> Iterator[tuple[str, FlatLine | None]]:
    """Yield ("line", line), ("header", None) where the header stands again and ("page", None) where its end does."""
    texts = [block.text for block in zone]
    folded = list(map(str.strip, folding.fold_each(texts)))
    written = list(map(folding.collapse, texts))
    looks = list(map(look_at, written, folded if written == texts else map(str.strip, folding.fold_each(written))))
    words = frozenset(header.lines)
    gaps = _gaps(zone)
    is_spaced = sum(1 for gap in gaps if gap >= 2) > (len(gaps) - 1) // 2
    tails = [header.lines[start:] for start in range(len(header.lines)) if header.lines[start:]]
    index = 0
    while index < len(zone):
        length = _header_length(folded, index, header, tails) if folded[index] in words else 0
        if length:
            yield ("header" if length == len(header.lines) else "page"), None
            index += length
            continue
        text = texts[index]
        is_mark = text[-1:] in _COUNT_ENDS and (
            is_counting(text) or (folded[index].isdigit() and _is_page_number(folded, index, header, tails))
        )
        if not is_mark:
            tight = is_spaced and gaps[index] in _CELL_GAPS
            yield "line", FlatLine(written[index], zone[index].index, tight, 0, *looks[index])
        index += 1


def _header_length(folded: Sequence[str], index: int, header: FlatHeader, tails: Sequence[tuple[str, ...]]) -> int:
    """Return how many lines from `index` repeat the header or the end of it; 0 when none do."""
    for tail in tails:
        if folded[index] != tail[0] or tuple(folded[index : index + len(tail)]) != tail:
            continue
        if len(tail) == len(header.lines) or len(tail) >= 3 or _is_stray(folded, index, tail):
            return len(tail)
    return 0


def _is_stray(folded: Sequence[str], index: int, tail: tuple[str, ...]) -> bool:
    """A lone last word of the header is a page top when the row before it stood on one line."""
    return len(tail) == 1 and len(tail[0]) >= 3 and index > 0 and len(folded[index - 1]) > 70


def _is_page_number(folded: Sequence[str], index: int, header: FlatHeader, tails: Sequence[tuple[str, ...]]) -> bool:
    following = index + 1
    return (
        following < len(folded)
        and folded[following] in header.lines
        and _header_length(folded, following, header, tails) == len(header.lines)
    )


def _gaps(zone: Sequence[Block]) -> list[int]:
    """Return how many lines below the block before it each one stands, 0 for the first and where nobody counted."""
    lines = [block.place.line for block in zone]
    return [0, *(0 if before is None or after is None else after - before for before, after in pairwise(lines))]


@dataclass(slots=True)
class _Splitter:
    """Cuts the lines into rows by the sequence of their numbers."""

    header: FlatHeader
    rows: list[_FlatRow] = field(default_factory=list)
    domain: str | None = None
    domain_name: list[str] = field(default_factory=list)
    number: str | None = None
    before: str | None = None
    in_group: bool = False
    fresh: bool = False
    dotted: bool | None = None

    def take(self, kind: str, line: FlatLine | None) -> None:
        """Take the next line or page break."""
        if line is None:
            if self.rows and self.rows[-1].parts[-1]:
                self.rows[-1].parts.append([])
            self.fresh = kind == "header"
            return
        fresh, self.fresh = self.fresh, False
        first = line.text[0]
        if (first in "IVX" and self._opens_group(line)) or (first.isdecimal() and self._opens_row(line, fresh=fresh)):
            return
        if self.in_group:
            self.domain_name.append(line.text)
        elif self.rows:
            self.rows[-1].parts[-1].append(line)

    def _opens_group(self, line: FlatLine) -> bool:
        roman = _ROMAN_ROW.match(line.text)
        if roman is None or not self._is_next_domain(roman[1]):
            return False
        self.before = self.number or self.before
        self.domain, self.number, self.in_group = roman[1], None, True
        self.domain_name = [roman[2]] if roman[2] else []
        return True

    def _opens_row(self, line: FlatLine, *, fresh: bool) -> bool:
        number = _NUMBER_ROW.match(line.text)
        if number is None:
            return False
        if fresh and self.rows and number[1] == "1":
            self._begin_again()
        if not self._is_next(number):
            return False
        self.dotted = bool(number[2]) if self.dotted is None else self.dotted
        self._open(number[1], number[3] or "", line)
        return True

    def _begin_again(self) -> None:
        """A header above a row numbered 1 begins another table of the same columns, below a heading of its own."""
        lines = next((part for part in reversed(self.rows[-1].parts) if part), [])
        for at in range(max(len(lines) - 3, 0), len(lines)):
            found = _SECTION.match(lines[at].text)
            if found is not None:
                self.domain_name = [line.text for line in lines[at:]]
                del lines[at:]
                break
        self.number, self.before, self.in_group = None, None, False

    def _open(self, number: str, rest: str, line: FlatLine) -> None:
        self.number, self.in_group = number, False
        row = _FlatRow(number, self.domain, " ".join(self.domain_name) or None)
        if rest:
            row.parts[0].append(flat_line(rest, block=line.block, tight=line.tight, start=line.text.find(rest)))
        self.rows.append(row)

    def _is_next_domain(self, roman: str) -> bool:
        if roman not in _ROMANS:
            return False
        at = _ROMANS.index(roman)
        current = _ROMANS.index(self.domain) if self.domain in _ROMANS else -1
        return at in {current + 1, current + 2}

    def _is_next(self, found: re.Match[str]) -> bool:
        number, rest = found[1], found[3]
        if self.dotted is not None and self.dotted is not bool(found[2]):
            return False
        if rest and not (_CRITERION.match(rest) or rest[:1].isupper()):
            return False
        value = [int(part) for part in number.split(".")]
        if self.number is None:
            return value[-1] == 1 or (self.before is not None and number == str(int(self.before.split(".")[0]) + 1))
        last = [int(part) for part in self.number.split(".")]
        steps = (1, 2) if rest is None else (1,)
        if (value[:-1] == last[:-1] and value[-1] - last[-1] in steps) or value == [*last, 1]:
            return True
        return len(last) > 1 and len(value) < len(last) and value == [*last[: len(value) - 1], last[len(value) - 1] + 1]


def _fill_whole(rows: Sequence[_FlatRow], header: FlatHeader) -> Knowledge:
    known = blank_knowledge(header.kinds)
    for _ in range(2):
        for row in rows:
            row.cells, row.price = cut_row([line for part in row.parts for line in part], known)
        known.learn(row.cells for row in rows if row.price < _CLEAR)
        known.measure()
    return known


def _fill_broken(tables: Iterable[_FlatTable], blocks: Sequence[Block]) -> None:
    """Fill the rows that pages broke, by what whole ones teach and by which words stand side by side elsewhere."""
    broken = [(row, table.known) for table in tables for row in table.rows if not row.is_whole]
    for row, known in broken:
        row.parts = [[piece for line in part for piece in _maybe_split(line, known)] for part in row.parts if part]
    pairs = _count_pairs(blocks, [row for row, _ in broken]) if broken else Counter()
    for row, known in broken:
        known.pairs = pairs
        row.cells, row.price = cut_row(row.parts[0], known)
        for rest in row.parts[1:]:
            added = _cut_torn(rest, row.cells, known)
            row.cells = [[*cell, *more] for cell, more in zip(row.cells, added, strict=True)]
        row.price = max(row.price, _CLEAR)


def _count_pairs(blocks: Sequence[Block], rows: Iterable[_FlatRow]) -> Counter[tuple[str, str]]:
    """Return how often two words stand side by side in the whole document, where rows ask for them.

    They ask for the last word of a line and the first of one after a page break, whose first line may be torn anywhere.
    """
    lefts: set[str] = set()
    rights: set[str] = set()
    for row in rows:
        lefts.update(outer_words(line.folded)[1] for part in row.parts for line in part)
        rights.update(outer_words(line.folded)[0] for part in row.parts[1:] for line in part)
        torn = [word for part in row.parts[1:] for word in words_of(part[0])]
        lefts.update(torn)
        rights.update(torn)
    words = folding.split_words(_BETWEEN_BLOCKS.join([block.text for block in blocks]))
    return Counter([(left, right) for left, right in pairwise(words) if left in lefts and right in rights])


def _cut_torn(rest: list[FlatLine], begun: Sequence[Sequence[FlatLine]], known: Knowledge) -> list[list[FlatLine]]:
    """Cut the lines after a page break; the first may hold the ends of two cells side by side."""
    if len(rest) > _LONGEST_REST:
        return cut_row(rest, known)[0]
    best, price = cut_rest(rest, begun, known)
    for start in torn_at(rest[0], known) if rest else ():
        cells, other = cut_rest([*cut_at(rest[0], [start]), *rest[1:]], begun, known)
        if other + 1.0 < price:
            best, price = cells, other + 1.0
    return best


def _maybe_split(line: FlatLine, known: Knowledge) -> list[FlatLine]:
    return [line] if line.folded in known.hints else split_line(line, known)


def _row(flat: _FlatRow, header: FlatHeader, blocks: Sequence[Block], labels: PlanLabels, *, above: Row | None) -> Row:
    row = Row(flat.number or None, flat.domain, flat.domain_name)
    for kind, cell in zip(header.kinds, flat.cells, strict=True):
        if above is not None and len(cell) == 1 and points_above(cell[0].text, kind):
            for piece in above.fields.get(kind):
                row.fields.add(kind, piece._replace(said=True))
            continue
        last: FieldKind | None = None
        for number, (part, start, end) in read_lines([line.text for line in cell], kind, labels=labels):
            line = cell[number]
            span = span_of(blocks[line.block], line.start + start, line.start + end)
            row.fields.add(part, Piece(line.text[start:end], span, glued=part is last))
            last = part
    if flat.price >= _SURE:
        row.doubtful.update(("names", "target_text", "lead", "coordinate", "implement", "support", "deadline_text"))
    return row
