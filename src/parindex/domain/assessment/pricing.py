"""What one late dossier or overdue answer costs: the loss of a criterion shared out, and the next step up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

PointsAt = Callable[[int], int | None]
"""The points of a criterion, in the catalogue's units, if so many of the failing ones had gone well."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many more have to go well for how many points altogether, in the catalogue's units."""

    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Price:
    """The loss of a criterion and who bears it.

    `points` and `loss` are in the catalogue's units, `each` is the exact share of one failing: `each` times `failing`
    is the loss. None where nothing fails. `step` is None when mending all of them would bring nothing.
    """

    points: int
    loss: int
    failing: int
    each: Fraction | None
    step: Step | None


def price(points_at: PointsAt, *, failing: int, maximum: int) -> Price | None:
    """Price the failing ones of a criterion; None while its points are not known.

    The points must not fall when more go well, which holds for every rule that counts a ratio or faults.
    """
    points = points_at(0)
    if points is None:
        return None
    loss = max(maximum - points, 0)
    each = Fraction(loss, failing) if failing else None
    return Price(points=points, loss=loss, failing=failing, each=each, step=_next_step(points_at, points, failing))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that fails: the points if so many of this kind alone had gone well, and how many fail."""

    points_at: PointsAt
    failing: int


def price_kinds(kinds: Mapping[str, Kind], *, maximum: int) -> dict[str, Price]:
    """Price each kind of failing thing of a criterion by what mending that kind alone would bring.

    Nothing is returned unless these add up to the whole loss: where kinds hide each other (a floor, a band that asks
    for both), no price of a single one would be true.
    """
    priced = {key: found for key, kind in kinds.items() if (found := _alone(kind))}
    points = next((one.points for one in priced.values()), maximum)
    loss = max(maximum - points, 0)
    is_whole = len(priced) == len(kinds) and sum(one.loss for one in priced.values()) == loss
    return priced if is_whole else {}


def _alone(kind: Kind) -> Price | None:
    now, best = kind.points_at(0), kind.points_at(kind.failing)
    if now is None or best is None:
        return None
    loss = max(best - now, 0)
    each = Fraction(loss, kind.failing) if kind.failing else None
    step = _next_step(kind.points_at, now, kind.failing)
    return Price(points=now, loss=loss, failing=kind.failing, each=each, step=step)


def _next_step(points_at: PointsAt, now: int, failing: int) -> Step | None:
    """Return the smallest number whose mending gives more points, found by halving."""
    if not failing or (points_at(failing) or 0) <= now:
        return None
    low, high = 0, failing
    while high - low > 1:
        middle = (low + high) // 2
        if (points_at(middle) or 0) > now:
            high = middle
        else:
            low = middle
    return Step(count=high, points=points_at(high) or 0)
