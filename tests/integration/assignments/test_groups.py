"""Leads that are groups: the document's words stay, the page names the units, each can be given its own."""

from __future__ import annotations

import pytest

from parindex.apps.assignments import groups, selectors, services
from parindex.apps.assignments.errors import ChangedMeanwhile, NoGroup, NothingToUndo
from parindex.apps.assignments.models import Assignment
from parindex.apps.audit.models import Event
from parindex.domain.access import PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from tests.integration.assignments.conftest import Approve, first
from tests.integration.conftest import NOW, TODAY, Province

LEAD = "- Cơ quan phụ trách: Văn phòng UBND tỉnh."
GROUP = "Các sở, ban, ngành tỉnh"


@pytest.fixture
def common(approve: Approve) -> Assignment:
    """Return the first quarter of work that a group leads."""
    return first(approve(LEAD, f"- Cơ quan phụ trách: {GROUP}."), "1.2")


def test_a_group_stays_the_words_of_the_document_and_is_named(province: Province, common: Assignment) -> None:
    group = groups.meant_by(common)

    assert (common.owner, common.owner_text) == (None, GROUP)
    assert group is not None
    assert group.may_be_given
    assert list(group.units) == [province.home_affairs, province.office]


def test_each_agency_of_a_group_gets_its_own(province: Province, common: Assignment) -> None:
    given = services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)

    common.refresh_from_db()
    assert common.state == "cancelled"
    assert f"“{GROUP}” gồm 2 cơ quan" in common.reports.get().note
    assert [row.owner for row in given] == [province.home_affairs, province.office]
    assert {(r.title, r.due_on, r.due_explanation, r.owner_text, r.given_from_id, r.state) for r in given} == {
        (common.title, common.due_on, common.due_explanation, GROUP, common.pk, "open")
    }
    assert all([c.text for c in row.coordinators.all()] == ["Sở Tư pháp"] for row in given)
    assert Event.objects.filter(action="assignment.give", object_id=str(common.public_id)).count() == 1


def test_what_was_given_is_own_work_and_found_by_name(province: Province, common: Assignment) -> None:
    services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)

    named = selectors.AssignmentFilter(query="van phong ubnd")

    assert selectors.count_assignments(province.officer, selectors.AssignmentFilter(due="week"), today=TODAY) == 0
    assert [row.given_from_id for row in selectors.my_work(province.officer, year=2026, today=TODAY).later] == [
        common.pk,
        None,
    ]
    assert selectors.count_assignments(province.focal, named, today=TODAY) == 1


def test_giving_needs_the_right_the_present_version_and_an_open_state(province: Province, common: Assignment) -> None:
    with pytest.raises(PermissionDenied):
        services.give_to_each(assignment=common, version=1, actor=province.officer, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.give_to_each(assignment=common, version=7, actor=province.focal, now=NOW)
    services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)
    with pytest.raises(MoveRefused):
        services.give_to_each(assignment=common, version=2, actor=province.focal, now=NOW)

    assert Assignment.objects.filter(given_from=common).count() == 2


@pytest.mark.parametrize("lead", ["Văn phòng UBND tỉnh", "Các cơ quan, đơn vị có liên quan", "Hội Cựu giáo chức tỉnh"])
def test_only_a_closed_group_can_be_given(province: Province, approve: Approve, lead: str) -> None:
    row = first(approve(LEAD, f"- Cơ quan phụ trách: {lead}."), "1.2")

    with pytest.raises(NoGroup):
        services.give_to_each(assignment=row, version=1, actor=province.focal, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.given.count()) == ("open", 0)


def test_giving_is_undone_while_nobody_has_begun(province: Province, common: Assignment) -> None:
    given = services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)

    services.undo(assignment=common, version=2, actor=province.focal, now=NOW)

    common.refresh_from_db()
    assert common.state == "open"
    assert {row.state for row in common.given.all()} == {"cancelled"}
    assert len(given) == 2


def test_giving_is_not_undone_over_the_head_of_an_agency(province: Province, common: Assignment) -> None:
    own, _ = services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)
    services.report_progress(assignment=own, version=1, progress=30, note="", actor=province.officer, now=NOW)

    with pytest.raises(NothingToUndo, match="Đã có cơ quan"):
        services.undo(assignment=common, version=2, actor=province.focal, now=NOW)

    common.refresh_from_db()
    assert common.state == "cancelled"
    assert common.given.filter(state="cancelled").count() == 0


@pytest.mark.parametrize("copies", [0, 20])
def test_giving_takes_the_same_number_of_queries(
    province: Province, common: Assignment, copies: int, django_assert_max_num_queries: object
) -> None:
    from parindex.apps.orgs.models import UnitKind
    from tests.factories import UnitFactory

    for nth in range(copies):
        UnitFactory(name=f"Sở Mẫu {nth}", kind=UnitKind.DEPARTMENT, parent=province.root)

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        given = services.give_to_each(assignment=common, version=1, actor=province.focal, now=NOW)

    assert len(given) == 2 + copies


def test_a_head_suggests_the_agency_and_an_unknown_name_suggests_nothing(province: Province, approve: Approve) -> None:
    row = first(approve(LEAD, "- Cơ quan phụ trách: Giám đốc Sở Nội vụ."), "1.2")
    owned = Assignment.objects.get(plan_item__plan=row.plan_item.plan, plan_item__number="1.1")

    assert (row.owner, groups.suggested_for(row)) == (None, (province.home_affairs,))
    assert groups.suggested_for(owned) == ()
    row.owner_text = "Hội Cựu giáo chức tỉnh"
    assert groups.suggested_for(row) == ()


def test_right_is_asked_before_anything_is_told(province: Province, approve: Approve) -> None:
    row = first(approve(), "1.1")

    with pytest.raises(PermissionDenied):
        services.give_to_each(assignment=row, version=1, actor=province.officer, now=NOW)
    with pytest.raises(PermissionDenied):
        services.set_event_date(assignment=row, version=1, event_on=TODAY, note="", actor=province.officer, now=NOW)
