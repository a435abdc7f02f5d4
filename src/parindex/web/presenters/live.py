"""What the registers count, in words beside an answer: what it was taken from, and what they count by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from parindex.apps.assessment.books import book_of
from parindex.definitions.feeds.loader import WHY_LABELS
from parindex.domain.scoring.sheet import ScoreStatus
from parindex.domain.scoring.values import ChoiceInput, read_number
from parindex.domain.scoring.wording import first_upper, number_text, percent_text
from parindex.domain.text.dates import format_date
from parindex.web.presenters.points import points_cell

if TYPE_CHECKING:
    from parindex.apps.assessment.feeding import Taken
    from parindex.apps.assessment.live import Live
    from parindex.apps.assessment.live_board import LiveRow
    from parindex.apps.assessment.models import Sheet, SheetItem
    from parindex.definitions.feeds.loader import FeedBook
    from parindex.domain.scoring.catalogue import Catalogue, Item


@dataclass(frozen=True, slots=True)
class RowsLink:
    """The way to the entries behind a count."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class LiveNote:
    """What stands beside an answer; `counted` is blank when the answer already says it."""

    taken_from: str
    counted: str
    may_take: bool
    rows: tuple[RowsLink, ...] = ()


def rows_links(live: Live) -> tuple[RowsLink, ...]:
    """Return the ways to the entries behind the counts of an item; counts of one list (a survey) share one.

    The addresses name room, unit and days; the room is asked only when somebody goes there.
    """
    found: dict[str, RowsLink] = {}
    for address in live.tallies:
        asked = {
            "chi-so": address,
            "cua": live.unit_id,
            "tu": live.period.start,
            "den": live.period.last_day,
        }
        link = RowsLink(live.offers[address].label, f"{reverse('live-rows')}?{urlencode(asked)}")
        found.setdefault(address.partition("/")[0], link)
    return tuple(found.values())


def note_of(item: SheetItem, live: Mapping[str, Live], *, may_enter: bool) -> LiveNote | None:
    """Return the note of an item; None when no register counts it and none did."""
    found = live.get(item.code)
    if found is None:
        return LiveNote(item.source, "", may_take=False) if item.source else None
    is_same = found.inputs is not None and dict(found.inputs) == dict(item.inputs) and not item.is_not_applicable
    counted = "" if is_same else _counted(item, found)
    may_take = may_enter and bool(counted) and found.inputs is not None
    return LiveNote(item.source, counted, may_take=may_take, rows=rows_links(found))


def _counted(item: SheetItem, live: Live) -> str:
    doubt = f" {live.unknown} dòng chưa đủ số liệu để xét." if live.unknown else ""
    if live.is_part_of_year:
        return _part_of_year(live)
    if live.inputs is None:
        return f"Chưa đếm được ({live.source}):{doubt}" if doubt else f"Chưa đếm được: {live.source} chưa có số liệu."
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    numbers = "; ".join(f"{name} {words}" for name, words in told_inputs(leaf, live).items())
    return f"Sổ đếm được: {numbers} ({live.source}).{doubt}"


def _part_of_year(live: Live) -> str:
    last_day = date(live.period.start.year, 12, 31)
    return f"Chưa so được với cả năm trước: năm {last_day.year} chưa hết; có số từ {format_date(last_day)}."


def taken_words(taken: Taken) -> str:
    """Tell what taking did."""
    words = (
        f"Đã lấy số liệu của {len(taken.changed)} mục từ các sổ." if taken.changed else "Số liệu đã đúng như các sổ."
    )
    if taken.kept:
        words += f" Giữ nguyên {len(taken.kept)} mục do người nhập: {', '.join(taken.kept)}."
    if taken.unknown:
        words += f" Chưa đếm được: {', '.join(taken.unknown)}."
    return words


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One counted criterion in words; `loss` is blank when nothing is lost, `price` and `step` when there is none."""

    code: str
    name: str
    value: str
    source: str
    points: str
    maximum: str
    loss: str
    price: str
    step: str
    trend: tuple[str, ...]
    sentence: str
    certainty: str
    is_known: bool
    rows: tuple[RowsLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The counted criteria of a unit, the dearest first, with one sentence on top."""

    lines: tuple[BoardLine, ...]
    lead: str


