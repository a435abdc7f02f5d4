"""Where a unit stands in its group item by item: mean and best of the group, its rank, how many reached everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.assessment.points import ItemPoints

Levels = Mapping[tuple[Fraction, Fraction], int]
"""How many units have the same: what an item adds to their total, and what part of it they reached."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One item of a unit beside its group; `count` units have points there and `full_count` reached all of it.

    `mean` and `best` are what the item adds to a total (less than nothing for a penalty), shares run from 0 to 1. The
    rank is that of the share, since the maximum that applies may differ; units with the same share have the same rank.
    """

    item: ItemPoints
    mean: Fraction
    best: Fraction
    mean_share: Fraction
    best_share: Fraction
    count: int
    full_count: int
    rank: int | None

    @property
    def from_mean(self) -> Fraction | None:
        """Return by how many points the item stands above the mean; below it is negative."""
        return None if self.item.worth is None else self.item.worth - self.mean

    @property
    def to_best(self) -> Fraction | None:
        """Return how many points are missing to the best of the group."""
        return None if self.item.worth is None else self.best - self.item.worth

    @property
    def is_strength(self) -> bool:
        """Tell whether all points were reached, or more than the group reaches on the mean."""
        share = self.item.share
        return share is not None and share > 0 and (self.item.is_full or share > self.mean_share)


def gather(group: Iterable[tuple[ItemPoints, int]]) -> Mapping[str, Levels]:
    """Return what the units of a group have at each item, by code; units without points there are left out.

    An item comes with how many units have just the same of it, since a whole country has few different values.
    """
    found: dict[str, dict[tuple[Fraction, Fraction], int]] = defaultdict(lambda: defaultdict(int))
    for item, count in group:
        if item.worth is not None and item.share is not None:
            found[item.code][item.worth, item.share] += count
    return found


def stand(own: Iterable[ItemPoints], group: Mapping[str, Levels]) -> tuple[Standing, ...]:
    """Return where each item stands, in the order of `own`; an item for which nobody has points is left out."""
    return tuple(_stand(item, group[item.code]) for item in own if group.get(item.code))


def _stand(item: ItemPoints, units: Levels) -> Standing:
    total = sum(units.values())
    return Standing(
        item=item,
        mean=sum((worth * count for (worth, _), count in units.items()), Fraction(0)) / total,
        best=max(worth for worth, _ in units),
        mean_share=sum((share * count for (_, share), count in units.items()), Fraction(0)) / total,
        best_share=max(share for _, share in units),
        count=total,
        full_count=sum(count for (_, share), count in units.items() if share >= 1),
        rank=None
        if item.share is None
        else 1 + sum(count for (_, share), count in units.items() if share > item.share),
    )


def strengths(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the items of the lowest level that are strengths: those that the fewest others reached stand first."""
    found = [one for one in standings if one.item.is_leaf and one.is_strength]
    return tuple(sorted(found, key=lambda one: (not one.item.is_full, Fraction(one.full_count, one.count))))


def losses(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the items of the lowest level that lost points, those that lost most first."""
    found = [(one.item.lost, one) for one in standings if one.item.is_leaf]
    lost = [(points, one) for points, one in found if points]
    return tuple(one for _, one in sorted(lost, key=lambda pair: -pair[0]))
