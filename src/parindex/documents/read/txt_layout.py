"""Tables whose columns stand side by side in blanks, as a program prints a page keeping its layout.

The columns are where many lines begin words after a gap and hardly any line writes across. Every page has columns of
its own, since such programs stretch each page on its own; a row begins where its first column has a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import load_plan_labels
from parindex.documents.blocks import Line
from parindex.domain.text import folding

CHUNK = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"\S {2,}\S")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]+|[A-HĐ])[.)]?(?:\s|$)")
_FIRST = re.compile(r"\s*(?:1|1\.1|I|A|\(?1\)?)[.)]?(?:\s|$)")
_END = re.compile(r"\s*(?:N[ơo]i nhận\s*:|TM\.|KT\.|PHỤ LỤC|Phụ lục)")
_CHAPTER = re.compile(r"\s*(?:[IVX]+|[A-H])[.)]\s+\S")
_GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])[.)]?$")
_MARKER = re.compile(r"[-–+•*]\s|[a-zđ]\)\s|\d{1,2}[.)]\s")
_CUT_LETTER = re.compile(r"(?i:[bcdđghklmnpqrstvx]|ng|nh|ch)(?=\s|$)")
_NEAR = 2
_MOST_HEADER_LINES = 10
_LONGEST_HEADER_CELL = 48
_FULL = 60
_SHARE = 0.06
_CROSSED = 0.25


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table found in lines `start` to `end` (half open): its rows, each with the line that it begins on."""

    start: int
    end: int
    rows: tuple[tuple[Line, tuple[str, ...]], ...]


def find_layout_tables(lines: Sequence[Line]) -> list[LayoutTable]:
    """Return the tables of columns held apart by blanks; a header must name at least two known columns of three."""
    found: list[LayoutTable] = []
    index = 0
    while index < len(lines):
        table = _read_table(lines, index) if _may_open(lines[index].text) else None
        if table is not None:
            found.append(table)
        index = index + 1 if table is None else table.end
    return found


def _may_open(text: str) -> bool:
    return _GAP.search(text) is not None and "\t" not in text and "|" not in text and not _NUMBERED.match(text)


def _read_table(lines: Sequence[Line], start: int) -> LayoutTable | None:
    first = _first_row(lines, start)
    if first is None:
        return None
    end = _end_of_zone(lines, first)
    header = [line.text for line in lines[start:first] if line.text.strip()]
    parts = list(_segments(lines[first:end], header))
    starts = _find_columns([line.text for line in parts[0]], header)
    if len(starts) < 3:
        return None
    names = _header_cells(header, starts)
    labels = load_plan_labels()
    if sum(1 for name in names if labels.kinds_of(name)) < 2:
        return None
    rows: list[tuple[Line, list[str]]] = [(lines[start], names)]
    for part in parts:
        fitting = starts if part is parts[0] else _find_columns([line.text for line in part], [], wanted=starts)
        _fill_rows(part, fitting, rows)
    return LayoutTable(start, end, tuple((line, tuple(cells)) for line, cells in rows))


def _first_row(lines: Sequence[Line], start: int) -> int | None:
    """Return the line of the first numbered row below a header of short cells."""
    seen = 0
    for index in range(start, len(lines)):
        text = lines[index].text
        if not text.strip():
            continue
        if seen and _FIRST.match(text) and (_GAP.search(text) or " " in text.strip()):
            return index
        seen += 1
        longest = max(len(chunk) for chunk in CHUNK.findall(text))
        if seen > _MOST_HEADER_LINES or longest > _LONGEST_HEADER_CELL or text.rstrip().endswith((":", ".", ";")):
            return None
    return None


def _end_of_zone(lines: Sequence[Line], start: int) -> int:
    """A table ends at the signature, a framing chapter, or where two lines in a row fill the page without a gap."""
    full = 0
    frames = load_plan_labels().frames
    for index in range(start, len(lines)):
        text = lines[index].text
        if _END.match(text) or (_CHAPTER.match(text) and frames.search(folding.fold(text))):
            return index
        stripped = text.strip()
        if not stripped:
            continue
        full = full + 1 if len(stripped) > _FULL and not _GAP.search(stripped) else 0
        if full == 2:
            return index - 1
    return len(lines)


def _segments(lines: Sequence[Line], header: Sequence[str]) -> Iterator[list[Line]]:
    """Cut rows where a page ends or the header is repeated; the repeated header is left out."""
    names = ["".join(text.split()) for text in header]
    part: list[Line] = []
    index = 0
    written = [line for line in lines if line.text.strip()]
    squashed = ["".join(line.text.split()) for line in written]
    while index < len(written):
        repeated = squashed[index : index + len(names)] == names
        if part and (repeated or written[index].place.page != part[-1].place.page):
            yield part
            part = []
        if repeated:
            index += len(names)
            continue
        part.append(written[index])
        index += 1
    if part:
        yield part


