"""Collects blocks in reading order for a reader, repairs their letters, and closes them into a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Place, Repair, Span, Table
from parindex.documents.errors import EmptyFile, EmptyTable
from parindex.documents.read.detect import MEDIA_TYPES, FileKind
from parindex.documents.repair.glyphs import is_repaired, repair_text

_NOWHERE = Place()


class DocumentBuilder:
    """The blocks, repairs and warnings of one file while it is read; wordless blocks never enter."""

    def __init__(self, data: bytes, *, name: str, kind: FileKind) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._name = name
        self._media_type = MEDIA_TYPES[kind]
        self._blocks: list[Block] = []
        self._repairs: list[Repair] = []
        self._warnings: dict[str, None] = {}
        self._empty_table_count = 0

    @property
    def has_words(self) -> bool:
        """Tell whether any block came in so far."""
        return bool(self._blocks)

    def add(self, block: Block) -> None:
        """Take a block, number it by its position, and leave out one without words."""
        if block.table is not None:
            self._add_table(block, block.table)
        elif block.text.strip() or block.marker:
            index = len(self._blocks)
            text = self._repaired(block.text, Span(block=index, start=0, end=0), block.place)
            self._blocks.append(replace(block, index=index, text=text))

    def add_paragraph(self, text: str, *, place: Place = _NOWHERE, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Take a paragraph without further hints."""
        self.add(Block(index=0, kind=kind, text=text.strip(), place=place))

    def add_table(self, table: Table, *, place: Place = _NOWHERE) -> None:
        """Take a table as one block."""
        self.add(Block(index=0, kind=BlockKind.TABLE, text="", place=place, table=table))

    def repair(self, repairs: Iterable[Repair]) -> None:
        """Note changes made to what the file says."""
        self._repairs.extend(repairs)

    def warn(self, warning: str) -> None:
        """Note something a person should know; the same warning is kept once."""
        self._warnings[warning] = None

    def finish(self, *, page_count: int | None = None) -> Document:
        """Close the document; raises `EmptyTable` or `EmptyFile` when nothing in it has words."""
        if not self._blocks:
            raise EmptyTable if self._empty_table_count else EmptyFile
        return Document(
            name=self._name,
            sha256=self.sha256,
            media_type=self._media_type,
            blocks=tuple(self._blocks),
            repairs=tuple(self._repairs),
            page_count=page_count,
            warnings=tuple(self._warnings),
        )

    def _add_table(self, block: Block, table: Table) -> None:
        if not any(cell.text for cell in table.cells):
            self._empty_table_count += 1
            self.warn("Có bảng trống, đã bỏ qua.")
            return
        index = len(self._blocks)
        cells = tuple(self._repaired_cell(cell, index, block.place) for cell in table.cells)
        self._blocks.append(replace(block, index=index, table=replace(table, cells=cells)))

    def _repaired_cell(self, cell: Cell, block: int, place: Place) -> Cell:
        span = Span(block=block, start=0, end=0, row=cell.row, col=cell.col)
        text = self._repaired(cell.text, span, cell.place if cell.place != _NOWHERE else place)
        return cell if text == cell.text else replace(cell, text=text)

    def _repaired(self, text: str, at: Span, place: Place) -> str:
        """Repair the letters; the span of each logged repair covers the whole text it was made in."""
        if is_repaired(text):
            return text
        repaired, made = repair_text(text, place)
        span = replace(at, end=len(repaired))
        self._repairs.extend(replace(repair, span=span) for repair in made)
        return repaired
