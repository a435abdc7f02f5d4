"""Giving assignments on to persons: who may give, hand in, judge; and the sheets that follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from parindex.apps.assignments.models import Assignment
from parindex.apps.audit.models import Event
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.workload import selectors, services
from parindex.apps.workload.errors import (
    BadShare,
    NoOwner,
    NotAnOfficial,
    OwnShare,
    ShareChanged,
    ShareClosed,
    ShareNotFound,
)
from parindex.apps.workload.models import Share
from parindex.apps.workload.services import Judgement, Told
from parindex.domain.access import Actor, PermissionDenied, Role
from parindex.domain.workload.model import Aspect, Span
from tests.factories import MembershipFactory
from tests.integration.conftest import NOW, TODAY, Province
from tests.integration.planning.conftest import approve

MARCH = date(2026, 3, 20)
DAY = timedelta(days=1)


class Desk:
    """An agency with an assignment, its head and two officials."""

    def __init__(self, province: Province) -> None:
        self.province = province
        plan = approve(province)
        rows = Assignment.objects.filter(plan_item__plan=plan, owner=province.home_affairs)
        self.assignment = rows.order_by("pk")[0]
        self.head = self._member(Role.LEADER)
        self.officer, self.colleague = self._member(Role.OFFICER), self._member(Role.OFFICER)
        self.stranger = province.stranger

    def _member(self, role: Role) -> Actor:
        row = MembershipFactory(unit=self.province.home_affairs, role=role.value, valid_from=date(2026, 1, 1))
        return access.actor_of(row.user, today=TODAY)

    def person(self, actor: Actor) -> User:
        """Return the account of an actor."""
        return User.objects.get(pk=actor.user_id)

    def give(self, actor: Actor | None = None, to: Actor | None = None, **told: Any) -> Share:
        """Give a part of the assignment."""
        return services.give(
            assignment=self.assignment,
            person=self.person(to or self.officer),
            told=Told(**{"product": "Báo cáo mẫu", "due_on": MARCH, **told}),
            actor=actor or self.head,
            now=NOW,
        )

    def report(self, share: Share, *, at: datetime = NOW, actor: Actor | None = None) -> Share:
        """Hand a share in."""
        return services.report(
            share=share, version=share.version, note="", document_number="1/BC-MH", actor=actor or self.officer, now=at
        )

    def judge(self, share: Share, actor: Actor | None = None, **told: Any) -> Share:
        """Judge a share."""
        verdict = Judgement(**{"faults": 0, **told})
        return services.judge(share=share, version=share.version, judgement=verdict, actor=actor or self.head, now=NOW)

    def sheet(self) -> selectors.MonthSheet:
        """Return the officer's sheet of March at its end."""
        own = self.officer.user_id
        assert own is not None
        return selectors.access_sheet(self.officer, person_id=own, year=2026, month=3, today=date(2026, 3, 31))


@pytest.fixture
def desk(province: Province) -> Desk:
    """Return the agency."""
    return Desk(province)


def test_from_giving_to_the_sheet(desk: Desk) -> None:
    share = desk.give(weight=Decimal("1.50"))
    assert [row.pk for row in selectors.list_own_open(desk.officer)] == [share.pk]
    share = desk.report(share)
    assert [row.pk for row in selectors.list_to_judge(desk.head)] == [share.pk]
    desk.judge(share, faults=1, faults_note="Sai số liệu")

    sheet = desk.sheet().sheet
    assert sheet.values is not None
    assert sheet.weight == Fraction(3, 2)
    assert sheet.values[Aspect.QUALITY] == Span(Fraction(3, 4), Fraction(3, 4))
    assert sheet.points == Span(Fraction(385, 6), Fraction(385, 6))
    actions = Event.objects.filter(object_type="share").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["share.given", "share.reported", "share.judged"]


def test_what_nobody_judged_stays_open(desk: Desk) -> None:
    desk.report(desk.give())

    sheet = desk.sheet().sheet
    assert sheet.points == Span(Fraction(0), Fraction(70))


def test_late_costs_a_quarter_unless_excused(desk: Desk) -> None:
    late = desk.report(desk.give(), at=NOW + 7 * DAY)
    judged = desk.judge(late)
    values = desk.sheet().sheet.values
    assert values is not None
    assert values[Aspect.PROGRESS].low == Fraction(3, 4)

    desk.judge(judged, is_excused=True, excuse_note="Chờ hướng dẫn, văn bản 5/SNV-MH")
    values = desk.sheet().sheet.values
    assert values is not None
    assert values[Aspect.PROGRESS].low == 1


def test_withdrawn_work_is_in_no_sheet(desk: Desk) -> None:
    share = desk.give()
    services.withdraw(share=share, version=1, note="Giao người khác", actor=desk.head, now=NOW)

    assert desk.sheet().shares == ()
    assert selectors.list_own_open(desk.officer) == []


def test_sent_back_is_open_again(desk: Desk) -> None:
    share = desk.report(desk.give())
    back = services.send_back(share=share, version=2, note="Thiếu phụ lục", actor=desk.head, now=NOW)

    assert (back.state, back.reported_on) == ("given", None)
    assert desk.report(back).state == "reported"


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_only_a_head_gives_and_judges(desk: Desk, who: str) -> None:
    with pytest.raises(PermissionDenied):
        desk.give(actor=getattr(desk, who))
    share = desk.report(desk.give())
    with pytest.raises(PermissionDenied):
        desk.judge(share, actor=getattr(desk, who))
    with pytest.raises(PermissionDenied):
        services.withdraw(share=share, version=2, note="x", actor=getattr(desk, who), now=NOW)


