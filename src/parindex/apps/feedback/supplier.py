"""What feedback tells criteria: 3.5.1, 3.5.2 and the other shares of `definitions/feedback/indicators.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally, query_of
from parindex.apps.feedback import figures
from parindex.definitions.feedback import loader
from parindex.domain.calendar.periods import Period
from parindex.domain.feedback.measures import Indicator


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

    def rows(self, behind: Behind) -> Rows:
        """Lead to the list of feedback, narrowed to what was received in the period and looked at."""
        return Rows("feedback-list", query=query_of(behind))


def _offer(indicator: Indicator) -> Offer:
    return Offer(
        name=indicator.code,
        label=indicator.name,
        numerator=indicator.passed,
        denominator=indicator.counted,
        failing=indicator.failing,
        certainty=indicator.certainty.value,
        citation=indicator.source,
    )
