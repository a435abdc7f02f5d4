"""Going through an annex: nothing is lost, nothing overwritten, everything can be undone, sums must hold."""

from __future__ import annotations

import dataclasses

import pytest

from parindex.apps.catalogues import review, rows, selectors, services
from parindex.apps.catalogues.errors import (
    BadField,
    ChangedMeanwhile,
    ItemGone,
    NothingToUndo,
    NotReady,
    NotReviewable,
)
from parindex.apps.catalogues.models import Proposal, ProposalItem, Revision
from parindex.apps.catalogues.rows import ItemInput
from parindex.domain.access import PermissionDenied
from parindex.domain.scoring.catalogue import CatalogueStatus, ItemStatus
from parindex.domain.scoring.proposal import Severity
from tests.factories.catalogues import ROWS, annex, import_annex
from tests.integration.conftest import NOW, Province

RULE = "shape: all_or_nothing\ncondition: có sáng kiến được công nhận\n"
TYPED = ItemInput("2.1", "Sáng kiến", "2", 1, rule=RULE)


@pytest.fixture
def proposal(province: Province) -> Proposal:
    """Return an annex of the province under review."""
    return import_annex(unit=province.root, actor=province.focal, now=NOW)


def item_of(proposal: Proposal, code: str) -> ProposalItem:
    return proposal.items.get(code=code, is_deleted=False)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("unit", "revision").get(pk=proposal.pk)


def edit(proposal: Proposal, province: Province, typed: ItemInput = TYPED, *, version: int | None = None) -> None:
    item = item_of(proposal, "2.1")
    review.edit_item(
        proposal=proposal,
        item_id=item.pk,
        version=item.version if version is None else version,
        typed=typed,
        actor=province.focal,
        now=NOW,
    )


def settle(proposal: Proposal, province: Province) -> None:
    """Confirm everything: the sure items at once, the one without a rule with a rule."""
    review.confirm_sure(proposal=proposal, actor=province.focal, now=NOW)
    edit(proposal, province)


def confirm(proposal: Proposal, province: Province) -> Revision:
    version = fresh(proposal).version
    return services.confirm(proposal=proposal, version=version, actor=province.focal, now=NOW)


def test_sure_items_are_confirmed_at_once_and_undone_at_once(proposal: Proposal, province: Province) -> None:
    assert review.confirm_sure(proposal=proposal, actor=province.focal, now=NOW) == 4
    assert not item_of(proposal, "2.1").is_confirmed

    assert review.undo(proposal=proposal, actor=province.second_focal, now=NOW) == "Xác nhận mọi mục chắc chắn"
    assert not proposal.items.filter(is_confirmed=True).exists()
    with pytest.raises(NothingToUndo):
        review.undo(proposal=proposal, actor=province.focal, now=NOW)


def test_items_of_a_sum_that_does_not_hold_are_not_confirmed_at_once(province: Province) -> None:
    wrong = tuple(("1", "Chỉ đạo, điều hành", "4", "") if row[0] == "1" else row for row in ROWS)
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW, data=annex(wrong))

    review.confirm_sure(proposal=proposal, actor=province.focal, now=NOW)

    found = [f for f in rows.find_problems(proposal, selectors.list_items(proposal)) if f.severity is Severity.ERROR]
    assert not item_of(proposal, "1").is_confirmed
    assert {(f.item_code, f.message) for f in found} == {
        ("1", "các phần cộng lại là 3 điểm, khác 4 điểm"),
        ("", "các phần cộng lại là 6 điểm, khác 5 điểm"),
    }
    assert next(f for f in found if f.item_code == "1").place.describe() == "hàng 2 của bảng"


def test_confirmed_catalogue_is_the_annex(proposal: Proposal, province: Province) -> None:
    settle(proposal, province)

    revision = confirm(proposal, province)

    catalogue = selectors.catalogue_of(revision)
    assert catalogue.status is CatalogueStatus.VERIFIED
    assert catalogue.decision.number == "12/QĐ-UBND"
    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.VERIFIED}
    assert [item.code for _, item in catalogue.walk()] == ["1", "1.1", "1.2", "2", "2.1"]
    assert revision.catalogue_id.startswith("commune-2026-12-qd-ubnd-")
    assert province.focal.name not in revision.text
    assert fresh(proposal).revision == revision
    found = selectors.access_catalogue(province.stranger, revision.catalogue_id)
    assert found.revision == revision


