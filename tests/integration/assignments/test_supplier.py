"""What assignments tell a criterion: done of planned, and on time of due, for the unit's own plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.base import indicators
from parindex.domain.calendar.periods import Period
from tests.integration.assignments.conftest import Approve
from tests.integration.conftest import NOW, Province

YEAR = Period("Năm", date(NOW.year, 1, 1), date(NOW.year + 1, 1, 1))
ADDRESSES = ("assignments:plan_done", "assignments:due_on_time")


def tell(province: Province, today: date) -> tuple[indicators.Tally, indicators.Tally]:
    found = indicators.tally(addresses=ADDRESSES, unit_ids=[province.root.pk], period=YEAR, today=today)
    return found[province.root.pk, ADDRESSES[0]], found[province.root.pk, ADDRESSES[1]]


def finish(row: Assignment, *, at: datetime) -> None:
    """Bring an assignment to its end without the steps, which other tests take."""
    Assignment.objects.filter(pk=row.pk).update(state=AssignmentState.DONE, submitted_at=at, done_at=at)


def test_done_and_late_are_counted_over_the_plan(province: Province, approve: Approve) -> None:
    plan = approve()
    rows = list(Assignment.objects.filter(plan_item__plan=plan).exclude(due_on=None).order_by("due_on", "pk"))
    today = rows[1].due_on
    assert today is not None
    before, due_before = tell(province, today)
    finish(rows[0], at=NOW)
    finish(rows[1], at=NOW + timedelta(days=3650))

    done, due = tell(province, today)

    assert before.denominator == done.denominator == Assignment.objects.filter(plan_item__plan=plan).count()
    assert (before.numerator, done.numerator) == (0, 1)
    assert due.denominator == due_before.denominator
    assert due.denominator >= 2
    assert (due_before.numerator, due.numerator) == (0, 1)
    assert done.as_of == today


def test_given_up_work_is_not_planned_and_a_unit_without_plan_is_unknown(province: Province, approve: Approve) -> None:
    plan = approve()
    row = Assignment.objects.filter(plan_item__plan=plan).order_by("pk")[0]
    before, _ = tell(province, NOW.date())
    Assignment.objects.filter(pk=row.pk).update(state=AssignmentState.CANCELLED)

    after, _ = tell(province, NOW.date())

    assert before.denominator is not None
    assert after.denominator == before.denominator - 1
    office = province.office.pk
    assert indicators.tally(addresses=ADDRESSES, unit_ids=[office], period=YEAR, today=NOW.date()) == {}


def test_a_room_that_is_not_listed_is_refused(province: Province) -> None:
    with pytest.raises(indicators.UnknownIndicator, match="khong-co"):
        indicators.tally(addresses=["khong-co:x"], unit_ids=[province.root.pk], period=YEAR, today=NOW.date())
