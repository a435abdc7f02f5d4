"""Repair a whole document whose reader left raw text in its blocks; a clean document comes back as it is."""

from __future__ import annotations

from dataclasses import replace

from parindex.documents.blocks import Block, Document, Repair
from parindex.documents.repair.glyphs import is_repaired, repair_text


def repair_document(document: Document) -> Document:
    """Return the document with every block and cell repaired, its log extended."""
    repairs: list[Repair] = []
    blocks = tuple(_repair_block(block, repairs) for block in document.blocks)
    if not repairs:
        return document
    return replace(document, blocks=blocks, repairs=(*document.repairs, *repairs))


def _repair_block(block: Block, repairs: list[Repair]) -> Block:
    if block.table is None:
        if is_repaired(block.text):
            return block
        text, made = repair_text(block.text, block.place)
        repairs.extend(made)
        return replace(block, text=text) if made else block
    if all(is_repaired(cell.text) for cell in block.table.cells):
        return block
    cells = []
    for cell in block.table.cells:
        text, made = repair_text(cell.text, cell.place)
        repairs.extend(made)
        cells.append(replace(cell, text=text) if made else cell)
    return replace(block, table=replace(block.table, cells=tuple(cells)))
