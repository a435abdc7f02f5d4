"""`ratio_bands`: fixed points for each band of a percentage (100 %: 1; 80 to below 100 %: 0,5; below 80 %: 0)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.bands import Band, band_text, check_bands, describe_bands, find_band, trend_of
from parindex.domain.scoring.measures import Measure
from parindex.domain.scoring.rule import Mistake, Outcome, Rule
from parindex.domain.scoring.values import Answers, Input


@dataclass(frozen=True, slots=True)
class RatioBands(Rule):
    """Thresholds are percentages."""

    shape: ClassVar[str] = "ratio_bands"
    measure: Measure
    bands: tuple[Band, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Those of the percentage."""
        return self.measure.inputs

    def find_mistakes(self, answers: Answers) -> tuple[Mistake, ...]:
        """Those of the percentage."""
        return self.measure.find_mistakes(answers)

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give the points of the band."""
        nothing = self.measure.at_zero(answers, maximum=maximum)
        if nothing is not None:
            return nothing
        position = find_band(self.bands, self.measure.percent(answers))
        band = band_text(self.bands, position, unit="%", most=self.measure.most)
        reason = f"{self.measure.filled(answers)}, thuộc mức {band}"
        return Outcome(self.bands[position].points, reason)

    def describe(self, *, maximum: Fraction) -> str:
        """Say every band."""
        bands = describe_bands(self.bands, unit="%", most=self.measure.most)
        return f"{self.measure.name}: {bands}{self.measure.note}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find bands that cannot be used."""
        return check_bands(self.bands, maximum=maximum)

    @property
    def trends(self) -> dict[str, int]:
        """The points follow the percentage when the bands are in order."""
        return {self.measure.growing: trend_of(self.bands)} if trend_of(self.bands) else {}