def test_annex_without_a_decision_stays_a_demonstration(province: Province) -> None:
    proposal = import_annex(
        unit=province.root, actor=province.focal, now=NOW, data=annex(has_decision=False), name="khong-so.html"
    )
    settle(proposal, province)

    catalogue = selectors.catalogue_of(confirm(proposal, province))

    assert catalogue.status is CatalogueStatus.DEMONSTRATION
    assert {item.status for _, item in catalogue.walk()} == {ItemStatus.DEMONSTRATION}


def test_second_confirmation_of_the_decision_is_the_next_revision(proposal: Proposal, province: Province) -> None:
    settle(proposal, province)
    first = confirm(proposal, province)
    renamed = tuple(("1.1", "Ban hành kế hoạch năm", *row[2:]) if row[0] == "1.1" else row for row in ROWS)
    other = import_annex(unit=province.root, actor=province.focal, now=NOW, data=annex(renamed), name="lan-hai.html")
    settle(other, province)

    second = confirm(other, province)

    assert (second.catalogue_id, second.number) == (first.catalogue_id, 2)
    assert Revision.objects.get(pk=first.pk).text == first.text


def test_open_items_and_wrong_sums_stop_the_confirmation(proposal: Proposal, province: Province) -> None:
    review.confirm_sure(proposal=proposal, actor=province.focal, now=NOW)
    edit(proposal, province, dataclasses.replace(TYPED, max_points="1,5"))
    item = item_of(proposal, "1.1")
    review.reopen_item(proposal=proposal, item_id=item.pk, version=item.version, actor=province.focal, now=NOW)

    with pytest.raises(NotReady) as refused:
        confirm(proposal, province)

    assert refused.value.problems == (
        "còn 1 mục chưa xác nhận",
        "mục 2: các phần cộng lại là 1,5 điểm, khác 2 điểm",
    )
    assert not Revision.objects.exists()


def test_confirmation_of_what_somebody_changed_meanwhile_is_refused(proposal: Proposal, province: Province) -> None:
    settle(proposal, province)
    seen = fresh(proposal).version
    review.undo(proposal=proposal, actor=province.second_focal, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        services.confirm(proposal=proposal, version=seen, actor=province.focal, now=NOW)
    assert not Revision.objects.exists()


def test_confirmed_proposal_does_not_change_any_more(proposal: Proposal, province: Province) -> None:
    settle(proposal, province)
    confirm(proposal, province)

    with pytest.raises(NotReviewable):
        confirm(proposal, province)
    with pytest.raises(NotReviewable):
        edit(proposal, province)
    with pytest.raises(NotReviewable):
        services.discard(proposal=proposal, actor=province.focal, now=NOW)


def test_edit_of_what_another_changed_is_refused_and_names_the_other(proposal: Proposal, province: Province) -> None:
    seen = item_of(proposal, "2.1").version
    edit(proposal, province)

    with pytest.raises(ChangedMeanwhile, match=province.focal.name):
        edit(proposal, province, dataclasses.replace(TYPED, name="Khác"), version=seen)

    assert item_of(proposal, "2.1").name == "Sáng kiến"


def test_two_people_on_two_items_lose_nothing(proposal: Proposal, province: Province) -> None:
    first, second = item_of(proposal, "1.1"), item_of(proposal, "1.2")
    for item, who in ((first, province.focal), (second, province.second_focal)):
        review.confirm_item(proposal=proposal, item_id=item.pk, version=item.version, actor=who, now=NOW)

    assert item_of(proposal, "1.1").is_confirmed
    assert item_of(proposal, "1.2").is_confirmed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": " "}, "code"),
        ({"code": "1.1"}, "code"),
        ({"code": "3.4 a"}, "code"),
        ({"max_points": "95,5 %"}, "max_points"),
        ({"max_points": "1.234"}, "max_points"),
        ({"max_points": "0"}, "max_points"),
        ({"max_points": ""}, "max_points"),
        ({"depth": 9}, "depth"),
        ({"channel": "khac"}, "channel"),
        ({"rule": "shape: khong_co"}, "rule"),
        ({"rule": "shape: [x"}, "rule"),
        ({"rule": "Đạt: 1"}, "rule"),
        ({"rule": "shape: levels\nsubject: x\nlevels:\n- {key: a, label: b, points: '9'}"}, "rule"),
    ],
)
def test_wrong_value_is_refused_with_its_field(
    proposal: Proposal, province: Province, change: dict[str, object], field: str
) -> None:
    before = item_of(proposal, "2.1").version

    with pytest.raises(BadField) as refused:
        edit(proposal, province, dataclasses.replace(TYPED, **change))

    assert refused.value.field == field
    assert refused.value.message
    assert item_of(proposal, "2.1").version == before


