"""Collects blocks in reading order for a reader and closes them into a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from parindex.documents.blocks import Block, BlockKind, Document, Place, Repair, Table
from parindex.documents.errors import EmptyFile, EmptyTable
from parindex.documents.read.detect import MEDIA_TYPES, FileKind

_NOWHERE = Place()


class DocumentBuilder:
    """The blocks, repairs and warnings of one file while it is read; wordless blocks never enter."""

    def __init__(self, data: bytes, *, name: str, kind: FileKind) -> None:
        self._sha256 = hashlib.sha256(data).hexdigest()
        self._name = name
        self._media_type = MEDIA_TYPES[kind]
        self._blocks: list[Block] = []
        self._repairs: list[Repair] = []
        self._warnings: dict[str, None] = {}
        self._empty_table_count = 0

    def add(self, block: Block) -> None:
        """Take a block, number it by its position, and leave out one without words."""
        if block.table is not None:
            self._add_table(block)
        elif block.text.strip() or block.marker:
            self._blocks.append(replace(block, index=len(self._blocks)))

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
            sha256=self._sha256,
            media_type=self._media_type,
            blocks=tuple(self._blocks),
            repairs=tuple(self._repairs),
            page_count=page_count,
            warnings=tuple(self._warnings),
        )

    def _add_table(self, block: Block) -> None:
        if block.table is not None and any(cell.text for cell in block.table.cells):
            self._blocks.append(replace(block, index=len(self._blocks)))
            return
        self._empty_table_count += 1
        self.warn("Có bảng trống, đã bỏ qua.")
