"""The lines of a flattened table, and how they look: an agency, a time, an aim, and what their end leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind, load_plan_labels
from parindex.documents.extract.agency_words import agency_starts
from parindex.documents.extract.cells import points_above
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, find_inline
from parindex.documents.repair.letters import SMALL
from parindex.documents.repair.lines import is_unfinished
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_DEADLINE_START = re.compile(
    r"[-+]?\s*(?:trong|thuong xuyen|cham nhat|theo|khi |sau |truoc|quy |thang|hang |hang nam|nam 20"
    r"|dinh ky|tu |den |giai doan"
    r"|lien tuc|ngay |\d{1,2}/|6 thang|cuoi |dau |hoan thanh|dip )"
)
_TARGET_START = re.compile(
    r"[-+(\d) ]*\s*(?:\d+[,.]?\d*\s*%|tu \d|tang |giam |giu vung|nang cao|dat |dam bao|bao dam"
    r"|hoan thanh|thuc hien (?:day du|dung|100)"
    r"|khong |vuot |day du|toi thieu|it nhat|co |ban hanh day du)"
)
_PAPER = re.compile(r"(?:bao cao|to trinh|quy che|quy trinh|quy dinh|ban hanh|bo tieu chi|bo tai lieu|bo chi so)")
_WORD = re.compile(r"\w+")
# What waits for its number: "Báo cáo tháng" is whole before anything else.
_COUNTING = re.compile(r"\b(?:số|ngày|tháng|năm|quý|khoản|điểm|mục|điều)$", re.IGNORECASE)
_LONGEST_COUNTING = 8
_STARTS_LOW = re.compile(rf"[(“\"]?[{SMALL}]")


class Look(NamedTuple):
    """How a line begins: with a small letter, an agency or its field, an office, a label, a time, an aim.

    `ditto` when the whole line says that the cell is the one above ("nt").
    """

    low: bool
    agency: bool
    office: bool
    duty: bool
    time: bool
    aim: bool
    ditto: bool


class FlatLine(NamedTuple):
    """One line of a row; `tight` when no blank line stands before it in a file that puts one before each line.

    What the comparisons ask of its words is found once: the length of the first one, how they begin, and whether they
    end in a comma, open (a dash, an unfinished phrase), counting (before a number) or closed (a full stop).
    """

    text: str
    block: int
    tight: bool
    start: int
    folded: str
    word: int
    look: Look
    end: str


def flat_line(text: str, *, block: int, tight: bool = False, start: int = 0) -> FlatLine:
    """Look at the words of a line that begins at `start` of its block."""
    return FlatLine(text, block, tight, start, *look_at(text, folding.fold_aligned(text).strip()))


@remember
def look_at(text: str, folded: str) -> tuple[str, int, Look, str]:
    """Return what a line tells of its words besides where it stands, in the order of its fields."""
    agency = agency_starts(with_fields=True).match(folded) is not None
    look = Look(
        _STARTS_LOW.match(text) is not None,
        agency,
        agency and agency_starts().match(folded) is not None and _PAPER.match(folded) is None,
        ":" in text and any(value.kind in ASSIGNMENT_KINDS for value in find_inline(text, labels=load_plan_labels())),
        _DEADLINE_START.match(folded) is not None,
        _TARGET_START.match(folded) is not None,
        points_above(text, FieldKind.LEAD),
    )
    return folded, len(text.split(maxsplit=1)[0]), look, "closed" if look.ditto else _end_of(text)


def _end_of(text: str) -> str:
    last = text[-1]
    if last in ".;:":
        return "closed"
    if last == ",":
        return "comma"
    if last in "–-" or is_unfinished(text):
        return "counting" if _COUNTING.search(text, max(len(text) - _LONGEST_COUNTING, 0)) else "open"
    return ""


def value_of(cell: Sequence[FlatLine]) -> str:
    """Return the folded words of a cell."""
    return " ".join([line.folded for line in cell])


@remember
def outer_words(folded: str) -> tuple[str, str]:
    """Return the first and the last word of a text, empty when it has none."""
    words = _WORD.findall(folded)
    return (words[0], words[-1]) if words else ("", "")


def words_of(line: FlatLine) -> Sequence[str]:
    """Return the folded words of a line."""
    return _WORD.findall(line.folded)


def cut_at(line: FlatLine, starts: Sequence[int]) -> list[FlatLine]:
    """Cut a line into lines that begin at the given characters."""
    result: list[FlatLine] = []
    position = 0
    for cut in [*(start for start in starts if start), len(line.text)]:
        text = line.text[position:cut].strip()
        if text:
            tight = line.tight or position > 0
            result.append(flat_line(text, block=line.block, tight=tight, start=line.start + position))
        position = cut
    return result