def test_missed_item_is_added_and_taken_back(proposal: Proposal, province: Province) -> None:
    after = item_of(proposal, "1.1")
    for nth in range(12):
        typed = ItemInput(f"1.{nth + 20}", "Mục bỏ sót", "1", 1)
        review.add_item(proposal=proposal, after_id=after.pk, typed=typed, actor=province.focal, now=NOW)

    codes = [item.code for item in selectors.list_items(proposal)]
    assert codes[:4] == ["1", "1.1", "1.31", "1.30"]
    typed = ItemInput("1.2", "Trùng", "1", 1)
    with pytest.raises(BadField):
        review.add_item(proposal=proposal, after_id=after.pk, typed=typed, actor=province.focal, now=NOW)
    review.undo(proposal=proposal, actor=province.focal, now=NOW)
    assert "1.31" not in [item.code for item in selectors.list_items(proposal)]


def test_deleted_item_is_gone_until_undone(proposal: Proposal, province: Province) -> None:
    item = item_of(proposal, "2.1")
    review.delete_item(proposal=proposal, item_id=item.pk, version=item.version, actor=province.focal, now=NOW)

    with pytest.raises(ItemGone):
        review.confirm_item(proposal=proposal, item_id=item.pk, version=2, actor=province.focal, now=NOW)
    with pytest.raises(ItemGone):
        review.add_item(proposal=proposal, after_id=item.pk, typed=TYPED, actor=province.focal, now=NOW)
    review.undo(proposal=proposal, actor=province.focal, now=NOW)
    assert item_of(proposal, "2.1").name == "Sáng kiến"


def test_head_is_corrected_once_for_each_version(proposal: Proposal, province: Province) -> None:
    seen = fresh(proposal).version
    typed = {"title": " Bộ  tiêu chí ", "number": "34/QĐ-UBND", "date": "21/07/2026", "total_points": "5"}
    review.edit_head(proposal=proposal, version=seen, typed=typed, actor=province.focal, now=NOW)

    head = fresh(proposal).head
    assert (head["title"], head["date"], head["total_points"]) == ("Bộ tiêu chí", "2026-07-21", "5")
    with pytest.raises(ChangedMeanwhile):
        review.edit_head(proposal=proposal, version=seen, typed=typed, actor=province.second_focal, now=NOW)
    bad = {**typed, "date": "31/02/2026"}
    with pytest.raises(BadField):
        review.edit_head(proposal=proposal, version=seen + 1, typed=bad, actor=province.focal, now=NOW)
    review.undo(proposal=proposal, actor=province.focal, now=NOW)
    assert fresh(proposal).head["number"] == "12/QĐ-UBND"


@pytest.mark.parametrize("who", ["leader", "stranger"])
def test_only_who_manages_may_review(proposal: Proposal, province: Province, who: str) -> None:
    actor, item = getattr(province, who), item_of(proposal, "1.1")
    calls = (
        lambda: review.confirm_sure(proposal=proposal, actor=actor, now=NOW),
        lambda: review.undo(proposal=proposal, actor=actor, now=NOW),
        lambda: review.confirm_item(proposal=proposal, item_id=item.pk, version=1, actor=actor, now=NOW),
        lambda: services.confirm(proposal=proposal, version=1, actor=actor, now=NOW),
        lambda: services.discard(proposal=proposal, actor=actor, now=NOW),
    )
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()


