"""The difference of two plans: nothing between equals, and each change named once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.planning.difference import Change, compare_plans, difference_to_json, values_of
from parindex.domain.planning.model import Item, Part, Plan, PlanDocument, Section


def item(number: str, name: str, **values: object) -> Item:
    filled: dict[str, object] = {"lead": ("Sở Mẫu",), "deadline_text": "Trong năm 2026", **values}
    return Item(f"body/{number}", Part.BODY, Section.FIX, number, (name,), **filled)


def plan(*items: Item, **facts: object) -> Plan:
    return Plan(PlanDocument(doc="a.docx", sha256="0" * 64, **facts), items)


FIRST = plan(item("1.1", "Việc một"), item("1.2", "Việc hai", code="TC 1.2"), item("1.3", "Việc ba"))


def changes(after: Plan) -> list[tuple[str, str]]:
    return [(entry.change.value, entry.name) for entry in compare_plans(FIRST, after).items]


def test_equal_plans_do_not_differ() -> None:
    assert compare_plans(FIRST, FIRST).is_empty


def test_changed_field_is_named_with_both_sides() -> None:
    one, *others = FIRST.items

    (change,) = compare_plans(FIRST, plan(one._replace(lead=("Sở Khác",)), *others)).items

    assert change.change is Change.CHANGED
    assert [(f.field, f.before, f.after) for f in change.fields] == [("lead", ("Sở Mẫu",), ("Sở Khác",))]


def test_added_and_removed_items_are_named() -> None:
    one, _, three = FIRST.items

    assert changes(plan(one, three, item("1.4", "Việc bốn"))) == [("added", "Việc bốn"), ("removed", "Việc hai")]


def test_item_that_stands_elsewhere_is_moved_and_the_others_stay() -> None:
    one, two, three = FIRST.items

    assert changes(plan(three, one, two)) == [("moved", "Việc ba")]


def test_item_renumbered_by_an_insertion_is_matched_by_its_name() -> None:
    one, two, three = FIRST.items
    later = plan(
        item("1.1", "Việc mới"),
        one._replace(key="body/1.2", number="1.2"),
        two._replace(key="body/1.3", number="1.3"),
        three._replace(key="body/1.4", number="1.4"),
    )

    found = compare_plans(FIRST, later).items

    assert [entry.change for entry in found] == [Change.ADDED, *[Change.CHANGED] * 3]
    assert {field.field for entry in found[1:] for field in entry.fields} == {"number"}


def test_renamed_item_is_matched_by_its_code() -> None:
    one, two, three = FIRST.items

    (change,) = compare_plans(FIRST, plan(one, two._replace(key="body/9", names=("Tên mới",)), three)).items

    assert change.change is Change.CHANGED
    assert change.before_key == "body/1.2"


def test_code_typed_without_its_kind_is_the_same_code() -> None:
    one, two, three = FIRST.items

    assert changes(plan(one, two._replace(code="1.2"), three)) == []


def test_facts_of_the_document_are_compared() -> None:
    difference = compare_plans(plan(number="1/KH"), plan(number="2/KH"))

    assert difference_to_json(difference)["document"] == [{"field": "number", "before": "1/KH", "after": "2/KH"}]


ITEMS = st.lists(
    st.builds(
        item,
        st.sampled_from(["1.1", "1.2", "2", "a"]),
        st.sampled_from(["Việc một", "Việc hai", "Việc ba"]),
        code=st.sampled_from([None, "TC 1.1"]),
        product=st.sampled_from([None, "Báo cáo"]),
    ),
    max_size=6,
).map(lambda items: plan(*items))


@given(ITEMS, ITEMS)
def test_every_item_of_both_plans_is_accounted_for_once(before: Plan, after: Plan) -> None:
    told = compare_plans(before, after).items
    added = sum(entry.change is Change.ADDED for entry in told)
    removed = sum(entry.change is Change.REMOVED for entry in told)

    assert len(after.items) - added == len(before.items) - removed
    assert compare_plans(before, before).is_empty
    assert compare_plans(before, after).is_empty == compare_plans(after, before).is_empty


@pytest.mark.parametrize("side", [0, 1])
def test_plan_without_items_adds_or_removes_all(side: int) -> None:
    pair = (plan(), FIRST) if side else (FIRST, plan())

    assert {entry.change for entry in compare_plans(*pair).items} == {Change.ADDED if side else Change.REMOVED}


def test_values_of_an_item_are_changes_from_nothing() -> None:
    work = Item(key="body/1", part=Part.BODY, section=Section.FIX, number=None, names=("Việc",), budget="5 triệu đồng")

    found = {change.field: (change.before, change.after) for change in values_of(work)}

    assert found == {"section": (None, "fix"), "names": (None, ("Việc",)), "budget": (None, "5 triệu đồng")}
