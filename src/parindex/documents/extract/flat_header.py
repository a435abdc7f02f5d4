"""The header of a flattened table: which columns its cell words name, in the order in which rows give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.columns import resolve_columns
from parindex.domain.text import folding

_OPENING = re.compile(r"\s*(S?TT|Số TT|Số thứ tự)\b\.?\s*")
_COUNTING = re.compile(r"\s*(?:\(?\d\)?\s+){2,}\(?\d\)?\s*$")
_LONGEST = 26
_MOST_LINES = 6
_DUTIES = (FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT, FieldKind.COORDINATE_IMPLEMENT)


@dataclass(frozen=True, slots=True)
class FlatHeader:
    """The kinds of the columns after the number column, and the folded lines by which repeats are found."""

    kinds: tuple[FieldKind, ...]
    lines: tuple[str, ...]
    of_criteria: bool


def read_flat_header(texts: Sequence[str], *, labels: PlanLabels) -> FlatHeader | None:
    """Read the header that the lines begin with; None when they are no header."""
    if not texts:
        return None
    opening = _OPENING.match(texts[0])
    first = texts[0][opening.end() if opening is not None else 0 :].strip()
    window = ([first] if first else []) + [text.strip() for text in texts[1:_LONGEST]]
    groups, used = _segment(window, labels)
    options = {column: labels.kinds_of(text) for column, text in enumerate(groups)}
    options = {column: _without_lead_coordinate(kinds) for column, kinds in options.items() if kinds}
    headers = {column: folding.fold(text) for column, text in enumerate(groups)}
    kinds = resolve_columns(options, headers)
    if kinds is None or len(groups) < 3:
        return None
    count = used + (0 if first else 1)
    ordered = _in_row_order([kinds[column] for column in sorted(kinds)])
    of_criteria = any(re.search(r"tieu chi|tctp|chi so", text) for text in headers.values())
    return FlatHeader(ordered, tuple(folding.fold_aligned(text).strip() for text in texts[:count]), of_criteria)


def _without_lead_coordinate(kinds: tuple[FieldKind, ...]) -> tuple[FieldKind, ...]:
    return tuple(kind for kind in kinds if kind is not FieldKind.LEAD_COORDINATE) or kinds


def _segment(window: Sequence[str], labels: PlanLabels) -> tuple[list[str], int]:
    """Cut the lines into the most labels of different kinds; the longest cover wins among equals."""
    best: dict[int, tuple[int, list[tuple[FieldKind, str]]]] = {0: (0, [])}
    for start in range(len(window)):
        if start not in best:
            continue
        for end in range(start + 1, min(start + _MOST_LINES, len(window)) + 1):
            text = " ".join(window[start:end])
            kinds = _without_lead_coordinate(labels.kinds_of(text))
            if not kinds or _COUNTING.match(text):
                continue
            groups = best[start][1]
            seen = {kind for kind, _ in groups}
            if kinds[0] not in seen or _names_items(groups[-1], text, labels):
                grown = [*groups, (kinds[0], text)]
            elif groups[-1][0] is kinds[0]:
                grown = [*groups[:-1], (kinds[0], f"{groups[-1][1]} {text}")]
            else:
                continue
            if end not in best or len(grown) > best[end][0]:
                best[end] = (len(grown), grown)
    used = max(best, key=lambda end: (best[end][0], end))
    return [text for _, text in best[used][1]], used


def _names_items(last: tuple[FieldKind, str], text: str, labels: PlanLabels) -> bool:
    """Tell whether a label before one of its kind names the items: "Tiêu chí mất điểm" before "Nguyên nhân"."""
    return text[:1].isupper() and last[0] is not FieldKind.NAME and FieldKind.NAME in labels.kinds_of(last[1])


def _in_row_order(kinds: Sequence[FieldKind]) -> tuple[FieldKind, ...]:
    """Sub-columns of a merged heading come last in the text and stand under it in the rows."""
    if FieldKind.ASSIGNMENT_GROUP not in kinds:
        return tuple(kinds)
    place = kinds.index(FieldKind.ASSIGNMENT_GROUP)
    below = [kind for kind in kinds[place + 1 :] if kind in _DUTIES]
    if not below:
        return tuple(kinds)
    after = [kind for kind in kinds[place + 1 :] if kind not in _DUTIES]
    return (*kinds[:place], *below, *after)


def is_counting(text: str) -> bool:
    """Tell whether a line only numbers the columns ("1 2 3 4 5 6")."""
    return _COUNTING.match(text) is not None
