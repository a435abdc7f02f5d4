"""The text of a document as lint reads it: paragraphs with their markers, cells with their place, and the repairs."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.documents.blocks import Block, Document
from parindex.documents.repair.markers import read_marker
from parindex.domain.planning.lint.model import Change, Paragraph, Source


def read_source(document: Document) -> Source:
    """Return the text of a repaired document in reading order with the log of repairs."""
    paragraphs = tuple(paragraph for block in document.blocks for paragraph in _paragraphs(block))
    changes = tuple(
        Change(repair.rule, repair.before, repair.after, repair.place.line, repair.place.page)
        for repair in document.repairs
    )
    return Source(paragraphs, changes)


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if block.table is not None:
        for cell in block.table.cells:
            place = cell.place
            yield Paragraph(cell.text, block.index, place.line, place.page, cell.row, cell.col)
        return
    # A marker that Word numbers itself stands beside the text, not in it.
    marker = read_marker(f"{block.marker} ") if block.marker else None
    printed = None if marker else read_marker(block.text)
    found = marker or printed
    yield Paragraph(
        text=block.text,
        block=block.index,
        line=block.place.line,
        page=block.place.page,
        style=found.style.value if found else None,
        number=found.value if found else None,
        end=printed.end if printed else 0,
    )
