"""Plans: the list, one plan with what became of each item, its words with the fate of each sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

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