_CERTAINTY = {
    "verified": "",
    "secondary": "Cách đếm theo nguồn thứ cấp.",
    "assumed": "Cách đếm do phần mềm giả định.",
    "unverified": "Cách đếm chưa đối chiếu văn bản.",
}


def board(rows: Sequence[LiveRow], *, leaf_count: int) -> Board:
    """Return the board of a unit; `leaf_count` is how many criteria its catalogue has altogether."""
    ordered = sorted(rows, key=lambda row: -_loss(row))
    losses = [row for row in ordered if _loss(row)]
    known = [row for row in rows if row.score is not None and row.score.points is not None]
    lead = f"{len(known)} trong {leaf_count} tiêu chí có số từ các sổ hôm nay"
    if losses:
        total = points_cell(sum((_loss(row) for row in losses), Fraction(0)))
        lead += f"; đang mất {total} điểm ở {len(losses)} tiêu chí, nhiều nhất ở {losses[0].item.code}"
    return Board(tuple(_line(row) for row in ordered), f"{lead}.")


def _loss(row: LiveRow) -> Fraction:
    """Return the points that are lost today; 0 while they are not known."""
    score = row.score
    if score is None or score.points is None or score.maximum is None:
        return Fraction(0)
    return Fraction(max(score.maximum - score.points, 0), row.scale)


def _line(row: LiveRow) -> BoardLine:
    score, loss = row.score, _loss(row)
    is_known = score is not None and score.points is not None
    worst = max((offer.certainty for offer in row.live.offers.values()), key=list(_CERTAINTY).index, default="verified")
    doubt = f" {row.live.unknown} dòng chưa đủ số liệu để xét." if row.live.unknown else ""
    return BoardLine(
        code=row.item.code,
        name=row.item.name or "(chưa rõ tên)",
        value=value_of(row.item, row.live),
        source=row.live.source + "." + doubt,
        points=points_cell(Fraction(score.points, row.scale)) if score and score.points is not None else _unknown(row),
        maximum=points_cell(row.item.max_points),
        loss=points_cell(loss) if loss else "",
        price=_prices(row),
        step=_step(row),
        trend=_trend(row),
        sentence=score.sentence if score else _part_of_year(row.live) if row.live.is_part_of_year else "",
        certainty=_CERTAINTY[worst],
        is_known=is_known,
        rows=rows_links(row.live),
    )


def value_of(item: Item, live: Live) -> str:
    """Write the counts as the criterion reads them: a ratio with its percentage, else each answer with its name."""
    if live.is_part_of_year:
        return "chưa hết năm"
    if live.inputs is None:
        return "chưa có số liệu" if not live.tallies else "chưa đếm được"
    if set(live.inputs) != {"numerator", "denominator"}:
        return "; ".join(f"{name}: {words}" for name, words in told_inputs(item, live).items())
    part, whole = (read_number(live.inputs[name]) for name in ("numerator", "denominator"))
    if whole == 0:
        return "không phát sinh"
    percent = percent_text(part * 100 / whole)
    return f"{number_text(part)}/{number_text(whole)} {'' if percent.startswith('≈') else '= '}{percent}"


def told_inputs(item: Item, live: Live) -> dict[str, str]:
    """Return the counted answers as people read them: names of inputs with numbers, or the words of a choice.

    An item without a rule has no names for its numbers: they are called as the room calls what it counts.
    """
    declared = {one.name: one for one in item.rule.inputs} if item.rule else {}
    told = {}
    for name, words in (live.inputs or {}).items():
        asked = declared.get(name)
        if asked is None:
            label = "; ".join(live.offers[address].label for address in live.feeds[name].addresses)
            told[label] = f"{words}%" if "percent" in name else words
        else:
            told[asked.label] = asked.show(words) if isinstance(asked, ChoiceInput) else words
    return told


def _unknown(row: LiveRow) -> str:
    is_out = row.score is not None and row.score.status is ScoreStatus.NOT_APPLICABLE
    return "không áp dụng" if is_out else "chưa rõ"


