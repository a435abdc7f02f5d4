"""Items written as records of labels: "Hạn: …; Người làm: …; Việc: …", the name among the fields in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.labels import ASSIGNMENT_KINDS
from parindex.documents.extract.outline import SECTION_RANK, Node, Outline

_NAMING = frozenset({FieldKind.NAME, FieldKind.ACTIONS})
_TELLING = (FieldKind.LIMITATION, FieldKind.ACTIONS, FieldKind.TARGET)
_DUTIES = ASSIGNMENT_KINDS | {FieldKind.ASSIGNMENT_GROUP}
_LONGEST_LABEL = 60


def name_start(text: str, *, labels: PlanLabels) -> int:
    """Return where the name begins in "Nội dung công việc: …"; 0 when no label stands before it."""
    head, colon, value = text.partition(":")
    if not colon or not value.strip(" .:") or len(head) > _LONGEST_LABEL or not _NAMING & set(labels.kinds_of(head)):
        return 0
    return len(text) - len(value.lstrip())


def gather_records(outline: Outline, *, labels: PlanLabels) -> None:
    """Make the naming line of each record a heading and hang the other fields below it.

    Only where two records or more stand side by side below a section, each with a name and someone or some time.
    """
    for parent in (outline.root, *outline.nodes):
        if not parent.children or (parent.number is not None and parent.rank > SECTION_RANK):
            continue
        records = [(head, record) for head, record in _records(parent, labels) if _is_whole(record, labels)]
        if len(records) < 2:
            continue
        is_headed = all(head is not None and not head.children for head, _ in records)
        for head, record in records:
            if head is not None and is_headed:
                _hang(parent, head, record)
            else:
                _turn(parent, record, labels)


def name_by_labels(outline: Outline) -> None:
    """Make numbered labels items where two or more of one kind stand side by side, each with its own duties below.

    "1.1. Hạn chế: Ban hành chậm" is named by its value, the fields below it are its own.
    """
    for parent in (outline.root, *outline.nodes):
        records = [child for child in parent.children if _is_record(child)]
        for kind in _TELLING if len(records) > 1 else ():
            named = [node for node in records if node.kind is kind]
            if len(named) > 1:
                for node in named:
                    _name(node)


def _is_record(node: Node) -> bool:
    label = node.label
    if label is None or node.number is None or not node.text[label.value_start :].strip(" .:;"):
        return False
    return any(child.kind in _DUTIES for child in node.children)


def _name(node: Node) -> None:
    label = node.label
    if label is not None:
        node.start += label.value_start
        node.text = node.text[label.value_start :]
        node.drop_label()


def _records(parent: Node, labels: PlanLabels) -> Iterator[tuple[Node | None, list[Node]]]:
    """Yield each run of different fields with the line before it that is no field."""
    current: list[Node] = []
    seen: set[FieldKind] = set()
    head: Node | None = None
    for child in parent.children:
        role = _role(child, labels)
        if role is None or role in seen or child.number is not None:
            if current:
                yield head, current
                head = None
            current, seen = [], set()
        if role is None:
            head = child
            continue
        for node in (child, *(child.children if child.number is not None else ())):
            current.append(node)
            seen.add(_role(node, labels) or FieldKind.NOTE)
    if current:
        yield head, current


def _hang(parent: Node, head: Node, record: Sequence[Node]) -> None:
    """Put the fields below the line that heads them."""
    parent.children[:] = [child for child in parent.children if all(child is not node for node in record)]
    for node in record:
        node.parent = head
    head.children[:] = record


def _role(node: Node, labels: PlanLabels) -> FieldKind | None:
    if node.kind is not None:
        return FieldKind.NAME if node.kind in _NAMING else node.kind
    return FieldKind.NAME if name_start(node.text, labels=labels) else None


def _is_whole(record: Sequence[Node], labels: PlanLabels) -> bool:
    names = [node for node in record if _role(node, labels) is FieldKind.NAME and name_start(node.text, labels=labels)]
    return bool(names) and any(node.kind in ASSIGNMENT_KINDS for node in record)


def _turn(parent: Node, record: Sequence[Node], labels: PlanLabels) -> None:
    name = next(node for node in record if _role(node, labels) is FieldKind.NAME)
    first = record[0]
    place = next(at for at, child in enumerate(parent.children) if child is first)
    parent.children[:] = [child for child in parent.children if all(child is not node for node in record)]
    parent.children.insert(min(place, len(parent.children)), name)
    name.take_marker(name.marker or first.marker)
    name.drop_label()
    first.children[:] = [child for child in first.children if all(child is not node for node in record)]
    others = [node for node in record if node is not name]
    for node in others:
        node.parent = name
    name.parent = parent
    name.children[:] = [*others, *name.children]
