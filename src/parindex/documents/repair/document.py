"""Repair a whole document whose reader left raw text in its blocks; a clean document comes back as it is."""

from __future__ import annotations

from dataclasses import replace

from parindex.documents.blocks import Block, Document, Repair, block_text
from parindex.documents.repair.glyphs import find_unrepaired, repair_text


def repair_document(document: Document) -> Document:
    """Return the document with every block and cell repaired, its log extended."""
    repairs: list[Repair] = []
    blocks = list(document.blocks)
    for index in find_unrepaired(map(block_text, blocks)):
        blocks[index] = _repair_block(blocks[index], repairs)
    if not repairs:
        return document
    return replace(document, blocks=tuple(blocks), repairs=(*document.repairs, *repairs))


def _repair_block(block: Block, repairs: list[Repair]) -> Block:
    if block.table is None:
        text, made = repair_text(block.text, block.place)
        repairs.extend(made)
        return replace(block, text=text) if made else block
    cells = []
    for cell in block.table.cells:
        text, made = repair_text(cell.text, cell.place)
        repairs.extend(made)
        cells.append(replace(cell, text=text) if made else cell)
    return replace(block, table=replace(block.table, cells=tuple(cells)))