def _prices(row: LiveRow) -> str:
    told = []
    for one in row.prices:
        if one.price.each is not None and one.price.loss:
            each = points_cell(one.price.each / row.scale)
            told.append(f"{number_text(Fraction(one.price.failing))} {one.label}, mỗi một mất {each} điểm")
    return "; ".join(told)


def _step(row: LiveRow) -> str:
    """Say what brings more: of several kinds the one that brings most."""
    steps = [(one.price.step, one) for one in row.prices if one.price.step is not None]
    if not steps:
        return ""
    step, kind = max(steps, key=lambda told: told[0].points)
    gained = points_cell(Fraction(step.points - kind.price.points, row.scale))
    of = f" “{kind.label}”" if len(row.prices) > 1 else ""
    return f"Thêm {number_text(Fraction(step.count))}{of} đạt thì được thêm {gained} điểm"


def _trend(row: LiveRow) -> tuple[str, ...]:
    past = [point for point in row.trend if point.points is not None]
    return tuple(f"{point.label}: {points_cell(Fraction(point.points or 0, row.scale))}" for point in past)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of a campaign: how much of its catalogue is counted, what it loses today and where most."""

    sheet: Sheet
    counted: str
    points: str
    loss: str
    worst: str


@dataclass(frozen=True, slots=True)
class GroupBoard:
    """The units of a group, the one that loses most first."""

    name: str
    fed_count: int
    lines: tuple[UnitLine, ...]


def group_board(name: str, sheets: Sequence[Sheet], boards: Mapping[int, Sequence[LiveRow]]) -> GroupBoard:
    """Return the lines of a group; boards are by unit id."""
    ordered = sorted(sheets, key=lambda sheet: -sum((_loss(row) for row in boards[sheet.unit_id]), Fraction(0)))
    fed_count = max((len(rows) for rows in boards.values()), default=0)
    return GroupBoard(name, fed_count, tuple(_unit_line(sheet, boards[sheet.unit_id]) for sheet in ordered))


def _unit_line(sheet: Sheet, rows: Sequence[LiveRow]) -> UnitLine:
    known = [row for row in rows if row.score is not None and row.score.points is not None]
    worst = max(known, key=_loss, default=None)
    loss = sum((_loss(row) for row in known), Fraction(0))
    points = sum((Fraction(row.score.points or 0, row.scale) for row in known if row.score), Fraction(0))
    return UnitLine(
        sheet=sheet,
        counted=f"{len(known)}/{len(rows)}",
        points=points_cell(points) if known else "chưa rõ",
        loss=points_cell(loss) if known else "",
        worst=f"{worst.item.code} {worst.item.name or ''}".strip() if worst is not None and _loss(worst) else "",
    )


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One item of a catalogue with today's value; `reason` says why there is none, `points` what it is worth."""

    code: str
    name: str
    value: str
    source: str
    certainty: str
    reason: str
    points: str
    rows: tuple[RowsLink, ...]


def catalogue_lines(catalogue: Catalogue, book: FeedBook, found: Mapping[str, Live]) -> list[CatalogueLine]:
    """Return every item without children, counted or not, in the order of the catalogue."""
    return [_catalogue_line(item, found.get(item.code), book) for _, item in catalogue.walk() if not item.children]


def _catalogue_line(item: Item, live: Live | None, book: FeedBook) -> CatalogueLine:
    unfed = book.unfed.get(item.code)
    reason = f"{first_upper(WHY_LABELS[unfed.why])}: {unfed.reason}" if unfed else ""
    is_ruled = item.rule is not None and item.max_points is not None
    worst = max((offer.certainty for offer in live.offers.values()), key=list(_CERTAINTY).index) if live else "verified"
    return CatalogueLine(
        code=item.code,
        name=item.name or "(chưa rõ tên)",
        value=value_of(item, live) if live else "",
        source=f"{live.source}.{f' {_part_of_year(live)}' if live.is_part_of_year else ''}" if live else "",
        certainty=_CERTAINTY[worst],
        reason="" if live else reason or "Chưa nối với chỉ số nào.",
        points=points_cell(item.max_points) if is_ruled else "chưa rõ cách tính",
        rows=rows_links(live) if live else (),
    )
