"""Extract a whole plan from a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels, load_plan_labels
from parindex.documents.blocks import Document, block_text
from parindex.documents.errors import NotAPlan, TooShort
from parindex.documents.extract import rows
from parindex.documents.extract.agency_extent import is_whole_name
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.bare import is_noted, lead_note, read_trailing
from parindex.documents.extract.delegation import Delegation
from parindex.documents.extract.duties import note_range, read_duties, time_note
from parindex.documents.extract.goals import find_goals
from parindex.documents.extract.handing import Handed, find_handed, number_of
from parindex.documents.extract.header import read_document
from parindex.documents.extract.items import Heading, Reading, build_item, without_points
from parindex.documents.extract.labels import find_in_heading
from parindex.documents.extract.links import find_findings, find_joint, link_items, resolve_references
from parindex.documents.extract.measures import read_measured
from parindex.documents.extract.outline import Node, Outline, build_outline
from parindex.documents.extract.ownership import Owner, descend, find_owners, shared_labels
from parindex.documents.extract.pieces import Fields, Piece, collect_fields, cut_piece, piece_of, span_of
from parindex.documents.extract.records import name_start
from parindex.documents.extract.sections import section_of
from parindex.documents.extract.seen import describe_seen
from parindex.documents.extract.sentences import read_assigned, read_deed
from parindex.documents.extract.unread import Taken, find_unread, places_of
from parindex.domain.planning.model import Confidence, Item, Part, Plan
from parindex.domain.text.memory import forget, keep_all

_SHORTEST = 512
# The recogniser of pictures says so in a warning of the document.
_RECOGNISED = "Chữ nhận dạng"
_SHORTEST_NAME = 12
# "Số lượng báo cáo: năm 2023 đạt 0,5/1 điểm" is named without its result.
_RESULT = re.compile(r"\s*[:,–-]\s*(?:năm 20\d\d,?\s+)?(?:chỉ )?(?:đạt|được|bị trừ|mất)\b[^.;:]{0,40}\bđiểm\s*$")
# Fields of reform that begin like agencies.
_STAFF = re.compile(r"(?:Cán bộ|Công chức|Viên chức|Tổ chức|Doanh nghiệp|Cá nhân|Bộ máy)\b")


def extract_plan(document: Document, *, labels: PlanLabels | None = None) -> Plan:
    """Extract the plan of a document; raises TooShort under 512 characters and NotAPlan when it holds no items."""
    if _is_short(document):
        raise TooShort(name=document.name)
    with keep_all():
        try:
            return _extract(document, labels or load_plan_labels())
        finally:
            forget()


def _is_short(document: Document) -> bool:
    """Tell whether the whole text has fewer letters than any plan; only so many are looked at."""
    length = -1
    for block in document.blocks:
        length += len(block_text(block)) + 1
        if length >= _SHORTEST:
            return False
    return True


def _extract(document: Document, labels: PlanLabels) -> Plan:
    facts = read_document(document)
    reading = Reading(load_lexicon(), facts.plan_year)
    tables, flat_blocks = rows.find_rows(document, labels=labels)
    outline = build_outline([block for block in document.blocks if block.index not in flat_blocks], labels=labels)
    given = _give_away(find_owners(outline, labels=labels, has_rows=_has_rows(tables)), outline, labels, tables)
    body = _body_items(outline, given, labels, reading, facts.title or "")
    items = _unique([*body, *rows.build_items(tables, reading=reading, given=given.rows)])
    lost = tuple(find_unread(outline, document.blocks, _taken(given, items), labels=labels))
    outline.take_apart()
    if not items:
        raise NotAPlan(f"{NotAPlan.what.rstrip('.')}: {describe_seen(document)}.", name=document.name)
    items = resolve_references(link_items(items))
    if any(warning.startswith(_RECOGNISED) for warning in document.warnings):
        items = [_unsure(item) for item in items]
    return Plan(
        document=facts, items=tuple(items), findings=(*find_findings(items), *find_joint(items, document), *lost)
    )


def _taken(given: _Given, items: Sequence[Item]) -> Taken:
    """Return what of the document became part of an item: its own lines, those below it, and what gives it away."""
    positions: set[int] = set()
    for owner in given.owners:
        heads = [owner.node] if owner.delegation is None else [owner.node, owner.delegation.head]
        positions.update(node.position for node in (*heads, *descend(owner.node)))
    positions.update(line.node.position for line in (*given.items.values(), *given.rows.values()))
    return Taken(positions, places_of(items))


def _has_rows(tables: Sequence[rows.Table]) -> bool:
    return any(row.fields.get(FieldKind.NAME) for _, found in tables for row in found)


def _body_items(outline: Outline, given: _Given, labels: PlanLabels, reading: Reading, title: str) -> list[Item]:
    positions = frozenset(owner.node.position for owner in given.owners)
    items: list[Item] = []
    taken: set[int] = set(positions)
    for owner in given.owners:
        node = owner.node
        fields = collect_fields(node, skip=positions, labels=labels)
        if owner.delegation is not None:
            _delegate(fields, node, owner.delegation)
        if (line := given.items.get(node.position)) is not None:
            line.give(fields)
        if (dated := owner.dated) is not None and not fields.get(FieldKind.DEADLINE):
            fields.add(
                FieldKind.DEADLINE, piece_of(node.block, node.start + dated.start, node.start + dated.end, said=True)
            )
        _inherit(fields, node, labels)
        taken.update(below.position for below in descend(node))
        section = section_of(node, labels=labels, title=title)
        name = _name_of(owner, labels)
        work = _work_of_agency(node, fields)
        heading = Heading(
            part=Part.BODY,
            section=section,
            number=node.number,
            text=_without_aim(name, fields, node) if work is None else work.text.strip(" .;"),
            span=span_of(node.block, node.start, len(node.block.text)) if work is None else work.span,
            doubtful=frozenset({"names"} if owner.said or owner.guessed else ()),
        )
        items.append(build_item(heading, fields, reading=reading, key=f"body/{node.number or 'x'}"))
    goals = find_goals(outline, taken=frozenset(taken), plan_year=reading.plan_year, lexicon=reading.lexicon)
    return [*items, *goals]


def _work_of_agency(node: Node, fields: Fields) -> Piece | None:
    """Take the one labelled line of work below an agency ("1. Sở A", "- Nhiệm vụ: …") as the item's name."""
    if len(fields.get(FieldKind.ACTIONS)) != 1 or fields.get(FieldKind.LEAD) or _STAFF.match(node.text):
        return None
    named = names_agency(node.text)
    if named is None or not is_whole_name(node.text[slice(*named)]):
        return None
    fields.add(FieldKind.LEAD, piece_of(node.block, node.start + named[0], node.start + named[1], said=True))
    work = fields.pieces.pop(FieldKind.ACTIONS)[0]
    for duty in read_duties(work.text):
        if duty.kind is not FieldKind.LEAD and not fields.get(duty.kind):
            fields.add(duty.kind, cut_piece(work, duty.start, duty.end)._replace(said=True))
    return work._replace(text=read_deed(work.text).name(work.text))


