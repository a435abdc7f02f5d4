"""A plan is written on the page: begun, edited by two people, kept in versions, commented, signed and issued."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.evidence import services as evidence
from parindex.apps.imports import comments, editing, linting, review, selectors, services, versions
from parindex.apps.imports.errors import CannotMove, CommentEmpty, NotReviewable, UnknownField, VersionGone
from parindex.apps.imports.models import Draft, DraftItem, Edit
from parindex.apps.planning import beginnings, exports, signing
from parindex.apps.planning.errors import (
    AlreadyApproved,
    DateAhead,
    ItemsUndecided,
    NothingAccepted,
    NumberTaken,
    OutOfTurn,
    ReasonMissing,
)
from parindex.apps.planning.models import Plan
from parindex.domain.access import Actor, Grant, PermissionDenied, Role
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.model import Section
from tests.integration.conftest import NOW, TODAY, Province

LEAD = "Sở Nội vụ"


def begin(province: Province) -> Draft:
    return beginnings.start_blank(unit=province.root, year=2026, actor=province.focal, now=NOW)


def add(province: Province, draft: Draft, *, section: Section = Section.FIX, **texts: str) -> DraftItem:
    item = editing.insert_item(draft=draft, section=section, after_id=None, actor=province.focal, now=NOW)
    fill = {"names": "Việc mẫu", "lead": LEAD, "deadline_text": "Trước ngày 30/6/2026", **texts}
    write(province, draft, item, **fill)
    return DraftItem.objects.get(pk=item.pk)


def write(province: Province, draft: Draft, item: DraftItem, **texts: str) -> editing.Saved:
    typed = {name: editing.Typed(text, "") for name, text in texts.items()}
    return editing.edit_item(draft=draft, item_id=item.pk, typed=typed, actor=province.focal, now=NOW)


def numbers(draft: Draft) -> list[tuple[str, str]]:
    return [(item.number, item.fields["names"]["value"][0]) for item in selectors.list_items(draft)]


def test_blank_plan_has_its_head_and_no_item(province: Province) -> None:
    draft = begin(province)

    assert draft.facts["issuer"]["value"] == "Ủy ban nhân dân tỉnh Sông Mây"
    assert draft.facts["plan_year"]["value"] == draft.plan_year == 2026
    assert selectors.list_items(draft) == []


def test_stranger_may_not_begin(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        beginnings.start_blank(unit=province.root, year=2026, actor=province.stranger, now=NOW)


def test_items_are_numbered_by_section_as_they_come_and_go(province: Province) -> None:
    draft = begin(province)
    first = add(province, draft, names="Một")
    add(province, draft, names="Ba", section=Section.MAINTAIN)
    second = add(province, draft, names="Hai")
    assert numbers(draft) == [("1.1", "Một"), ("1.2", "Hai"), ("2.1", "Ba")]

    editing.move_item(draft=draft, item_id=second.pk, is_up=True, actor=province.focal, now=NOW)
    assert numbers(draft) == [("1.1", "Hai"), ("1.2", "Một"), ("2.1", "Ba")]

    review.delete_item(draft=draft, item_id=second.pk, actor=province.focal, now=NOW)
    assert numbers(draft) == [("1.1", "Một"), ("2.1", "Ba")]

    review.undo(draft=draft, actor=province.focal, now=NOW)
    assert numbers(draft) == [("1.1", "Hai"), ("1.2", "Một"), ("2.1", "Ba")]
    editing.move_item(draft=draft, item_id=first.pk, is_up=False, actor=province.focal, now=NOW)
    assert numbers(draft) == [("1.1", "Hai"), ("2.1", "Một"), ("2.2", "Ba")]


def test_what_is_left_out_has_no_number_until_it_is_back(province: Province) -> None:
    draft = begin(province)
    first = add(province, draft, names="Một")
    add(province, draft, names="Hai")
    told = {"draft": draft, "item_id": first.pk, "actor": province.focal, "now": NOW}

    review.decide(state=review.Decision.SKIPPED, **told)
    assert numbers(draft) == [("", "Một"), ("1.1", "Hai")]
    review.decide(state=review.Decision.ACCEPTED, **told)
    assert numbers(draft) == [("1.1", "Một"), ("1.2", "Hai")]

    review.decide(state=review.Decision.SKIPPED, **told)
    write(province, draft, first, product="Báo cáo")
    assert numbers(draft) == [("1.1", "Một"), ("1.2", "Hai")]
    review.undo(draft=draft, actor=province.focal, now=NOW)
    assert numbers(draft) == [("", "Một"), ("1.1", "Hai")]


def test_last_item_moves_no_further(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)

    with pytest.raises(CannotMove):
        editing.move_item(draft=draft, item_id=item.pk, is_up=False, actor=province.focal, now=NOW)


def test_many_fields_are_one_step_and_their_meaning_is_read(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)
    before = Edit.objects.filter(draft=draft, undone_at=None).values("group").distinct().count()

    write(province, draft, item, target_text="Đạt 95% trở lên", budget="50 triệu đồng")

    item.refresh_from_db()
    assert item.fields["targets"]["value"][0]["value"] == "95"
    assert item.fields["budget"]["value"] == "50 triệu đồng"
    assert Edit.objects.filter(draft=draft, undone_at=None).values("group").distinct().count() == before + 1
    review.undo(draft=draft, actor=province.focal, now=NOW)
    item.refresh_from_db()
    assert item.fields["target_text"]["value"] is None
    assert item.fields["targets"]["value"] == []


def test_two_editors_keep_both_fields_and_see_one_conflict(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)
    write(province, draft, item, product="Báo cáo")
    typed = {"product": editing.Typed("Kế hoạch", ""), "target_text": editing.Typed("Đạt 90%", "")}

    saved = editing.edit_item(draft=draft, item_id=item.pk, typed=typed, actor=province.second_focal, now=NOW)

    assert saved.fields == ("target_text",)
    assert [(c.field, c.theirs, c.mine, c.who) for c in saved.conflicts] == [
        ("product", "Báo cáo", "Kế hoạch", province.focal.name)
    ]
    item.refresh_from_db()
    assert (item.fields["product"]["value"], item.fields["target_text"]["value"]) == ("Báo cáo", "Đạt 90%")


def test_unknown_field_is_refused(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)

    with pytest.raises(UnknownField):
        write(province, draft, item, tacgia="x")


def test_facts_are_written_and_year_must_be_one(province: Province) -> None:
    draft = begin(province)
    typed = {
        "citations": editing.Typed("Quyết định số 12/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Sông Mây", ""),
        "recipients": editing.Typed("- Các sở, ban, ngành;\n- Lưu: VT.", ""),
    }

    editing.edit_facts(draft=draft, typed=typed, actor=province.focal, now=NOW)

    draft.refresh_from_db()
    assert draft.facts["citations"][0]["number"] == "12/QĐ-UBND"
    assert draft.facts["recipients"]["value"] == ["Các sở, ban, ngành", "Lưu: VT"]
    bad = {"plan_year": editing.Typed("năm sau", "2026")}
    with pytest.raises(UnknownField):
        editing.edit_facts(draft=draft, typed=bad, actor=province.focal, now=NOW)


@pytest.mark.parametrize("year", ["0", "1", "-5", "999", "20266", "9999", "9" * 5_000, "２０２６x"])
def test_year_that_no_plan_is_for_is_refused(province: Province, year: str) -> None:
    draft = begin(province)
    typed = {"plan_year": editing.Typed(year, "2026")}

    with pytest.raises(UnknownField, match="Không hiểu năm"):
        review.edit_fact(draft=draft, field="plan_year", value=year, actor=province.focal, now=NOW)
    with pytest.raises(UnknownField, match="Không hiểu năm"):
        editing.edit_facts(draft=draft, typed=typed, actor=province.focal, now=NOW)

    draft.refresh_from_db()
    assert draft.plan_year == 2026


def test_lint_follows_every_edit(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft, lead="")

    def codes() -> set[str]:
        current = Draft.objects.select_related("unit").get(pk=draft.pk)
        found = linting.lint_draft(current, selectors.list_items(draft), today=TODAY)
        return {f.code for f in found if f.item == item.key}

    assert "no_lead" in codes()
    write(province, draft, item, lead=LEAD)
    assert "no_lead" not in codes()
    assert "no_deadline" not in codes()
    editing.edit_item(
        draft=draft,
        item_id=item.pk,
        typed={"deadline_text": editing.Typed("", "Trước ngày 30/6/2026")},
        actor=province.focal,
        now=NOW,
    )
    assert "no_deadline" in codes()


def test_blank_number_is_no_fault_before_issue(province: Province) -> None:
    draft = begin(province)
    add(province, draft)

    found = linting.lint_draft(Draft.objects.get(pk=draft.pk), selectors.list_items(draft), today=TODAY)

    assert "blank_number_or_date" not in {f.code for f in found}


def test_version_is_restored_as_one_step(province: Province) -> None:
    draft = begin(province)
    kept = add(province, draft, names="Giữ")
    version = versions.save_version(draft=draft, name="Trước góp ý", actor=province.focal, now=NOW)
    write(province, draft, kept, product="Báo cáo")
    later = add(province, draft, names="Thêm sau")
    after = versions.save_version(draft=draft, name="Sau góp ý", actor=province.focal, now=NOW)
    told = compare_plans(versions.plan_of(draft, version), versions.plan_of(draft, after))
    assert [change.change.value for change in told.items] == ["changed", "added"]

    versions.restore_version(draft=draft, number=version.number, actor=province.focal, now=NOW)

    kept.refresh_from_db()
    later.refresh_from_db()
    assert (kept.fields["product"]["value"], later.is_deleted) == (None, True)
    review.undo(draft=draft, actor=province.focal, now=NOW)
    kept.refresh_from_db()
    assert kept.fields["product"]["value"] == "Báo cáo"
    assert numbers(draft) == [("1.1", "Giữ"), ("1.2", "Thêm sau")]


def test_missing_version_is_told(province: Province) -> None:
    draft = begin(province)

    with pytest.raises(VersionGone):
        versions.restore_version(draft=draft, number=9, actor=province.focal, now=NOW)


def test_comment_is_settled_by_its_author_or_the_editor(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)
    said = comments.add_comment(draft=draft, item_id=item.pk, text="Thiếu hạn", actor=province.leader, now=NOW)
    with pytest.raises(CommentEmpty):
        comments.add_comment(draft=draft, item_id=None, text="  ", actor=province.leader, now=NOW)
    with pytest.raises(PermissionDenied):
        comments.resolve_comment(draft=draft, comment_id=said.pk, actor=province.officer, now=NOW)

    settled = comments.resolve_comment(draft=draft, comment_id=said.pk, actor=province.focal, now=NOW)

    assert settled.resolved_by_name == province.focal.name


def shown(draft: Draft) -> int:
    """Return the revision of a draft as a page shows it now."""
    draft.refresh_from_db()
    return draft.revision


def issue(province: Province, draft: Draft, *, number: str = "15/KH-UBND") -> Plan:
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)
    signing.agree(draft=draft, revision=shown(draft), note="", actor=province.leader, now=NOW)
    approved = assignments.issue_plan(draft=draft, number=number, issued_on=TODAY, actor=province.focal, now=NOW)
    return approved.plan


def test_issue_makes_plan_assignments_and_papers(province: Province) -> None:
    draft = begin(province)
    add(province, draft)

    plan = issue(province, draft)

    plan.refresh_from_db()
    assert (plan.number, plan.issued_on) == ("15/KH-UBND", TODAY)
    assert Assignment.objects.filter(plan_item__plan=plan).count() == 1
    assert plan.paper_docx is not None
    assert plan.paper_pdf is not None
    given = exports.export_plan(plan=plan, form="docx", actor=province.focal, now=NOW)
    assert given.data == evidence.read_file(plan.paper_docx)
    assert [step.step for step in signing.list_signings(draft)] == ["issue", "agree", "submit"]


def test_nothing_is_edited_while_the_leader_reads(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)

    with pytest.raises(NotReviewable):
        write(province, draft, item, product="Báo cáo")
    with pytest.raises(ReasonMissing):
        signing.send_back(draft=draft, note=" ", actor=province.leader, now=NOW)
    signing.send_back(draft=draft, note="Thiếu hạn", actor=province.leader, now=NOW)
    assert write(province, draft, item, product="Báo cáo").fields == ("product",)


def test_only_a_leader_agrees_and_only_what_was_submitted(province: Province) -> None:
    draft = begin(province)
    add(province, draft)
    with pytest.raises(OutOfTurn):
        signing.agree(draft=draft, revision=shown(draft), note="", actor=province.leader, now=NOW)
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)

    with pytest.raises(PermissionDenied):
        signing.agree(draft=draft, revision=shown(draft), note="", actor=province.focal, now=NOW)
    with pytest.raises(OutOfTurn):
        assignments.issue_plan(draft=draft, number="1/KH", issued_on=TODAY, actor=province.focal, now=NOW)
    with pytest.raises(AlreadyApproved):
        assignments.approve_plan(draft=draft, actor=province.focal, now=NOW)
    assert not Plan.objects.exists()


def test_empty_or_undecided_draft_is_not_submitted(province: Province) -> None:
    draft = begin(province)
    with pytest.raises(NothingAccepted):
        signing.submit(draft=draft, note="", actor=province.focal, now=NOW)
    editing.insert_item(draft=draft, section=Section.FIX, after_id=None, actor=province.focal, now=NOW)

    with pytest.raises(ItemsUndecided):
        signing.submit(draft=draft, note="", actor=province.focal, now=NOW)


def test_number_is_given_once_and_not_for_tomorrow(province: Province) -> None:
    first, second = begin(province), begin(province)
    for draft in (first, second):
        add(province, draft)
    issue(province, first)
    signing.submit(draft=second, note="", actor=province.focal, now=NOW)
    signing.agree(draft=second, revision=shown(second), note="", actor=province.leader, now=NOW)

    with pytest.raises(NumberTaken):
        assignments.issue_plan(draft=second, number="15/KH-UBND", issued_on=TODAY, actor=province.focal, now=NOW)
    with pytest.raises(DateAhead):
        assignments.issue_plan(
            draft=second, number="16/KH-UBND", issued_on=date(2026, 12, 1), actor=province.focal, now=NOW
        )
    second.refresh_from_db()
    assert (second.state, second.facts["number"]["value"]) == ("agreed", None)


def test_amendment_replaces_the_issued_plan(province: Province) -> None:
    draft = begin(province)
    add(province, draft)
    plan = issue(province, draft)
    amended, is_new = beginnings.start_amendment(plan=plan, actor=province.focal, now=NOW)
    again, is_new_again = beginnings.start_amendment(plan=plan, actor=province.focal, now=NOW)
    assert (is_new, is_new_again, again.pk) == (True, False, amended.pk)

    issue(province, amended, number="20/KH-UBND")

    plan.refresh_from_db()
    assert plan.superseded_at is not None
    assert Plan.objects.filter(superseded_at=None).count() == 1


def test_last_year_comes_with_moved_deadlines_to_look_at(province: Province) -> None:
    draft = begin(province)
    add(province, draft, deadline_text="Quý II/2026")
    plan = issue(province, draft)

    renewed, _ = beginnings.start_from_last_year(plan=plan, year=2027, actor=province.focal, now=NOW)

    (item,) = selectors.list_items(renewed)
    assert item.fields["deadline_text"]["value"] == "Quý II/2027"
    assert (item.fields["deadline_text"]["confidence"], item.state) == ("check", "pending")
    assert item.fields["deadlines"]["value"][0]["year"] == 2027
    assert item.source["label"] == "Kế hoạch 15/KH-UBND, mục 1.1"


def test_a_leader_agrees_only_to_what_was_read(province: Province) -> None:
    draft = begin(province)
    item = add(province, draft)
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)
    read = shown(draft)
    signing.withdraw(draft=draft, note="", actor=province.focal, now=NOW)
    write(province, draft, item, product="Báo cáo khác")
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)

    with pytest.raises(OutOfTurn, match="vừa được sửa"):
        signing.agree(draft=draft, revision=read, note="", actor=province.leader, now=NOW)
    signing.agree(draft=draft, revision=shown(draft), note="", actor=province.leader, now=NOW)


@pytest.mark.parametrize("is_agreed", [False, True])
def test_what_lies_before_the_leader_is_not_thrown_away(province: Province, is_agreed: bool) -> None:
    draft = begin(province)
    add(province, draft)
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)
    if is_agreed:
        signing.agree(draft=draft, revision=shown(draft), note="", actor=province.leader, now=NOW)

    with pytest.raises(NotReviewable, match="Rút lại"):
        services.discard(draft=draft, actor=province.focal, now=NOW)
    signing.withdraw(draft=draft, note="", actor=province.focal, now=NOW)
    services.discard(draft=draft, actor=province.focal, now=NOW)


def test_supervision_sees_plans_not_their_drafts(province: Province) -> None:
    draft = begin(province)
    add(province, draft)
    watcher = Actor(7, "Người giám sát", (Grant(Role.SUPERVISOR, province.root.pk, province.root.path),))

    assert selectors.list_drafts(watcher) == []
    with pytest.raises(selectors.DraftNotFound):
        selectors.access_draft(watcher, draft.public_id)
    with pytest.raises(PermissionDenied):
        comments.add_comment(draft=draft, item_id=None, text="Lời của giám sát", actor=watcher, now=NOW)
    issue(province, draft)
    assert selectors.access_draft(watcher, draft.public_id) == draft
