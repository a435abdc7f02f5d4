"""Today's value of every counted criterion of a unit: its points, what one failing costs, the next step, the trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from parindex.apps.assessment import answers
from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.errors import BadAnswer
from parindex.apps.assessment.live import Live, read_live, year_of
from parindex.apps.assessment.live_prices import Priced, prices_of
from parindex.apps.assessment.models import CampaignGroup, Sheet
from parindex.domain.calendar.periods import Period
from parindex.domain.calendar.wording import ROMAN_QUARTERS
from parindex.domain.scoring import evaluate
from parindex.domain.scoring.catalogue import Item
from parindex.domain.scoring.sheet import ItemScore

MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Point:
    """The points of a criterion as they stood at the end of a quarter, in the catalogue's units; None is unknown."""

    label: str
    points: int | None


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One counted criterion of a unit today; points are in units of `scale` to a point.

    `score` is None while the count is missing or refused by the rule. `prices` holds what each kind of failing thing
    costs; there is none when nothing can be mended one by one, its points are not known, or kinds hide each other.
    """

    item: Item
    live: Live
    score: ItemScore | None
    prices: tuple[Priced, ...]
    scale: int
    trend: tuple[Point, ...] = ()


def board_of(sheet: Sheet, *, today: date) -> tuple[LiveRow, ...]:
    """Return the counted criteria of a unit, with their trend by quarters. Queries do not grow with the criteria."""
    group = sheet.group
    quarters = quarter_ends(sheet.campaign.year, today=today)
    year = year_of(sheet.campaign.year)
    history = [
        (label, _read(group, [sheet.unit_id], Period(label, year.start, end), end - timedelta(days=1))[sheet.unit_id])
        for label, end in quarters
    ]
    now = _read(group, [sheet.unit_id], year, today)[sheet.unit_id]
    trends = {
        code: tuple(Point(label, _points(group, found[code])) for label, found in history if code in found)
        for code in now
    }
    return tuple(_row(group, live, trends[code]) for code, live in now.items())


def boards_of(
    group: CampaignGroup,
    *,
    sheets: Sequence[Sheet],
    fields: Mapping[int, frozenset[str] | None],
    year: int,
    today: date,
) -> dict[int, list[LiveRow]]:
    """Return the counted criteria of the units of sheets of a group by unit id, without trends.

    `fields` are the codes of the fields to be shown of each sheet by its key, None for all. Queries do not grow with
    the units, except for surveys, each of which is estimated.
    """
    book = book_of(group.revision)
    found = _read(group, [sheet.unit_id for sheet in sheets], year_of(year), today)
    shown = {sheet.unit_id: fields[sheet.pk] for sheet in sheets}
    return {
        unit_id: [
            _row(group, live)
            for code, live in rows.items()
            if (kept := shown[unit_id]) is None or book.field_of(code) in kept
        ]
        for unit_id, rows in found.items()
    }


def quarter_ends(year: int, *, today: date) -> list[tuple[str, date]]:
    """Return the quarters of a year that have ended by today, each with the day after its last."""
    ends = [
        (f"Quý {name}", date(year + (at == len(ROMAN_QUARTERS)), at * MONTHS_OF_A_QUARTER % 12 + 1, 1))
        for at, name in enumerate(ROMAN_QUARTERS, start=1)
    ]
    return [(label, end) for label, end in ends if end <= today]


def _read(group: CampaignGroup, unit_ids: Sequence[int], period: Period, today: date) -> dict[int, dict[str, Live]]:
    return read_live(unit_ids=unit_ids, revision=group.revision, period=period, today=today)


def _row(group: CampaignGroup, live: Live, trend: tuple[Point, ...] = ()) -> LiveRow:
    book = book_of(group.revision)
    score = None if live.inputs is None else _score(book, live.code, live.inputs)
    return LiveRow(
        item=book.leaves[live.code],
        live=live,
        score=score,
        prices=_prices(group, live, score),
        scale=book.catalogue.item_rounding.scale,
        trend=trend,
    )


def _points(group: CampaignGroup, live: Live) -> int | None:
    score = None if live.inputs is None else _score(book_of(group.revision), live.code, live.inputs)
    return None if score is None else score.points


def _score(book: Book, code: str, inputs: Mapping[str, str]) -> ItemScore | None:
    """Score the words of one item; None when the rule refuses them."""
    try:
        checked = answers.check(book=book, code=code, inputs=inputs, is_not_applicable=False)
    except BadAnswer:
        return None
    item = book.leaves[code]
    values = answers.read(item=item, inputs=checked.inputs, is_not_applicable=checked.is_not_applicable)
    return evaluate.score_item(item, values, rounding=book.catalogue.item_rounding)


def _prices(group: CampaignGroup, live: Live, score: ItemScore | None) -> tuple[Priced, ...]:
    if score is None or score.points is None or score.maximum is None:
        return ()
    book = book_of(group.revision)

    def points_of(words: Mapping[str, str]) -> int | None:
        found = _score(book, live.code, words)
        return None if found is None else found.points

    return prices_of(book.leaves[live.code], live, maximum=score.maximum, points_of=points_of)
