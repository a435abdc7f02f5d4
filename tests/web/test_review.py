"""The review: words on the left, fields on the right, every step told and undone, nobody overwritten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from parindex.apps.imports import review
from parindex.apps.imports.models import DraftItem, ItemState
from parindex.apps.planning.models import Plan
from tests.web.conftest import NOW, World
from tests.web.page import Page, get

AsRole = Callable[[str], Client]


def item_of(world: World, number: str) -> DraftItem:
    return next(item for item in world.draft.items.filter(is_deleted=False) if item.number == number)


def open_item(world: World, client: Client, number: str, **query: str) -> Page:
    tail = "".join(f"&{name}={value}" for name, value in query.items())
    return get(client, f"/ke-hoach/nhap/{world.draft.public_id}/?muc={item_of(world, number).pk}{tail}")


def fields(page: Page) -> dict[str, tuple[str, str]]:
    """Return label → (certainty, text)."""
    found = {}
    for box in page.all("//section[@id='muc']//div[contains(@class,'conf')][div]"):
        chip, body = (" ".join(part.text_content().split()) for part in box[1:3])
        found[box[0].text.strip()] = (chip, body)
    return found


def test_page_marks_the_words_of_each_field(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1")

    shown = fields(page)
    assert shown["Thời hạn (f)"][1].startswith("Trước ngày 30/6/2026")
    assert "30/06/2026" in shown["Thời hạn (f)"][1]
    marks = {m.xpath("string(sup)"): m.xpath("string(text())") for m in page.all("//article//mark")}
    assert "Trước ngày 30/6/2026" in marks["f"]
    assert "Sở Nội vụ" in marks["c"]
    keys = {e.get("data-key") for e in page.all("//*[@data-key]")}
    assert {"g", "e", "Enter", "x", "j"} <= keys


def test_key_e_edits_the_field_whose_meaning_alone_is_doubtful(world: World, as_role: AsRole) -> None:
    item = item_of(world, "1.1")
    for name, cell in item.fields.items():
        cell["confidence"] = "check" if name == "deadlines" else "sure"
    item.save(update_fields=["fields"])
    client = as_role("focal")

    (edit,) = open_item(world, client, "1.1").all("//a[@data-key='e']")

    assert "sua=deadline_text" in edit.get("href")
    assert open_item(world, client, "1.1", sua="deadline_text").all("//textarea[@id='sua-o']")


@pytest.mark.parametrize("role", ["admin", "leader"])
def test_who_may_not_review_is_offered_no_edit_and_no_key_of_one(world: World, as_role: AsRole, role: str) -> None:
    page = open_item(world, as_role(role), "1.1", sua="names")

    assert not page.all("//a[starts-with(normalize-space(), 'Sửa')] | //*[@id='sua-o']")
    named = {key.text_content() for key in page.all("//ul[contains(@class,'keys')]//kbd")}
    assert named == {"J", "K", "N", "?"}


def test_doubtful_fields_are_yellow_until_confirmed(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    page = open_item(world, client, "1.3")
    doubtful = [name for name, (chip, _) in fields(page).items() if chip == "Cần xem"]
    assert doubtful

    done = page.send("Đúng")

    assert done.toasts()[0].startswith("Đã xác nhận.")
    assert fields(done)[doubtful[0]][0] != "Cần xem"


def test_all_certain_items_are_accepted_at_once_and_taken_back(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    sure = world.draft.items.filter(check_count=0).count()

    page = open_item(world, client, "1.1").send("Nhận")

    assert f"Đã nhận {sure} mục chắc chắn." in page.toasts()[0]
    assert world.draft.items.filter(state="accepted").count() == sure
    back = page.send("Hoàn tác")
    assert "Đã hoàn tác" in back.toasts()[0]
    assert not world.draft.items.filter(state="accepted").exists()


def test_a_correction_changes_what_it_means_and_is_in_the_history(world: World, as_role: AsRole) -> None:
    client = as_role("focal")

    page = open_item(world, client, "1.1", sua="deadline_text").send("Lưu", value="Trước ngày 15/9/2026")

    assert "15/09/2026" in fields(page)["Thời hạn (f)"][1]
    history = get(client, page.path).follow("Ai đã sửa gì")
    assert "Hư Cấu Focal" in history.rows()[-1]
    assert any("15/9/2026" in cell for row in history.rows() for cell in row)


def test_history_speaks_of_items_and_words_only(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    open_item(world, client, "1.1", sua="deadline_text").send("Lưu", value="Trước ngày 15/9/2026")
    done = open_item(world, client, "1.1").send("Nhận mục này")

    rows = [row[2:] for row in done.follow("Ai đã sửa gì").rows()]

    assert [row[1:] for row in rows if row[0].startswith("Nhận mục")] == [["Mục 1.1", "chưa xem", "đã nhận"]]
    changed = [row[1:] for row in rows if row[0].startswith("Sửa thời hạn")]
    assert changed == [["Mục 1.1", "Trước ngày 30/6/2026.", "Trước ngày 15/9/2026"]]


def test_history_tells_days_as_people_write_them_and_no_words_twice(world: World, as_role: AsRole) -> None:
    actor, address = world.actor("focal"), f"/ke-hoach/nhap/{world.draft.public_id}/"
    item = item_of(world, "1.1")
    review.edit_fact(draft=world.draft, field="date", value="2026-01-05", actor=actor, now=NOW)
    review.confirm_field(draft=world.draft, item_id=item.pk, field="lead", actor=actor, now=NOW)
    review.merge_with_next(draft=world.draft, item_id=item.pk, actor=actor, now=NOW)

    rows = [row[2:] for row in get(as_role("focal"), address).follow("Ai đã sửa gì").rows()]

    assert [row[3] for row in rows if row[0].startswith("Sửa thông tin")] == ["05/01/2026"]
    merged = [row[2:] for row in rows if row[0].startswith("Gộp mục")]
    assert len(merged) > 1
    assert all(before != after for before, after in merged)
    assert not [row for row in rows if row[2] and row[2] == row[3]]


def test_history_keeps_a_step_that_changed_no_words(world: World, as_role: AsRole) -> None:
    item = item_of(world, "1.1")
    item.fields["lead"]["confidence"] = "check"
    item.save(update_fields=["fields"])

    confirmed = open_item(world, as_role("focal"), "1.1").send("Đúng, xác nhận")

    ((what, which, before, after),) = [row[2:] for row in confirmed.follow("Ai đã sửa gì").rows()]
    assert (what, which, before, after) == ("Xác nhận chủ trì", "Mục 1.1", "", "")


def test_conflict_shows_both_values_and_keeps_what_was_typed(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1", sua="lead")
    review.edit_field(
        draft=world.draft,
        item_id=item_of(world, "1.1").pk,
        field="lead",
        text="Sở Tư pháp",
        seen="Sở Nội vụ",
        actor=world.actor("focal"),
        now=NOW,
    )

    clash = page.send("Lưu", value="Văn phòng UBND tỉnh")

    assert "Sở Tư pháp" in clash.errors()
    assert "Văn phòng UBND tỉnh" in clash.errors()
    assert clash.one("//textarea[@name='value']").text.strip() == "Văn phòng UBND tỉnh"
    assert item_of(world, "1.1").fields["lead"]["value"] == ["Sở Tư pháp"]
    assert not clash.all("//*[contains(@class,'errsum')][@tabindex]")
    assert clash.link("Giữ của Hư Cấu Focal").endswith("#truong-lead")
    saved = clash.send("Lưu của tôi")
    assert fields(saved)["Chủ trì (c)"][1].startswith("Văn phòng UBND tỉnh")


def test_items_are_skipped_looked_at_again_and_accepted(world: World, as_role: AsRole) -> None:
    client = as_role("focal")

    open_item(world, client, "1.1").send("Bỏ qua")
    assert item_of(world, "1.1").state == ItemState.SKIPPED
    open_item(world, client, "1.1").send("Xem lại")
    assert item_of(world, "1.1").state == ItemState.PENDING
    following = open_item(world, client, "1.1").send("Nhận mục này")
    assert item_of(world, "1.1").state == ItemState.ACCEPTED
    assert following.words("//section[@id='muc']//h2") == "Mục 1.2"


def test_items_are_split_merged_added_and_deleted(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    count = world.draft.items.filter(is_deleted=False).count()

    def living() -> int:
        return world.draft.items.filter(is_deleted=False).count()

    named = open_item(world, client, "1.1", sua="names").send("Lưu", value="Tên một\nTên hai")
    split = named.send("Tách theo từng tên")
    assert "2 mục" in split.toasts()[0]
    assert living() == count + 1
    open_item(world, client, "1.1").send("Gộp với mục sau")
    assert living() == count
    added = open_item(world, client, "1.1").send("Thêm", name="Mục máy bỏ sót")
    assert living() == count + 1
    assert "Mục máy bỏ sót" in added.words("//section[@id='muc']")
    added.send("Xóa mục")
    assert living() == count
    assert "Ghi tên" in open_item(world, client, "1.1").send("Thêm").toasts()[0]


def test_an_item_that_another_person_deleted_is_told(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.2")
    review.delete_item(draft=world.draft, item_id=item_of(world, "1.2").pk, actor=world.actor("focal"), now=NOW)

    late = page.send("Nhận mục này")

    assert late.status == 200
    assert "không còn" in late.toasts()[0]


def test_facts_of_the_document_are_corrected(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1", **{"thong-tin": "date"}).send("Lưu", value="21/05/2026")

    assert page.status == 200
    world.draft.refresh_from_db()
    assert world.draft.facts["date"]["value"] == "2026-05-21"
    assert "21/05/2026" in page.words("//*[@id='van-ban']")
    assert (
        open_item(world, as_role("focal"), "1.1", **{"thong-tin": "date"}).one("//input[@id='o-date']").get("value")
        == "21/05/2026"
    )


@pytest.mark.parametrize(
    ("field", "typed"), [("date", "hôm qua"), ("plan_year", "năm nay"), ("plan_year", "20226"), ("plan_year", "1026")]
)
def test_a_fact_that_cannot_be_understood_is_refused(field: str, typed: str, world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1", **{"thong-tin": field}).send("Lưu", value=typed)

    assert page.status in (200, 422)
    assert typed in page.toasts()[0]
    box = page.one("//form//input[@name='value']")
    assert (box.get("value"), box.get("aria-invalid")) == (typed, "true")
    beside = page.words(f"//*[@id='{box.get('aria-describedby')}']")
    assert "Không hiểu" in beside
    assert typed in beside


def test_a_fact_that_is_understood_is_told_no_error(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1", **{"thong-tin": "plan_year", "go": "2026"})

    box = page.one("//form//input[@name='value']")
    assert (box.get("value"), box.get("aria-invalid")) == ("2026", None)


def test_filter_shows_what_waits_for_a_person(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    page = get(client, f"/ke-hoach/nhap/{world.draft.public_id}/?loc=can-xem&muc={item_of(world, '1.3').pk}")

    waiting = world.draft.items.filter(check_count__gt=0).count()
    assert len(page.all("//ol[@class='queue']/li")) == waiting


def test_approval_waits_for_every_item_then_makes_the_plan(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    early = open_item(world, client, "1.1").send("Duyệt và giao nhiệm vụ")
    assert early.toasts()
    assert Plan.objects.count() == 2
    for item in world.draft.items.all():
        review.decide(draft=world.draft, item_id=item.pk, state=ItemState.ACCEPTED, actor=world.actor("focal"), now=NOW)

    plan = open_item(world, client, "1.1").send("Duyệt và giao nhiệm vụ")

    assert plan.title == "Kế hoạch 28/KH-UBND"
    assert "nhiệm vụ" in plan.toasts()[0]
    assert get(client, f"/ke-hoach/nhap/{world.draft.public_id}/").path == plan.path


def test_a_leader_approves_what_others_have_decided(world: World, as_role: AsRole) -> None:
    client = as_role("leader")
    assert not open_item(world, client, "1.1").all("//div[@class='head']//button")
    for item in world.draft.items.all():
        review.decide(draft=world.draft, item_id=item.pk, state=ItemState.ACCEPTED, actor=world.actor("focal"), now=NOW)

    page = open_item(world, client, "1.1")
    plan = page.send("Duyệt và giao nhiệm vụ")

    assert {button.text_content() for button in page.all("//main//button")} == {"Duyệt và giao nhiệm vụ"}
    assert plan.title == "Kế hoạch 28/KH-UBND"


def test_each_step_leads_back_to_its_place_on_the_page(world: World, as_role: AsRole) -> None:
    client, item = as_role("focal"), item_of(world, "1.3")
    base = f"/ke-hoach/nhap/{world.draft.public_id}/"
    steps = (
        (f"muc/{item.pk}/sua/", {"field": "lead", "value": "Sở Nội vụ"}, f"?muc={item.pk}#truong-lead"),
        (f"muc/{item.pk}/nhan/", {}, f"?muc={item.pk}#muc"),
        ("hoan-tac/", {"item": item.pk}, f"?muc={item.pk}#muc"),
        ("thong-tin/", {"field": "number", "value": "29/KH-UBND", "item": item.pk}, f"?muc={item.pk}#van-ban"),
        ("hoan-tac/", {}, ""),
    )
    for path, data, place in steps:
        answer = client.post(base + path, data)

        assert answer["Location"] == base + place

    page = get(client, f"{base}?muc={item.pk}")
    assert page.one("//section[@id='muc']//*[@id='truong-lead']") is not None
    assert all(str(link.get("href")).endswith("#muc") for link in page.all("//ol[@class='queue']//a"))


def test_readers_look_without_touching(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("appraiser"), "1.1", sua="lead")

    assert not page.all("//main//form[@method='post']")
    assert fields(page)["Chủ trì (c)"][1].startswith("Sở Nội vụ")


def test_full_text_marks_what_became_data(world: World, as_role: AsRole) -> None:
    page = open_item(world, as_role("focal"), "1.1").follow("Toàn văn")

    assert page.words("//article").startswith("ỦY BAN NHÂN DÂN")
    assert "Thường xuyên trong năm" in page.words("//article//mark")
