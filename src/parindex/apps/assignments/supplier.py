"""What assignments tell a criterion: how far the unit's own plan of the year is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.base.indicators import Behind, Half, Offer, Rows, Tallies, Tally, query_of
from parindex.domain.calendar.periods import Period

DONE: Final = "plan_done"
ON_TIME: Final = "due_on_time"
_ALL, _PASSED = 0, 1
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
        asked = _conditions(last)
        halves = {f"{name}_{half}": Count("pk", filter=asked[name][half]) for name in names for half in (_ALL, _PASSED)}
        rows = _own(unit_ids, period).values("unit_id").annotate(**halves).order_by()
        # Columns by their place: unit first, then all and passed of each name in turn.
        return {
            (unit_id, name): Tally(numerator=passed, denominator=found, as_of=last)
            for unit_id, *counted in rows.values_list("unit_id", *halves)
            for name, found, passed in zip(names, counted[::2], counted[1::2], strict=True)
        }

    def rows(self, behind: Behind) -> Rows:
        """Lead to the list of assignments."""
        return Rows("assignment-list", query=query_of(behind))


def entries_of(behind: Behind) -> QuerySet[Assignment]:
    """Return the assignments that stand in a figure, whoever may see them; none for a name that is not counted."""
    asked = _conditions(min(behind.period.last_day, behind.today)).get(behind.name)
    if asked is None:
        return Assignment.objects.none()
    rows = _own([behind.unit_id], behind.period).filter(asked[_ALL])
    if behind.half is Half.PASSED:
        return rows.filter(asked[_PASSED])
    # A moment that is missing makes a comparison neither true nor false, so what failed is what did not pass.
    passed = rows.filter(asked[_PASSED]).values("pk")
    return rows.exclude(pk__in=passed) if behind.half is Half.FAILED else rows


def _own(unit_ids: Collection[int], period: Period) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(
        unit__in=unit_ids,
        year__range=(period.start.year, period.last_day.year),
        plan_item__plan__superseded_at=None,
    )
    return rows.exclude(state=AssignmentState.CANCELLED)


def _conditions(last: date) -> dict[str, tuple[Q, Q]]:
    """Return what is looked at and what passes, by the name of the indicator, on the last day of the count."""
    ends_at = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    done = Q(state=AssignmentState.DONE, done_at__lt=ends_at)
    due = Q(due_on__lte=last)
    return {
        DONE: (Q(pk__isnull=False), done),
        ON_TIME: (due, due & done & Q(submitted_at__date__lte=F("due_on"))),
    }
