"""Which nodes of the outline are items: those that name a criterion or own labelled fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.bare import bare_lines, is_noted, says_duty
from parindex.documents.extract.dated import Dated, read_dated
from parindex.documents.extract.delegation import Delegation, find_delegations
from parindex.documents.extract.handing import hands_list, names_listed
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, LabelledValue, find_inline, is_alone
from parindex.documents.extract.outline import SECTION_RANK, Node, Outline
from parindex.documents.extract.pieces import collect_fields
from parindex.documents.extract.records import gather_records, name_by_labels
from parindex.documents.extract.regrouping import regroup
from parindex.documents.extract.sections import holds_no_work, is_framed
from parindex.documents.extract.sentences import read_assigned, read_given
from parindex.documents.extract.times import heading_time, is_time

_FEWEST_LINES = 2


@dataclass(slots=True)
class Owner:
    """A node and the labels that belong to it, in reading order; `guessed` when other lines tell that they are its."""

    node: Node
    labels: list[Node] = field(default_factory=list)
    kinds: set[FieldKind] = field(default_factory=set)
    said: bool = False
    guessed: bool = False
    dated: Dated | None = None
    delegation: Delegation | None = None

    def has_duties(self) -> bool:
        """Tell whether someone or some time is assigned."""
        return bool(self.kinds & (ASSIGNMENT_KINDS | {FieldKind.ASSIGNMENT_GROUP}))


def find_owners(outline: Outline, *, labels: PlanLabels, has_rows: bool = False) -> list[Owner]:
    """Return the nodes that are items, in reading order; `has_rows` when tables of the document hold items."""
    name_by_labels(outline)
    gather_records(outline, labels=labels)
    guessed = regroup(outline, labels=labels)
    owners = _collect(outline, labels)
    chosen = {position: owner for position, owner in owners.items() if _is_item(owner, labels)}
    _drop_mentioned(chosen)
    _drop_outer(chosen)
    _add_siblings(chosen, labels)
    _add_delegated(outline, chosen, labels, has_rows=has_rows)
    if has_rows:
        _drop_listed(chosen)
    else:
        _add_told(outline, chosen, labels)
    for position in guessed & chosen.keys():
        chosen[position].guessed = True
    return [chosen[position] for position in sorted(chosen)]


def _collect(outline: Outline, labels: PlanLabels) -> dict[int, Owner]:
    owners: dict[int, Owner] = {}
    saying = {node.position for node in outline.nodes if node.label is None and _is_said(node)}
    apart = {line.position for node in outline.nodes if _heads_own_work(node, labels) for line in node.children}
    saying |= apart
    said = _said_below(outline, saying)
    for node in outline.nodes:
        kinds = _kinds_at(node, labels, is_said=node.position in saying)
        if node.criterion and node.is_heading:
            _owned(owners, node)
        if not kinds:
            continue
        owner = _owner_of(node, outline, said)
        if owner is None:
            continue
        entry = _owned(owners, owner)
        if node is not owner:
            entry.labels.append(node)
        entry.kinds |= kinds
        is_own = node is owner and node.label is None
        entry.said = entry.said or (is_own and _is_assigned(node.text, is_loose=node.position in apart))
    return owners


def _owned(owners: dict[int, Owner], node: Node) -> Owner:
    owner = owners.get(node.position)
    if owner is None:
        owner = owners[node.position] = Owner(node)
    return owner


def _kinds_at(node: Node, labels: PlanLabels, *, is_said: bool) -> set[FieldKind]:
    text, label = node.text, node.label
    kinds: set[FieldKind] = set()
    if label is None or not is_alone(text, label):
        kinds.update(value.kind for value in find_inline(text, labels=labels) if value.kind in ASSIGNMENT_KINDS)
    if label is not None:
        kinds.add(label.kind)
    if node.kind is FieldKind.ACTIONS and FieldKind.LEAD not in kinds and read_assigned(node.text) is not None:
        kinds.add(FieldKind.ASSIGNMENT_GROUP)  # "Hướng khắc phục: Giao Sở A chủ trì …"
    if not kinds and is_said:
        kinds.add(FieldKind.ASSIGNMENT_GROUP)
    return kinds


def _owner_of(node: Node, outline: Outline, said: Mapping[int, int]) -> Node | None:
    if node.label is None:
        return _spoken_for(node, outline, said) or node
    above = node.parent
    while above is not None and above.label is not None:
        above = above.parent
    return None if above is None or above is outline.root else above


def _said_below(outline: Outline, saying: Collection[int]) -> Mapping[int, int]:
    """Count the lines below each node that say a duty, also after its labels, by the identity of the node."""
    said: Counter[int] = Counter()
    for node in outline.nodes:
        parent = node.parent
        if parent is not None and node.position in saying:
            said[id(parent)] += 1
            if parent.label is not None and parent.parent is not None:
                said[id(parent.parent)] += 1
    return said


def _spoken_for(node: Node, outline: Outline, said: Mapping[int, int]) -> Node | None:
    """Return the numbered heading whose duty a paragraph says: the only one below it, also after its labels.

    Where a heading beside it has more of them, they are items and the heading is theirs.
    """
    if (limited := _limited_heading(node)) is not None:
        return limited
    parent = node.parent
    while parent is not None and parent.label is not None and parent.number is None and node.marker is None:
        parent = parent.parent
    if parent is None or parent is outline.root or parent.number is None or parent.label is not None:
        return None
    if node.number is not None or parent.rank <= SECTION_RANK:
        return None
    if parent.criterion:
        return parent
    if said[id(parent)] != 1:
        return None
    beside = parent.parent.children if parent.parent is not None and node.marker is not None else ()
    crowded = any(said[id(other)] > 1 and other.rank == parent.rank for other in beside)
    return None if crowded else parent


def _limited_heading(node: Node) -> Node | None:
    """Return the numbered heading whose limitations the work below its label mends: it is one item with all of it."""
    above = node.parent
    while above is not None and above.label is not None:
        above = above.parent
    if above is None or above is node.parent or above.number is None or above.rank <= SECTION_RANK:
        return None
    return above if any(child.kind is FieldKind.LIMITATION for child in above.children) else None


def _is_said(node: Node) -> bool:
    return says_duty(node.text) or _gives_work(node) or bool(node.number and bare_lines(node))


def _heads_own_work(node: Node, labels: PlanLabels) -> bool:
    """Tell whether each line below a numbered heading says itself who does its work, and by when."""
    if node.number is None or node.label is not None or node.criterion or len(node.children) < _FEWEST_LINES:
        return False
    return all(_says_who_and_when(line, labels) for line in node.children)


def _says_who_and_when(node: Node, labels: PlanLabels) -> bool:
    if node.label is not None or node.number is not None or node.children or node.closing:
        return False
    fields = collect_fields(node, skip=frozenset(), labels=labels)
    return bool(fields.get(FieldKind.LEAD) and fields.get(FieldKind.DEADLINE))


def _is_assigned(text: str, *, is_loose: bool) -> bool:
    return read_assigned(text) is not None or (is_loose and read_assigned(text, loose=True) is not None)


def _gives_work(node: Node) -> bool:
    """Tell whether a line of a list gives work to an agency: "- Giao Sở A làm việc B"."""
    return node.marker is not None and node.number is None and read_given(node.text) is not None


def _is_item(owner: Owner, labels: PlanLabels) -> bool:
    node = owner.node
    if is_framed(node, labels) or not node.text.strip():
        return False
    if node.rank <= SECTION_RANK and owner.labels and all(map(_is_bare_word, owner.labels)):
        return False  # "Chủ trì", "Phối hợp", "Hoàn thành" on lines of their own head a table
    if node.criterion and node.is_heading:
        return bool(owner.kinds) or any(child.text for child in node.children)
    if owner.has_duties():
        return not _is_only_mention(owner)
    return FieldKind.LIMITATION in owner.kinds and bool(owner.kinds & {FieldKind.ACTIONS, FieldKind.TARGET})


def _is_bare_word(node: Node) -> bool:
    """Tell whether a line is nothing but the words of a label, without a marker or a colon."""
    return node.marker is None and node.label is not None and node.label.value_start >= len(node.text.rstrip(" .;"))


def _is_only_mention(owner: Owner) -> bool:
    """A heading whose only duty is a bare "Tổ chức thực hiện" is a part of the plan, not an item."""
    return owner.kinds == {FieldKind.ASSIGNMENT_GROUP} and bool(owner.labels) and owner.node.rank <= SECTION_RANK


def _drop_mentioned(chosen: dict[int, Owner]) -> None:
    """A sentence that names a leader inside an item with its own duties is one of its actions."""
    for position in [position for position, owner in chosen.items() if owner.said or not owner.labels]:
        above = chosen[position].node.parent
        while above is not None:
            outer = chosen.get(above.position) if above.parent is not None else None
            if outer is not None and not outer.said and outer.has_duties() and outer.labels:
                del chosen[position]
                break
            above = above.parent


def _drop_outer(chosen: dict[int, Owner]) -> None:
    """A node that contains items is their heading, unless it has duties that they have too.

    "Thời gian: trước 30/11/2026" said once for a section of items belongs to each of them.
    """
    for position in sorted(chosen, reverse=True):
        outer = chosen[position]
        inside = [chosen[node.position] for node in descend(outer.node) if node.position in chosen]
        if not inside:
            continue
        if not outer.kinds or (not outer.has_duties() and not outer.node.criterion):
            del chosen[position]
            continue
        below = set[FieldKind]().union(*(owner.kinds for owner in inside))
        if len(inside) > 1 and outer.kinds <= ASSIGNMENT_KINDS and not outer.kinds & below:
            del chosen[position]


def _drop_listed(chosen: dict[int, Owner]) -> None:
    """Beside the rows of a table, lines that only send to it ("các nhiệm vụ tại Phụ lục kèm theo") are no items."""
    for position, owner in list(chosen.items()):
        text = owner.node.text
        if not owner.labels and not owner.node.children and (hands_list(text) or names_listed(text)):
            del chosen[position]


def shared_labels(node: Node, *, labels: PlanLabels) -> Iterator[tuple[Node, LabelledValue]]:
    """Yield the values that the headings above an item give to all items below them, from near to far."""
    above = node.parent
    while above is not None and above.parent is not None:
        label = above.label
        if label is not None and label.kind in ASSIGNMENT_KINDS and label.value_start < len(above.text):
            yield above, LabelledValue(label.kind, 0, label.value_start, len(above.text))
        elif label is not None and is_time(above.text[label.value_start :]):
            yield above, LabelledValue(FieldKind.DEADLINE, 0, label.value_start, len(above.text))
        for value in find_inline(above.text, labels=labels) if label is None else ():
            if value.kind in ASSIGNMENT_KINDS:
                yield above, value
        when = heading_time(above.text) if label is None and above.number is not None else None
        if when is not None:
            yield above, LabelledValue(FieldKind.DEADLINE, 0, *when)
        for child in above.children:
            own = child.label
            if own is not None and own.kind in ASSIGNMENT_KINDS and not child.children:
                yield child, LabelledValue(own.kind, 0, own.value_start, len(child.text))
        above = above.parent


def _add_siblings(chosen: dict[int, Owner], labels: PlanLabels) -> None:
    """A numbered sibling of items with lines below it is an item too, even when it lacks every label."""
    parents: dict[int, tuple[Node, set[int]]] = {}
    for owner in chosen.values():
        parent = owner.node.parent
        if parent is not None and owner.node.number is not None:
            parents.setdefault(id(parent), (parent, set()))[1].add(owner.node.rank)
    inside = {id(node) for owner in chosen.values() for node in descend(owner.node)}
    for parent, ranks in parents.values():
        for child in parent.children:
            known = child.position in chosen or id(child) in inside or child.label is not None
            if known or child.number is None or child.rank not in ranks or is_framed(child, labels):
                continue
            if is_noted(child):
                chosen[child.position] = Owner(child, said=True)
            elif not child.children:
                _add_line(child, chosen)
            elif not any(below.position in chosen for below in descend(child)):
                chosen[child.position] = Owner(child)


def _add_line(node: Node, chosen: dict[int, Owner]) -> None:
    """Make a line with nothing below it an item when it says who does it, or by when."""
    if read_assigned(node.text, loose=True) is not None:
        chosen[node.position] = Owner(node, said=True)
    elif node.marker is not None and (dated := read_dated(node.text)) is not None and not holds_no_work(node):
        chosen[node.position] = Owner(node, said=True, dated=dated)


def _add_delegated(outline: Outline, chosen: dict[int, Owner], labels: PlanLabels, *, has_rows: bool) -> None:
    """Where a plan lists work below its agencies, and little else, each line of work is an item.

    Beside the rows of a table only work that says until when: the other lines tell who sees to the table.
    """
    found = find_delegations(outline)
    open_ones = [delegation for delegation in found if not is_framed(delegation.head, labels)]
    if has_rows:
        found = open_ones = [delegation for delegation in open_ones if delegation.is_timed()]
    inside = {node.position for delegation in found for node in (delegation.head, *descend(delegation.head))}
    outside = [position for position in chosen if position not in inside]
    used = open_ones or ([] if outside else found)
    if sum(len(delegation.work) for delegation in used) <= len(outside):
        return
    for delegation in used:
        for node in (delegation.head, *descend(delegation.head)):
            chosen.pop(node.position, None)
        for above in _above(delegation.head):
            chosen.pop(above.position, None)
        for node in delegation.work:
            chosen[node.position] = Owner(node, said=True, delegation=delegation)
    if not has_rows:
        _add_beside(used, chosen, labels)


def _add_beside(used: Sequence[Delegation], chosen: dict[int, Owner], labels: PlanLabels) -> None:
    """Beside the headings of agencies with work below them, "4. Sở A: làm việc B" in one line is an item too."""
    for head in (delegation.head for delegation in used):
        for node in head.parent.children if head.parent is not None else ():
            alike = node.rank == head.rank and node.marker is not None and node.label is None
            if alike and not node.children and node.position not in chosen and not is_framed(node, labels):
                _add_line(node, chosen)


def _above(node: Node) -> Iterator[Node]:
    """Yield the headings above a node, from near to far."""
    above = node.parent
    while above is not None and above.parent is not None:
        yield above
        above = above.parent


def _add_told(outline: Outline, chosen: dict[int, Owner], labels: PlanLabels) -> None:
    """Sentences that only say who does what are items beside items of sentences, or where there are no others."""
    plain = [owner for owner in chosen.values() if (owner.said or not owner.labels) and owner.delegation is None]
    told = _told_parents(plain)
    in_paragraphs = _told_parents([owner for owner in plain if owner.node.marker is None])
    everywhere = not chosen
    inside = {id(node) for owner in chosen.values() for node in descend(owner.node)}
    for node in outline.nodes:
        beside = id(node.parent) in (in_paragraphs if node.marker is None else told)
        if node.position in chosen or node.label is not None or not (beside or everywhere) or id(node) in inside:
            continue
        if not is_framed(node, labels) and not node.children:
            _add_line(node, chosen)
    if not chosen:
        _add_noted(outline, chosen, labels)


def _add_noted(outline: Outline, chosen: dict[int, Owner], labels: PlanLabels) -> None:
    """Where nothing else tells of work, lines of a list that end in the name of an agency do: "- Việc A (Sở B)."."""
    for parent in (outline.root, *outline.nodes):
        noted = [child for child in parent.children if is_noted(child)]
        if len(noted) > 1 and 2 * len(noted) > len(parent.children) and not is_framed(noted[0], labels):
            chosen.update((node.position, Owner(node, said=True)) for node in noted)


def _told_parents(plain: Sequence[Owner]) -> set[int]:
    """Return the identities of the headings of items that are sentences, and of the headings beside those."""
    parents = [owner.node.parent for owner in plain if not owner.node.criterion and owner.node.parent is not None]
    told = {id(parent) for parent in parents}
    for above, rank in {id(parent): (parent.parent, parent.rank) for parent in parents}.values():
        if above is not None and rank > SECTION_RANK:
            told.update(id(heading) for heading in above.children if heading.rank == rank)
    return told


def descend(node: Node) -> list[Node]:
    """Return every node below a node in reading order."""
    below: list[Node] = []
    waiting = node.children[::-1]
    while waiting:
        child = waiting.pop()
        below.append(child)
        if child.children:
            waiting += child.children[::-1]
    return below
