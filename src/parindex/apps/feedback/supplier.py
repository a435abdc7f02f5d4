"""What feedback tells criteria: 3.5.1, 3.5.2 and the other shares of `definitions/feedback/indicators.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from parindex.apps.base.indicators import Offer, Tallies, Tally
from parindex.apps.feedback import figures
from parindex.definitions.feedback import loader
from parindex.domain.calendar.periods import Period
from parindex.domain.feedback.measures import FLAG_NAMES, Indicator


class FeedbackFigures:
    """All indicators of feedback. A name is the code of an indicator, for example `handled`."""

    label = "Phản ánh, kiến nghị"

    def offers(self) -> Sequence[Offer]:
        """Return every indicator."""
        return [_offer(one) for one in loader.load_indicators()]

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count in four queries; units of a province that never received feedback are not in the result."""
        last = min(period.last_day, today)
        counted = figures.count_units(names=names, unit_ids=unit_ids, period=period, today=today)
        return {key: Tally(one.numerator, one.denominator, as_of=last) for key, one in counted.items()}


def _offer(indicator: Indicator) -> Offer:
    return Offer(
        name=indicator.code,
        label=indicator.name,
        numerator=f"phản ánh {_words(indicator.numerator | indicator.denominator)}",
        denominator=f"phản ánh nhận trong kỳ {_words(indicator.denominator)}",
        failing=f"phản ánh không {_words(indicator.numerator)}",
        certainty=indicator.certainty.value,
        citation=indicator.source,
    )


def _words(flags: Collection[str]) -> str:
    return " và ".join(FLAG_NAMES[flag] for flag in sorted(flags))
