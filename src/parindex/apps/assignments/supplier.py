"""What assignments tell a criterion: how far the unit's own plan of the year is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, F, Q
from django.utils import timezone

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.base.indicators import Offer, Tallies, Tally
from parindex.domain.calendar.periods import Period

DONE: Final = "plan_done"
ON_TIME: Final = "due_on_time"
_OFFERS: Final = (
    Offer(
        name=DONE,
        label="Nhiệm vụ của kế hoạch năm đã hoàn thành",
        numerator="nhiệm vụ đã được xác nhận hoàn thành",
        denominator="nhiệm vụ trong kế hoạch của đơn vị, không kể nhiệm vụ thôi giao",
        failing="nhiệm vụ chưa hoàn thành",
        certainty="assumed",
    ),
    Offer(
        name=ON_TIME,
        label="Nhiệm vụ đến hạn được hoàn thành đúng hạn",
        numerator="nhiệm vụ báo xong đúng hạn và được xác nhận",
        denominator="nhiệm vụ trong kế hoạch của đơn vị đã đến hạn",
        failing="nhiệm vụ đến hạn mà không xong đúng hạn",
        certainty="assumed",
    ),
)


class Assignments:
    """The assignments made from the unit's own plans of the years of a period; plans of units below are theirs."""

    label = "Nhiệm vụ"

    def offers(self) -> Sequence[Offer]:
        """Return the two indicators."""
        return _OFFERS

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count in one query; a unit without a plan of those years is not in the result."""
        last = min(period.last_day, today)
        ends_at = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
        done = Q(state=AssignmentState.DONE, done_at__lt=ends_at)
        due = Q(due_on__lte=last)
        own = Assignment.objects.filter(
            unit__in=unit_ids,
            year__range=(period.start.year, period.last_day.year),
            plan_item__plan__superseded_at=None,
        ).exclude(state=AssignmentState.CANCELLED)
        rows = own.values("unit_id").annotate(
            planned=Count("pk"),
            done=Count("pk", filter=done),
            due=Count("pk", filter=due),
            on_time=Count("pk", filter=done & due & Q(submitted_at__date__lte=F("due_on"))),
        )
        return {
            (row["unit_id"], name): Tally(numerator=counted, denominator=of, as_of=last)
            for row in rows.order_by()
            for name, counted, of in ((DONE, row["done"], row["planned"]), (ON_TIME, row["on_time"], row["due"]))
            if name in names
        }
