"""One cell of a table that says several things: "- Chủ trì: Sở A - Phối hợp: Sở B", "Sở A chủ trì; Sở B phối hợp"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.agency_words import begins_agency, names_agency
from parindex.documents.extract.duties import read_duties
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, find_inline
from parindex.documents.extract.role_clauses import may_tell_roles, read_roles
from parindex.domain.planning import agencies
from parindex.domain.planning.deadlines import clauses
from parindex.domain.planning.deadlines.deadlines import parse_deadlines
from parindex.domain.text import folding

# The same as in the cell above.
_DITTO = re.compile(r"\s*(?:[-–(]\s*)?(?:nt|n\.t|như trên)\s*[-–.)]*\s*$|\s*(?:[\"”″〃]|''|//)\s*$", re.IGNORECASE)
_REPEATED = ASSIGNMENT_KINDS | {FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP, FieldKind.PRODUCT}
# What stands between the parts of a cell and says nothing.
_SIGNS = " -–+•*.;,("
# More letters than the name of an agency has.
_LONGEST_NAME = 120
_DASHED = " -–+•*"
_NAMED = frozenset({FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT, FieldKind.COORDINATE_IMPLEMENT})
_MIXED = frozenset({FieldKind.ASSIGNMENT_GROUP, FieldKind.ACTIONS, FieldKind.LEAD_COORDINATE})
Part = tuple[FieldKind, int, int]


def points_above(text: str, kind: FieldKind) -> bool:
    """Tell whether a value only says that it is the same as the one above ("nt", "như trên", "″")."""
    return kind in _REPEATED and _DITTO.match(text) is not None


def read_parts(text: str, kind: FieldKind, *, labels: PlanLabels) -> tuple[Part, ...]:
    """Return what a cell of a column says, as kinds and half-open ranges of its text; one part where it says one thing.

    Without labels inside, the column's kind is that of the whole text, or a sentence is read for its duties.
    """
    if kind not in _MIXED | ASSIGNMENT_KINDS:
        return ((kind, 0, len(text)),)
    if kind is FieldKind.DEADLINE and clauses.find_named_roles(text) is not None:
        return ((kind, 0, len(text)),)  # Its labels tell how each time is meant.
    parts = tuple(_glued(text, _labelled(text, kind, labels)))
    if kind is FieldKind.LEAD and len(parts) == 1 and parts[0][0] is kind and may_tell_roles(text):
        told = read_roles(text) or ()
        return tuple(told) or parts
    if len(parts) != 1 or parts[0][0] is not kind or kind not in _MIXED:
        return parts
    if kind is FieldKind.ACTIONS:
        return parts
    duties = read_duties(text)
    if any(duty.kind is FieldKind.LEAD for duty in duties):
        return tuple((duty.kind, duty.start, duty.end) for duty in duties)
    if kind is FieldKind.LEAD_COORDINATE:
        return tuple(_first_leads(text))
    return ((FieldKind.LEAD, 0, len(text)),)


def read_lines(texts: Sequence[str], kind: FieldKind, *, labels: PlanLabels) -> list[tuple[int, Part]]:
    """Return what the printed lines of one cell say, each part with the number of its line and its range there.

    Lines are where the words happened to be broken: a part that goes on from the line before has the same kind.
    """
    text = "\n".join(texts)
    if kind not in _MIXED and ":" not in text and " là " not in text:  # Without them no label stands in it.
        signs = _SIGNS if kind in ASSIGNMENT_KINDS else ""
        return [(number, (kind, 0, len(line))) for number, line in enumerate(texts) if line.strip(signs)]
    parts = read_parts(text, kind, labels=labels)
    if parts == ((kind, 0, len(text)),):
        return [(number, (kind, 0, len(line))) for number, line in enumerate(texts) if line]
    found: list[tuple[int, Part]] = []
    begin = 0
    for number, line in enumerate(texts):
        for part, start, end in parts:
            first, last = max(start, begin), min(end, begin + len(line))
            if first < last:
                found.append((number, (part, first - begin, last - begin)))
        begin += len(line) + 1
    return found


def _labelled(text: str, kind: FieldKind, labels: PlanLabels) -> Iterator[Part]:
    current, position = kind, 0
    for line in text.split("\n"):
        found = [
            value for value in find_inline(line, labels=labels) if kind in _MIXED or value.kind in ASSIGNMENT_KINDS
        ]
        end = found[0].label_start if found else len(line)
        if line[:end].strip(_SIGNS):
            yield current, position, position + end
        for value in found:
            # In a column of times "Thực hiện: Quý I" says when.
            is_when = kind is FieldKind.DEADLINE is not value.kind and _says_when(line[value.start : value.end])
            current = kind if is_when else value.kind
            yield current, position + value.start, position + value.end
        position += len(line) + 1


def _glued(text: str, parts: Iterator[Part]) -> Iterator[Part]:
    """Join the parts of which one line goes on with the name of an agency on the line above."""
    whole: Part | None = None
    for part in parts:
        kind, start, end = part
        if whole is not None and kind is whole[0] and kind in _NAMED:
            above = text[max(whole[1], start - _LONGEST_NAME) : start]
            if _goes_on(above, text[start:end]):
                whole = (kind, whole[1], end)
                continue
        if whole is not None:
            yield whole
        whole = part
    if whole is not None:
        yield whole


def _goes_on(above: str, line: str) -> bool:
    """Tell whether a line cannot begin a name: "Phòng Văn hóa / - Xã hội", "Văn phòng HĐND / và UBND huyện"."""
    before, words = above.rstrip(), line.lstrip(_DASHED)
    if before.endswith((",", " và")):
        return True
    folded = folding.fold_aligned(words)
    if before.endswith((";", ".", ":")) or begins_agency(words, folded):
        return False
    if words[:1].islower() or before.endswith((" -", " –")):
        return True
    ended = folding.fold_aligned(before) if line.lstrip()[:1] in "-–" else ""
    return any(ended.endswith(left) and folded.startswith(right) for left, right in _halves() if ended)


@cache
def _halves() -> tuple[tuple[str, str], ...]:
    """Return the folded words on both sides of each dash in the fields of agencies: "van hoa", "xa hoi"."""
    fields = (folding.fold(field).split(" - ") for field in load_lexicon().agency_fields)
    return tuple((" - ".join(parts[:at]), " - ".join(parts[at:])) for parts in fields for at in range(1, len(parts)))


def _says_when(text: str) -> bool:
    """Tell whether a value names a time and nobody."""
    return names_agency(text) is None and bool(parse_deadlines(text, plan_year=None, lexicon=load_lexicon()))


def _first_leads(text: str) -> Iterator[Part]:
    """Of a list under "Chủ trì/phối hợp" the first leads, the others help."""
    entries = agencies.split_agencies(text.replace("/", ";"), lexicon=load_lexicon())
    first = text.find(entries[0]) + len(entries[0]) if entries and entries[0] in text else len(text)
    yield FieldKind.LEAD, 0, first
    rest = first + len(text[first:]) - len(text[first:].lstrip(" ;,/\n"))
    if rest < len(text):
        yield FieldKind.COORDINATE, rest, len(text)
