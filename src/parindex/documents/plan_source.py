"""The text of a document as lint reads it: paragraphs with their markers, cells with their place, and the repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parindex.documents.blocks import Block, Document
from parindex.documents.repair.markers import read_marker
from parindex.domain.planning.lint.model import Change, Paragraph, Source
from parindex.domain.text import folding

_BREAKS: Final = re.compile(r"\r\n?|\u2028|\u0085|\u000b")
_MOST_LINES: Final = 200
# Joining may drop or add a blank or a hyphen.
_SLACK: Final = 4


def read_source(document: Document, *, raw: str = "") -> Source:
    """Return the text of a repaired document in reading order with the log of repairs.

    `raw` is the whole text of a text file: with it, words inside a paragraph of several lines get their own line.
    """
    lines = [folding.collapse(line) for line in _BREAKS.sub("\n", raw).split("\n")] if raw else []
    paragraphs = tuple(_broken(paragraph, lines) for block in document.blocks for paragraph in _paragraphs(block))
    changes = tuple(
        Change(repair.rule, repair.before, repair.after, repair.place.line, repair.place.page)
        for repair in document.repairs
    )
    return Source(paragraphs, changes)


def _broken(paragraph: Paragraph, lines: list[str]) -> Paragraph:
    """Find where each line of the file begins in a paragraph; lines that it does not hold (page numbers) are passed."""
    if paragraph.line is None or not lines:
        return paragraph
    breaks, position = [], 0
    for number in range(paragraph.line, min(paragraph.line + _MOST_LINES, len(lines)) + 1):
        words = lines[number - 1]
        if position >= len(paragraph.text):
            break
        first = words.split(" ", 1)[0]
        at = paragraph.text.find(first, max(position - _SLACK, 0), position + _SLACK + len(first)) if first else -1
        if at >= 0:
            breaks.append((at, number))
            position = at + len(words) + 1
    return replace(paragraph, breaks=tuple(breaks)) if len(breaks) > 1 else paragraph


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
