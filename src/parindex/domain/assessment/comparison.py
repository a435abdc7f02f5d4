"""A result beside that of the year before: what is the same item is compared, all else is a break with its reason.

A difference that the change of catalogue alone could explain is never given: points only where the maximum is the same,
parts reached only where item and item, or all of a field, answer each other one to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from parindex.domain.assessment.points import ItemPoints
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.crosswalk import Link, Origin, Relation
from parindex.domain.text.folding import fold

SURE: Final = Fraction(3, 4)
"""A link that only likeness of names proposes is taken from here on; below, a person has to look first."""
_ONE_TO_ONE: Final = (Relation.SAME, Relation.RENAMED)


class Gap(StrEnum):
    """Why two years of an item or field stand beside each other without a difference."""

    NONE = "none"
    NEW = "new"
    DROPPED = "dropped"
    SPLIT = "split"
    MERGED = "merged"
    UNSURE = "unsure"
    NO_POINTS = "no_points"
    PARTLY = "partly"


_GAPS: Final[Mapping[Relation, Gap]] = {
    Relation.NEW: Gap.NEW,
    Relation.DROPPED: Gap.DROPPED,
    Relation.SPLIT: Gap.SPLIT,
    Relation.MERGED: Gap.MERGED,
    Relation.UNKNOWN: Gap.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands for the same thing in both years, usually one item on each side.

    `points_change` is what the total gained, None where the maximum differs; `share_change` what more of it was reached
    (both are None where there is a gap). `reason` is that of the crosswalk.
    """

    before: tuple[ItemPoints, ...]
    after: tuple[ItemPoints, ...]
    gap: Gap = Gap.NONE
    reason: str = ""
    points_change: Fraction | None = None
    share_change: Fraction | None = None
    is_renamed: bool = False

    @property
    def weight(self) -> Fraction:
        """Return the change in points of this year's scale, by which gains and drops are ordered; 0 under a gap."""
        if self.points_change is not None:
            return self.points_change
        if self.share_change is None:
            return Fraction(0)
        return self.share_change * (self.after[0].maximum or Fraction(0))


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field in both years; under a gap, `common_count` of its `count` items of the later year can be compared."""

    pair: Pair
    common_count: int
    count: int


@dataclass(frozen=True, slots=True)
class Common:
    """The part of both results that can be compared, without bonuses and penalties: points and maximum of each year."""

    count: int
    before_points: Fraction
    before_maximum: Fraction
    after_points: Fraction
    after_maximum: Fraction

    @property
    def share_change(self) -> Fraction:
        """Return what more of that part was reached."""
        return self.after_points / self.after_maximum - self.before_points / self.before_maximum


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Everything of a result beside the year before; `common` is None when nothing can be compared."""

    items: tuple[Pair, ...]
    fields: tuple[FieldPair, ...]
    common: Common | None

    @property
    def is_whole(self) -> bool:
        """Tell whether no item stands apart because of the catalogue."""
        return bool(self.items) and all(pair.gap in (Gap.NONE, Gap.NO_POINTS) for pair in self.items)

    def gains(self) -> tuple[Pair, ...]:
        """Return the items that rose, those that rose most first."""
        return tuple(sorted((pair for pair in self.items if pair.weight > 0), key=lambda pair: -pair.weight))

    def drops(self) -> tuple[Pair, ...]:
        """Return the items that fell, those that fell most first."""
        return tuple(sorted((pair for pair in self.items if pair.weight < 0), key=lambda pair: pair.weight))


def compare_years(
    before: Sequence[ItemPoints], after: Sequence[ItemPoints], links: Sequence[Link] | None
) -> YearOnYear:
    """Compare two results by the links of their catalogues, in the order of the later one; what was dropped is last.

    Without links (nobody knows what became of the items) no item is compared, and a field only with one of the same
    code and name.
    """
    old, new = _leaves(before), _leaves(after)
    linked = (_pair_link(link, old, new) for link in links or ())
    places = {code: at for at, code in enumerate(new)}
    last = len(places)
    pairs = tuple(
        sorted(
            (pair for pair in linked if pair.before or pair.after),
            key=lambda pair: places[pair.after[0].code] if pair.after else last,
        )
    )
    fields = _fields(before, after, pairs, is_linked=links is not None)
    return YearOnYear(pairs, fields, _common(pairs))


def same_links(items: Iterable[ItemPoints]) -> tuple[Link, ...]:
    """Return the links of a catalogue to itself."""
    return tuple(Link((item.code,), (item.code,), Relation.SAME, Origin.STATED) for item in items if item.is_leaf)


