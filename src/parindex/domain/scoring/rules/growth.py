"""`growth`: bands of the change since the year before, in percent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from parindex.domain.scoring.bands import Band, band_text, check_bands, describe_bands, find_band, trend_of
from parindex.domain.scoring.measures import HUNDRED
from parindex.domain.scoring.rule import ZERO_TEXTS, Outcome, Rule, ZeroPolicy, at_zero, number
from parindex.domain.scoring.values import Answers, Input, NumberInput
from parindex.domain.scoring.wording import number_text, percent_text


@dataclass(frozen=True, slots=True)
class Growth(Rule):
    """(this year - last year) / last year; neither may be negative."""

    shape: ClassVar[str] = "growth"
    subject: str
    bands: tuple[Band, ...]
    when_zero: ZeroPolicy

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The two years."""
        return (
            NumberInput("current", f"{self.subject} năm đánh giá", is_whole=False),
            NumberInput("previous", f"{self.subject} năm trước", is_whole=False),
        )

    def score(self, answers: Answers, *, maximum: Fraction) -> Outcome:
        """Give the points of the band that holds the change."""
        current, previous = number(answers, "current"), number(answers, "previous")
        if previous == 0:
            return at_zero(self.when_zero, what=f"{self.subject} năm trước", maximum=maximum)
        change = (current - previous) * HUNDRED / previous
        position = find_band(self.bands, change)
        numbers = f"từ {number_text(previous)} thành {number_text(current)}, thay đổi {percent_text(change)}"
        reason = f"{self.subject} {numbers}, thuộc mức {band_text(self.bands, position, unit='%')}"
        return Outcome(self.bands[position].points, reason)

    def describe(self, *, maximum: Fraction) -> str:
        """Say every band."""
        bands = describe_bands(self.bands, unit="%")
        return f"{self.subject} tăng so với năm trước: {bands}; năm trước {ZERO_TEXTS[self.when_zero]}"

    def check(self, *, maximum: Fraction) -> tuple[str, ...]:
        """Find bands that cannot be used."""
        return check_bands(self.bands, maximum=maximum)

    @property
    def trends(self) -> dict[str, int]:
        """The points follow this year's value when the bands are in order."""
        return {"current": trend_of(self.bands)} if trend_of(self.bands) else {}