def test_only_the_person_hands_in(desk: Desk) -> None:
    with pytest.raises(PermissionDenied):
        desk.report(desk.give(), actor=desk.colleague)


def test_nobody_judges_the_own_work(desk: Desk) -> None:
    share = desk.report(desk.give(to=desk.head), actor=desk.head)
    with pytest.raises(OwnShare):
        desk.judge(share)


def test_only_officials_of_the_agency_are_given_work(desk: Desk) -> None:
    with pytest.raises(NotAnOfficial):
        desk.give(to=desk.stranger)
    assert desk.person(desk.stranger) not in selectors.list_officials(desk.assignment, today=TODAY)
    assert desk.person(desk.officer) in selectors.list_officials(desk.assignment, today=TODAY)


def test_an_assignment_without_an_agency_is_not_given_on(desk: Desk) -> None:
    desk.assignment.owner = None
    with pytest.raises(NoOwner):
        desk.give()


@pytest.mark.parametrize(
    "told",
    [
        {"product": " "},
        {"weight": Decimal(0)},
        {"weight": Decimal("0.001")},
        {"weight": Decimal(1000)},
        {"due_on": date(2030, 1, 1)},
    ],
)
def test_what_cannot_be_used_is_refused(desk: Desk, told: dict[str, Any]) -> None:
    with pytest.raises(BadShare):
        desk.give(**told)
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    "told", [{"faults": -1}, {"faults": 1}, {"faults": 100, "faults_note": "x"}, {"is_excused": True}]
)
def test_a_judgement_needs_its_reason(desk: Desk, told: dict[str, Any]) -> None:
    with pytest.raises(BadShare):
        desk.judge(desk.report(desk.give()), **told)


def test_steps_need_the_right_state_and_version(desk: Desk) -> None:
    share = desk.give()
    with pytest.raises(ShareClosed):
        desk.judge(share)
    desk.report(share)
    with pytest.raises(ShareChanged):
        desk.report(share)


def test_nobody_sees_the_sheets_of_another_agency(desk: Desk) -> None:
    share = desk.give()
    month = {"year": 2026, "month": 3, "today": TODAY}
    for other in (desk.stranger, desk.colleague):
        with pytest.raises(ShareNotFound):
            selectors.access_share(other, share.public_id)
        with pytest.raises(ShareNotFound):
            selectors.access_sheet(other, person_id=desk.officer.user_id or 0, **month)
        assert selectors.list_sheets(other, **month) == []
    assert [one.person.pk for one in selectors.list_sheets(desk.head, **month)] == [desk.officer.user_id]


def test_work_without_a_deadline_is_named_apart(desk: Desk) -> None:
    share = desk.give(due_on=None)

    assert desk.sheet().shares == ()
    assert selectors.list_undated(desk.head, person_id=desk.officer.user_id or 0) == [share]
    desk.report(share)
    assert [row.pk for row in desk.sheet().shares] == [share.pk]


def test_sheets_of_an_agency_take_one_query(desk: Desk, django_assert_num_queries: Callable[[int], Any]) -> None:
    for _ in range(3):
        desk.give()
        desk.give(to=desk.colleague)
    with django_assert_num_queries(1):
        assert len(selectors.list_sheets(desk.head, year=2026, month=3, today=TODAY)) == 2


def test_a_head_does_not_clean_the_own_sheet(desk: Desk) -> None:
    share = desk.give(to=desk.head)
    with pytest.raises(OwnShare):
        services.withdraw(share=share, version=share.version, note="Không cần nữa", actor=desk.head, now=NOW)


@pytest.mark.parametrize("how", ["cancelled", "superseded"])
def test_work_that_fell_away_is_owed_no_more(desk: Desk, how: str) -> None:
    judged, open_ = desk.judge(desk.report(desk.give())), desk.give()
    if how == "cancelled":
        Assignment.objects.filter(pk=desk.assignment.pk).update(state="cancelled")
    else:
        type(desk.assignment.plan_item.plan).objects.update(superseded_at=NOW)

    assert desk.sheet().shares == (judged,)
    assert open_ not in desk.sheet().shares


def test_each_takes_back_the_own_last_step(desk: Desk) -> None:
    share = desk.report(desk.give())
    judged = desk.judge(share, faults=1, faults_note="Sai số liệu")
    with pytest.raises(ShareClosed):
        services.undo(share=judged, actor=desk.officer, now=NOW)

    back = services.undo(share=judged, actor=desk.head, now=NOW)
    assert (back.state, back.faults, back.faults_note, back.judged_at) == ("reported", None, "", None)
    assert (back.reported_on, back.document_number) == (TODAY, "1/BC-MH")
    with pytest.raises(ShareClosed):
        services.undo(share=back, actor=desk.head, now=NOW)
    assert Event.objects.filter(action="share.undone").count() == 1


def test_handing_in_and_giving_are_taken_back(desk: Desk) -> None:
    given = desk.give()
    again = services.undo(share=desk.report(given), actor=desk.officer, now=NOW)
    assert (again.state, again.reported_on) == ("given", None)
    with pytest.raises(ShareClosed):
        services.undo(share=again, actor=desk.head, now=NOW)

    withdrawn = services.undo(share=desk.give(to=desk.colleague), actor=desk.head, now=NOW)
    assert (withdrawn.state, withdrawn.report_note) == ("withdrawn", "Người giao hoàn tác việc giao.")
    returned = services.undo(
        share=services.withdraw(share=again, version=again.version, note="Giao người khác", actor=desk.head, now=NOW),
        actor=desk.head,
        now=NOW,
    )
    assert returned.state == "given"
