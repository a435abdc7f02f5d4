"""Tables whose columns stand side by side in blanks, as a program prints a page keeping its layout.

The columns are where many lines begin words after a gap and hardly any line writes across. Every page has columns of
its own, since such programs stretch each page on its own; a row begins where its first column has a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parindex.definitions.labels.plan_labels import load_plan_labels
from parindex.documents.blocks import Line
from parindex.domain.text import folding

CHUNK = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"\w(?: \w)+|[A-Z]{1,2}(?: [A-Z]{1,2})+")
_GAP = re.compile(r"\S {2,}\S")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]+|[A-HĐ])[.)]?(?:\s|$)")
_FIRST = re.compile(r"\s*(?:1|1\.1|I|A|\(?1\)?)[.)]?(?:\s|$)")
_END = re.compile(r"\s*(?:N[ơo]i nhận\s*:|TM\.|KT\.|PHỤ LỤC|Phụ lục)")
_CHAPTER = re.compile(r"\s*(?:[IVX]+|[A-H])[.)]\s+\S")
_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-H]|[a-h])[.)]\s")
_GROUP = re.compile(r"(?:[IVX]+|[A-HĐ])[.)]?$")
_MARKER = re.compile(r"[-–+•*]\s|[a-zđ]\)\s|\d{1,2}[.)]\s")
_CUT_LETTER = re.compile(r"(?i:[bcdđghklmnpqrstvx]|ng|nh|ch)(?=\s|$)")
_ENDED = (".", ";", ":")
_NEAR = 2
_APART = 4
_DRIFT = 8
_MOST_HEADER_LINES = 10
_LONGEST_HEADER_CELL = 48
_FULL = 60
_FEW_LINES = 8
_SHARE = 0.06
_CROSSED = 0.25


_FEWEST_UNCOUNTED = 3
_Begins = Callable[[str, Sequence[int]], bool]


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table found in lines `start` to `end` (half open): its rows, each with the line that it begins on."""

    start: int
    end: int
    rows: tuple[tuple[Line, tuple[str, ...]], ...]


def find_layout_tables(lines: Sequence[Line]) -> list[LayoutTable]:
    """Return the tables of columns held apart by blanks; a header must name at least two known columns of three.

    Rows begin at their numbers. Without numbers the header must name most columns, and a row begins where nearly all
    columns begin words with a capital.
    """
    found: list[LayoutTable] = []
    known: dict[str, list[int]] = {}
    index = 0
    while index < len(lines):
        table = _read_table(lines, index, known) if _may_open(lines[index].text) else None
        if table is not None:
            found.append(table)
        index = index + 1 if table is None else table.end
    return found


def _may_open(text: str) -> bool:
    return _GAP.search(text) is not None and "\t" not in text and "|" not in text and not _NUMBERED.match(text)


def _read_table(lines: Sequence[Line], start: int, known: dict[str, list[int]]) -> LayoutTable | None:
    """Read the table whose header begins at `start`; `known` keeps the columns of headers, which may come again."""
    first = _first_row(lines, start)
    counted = first is not None
    first = _first_full_row(lines, start) if first is None else first
    if first is None:
        return None
    header = [line.text for line in lines[start:first] if line.text.strip()]
    end = _before_heading(lines, first, _end_of_zone(lines, first, most_full=1 if counted else 0), header[0])
    parts = list(_segments(lines[first:end], header))
    if not parts:
        return None
    wanted = known.setdefault("".join("".join(header).split()), [])
    starts = _find_columns([line.text for line in parts[0]], header, wanted=wanted)
    if len(starts) < 3:
        return None
    wanted[:] = wanted or starts
    names = _header_cells(header, starts)
    labels = load_plan_labels()
    known_names = sum(1 for name in names if labels.kinds_of(name))
    if known_names < (2 if counted else max(_FEWEST_UNCOUNTED, len(names) - 1)):
        return None
    rows: list[tuple[Line, list[str]]] = [(lines[start], names)]
    for part in parts:
        fitting = starts if part is parts[0] else _find_columns([line.text for line in part], [], wanted=starts)
        _fill_rows(part, fitting, rows, begins=_starts_row if counted else _starts_full_row)
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


