"""What one item of a published result got, as exact numbers: the ground of every comparison."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import Channel, Effect


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """One item of a result; points are in points, None while not known. `field` is the code of its root.

    Of a penalty, `points` are those that were taken from the total and `maximum` the most that can be taken.
    """

    code: str
    name: str
    depth: int
    field: str
    points: Fraction | None
    maximum: Fraction | None
    effect: Effect = Effect.NORMAL
    status: str = "scored"
    sentence: str = ""
    channel: Channel | None = None
    is_leaf: bool = True

    @property
    def worth(self) -> Fraction | None:
        """Return what the item adds to the total: less than nothing for a penalty."""
        if self.points is None:
            return None
        return -self.points if self.effect is Effect.PENALTY else self.points

    @property
    def lost(self) -> Fraction | None:
        """Return what the total is short of: a bonus that was not earned takes nothing."""
        if self.points is None or self.maximum is None:
            return None
        return {Effect.PENALTY: self.points, Effect.BONUS: Fraction(0)}.get(self.effect, self.maximum - self.points)

    @property
    def share(self) -> Fraction | None:
        """Return what part of the item was reached, 0 to 1; a penalty that took nothing is reached whole."""
        if self.points is None or not self.maximum:
            return None
        part = self.points / self.maximum
        return 1 - part if self.effect is Effect.PENALTY else part

    @property
    def is_full(self) -> bool:
        """Tell whether nothing more can be had."""
        return self.share is not None and self.share >= 1
