"""Figures that rooms count for criteria, in reports: registers, dossiers, feedback, whatever the settings list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from parindex.apps.base import indicators
from parindex.apps.base.indicators import Offer, Tally
from parindex.domain.access import Actor
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.asking import Ask, BadOptions, NamedRow, Options
from parindex.domain.reporting.figures import Given, share

_WHAT = ("numerator", "denominator", "percent")

_DOUBTS: Mapping[str, str] = {
    "secondary": "cách đếm theo nguồn thứ cấp",
    "assumed": "cách đếm chưa có văn bản",
    "unverified": "cách đếm chưa đối chiếu",
}


class Indicators:
    """An indicator of a room, over the days of the report: `indicator: <room>:<name>` and `what: numerator`,
    `denominator` or `percent`.

    Nothing is told where the room is not on this site, holds no rows of the unit, or (percent) nothing arose.
    """

    label = "Chỉ số đếm từ các phần việc"
    prefix = "cs"

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures, asking each room once."""
        for options in wanted:
            if set(options) != {"indicator", "what"} or options["what"] not in _WHAT:
                raise BadOptions(self.label, options)
        rooms = indicators.suppliers()
        end = min(ask.window.end, ask.cut_off)
        addresses = {options["indicator"] for options in wanted if options["indicator"].partition(":")[0] in rooms}
        if end <= ask.window.start or not addresses:
            return [Given(None) for _ in wanted]
        counted = indicators.tally(
            addresses=addresses,
            unit_ids=[ask.unit_id],
            period=Period(ask.window.label, ask.window.start, end),
            today=end - ONE_DAY,
        )
        return [self._answer(ask, counted.get((ask.unit_id, options["indicator"])), options) for options in wanted]

    def _answer(self, ask: Ask, tally: Tally | None, options: Options) -> Given:
        if tally is None or tally.numerator is None:
            return Given(None)
        above, below = Decimal(tally.numerator), None if tally.denominator is None else Decimal(tally.denominator)
        values = {
            "numerator": above,
            "denominator": below,
            "percent": None if below is None else share(above, below),
        }
        fact = f"{options['what']}|{tally.numerator}|{tally.denominator}|{tally.unknown}"
        ref = f"cs:{options['indicator']}/{ask.unit_id}"
        return Given(values[options["what"]], (ref,), fact, tally.as_of)

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Name the indicators; that one may see the rows is up to the page of the room."""
        del actor
        offers = indicators.list_offers()
        rooms = {key: room.label for key, room in indicators.suppliers().items()}
        found = {}
        for ref in refs:
            address = ref.removeprefix("cs:").rpartition("/")[0]
            if address in offers:
                found[ref] = NamedRow(_words(offers[address]), rooms[address.partition(":")[0]])
        return found


def _words(offer: Offer) -> str:
    below = f" trên {offer.denominator}" if offer.denominator else ""
    doubt = _DOUBTS.get(offer.certainty, "")
    return f"{offer.label}: {offer.numerator}{below}{f' ({doubt})' if doubt else ''}"
