"""From approval to a confirmed end: dates with reasons, proofs, returns, undo, rights."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.assignments import boards, selectors, services
from parindex.apps.assignments.errors import ChangedMeanwhile, OwnReport, ProofMissing, ReasonMissing
from parindex.apps.assignments.models import Assignment
from parindex.apps.audit.models import Event
from parindex.apps.imports import review
from parindex.apps.imports.models import Draft
from parindex.apps.orgs.models import UnitKind
from parindex.apps.planning.errors import AlreadyApproved, ItemsUndecided
from parindex.apps.planning.models import Plan
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.text.folding import fold
from tests.factories import UnitFactory
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, TODAY, Province, actor_in

PROOF = services.Proof(document_number="12/BC-SNV", document_date=TODAY)


def accepted_draft(province: Province) -> Draft:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=province.focal, now=NOW)
    return draft


@pytest.fixture
def plan(province: Province) -> Plan:
    return services.approve_plan(draft=accepted_draft(province), actor=province.leader, now=NOW).plan


def assignment(plan: Plan, number: str) -> Assignment:
    found = Assignment.objects.filter(plan_item__plan=plan, plan_item__number=number).order_by("due_on").first()
    assert found is not None
    return found


def test_approval_makes_dated_owned_assignments(province: Province, plan: Plan) -> None:
    dated = assignment(plan, "1.1")

    assert (plan.number, plan.year, plan.issued_on) == ("15/KH-UBND", 2026, date(2026, 3, 10))
    assert dated.owner == province.home_affairs
    assert dated.due_on == date(2026, 6, 30)
    assert dated.period_label == ""
    assert "30/6/2026" in dated.due_explanation or "30/06/2026" in dated.due_explanation


def test_regular_work_becomes_the_quarters_that_are_left(plan: Plan) -> None:
    rows = Assignment.objects.filter(plan_item__number="1.2").order_by("due_on")

    assert [row.due_on for row in rows] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert all(row.period_label for row in rows)


def test_an_event_without_a_date_has_no_date_but_a_reason(plan: Plan) -> None:
    row = assignment(plan, "1.3")

    assert row.due_on is None
    assert row.owner is None
    assert "sự kiện" in row.due_explanation


def test_approval_needs_every_item_decided(province: Province) -> None:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW)

    with pytest.raises(ItemsUndecided):
        services.approve_plan(draft=draft, actor=province.leader, now=NOW)
    assert not Plan.objects.exists()
    assert not Assignment.objects.exists()


def test_approving_twice_or_without_the_right_changes_nothing(province: Province) -> None:
    draft = accepted_draft(province)
    with pytest.raises(PermissionDenied):
        services.approve_plan(draft=draft, actor=province.officer, now=NOW)
    services.approve_plan(draft=draft, actor=province.leader, now=NOW)
    count = Assignment.objects.count()

    with pytest.raises(AlreadyApproved):
        services.approve_plan(draft=draft, actor=province.leader, now=NOW)

    assert Assignment.objects.count() == count


def test_a_report_with_proof_is_confirmed_by_another_person(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.report_progress(assignment=row, version=1, progress=40, note="", actor=province.officer, now=NOW)
    services.submit(assignment=row, version=2, note="", proof=PROOF, actor=province.officer, now=NOW)

    with pytest.raises(PermissionDenied):
        services.confirm(assignment=row, version=3, note="", actor=province.stranger, now=NOW)
    services.confirm(assignment=row, version=3, note="", actor=province.leader, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.progress, row.done_at) == ("done", 100, NOW)
    with pytest.raises(MoveRefused):
        services.report_progress(assignment=row, version=4, progress=10, note="", actor=province.officer, now=NOW)


def test_nobody_confirms_an_own_report(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.submit(assignment=row, version=1, note="", proof=PROOF, actor=province.focal, now=NOW)

    with pytest.raises(OwnReport):
        services.confirm(assignment=row, version=2, note="", actor=province.focal, now=NOW)
    assert not selectors.my_work(province.focal, year=2026, today=TODAY).to_confirm


def test_what_one_may_confirm_waits_for_nobody_else(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.submit(assignment=row, version=1, note="", proof=PROOF, actor=province.officer, now=NOW)
    chief = actor_in(province.home_affairs, Role.LEADER)

    theirs = selectors.my_work(chief, year=2026, today=TODAY)
    own = selectors.my_work(province.officer, year=2026, today=TODAY)

    assert (theirs.to_confirm, theirs.waiting) == ((row,), ())
    assert (own.to_confirm, own.waiting) == ((), (row,))


def test_completion_needs_proof_and_a_return_its_reason(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    with pytest.raises(ProofMissing):
        services.submit(assignment=row, version=1, note="", proof=services.NO_PROOF, actor=province.officer, now=NOW)
    services.submit(assignment=row, version=1, note="", proof=PROOF, actor=province.officer, now=NOW)

    with pytest.raises(ReasonMissing):
        services.send_back(assignment=row, version=2, note=" ", actor=province.leader, now=NOW)
    services.send_back(assignment=row, version=2, note="Thiếu phụ lục", actor=province.leader, now=NOW)

    row.refresh_from_db()
    assert row.state == "returned"


def test_a_proof_file_is_kept_by_content(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    proof = services.Proof(file_name="bao-cao.txt", stream=io.BytesIO("Báo cáo kết quả thực hiện.".encode()))

    report = services.submit(assignment=row, version=1, note="", proof=proof, actor=province.officer, now=NOW)

    assert report.file is not None
    assert report.file_name == "bao-cao.txt"


def test_an_old_page_does_not_overwrite(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.report_progress(assignment=row, version=1, progress=40, note="", actor=province.officer, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        services.report_progress(assignment=row, version=1, progress=90, note="", actor=province.focal, now=NOW)

    row.refresh_from_db()
    assert row.progress == 40


def test_undo_takes_back_ones_own_last_step_only(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.submit(assignment=row, version=1, note="", proof=PROOF, actor=province.officer, now=NOW)

    services.undo(assignment=row, version=2, actor=province.officer, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.progress, row.submitted_at) == ("open", 0, None)


def test_an_assignment_without_owner_is_given_to_one_and_dated(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.3")

    services.reassign(
        assignment=row, version=1, owner=province.office, note="Họp giao ban", actor=province.focal, now=NOW
    )
    services.reschedule(
        assignment=row,
        version=2,
        due_on=date(2026, 9, 15),
        note="Sau đợt kiểm tra quý II",
        actor=province.focal,
        now=NOW,
    )

    row.refresh_from_db()
    assert row.owner == province.office
    assert row.due_on == date(2026, 9, 15)
    assert province.focal.name in row.due_explanation


def test_every_step_is_in_the_register(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.submit(assignment=row, version=1, note="", proof=PROOF, actor=province.officer, now=NOW)

    actions = set(Event.objects.values_list("action", flat=True))

    assert {"draft.imported", "draft.read", "plan.approved", "assignments.made", "assignment.submit"} <= actions


def test_my_work_sorts_by_what_presses(province: Province, plan: Plan) -> None:
    work = selectors.my_work(province.officer, year=2026, today=date(2026, 7, 1))

    assert [row.plan_item.number for row in work.overdue] == ["1.1"]
    assert not work.waiting


def test_my_work_of_an_agency_holds_that_of_its_own_offices(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    office = UnitFactory(name="Phòng Cải cách hành chính", kind=UnitKind.OFFICE, parent=province.home_affairs)
    services.reassign(assignment=row, version=1, owner=office, note="Phân công", actor=province.focal, now=NOW)

    (own,) = selectors.my_work(province.officer, year=2026, today=TODAY).later
    assert (own, own.owner_label) == (row, "Phòng Cải cách hành chính, Sở Nội vụ")
    tallies = boards.tally_by_agency(province.focal, selectors.AssignmentFilter(year=2026), today=TODAY)
    assert "Phòng Cải cách hành chính, Sở Nội vụ" in [tally.label for tally in tallies]
    assert not selectors.my_work(province.focal, year=2026, today=TODAY).later


def test_search_needs_no_accents_and_respects_rights(province: Province, plan: Plan) -> None:
    wanted = selectors.AssignmentFilter(query="cong khai thu tuc")

    assert selectors.count_assignments(province.focal, wanted, today=TODAY) == 4
    assert selectors.count_assignments(province.officer, wanted, today=TODAY) == 0
    assert selectors.count_assignments(province.stranger, wanted, today=TODAY) == 0


def test_boards_add_up_to_the_list(province: Province, plan: Plan) -> None:
    everything = selectors.AssignmentFilter(year=2026)
    total = selectors.count_assignments(province.focal, everything, today=TODAY)

    by_agency = boards.tally_by_agency(province.focal, everything, today=TODAY)
    by_domain = boards.tally_by_domain(province.focal, everything, today=TODAY)

    by_criterion = boards.tally_by_criterion(province.focal, everything, today=TODAY)

    assert sum(t.total for t in by_agency) == sum(t.total for t in by_domain) == total == 6
    assert sum(t.total for t in by_criterion) == total
    assert by_agency[0].key == ""


def test_a_code_is_one_row_and_is_not_named_after_one_of_its_criteria(province: Province, plan: Plan) -> None:
    first, second, third = plan.items.order_by("pk")[:3]
    names = {first: ("1.1", "Ban hành kế hoạch"), second: ("1.1", "Ra quân cùng bưu điện"), third: ("1.2", "Tự chấm")}
    plan.items.update(code="")
    for item, (code, name) in names.items():
        plan.items.filter(pk=item.pk).update(code=code, name=name, name_fold=fold(name))

    with CaptureQueriesContext(connection) as asked:
        tallies = boards.tally_by_criterion(province.focal, selectors.AssignmentFilter(year=2026), today=TODAY)

    labels = {tally.key: tally.label for tally in tallies}
    assert labels == {"1.1": "1.1 (2 tên khác nhau)", "1.2": "1.2. Tự chấm"}
    assert len(tallies) == len(labels)
    grouped = [query["sql"].partition("GROUP BY")[2] for query in asked.captured_queries]
    assert any(grouped), "counted in the database"
    assert not any("name" in columns for columns in grouped), "a name is too long to group by"


def test_a_field_is_one_row_whatever_number_and_letters_its_plans_give_it(province: Province, plan: Plan) -> None:
    items = list(plan.items.order_by("pk"))
    for item, number, name in (
        (items[0], "I", "CẢI CÁCH TÀI CHÍNH CÔNG"),
        (items[1], "VI", "Cải cách tài chính công"),
        (items[2], "II", "Cải cách thể chế"),
    ):
        item.domain, item.domain_name = number, name
        item.save(update_fields=["domain", "domain_name"])

    tallies = boards.tally_by_domain(province.focal, selectors.AssignmentFilter(year=2026), today=TODAY)

    named = [tally for tally in tallies if "tài chính" in tally.label.lower()]
    assert len(named) == 1
    for tally in tallies:
        chosen = selectors.AssignmentFilter(year=2026, domain=tally.key or selectors.NONE)
        assert selectors.count_assignments(province.focal, chosen, today=TODAY) == tally.total


@pytest.mark.parametrize("copies", [1, 5])
def test_lists_take_the_same_number_of_queries(
    province: Province, copies: int, django_assert_max_num_queries: object
) -> None:
    for nth in range(copies):
        draft = import_text(
            unit=province.root,
            actor=province.focal,
            now=NOW,
            text=PLAN_TEXT.replace("15/KH", f"{16 + nth}/KH"),
        )
        for item in draft.items.all():
            review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=province.focal, now=NOW)
        services.approve_plan(draft=draft, actor=province.leader, now=NOW)

    with django_assert_max_num_queries(2):  # type: ignore[operator]
        rows = selectors.list_assignments(province.focal, selectors.AssignmentFilter(), today=TODAY)
        assert [row.owner.name if row.owner else row.plan_item.plan.number for row in rows]


def test_a_return_takes_progress_back_to_what_it_was_before_the_report(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.report_progress(assignment=row, version=1, progress=60, note="", actor=province.officer, now=NOW)
    services.submit(assignment=row, version=2, note="", proof=PROOF, actor=province.officer, now=NOW)

    services.send_back(assignment=row, version=3, note="Thiếu phụ lục", actor=province.leader, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.progress) == ("returned", 60)


def test_undo_needs_the_right_that_the_step_needed(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    services.report_progress(assignment=row, version=1, progress=60, note="", actor=province.officer, now=NOW)
    without_role = replace(province.officer, grants=())

    with pytest.raises(PermissionDenied):
        services.undo(assignment=row, version=2, actor=without_role, now=NOW)


def test_the_owner_agency_does_not_reschedule_what_the_province_gave_it(province: Province, plan: Plan) -> None:
    row = assignment(plan, "1.1")
    own_focal = actor_in(province.home_affairs, Role.FOCAL)

    services.report_progress(assignment=row, version=1, progress=10, note="", actor=own_focal, now=NOW)
    for give_up in (services.cancel, partial(services.reschedule, due_on=date(2026, 12, 1))):
        with pytest.raises(PermissionDenied):
            give_up(assignment=row, version=2, note="Bận", actor=own_focal, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.due_on) == ("doing", date(2026, 6, 30))
