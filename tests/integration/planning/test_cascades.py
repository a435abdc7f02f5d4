"""Handing a plan down: one job for many units, resumed, stopped, never twice; and the board of the duty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from parindex.apps.assignments import services as assignments
from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job
from parindex.apps.imports import review
from parindex.apps.imports import services as imports
from parindex.apps.imports.models import Draft, DraftItem
from parindex.apps.imports.provenance import source_from_json
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning import cascades, lower_units, receipts, signing
from parindex.apps.planning.errors import BadReceipt, NotBelow, NothingChosen, PlanSuperseded
from parindex.apps.planning.models import LowerItem, LowerPlan
from parindex.apps.planning.selectors import PlanNotFound
from parindex.domain.access import PermissionDenied, Role
from parindex.jobs import worker
from tests.factories import UnitFactory
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, TODAY, Province, actor_in
from tests.integration.planning.conftest import Below

UPPER_LINE = "Thực hiện ngay Kế hoạch số 15/KH-UBND ngày 10/3/2026 của Ủy ban nhân dân tỉnh Sông Mây."


def hand_down(below: Below, province: Province, **changed: Any) -> cascades.Begun:
    """Start the job for every commune."""
    told = {"unit_ids": {unit.pk for unit in below.communes}, "actor": province.focal, **changed}
    return cascades.start(plan=below.plan, catalogue_id="", now=NOW, **told)


def board(below: Below, province: Province, **filters: str) -> lower_units.Board:
    """Return the board as the focal person of the province sees it."""
    return lower_units.board(province.focal, below.plan, lower_units.LowerFilter(**filters), today=TODAY)


def test_one_job_drafts_every_chosen_unit(below: Below, province: Province) -> None:
    begun = hand_down(below, province)
    assert worker.run_until_empty() == 1

    assert begun.job is not None
    assert (begun.taken, begun.skipped) == (3, ())
    job = Job.objects.get(pk=begun.job.pk)
    assert (job.state, job.progress_done, job.progress_total) == ("done", 3, 3)
    drafts = Draft.objects.filter(origin="upper_plan")
    assert {draft.unit_id for draft in drafts} == {unit.pk for unit in below.communes}
    assert Event.objects.filter(action="plan.cascaded").count() == 1


def test_each_item_keeps_its_decision_and_the_words_of_the_upper_plan(below: Below, province: Province) -> None:
    hand_down(below, province)
    worker.run_until_empty()

    row = LowerPlan.objects.get(unit=below.communes[0])
    items = lower_units.list_lower_items(row)
    assert len(items) == below.plan.items.count() == sum(row.counts.values())
    first = items[0]
    assert first.draft_item is not None
    source = source_from_json(first.draft_item.source)
    assert source is not None
    assert source.plan_item_id == first.upper_item_id
    assert source.label == "Kế hoạch 15/KH-UBND, mục 1.1"
    assert "Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiện kế hoạch." in source.words
    assert "chưa đối chiếu" in " ".join(source.notes)
    assert first.draft_item.fields["lead"]["value"] == ["Phòng Văn hóa - Xã hội"]
    assert first.draft_item.fields["lead"]["confidence"] == "check"


def test_a_unit_with_a_draft_is_skipped_and_named(below: Below, province: Province) -> None:
    hand_down(below, province, unit_ids={below.communes[0].pk})
    worker.run_until_empty()
    again = hand_down(below, province)
    worker.run_until_empty()

    assert [unit.name for unit in again.skipped] == ["Xã Đồi Sao"]
    assert again.taken == 2
    assert Draft.objects.filter(origin="upper_plan").count() == 3
    assert hand_down(below, province).job is None


def test_a_unit_in_a_job_that_waits_is_not_taken_by_another(below: Below, province: Province) -> None:
    hand_down(below, province)

    assert hand_down(below, province).job is None


def test_a_plan_that_the_unit_began_itself_counts(below: Below, province: Province) -> None:
    text = PLAN_TEXT.replace("15/KH-UBND", "7/KH-UBND").replace("I. NHIỆM VỤ", f"{UPPER_LINE}\n\nI. NHIỆM VỤ")
    own = import_text(unit=below.communes[0], actor=below.commune_focal, now=NOW, text=text)

    assert stage_of(below, province) == ("drafting", 0)
    begun = hand_down(below, province)

    assert [unit.name for unit in begun.skipped] == ["Xã Đồi Sao"]
    assert LowerPlan.objects.get(unit=below.communes[0]).draft_id == own.pk


def test_a_discarded_draft_can_be_made_again(below: Below, province: Province) -> None:
    hand_down(below, province)
    worker.run_until_empty()
    first = Draft.objects.get(unit=below.communes[0])
    imports.discard(draft=first, actor=below.commune_focal, now=NOW)

    assert hand_down(below, province).taken == 1
    worker.run_until_empty()

    row = LowerPlan.objects.get(unit=below.communes[0])
    assert row.draft_id != first.pk
    assert LowerItem.objects.filter(lower=row).count() == below.plan.items.count()


def test_killed_in_the_middle_it_goes_on_where_it_was(
    below: Below, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = hand_down(below, province)
    whole, made = cascades.make_draft, []

    def dies_at_the_second(**told: Any) -> bool:
        if len(made) == 1:
            raise KeyboardInterrupt
        made.append(told["row"])
        return whole(**told)

    monkeypatch.setattr(cascades, "make_draft", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        worker.run_until_empty()
    monkeypatch.setattr(cascades, "make_draft", whole)
    first = Draft.objects.get(origin="upper_plan").pk
    assert begun.job is not None
    Job.objects.filter(pk=begun.job.pk).update(state="queued", worker="")
    worker.run_until_empty()

    assert Draft.objects.filter(origin="upper_plan").count() == 3
    assert Draft.objects.filter(pk=first).exists()
    assert Job.objects.get(pk=begun.job.pk).progress_done == 3


def test_half_a_draft_is_never_kept(below: Below, province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_down(below, province, unit_ids={below.communes[0].pk})

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cascades, "_keep_items", dies)
    with pytest.raises(KeyboardInterrupt):
        worker.run_until_empty()

    assert not Draft.objects.filter(origin="upper_plan").exists()
    assert not DraftItem.objects.filter(draft__unit=below.communes[0]).exists()


def test_stopped_it_ends_after_the_unit_in_hand(
    below: Below, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = hand_down(below, province)
    whole = cascades.make_draft

    def then_stopped(**told: Any) -> bool:
        made = whole(**told)
        assert cascades.cancel(plan=below.plan, actor=province.focal, now=NOW)
        return made

    monkeypatch.setattr(cascades, "make_draft", then_stopped)
    worker.run_until_empty()
    monkeypatch.setattr(cascades, "make_draft", whole)

    assert begun.job is not None
    assert Job.objects.get(pk=begun.job.pk).state == "cancelled"
    assert Draft.objects.filter(origin="upper_plan").count() == 1
    assert not cascades.cancel(plan=below.plan, actor=province.focal, now=NOW)
    assert hand_down(below, province).taken == 2


def test_what_cannot_be_handed_down_says_why(below: Below, province: Province) -> None:
    hand_down(below, province, unit_ids={below.communes[0].pk})
    # The unit ends before the job comes to it.
    below.communes[0].valid_to = TODAY
    below.communes[0].save(update_fields=["valid_to"])
    worker.run_until_empty()

    row = LowerPlan.objects.get(unit=below.communes[0])
    assert row.draft is None
    assert "không tồn tại" in row.refusal


@pytest.mark.parametrize("who", ["leader", "officer", "stranger"])
def test_only_the_focal_person_of_the_upper_unit_hands_down(below: Below, province: Province, who: str) -> None:
    with pytest.raises(PermissionDenied):
        hand_down(below, province, actor=getattr(province, who))
    with pytest.raises(PermissionDenied):
        cascades.cancel(plan=below.plan, actor=getattr(province, who), now=NOW)


def test_only_units_directly_below_are_taken(below: Below, province: Province) -> None:
    with pytest.raises(NotBelow):
        hand_down(below, province, unit_ids={below.communes[0].pk, below.far.pk})
    with pytest.raises(NothingChosen):
        hand_down(below, province, unit_ids=set())
    assert not LowerPlan.objects.exists()


def test_early_in_the_morning_the_day_is_that_of_the_office(below: Below, province: Province) -> None:
    """At half past six it is still yesterday in UTC, in which the clock of the machine tells the time."""
    new = UnitFactory(name="Xã Mới Lập", kind=UnitKind.COMMUNE, parent=province.root, valid_from=date(2026, 3, 17))
    morning = datetime(2026, 3, 16, 23, 30, tzinfo=UTC)

    begun = cascades.start(plan=below.plan, unit_ids={new.pk}, catalogue_id="", actor=province.focal, now=morning)

    assert begun.taken == 1
    assert begun.job is not None
    assert begun.job.payload["on"] == "2026-03-17"


def test_a_replaced_plan_is_not_handed_down(below: Below, province: Province) -> None:
    below.plan.superseded_at = NOW
    with pytest.raises(PlanSuperseded):
        hand_down(below, province)


def test_a_district_stands_between(province: Province) -> None:
    district = UnitFactory(name="Huyện Mây", kind="district", parent=province.root)
    commune = UnitFactory(name="Xã Mây Ngủ", kind="commune", parent=district)

    assert lower_units.below(province.root, on=TODAY) == [district]
    assert lower_units.below(district, on=TODAY) == [commune]


def test_a_department_gets_the_items_that_name_it(below: Below, province: Province) -> None:
    """The example plan gives one item to the department, one to others and one to nobody."""
    own = Unit.objects.get(name="Sở Nội vụ", parent=province.root)
    assert own.pk not in {line.unit.pk for line in board(below, province).lines}

    hand_down(below, province, unit_ids={own.pk})
    worker.run_until_empty()

    row = LowerPlan.objects.get(unit=own)
    assert row.draft is not None
    assert row.draft.facts["issuer"]["value"] == "Sở Nội vụ"
    assert row.counts == {"inherited": 1, "adapted": 0, "not_applicable": 1, "to_decide": 1}
    first, second = row.draft.items.order_by("position")
    assert first.fields["lead"]["value"] == ["Sở Nội vụ"]
    assert first.fields["actions"]["value"] == ["Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiện kế hoạch."]
    assert (second.state, second.fields["lead"]["value"]) == ("pending", [])
    assert own.pk in {line.unit.pk for line in board(below, province).lines}


def test_the_board_tells_how_far_each_unit_is(below: Below, province: Province) -> None:
    hand_down(below, province, unit_ids={unit.pk for unit in below.communes[:2]})
    worker.run_until_empty()

    found = board(below, province)

    # Ten working days after Tuesday 10 March 2026.
    assert found.duty.due_on == date(2026, 3, 24)
    stages = {line.unit.name: line.stage.value for line in found.lines}
    assert stages == {"Xã Đồi Sao": "drafting", "Xã Nắng Sớm": "drafting", "Phường Suối Vàng": "not_started"}
    assert (found.counts["drafting"], found.counts["not_started"], found.counts["late"]) == (2, 1, 0)
    assert [line.unit.name for line in board(below, province, stage="not_started").lines] == ["Phường Suối Vàng"]
    assert [line.unit.name for line in board(below, province, query="doi sao").lines] == ["Xã Đồi Sao"]


def test_days_late_are_working_days(below: Below, province: Province) -> None:
    found = lower_units.board(
        province.focal, below.plan, lower_units.LowerFilter(stage="late"), today=date(2026, 3, 30)
    )

    # 25, 26, 27 and 30 March; the weekend does not count.
    assert {line.days_late for line in found.lines} == {4}
    assert found.counts["late"] == 3


def test_days_count_from_the_day_of_receipt(below: Below, province: Province) -> None:
    """The plan is of 10/03/2026; the first commune got it three days later, so its duty ends three days later."""
    hand_down(below, province)
    worker.run_until_empty()
    row = lower_units.access_lower(below.commune_focal, plan_id=below.plan.pk, unit_id=below.communes[0].pk)
    assert below.plan.issued_on == date(2026, 3, 10)
    tell = {"row": row, "now": NOW}

    receipts.record(received_on=date(2026, 3, 13), actor=below.commune_focal, **tell)
    lines = {line.unit.pk: line.duty.due_on for line in board(below, province).lines}
    assert lines == {
        below.communes[0].pk: date(2026, 3, 27),
        below.communes[1].pk: date(2026, 3, 24),
        below.communes[2].pk: date(2026, 3, 24),
    }
    assert Event.objects.get(action="plan.received").after == {"received_on": "2026-03-13"}

    receipts.record(received_on=None, actor=province.focal, **tell)
    assert {line.duty.due_on for line in board(below, province).lines} == {date(2026, 3, 24)}


@pytest.mark.parametrize("day", [date(2026, 3, 9), TODAY + timedelta(days=1)])
def test_a_plan_is_received_after_its_issue_and_not_tomorrow(below: Below, province: Province, day: date) -> None:
    hand_down(below, province)
    row = LowerPlan.objects.get(unit=below.communes[0])

    with pytest.raises(BadReceipt):
        receipts.record(row=row, received_on=day, actor=below.commune_focal, now=NOW)
    with pytest.raises(PermissionDenied):
        receipts.record(row=row, received_on=TODAY, actor=province.stranger, now=NOW)
    assert LowerPlan.objects.get(pk=row.pk).received_on is None


def test_the_board_takes_a_fixed_number_of_queries(
    below: Below, province: Province, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    hand_down(below, province, unit_ids={below.communes[1].pk})
    worker.run_until_empty()
    with django_assert_max_num_queries(5):
        board(below, province)


def test_a_lower_unit_sees_itself_only(below: Below, province: Province) -> None:
    commune = below.commune_focal
    with pytest.raises(PlanNotFound):
        lower_units.access_upper(commune, below.plan.pk)
    hand_down(below, province)
    worker.run_until_empty()

    plan = lower_units.access_upper(commune, below.plan.pk)
    found = lower_units.board(commune, plan, lower_units.LowerFilter(), today=TODAY)
    assert [line.unit.pk for line in found.lines] == [below.communes[0].pk]
    assert (found.total, sum(found.counts.values())) == (1, 1)
    assert [row.unit_id for row in lower_units.list_handed_down(commune)] == [below.communes[0].pk]
    lower_units.access_lower(commune, plan_id=plan.pk, unit_id=below.communes[0].pk)
    with pytest.raises(PlanNotFound):
        lower_units.access_lower(commune, plan_id=plan.pk, unit_id=below.communes[1].pk)
    with pytest.raises(PlanNotFound):
        lower_units.access_upper(province.stranger, plan.pk)


def test_an_accepted_lower_draft_can_be_reviewed_on(below: Below, province: Province) -> None:
    hand_down(below, province)
    worker.run_until_empty()
    draft = Draft.objects.get(unit=below.communes[0])
    item = draft.items.first()
    assert item is not None
    review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=below.commune_focal, now=NOW)


def test_an_issued_plan_of_the_unit_ends_the_duty(below: Below, province: Province) -> None:
    hand_down(below, province)
    worker.run_until_empty()
    leader = actor_in(below.communes[0], Role.LEADER)
    draft = Draft.objects.get(unit=below.communes[0])
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=below.commune_focal, now=NOW)
    signing.submit(draft=draft, note="", actor=below.commune_focal, now=NOW)
    assert stage_of(below, province) == ("submitted", 0)
    draft.refresh_from_db()
    signing.agree(draft=draft, revision=draft.revision, note="", actor=leader, now=NOW)
    issued = date(2026, 3, 26)
    later = NOW + timedelta(days=14)
    assignments.issue_plan(draft=draft, number="3/KH-UBND", issued_on=issued, actor=below.commune_focal, now=later)

    # Due on 24 March, issued on the 26th: two working days, however late it is looked at.
    assert stage_of(below, province, today=date(2026, 6, 1)) == ("issued", 2)


def stage_of(below: Below, province: Province, *, today: date = TODAY) -> tuple[str, int | None]:
    """Return how far the first commune is, and how many days late."""
    found = lower_units.board(province.focal, below.plan, lower_units.LowerFilter(query="đồi sao"), today=today)
    return found.lines[0].stage.value, found.lines[0].days_late


def test_a_catalogue_of_the_lower_level_leaves_out_what_it_does_not_have(below: Below, province: Province) -> None:
    cascades.start(
        plan=below.plan,
        unit_ids={below.communes[0].pk},
        catalogue_id="commune-2026-demonstration",
        actor=province.focal,
        now=NOW,
    )
    worker.run_until_empty()

    reasons = {item.reason for item in LowerItem.objects.filter(outcome="not_applicable")}
    assert any("Không có trong" in reason for reason in reasons)
