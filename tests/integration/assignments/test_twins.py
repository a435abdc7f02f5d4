"""The same duty in body and appendix, unlinked: shown to a person, never merged by itself."""

from __future__ import annotations

import pytest

from parindex.apps.assignments import selectors, services
from parindex.apps.assignments.models import Assignment
from tests.integration.assignments.conftest import Approve, first
from tests.integration.conftest import NOW, Province


def in_appendix(row: Assignment, *, name: str) -> Assignment:
    """Make an assignment one of the appendix, named otherwise, with the owner of item 1.1."""
    row.plan_item.part = "appendix"
    row.plan_item.name_fold = name
    row.plan_item.save()
    return row


@pytest.mark.parametrize(
    ("name", "is_twin"),
    [("thuc hien ke hoach cchc (cai cach hanh chinh) nam 2026", True), ("cong khai thu tuc hanh chinh", False)],
)
def test_twin_has_a_name_alike(province: Province, approve: Approve, name: str, is_twin: bool) -> None:
    plan = approve("- Cơ quan phụ trách: Văn phòng UBND tỉnh.", "- Cơ quan phụ trách: Sở Nội vụ.")
    body, other = first(plan, "1.1"), in_appendix(first(plan, "1.2"), name=name)

    found = selectors.find_twin(province.officer, body)

    assert found == (other if is_twin else None)
    assert selectors.find_twin(province.officer, other) == (body if is_twin else None)


def test_twin_is_of_the_same_owner_visible_and_not_given_up(province: Province, approve: Approve) -> None:
    plan = approve("- Cơ quan phụ trách: Văn phòng UBND tỉnh.", "- Cơ quan phụ trách: Sở Nội vụ.")
    body, other = first(plan, "1.1"), in_appendix(first(plan, "1.2"), name="thuc hien ke hoach cchc")
    quarters = Assignment.objects.filter(plan_item=other.plan_item)
    assert selectors.find_twin(province.stranger, body) is None

    quarters.exclude(pk=other.pk).update(owner=province.office)
    services.cancel(assignment=other, version=1, note="Trùng mục 1.1", actor=province.focal, now=NOW)

    assert selectors.find_twin(province.officer, body) is None
