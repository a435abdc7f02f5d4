"""Tables whose header says nothing known: the columns told by what their cells speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from parindex.definitions.labels.plan_labels import FieldKind, PlanLabels
from parindex.documents.extract.agency_words import names_agency
from parindex.documents.extract.duties import read_duties
from parindex.documents.extract.labels import find_inline
from parindex.documents.extract.times import is_time

_WHO = frozenset({FieldKind.LEAD, FieldKind.IMPLEMENT, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP})
_WHEN = frozenset({FieldKind.DEADLINE, FieldKind.ASSIGNMENT_GROUP})
_NAMING = (FieldKind.NAME, FieldKind.LIMITATION, FieldKind.TARGET, FieldKind.ACTIONS)
_NUMBER = re.compile(r"[\dIVX.,/%() -]+$")
_SHORTEST_NAME = 12
_LONGEST_HEADER = 60
_Texts = Mapping[int, str]


def guess_columns(
    header: _Texts, rows: Sequence[_Texts], *, labels: PlanLabels
) -> tuple[dict[int, FieldKind], frozenset[int]] | None:
    """Return the kinds of the columns below a header of short cells, and those that only their cells tell.

    None unless the cells of most rows say who does it and when: a list of members or figures is no table of items.
    """
    full = [row for row in rows if len([text for text in row.values() if text.strip()]) > 1]
    if (
        len(full) < 2
        or len(header) < 2
        or any(not 0 < len(text.strip()) <= _LONGEST_HEADER for text in header.values())
    ):
        return None
    named = {col: found[0] for col, text in header.items() if (found := labels.kinds_of(text))}
    kinds = dict(named)
    for col in sorted(header):
        said = _kind_of([row[col] for row in full if row.get(col, "").strip()], labels)
        if said is FieldKind.LEAD and _WHO & set(kinds.values()):
            said = FieldKind.COORDINATE  # Who stands first leads.
        if said is not None and (said is FieldKind.ASSIGNMENT_GROUP or col not in kinds):
            kinds[col] = said
    told = set(kinds.values())
    name = _name_column(kinds, header, full)
    if name is None or not told & _WHO or not told & _WHEN:
        return None
    kinds[name] = FieldKind.NAME
    return kinds, frozenset(col for col, kind in kinds.items() if named.get(col) is not kind and col != name)


def _kind_of(texts: Sequence[str], labels: PlanLabels) -> FieldKind | None:
    tests: tuple[tuple[FieldKind, Callable[[str], bool]], ...] = (
        (FieldKind.NUMBER, lambda text: _NUMBER.match(text) is not None),
        (FieldKind.DEADLINE, is_time),
        (FieldKind.LEAD, lambda text: names_agency(text.split(";")[0]) is not None),
        (FieldKind.ASSIGNMENT_GROUP, lambda text: _says_who(text, labels)),
    )
    for kind, test in tests:
        if 2 * sum(1 for text in texts if test(text.strip())) > len(texts):
            return kind
    return None


def _says_who(text: str, labels: PlanLabels) -> bool:
    if any(value.kind is FieldKind.LEAD for value in find_inline(text, labels=labels)):
        return True
    return any(duty.kind is FieldKind.LEAD for duty in read_duties(text))


def _name_column(kinds: Mapping[int, FieldKind], header: _Texts, rows: Sequence[_Texts]) -> int | None:
    """Return the column that names the items: by its title, else the first with words enough that says no duty."""
    titled = next((col for col, known in kinds.items() if known is FieldKind.NAME), None)
    if titled is not None:
        return titled
    open_ones = [col for col in header if kinds.get(col, FieldKind.NAME) in _NAMING]
    lengths = {col: sum(len(row.get(col, "")) for row in rows) / len(rows) for col in open_ones}
    long_ones = [col for col in open_ones if lengths[col] >= _SHORTEST_NAME]
    untitled = [col for col in long_ones if col not in kinds]
    return min(untitled or long_ones, default=None)
