"""What periodic reports tell criteria: how many fell due, and how many were sent on time, late or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally
from parindex.apps.reports import periods
from parindex.apps.reports.models import PeriodicReport, ReportPeriod, ReportSending
from parindex.domain.calendar.periods import Period

ON_TIME: Final = "sent_on_time"
LATE: Final = "sent_late"
MISSING: Final = "not_sent"
_OFFERS: Final = (
    Offer(
        name=ON_TIME,
        label="Báo cáo định kỳ gửi đúng hạn",
        numerator="báo cáo gửi lần đầu không sau hạn",
        denominator="báo cáo định kỳ đã đến hạn của đơn vị",
        failing="báo cáo trễ hạn hoặc không gửi",
        certainty="assumed",
    ),
    Offer(
        name=LATE,
        label="Báo cáo định kỳ gửi trễ hạn",
        numerator="báo cáo gửi lần đầu sau hạn",
        certainty="assumed",
    ),
    Offer(
        name=MISSING,
        label="Báo cáo định kỳ không gửi",
        numerator="báo cáo đã quá hạn mà chưa gửi",
        certainty="assumed",
    ),
)


@dataclass(frozen=True, slots=True)
class DueReport:
    """One report that a unit owed; `is_late` is None while nothing was sent."""

    unit_id: int
    period: ReportPeriod
    is_late: bool | None


class Reports:
    """Reports of the periods whose deadline for the unit lies in the period of the count."""

    label = "Báo cáo định kỳ"

    def offers(self) -> Sequence[Offer]:
        """Return the three counts."""
        return _OFFERS

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count; queries grow with the periods of reports, not with the units. A unit that owed none is left out."""
        last = min(period.last_day, today)
        found: dict[int, list[bool | None]] = defaultdict(list)
        for one in due_reports(unit_ids=unit_ids, start=period.start, last=last, today=today):
            found[one.unit_id].append(one.is_late)
        return {
            (unit_id, name): tally
            for unit_id, told in found.items()
            for name, tally in _tallies(told, last).items()
            if name in names
        }

    def rows(self, behind: Behind) -> Rows | None:
        """Lead to the period when one report was owed, else to the list of periods; None when none was."""
        last = min(behind.period.last_day, behind.today)
        days = {"start": behind.period.start, "last": last, "today": behind.today}
        found = list(due_reports(unit_ids=[behind.unit_id], **days))
        if len(found) == 1:
            return Rows("report-board", (str(found[0].period.public_id),))
        return Rows("report-list") if found else None


def due_reports(*, unit_ids: Collection[int], start: date, last: date, today: date) -> Iterator[DueReport]:
    """Yield the reports that units owed by days from `start` to `last`, in the order of the periods.

    One that nobody sent and that falls due today is not owed yet.
    """
    wanted = frozenset(unit_ids)
    days = (start, last)
    asked = ReportPeriod.objects.filter(Q(due_on__range=days) | Q(lower_due_on__range=days)).select_related("unit")
    first = _first_sendings(asked, wanted)
    for period in asked.order_by("due_on", "pk"):
        for duty in periods.list_duties(period, on=period.window_end):
            is_late = first.get((period.pk, duty.unit.pk))
            is_due = duty.due_on < today or is_late is not None
            if duty.unit.pk in wanted and start <= duty.due_on <= last and is_due:
                yield DueReport(duty.unit.pk, period, is_late)


def _first_sendings(asked: QuerySet[ReportPeriod], unit_ids: Collection[int]) -> dict[tuple[int, int], bool]:
    """Return whether the first sending of each report was late, by period and unit."""
    reports = PeriodicReport.objects.filter(period__in=asked, unit__in=unit_ids)
    rows = ReportSending.objects.filter(report__in=reports.values("pk"), number=1)
    return {
        (period_id, unit_id): is_late
        for period_id, unit_id, is_late in rows.values_list("report__period_id", "report__unit_id", "is_late")
    }


def _tallies(told: Sequence[bool | None], last: date) -> dict[str, Tally]:
    return {
        ON_TIME: Tally(told.count(False), len(told), last),
        LATE: Tally(told.count(True), None, last),
        MISSING: Tally(told.count(None), None, last),
    }
