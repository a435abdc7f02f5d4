"""The words of the document with the spans of one item marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from parindex.domain.planning.codec import span_from_json
from parindex.domain.planning.model import SourceSpan

if TYPE_CHECKING:
    from parindex.apps.imports.selectors import Unsourced

MARKS: dict[str, tuple[str, str]] = {
    "names": ("a", "goal"),
    "code": ("a", "goal"),
    "target_text": ("b", "goal"),
    "lead": ("c", "who"),
    "coordinate": ("d", "who"),
    "implement": ("d", "who"),
    "support": ("d", "who"),
    "product": ("e", "ref"),
    "deadline_text": ("f", "when"),
}


class BlockRow(Protocol):
    """What the presenter reads of a stored block."""

    index: int
    kind: str
    text: str
    page: int | None
    marker: str
    cells: list[list[Any]] | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text; `css` and `letter` are empty outside marks."""

    text: str
    css: str = ""
    letter: str = ""
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block ready for the page: a paragraph of segments, or a table of rows of cells of segments."""

    index: int
    kind: str
    is_dim: bool
    page: str
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[tuple[Segment, ...], ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Mark:
    span: SourceSpan
    letter: str
    css: str
    is_on: bool


def marks_of(cells: Mapping[str, Any], *, current: str = "") -> list[_Mark]:
    """Return the marks of an item's fields; the field `current` is outlined."""
    return [
        _Mark(span_from_json(raw), letter, css, is_on=name == current)
        for name, (letter, css) in MARKS.items()
        for raw in (cells.get(name) or {}).get("sources", ())
    ]


def window(marks: Iterable[_Mark], *, before: int = 3, after: int = 4) -> tuple[int, int]:
    """Return the range of block indexes [first, last] that shows all marks with some context."""
    indexes = [mark.span.block for mark in marks]
    if not indexes:
        return (0, before + after)
    return (max(min(indexes) - before, 0), max(indexes) + after)


def show_blocks(blocks: Sequence[BlockRow], marks: Sequence[_Mark]) -> list[ShownBlock]:
    """Return blocks with their marks, a page label where the page changes."""
    by_block: dict[int, list[_Mark]] = {}
    for mark in marks:
        by_block.setdefault(mark.span.block, []).append(mark)
    shown = []
    page: int | None = None
    for block in blocks:
        own = by_block.get(block.index, [])
        label = f"Trang {block.page}" if block.page and block.page != page else ""
        page = block.page or page
        shown.append(_show(block, own, page=label))
    return shown


def _show(block: BlockRow, marks: list[_Mark], *, page: str) -> ShownBlock:
    if block.cells:
        rows = _rows(block.cells, marks)
        return ShownBlock(block.index, "table", is_dim=not marks, page=page, rows=rows)
    text = f"{block.marker} {block.text}" if block.marker else block.text
    shift = len(block.marker) + 1 if block.marker else 0
    segments = _segments(text, marks, shift=shift)
    return ShownBlock(block.index, block.kind, is_dim=not marks, page=page, segments=segments)


def _rows(cells: list[list[Any]], marks: list[_Mark]) -> tuple[tuple[tuple[Segment, ...], ...], ...]:
    touched = {mark.span.row for mark in marks}
    rows: dict[int, list[tuple[Segment, ...]]] = {}
    for row, col, _row_span, _col_span, text, *_ in cells:
        if touched and row not in touched and row != 0:
            continue
        own = [mark for mark in marks if (mark.span.row, mark.span.col) == (row, col)]
        rows.setdefault(row, []).append(_segments(text, own, shift=0))
    return tuple(tuple(rows[row]) for row in sorted(rows))


def _segments(text: str, marks: list[_Mark], *, shift: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = 0
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        start, end = mark.span.start + shift, min(mark.span.end + shift, len(text))
        if start < at or end <= start:
            continue
        if start > at:
            segments.append(Segment(text[at:start]))
        segments.append(Segment(text[start:end], mark.css, mark.letter, mark.is_on))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:]))
    return tuple(segments)


def missing_words(item: Unsourced) -> str:
    """Return why an item without marks has no words in a document."""
    if item.added_by:
        return f"Mục do {item.added_by} thêm tay, không có trong văn bản."
    if not item.has_file:
        return "Kế hoạch này được soạn trên trang, không có văn bản gốc."
    return "Mục này không có câu nào được đánh dấu trong văn bản."
