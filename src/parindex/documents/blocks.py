"""Neutral blocks: what every reader gives, whatever the file was.

A document is a flat sequence of blocks in reading order. A position anywhere in it is a `Span`: block index, cell
(for tables) and a half-open character range in the *repaired* text. `RepairLog` maps repaired text back to the
original, so that nothing a person sees hides what the file really said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in the neutral tree."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block or a cell stood in the file.

    `page` and `line` count from 1; `None` where the format has none (DOCX has no pages, XLSX no lines).
    `sheet` names the worksheet of a spreadsheet.
    """

    page: int | None = None
    line: int | None = None
    sheet: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `row` and `col` count from 0 and give its upper left corner."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, each stored once at its upper left corner, in row-major order."""

    cells: tuple[Cell, ...]
    row_count: int
    col_count: int

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the cells that start in each row, in column order; empty tuples for rows that are wholly merged."""
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for row in range(self.row_count):
            yield tuple(sorted(by_row.get(row, ()), key=lambda cell: cell.col))


# Not frozen: every line of a file makes one, and a frozen one takes three times as long to make. Nobody changes
# one but the builder of its document, before it closes that.
@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or table.

    `level` is the outline level of a heading (1 is highest), `marker` the list marker as printed ("-", "a)", "1.2.")
    when the format keeps it outside the text (Word numbering). `bold` and `centered` are hints, `None` when unknown.
    """

    index: int
    kind: BlockKind
    text: str
    place: Place = NOWHERE
    level: int | None = None
    marker: str | None = None
    bold: bool | None = None
    centered: bool | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range [start, end) of characters in a block's repaired text, or in one of its table's cells."""

    block: int
    start: int
    end: int
    row: int | None = None
    col: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One reversible change: `after` stands in the repaired text at `span`, the file says `before`.

    `rule` is the code of the repair rule (for example `nfc`, `u_horn`, `tcvn3`, `join_lines`, `running_header`).
    """

    rule: str
    before: str
    after: str
    span: Span | None
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """A file as neutral blocks with its provenance and the log of every repair made on the way."""

    name: str
    sha256: str
    media_type: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    page_count: int | None = None
    warnings: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the whole text, blocks separated by newlines, table cells by tabs."""
        return "\n".join(block_text(block) for block in self.blocks)

    def text_at(self, span: Span) -> str:
        """Return the repaired text that a span covers."""
        block = self.blocks[span.block]
        if span.row is None or block.table is None:
            return block.text[span.start : span.end]
        for cell in block.table.cells:
            if (cell.row, cell.col) == (span.row, span.col):
                return cell.text[span.start : span.end]
        return ""


def block_text(block: Block) -> str:
    """Return the text of a block; a table gives one line a row with tabs between cells."""
    if block.table is None:
        return block.text
    return "\n".join("\t".join(cell.text for cell in row) for row in block.table.rows())


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line of a page or text file, before paragraphs are joined.

    `x0`, `x1` are positions in points from the left edge of the page, `size` the font size in points; `ends_bold` is
    the weight of the last letter; `None` in TXT.
    """

    text: str
    place: Place
    x0: int | None = None
    x1: int | None = None
    size: int | None = None
    bold: bool | None = None
    ends_bold: bool | None = None
