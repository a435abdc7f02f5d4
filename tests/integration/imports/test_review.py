"""The review keeps everybody's edits, undoes any step and never loses a word."""

from __future__ import annotations

import pytest

from parindex.apps.imports import review, selectors, services
from parindex.apps.imports.errors import CannotSplit, FieldConflict, NothingToUndo, NotReviewable, UnknownField
from parindex.apps.imports.models import Draft, DraftItem
from parindex.domain.access import PermissionDenied
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, Province


@pytest.fixture
def draft(province: Province) -> Draft:
    return import_text(unit=province.root, actor=province.focal, now=NOW)


def item_named(draft: Draft, number: str) -> DraftItem:
    return next(item for item in selectors.list_items(draft) if item.number == number)


def snapshot(draft: Draft) -> list[tuple[object, ...]]:
    return [(i.key, i.fields, i.state, i.position) for i in selectors.list_items(draft)]


def test_import_reads_the_items_with_their_sources(draft: Draft) -> None:
    items = selectors.list_items(draft)

    assert draft.state == "review"
    assert [item.number for item in items] == ["1.1", "1.2", "1.3"]
    first = items[0].fields
    assert first["lead"]["value"] == ["Sở Nội vụ"]
    assert first["deadlines"]["value"][0]["date_"] == "2026-06-30"
    block, start, end, *_ = first["lead"]["sources"][0]
    assert draft.blocks.get(index=block).text[start:end].strip(" .") == "Sở Nội vụ"


def test_the_same_bytes_twice_are_one_draft(province: Province, draft: Draft) -> None:
    again = import_text(unit=province.root, actor=province.second_focal, now=NOW, name="ten-khac.txt")

    assert again.pk == draft.pk
    assert Draft.objects.count() == 1


def test_another_unit_may_import_the_same_bytes(province: Province, draft: Draft) -> None:
    other = import_text(unit=province.home_affairs, actor=province.focal, now=NOW)

    assert other.pk != draft.pk


def test_a_stranger_neither_imports_nor_sees(province: Province, draft: Draft) -> None:
    with pytest.raises(PermissionDenied):
        import_text(unit=province.root, actor=province.stranger, now=NOW)
    with pytest.raises(selectors.DraftNotFound):
        selectors.access_draft(province.stranger, draft.public_id)


def test_a_file_that_is_no_plan_fails_with_its_reason_and_can_be_read_again(province: Province) -> None:
    draft = import_text(unit=province.root, actor=province.focal, now=NOW, text="Xin chào. " * 100)

    assert draft.state == "failed"
    assert draft.error_code
    assert draft.error_message
    services.retry(draft=draft, actor=province.focal, now=NOW)
    draft.refresh_from_db()
    assert draft.state == "reading"


def test_editing_a_deadline_reads_its_meaning_again(province: Province, draft: Draft) -> None:
    item = item_named(draft, "1.1")
    seen = item.fields["deadline_text"]["value"]

    review.edit_field(
        draft=draft,
        item_id=item.pk,
        field="deadline_text",
        text="Quý III/2026",
        seen=seen,
        actor=province.focal,
        now=NOW,
    )

    item.refresh_from_db()
    assert item.fields["deadline_text"]["value"] == "Quý III/2026"
    assert item.fields["deadlines"]["value"][0]["kind"] == "quarter"
    assert item.fields["deadlines"]["value"][0]["quarter"] == 3


def test_two_people_editing_different_fields_keep_both(province: Province, draft: Draft) -> None:
    item = item_named(draft, "1.2")
    lead, target = item.fields["lead"]["value"][0], item.fields["target_text"]["value"]

    review.edit_field(
        draft=draft, item_id=item.pk, field="lead", text="Sở Tư pháp", seen=lead, actor=province.focal, now=NOW
    )
    review.edit_field(
        draft=draft,
        item_id=item.pk,
        field="target_text",
        text="Đạt 95%",
        seen=target,
        actor=province.second_focal,
        now=NOW,
    )

    item.refresh_from_db()
    assert item.fields["lead"]["value"] == ["Sở Tư pháp"]
    assert item.fields["target_text"]["value"] == "Đạt 95%"


