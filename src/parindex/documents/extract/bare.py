"""Duties without a label: "Việc A; Phòng Nội vụ; quý II/2024", or an agency and a time as lines of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.duties import Duty, note_range
from parindex.documents.extract.outline import Node
from parindex.documents.extract.role_clauses import read_roles
from parindex.documents.extract.sentences import read_assigned
from parindex.documents.extract.times import is_time, trailing_time
from parindex.domain.text.memory import remember

_CUT = re.compile(r"\s*;\s*|\s+[-–—]\s+|\.\s+(?=\S)|\s*\|\s*")
# The same cuts, found by their sign: where white space before a dash belongs to the cut before it, there is none.
_SIGN = re.compile(r"[;|.–—-](?:(?<=[;|])\s*|(?<=\s[–—-])\s+|(?<=\.)\s+(?=\S))")
_DASHES = frozenset("-–—")
_NOTE = re.compile(r"\s*\(([^()]{8,160})\)\s*[.;]?\s*$")
_SHORTEST_NAME = 6
_LONGEST_LABEL = 40
_LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class Trailing:
    """The duties at the end of a line, and where the words before them end."""

    name_end: int
    duties: tuple[Duty, ...]


def bare_kind(text: str) -> FieldKind | None:
    """Tell whether a text is nothing but agencies (LEAD) or a time (DEADLINE)."""
    return _bare_kind(text) if len(text) <= _LONGEST_LINE else None


@remember
def _bare_kind(text: str) -> FieldKind | None:
    if ":" in text and ":" in text.rstrip(" :"):
        return None
    if is_time(text):
        return FieldKind.DEADLINE
    if names_agency(text) is None:
        return None
    first = next((part for part in re.split(r"[;,]", text.strip(" .;")) if part.strip()), None)
    return FieldKind.LEAD if first is not None and names_agency(first) is not None else None


def read_trailing(text: str) -> Trailing | None:
    """Read who and when from the last parts of a line; None unless both are there."""
    if len(text) < 2 * _SHORTEST_NAME or text[0].isspace():
        return None
    if ")" in text[-3:] and (noted := _read_note(text)) is not None:
        return noted
    if ": " in text and (told := _read_colon(text)) is not None:
        return told
    last = _last_cut(text)
    return _read_parts(text, last) if last is not None else None


def _read_parts(text: str, last: int) -> Trailing | None:
    """Read the parts of a line, the last of which begins at `last`."""
    end = len(text.rstrip(" ."))
    if text.endswith(";", 0, end) or bare_kind(text[last:end]) is None:
        return None
    found: list[Duty] = []
    skipped = False
    for cut in reversed(list(_CUT.finditer(text))):
        if cut.start() < _SHORTEST_NAME or cut.end() >= end:
            break
        kind = bare_kind(text[cut.end() : end])
        if kind is None and found and not skipped and cut[0].strip() in _DASHES:
            skipped = True  # a dash inside a name: "Phòng Văn hóa - Xã hội"
            continue
        if kind is None or (kind is FieldKind.DEADLINE and any(duty.kind is kind for duty in found)):
            break
        skipped = False
        found.insert(0, Duty(kind, cut.end(), end))
        end = cut.start()
    kinds = [duty.kind for duty in found]
    if FieldKind.DEADLINE not in kinds or FieldKind.LEAD not in kinds:
        return None
    leaders = [duty for duty in found if duty.kind is FieldKind.LEAD]
    helpers = [Duty(FieldKind.COORDINATE, duty.start, duty.end) for duty in leaders[1:]]
    times = [duty for duty in found if duty.kind is FieldKind.DEADLINE]
    return Trailing(end, (leaders[0], *helpers, *times))


def _last_cut(text: str) -> int | None:
    """Return where the last part of a line begins, None when it is longer than any that says who or when."""
    start = max(len(text) - _LONGEST_LINE - _SHORTEST_NAME, 0)
    while start and not text[start].isalnum():
        start -= 1
    cut = None
    for found in _SIGN.finditer(text, start):
        if cut is None or found.start() != cut or text[cut] not in _DASHES:
            cut = found.end()
    return cut


def _read_note(text: str) -> Trailing | None:
    """Read "(Sở A; quý II/2024)" at the end of a line."""
    note = _NOTE.search(text)
    if note is None or note.start() < _SHORTEST_NAME:
        return None
    start, end = note.span(1)
    cut = max(text.rfind(mark, start, end) for mark in ";,-–")
    if cut < 0 or not is_time(text[cut + 1 : end].strip()):
        return None
    doing = _read_doers(text, start, cut)
    if not doing:
        return None
    when = cut + 1 + len(text[cut + 1 : end]) - len(text[cut + 1 : end].lstrip())
    return Trailing(note.start(), (*doing, Duty(FieldKind.DEADLINE, when, end)))


def _read_doers(text: str, start: int, end: int) -> tuple[Duty, ...]:
    """Read who is named in a note, also by what they do ("Sở A thực hiện"); empty when it says something else."""
    if bare_kind(text[start:end]) is FieldKind.LEAD:
        return (Duty(FieldKind.LEAD, start, end),)
    told = read_roles(text[start:end]) or ()
    return tuple(Duty(duty.kind, start + duty.start, start + duty.end) for duty in told)


def read_bracketed(text: str) -> tuple[Duty, ...] | None:
    """Read a line that is nothing but "(Sở A; UBND các xã; quý II/2024)", None for others."""
    if not text.startswith("(") or len(text) > 2 * _LONGEST_LINE:
        return None
    end = len(text.rstrip(" .;")) - 1
    if not text.startswith(")", end):
        return None
    when = trailing_time(text, 1, end)
    stop = len(text[:when].rstrip(" ;,"))
    doing = _read_doers(text, 1, stop) if when is not None else ()
    return (*doing, Duty(FieldKind.DEADLINE, when, end)) if when is not None and doing else None


def says_duty(text: str) -> bool:
    """Tell whether a line says who does it, or by when, without a label: in a note, a sentence or its last parts."""
    if (")" in text[-3:] and note_range(text) is not None) or read_assigned(text) is not None:
        return True
    return read_trailing(text) is not None or read_bracketed(text) is not None


def lead_note(text: str) -> Trailing | None:
    """Read "Việc A (Sở B)": nothing but agencies in closing brackets."""
    note = _NOTE.search(text) if ")" in text[-3:] else None
    if note is None or note.start() < _SHORTEST_NAME:
        return None
    doing = _read_doers(text, *note.span(1))
    return Trailing(note.start(), doing) if doing else None


def is_noted(node: Node) -> bool:
    """Tell whether a line of a list, with nothing below it, ends in the name of an agency in brackets."""
    return node.marker is not None and node.label is None and not node.children and lead_note(node.text) is not None


def _read_colon(text: str) -> Trailing | None:
    """Read "Tập huấn nghiệp vụ: Sở A, tháng 9", "Tập huấn nghiệp vụ: Sở A thực hiện, tháng 9"."""
    end, colon = len(text.rstrip(" .;")), text.rfind(": ")
    alone = colon >= _SHORTEST_NAME and end - colon <= _LONGEST_LINE and not set(";(.") & set(text[:colon])
    when = trailing_time(text, colon + 2, end) if alone else None
    stop = len(text[:when].rstrip(" ;,")) if when is not None else 0
    doing = _read_doers(text, colon + 2, stop) if when is not None else ()
    if when is None or not doing:
        return None
    return Trailing(colon, (*doing, Duty(FieldKind.DEADLINE, when, end)))


def bare_lines(node: Node) -> Mapping[int, tuple[FieldKind, int]]:
    """Return what the lines below a heading say without a known label: kind and start of the value, by position.

    "Ai lo: Phòng Nội vụ" and "Bao giờ: quý II" are known by their values. Empty unless who and when are there.
    """
    if node.bare is None:
        node.bare = _read_bare(node) if node.children else {}
    return node.bare


def _read_bare(node: Node) -> Mapping[int, tuple[FieldKind, int]]:
    found: dict[int, tuple[FieldKind, int]] = {}
    kinds = {child.kind for child in node.children if child.kind is not None}
    if {FieldKind.LEAD, FieldKind.DEADLINE} <= kinds:
        return {}
    below = [line for child in node.children if child.label is not None for line in child.children]
    bare = [
        (child.position, start, child.text[start:])
        for child in (*node.children, *(line for line in below if line.marker is None))
        if child.label is None and not child.children
        for start in (_value_start(child.text),)
    ]
    if FieldKind.DEADLINE not in kinds and not any(is_time(value) for _, _, value in bare):
        return {}
    for position, start, value in bare:
        kind = bare_kind(value)
        if kind is FieldKind.LEAD and kind in kinds:
            kind = FieldKind.COORDINATE
        if kind is not None:
            found[position] = kind, start
            kinds.add(kind)
    return found if {FieldKind.LEAD, FieldKind.DEADLINE} <= kinds else {}


def _value_start(text: str) -> int:
    colon = text.find(":", 0, _LONGEST_LABEL + 1)
    value = text[colon + 1 :] if colon >= 0 else ""
    if not value.strip() or any(map(str.isdigit, text[:colon])):
        return 0
    return len(text) - len(value.lstrip())
