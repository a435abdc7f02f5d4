"""The rows of an annex's tables as what they say: marker, name, points, scoring lines, evidence, note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from parindex.definitions.labels.catalogue_labels import CatalogueLabels, ColumnKind
from parindex.documents.blocks import Block, Cell, Document
from parindex.documents.extract.catalogue.columns import (
    Columns,
    find_columns,
    is_numbering,
    is_repeated,
    owners,
    read_header,
)
from parindex.domain.scoring.proposal import Where
from parindex.domain.scoring.reading.numbers import read_number
from parindex.domain.text import folding

_POINTS = re.compile(r"[(\[]?\s*(?:tối đa|Tối đa)?\s*([-+\u2212]?)\s*(\d+(?:[.,]\d+)?)\s*(?:điểm|đ|Điểm)?\s*[)\]]?")
_TOTAL_WORDS = 4
_CHECKED = re.compile(r"[xX✓✔]")


@dataclass(slots=True)
class AnnexRow:
    """One row; a cell that goes on from above is empty, `points` is None when unreadable."""

    number: str
    name: str
    points_text: str
    points: Fraction | None
    detail: Fraction | None
    scoring: str
    evidence: str
    note: str
    channel: str
    is_surveyed: bool
    place: Where


@dataclass(slots=True)
class Listing:
    """The rows of one annex, and the words above its first table."""

    caption: str
    rows: list[AnnexRow] = field(default_factory=list)


def read_listings(document: Document, *, labels: CatalogueLabels) -> list[Listing]:
    """Return the listings of a file; a table without a header goes on with the one before it.

    A new listing begins with other headings, or below a caption of its own ("Phụ lục II").
    """
    listings: list[Listing] = []
    columns: Columns | None = None
    width, above = 0, list[str]()
    for block in document.blocks:
        if block.table is None:
            above.append(block.text)
            continue
        found = find_columns(block.table, labels=labels)
        if found is not None:
            if columns is None or not _is_same(found, columns) or _has_caption(above, labels):
                listings.append(Listing("\n".join(above)))
            columns, width = found, block.table.col_count
            listings[-1].rows += _rows(block, columns, found.first_row, labels)
        elif columns is not None and block.table.col_count == width:
            listings[-1].rows += _rows(block, columns, 0, labels)
        else:
            continue
        above = []
    return listings


def _has_caption(lines: Sequence[str], labels: CatalogueLabels) -> bool:
    return any(labels.annex.match(folding.fold(line)) for line in lines)


def read_points(text: str) -> Fraction | None:
    """Read the points of a cell: "1,5", "1.5 điểm", "(2)", "+1"; a loss is its amount. None when it is no number."""
    match = _POINTS.fullmatch(" ".join(text.split()))
    return None if match is None else read_number(match[2].replace(".", ","))


def _is_same(found: Columns, columns: Columns) -> bool:
    return [folding.fold(text) for text in found.headings] == [folding.fold(text) for text in columns.headings]


def _rows(block: Block, columns: Columns, first: int, labels: CatalogueLabels) -> Iterator[AnnexRow]:
    if block.table is None:
        return
    grid = owners(block.table)
    row = first
    while row < len(grid):
        texts = [cell.text if cell is not None and cell.row == row else "" for cell in grid[row]]
        if is_repeated(texts, columns):
            again = read_header(grid, row, labels=labels)
            row = again.first_row if again is not None else row + 1
            continue
        if any(text.strip() for text in texts) and not is_numbering(texts):
            yield from _split_total(_row(block, grid, row, columns), labels)
        row += 1


def _split_total(row: AnnexRow, labels: CatalogueLabels) -> Iterator[AnnexRow]:
    """Part a row of the total that a page end has joined to the item before it: two numbers, its word at the end."""
    numbers = row.points_text.split()
    words = row.name.split()
    for count in range(min(_TOTAL_WORDS, len(words)), 0, -1):
        if len(numbers) == 2 and labels.totals.fullmatch(folding.fold(" ".join(words[-count:]))):
            first, total = (read_points(number) for number in numbers)
            name = " ".join(words[:-count])
            yield replace(row, name=name, points=first, points_text=numbers[0])
            word = " ".join(words[-count:])
            yield replace(row, number="", name=word, points=total, points_text=numbers[1], scoring="")
            return
    yield row


def _row(block: Block, grid: Sequence[Sequence[Cell | None]], row: int, columns: Columns) -> AnnexRow:
    cells = grid[row]

    def text_of(kind: ColumnKind) -> str:
        cell = cells[columns.by_kind[kind]] if kind in columns else None
        if cell is None or cell.row != row or cell.col != columns.by_kind[kind]:
            return ""
        return folding.normalise(cell.text).strip()

    def points_of(kind: ColumnKind) -> Fraction | None:
        return read_points(text_of(kind)) if text_of(kind) else None

    first = next((cell for cell in cells if cell is not None and cell.row == row), None)
    place = first.place if first is not None and first.place.line else block.place
    page = (first.place.page if first is not None else None) or block.place.page
    number, name = text_of(ColumnKind.NUMBER), text_of(ColumnKind.NAME)
    wide = (
        first is not None
        and first.col_span > 1
        and first.col <= columns.by_kind[ColumnKind.NAME] < first.col + first.col_span
    )
    if wide and first is not None and not name and not number:
        name = folding.normalise(first.text).strip()
    elif wide and not name:
        number, name = "", number
    survey = text_of(ColumnKind.SURVEY)
    return AnnexRow(
        number=number,
        name=name,
        points_text=text_of(ColumnKind.POINTS),
        points=points_of(ColumnKind.POINTS),
        detail=points_of(ColumnKind.DETAIL),
        scoring=text_of(ColumnKind.SCORING),
        evidence=text_of(ColumnKind.EVIDENCE),
        note=text_of(ColumnKind.NOTE),
        channel=text_of(ColumnKind.CHANNEL),
        is_surveyed=bool(_CHECKED.fullmatch(survey)) or read_points(survey) is not None,
        place=Where(page=page, sheet=place.sheet, line=place.line, block=block.index, row=row),
    )
