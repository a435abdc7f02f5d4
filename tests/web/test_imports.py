"""Dropping files: one, many, the same twice, one that is no plan; the page that waits; what a failure offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.apps.imports import comments, contents, review, services
from parindex.apps.imports.models import Draft, DraftItem, ItemState, Origin
from parindex.apps.orgs.models import UnitKind
from parindex.jobs import worker
from tests.factories import UnitFactory
from tests.factories.plans import PLAN_TEXT
from tests.web.conftest import NOW, SECOND_TEXT, World
from tests.web.page import Page, get, parse

AsRole = Callable[[str], Client]
THIRD = PLAN_TEXT.replace("15/KH-UBND", "31/KH-UBND")


def file(text: str, name: str = "ke-hoach-moi.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def drop(client: Client, *files: SimpleUploadedFile, unit: str = "Tỉnh Sông Mây") -> Page:
    form = get(client, "/ke-hoach/nhap/")
    (chosen,) = (o.get("value") for o in form.all("//select[@name='unit']/option") if o.text_content() == unit)
    return form.send("Đọc kế hoạch", unit=chosen, _files={"files": list(files)})


def test_one_file_is_followed_until_it_is_under_review(world: World, as_role: AsRole) -> None:
    client = as_role("focal")

    waiting = drop(client, file(THIRD))

    assert waiting.title == "Đang đọc văn bản"
    poll = waiting.one("//*[@data-job]").get("data-poll")
    assert client.get(poll).json()["finished"] is False
    assert get(client, waiting.path).title == "Đang đọc văn bản"
    worker.run_until_empty()
    assert client.get(poll).json()["finished"] is True
    assert get(client, waiting.path).title == "Đối chiếu kế hoạch vừa nhập"


def test_a_batch_tells_what_became_of_each_file(world: World, as_role: AsRole) -> None:
    page = drop(as_role("focal"), file(THIRD, "mot.txt"), file(SECOND_TEXT, "hai.txt"), file("", "rong.txt"))

    told = {
        row.split()[0]: row for row in (e.text_content() for e in page.all("//*[@aria-label='Kết quả tải lên']//li"))
    }
    assert "Đang đọc" in told["mot.txt"]
    assert "Đã có từ trước" in told["hai.txt"]
    assert "rỗng" in told["rong.txt"].lower()
    assert page.one("//*[@aria-label='Kết quả tải lên']//h2").text_content() == "Đã nhận 2 tệp, không nhận 1 tệp"
    followed = {chip.get("data-follow") for chip in page.all("//*[@data-follow]")}
    assert [as_role("focal").get(url).json()["label"] for url in followed] == ["Đang đọc"]


def test_the_unit_of_a_batch_stays_chosen(world: World, as_role: AsRole) -> None:
    form = get(as_role("focal"), "/ke-hoach/nhap/")
    last = form.all("//select[@name='unit']/option")[-1].get("value")

    page = form.send("Đọc kế hoạch", unit=last, _files={"files": [file(THIRD), file("", "rong.txt")]})

    assert page.one("//select[@name='unit']/option[@selected]").get("value") == last


def test_the_same_file_again_opens_what_is_there(world: World, as_role: AsRole) -> None:
    before = Draft.objects.count()

    page = drop(as_role("focal"), file(SECOND_TEXT, "ten-khac.txt"))

    assert page.path.endswith(f"{world.draft.public_id}/")
    assert "đã được nhập trước đây" in page.toasts()[0]
    assert Draft.objects.count() == before


def test_what_is_no_plan_says_so_and_offers_a_way_on(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    waiting = drop(client, file("Thư mời họp giao ban tháng. " * 40, "thu-moi.txt"))
    worker.run_until_empty()

    failed = get(client, waiting.path)

    assert failed.title == "Chưa đọc được văn bản"
    assert "Mã lỗi" in failed.errors()
    assert failed.send("Đọc lại").title == "Đang đọc văn bản"
    worker.run_until_empty()
    gone = get(client, waiting.path).send("Bỏ bản nhập này")
    assert gone.path == "/ke-hoach/"
    assert "thu-moi.txt" in gone.toasts()[0]
    again = get(client, waiting.path)
    assert (again.status, again.title) == (410, "Bản nhập này đã được bỏ")


def test_a_reviewed_draft_is_put_aside_only_after_a_question(world: World, as_role: AsRole) -> None:
    page = get(as_role("focal"), f"/ke-hoach/nhap/{world.draft.public_id}/").send("Nhận mục này")

    asked = page.send("Bỏ bản nhập này")

    assert asked.title == "Bỏ bản nhập này?"
    assert "1 thao tác, về 1 mục" in asked.words()
    assert Draft.objects.get(pk=world.draft.pk).state == "review"
    assert asked.follow("Giữ lại").title == "Đối chiếu kế hoạch vừa nhập"
    assert asked.send("Bỏ, mất 1 thao tác").path == "/ke-hoach/"
    assert Draft.objects.get(pk=world.draft.pk).state == "discarded"


def test_a_corrected_fact_is_lost_work_too(world: World, as_role: AsRole) -> None:
    review.edit_fact(draft=world.draft, field="title", value="Tên khác", actor=world.actor("focal"), now=NOW)

    asked = get(as_role("focal"), f"/ke-hoach/nhap/{world.draft.public_id}/").send("Bỏ bản nhập này")

    assert "1 thao tác, về 1 thông tin văn bản" in asked.words()


def test_comments_are_lost_work_too_and_counted_again_when_more_came(world: World, as_role: AsRole) -> None:
    comments.add_comment(draft=world.draft, item_id=None, text="Xem lại thời hạn.", actor=world.actor("focal"), now=NOW)
    page = get(as_role("focal"), f"/ke-hoach/nhap/{world.draft.public_id}/")

    asked = page.send("Bỏ bản nhập này")
    assert "không hoàn tác được: 1 ý kiến góp." in asked.words()
    comments.add_comment(draft=world.draft, item_id=None, text="Đã xem.", actor=world.actor("leader"), now=NOW)
    again = asked.send("Bỏ, mất 1 ý kiến")

    assert (again.status, again.title) == (409, "Bỏ bản nhập này?")
    assert again.send("Bỏ, mất 2 ý kiến").path == "/ke-hoach/"


def test_what_nobody_decided_is_no_lost_work(world: World, as_role: AsRole) -> None:
    plan = contents.plan_of(world.draft, list(world.draft.items.all()))
    start = services.Start(origin=Origin.BLANK, plan=plan, name="Soạn", sources={})
    actor = world.actor("focal")
    draft, _ = services.start_draft(unit=world.root, start=start, actor=actor, now=NOW)
    assert draft.items.filter(state="accepted").count() > 1
    review.edit_fact(draft=draft, field="title", value="Tên khác", actor=actor, now=NOW)

    asked = get(as_role("focal"), f"/ke-hoach/nhap/{draft.public_id}/").send("Bỏ bản soạn này")

    assert "1 thao tác, về 1 thông tin văn bản" in asked.words()


def test_what_cannot_be_put_aside_any_more_is_asked_nothing(world: World, as_role: AsRole) -> None:
    address = reverse("draft-discard", args=[world.plan.draft.public_id])
    client = as_role("focal")

    told = parse(client, address, client.post(address, follow=True))

    assert told.path == f"/ke-hoach/{world.plan.pk}/"
    assert "đã duyệt" in told.toasts()[0]


def test_putting_aside_is_asked_again_when_more_was_done_meanwhile(
    world: World, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.actor("focal")
    first, second, third = list(world.draft.items.all())[:3]

    def decide(item: DraftItem) -> None:
        review.decide(draft=world.draft, item_id=item.pk, state=ItemState.ACCEPTED, actor=actor, now=NOW)

    decide(first)
    asked = get(as_role("focal"), f"/ke-hoach/nhap/{world.draft.public_id}/").send("Bỏ bản nhập này")
    decide(second)
    again = asked.send("Bỏ, mất 1 thao tác")

    assert (again.status, again.title) == (409, "Bỏ bản nhập này?")
    assert "vừa có người làm thêm" in again.words()
    real = services.discard

    def meanwhile(**given: Any) -> None:
        monkeypatch.undo()
        decide(third)
        real(**given)

    monkeypatch.setattr(services, "discard", meanwhile)
    once_more = again.send("Bỏ, mất 2 thao tác")

    assert once_more.status == 409
    assert Draft.objects.get(pk=world.draft.pk).state == "review"
    assert once_more.send("Bỏ, mất 3 thao tác").path == "/ke-hoach/"


def test_no_file_or_no_unit_is_told_beside_the_form(world: World, as_role: AsRole) -> None:
    page = get(as_role("focal"), "/ke-hoach/nhap/").send("Đọc kế hoạch")

    assert page.status == 422
    assert page.errors()
    assert page.has_button("Đọc kế hoạch")


def test_who_imports_for_several_units_is_guessed_none(world: World, as_role: AsRole) -> None:
    form = get(as_role("focal"), "/ke-hoach/nhap/")

    page = form.send("Đọc kế hoạch", _files={"files": [file(THIRD)]})

    assert not form.all("//select[@name='unit']/option[@selected]")
    assert form.one("//select[@name='unit'][@required]/option[1]").get("value") == ""
    assert page.status == 422
    assert "Chọn đơn vị" in page.errors()


def test_units_of_one_name_are_told_apart(world: World, as_role: AsRole) -> None:
    for name in ("Xã Suối Vàng", "Xã Đồi Thông"):
        commune = UnitFactory(name=name, kind=UnitKind.COMMUNE, parent=world.root)
        UnitFactory(name="Phòng Kinh tế", kind=UnitKind.OFFICE, parent=commune)

    shown = [o.text_content() for o in get(as_role("focal"), "/ke-hoach/nhap/").all("//select[@name='unit']/option")]

    assert {"Phòng Kinh tế, Xã Suối Vàng", "Phòng Kinh tế, Xã Đồi Thông", "Sở Nội vụ"} <= set(shown)
    assert len(shown) == len(set(shown))


def test_officer_imports_for_the_own_agency_only(world: World, as_role: AsRole) -> None:
    page = get(as_role("officer"), "/ke-hoach/nhap/")

    assert [o.text_content() for o in page.all("//select[@name='unit']/option")] == ["Sở Nội vụ"]


def test_original_comes_back_as_it_was(world: World, as_role: AsRole) -> None:
    response = as_role("focal").get(f"/ke-hoach/nhap/{world.draft.public_id}/tep/")

    assert b"".join(response.streaming_content) == SECOND_TEXT.encode()
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["..%2F..%2Fetc.txt", "kế hoạch (bản 2).txt", "ke\u0302\u0301 hoa\u0323ch.txt"])
def test_names_of_files_are_shown_as_words(name: str, world: World, as_role: AsRole) -> None:
    page = drop(as_role("focal"), file(THIRD, name))

    assert page.title == "Đang đọc văn bản"
    assert ".txt" in page.words("//p[@class='sub']")