def _first_full_row(lines: Sequence[Line], start: int) -> int | None:
    """Return the line of the first row below a header without a column of numbers: all columns begin anew there."""
    most = seen = 0
    for index in range(start, min(len(lines), start + 2 * _MOST_HEADER_LINES)):
        text = lines[index].text
        chunks = CHUNK.findall(text)
        if not chunks:
            continue
        if (
            seen
            and len(chunks) >= max(_FEWEST_UNCOUNTED, most - 1)
            and all(chunk[:1].isupper() or chunk[:1].isdigit() for chunk in chunks)
        ):
            return index if most >= _FEWEST_UNCOUNTED else None
        most, seen = max(most, len(chunks)), seen + 1
        if (
            seen > _MOST_HEADER_LINES
            or max(map(len, chunks)) > _LONGEST_HEADER_CELL
            or text.rstrip().endswith((":", "."))
        ):
            return None
    return None


def _end_of_zone(lines: Sequence[Line], start: int, *, most_full: int) -> int:
    """A table ends at the signature, a framing chapter, or after so many lines in a row that fill the page."""
    full = 0
    frames = load_plan_labels().frames
    for index in range(start, len(lines)):
        text = lines[index].text
        if _END.match(text) or (_CHAPTER.match(text) and frames.search(folding.fold(text))):
            return index
        if _CHAPTER.match(text) and _is_prose(lines[index + 1 :]):
            return index
        stripped = text.strip()
        if not stripped:
            continue
        full = full + 1 if len(stripped) > _FULL and not _GAP.search(stripped) else 0
        if full > most_full:
            return index - most_full
    return len(lines)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Tell whether the next written line is a sentence across all columns: what stands above it is a heading."""
    text = next((line.text for line in lines if line.text.strip()), "")
    if _GAP.search(text) or _NUMBERED.match(text):
        return False
    return len(text.strip()) > _FULL or (not text[:1].isspace() and text.rstrip().endswith((".", ";")))


def _before_heading(lines: Sequence[Line], start: int, end: int, header: str) -> int:
    """A heading between the rows and the same header again parts two tables."""
    name = "".join(header.split())
    written = [index for index in range(start, end) if lines[index].text.strip()]
    for index, following in pairwise(written):
        text = lines[index].text.rstrip()
        is_heading = _HEADING.match(text) and CHUNK.fullmatch(text)
        if is_heading and "".join(lines[following].text.split()) == name:
            return index
    return end


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
    least = 1 if wanted or len(texts) < _FEW_LINES else max(2, round(_SHARE * len(texts)))
    near = {x: sum(votes[x + step] for step in range(-_NEAR, _NEAR + 1) if x + step > left) for x in votes}
    starts = [left]
    for x in sorted(votes, key=lambda x: (-votes[x] - near[x], x)):
        if near[x] < least or len(starts) == len(wanted) or x < left + _NEAR:
            continue
        if all(abs(x - known) > _APART for known in starts[1:]) and _crossing(texts, x, left) <= _CROSSED * near[x]:
            starts.append(x)
    if wanted and len(starts) != len(wanted):
        return list(wanted)
    return sorted([*starts, *_empty_columns(texts, header, starts)])


def _empty_columns(texts: Sequence[str], header: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
    """Yield where a header cell stands over rows that have nothing there."""
    for text in header:
        for match in CHUNK.finditer(text):
            is_apart = all(abs(match.start() - known) > _APART for known in starts)
            if is_apart and not any(row[match.start() : match.end()].strip() for row in texts):
                yield match.start()
                return


def _crossing(texts: Sequence[str], x: int, left: int) -> int:
    """Count the lines that write across `x`: without a blank near it, or in words begun just before it."""
    count = 0
    for text in texts:
        around = text[max(x - _NEAR, left + 1) : x + 1]
        if not around.strip() or len(text) <= x:
            continue
        gap = text.rfind("  ", 0, x)
        begun = gap + 2 if gap >= 0 else left
        count += " " not in around or (left < begun and _NEAR < x - begun <= _APART + 1)
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
    if _LETTERS.fullmatch(cells[0]):
        cells[0] = "".join(cells[0].split())
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
    slack = [0 if number == 1 and x <= starts[0] + _APART else _NEAR for number, x in enumerate(starts)]
    for match in CHUNK.finditer(text):
        for begin, end in _cut_number(text, match.start(), match.end(), starts):
            is_whole = bool(_GROUP.match(cells[0])) or text[begin:end].isupper()
            for first, last in [(begin, end)] if is_whole else _cut(text, begin, end, starts):
                column = max((number for number, x in enumerate(starts) if x <= first + slack[number]), default=0)
                cells[column] = f"{cells[column]} {text[first:last].strip()}".strip()
    return cells


def _cut(text: str, begin: int, end: int, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Cut words that a single blank parts from the next column's."""
    pieces = [(begin, end)]
    for x in starts[1:]:
        last_begin, last_end = pieces[-1]
        if not last_begin + _NEAR < x < last_end:
            continue
        blanks = [at for at in range(max(x - _NEAR, last_begin), min(x + _NEAR, last_end)) if text[at] == " "]
        if not blanks:
            return [(begin, end)]
        blank = min(blanks, key=lambda at: abs(at - (x - 1)))
        pieces[-1:] = [(last_begin, blank), (blank + 1, last_end)]
    return pieces


