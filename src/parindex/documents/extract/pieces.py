"""Values of fields as pieces of the document, each with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.blocks import Block, Cell
from parindex.documents.extract.agency_words import agency_starts
from parindex.documents.extract.bare import bare_lines, is_noted, lead_note, read_bracketed, read_trailing
from parindex.documents.extract.cells import points_above
from parindex.documents.extract.duties import (
    Duty,
    names_leader_by_label,
    note_range,
    read_duties,
    split_tagged,
    time_note,
)
from parindex.documents.extract.duty_clauses import end_of_doers, may_tell_duties
from parindex.documents.extract.labels import (
    ASSIGNMENT_KINDS,
    HEADING_KINDS,
    find_dashed,
    find_in_heading,
    find_inline,
    find_opening,
    is_alone,
)
from parindex.documents.extract.measures import is_aim
from parindex.documents.extract.outline import Node
from parindex.documents.extract.role_clauses import may_tell_roles, read_roles, read_sentence
from parindex.documents.extract.sentences import AssignedSentence, read_assigned, read_given
from parindex.documents.extract.times import opening_time, trailing_time
from parindex.domain.planning.model import SourceSpan
from parindex.domain.text import folding

_SHORTEST_ACTION = 12
_LONGEST_ACTOR = 120
# "Người thực hiện: …" names who leads, but not beside "Người phụ trách: …".
_DOER = re.compile(r"(?:người|ai) (?:trực tiếp )?(?:thực hiện|làm)\b(?! chính)", re.IGNORECASE)
_LISTING = ASSIGNMENT_KINDS - {FieldKind.DEADLINE}
_LISTED = frozenset({FieldKind.LIMITATION, FieldKind.TARGET, FieldKind.ACTIONS, FieldKind.PRODUCT})


class Piece(NamedTuple):
    """A part of a field's value: its words and where they stand.

    `said` when it was read from a sentence and not from a label, `glued` when it goes on with the piece before it;
    `actor` names the agency of the line above ("- Sở Tài chính:") that a line of actions hangs on.
    """

    text: str
    span: SourceSpan
    said: bool = False
    glued: bool = False
    actor: str = ""


@dataclass(slots=True)
class Fields:
    """The pieces of one item by field, in reading order."""

    pieces: dict[FieldKind, list[Piece]] = field(default_factory=dict)

    def add(self, kind: FieldKind, piece: Piece) -> None:
        """Append a piece unless it is empty; "Sở A (chủ trì), Sở B (phối hợp)" are pieces of their own kinds.

        "Như trên" names nobody: what it points at is for the table to find, else absent.
        """
        if not piece.text.strip() or points_above(piece.text, kind):
            return
        if kind in _LISTING and "(" in piece.text:
            for duty in split_tagged(piece.text, kind):
                self.pieces.setdefault(duty.kind, []).append(cut_piece(piece, duty.start, duty.end))
            return
        self.pieces.setdefault(kind, []).append(piece)

    def get(self, kind: FieldKind) -> Sequence[Piece]:
        """Return the pieces of a field, none when it is absent."""
        return self.pieces.get(kind, ())


def cut_piece(piece: Piece, start: int, end: int) -> Piece:
    """Cut the characters [start, end) out of a piece."""
    if (start, end) == (0, len(piece.text)):
        return piece
    span = piece.span._replace(start=piece.span.start + start, end=piece.span.start + end)
    return piece._replace(text=piece.text[start:end], span=span)


def span_of(block: Block, start: int, end: int, *, cell: Cell | None = None) -> SourceSpan:
    """Return the provenance of a character range of a block or of one of its cells."""
    place = block.place
    if cell is None:
        return SourceSpan(block.index, start, end, None, None, place.page, place.line)
    place = cell.place if cell.place.line is not None else place
    return SourceSpan(block.index, start, end, cell.row, cell.col, place.page, place.line)


def piece_of(block: Block, start: int, end: int, *, said: bool = False) -> Piece:
    """Cut a piece out of a block's text."""
    text = block.text[start:end]
    return Piece(text, span_of(block, start, end), said)


