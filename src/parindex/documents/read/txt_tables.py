"""Tables in text files: tabs, pipes, or columns held apart by blanks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from parindex.documents.blocks import Block, BlockKind, Cell, Line, Table

_PIPE_RULE = re.compile(r"\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*\|?\s*$")
_CHUNK = re.compile(r"\S+(?: \S+)*")
_OPENING = re.compile(r"\s*(?:S?TT|Số TT)\s{2,}\S")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d+)*|[IVX]+|\(?1\)?)[.)]?(?:\s|$)")
_END = re.compile(r"\s*(?:N[ơo]i nhận|TM\.|KT\.|PHỤ LỤC|Phụ lục)\b")
_GAP = re.compile(r"\S {2,}\S")


def is_tab_row(text: str) -> bool:
    """Tell whether a line is a row of cells between tabs."""
    return text.count("\t") >= 2


def is_pipe_row(text: str) -> bool:
    """Tell whether a line is a row of cells between pipes, with or without pipes at its ends."""
    inner = text.strip().strip("|")
    return inner.count("|") >= 2 or (text.strip().startswith("|") and "|" in inner)


def find_spaced_zones(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return half-open ranges of lines that are tables of columns held apart by blanks."""
    zones: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        text = lines[index].text
        if not _OPENING.match(text) or len(_CHUNK.findall(text)) < 3 or "\t" in text:
            index += 1
            continue
        end = _end_of_zone(lines, index)
        zones.append((index, end))
        index = end
    return zones


def _end_of_zone(lines: Sequence[Line], start: int) -> int:
    """A table ends at the signature, or where two lines in a row fill the page without any gap."""
    full = 0
    for index in range(start, len(lines)):
        text = lines[index].text
        if _END.match(text):
            return index
        if not text.strip():
            continue
        full = full + 1 if len(text.strip()) > 60 and not _GAP.search(text.strip()) else 0
        if full == 2:
            return index - 1
    return len(lines)


def build_delimited(index: int, lines: Sequence[Line], *, delimiter: str) -> Block:
    """Build a table block from rows of tabs or pipes; the ruling line of Markdown is left out."""
    rows: list[tuple[Line, list[str]]] = []
    for line in lines:
        if delimiter == "|" and _PIPE_RULE.match(line.text):
            continue
        text = line.text.strip().removeprefix("|").removesuffix("|") if delimiter == "|" else line.text
        rows.append((line, [" ".join(part.split()) for part in text.split(delimiter)]))
    return _block(index, lines[0], rows)


def build_spaced(index: int, lines: Sequence[Line]) -> Block:
    """Build a table block from columns held apart by blanks; the header's cells give the columns."""
    starts = [chunk.start() for chunk in _CHUNK.finditer(lines[0].text)]
    rows: list[tuple[Line, list[str]]] = []
    in_header = True
    for line in lines:
        cells = [""] * len(starts)
        for chunk in _CHUNK.finditer(line.text):
            column = max(bisect_right(starts, chunk.start() + 1) - 1, 0)
            cells[column] = f"{cells[column]} {chunk[0]}".strip()
        in_header = in_header and not (rows and _NUMBERED.match(cells[0]))
        if in_header and rows:
            cells = [f"{above} {cell}".strip() for above, cell in zip(rows[0][1], cells, strict=True)]
            rows[0] = (rows[0][0], cells)
        else:
            rows.append((line, cells))
    return _block(index, lines[0], rows)


def _block(index: int, first: Line, rows: Sequence[tuple[Line, list[str]]]) -> Block:
    width = max((len(parts) for _, parts in rows), default=0)
    cells = tuple(
        Cell(row, col, text, place=line.place)
        for row, (line, parts) in enumerate(rows)
        for col, text in enumerate(parts + [""] * (width - len(parts)))
    )
    return Block(index, BlockKind.TABLE, "", place=first.place, table=Table(cells, len(rows), width))
