"""Paragraphs out of the printed lines of pages, by the rule of the typesetter.

A line was wrapped when the first word of the next one would not have fitted on it; otherwise it ended a paragraph. The
words themselves decide only where that leaves doubt: a full line may also be the last of its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parindex.documents.blocks import Block, BlockKind, Line, Repair
from parindex.documents.repair.lines import is_unfinished
from parindex.documents.repair.markers import read_marker

_INDENT = 8
_DEEPEST_INDENT = 90
# Letters differ in width: a word is taken to be this many usual letters wider than it seems.
_SLACK = 1.0
_NARROWEST = 300
_FEWEST_LINES = 6
_OTHER_SIZE = 2
_ENDED = (".", ";", ":", "!", "?", "…")
_CLOSING = " )”\"'"
_CUT_WORD = re.compile(r"\w-\n\w|\w\n-\w|\w/\n")
_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Column:
    """The column of text on a page: its edges in points and whether paragraphs begin indented."""

    left: int
    right: int
    is_indented: bool


def join_printed(lines: Sequence[Line]) -> tuple[list[Block], list[Repair]]:
    """Return paragraphs (not numbered yet) and a `join_lines` repair for each one made of several lines."""
    columns = _columns(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [_block(group) for group in groups]
    repairs = [
        Repair("join_lines", "\n".join(line.text for line in group), block.text, None, block.place)
        for group, block in zip(groups, blocks, strict=True)
        if len(group) > 1
    ]
    return blocks, repairs


def append_words(text: str, words: str) -> str:
    """Put the words of the next printed line after a text; a code cut at its hyphen gets no space."""
    if not text:
        return words
    return f"{text}{words}" if _CUT_WORD.search(f"{text[-3:]}\n{words[:3]}") else f"{text} {words}"


def _columns(lines: Sequence[Line]) -> dict[int | None, Column]:
    """Measure each page; one with few lines is taken to be like the whole document."""
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.place.page, []).append(line)
    whole = _measure(lines)
    return {page: _measure(inside) if len(inside) >= _FEWEST_LINES else whole for page, inside in pages.items()}


def _measure(lines: Sequence[Line]) -> Column:
    rights = sorted(line.x1 or 0 for line in lines)
    # One line in twenty may stick out; a page of short lines does not make the column narrow.
    right = max(rights[-1 - len(rights) // 20], min(line.x0 or 0 for line in lines) + _NARROWEST) if rights else 0
    after_full, after_short = Counter[int](), Counter[int]()
    for before, line in pairwise(lines):
        (after_full if _is_full(before, line, right=right) else after_short)[line.x0 or 0] += 1
    starts = after_full or after_short
    left = starts.most_common(1)[0][0] if starts else 0
    indented = sum(count for x0, count in after_short.items() if x0 > left + _INDENT)
    return Column(left=left, right=right, is_indented=indented * 2 > sum(after_short.values()))


def _continues(group: Sequence[Line], line: Line, columns: dict[int | None, Column]) -> bool:
    before, column = group[-1], columns[group[-1].place.page]
    if (line.x0 or 0) >= (before.x1 or 0) or before.text.endswith("./."):
        return False  # It stands beside, not below; or the text of the document has ended.
    if abs((before.size or 0) - (line.size or 0)) > _OTHER_SIZE:
        return False
    if before.bold != line.bold and not (_is_open(before.text) or _is_numbered_lightly(before, line)):
        return False
    if not _is_wrapped(before, line, column, columns[line.place.page]):
        return False
    if before.text.isupper() and not line.text.isupper() and line.text[:1].isupper():
        return False
    is_set_in = (line.x0 or 0) > columns[line.place.page].left + _INDENT
    has_ended = before.text.rstrip(_CLOSING).endswith(_ENDED)
    if read_marker(line.text) is not None:
        return not has_ended and column.is_indented and not is_set_in
    return not (has_ended and column.is_indented and is_set_in and len(group) > 1)


def _is_open(text: str) -> bool:
    """Tell whether something must follow, whatever it looks like: programs set automatic numbers in a lighter hand."""
    return text.count("(") > text.count(")") or is_unfinished(text)


def _is_numbered_lightly(before: Line, line: Line) -> bool:
    """Tell whether two lines are bold but for the number that a program set before the first."""
    return bool(before.ends_bold and line.bold) and read_marker(before.text) is not None


def _is_wrapped(before: Line, line: Line, column: Column, following: Column) -> bool:
    """Tell whether `line` goes on below `before`: both begin at the edge of the text, or both are centred alike."""
    if (before.x0 or 0) <= column.left + _DEEPEST_INDENT and (line.x0 or 0) <= following.left + _DEEPEST_INDENT:
        return _is_full(before, line, right=column.right)
    middle, other = (before.x0 or 0) + (before.x1 or 0), (line.x0 or 0) + (line.x1 or 0)
    width = (before.x1 or 0) - (before.x0 or 0)
    is_centered = abs(middle - other) <= 2 * _INDENT
    return is_centered and _word_width(line) > column.right - column.left - width


def _is_full(before: Line, line: Line, *, right: int) -> bool:
    """Tell whether the first word of `line` would not have fitted behind `before`."""
    return (before.x1 or 0) + _word_width(line) > right


def _word_width(line: Line) -> float:
    """Estimate from above how wide the first word of a line is, with the space before it."""
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    unit = ((line.x1 or 0) - (line.x0 or 0)) / max(_weight(line.text), 1.0)
    return unit * (_weight(word) + 1 + _SLACK)


def _weight(text: str) -> float:
    """Count letters, capitals for one and a half."""
    return len(text) + 0.5 * sum(1 for char in text if char.isupper())


def _block(group: Sequence[Line]) -> Block:
    text = ""
    for line in group:
        text = append_words(text, _SPACES.sub(" ", line.text.strip()))
    bold = None if any(line.bold is None for line in group) else all(line.bold for line in group)
    return Block(index=0, kind=BlockKind.PARAGRAPH, text=text, place=group[0].place, bold=bold)
