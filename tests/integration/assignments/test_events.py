"""Deadlines that hang on an event: a person enters its date, the calendar gives the due date with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.apps.assignments import selectors, services
from parindex.apps.assignments.errors import ChangedMeanwhile, EventOutsideCalendar, NoEvent
from parindex.apps.assignments.models import Assignment
from parindex.domain.access import PermissionDenied
from tests.integration.assignments.conftest import Approve, first
from tests.integration.conftest import NOW, TODAY, Province

AFTER = "Sau khi kết thúc đợt kiểm tra."
EVENT_ON = date(2026, 9, 15)


def enter(row: Assignment, province: Province, *, event_on: date = EVENT_ON, version: int = 1) -> None:
    """Enter the date of the event as the focal point of the province."""
    services.set_event_date(assignment=row, version=version, event_on=event_on, note="", actor=province.focal, now=NOW)
    row.refresh_from_db()


def test_event_date_gives_the_due_date_with_its_reason(province: Province, approve: Approve) -> None:
    row = first(approve(AFTER, "Chậm nhất 05 ngày làm việc trước khi kết thúc đợt kiểm tra."), "1.3")
    assert (row.due_on, row.event_on) == (None, None)

    enter(row, province)

    assert (row.due_on, row.event_on, row.due_is_certain) == (date(2026, 9, 8), EVENT_ON, True)
    assert "sự kiện đó vào ngày 15/09/2026, tính lùi 5 ngày làm việc" in row.due_explanation
    assert province.focal.name in row.due_explanation
    assert row.reports.get().note.startswith("kết thúc đợt kiểm tra: 15/09/2026")


def test_event_without_a_number_of_days_is_dated_to_be_checked(province: Province, approve: Approve) -> None:
    row = first(approve(), "1.3")

    enter(row, province)

    assert (row.due_on, row.due_is_certain) == (date(2026, 9, 16), False)


def test_event_date_is_corrected_and_undone(province: Province, approve: Approve) -> None:
    row = first(approve(), "1.3")
    enter(row, province)
    enter(row, province, event_on=date(2026, 10, 15), version=2)
    assert row.due_on == date(2026, 10, 16)

    services.undo(assignment=row, version=3, actor=province.focal, now=NOW)

    row.refresh_from_db()
    assert (row.event_on, row.due_on) == (EVENT_ON, date(2026, 9, 16))


def test_event_date_needs_an_event_a_known_year_the_right_and_the_present_version(
    province: Province, approve: Approve
) -> None:
    plan = approve()
    row = first(plan, "1.3")

    with pytest.raises(NoEvent):
        enter(first(plan, "1.1"), province)
    with pytest.raises(EventOutsideCalendar, match="2080"):
        enter(row, province, event_on=date(2080, 1, 1))
    with pytest.raises(ChangedMeanwhile):
        enter(row, province, version=4)
    with pytest.raises(PermissionDenied):
        services.set_event_date(assignment=row, version=1, event_on=EVENT_ON, note="", actor=province.officer, now=NOW)

    row.refresh_from_db()
    assert (row.due_on, row.version) == (None, 1)


def test_completion_that_hangs_on_an_event_takes_its_date(province: Province, approve: Approve) -> None:
    row = first(approve(AFTER, "Trong năm 2026/Sau khi có kết luận kiểm tra."), "1.3")
    assert (row.due_on, row.due_is_certain) == (date(2026, 12, 31), False)

    enter(row, province)

    assert row.due_on == date(2026, 9, 16)


def test_two_deadlines_of_one_item_are_two_duties_when_one_waits_for_an_event(approve: Approve) -> None:
    plan = approve(AFTER, "Trong năm 2026; sau khi Bộ Nội vụ triển khai.")

    rows = Assignment.objects.filter(plan_item__plan=plan, plan_item__number="1.3").order_by("due_on", "pk")

    assert {row.due_on: row.awaits for row in rows} == {
        None: "sau khi Bộ Nội vụ triển khai",
        date(2026, 12, 31): "",
    }


def test_each_of_two_events_dates_its_own_duty(province: Province, approve: Approve) -> None:
    words = "Chậm nhất 05 ngày làm việc trước khi văn bản có hiệu lực; chậm nhất 03 ngày sau khi ký ban hành văn bản."
    plan = approve(AFTER, words)
    rows = list(Assignment.objects.filter(plan_item__plan=plan, plan_item__number="1.3").order_by("pk"))

    for row in rows:
        enter(row, province)

    assert [(row.due_on, row.due_is_certain) for row in rows] == [(date(2026, 9, 8), True), (date(2026, 9, 18), True)]


def test_year_holds_what_falls_due_in_it(province: Province, approve: Approve) -> None:
    approve("Trước ngày 30/6/2026.", "Chậm nhất ngày 29 tháng 01 năm 2027.")
    following = selectors.AssignmentFilter(year=2027)

    rows = selectors.list_assignments(province.focal, following, today=TODAY)

    assert [(row.year, row.due_on) for row in rows] == [(2026, date(2027, 1, 29))]
    assert selectors.my_work(province.officer, year=2027, today=date(2027, 1, 4)).later


def test_my_work_keeps_what_earlier_years_left_open(province: Province, approve: Approve) -> None:
    row = first(approve(), "1.1")

    assert selectors.my_work(province.officer, year=2027, today=date(2027, 3, 1)).overdue == (row,)
    services.cancel(assignment=row, version=1, note="Giao lại trong kế hoạch mới", actor=province.focal, now=NOW)
    assert not selectors.my_work(province.officer, year=2027, today=date(2027, 3, 1)).overdue
