"""Read a text file: decode, repair each line, find its tables, join the rest into paragraphs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parindex.documents.blocks import Block, BlockKind, Document, Line, Place, Repair
from parindex.documents.errors import EmptyFile
from parindex.documents.read import txt_bars, txt_layout, txt_tables, txt_tabs
from parindex.documents.read.encoding import decode_text
from parindex.documents.repair.document import repair_document
from parindex.documents.repair.flat_zone import find_flat_zones
from parindex.documents.repair.glyphs import find_unrepaired, repair_text
from parindex.documents.repair.legacy import repair_legacy
from parindex.documents.repair.lines import join_lines, renumber
from parindex.documents.repair.page_marks import drop_page_marks

_BREAKS = re.compile(r"\r\n?|\u2028|\u0085|\u000b")


def read_txt(data: bytes, *, name: str) -> Document:
    """Read the bytes of a text file in UTF-8, UTF-16 or a Vietnamese one-byte encoding; raises EmptyFile."""
    raw, encoding, warnings = decode_text(data)
    text, decoded = repair_legacy(raw, Place(line=1), encoding=encoding)
    if not text.strip():
        raise EmptyFile(name=name)
    lines, repairs = _lines(text)
    lines, dropped = drop_page_marks(lines)
    blocks, joined = _blocks(lines)
    document = Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        blocks=tuple(blocks),
        repairs=(*decoded, *repairs, *dropped, *joined),
        warnings=warnings,
    )
    # A phrase that was broken over two lines can be repaired only now.
    return repair_document(document)


def _lines(text: str) -> tuple[list[Line], list[Repair]]:
    lines: list[Line] = []
    repairs: list[Repair] = []
    page = 1 if "\f" in text else None
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), start=1):
        if page is not None and "\f" in raw:
            page += raw.count("\f")
        place = Place(page=page, line=number)
        content = raw.replace("\f", " ").rstrip(" ")
        lines.append(Line(content, place))
    for index in find_unrepaired(line.text for line in lines):
        line = lines[index]
        content, made = repair_text(line.text, line.place)
        repairs.extend(made)
        lines[index] = replace(line, text=content)
    return lines, repairs


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive lines of one shape: "prose", "tabs", "pipes", "spaced" or "flat"."""

    shape: str
    lines: list[Line]
    table: txt_layout.LayoutTable | None = None


def _blocks(lines: Sequence[Line]) -> tuple[list[Block], list[Repair]]:
    blocks: list[Block] = []
    repairs: list[Repair] = []
    for run in _runs(lines):
        if run.shape == "prose":
            joined = join_lines(run.lines)
            blocks.extend(renumber(joined.blocks, first=len(blocks)))
            repairs.extend(joined.repairs)
        elif run.shape == "flat":
            for line in run.lines:
                text = " ".join(line.text.split())
                blocks.append(Block(len(blocks), BlockKind.PARAGRAPH, text, place=line.place))
        elif run.table is not None:
            blocks.append(txt_tables.build_rows(len(blocks), run.table.rows))
        else:
            delimiter = "|" if run.shape == "pipes" else "\t"
            blocks.append(txt_tables.build_delimited(len(blocks), run.lines, delimiter=delimiter))
    return blocks, repairs


def _runs(lines: Sequence[Line]) -> Iterator[_Run]:
    """Cut the lines into runs; blank lines inside a table do not end it."""
    barred = txt_bars.find_bar_tables(lines)
    tabbed = txt_tabs.find_tab_tables(lines)
    tables = {table.start: table for table in (*txt_layout.find_layout_tables(lines), *barred, *tabbed)}
    lines = txt_bars.drop_bars(lines)
    spaced = {index for table in tables.values() for index in range(table.start, table.end)}
    zones = find_flat_zones([line.text for line in lines])
    flat = {index for start, end in zones for index in range(start, end)}
    run: _Run | None = None
    for index, line in enumerate(lines):
        if index in tables:
            if run is not None:
                yield run
            run = None
            yield _Run("spaced", [], tables[index])
        if index in spaced:
            continue
        if not line.text.strip():
            if run is not None and run.shape == "prose":
                run.lines.append(line)
            continue
        shape = "flat" if index in flat else _shape(line.text, after=run.shape if run else "")
        if run is None or run.shape != shape:
            if run is not None:
                yield run
            run = _Run(shape, [])
        run.lines.append(line)
    if run is not None:
        yield run


def _shape(text: str, *, after: str) -> str:
    if txt_tables.is_tab_row(text) or ("\t" in text.strip() and (after == "tabs" or txt_tables.is_tab_header(text))):
        return "tabs"
    if txt_tables.is_pipe_row(text) or (after == "pipes" and "|" in text):
        return "pipes"
    return "prose"
