"""Indicators of feedback as a table, and lines of the book for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.definitions.feedback import loader
from parindex.domain.feedback.measures import Count, Indicator
from parindex.domain.feedback.states import FEEDBACK
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal

if TYPE_CHECKING:
    from parindex.apps.feedback.figures import UnitFigures
    from parindex.apps.feedback.models import Feedback
    from parindex.apps.feedback.themes import ThemeCount

BOOK_HEADINGS = (
    *("Số", "Ngày tiếp nhận", "Kênh", "Nơi tiếp nhận", "Đang giữ", "Trạng thái", "Chủ đề", "Tiêu chí"),
    *("Hạn", "Việc phải làm", "Ngày trả lời", "Ngày công khai", "Đánh giá"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """An indicator above its column: what it is, what it feeds, where it comes from."""

    name: str
    criteria: str
    source: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A share: the percentage and the counts behind it; not arisen when there was nothing to count."""

    percent: str
    counts: str


@dataclass(frozen=True, slots=True)
class Table:
    """Each unit with its indicators."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, tuple[tuple[Heading, Cell], ...]], ...]


def table(found: Sequence[UnitFigures]) -> Table:
    """Return the indicators of units as a table."""
    return Table(
        headings=tuple(_heading(one) for one in loader.load_indicators()),
        rows=tuple((one.unit.name, tuple((_heading(rule), _cell(n)) for rule, n in one.counts)) for one in found),
    )


def theme_lead(found: Sequence[ThemeCount]) -> str:
    """Say in one sentence what most people wrote about; blank when nobody wrote."""
    total = sum(one.received for one in found)
    if not total:
        return "Năm này chưa có phản ánh nào."
    first = found[0]
    share = (200 * first.received + total) // (2 * total)
    said = f"{format_decimal(total)} phản ánh; nhiều nhất là “{first.name.lower()}”, {share}%."
    late = sum(one.late for one in found)
    return said + (f" {format_decimal(late)} phản ánh đang quá hạn." if late else " Không phản ánh nào đang quá hạn.")


def book_row(feedback: Feedback) -> tuple[str, ...]:
    """Return a line of the book: nothing of who sent it or what it says."""
    kinds = loader.load_kinds()
    names = {rule.code: rule.name for rule in loader.load_clocks()}
    days = [
        format_date(timezone.localdate(moment)) if moment is not None else ""
        for moment in (feedback.received_at, feedback.answered_at, feedback.published_at)
    ]
    return (
        feedback.number,
        days[0],
        kinds.channels.get(feedback.channel, feedback.channel),
        feedback.unit.name,
        feedback.holder.name,
        FEEDBACK.state_names[feedback.state],
        loader.theme_names().get(feedback.theme, ""),
        _plain(feedback.criterion_code),
        format_date(feedback.due_on) if feedback.due_on else "",
        names.get(feedback.due_rule, ""),
        days[1],
        days[2],
        kinds.ratings.get(feedback.rating, ""),
    )


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _heading(one: Indicator) -> Heading:
    return Heading(one.name, ", ".join(one.criteria), one.source, one.certainty.value == "assumed")


def _cell(count: Count) -> Cell:
    """Round the exact share half up to two places, as scores are shown."""
    if not count.is_arisen:
        return Cell("không phát sinh", "")
    hundredths = (20_000 * count.numerator + count.denominator) // (2 * count.denominator)
    percent = format_decimal(Decimal(hundredths) / 100, places=2)
    return Cell(f"{percent}%", f"{format_decimal(count.numerator)} / {format_decimal(count.denominator)}")
