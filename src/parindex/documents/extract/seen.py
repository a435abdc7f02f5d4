"""What was seen of a document in which no items were found, so that a person can tell why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.blocks import Block, Document
from parindex.documents.extract.duties import read_duties
from parindex.documents.repair.markers import MarkerStyle, read_marker

_MOST_NAMED = 3
_LONGEST = 90
_LONGEST_HEADING = 80
_TOP = frozenset({MarkerStyle.CHAPTER, MarkerStyle.ROMAN, MarkerStyle.UPPER})


def describe_seen(document: Document) -> str:
    """Say in one Vietnamese sentence how much was read, under which headings, and which tables stood there."""
    tables = [block for block in document.blocks if block.table is not None]
    plain = [block for block in document.blocks if block.table is None and block.text.strip()]
    parts = [
        _listed("đề mục", _headings(plain)),
        _listed("bảng", (_table(block) for block in tables if _is_wide(block))),
    ]
    assigning = sum(1 for block in plain if any(duty.kind is FieldKind.LEAD for duty in read_duties(block.text)))
    if assigning:
        parts.append(f"{assigning} đoạn nói ai chủ trì nhưng không rõ việc gì")
    told = "; ".join(part for part in parts if part)
    return f"đã đọc {len(plain)} đoạn, {len(tables)} bảng{f'; thấy {told}' if told else ''}"


def _listed(name: str, values: Iterator[str]) -> str:
    found = [f"“{value}”" for value in islice(values, _MOST_NAMED)]
    return f"{name} {', '.join(found)}" if found else ""


def _headings(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        marker = read_marker(f"{block.marker} ") if block.marker else read_marker(block.text)
        if marker is not None and marker.style in _TOP and len(block.text) <= _LONGEST_HEADING:
            yield f"{block.marker} {block.text}" if block.marker else block.text


def _is_wide(block: Block) -> bool:
    return block.table is not None and block.table.row_count > 2 and block.table.col_count > 1


def _table(block: Block) -> str:
    cells = block.table.cells if block.table is not None else ()
    header = " | ".join(" ".join(cell.text.split()) for cell in cells if cell.row == 0 and cell.text.strip())
    return header if len(header) <= _LONGEST else f"{header[:_LONGEST].rstrip()}…"
