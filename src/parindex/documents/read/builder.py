"""Collects blocks in reading order for a reader, repairs their letters, and closes them into a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from parindex.documents.blocks import NOWHERE, Block, BlockKind, Cell, Document, Place, Repair, Span, Table, block_text
from parindex.documents.errors import EmptyFile, EmptyTable
from parindex.documents.read.detect import MEDIA_TYPES, FileKind
from parindex.documents.repair.glyphs import find_unrepaired, repair_text
from parindex.documents.repair.legacy import detect_legacy, repair_legacy

_SAMPLE_LETTERS = 20_000


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
    def next_index(self) -> int:
        """Return the position that the next block will have; a block made with it is kept as it is."""
        return len(self._blocks)

    @property
    def has_words(self) -> bool:
        """Tell whether any block came in so far."""
        return bool(self._blocks)

    def add(self, block: Block) -> None:
        """Take a block, number it by its position, and leave out one without words."""
        if block.table is not None and not any(cell.text for cell in block.table.cells):
            self._empty_table_count += 1
            self.warn("Có bảng trống, đã bỏ qua.")
        elif (block.text and not block.text.isspace()) or block.table is not None or block.marker:
            index = len(self._blocks)
            self._blocks.append(block if block.index == index else replace(block, index=index))

    def add_paragraph(self, text: str, *, place: Place) -> None:
        """Take a paragraph of which nothing but its place is known."""
        words = text.strip()
        if words:
            self._blocks.append(Block(len(self._blocks), BlockKind.PARAGRAPH, words, place))

    def add_paragraphs(self, texts: Iterable[str], *, bold: bool | None = None, centered: bool | None = None) -> None:
        """Take paragraphs that look alike, have no place and stand one after the other."""
        words = filter(None, map(str.strip, texts))
        first = len(self._blocks)
        self._blocks += [
            Block(index, BlockKind.PARAGRAPH, text, NOWHERE, None, None, bold, centered)
            for index, text in enumerate(words, first)
        ]

    def add_table(self, table: Table, *, place: Place = NOWHERE) -> None:
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
        encoding = detect_legacy(self._sample())
        blocks = self._blocks
        texts = [block.text if block.table is None else block_text(block) for block in blocks]
        for index in find_unrepaired(texts) if encoding is None else range(len(blocks)):
            self._repair_block(blocks[index], encoding)
        return Document(
            name=self._name,
            sha256=self.sha256,
            media_type=self._media_type,
            blocks=tuple(blocks),
            repairs=tuple(self._repairs),
            page_count=page_count,
            warnings=tuple(self._warnings),
        )

    def _sample(self) -> str:
        """Return so much text from the beginning as shows whether it was typed for a font of the nineties."""
        texts: list[str] = []
        length = 0
        for block in self._blocks:
            if length >= _SAMPLE_LETTERS:
                break
            texts.append(block_text(block))
            length += len(texts[-1])
        return "\n".join(texts)

    def _repair_block(self, block: Block, encoding: str | None) -> None:
        table = block.table
        if table is None:
            block.text = self._repaired(block.text, block.place, encoding, Span(block.index, 0, 0))
            return
        cells = tuple(self._repaired_cell(cell, block, encoding) for cell in table.cells)
        if cells != table.cells:
            block.table = replace(table, cells=cells)

    def _repaired_cell(self, cell: Cell, block: Block, encoding: str | None) -> Cell:
        place = block.place if cell.place == NOWHERE else cell.place
        text = self._repaired(cell.text, place, encoding, Span(block.index, 0, 0, cell.row, cell.col))
        return cell if text == cell.text else replace(cell, text=text)

    def _repaired(self, text: str, place: Place, encoding: str | None, at: Span) -> str:
        """Repair the letters; the span of each logged repair covers the whole text it was made in."""
        converted, made = repair_legacy(text, place, encoding=encoding)
        repaired, more = repair_text(converted, place)
        if made or more:
            span = Span(at.block, 0, len(repaired), at.row, at.col)
            self._repairs += [Repair(done.rule, done.before, done.after, span, done.place) for done in (*made, *more)]
        return repaired