@dataclass(frozen=True, slots=True)
class _Given:
    """The items of the body, and the lines that only give criteria away, by item's position and by row's number."""

    owners: Sequence[Owner]
    items: Mapping[int, Handed]
    rows: Mapping[str, Handed]


def _give_away(owners: Sequence[Owner], outline: Outline, labels: PlanLabels, tables: Sequence[rows.Table]) -> _Given:
    """Part the items from the lines that only give them or the rows of tables away."""
    found = find_handed(outline.nodes, labels=labels)
    giving = {line.node.position for line in found}
    rest = [owner for owner in owners if owner.node.position not in giving]
    headings = Counter(owner.node.number for owner in rest)
    handed: dict[int, Handed] = {}
    given: dict[str, Handed] = {}
    for line in reversed(found):
        in_body = {
            owner.node.position
            for owner in rest
            if (number_of(owner.node.text) if line.is_coded else owner.node.number) in line.numbers
            and (line.is_coded or headings[owner.node.number] == 1)
        }
        in_rows = line.numbers & rows.list_numbers(tables, of_codes=line.is_coded) if tables else frozenset()
        handed.update(dict.fromkeys(in_body, line))
        given.update(dict.fromkeys(in_rows if line.is_coded or not in_body else (), line))
        if not in_body and not in_rows:
            giving.discard(line.node.position)  # What nobody else bears stays an item of its own.
    return _Given([owner for owner in owners if owner.node.position not in giving], handed, given)


