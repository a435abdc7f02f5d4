"""Plans: the list, one plan with what became of each item, its words with the fate of each sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from parindex.apps.audit.models import Event
from parindex.apps.planning import exports
from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.domain.planning.difference import compare_plans
from tests.factories.plans import PLAN_TEXT
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]


def test_list_shows_plans_and_drafts_of_one_s_units(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/ke-hoach/")

    plans = page.rows("//table[contains(caption,'đã duyệt')]/tbody/tr")
    assert [row[0].split()[0] for row in plans] == ["15/KH-UBND"]
    drafts = page.rows("//table[contains(caption,'Bản nhập')]/tbody/tr")
    assert [row[0].startswith("lan-hai.txt") for row in drafts] == [True]
    assert get(as_role("officer"), "/ke-hoach/").rows() == []


def test_plan_shows_each_item_with_its_assignments_and_its_words(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), f"/ke-hoach/{world.plan.pk}/")

    rows = {row[0]: row for row in page.rows()}
    assert rows["1.1"][2] == "Sở Nội vụ"
    assert rows["1.1"][3] == "Trước ngày 30/6/2026."
    assert rows["1.2"][4].count("Văn phòng UBND tỉnh") == 4
    words = page.follow("câu gốc")
    assert words.title == "Nguyên văn kế hoạch"


def test_every_sentence_tells_its_fate_and_leads_to_the_assignment(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), f"/ke-hoach/{world.plan.pk}/van-ban/")

    fates = [" ".join(p.text_content().split()) for p in page.all("//p[contains(@class,'fate')]")]
    told = next(fate for fate in fates if fate.startswith("Mục 1.2"))
    assert "thành 4 nhiệm vụ" in told
    assert "Trước ngày 30/6/2026" in page.words("//mark")
    row = world.assignment("1.1")
    target = page.one(f"//p[contains(@class,'fate')]//a[contains(@href,'{row.public_id}')]").get("href")
    detail = get(as_role("leader"), target)
    assert detail.title == row.title
    back = detail.follow("Mở trong nguyên văn")
    anchor = detail.link("Mở trong nguyên văn").partition("#")[2]
    assert back.all(f"//*[@id='{anchor}']")


def test_words_can_be_narrowed_to_one_item(world: World, as_role: AsRole) -> None:
    item = world.assignment("1.1").plan_item_id

    page = get(as_role("leader"), f"/ke-hoach/{world.plan.pk}/van-ban/?muc={item}")

    assert "Trước ngày 30/6/2026" in page.words("//mark")
    assert "Thường xuyên trong năm" not in page.words("//mark")


@pytest.mark.parametrize(("form", "opening"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_plan_is_given_as_a_file_and_the_export_is_recorded(
    world: World, as_role: AsRole, form: str, opening: bytes
) -> None:
    page = get(as_role("leader"), f"/ke-hoach/{world.plan.pk}/")

    answer = as_role("leader").get(page.link(f"Tải {form.upper()}"))

    assert answer.content.startswith(opening)
    assert answer["Content-Disposition"] == f'attachment; filename="ke-hoach-2026-{world.plan.pk}.{form}"'
    entry = Event.objects.filter(action="plan.exported").get()
    assert (entry.object_id, entry.after) == (str(world.plan.pk), {"format": form})


def test_exported_plan_read_again_is_the_approved_plan(world: World, as_role: AsRole) -> None:
    answer = as_role("leader").get(f"/ke-hoach/{world.plan.pk}/tai-ve/docx/")

    again = extract_plan(read_document(answer.content, name="xuat.docx"))

    assert compare_plans(exports.read_plan(world.plan), again).is_empty
    assert compare_plans(extract_plan(read_document(PLAN_TEXT.encode(), name="goc.txt")), again).is_empty


def test_plan_of_a_fictional_unit_says_so_on_its_pages(world: World, as_role: AsRole) -> None:
    world.root.is_fictional = True
    world.root.save(update_fields=["is_fictional"])

    answer = as_role("leader").get(f"/ke-hoach/{world.plan.pk}/tai-ve/docx/")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert all(exports.FICTIONAL in archive.read(f"word/header{n}.xml").decode() for n in (1, 2))


def test_unknown_format_and_plan_of_others_are_not_found(world: World, as_role: AsRole) -> None:
    assert as_role("leader").get(f"/ke-hoach/{world.plan.pk}/tai-ve/exe/").status_code == 404
    assert as_role("leader").get(f"/ke-hoach/{world.far_plan.pk}/tai-ve/docx/").status_code == 404
    assert not Event.objects.filter(action="plan.exported").exists()
