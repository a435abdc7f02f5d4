"""What would be drafted from an imported upper plan: every change once, with its count, then the items."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parindex.apps.planning import cascade_sources
from parindex.apps.planning.lower_units import list_outcomes
from parindex.domain.planning.cascade.model import Certainty, Change, ChangeKind
from parindex.web.presenters.cascades import OUTCOME_KINDS, ItemView

if TYPE_CHECKING:
    from parindex.apps.planning.upper_files import Outline
    from parindex.domain.planning.cascade.model import ItemReport

_KINDS = {
    ChangeKind.UNIT: ("Đơn vị, cấp", "brand"),
    ChangeKind.LEFT_OUT: ("Bỏ", "idle"),
    ChangeKind.THRESHOLD: ("Ngưỡng", "warn"),
    ChangeKind.CODE: ("Mã tiêu chí", "brand"),
    ChangeKind.AGENCY: ("Cơ quan", "brand"),
    ChangeKind.YEAR: ("Năm", "brand"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of words: `count` is how often it is made."""

    name: str
    kind: str
    before: str
    after: str
    why: str
    is_unverified: bool
    count: int


def changes(found: Outline) -> list[ChangeLine]:
    """Return every change once, those of level and unit first, then by how often each is made."""
    report = found.cascade.report
    every = [*report.document_changes, *(change for told in report.items for change in told.changes)]
    counts = Counter(_same(change) for change in every if change.kind is not ChangeKind.KEPT)
    places = {kind: at for at, kind in enumerate(_KINDS)}
    ordered = sorted(counts.items(), key=lambda entry: (places[entry[0][0]], -entry[1]))
    return [
        ChangeLine(*_KINDS[kind], before, after, why, certainty is Certainty.UNVERIFIED, count)
        for (kind, before, after, why, certainty), count in ordered
    ]


def _same(change: Change) -> tuple[ChangeKind, str, str, str, Certainty]:
    return change.kind, change.before, change.after, change.why, change.certainty


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """One outcome to filter by."""

    word: str
    name: str
    count: int


def outcomes(found: Outline) -> list[OutcomeCount]:
    """Return how many items have each outcome."""
    counts = {outcome.value: count for outcome, count in found.cascade.report.counts.items()}
    return [OutcomeCount(word, name, counts[word]) for word, name in list_outcomes()]


def items(found: Outline, *, outcome: str) -> list[ItemView]:
    """Return what would become of each item, those of one outcome when it is named."""
    names = dict(list_outcomes())
    drafted = {item.key: "; ".join(item.names) for item in found.cascade.plan.items}
    told = (told for told in found.cascade.report.items if not outcome or told.outcome.value == outcome)
    return [
        _item(one, found, name=names[one.outcome.value], drafted=drafted.get(one.lower_key or "", "")) for one in told
    ]


def _item(told: ItemReport, found: Outline, *, name: str, drafted: str) -> ItemView:
    return ItemView(
        number=found.upper.places[told.key],
        name="; ".join(told.names),
        outcome=name,
        kind=OUTCOME_KINDS[told.outcome.value],
        reason=told.reason,
        source=cascade_sources.source_of(told, upper=found.upper),
        drafted_name=drafted,
    )