def _delegate(fields: Fields, node: Node, delegation: Delegation) -> None:
    """Give work that stands below an agency the duties of that heading, where it names none itself."""
    head = delegation.head
    for duty in read_duties(node.text):
        if duty.kind is not FieldKind.LEAD and not fields.get(duty.kind):
            fields.add(duty.kind, piece_of(node.block, node.start + duty.start, node.start + duty.end, said=True))
    for kind, start, end in delegation.duties():
        if not fields.get(kind):
            fields.add(kind, piece_of(head.block, head.start + start, head.start + end, said=True))


def _inherit(fields: Fields, node: Node, labels: PlanLabels) -> None:
    """Take who leads and when from the headings above where the item itself does not say it."""
    for kind in (FieldKind.LEAD, FieldKind.DEADLINE):
        if fields.get(kind):
            continue
        shared = next(((at, value) for at, value in shared_labels(node, labels=labels) if value.kind is kind), None)
        if shared is not None:
            above, value = shared
            fields.add(kind, piece_of(above.block, above.start + value.start, above.start + value.end, said=True))


def _without_aim(name: str, fields: Fields, node: Node) -> str:
    """Part "Hồ sơ đúng hạn: từ 98% trở lên" into the name and the target, where no label says the target."""
    at = node.text.find(name)
    measured = read_measured(name) if at >= 0 and not fields.get(FieldKind.TARGET) else None
    if measured is None:
        return name
    start, end = node.start + at + measured.start, node.start + at + measured.end
    fields.add(FieldKind.TARGET, piece_of(node.block, start, end, said=True))
    return name[: measured.name_end]


def _name_of(owner: Owner, labels: PlanLabels) -> str:
    node = owner.node
    if owner.dated is not None:
        return " ".join(node.text[owner.dated.name_start : owner.dated.name_end].split())
    name = _heading_text(node.text, labels, is_deed=owner.delegation is not None, is_title=node.is_title)
    noted = lead_note(name) if is_noted(node) else None
    return name[: noted.name_end] if noted is not None else name


def _heading_text(text: str, labels: PlanLabels, *, is_deed: bool = False, is_title: bool = False) -> str:
    """Return the words that name an item, without the duties that follow in its line and without points."""
    text = text[name_start(text, labels=labels) :]
    note = note_range(text)
    before = text if note is None else text[: note[0] - 1]
    inline = next(iter(find_in_heading(before, labels=labels)), None)
    if inline is not None and inline.label_start >= _SHORTEST_NAME:
        text = text[: inline.label_start].rstrip(" .;,:(-–")
    text = _RESULT.sub("", text)
    trailing = read_trailing(text) if note is None else None
    if trailing is not None:
        return " ".join(text[: trailing.name_end].split())
    assigned = read_assigned(text) or (None if is_title else read_assigned(text, loose=True))
    if assigned is not None and (note is None or assigned.duty_start < note[0] - 1):
        return assigned.name(text)
    note = note or time_note(text)
    if is_deed and note is None:
        return read_deed(text).name(text)
    words = text[: note[0] - 1] if note is not None else without_points(text)
    return " ".join(words.split()).strip(" ;")


def _unsure(item: Item) -> Item:
    """Mark every field of an item read from a picture for a check."""
    return item._replace(confidence=dict.fromkeys(item.confidence, Confidence.CHECK))


def _unique(items: Sequence[Item]) -> list[Item]:
    """Make the keys unique by counting repeats."""
    seen: Counter[str] = Counter()
    result: list[Item] = []
    for item in items:
        seen[item.key] += 1
        count = seen[item.key]
        result.append(item if count == 1 else item._replace(key=f"{item.key}#{count}"))
    return result
