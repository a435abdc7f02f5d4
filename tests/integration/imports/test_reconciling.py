"""A plan goes out as DOCX, is edited in Word and comes back: each difference is accepted or refused, and undone."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from parindex.apps.imports import editing, reconciling, review, selectors, services
from parindex.apps.imports.errors import ChangeGone, NotReviewable
from parindex.apps.imports.models import Draft
from parindex.apps.planning import beginnings, signing
from parindex.domain.access import PermissionDenied
from parindex.domain.planning.model import Section
from parindex.jobs import worker
from tests.integration.conftest import NOW, Province

Edit = Callable[[list[docx.text.paragraph.Paragraph]], None]


def make(province: Province) -> Draft:
    draft = beginnings.start_blank(unit=province.root, year=2026, actor=province.focal, now=NOW)
    for code, name in (
        ("1.1", "Ban hành kế hoạch cải cách hành chính"),
        ("1.2", "Hoàn thành kế hoạch"),
        ("2.1", "Rà soát văn bản"),
    ):
        item = editing.insert_item(draft=draft, section=Section.FIX, after_id=None, actor=province.focal, now=NOW)
        texts = {
            "code": code,
            "names": name,
            "limitations": "Năm 2025 đạt 0,5/1 điểm.",
            "target_text": "Đạt 1 điểm.",
            "actions": "Phòng Tổng hợp đôn đốc hằng tháng\nBáo cáo lãnh đạo",
            "lead": "Sở Nội vụ",
            "budget": "Nguồn chi thường xuyên",
            "deadline_text": "Trước ngày 30/6/2026",
        }
        typed = {field: editing.Typed(text, "") for field, text in texts.items()}
        editing.edit_item(draft=draft, item_id=item.pk, typed=typed, actor=province.focal, now=NOW)
    draft.refresh_from_db()
    return draft


def paper_of(province: Province, draft: Draft, edit: Edit | None = None) -> bytes:
    paper = signing.draft_paper(draft=draft, form="docx", actor=province.focal, now=NOW)
    document = docx.Document(io.BytesIO(paper.data))
    if edit is not None:
        edit(document.paragraphs)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bring_back(province: Province, draft: Draft, data: bytes) -> Draft:
    upload = services.Upload(name="ban-sua.docx", stream=io.BytesIO(data))
    started = reconciling.start_revision(draft=draft, upload=upload, actor=province.focal, now=NOW)
    worker.run_until_empty(clock=lambda: NOW)
    assert started.public_id is not None
    return selectors.access_draft(province.focal, started.public_id)


def replace(old: str, new: str, *, nth: int = 0) -> Edit:
    def edit(paragraphs: list[docx.text.paragraph.Paragraph]) -> None:
        found = [paragraph for paragraph in paragraphs if old in paragraph.text]
        found[nth].text = found[nth].text.replace(old, new)

    return edit


def cut_second(paragraphs: list[docx.text.paragraph.Paragraph]) -> None:
    """Take the second item out, from its heading up to the next one."""
    at = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text.startswith("1.2."))
    end = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text.startswith("1.3."))
    for paragraph in paragraphs[at:end]:
        paragraph._element.getparent().remove(paragraph._element)


def again(copy: Draft) -> Draft:
    return Draft.objects.select_related("revises__unit", "unit").get(pk=copy.pk)


def targets_of(draft: Draft) -> list[str]:
    return [item.fields["target_text"]["value"] for item in selectors.list_items(draft)]


def test_untouched_paper_comes_back_without_a_difference(province: Province) -> None:
    draft = make(province)

    copy = bring_back(province, draft, paper_of(province, draft))

    assert reconciling.compare(copy).is_empty
    assert copy not in selectors.list_drafts(province.focal)
    assert [row.pk for row in selectors.list_revisions(draft)] == [copy.pk]


def test_field_is_accepted_and_taken_back(province: Province) -> None:
    draft = make(province)
    copy = bring_back(province, draft, paper_of(province, draft, replace("Đạt 1 điểm", "Đạt 0,9 điểm trở lên", nth=1)))
    (change,) = reconciling.compare(copy).items
    assert [(field.field, field.before, field.after) for field in change.fields] == [
        ("target_text", "Đạt 1 điểm.", "Đạt 0,9 điểm trở lên.")
    ]
    wanted = (reconciling.Wanted(change.before_key or "", change.after_key or "", "target_text"),)

    reconciling.decide(copy=copy, wanted=wanted, accept=True, actor=province.focal, now=NOW)

    assert targets_of(draft) == ["Đạt 1 điểm.", "Đạt 0,9 điểm trở lên.", "Đạt 1 điểm."]
    assert selectors.list_items(draft)[1].fields["targets"]["value"][0]["value"] == "0.9"
    assert reconciling.compare(again(copy)).is_empty
    with pytest.raises(ChangeGone):
        reconciling.decide(copy=again(copy), wanted=wanted, accept=True, actor=province.focal, now=NOW)
    reconciling.undo(copy=copy, actor=province.focal, now=NOW)
    assert targets_of(draft)[1] == "Đạt 1 điểm."
    assert len(reconciling.compare(again(copy)).items) == 1


def test_field_is_refused_without_touching_the_draft(province: Province) -> None:
    draft = make(province)
    copy = bring_back(province, draft, paper_of(province, draft, replace("Đạt 1 điểm", "Đạt 2 điểm")))

    reconciling.decide(copy=copy, wanted=None, accept=False, actor=province.focal, now=NOW)

    assert targets_of(draft) == ["Đạt 1 điểm."] * 3
    assert reconciling.compare(again(copy)).is_empty
    assert [entry.label for entry in selectors.list_decisions(copy)] == ["Không nhận từ bản sửa"]
    reconciling.undo(copy=copy, actor=province.focal, now=NOW)
    assert len(reconciling.compare(again(copy)).items) == 1


def test_item_that_was_cut_is_taken_out_or_kept(province: Province) -> None:
    draft = make(province)
    copy = bring_back(province, draft, paper_of(province, draft, cut_second))
    told = [change for change in reconciling.compare(copy).items if change.change.value == "removed"]
    assert [change.name for change in told] == ["Hoàn thành kế hoạch"]

    reconciling.decide(copy=copy, wanted=None, accept=True, actor=province.focal, now=NOW)

    assert [(item.number, item.fields["names"]["value"][0]) for item in selectors.list_items(draft)] == [
        ("1.1", "Ban hành kế hoạch cải cách hành chính"),
        ("1.2", "Rà soát văn bản"),
    ]
    assert reconciling.compare(again(copy)).is_empty
    reconciling.undo(copy=copy, actor=province.focal, now=NOW)
    reconciling.decide(copy=again(copy), wanted=None, accept=False, actor=province.focal, now=NOW)
    assert len(selectors.list_items(draft)) == 3
    assert reconciling.compare(again(copy)).is_empty


def test_item_that_was_added_comes_with_its_fields(province: Province) -> None:
    draft = make(province)
    whole = paper_of(province, draft)
    copy = bring_back(province, draft, whole)
    second = selectors.list_items(draft)[1]
    review.delete_item(draft=draft, item_id=second.pk, actor=province.focal, now=NOW)
    added = [change for change in reconciling.compare(again(copy)).items if change.change.value == "added"]
    assert [change.name for change in added] == ["Hoàn thành kế hoạch"]

    reconciling.decide(copy=again(copy), wanted=None, accept=True, actor=province.focal, now=NOW)

    items = selectors.list_items(draft)
    assert [item.number for item in items] == ["1.1", "1.2", "1.3"]
    assert items[1].fields["lead"]["value"] == ["Sở Nội vụ"]
    assert reconciling.compare(again(copy)).is_empty


def test_same_copy_twice_is_one(province: Province) -> None:
    draft = make(province)
    data = paper_of(province, draft)

    first, second = bring_back(province, draft, data), bring_back(province, draft, data)

    assert first.pk == second.pk


def test_strangers_and_submitted_drafts_are_refused(province: Province) -> None:
    draft = make(province)
    data = paper_of(province, draft, replace("Đạt 1 điểm", "Đạt 2 điểm"))
    copy = bring_back(province, draft, data)
    with pytest.raises(PermissionDenied):
        reconciling.decide(copy=copy, wanted=None, accept=True, actor=province.officer, now=NOW)
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)

    with pytest.raises(NotReviewable):
        reconciling.decide(copy=again(copy), wanted=None, accept=True, actor=province.focal, now=NOW)
    draft.refresh_from_db()
    with pytest.raises(NotReviewable):
        bring_back(province, draft, data)