def test_the_same_field_shows_the_conflict_and_keeps_the_first(province: Province, draft: Draft) -> None:
    item = item_named(draft, "1.2")
    seen = item.fields["lead"]["value"][0]
    review.edit_field(
        draft=draft, item_id=item.pk, field="lead", text="Sở Tư pháp", seen=seen, actor=province.focal, now=NOW
    )

    with pytest.raises(FieldConflict) as conflict:
        review.edit_field(
            draft=draft, item_id=item.pk, field="lead", text="Sở Y tế", seen=seen, actor=province.second_focal, now=NOW
        )

    assert (conflict.value.theirs, conflict.value.mine) == ("Sở Tư pháp", "Sở Y tế")
    assert conflict.value.who == province.focal.name
    item.refresh_from_db()
    assert item.fields["lead"]["value"] == ["Sở Tư pháp"]


@pytest.mark.parametrize("step", ["edit", "accept", "accept_sure", "split", "merge", "add", "delete"])
def test_undo_brings_back_exactly_what_was(province: Province, draft: Draft, step: str) -> None:
    item = item_named(draft, "1.2")
    if step == "split":
        review.edit_field(
            draft=draft,
            item_id=item.pk,
            field="names",
            text="A\nB\nC",
            seen="Công khai thủ tục hành chính",
            actor=province.focal,
            now=NOW,
        )
    before = snapshot(draft)
    common = {"draft": draft, "actor": province.focal, "now": NOW}
    steps = {
        "edit": lambda: review.edit_field(
            item_id=item.pk, field="target_text", text="Khác", seen=item.fields["target_text"]["value"], **common
        ),
        "accept": lambda: review.decide(item_id=item.pk, state=review.Decision.ACCEPTED, **common),
        "accept_sure": lambda: review.accept_sure(**common),
        "split": lambda: review.split_item(item_id=item.pk, **common),
        "merge": lambda: review.merge_with_next(item_id=item.pk, **common),
        "add": lambda: review.add_item(after_id=item.pk, name="Mục mới", **common),
        "delete": lambda: review.delete_item(item_id=item.pk, **common),
    }
    steps[step]()
    assert snapshot(draft) != before

    review.undo(draft=draft, actor=province.second_focal, now=NOW)

    assert snapshot(draft) == before


def test_split_makes_one_item_of_each_name_in_order(province: Province, draft: Draft) -> None:
    item = item_named(draft, "1.2")
    review.edit_field(
        draft=draft,
        item_id=item.pk,
        field="names",
        text="A\nB\nC",
        seen="Công khai thủ tục hành chính",
        actor=province.focal,
        now=NOW,
    )

    review.split_item(draft=draft, item_id=item.pk, actor=province.focal, now=NOW)

    names = [i.fields["names"]["value"] for i in selectors.list_items(draft)]
    assert names[1:4] == [["A"], ["B"], ["C"]]
    with pytest.raises(CannotSplit):
        review.split_item(draft=draft, item_id=item.pk, actor=province.focal, now=NOW)


def test_nothing_is_left_to_undo_at_the_start(province: Province, draft: Draft) -> None:
    with pytest.raises(NothingToUndo):
        review.undo(draft=draft, actor=province.focal, now=NOW)


def test_an_unknown_field_and_a_stranger_are_refused(province: Province, draft: Draft) -> None:
    item = item_named(draft, "1.1")

    with pytest.raises(UnknownField):
        review.edit_field(draft=draft, item_id=item.pk, field="state", text="x", seen="", actor=province.focal, now=NOW)
    with pytest.raises(PermissionDenied):
        review.delete_item(draft=draft, item_id=item.pk, actor=province.officer, now=NOW)


def test_a_discarded_draft_is_closed_and_its_file_may_come_again(province: Province, draft: Draft) -> None:
    services.discard(draft=draft, actor=province.focal, now=NOW)

    with pytest.raises(NotReviewable):
        review.accept_sure(draft=draft, actor=province.focal, now=NOW)
    again = import_text(unit=province.root, actor=province.focal, now=NOW, text=PLAN_TEXT)
    assert again.pk != draft.pk