def collect_fields(node: Node, *, skip: frozenset[int], labels: PlanLabels) -> Fields:
    """Read every field of the item that stands at `node`; nodes whose position is in `skip` begin other items."""
    fields = Fields()
    reader = _Reader(fields, labels)
    reader.read_heading(node)
    has_duties = any(child.kind in ASSIGNMENT_KINDS for child in node.children)
    bare = bare_lines(node) if node.number is not None or has_duties else {}
    for below in _own_nodes(node, skip):
        if below.position in bare:
            kind, start = bare[below.position]
            fields.add(kind, piece_of(below.block, below.start + start, len(below.block.text), said=True))
        else:
            reader.read(below, node)
    reader.read_doers()
    reader.read_said()
    return fields


def _own_nodes(node: Node, skip: frozenset[int]) -> Iterator[Node]:
    for child in node.children:
        if child.position in skip:
            continue
        yield child
        yield from _own_nodes(child, skip)


@dataclass(slots=True)
class _Reader:
    fields: Fields
    labels: PlanLabels
    last: FieldKind | None = None
    open_value: bool = False
    told: list[Node] = field(default_factory=list)
    doers: list[tuple[Node, int, int]] = field(default_factory=list)

    def read_heading(self, node: Node) -> None:
        """Read the duties that stand in the item's own line, by label or in a closing note."""
        note = note_range(node.text)
        if note is not None:
            self._read_inline(node, note[0] - 1, HEADING_KINDS | _LISTED)
            self._read_note(node, *note)
            self._read_time_behind(node, note[1] + 1)
            return
        trailing = read_trailing(node.text)
        if trailing is not None:
            for duty in trailing.duties:
                self._add(node, duty.kind, duty.start, duty.end, said=True)
            return
        assigned = read_assigned(node.text)
        if assigned is None and not node.is_title:
            assigned = read_assigned(node.text, loose=True)
        if assigned is not None and not names_leader_by_label(node.text):
            self._read_assigned(node, assigned)
            return
        when = time_note(node.text)
        if when is not None:
            self._add(node, FieldKind.DEADLINE, *when, said=True)
            return
        for value in find_in_heading(node.text, labels=self.labels):
            if value.kind is FieldKind.ACTIONS and is_aim(node.text[value.start : value.end]):
                self._add(node, FieldKind.TARGET, value.start, value.end, said=True)
            self._read_labelled(node, value.kind, value.start, value.end)
        told = lead_note(node.text) if not self.fields.pieces and is_noted(node) else None
        for duty in told.duties if told is not None else ():
            self._add(node, duty.kind, duty.start, duty.end, said=True)

    def _read_inline(self, node: Node, end: int, kinds: Collection[FieldKind]) -> None:
        for value in find_inline(node.text[:end], labels=self.labels):
            if value.kind in kinds:
                self._read_labelled(node, value.kind, value.start, value.end)

    def _read_assigned(self, node: Node, assigned: AssignedSentence) -> None:
        if assigned.lead is None:
            self._read_sentence(node, assigned.duty_start, len(node.text))
            return
        self._add(node, FieldKind.LEAD, *assigned.lead, said=True)
        for helpers in assigned.helpers:
            self._add(node, FieldKind.COORDINATE, *helpers, said=True)
        self._read_time(node, assigned.duty_start)
        if assigned.time is not None and not self.fields.get(FieldKind.DEADLINE):
            self._add(node, FieldKind.DEADLINE, *assigned.time, said=True)
        if not self.fields.get(FieldKind.DEADLINE):
            self._read_time(node, assigned.name_start)
        opening = opening_time(node.text)
        if opening and not self.fields.get(FieldKind.DEADLINE):
            self._add(node, FieldKind.DEADLINE, 0, len(node.text[:opening].rstrip(" ,")), said=True)

    def read(self, node: Node, item: Node) -> None:
        """Read one line below the item's heading."""
        if node.label is not None:
            self._read_label(node)
            return
        if (bracketed := read_bracketed(node.text)) is not None:
            for duty in bracketed:
                self._add(node, duty.kind, duty.start, duty.end, said=True)
            return
        kind = _kind_above(node, item)
        if kind is None and (self.open_value or self.last in _LISTED):
            kind = self.last
        self._read_content(node, kind or FieldKind.ACTIONS)

    def read_doers(self) -> None:
        """Who "thực hiện" by a label implements beside a label of who leads, and leads where there is none."""
        kind = FieldKind.IMPLEMENT if self.fields.get(FieldKind.LEAD) else FieldKind.LEAD
        for node, start, end in self.doers:
            self._add(node, kind, start, end)

    def read_said(self) -> None:
        """Where no label says who leads, take it from the lines that do."""
        if self.fields.get(FieldKind.LEAD):
            return
        is_timed = bool(self.fields.get(FieldKind.DEADLINE))
        for node in self.told:
            line = _Reader(Fields(), self.labels)
            line._read_told(node)
            for kind, pieces in line.fields.pieces.items():
                if kind is not FieldKind.DEADLINE or not is_timed:
                    self.fields.pieces.setdefault(kind, []).extend(pieces)

    def _read_told(self, node: Node) -> None:
        """Read who, with whom and when from a line that says who leads."""
        if (note := note_range(node.text)) is not None:
            self._read_note(node, *note)
        elif (assigned := read_assigned(node.text)) is not None:
            self._read_sentence(node, assigned.duty_start, len(node.text))
        elif (assigned := read_given(node.text)) is not None:
            self._read_assigned(node, assigned)

    def _read_label(self, node: Node) -> None:
        label = node.label
        if label is None:
            return
        kind = label.kind
        if kind is FieldKind.TARGET and label.other is FieldKind.PRODUCT and self.fields.get(kind):
            kind = FieldKind.PRODUCT
        self.last = kind
        value = node.text[label.value_start :]
        self.open_value = not value.strip(" .:;")
        inline = (
            [found for found in find_inline(node.text, labels=self.labels) if found.start > label.value_start]
            if not is_alone(node.text, label)
            else []
        )
        if not self.open_value:
            end = inline[0].label_start if inline else len(node.text)
            if kind is FieldKind.LEAD and _DOER.match(node.text):
                self.doers.append((node, label.value_start, end))
            else:
                self._read_value(node, kind, label.value_start, end)
            if kind is FieldKind.ACTIONS:
                self.told.append(node)
        for found in inline:
            self._read_labelled(node, found.kind, found.start, found.end)

    def _read_value(self, node: Node, kind: FieldKind, start: int, end: int) -> None:
        if kind is FieldKind.ASSIGNMENT_GROUP:
            self._read_sentence(node, start, end)
        else:
            self._add(node, kind, start, end)

    def _read_content(self, node: Node, kind: FieldKind) -> None:
        if kind is FieldKind.ASSIGNMENT_GROUP:
            self._read_sentence(node, 0, len(node.text))
            return
        inline = [found for found in find_inline(node.text, labels=self.labels) if found.kind in ASSIGNMENT_KINDS]
        if inline and kind in {FieldKind.ACTIONS, FieldKind.TARGET}:
            if inline[0].label_start > _SHORTEST_ACTION:
                self._add(node, kind, 0, inline[0].label_start)
                self.told.append(node)
            for found in inline:
                self._add(node, found.kind, found.start, found.end)
            return
        if kind is FieldKind.ACTIONS:
            self.told.append(node)
            if _is_actor(node):
                return
            if node.parent is not None and _is_actor(node.parent):
                piece = piece_of(node.block, 0, len(node.block.text))
                self.fields.add(kind, piece._replace(actor=node.parent.text.strip(" :")))
                return
        printed_start = 0 if kind in _LISTED else node.start
        self.fields.add(kind, piece_of(node.block, printed_start, len(node.block.text)))

    def _read_note(self, node: Node, start: int, end: int) -> None:
        """Read "(cơ quan chủ trì: A; sản phẩm: B; quý III)": labels, and the sentence before the first of them."""
        kinds = ASSIGNMENT_KINDS | {FieldKind.PRODUCT}
        found = [value for value in find_inline(node.text[start:end], labels=self.labels) if value.kind in kinds]
        said_to = start + found[0].label_start if found else end
        if node.text[start:said_to].strip(" ;,"):
            self._read_sentence(node, start, said_to)
        for value in found:
            self._read_labelled(node, value.kind, start + value.start, start + value.end)

    def _read_time_behind(self, node: Node, start: int) -> None:
        """Read "(phối hợp: A; chủ trì: B); xong trước ngày 30/9": a time behind the closing bracket."""
        end = len(node.text.rstrip(" .;"))
        start += len(node.text[start:]) - len(node.text[start:].lstrip(" ,;"))
        if start < end and not self.fields.get(FieldKind.DEADLINE):
            self._add(node, FieldKind.DEADLINE, start, end, said=True)

    def _read_labelled(self, node: Node, kind: FieldKind, start: int, end: int) -> None:
        """Add the value of a label; a time at the end of a list of agencies is the deadline."""
        when = None
        if kind is not FieldKind.DEADLINE and kind in ASSIGNMENT_KINDS and not self.fields.get(FieldKind.DEADLINE):
            when = trailing_time(node.text, start, end)
        self._add(node, kind, start, end if when is None else len(node.text[:when].rstrip(" ;,")))
        if when is not None:
            self._add(node, FieldKind.DEADLINE, when, end, said=True)

    def _read_time(self, node: Node, start: int) -> None:
        for duty in read_duties(node.text[start:]):
            if duty.kind is FieldKind.DEADLINE:
                self._add(node, duty.kind, start + duty.start, start + duty.end, said=True)

    def _read_sentence(self, node: Node, start: int, end: int) -> None:
        text = node.text[start:end]
        labelled = find_dashed(text, labels=self.labels) or find_opening(text, labels=self.labels)
        for value in labelled:
            self._add(node, value.kind, start + value.start, start + value.end)
        if labelled:
            return
        duties = read_sentence(text)
        for duty in duties:
            if duty.kind is FieldKind.DEADLINE and self.fields.get(duty.kind):
                continue
            self._add(node, duty.kind, start + duty.start, start + duty.end, said=True)
        if not duties and end - start <= 200:
            doers = end_of_doers(folding.fold_aligned(text), 0, len(text))
            self._add(node, FieldKind.LEAD, start, start + doers, said=True)

    def _add(self, node: Node, kind: FieldKind, start: int, end: int, *, said: bool = False) -> None:
        text = node.text[start:end]
        if kind is not FieldKind.LEAD or not may_tell_roles(text):
            self.fields.add(kind, piece_of(node.block, node.start + start, node.start + end, said=said))
            return
        clauses = read_roles(text)
        is_sentence = clauses is None and may_tell_duties(text)
        for duty in clauses or (Duty(kind, 0, len(text)),):
            if duty.kind is FieldKind.DEADLINE and self.fields.get(duty.kind):
                continue
            begin = node.start + start
            piece = piece_of(node.block, begin + duty.start, begin + duty.end, said=said or is_sentence)
            self.fields.add(duty.kind, piece)


def _is_actor(node: Node) -> bool:
    """Tell whether a line only names who does the lines below it ("- Sở Tài chính:")."""
    if node.label is not None or not node.children or len(node.text) > _LONGEST_ACTOR:
        return False
    if not node.text.rstrip().endswith(":"):
        return False
    return agency_starts().match(folding.fold_aligned(node.text.removeprefix("Đối với "))) is not None


def _kind_above(node: Node, item: Node) -> FieldKind | None:
    above = node.parent
    while above is not None and above is not item:
        if above.kind is not None:
            return above.kind
        above = above.parent
    return None


def joined(pieces: Iterable[Piece], separator: str = " ") -> str | None:
    """Join the words of pieces, glued ones by a blank; None when there are none."""
    text = ""
    for piece in pieces:
        words = folding.collapse(piece.text)
        text = f"{text}{' ' if piece.glued else separator}{words}" if text else words
    return text.strip() or None
