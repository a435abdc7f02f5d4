"""Numbers of scoring sheets that a room counts too, put beside what the room counts now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.live import feed_book_of
from parindex.apps.assessment.models import SheetItem
from parindex.apps.base import indicators
from parindex.apps.base.indicators import Tally
from parindex.apps.orgs.models import Unit
from parindex.domain.assessment.feeding import PART_LABELS, Counts, Feed, cut
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.contradictions import FedClaim
from parindex.domain.text.numerals import parse_decimal


@dataclass(frozen=True, slots=True)
class _Entered:
    """A number that the unit entered where a room counts too."""

    item: SheetItem
    words: str
    value: Decimal
    feed: Feed


def read_fed(unit: Unit, *, year: int, cut_off: date) -> list[FedClaim]:
    """Return the numbers of the unit's sheets of a year with the counts of that year before the cut-off.

    One query, one for each catalogue, and those of the rooms; what a room does not know is not compared.
    """
    items = SheetItem.objects.filter(sheet__unit=unit, sheet__campaign__year=year, is_not_applicable=False)
    rows = items.exclude(inputs={}).select_related("sheet__group__revision").order_by("pk")
    entered = [one for row in rows for one in _entered(row, book_of(row.sheet.group.revision))]
    start, end = date(year, 1, 1), min(date(year + 1, 1, 1), cut_off)
    if not entered or end <= start:
        return []
    rooms = indicators.suppliers()
    addresses = {one.feed.address for one in entered if one.feed.address.partition(":")[0] in rooms}
    period = Period(f"Năm {year}", start, end)
    counted = indicators.tally(addresses=addresses, unit_ids=[unit.pk], period=period, today=end - ONE_DAY)
    offers = indicators.offers_of(addresses)
    claims = [_claim(one, counted.get((unit.pk, one.feed.address)), offers) for one in entered]
    return [claim for claim in claims if claim is not None]


def _entered(row: SheetItem, book: Book) -> list[_Entered]:
    leaf = book.leaves.get(row.code)
    feeds = feed_book_of(book.catalogue).feeds.get(row.code, {})
    if leaf is None or leaf.rule is None:
        return []
    labels = {one.name: one.label for one in leaf.rule.inputs}
    return [
        _Entered(row, f"mục {row.code}, {labels.get(name, name)}", value, feed)
        for name, feed in feeds.items()
        if isinstance(feed, Feed) and (value := parse_decimal(str(row.inputs.get(name, "")))) is not None
    ]


def _claim(one: _Entered, tally: Tally | None, offers: Mapping[str, indicators.Offer]) -> FedClaim | None:
    if tally is None:
        return None
    amount = one.feed.take({one.feed.address: Counts(tally.numerator, tally.denominator)})
    if amount is None:
        return None
    label = offers[one.feed.address].label if one.feed.address in offers else one.feed.address
    return FedClaim(
        words=one.words,
        value=one.value,
        counted_words=f"{label}, {PART_LABELS[one.feed.part]}",
        counted=cut(amount),
        sheet_ref=f"phieu:{one.item.sheet.public_id}#{one.item.code}",
        room_ref=f"cs:{one.feed.address}/{one.item.sheet.unit_id}",
    )
