"""Tables in text files: rows of cells between tabs or pipes, or rows found by their layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.definitions.labels.plan_labels import load_plan_labels
from parindex.documents.blocks import Block, BlockKind, Cell, Line, Table

# "⇥•⇥Ban hành kế hoạch", as lists are copied out of a word processor.
_LISTED = re.compile(
    r"\s*\t\s*(?:[-–—+•●○▪■□◦*·►➢✓]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-zđ]|[IVX]{1,5})[.)])\s*\t[^\t]*$"
)
_RULING = re.compile(r"[\s:|+=-]+")


def is_tab_row(text: str) -> bool:
    """Tell whether a line is a row of cells between tabs, not an entry of a list that is indented by them."""
    return text.count("\t") >= 2 and _LISTED.match(text) is None


def is_tab_header(text: str) -> bool:
    """Tell whether a line heads a table of two columns: two names of fields, such as "Nhiệm vụ" and "Phân công"."""
    head, tab, other = text.partition("\t")
    labels = load_plan_labels()
    return bool(tab) and "\t" not in other and bool(labels.kinds_of(head)) and bool(labels.kinds_of(other))


def is_pipe_row(text: str) -> bool:
    """Tell whether a line is a row of cells between pipes, with or without pipes at its ends."""
    inner = text.strip().strip("|")
    return inner.count("|") >= 2 or (text.strip().startswith("|") and "|" in inner)


def build_delimited(index: int, lines: Sequence[Line], *, delimiter: str) -> Block:
    """Build a table block from rows of tabs or pipes; the ruling line of Markdown is left out."""
    rows: list[tuple[Line, list[str]]] = []
    for line in lines:
        if delimiter == "|" and "--" in line.text and _RULING.fullmatch(line.text):
            continue
        text = line.text.strip().removeprefix("|").removesuffix("|") if delimiter == "|" else line.text
        rows.append((line, [" ".join(part.split()) for part in text.split(delimiter)]))
    return _block(index, lines[0], rows)


def build_rows(index: int, rows: Sequence[tuple[Line, Sequence[str]]]) -> Block:
    """Build a table block from rows of cells, each with the line it begins on."""
    return _block(index, rows[0][0], rows)


def _block(index: int, first: Line, rows: Sequence[tuple[Line, Sequence[str]]]) -> Block:
    width = max((len(parts) for _, parts in rows), default=0)
    cells = tuple(
        Cell(row, col, text, place=line.place)
        for row, (line, parts) in enumerate(rows)
        for col, text in enumerate([*parts, *[""] * (width - len(parts))])
    )
    return Block(index, BlockKind.TABLE, "", place=first.place, table=Table(cells, len(rows), width))
