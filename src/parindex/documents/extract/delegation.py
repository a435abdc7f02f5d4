"""Work listed below the agencies that do it: "1. Sở Nội vụ" and below it one line or paragraph for each thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.dated import tells_past
from parindex.documents.extract.duties import read_duties
from parindex.documents.extract.outline import Node, Outline

_LONGEST_HEAD = 200
_FEWEST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Delegation:
    """An agency's heading and the lines of work below it."""

    head: Node
    work: tuple[Node, ...]

    def is_timed(self) -> bool:
        """Tell whether most lines of work say until when they are done."""
        times = [any(duty.kind is FieldKind.DEADLINE for duty in read_duties(node.text)) for node in self.work]
        return 2 * sum(times) > len(times)

    def duties(self) -> Iterator[tuple[FieldKind, int, int]]:
        """Yield who leads and who helps as ranges of the heading's text."""
        named = names_agency(self.head.text)
        if named is not None:
            yield FieldKind.LEAD, *named
            return
        for duty in read_duties(self.head.text):
            yield duty.kind, duty.start, duty.end


def find_delegations(outline: Outline) -> list[Delegation]:
    """Return the headings that name an agency and no work, where two or more stand side by side."""
    found: list[Delegation] = []
    for parent in (outline.root, *outline.nodes):
        if len(parent.children) < _FEWEST_HEADS:
            continue
        heads = [child for child in parent.children if child.children and _is_head(child)]
        if len(heads) >= _FEWEST_HEADS:
            found.extend(Delegation(head, tuple(_work(head))) for head in heads)
    return found


def _is_head(node: Node) -> bool:
    if node.label is not None or not _work(node) or len(node.text) > _LONGEST_HEAD:
        return False
    if names_agency(node.text) is not None:
        return True
    return node.text.rstrip().endswith(":") and any(duty.kind is FieldKind.LEAD for duty in read_duties(node.text))


def _work(head: Node) -> Sequence[Node]:
    """Return the lines of a list, else below a number the paragraphs where each says with whom or until when."""
    listed = [child for child in head.children if child.label is None and child.marker is not None]
    if listed or head.number is None or not all(map(_tells_work, head.children)):
        return listed
    return head.children


def _tells_work(node: Node) -> bool:
    is_plain = node.label is None and node.marker is None and not node.children and not node.closing
    return is_plain and not tells_past(node.text) and bool(read_duties(node.text))
