"""Goals of a programme: measurable lines below "Mục tiêu … Đến năm 2025" or "Mục tiêu cụ thể"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.outline import Node, Outline
from parindex.documents.extract.pieces import span_of
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import (
    Confidence,
    Deadline,
    DeadlineKind,
    DeadlineRole,
    Item,
    Part,
    Section,
)
from parindex.domain.planning.targets import targets
from parindex.domain.text import folding

_DIGIT = re.compile(r"\d")
_AIMS = re.compile(r"muc tieu|chi tieu")
_HEADED_BY_YEAR = re.compile(r"\bden (?:het |cuoi )?nam (20\d\d)$")
_BY_YEAR = re.compile(
    r"^(?:phan dau\s+)?(?:den (?:het |cuoi )?nam|dinh huong den nam|giai doan 20\d\d\s*-)\s*(20\d\d)[^a-z]*$"
)

_INLINE_YEAR = re.compile(r"^[-+*•]?\s*(?:định hướng\s+)?đến (?:hết |cuối )?năm (20\d\d)\s*:\s+(?=\S)", re.IGNORECASE)


def find_goals(outline: Outline, *, taken: frozenset[int], plan_year: int | None, lexicon: Lexicon) -> list[Item]:
    """Return the goals that no item of the plan owns, in reading order."""
    goals: list[Item] = []
    for node, year, skipped in _goal_lines(outline, taken):
        text = node.text[skipped:].strip()
        found = targets.parse_targets(text, plan_year=plan_year, lexicon=lexicon)
        if year is None and (not found or (node.marker is None and node.text.endswith("."))):
            continue  # a sentence under "Mục tiêu" tells of the whole plan; its goals are the lines of a list
        number = f"G{len(goals) + 1}"
        span = span_of(node.block, node.start + skipped, len(node.block.text))
        deadlines = (
            (Deadline(DeadlineRole.BOTH, DeadlineKind.BY_YEAR, f"Đến năm {year}", year=year, op="<="),) if year else ()
        )
        goals.append(
            Item(
                key=f"body/{number}",
                part=Part.BODY,
                section=Section.GOAL,
                number=number,
                names=(text,),
                line=node.block.place.line,
                domain=_domain(node),
                target_text=text,
                targets=found,
                deadlines=deadlines,
                sources={"names": (span,), "target_text": (span,)},
                confidence={"names": Confidence.SURE, "target_text": Confidence.SURE},
                absent={"lead": "Mục tiêu chung của chương trình, không giao riêng cơ quan nào."},
            )
        )
    return goals


def _goal_lines(outline: Outline, taken: frozenset[int]) -> Iterator[tuple[Node, int | None, int]]:
    """Yield each line that may be a goal with its year and how much of the line comes before the goal."""
    year: int | None = None
    head: Node | None = None
    parent: Node | None = None
    under: Node | None = None
    for node in outline.nodes:
        if node.position in taken:
            continue
        if node.parent is not parent:
            parent = node.parent
            under = _target_above(node)
        if under is None:
            year, head = None, None
            continue
        if under is not head:
            year, head = _year_of(under), under
        inline = _INLINE_YEAR.match(node.text)
        alone = _year_alone(node)
        if alone is not None:
            year = alone
        elif node.number is not None and any(_year_alone(child) is not None for child in node.children):
            year = None  # a field whose goals are told by year below it
        elif inline is not None:
            year = int(inline[1])
            yield node, year, inline.end()
        elif node.label is None and not _heads_goals(node):
            yield node, year, 0


def _heads_goals(node: Node) -> bool:
    """Tell whether a line only names the field of the goals listed below it ("a) Cải cách thủ tục hành chính")."""
    if not node.children:
        return False
    is_field = node.number is not None and _DIGIT.search(node.text) is None
    return node.text.rstrip().endswith(":") or (is_field and any(child.marker for child in node.children))


def _year_alone(node: Node) -> int | None:
    """Return the year of a line that says nothing else ("a) Đến năm 2025:")."""
    found = _BY_YEAR.match(folding.fold(node.text).strip(" :.,;"))
    return int(found[1]) if found is not None else None


def _year_of(head: Node) -> int | None:
    """Return the year that a heading of goals itself names ("Mục tiêu đến năm 2028")."""
    found = _HEADED_BY_YEAR.search(folding.fold(head.text).strip(" :.,;"))
    return int(found[1]) if found is not None else None


def _target_above(node: Node) -> Node | None:
    above = node.parent
    while above is not None:
        if above.kind is FieldKind.TARGET:
            return above if _AIMS.search(folding.fold(above.text[:80])) else None
        if above.label is not None:
            return None
        above = above.parent
    return None


def _domain(node: Node) -> str | None:
    """Return the number of the nearest numbered section above the goals."""
    above = _target_above(node)
    above = above.parent if above is not None else None
    while above is not None and above.parent is not None:
        if above.number is not None and above.label is None:
            return above.number
        above = above.parent
    return None
