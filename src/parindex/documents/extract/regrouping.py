"""Duties that were printed on lines of their own go back below the lines of work that they close."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parindex.definitions.labels.phrases import load_lexicon
from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.agency_words import is_verb
from parindex.documents.extract.bare import says_duty
from parindex.documents.extract.labels import ASSIGNMENT_KINDS, find_inline
from parindex.documents.extract.outline import SECTION_RANK, Node, Outline
from parindex.documents.repair.markers import MarkerStyle
from parindex.domain.planning.lexicon import compile_words
from parindex.domain.text import folding

# What is done is written in another document.
_ELSEWHERE = re.compile(r"(?:(?:to chuc |duoc )?(?:thuc hien|trien khai) )?(?:theo|nhu)\b")
# The rank of a heading and the mark of the lines below it.
_Habit = tuple[int, MarkerStyle]
_DUTY_KINDS = ASSIGNMENT_KINDS | {FieldKind.ASSIGNMENT_GROUP, FieldKind.PRODUCT}


def regroup(outline: Outline, *, labels: PlanLabels) -> set[int]:
    """Move duty labels below the line they close where siblings repeat "task, who, when; task, who, when".

    Where most headings of a rank do so, one that has a single such line is written alike; several are its steps.
    Return the positions of the lines whose duty is theirs only by the looks of other lines.
    """
    repeating: Counter[_Habit] = Counter()
    single: list[tuple[Node, _Habit]] = []
    guessed: set[int] = set()
    for parent in (outline.root, *outline.nodes):
        duties = [child for child in parent.children if child.label is not None and _closes(child)]
        habit = _habit(parent) if duties else None
        if len(duties) > len({child.kind for child in duties}):
            _regroup_below(parent)
        elif habit is None or parent.number is None:
            continue
        elif mended := _mend_broken(parent, duties, labels):
            guessed |= mended
        else:
            single.append((parent, habit))
            continue
        if habit is not None:
            repeating[habit] += 1
    against = Counter(habit for _, habit in single)
    for parent, habit in single:
        lines = [child for child in parent.children if child.label is None]
        if repeating[habit] > against[habit] and len(lines) == 1 and _names_work(lines[0].text):
            _regroup_below(parent)
            guessed.add(parent.children[0].position)
    return guessed


def _names_work(text: str) -> bool:
    """Tell whether a line opens with what is to be done, unlike "Theo kế hoạch riêng của UBND tỉnh"."""
    folded = folding.fold_aligned(text)
    if _ELSEWHERE.match(folded) is not None:
        return False
    verb = compile_words(load_lexicon().duty_verbs).match(folded)
    return verb is not None and is_verb(text.lower(), verb)


def _habit(parent: Node) -> _Habit | None:
    """Return the rank of a heading and the mark of the lines below it, each of which a duty may close."""
    first = parent.children[0]
    if first.marker is None or first.label is not None or first.number is not None:
        return None
    return parent.rank, first.marker.style


def _mend_broken(parent: Node, duties: Sequence[Node], labels: PlanLabels) -> set[int]:
    """Hang a duty below the line it was broken off, where other lines beside that one say theirs in the same line.

    Return the positions of those broken lines. A line that is a duty itself ("- Chủ trì: …") says none in its line.
    """
    broken: set[int] = set()
    for duty in duties:
        at = next(place for place, child in enumerate(parent.children) if child is duty)
        line = parent.children[at - 1] if at else None
        if line is None or line.marker is None or line.label is not None or _is_of_all(parent, at, labels):
            continue
        others = [child for child in parent.children if child is not line and child.marker and child.label is None]
        alike = any(value.kind is duty.kind for child in others for value in find_inline(child.text, labels=labels))
        if alike or 2 * sum(says_duty(child.text) for child in others) > len(others):
            del parent.children[at]
            duty.parent = line
            line.children.append(duty)
            broken.add(line.position)
    return broken


def _is_of_all(parent: Node, at: int, labels: PlanLabels) -> bool:
    """Tell whether a duty behind the last line is the heading's: another line lacks one, or none says its kind.

    Where two lines or more say theirs in prose and the last says none, it is that line's.
    """
    closing = parent.children[at:]
    if any(child.label is None for child in closing):
        return False
    lines = [child.text for child in parent.children[: at - 1] if child.label is None]
    if len(lines) > 1 and all(map(says_duty, lines)) and not says_duty(parent.children[at - 1].text):
        return False
    said: list[set[FieldKind]] = [{value.kind for value in find_inline(text, labels=labels)} for text in lines]
    return not all(said) or any(child.kind not in set().union(*said) for child in closing)


def _regroup_below(parent: Node) -> None:
    kept: list[Node] = []
    before: Node | None = None
    for child in parent.children:
        if before is not None and _closes(child) and (before.marker is not None or child.number is None):
            child.parent = before
            before.children.append(child)
            continue
        kept.append(child)
        before = child if child.label is None else before
    parent.children[:] = kept


def _closes(child: Node) -> bool:
    """Tell whether a line says a duty that may belong to the line above it."""
    return child.kind in _DUTY_KINDS and child.rank > SECTION_RANK
