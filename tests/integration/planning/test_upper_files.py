"""A lower draft from an upper plan that came as a file: seen first, begun once; the upper plan is kept by nobody."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.apps.assignments.models import Assignment
from parindex.apps.imports import editing, review
from parindex.apps.imports.models import Draft
from parindex.apps.imports.provenance import source_from_json
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning import upper_files
from parindex.apps.planning.errors import NotHandedDown
from parindex.apps.planning.models import LowerPlan, Plan
from parindex.domain.access import PermissionDenied
from parindex.domain.planning.cascade.model import ChangeKind
from tests.factories import UnitFactory
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, TODAY, Province

OLD = date(2023, 8, 1)


@pytest.fixture
def upper(province: Province) -> Draft:
    """Return the example plan as it was read from a file, not approved by anybody."""
    return import_text(unit=province.root, actor=province.focal, now=NOW)


@pytest.fixture
def commune(province: Province) -> Unit:
    """Return a commune with the office that the rules look for."""
    unit = UnitFactory(name="Xã Đồi Sao", kind=UnitKind.COMMUNE, parent=province.root)
    UnitFactory(name="Phòng Văn hóa - Xã hội", kind=UnitKind.OFFICE, parent=unit)
    return unit


def test_draft_of_a_commune_keeps_where_each_item_comes_from(upper: Draft, commune: Unit, province: Province) -> None:
    made, is_new = upper_files.start(draft=upper, aim=upper_files.Aim(commune, TODAY), actor=province.focal, now=NOW)

    assert (is_new, made.origin, made.unit) == (True, "upper_plan", commune)
    first = made.items.order_by("position")[0]
    source = source_from_json(first.source)
    assert source is not None
    assert (source.label, source.plan_item_id) == ("Kế hoạch 15/KH-UBND, mục 1.1", None)
    assert "Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiện kế hoạch." in source.words
    assert first.fields["lead"]["value"] == ["Phòng Văn hóa - Xã hội"]
    assert not Plan.objects.exists()
    assert not Assignment.objects.exists()
    assert not LowerPlan.objects.exists()


def test_same_file_unit_and_day_give_the_same_draft(upper: Draft, commune: Unit, province: Province) -> None:
    aim = upper_files.Aim(commune, TODAY)
    first, _ = upper_files.start(draft=upper, aim=aim, actor=province.focal, now=NOW)
    again, is_new = upper_files.start(draft=upper, aim=aim, actor=province.focal, now=NOW)
    other, is_other_new = upper_files.start(
        draft=upper, aim=upper_files.Aim(commune, OLD), actor=province.focal, now=NOW
    )

    assert (again.pk, is_new) == (first.pk, False)
    assert (other.pk != first.pk, is_other_new) == (True, True)


def test_tree_of_the_day_decides_the_offices(upper: Draft, commune: Unit) -> None:
    UnitFactory(name="Công chức Văn phòng - Thống kê", kind=UnitKind.OFFICE, parent=commune)

    def office(on: date) -> str:
        changes = upper_files.outline(upper, upper_files.Aim(commune, on)).cascade.report.items[0].changes
        return next(change.after for change in changes if change.kind is ChangeKind.AGENCY)

    assert office(OLD) == "Công chức Văn phòng - Thống kê"
    assert office(TODAY) == "Phòng Văn hóa - Xã hội"


def test_items_that_were_skipped_are_not_handed_down(upper: Draft, commune: Unit, province: Province) -> None:
    item = upper.items.order_by("position")[0]
    review.decide(draft=upper, item_id=item.pk, state=review.Decision.SKIPPED, actor=province.focal, now=NOW)

    report = upper_files.outline(upper, upper_files.Aim(commune, TODAY)).cascade.report

    assert item.key not in {told.key for told in report.items}
    assert len(report.items) == upper.items.count() - 1


def test_plan_of_a_commune_is_no_upper_plan(commune: Unit, province: Province) -> None:
    text = PLAN_TEXT.replace("tỉnh Sông Mây", "xã Nắng Sớm").replace("TỈNH SÔNG MÂY", "XÃ NẮNG SỚM")
    draft = import_text(unit=commune, actor=province.focal, now=NOW, text=text)

    assert not upper_files.is_upper(draft)
    with pytest.raises(NotHandedDown):
        upper_files.outline(draft, upper_files.Aim(commune, TODAY))


def test_unit_that_did_not_exist_on_the_day_is_refused(upper: Draft, commune: Unit) -> None:
    commune.valid_from = TODAY
    commune.save(update_fields=["valid_from"])

    with pytest.raises(NotHandedDown, match="không tồn tại vào ngày 01/08/2023"):
        upper_files.outline(upper, upper_files.Aim(commune, OLD))


def test_nobody_drafts_for_a_unit_of_others(upper: Draft, commune: Unit, province: Province) -> None:
    with pytest.raises(PermissionDenied):
        upper_files.start(draft=upper, aim=upper_files.Aim(commune, TODAY), actor=province.leader, now=NOW)
    assert Draft.objects.count() == 1


def test_what_is_clear_is_taken_in_one_step_and_back(upper: Draft, commune: Unit, province: Province) -> None:
    aim = upper_files.Aim(commune, TODAY)
    draft, _ = upper_files.start(draft=upper, aim=aim, actor=province.focal, now=NOW)
    asked = {item.pk for item in draft.items.all() if item.source["questions"]}
    waiting = set(draft.items.filter(state="pending").values_list("pk", flat=True))
    assert asked
    assert asked < waiting

    decide = {"draft": draft, "actor": province.focal, "now": NOW}
    taken = editing.decide_waiting(state=review.Decision.ACCEPTED, **decide)
    assert taken == len(waiting - asked)
    assert set(draft.items.filter(state="pending").values_list("pk", flat=True)) == asked
    assert not draft.items.filter(state="accepted", check_count__gt=0).exists()

    assert editing.decide_waiting(state=review.Decision.SKIPPED, **decide) == len(asked)
    assert not draft.items.filter(state="pending").exists()
    review.undo(**decide)
    review.undo(**decide)
    assert set(draft.items.filter(state="pending").values_list("pk", flat=True)) == waiting


def test_item_left_out_since_begins_another_draft(upper: Draft, commune: Unit, province: Province) -> None:
    aim = upper_files.Aim(commune, TODAY)
    first, _ = upper_files.start(draft=upper, aim=aim, actor=province.focal, now=NOW)
    upper.items.filter(pk=upper.items.order_by("position")[0].pk).update(state="skipped")

    later, is_new = upper_files.start(draft=upper, aim=aim, actor=province.focal, now=NOW)

    assert (later.pk != first.pk, is_new) == (True, True)
