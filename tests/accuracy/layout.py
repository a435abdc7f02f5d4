"""From a plan's data to neutral paragraphs and tables, the same for every format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.accuracy.plans import Group, Listing, Row, UnseenPlan, printed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed, its marker included."""

    text: str
    bold: bool = False
    centered: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: header rows ("<" merges with the left cell, "^" with the upper one), then rows; short rows merge."""

    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page, upright or lying."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Where recipients and signature stand: before the appendices."""


Part = Paragraph | Grid | PageBreak | Signature
_BREAKS: Mapping[str, Part] = {
    "---": PageBreak(),
    "---landscape": PageBreak(landscape=True),
    "---signature": Signature(),
}
_MARKS = {"!": "bold", "^": "centered", "~": "italic"}


def lay_out(plan: UnseenPlan) -> tuple[Part, ...]:
    """Return everything of a plan below its heading and title."""
    parts = tuple(part for entry in plan.body for part in _parts(entry))
    return parts if Signature() in parts else (*parts, Signature())


def paragraph(line: str) -> Paragraph:
    """Read the marks before a line: "!" bold, "^" centred, "~" italic."""
    marks: dict[str, bool] = {}
    while line[:1] in _MARKS:
        marks[_MARKS[line[0]]] = True
        line = line[1:]
    return Paragraph(text=line.strip(), **marks)


def _parts(entry: str | Listing) -> Iterator[Part]:
    if isinstance(entry, str):
        for line in entry.splitlines():
            if line.strip() in _BREAKS:
                yield _BREAKS[line.strip()]
            elif line.strip():
                yield paragraph(line.strip())
    elif "template" in entry.layout:
        yield from _prose(entry)
    else:
        yield _grid(entry)


def _prose(listing: Listing) -> Iterator[Paragraph]:
    for entry in listing.entries:
        if isinstance(entry, Group):
            yield paragraph("!" + " ".join(cell for cell in entry.cells if cell))
            continue
        for line in listing.layout["template"]:
            yield from (paragraph(text) for text in _filled(line, entry.words))


def _filled(line: str, words: Mapping[str, str]) -> Iterator[str]:
    """Fill a template line; a line that needs an absent field is left out, "{action}" repeats the line."""
    if "{action}" in line:
        for action in filter(None, (part.strip() for part in words.get("actions", "").split("//"))):
            yield line.replace("{action}", action)
        return
    line = re.sub(r"\[([^\[\]]*)\]", lambda match: match[1] if _has_all(match[1], words) else "", line)
    if _has_all(line, words):
        yield _fill(line, words)


def _has_all(line: str, words: Mapping[str, str]) -> bool:
    return all(name in words for name in re.findall(r"\{(\w+)\}", line))


def _fill(line: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: printed(words[match[1]]).replace(" && ", "; "), line)


def _grid(listing: Listing) -> Grid:
    layout: Mapping[str, Any] = listing.layout
    header: Sequence[Any] = layout["header"]
    rows = [header] if isinstance(header[0], str) else header
    cells: Sequence[str] = layout["cells"]
    return Grid(
        header=tuple(tuple(row) for row in rows),
        rows=tuple(_row(entry, cells) for entry in listing.entries),
        widths=tuple(layout.get("widths", [1] * len(cells))),
    )


def _row(entry: Row | Group, cells: Sequence[str]) -> tuple[str, ...]:
    if isinstance(entry, Group):
        return entry.cells
    return tuple(next(iter(_filled(cell, entry.words)), "").replace(" // ", "\n") for cell in cells)