def test_depth_and_empty_proposal_are_told(proposal: Proposal, province: Province) -> None:
    item = item_of(proposal, "2.1")
    edit(proposal, province, dataclasses.replace(TYPED, depth=3))
    codes = {f.code for f in rows.find_problems(proposal, selectors.list_items(proposal))}
    assert "import.depth" in codes
    assert item.depth == 1

    assert "import.empty" in {f.code for f in rows.find_problems(proposal, [])}


def test_preview_says_the_rule_without_keeping_it(proposal: Proposal) -> None:
    assert rows.preview(TYPED) == "Đạt điều kiện “có sáng kiến được công nhận” được 2 điểm, không đạt được 0 điểm."
    assert rows.preview(dataclasses.replace(TYPED, rule="")) == "Chưa có cách chấm."
    assert item_of(proposal, "2.1").rule is None


def test_annex_with_holes_says_each_of_them(province: Province) -> None:
    holes = (
        ("1", "Chỉ đạo, điều hành", "3", ""),
        ("1.1", "Ban hành kế hoạch", "", "Ban hành kịp thời: 1; không ban hành: 0"),
        ("1.3", "", "2", "Đạt: 2; không đạt: 0"),
        ("2", "Tác động", "2", ""),
    )
    data = annex(holes, has_decision=False)
    proposal = import_annex(unit=province.root, actor=province.focal, now=NOW, data=data)
    items = selectors.list_items(proposal)

    found = {(f.code, f.item_code): f.severity for f in rows.find_problems(proposal, items)}

    assert found["import.no_total", ""] is Severity.ERROR
    assert found["import.no_decision", ""] is Severity.WARNING
    assert found["import.no_points", "1.1"] is Severity.ERROR
    assert found["import.gap", "1.3"] is Severity.WARNING
    assert found["import.no_rule", "2"] is Severity.WARNING
    review.confirm_sure(proposal=proposal, actor=province.focal, now=NOW)
    assert not item_of(proposal, "1.1").is_confirmed


def test_rule_of_a_sum_or_an_unknown_shape_has_no_sentence() -> None:
    for rule in ({"shape": "sum_of_children"}, {"shape": "khong_co"}, None):
        assert rows.describe_rule(ProposalItem(rule=rule, max_points="2")) == ""
    penalty = ProposalItem(rule={"shape": "all_or_nothing", "condition": "vi phạm"}, max_points="2", effect="penalty")
    assert rows.describe_rule(penalty).startswith("Trừ vào tổng: đạt điều kiện")


def test_sum_is_taken_as_a_rule_of_a_parent(proposal: Proposal, province: Province) -> None:
    edit(proposal, province, dataclasses.replace(TYPED, rule="shape: sum_of_children"))

    codes = {(f.code, f.item_code) for f in rows.find_problems(proposal, selectors.list_items(proposal))}
    assert ("import.no_rule", "2.1") in codes


def test_rows_that_no_catalogue_takes_are_told_as_a_whole(proposal: Proposal) -> None:
    ProposalItem.objects.filter(proposal=proposal, code="2.1").update(code="mục hai")

    found = rows.find_problems(proposal, selectors.list_items(proposal))

    assert [f.severity for f in found if f.code == "import.shape"] == [Severity.ERROR]


def test_nothing_changed_is_no_step_to_undo(proposal: Proposal, province: Province) -> None:
    head = {name: fresh(proposal).head.get(name) or "" for name in ("title", "number", "issuer", "total_points")}
    typed = {**head, "date": "05/01/2026"}
    version = fresh(proposal).version
    review.edit_head(proposal=proposal, version=version, typed=typed, actor=province.focal, now=NOW)
    item = item_of(proposal, "1.1")
    review.reopen_item(proposal=proposal, item_id=item.pk, version=item.version, actor=province.focal, now=NOW)

    with pytest.raises(NothingToUndo):
        review.undo(proposal=proposal, actor=province.focal, now=NOW)


def test_item_is_added_at_the_end(proposal: Proposal, province: Province) -> None:
    last = item_of(proposal, "2.1")
    typed = ItemInput("2.2", "Mục cuối", "1", 1)
    review.add_item(proposal=proposal, after_id=last.pk, typed=typed, actor=province.focal, now=NOW)

    assert [item.code for item in selectors.list_items(proposal)][-1] == "2.2"