def _fill_rows(
    lines: Sequence[Line], starts: Sequence[int], rows: list[tuple[Line, list[str]]], *, begins: _Begins
) -> None:
    """Add the rows of one page; lines before the first that begins a row go on with the row above."""
    for group in _row_lines(lines, starts, begins):
        fitting = _fit(starts, [line.text for line in group])
        if len(rows) == 1 or begins(group[0].text, starts):
            rows.append((group[0], [""] * len(starts)))
        target = rows[-1][1]
        for line in group:
            cells = _cells(line.text, fitting)
            if cells[0] and target[0] and begins is _starts_row:
                target[0], cells[0] = target[0] + cells[0], ""
            target[:] = [_append(above, cell) for above, cell in zip(target, cells, strict=True)]


def _row_lines(lines: Sequence[Line], starts: Sequence[int], begins: _Begins) -> list[list[Line]]:
    """Group the lines of rows; a line with nothing but the rest of a number ("I" below "I") begins none."""
    groups: list[list[Line]] = []
    for line in lines:
        alone = len(line.text.strip()) <= 2 and groups and begins(groups[-1][-1].text, starts)
        if not groups or (begins(line.text, starts) and not alone):
            groups.append([])
        groups[-1].append(line)
    return groups


def _starts_row(text: str, starts: Sequence[int]) -> bool:
    indent = len(text) - len(text.lstrip())
    return indent < max(starts[1] - _NEAR, starts[0] + 1) and _NUMBERED.match(text) is not None


def _starts_full_row(text: str, starts: Sequence[int]) -> bool:
    """Tell whether nearly all columns begin here with a capital: the first line of a row without a number."""
    cells = [cell for cell in _cells(text, starts) if cell]
    low = sum(1 for cell in cells if cell[:1].islower())
    indent = len(text) - len(text.lstrip())
    return indent < starts[0] + _NEAR and not text.lstrip()[:1].islower() and len(cells) >= len(starts) - 1 and not low


def _fit(starts: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Move the columns of a page to where the words of one row begin: such programs let rows drift."""
    after_gaps = Counter(match.start() for text in texts for match in CHUNK.finditer(text))
    words = Counter(match.start() for text in texts for match in _WORD.finditer(text))
    fitted, drift = [starts[0]], 0
    for number, x in enumerate(starts[1:], start=1):
        following = starts[number + 1] if number + 1 < len(starts) else x + 2 * _DRIFT
        first = max(x - min(_DRIFT, (x - starts[number - 1]) // 2), fitted[-1] + 1)
        room = range(first, x + min(_DRIFT, (following - x) // 2) + 1)
        near = [at for at in room if after_gaps[at] or (words[at] > 1 and abs(at - x - drift) <= _NEAR)]
        if near:
            best = max(near, key=lambda at: 6 * after_gaps[at] + 3 * words[at] - abs(at - x - drift))
            drift = best - x
        fitted.append(max(x + drift, fitted[-1] + 1))
    return fitted


def _append(above: str, cell: str) -> str:
    if not above or not cell:
        return above or cell
    if _MARKER.match(cell) and (_MARKER.match(above) or above.endswith(_ENDED) or ":" in cell):
        return f"{above}\n{cell}"
    is_cut = _CUT_LETTER.match(cell) and above[-1].isalpha()
    is_cut_year = re.search(r"/\d{1,3}$", above) and re.match(r"\d{1,3}$", cell)
    return f"{above}{cell}" if is_cut or is_cut_year or re.search(r"\w-$|/$", above) else f"{above} {cell}"