def _leaves(items: Iterable[ItemPoints]) -> dict[str, ItemPoints]:
    return {item.code: item for item in items if item.is_leaf}


def _pair_link(link: Link, old: Mapping[str, ItemPoints], new: Mapping[str, ItemPoints]) -> Pair:
    before = tuple(old[code] for code in link.before if code in old)
    after = tuple(new[code] for code in link.after if code in new)
    if link.relation not in _ONE_TO_ONE:
        return Pair(before, after, _GAPS[link.relation], link.reason)
    if len(before) != 1 or len(after) != 1:
        return Pair(before, after, Gap.DROPPED if before else Gap.NEW, link.reason)
    is_taken = link.origin is Origin.STATED or link.likeness is None or link.likeness >= SURE
    if not is_taken or before[0].effect is not after[0].effect:
        return Pair(before, after, Gap.UNSURE, link.reason)
    return _compared(before[0], after[0], is_renamed=link.relation is Relation.RENAMED, reason=link.reason)


def _compared(before: ItemPoints, after: ItemPoints, *, is_renamed: bool = False, reason: str = "") -> Pair:
    """Return two years of the same item or field with what changed."""
    if before.worth is None or after.worth is None or before.share is None or after.share is None:
        return Pair((before,), (after,), Gap.NO_POINTS, reason, is_renamed=is_renamed)
    points = after.worth - before.worth if before.maximum == after.maximum else None
    return Pair((before,), (after,), Gap.NONE, reason, points, after.share - before.share, is_renamed=is_renamed)


def _fields(
    before: Sequence[ItemPoints], after: Sequence[ItemPoints], pairs: Sequence[Pair], *, is_linked: bool
) -> tuple[FieldPair, ...]:
    old = {item.code: item for item in before if item.depth == 0}
    new = {item.code: item for item in after if item.depth == 0}
    partners = {code: _partner(field, old, pairs) for code, field in new.items()}
    # Two fields of this year that come from the same one: it was split, so neither may be compared with it.
    taken = [field.code for field in partners.values() if field]
    found = []
    for code, field in new.items():
        partner = partners[code]
        known = [pair for pair in pairs if any(item.field == code for item in pair.after)]
        common = sum(pair.gap is Gap.NONE for pair in known)
        whole = not is_linked or (partner is not None and _is_whole(partner.code, code, pairs))
        if partner is None:
            pair = Pair((), (field,), Gap.NEW)
        elif not whole or taken.count(partner.code) > 1:
            pair = Pair((partner,), (field,), Gap.PARTLY)
        else:
            pair = _compared(partner, field, is_renamed=fold(partner.name) != fold(field.name))
        found.append(FieldPair(pair, common, len(known)))
    gone = [FieldPair(Pair((field,), (), Gap.DROPPED), 0, 0) for code, field in old.items() if code not in taken]
    return (*found, *gone)


def _partner(field: ItemPoints, old: Mapping[str, ItemPoints], pairs: Sequence[Pair]) -> ItemPoints | None:
    """Return the field of the year before: the one from which most of the items come, else that of the same name."""
    votes: dict[str, int] = {}
    for pair in pairs:
        if any(item.field == field.code for item in pair.after):
            for item in pair.before:
                votes[item.field] = votes.get(item.field, 0) + 1
    if votes:
        return old[max(votes, key=lambda code: (votes[code], code == field.code))]
    same = old.get(field.code)
    return same if same is not None and fold(same.name) == fold(field.name) else None


def _is_whole(before: str, after: str, pairs: Sequence[Pair]) -> bool:
    """Tell whether the items of two fields answer each other one to one and no others."""
    touched = [
        pair
        for pair in pairs
        if any(item.field == before for item in pair.before) or any(item.field == after for item in pair.after)
    ]
    return all(
        pair.gap in (Gap.NONE, Gap.NO_POINTS) and pair.before[0].field == before and pair.after[0].field == after
        for pair in touched
    )


def _common(pairs: Iterable[Pair]) -> Common | None:
    sides = [
        (pair.before[0], pair.after[0])
        for pair in pairs
        if pair.gap is Gap.NONE and pair.after[0].effect is Effect.NORMAL
    ]
    sums = [
        sum((value or Fraction(0) for value in column), Fraction(0))
        for column in zip(
            *((old.points, old.maximum, new.points, new.maximum) for old, new in sides),
            strict=True,
        )
    ]
    return Common(len(sides), *sums) if sides else None
