"""What the rooms count today for the items of a catalogue: answers that could be entered, and where they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten

import structlog
from django.conf import settings

from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.models import Sheet
from parindex.apps.base import indicators
from parindex.apps.base.indicators import Offer, Tally
from parindex.apps.catalogues.models import Revision
from parindex.definitions.feeds import loader
from parindex.definitions.feeds.loader import FeedBook, Feeds
from parindex.domain.assessment.feeding import Counts, Source, addresses_of, answer_of
from parindex.domain.calendar.earlier import is_comparable
from parindex.domain.calendar.periods import Period
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.text.dates import format_date

SOURCE_LENGTH = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Live:
    """What is counted for one item of one unit.

    `period` is what was counted over. `inputs` are words as the form takes them; None while a count is missing, or
    while `is_part_of_year` says that the period is not yet a whole year to hold against the year before. `feeds` say
    what goes into them; `tallies` and `offers` are by address, in the order of the inputs.
    """

    code: str
    unit_id: int
    period: Period
    feeds: Mapping[str, Source]
    inputs: Mapping[str, str] | None
    tallies: Mapping[str, Tally]
    offers: Mapping[str, Offer]
    is_part_of_year: bool = False

    @property
    def as_of(self) -> date | None:
        """Return the last day that all counts of the period tell of; None without one."""
        days = [tally.as_of for address, tally in self.tallies.items() if not indicators.split_address(address)[1]]
        return min(days) if days else None

    @property
    def unknown(self) -> int:
        """Return how many rows could not be judged for want of a value."""
        return sum(tally.unknown for tally in self.tallies.values())

    @property
    def source(self) -> str:
        """Name where the answer comes from, with its day, as it is kept with the answer."""
        labels = "; ".join(self._label(address) for address in self.offers)
        day = f", đến hết {format_date(self.as_of)}" if self.as_of else ""
        return shorten(labels, width=SOURCE_LENGTH - len(day), placeholder="…") + day

    def _label(self, address: str) -> str:
        """Name an indicator; one of an earlier year has a last day of its own."""
        label, tally = self.offers[address].label, self.tallies.get(address)
        if not indicators.split_address(address)[1]:
            return label
        return f"{label} ({f'đến hết {format_date(tally.as_of)}' if tally else 'chưa có số liệu'})"


def feeds_of(revision: Revision) -> Feeds:
    """Return the feeds of the items of a confirmed catalogue that this site can count, by code.

    What a place keeps for a catalogue stands in the stead of what ships; a file that cannot be used counts as none,
    and `parindex catalogue feeds` tells why.
    """
    book = book_of(revision)
    return {code: feeds for code, feeds in countable_feeds(book.catalogue).items() if code in book.leaves}


def countable_feeds(catalogue: Catalogue) -> Feeds:
    """Return the feeds of a catalogue whose every indicator is counted on this site."""
    told = feed_book_of(catalogue).feeds
    known = set(indicators.offers_of({address for feeds in told.values() for address in addresses_of(feeds)}))
    return {code: feeds for code, feeds in told.items() if known.issuperset(addresses_of(feeds))}


def feed_book_of(catalogue: Catalogue) -> FeedBook:
    """Return every feed of a catalogue, countable here or not, and why items have none."""
    try:
        own = loader.read_own(folder(), catalogue)
    except loader.FeedDefinitionError as error:
        log.warning("feeds.unusable", catalogue=catalogue.id, reason=error.message)
        return FeedBook()
    return loader.load_book(catalogue.id) if own is None else own


def folder() -> Path:
    """Return the folder in which a place keeps feeds of its own."""
    return Path(settings.DATA_DIR) / "feeds"


def year_of(year: int) -> Period:
    """Return the calendar year that a campaign assesses."""
    return Period(f"Năm {year}", date(year, 1, 1), date(year + 1, 1, 1))


def read_live(
    *, unit_ids: Collection[int], revision: Revision, period: Period, today: date
) -> dict[int, dict[str, Live]]:
    """Count every fed item of a catalogue for units, by unit id and code. Queries do not grow with the units."""
    return read_feeds(feeds_of(revision), unit_ids=unit_ids, period=period, today=today)


def read_feeds(feeds: Feeds, *, unit_ids: Collection[int], period: Period, today: date) -> dict[int, dict[str, Live]]:
    """Count feeds for units, by unit id and code. Queries do not grow with the units."""
    wanted = {address for inputs in feeds.values() for address in addresses_of(inputs)}
    offers = indicators.offers_of(wanted)
    if not wanted:
        return {unit_id: {} for unit_id in unit_ids}
    tallies = indicators.tally(addresses=wanted, unit_ids=unit_ids, period=period, today=today)
    return {
        unit_id: {
            code: _live(code, inputs, (unit_id, period, today), tallies, offers) for code, inputs in feeds.items()
        }
        for unit_id in unit_ids
    }


def live_of(sheet: Sheet, *, today: date) -> dict[str, Live]:
    """Return what is counted for the items of one sheet, by code; the sheet has its group and campaign at hand."""
    period = year_of(sheet.campaign.year)
    return read_live(unit_ids=[sheet.unit_id], revision=sheet.group.revision, period=period, today=today)[sheet.unit_id]


def _live(
    code: str,
    feeds: Mapping[str, Source],
    whose: tuple[int, Period, date],
    tallies: Mapping[tuple[int, str], Tally],
    offers: Mapping[str, Offer],
) -> Live:
    addresses, (unit_id, period, today) = addresses_of(feeds), whose
    earlier = [indicators.split_address(address)[1] for address in addresses]
    is_part = not all(is_comparable(word, of=period, today=today) for word in earlier)
    mine = {address: tallies[unit_id, address] for address in addresses if (unit_id, address) in tallies}
    return Live(
        code=code,
        unit_id=unit_id,
        period=period,
        feeds=feeds,
        inputs=None if is_part else answer_of(feeds, {address: counts_of(tally) for address, tally in mine.items()}),
        tallies=mine,
        offers={address: offers[address] for address in addresses},
        is_part_of_year=is_part,
    )


def counts_of(tally: Tally) -> Counts:
    """Return the two counts of a tally, and how many rows are in neither."""
    return Counts(numerator=tally.numerator, denominator=tally.denominator, unknown=tally.unknown)