def _find_columns(texts: Sequence[str], header: Sequence[str], *, wanted: Sequence[int] = ()) -> list[int]:
    """Return where columns begin: by the words after gaps, then header cells that stand over nothing.

    `wanted` are the columns of the page before: as many are looked for, and these taken where they cannot be found.
    """
    votes = Counter(match.start() for text in texts for match in CHUNK.finditer(text))
    left = min(votes)
    least = 1 if wanted else max(2, round(_SHARE * len(texts)))
    near = {x: sum(votes[x + step] for step in range(-1, _NEAR + 1)) for x in votes}
    starts = [left]
    for x in sorted(votes, key=lambda x: (-votes[x] - near[x], x)):
        if near[x] < least or len(starts) == len(wanted):
            continue
        if all(abs(x - known) > _NEAR for known in starts) and _crossing(texts, x) <= _CROSSED * near[x]:
            starts.append(x)
    if wanted and len(starts) != len(wanted):
        return list(wanted)
    starts.sort()
    for match in (match for text in header for match in CHUNK.finditer(text)):
        if not any(text[match.start() : match.end()].strip() for text in texts) and match.start() > left + _NEAR:
            if all(abs(match.start() - known) > 2 * _NEAR for known in starts):
                starts.append(match.start())
    return sorted(starts)


def _crossing(texts: Sequence[str], x: int) -> int:
    """Count the lines that write across `x` without a blank near it."""
    count = 0
    for text in texts:
        around = text[max(x - _NEAR, 0) : x + 1]
        count += len(around) > _NEAR and " " not in around
    return count


def _header_cells(header: Sequence[str], starts: Sequence[int]) -> list[str]:
    """Join the words of a header by column; a cell over several columns gives way to the names below it."""
    pieces: list[tuple[str, list[int]]] = []
    for text in header:
        for match in CHUNK.finditer(text):
            for begin, end in _cut_number(text, match.start(), match.end(), starts):
                pieces.append((text[begin:end].strip(), _columns_under(begin, end, starts)))
    cells = [""] * len(starts)
    for number, (words, columns) in enumerate(pieces):
        below = {column for _, others in pieces[number + 1 :] for column in others if len(others) == 1}
        if len(columns) > 1 and below.issuperset(columns):
            continue
        cells[columns[0]] = f"{cells[columns[0]]} {words}".strip()
    return cells


def _columns_under(begin: int, end: int, starts: Sequence[int]) -> list[int]:
    """Return the columns that a header cell stands over, the one with most of it first."""
    bounds = [*starts, starts[-1] + 1000]
    shares = {
        column: min(end, bounds[column + 1]) - max(begin, bounds[column]) for column in range(len(starts))
    }  # fmt: skip
    ordered = sorted(shares, key=lambda column: -shares[column])
    return [column for column in ordered if column == ordered[0] or 3 * shares[column] > end - begin]


def _cut_number(text: str, begin: int, end: int, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut the number of a row off the words that stand one blank after it."""
    if begin < starts[1] - 1 and end > starts[1] + 1:
        blank = text.find(" ", begin, min(starts[1] + _NEAR + 1, end))
        if blank > 0 and starts[1] - blank <= len(text[begin:blank]) + 2 * _NEAR:
            yield begin, blank
            yield blank + 1, end
            return
    yield begin, end


def _cells(text: str, starts: Sequence[int]) -> list[str]:
    """Give the words of a line to the columns they begin in; words over a whole boundary are not cut."""
    cells = [""] * len(starts)
    for match in CHUNK.finditer(text):
        for begin, end in _cut_number(text, match.start(), match.end(), starts):
            is_whole = bool(_GROUP.match(cells[0])) or text[begin:end].isupper()
            for first, last in [(begin, end)] if is_whole else _cut(text, begin, end, starts):
                column = max((number for number, x in enumerate(starts) if x <= first + _NEAR), default=0)
                cells[column] = f"{cells[column]} {text[first:last].strip()}".strip()
    return cells


def _cut(text: str, begin: int, end: int, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Cut words that a single blank parts from the next column's."""
    pieces = [(begin, end)]
    for x in starts:
        last_begin, last_end = pieces[-1]
        if not last_begin + _NEAR < x < last_end:
            continue
        blanks = [at for at in range(max(x - 1 - _NEAR, last_begin), min(x + _NEAR, last_end)) if text[at] == " "]
        if not blanks:
            return [(begin, end)]
        blank = min(blanks, key=lambda at: abs(at - (x - 1)))
        pieces[-1:] = [(last_begin, blank), (blank + 1, last_end)]
    return pieces


def _fill_rows(lines: Sequence[Line], starts: Sequence[int], rows: list[tuple[Line, list[str]]]) -> None:
    before: list[str] = [""] * len(starts)
    for line in lines:
        cells = _cells(line.text, starts)
        if _is_rest_of_number(cells, before, rows[-1][1]):
            rows[-1][1][0] += cells[0]
        elif _NUMBERED.fullmatch(cells[0]) and len(rows) >= 1:
            rows.append((line, cells))
        else:
            target = rows[-1][1] if len(rows) > 1 else None
            if target is None:
                rows.append((line, cells))
            else:
                target[:] = [_append(above, cell) for above, cell in zip(target, cells, strict=True)]
        before = cells


def _is_rest_of_number(cells: Sequence[str], before: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether a line holds only the rest of a number too wide for its column ("I" below "I")."""
    return bool(cells[0] and before[0] and len(cells[0]) <= 2 and not any(cells[1:]) and row[0].isalnum())


def _append(above: str, cell: str) -> str:
    if not above or not cell:
        return above or cell
    if _MARKER.match(cell):
        return f"{above}\n{cell}"
    is_cut = _CUT_LETTER.match(cell) and above[-1].isalpha()
    is_cut_year = re.search(r"/\d{1,3}$", above) and re.match(r"\d{1,3}$", cell)
    return f"{above}{cell}" if is_cut or is_cut_year or re.search(r"\w-$|/$", above) else f"{above} {cell}"
