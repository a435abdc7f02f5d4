"""`rank_band`: points by a rank that somebody else publishes (1 to 10: 2; 11 to 30: 1; after: 0)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.rule import Outcome, Rule, above_maximum, number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import points_text


@dataclass(frozen=True, slots=True)
class RankPoints:
    """Points up to the rank `last`; None for all others."""

    points: Fraction
    last: int | None = None


@dataclass(frozen=True, slots=True)
class RankBand(Rule):
    """Bands from the best rank on; `count` is how many are ranked."""

    shape: ClassVar[str] = "rank_band"
    ranking: str
    count: int | None
    bands: tuple[RankPoints, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The rank."""
        most = Fraction(self.count) if self.count else None
        return (NumberInput("rank", f"hạng trong {self.ranking}", minimum=Fraction(1), maximum=most),)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give the points of the band that holds the rank."""
        rank = number(answers, "rank")
        held = next(at for at, band in enumerate(self.bands) if band.last is None or rank <= band.last)
        among = f"/{self.count}" if self.count else ""
        reason = f"hạng trong {self.ranking} là {rank}{among}, thuộc nhóm {self._range(held)}"
        return Outcome(self.bands[held].points, reason)

    def describe(self, *, maximum: Fraction) -> str:
        """Say every band."""
        parts = (f"{self._range(at)} được {points_text(band.points)}" for at, band in enumerate(self.bands))
        return f"hạng trong {self.ranking}: {'; '.join(parts)}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find bands out of order or out of range."""
        problems = [text for band in self.bands for text in above_maximum(band.points, maximum=maximum, what="nhóm")]
        lasts = [band.last for band in self.bands[:-1]]
        known = [last for last in lasts if last is not None]
        if not self.bands or self.bands[-1].last is not None or len(known) < len(lasts):
            problems.append("chỉ nhóm cuối, và đúng nhóm cuối, không ghi hạng")
        if known != sorted(set(known)):
            problems.append("các nhóm phải xếp từ hạng tốt đến hạng kém")
        return tuple(problems)

    @property
    def trends(self) -> dict[str, int]:
        """A later rank is never better when the bands are in order."""
        points = [band.points for band in self.bands]
        return {"rank": -1} if points == sorted(points, reverse=True) else {}

    def _range(self, at: int) -> str:
        first = (self.bands[at - 1].last or 0) + 1 if at else 1
        last = self.bands[at].last
        return f"từ hạng {first} trở đi" if last is None else f"hạng {first} đến {last}"
