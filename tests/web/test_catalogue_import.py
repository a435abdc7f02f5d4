"""Importing an annex in the browser, from the dropped file to the confirmed catalogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parindex.apps.catalogues.models import Proposal, Revision
from parindex.jobs import worker
from tests.factories.catalogues import ROWS, annex, import_annex
from tests.web.conftest import NOW, World
from tests.web.page import Page, get

AsRole = Callable[[str], Client]


@pytest.fixture
def proposal(world: World) -> Proposal:
    """Return an annex of the province under review."""
    return import_annex(unit=world.root, actor=world.actor("focal"), now=NOW)


def review(client: Client, proposal: Proposal, query: str = "") -> Page:
    return get(client, f"/bo-tieu-chi/nhap/{proposal.public_id}/{query}")


def open_item(client: Client, proposal: Proposal, code: str, query: str = "") -> Page:
    return review(client, proposal, f"?muc={proposal.items.get(code=code).pk}{query}")


def upload(world: World, client: Client, **fields: object) -> Page:
    page = get(client, "/bo-tieu-chi/nhap/")
    file = SimpleUploadedFile("phu-luc.html", annex())
    data = {"unit": str(world.root.pk), "level": "commune", "year": "2026", "files": file, **fields}
    return Page(client, page.path, client.post(page.path, data, follow=True), page.root)


def test_dropped_annex_is_read_in_the_background_and_followed(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    upload(world, client)
    proposal = Proposal.objects.get()

    page = review(client, proposal)
    assert page.title == "Đang đọc phụ lục"
    poll = page.one("//*[@data-job]").get("data-poll")
    assert client.get(poll).json()["finished"] is False

    worker.run_until_empty()

    assert client.get(poll).json() == {
        "state": "review",
        "done": 2,
        "total": 3,
        "note": "Đang ghi bản nhập",
        "finished": True,
    }
    assert review(client, proposal).title == "Đối chiếu bộ tiêu chí vừa nhập"


def test_same_annex_again_opens_the_proposal_that_there_is(world: World, as_role: AsRole) -> None:
    client = as_role("focal")
    upload(world, client)
    again = upload(world, client)

    assert "đã được nhập trước đây" in again.response.content.decode()
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("year", "hai nghìn"), ("level", "khac"), ("files", "")])
def test_form_says_what_is_missing(world: World, as_role: AsRole, field: str, value: str) -> None:
    answer = upload(world, as_role("focal"), **{field: value})

    assert answer.status == 422
    assert "Chưa nhập được" in answer.response.content.decode()
    assert not Proposal.objects.exists()


def test_unreadable_annex_says_why_and_can_be_read_again(world: World, as_role: AsRole) -> None:
    proposal = import_annex(unit=world.root, actor=world.actor("focal"), now=NOW, data=b"<p>Khong co bang</p>" * 30)

    page = review(as_role("focal"), proposal)

    assert page.title == "Chưa đọc được phụ lục"
    assert page.errors()
    assert page.send("Đọc lại").title == "Đang đọc phụ lục"
    assert not review(as_role("leader"), proposal).has_button("Đọc lại")


def test_item_shows_the_words_of_the_annex_and_the_proposed_rule(proposal: Proposal, as_role: AsRole) -> None:
    page = open_item(as_role("focal"), proposal, "1.1")

    assert "Ban hành kịp thời: 1" in page.words("//mark")
    assert "Ở hàng 3 của bảng" in page.words()
    pane = page.words("//section[@id='muc']")
    assert "kịp thời được 1 điểm; không kịp thời được 0,5 điểm; không ban hành được 0 điểm." in pane
    assert "Chắc chắn" in pane


def test_whole_way_to_a_confirmed_catalogue(proposal: Proposal, as_role: AsRole) -> None:
    client = as_role("focal")
    page = review(client, proposal).send("Xác nhận 4 mục chắc chắn")
    assert "Đã xác nhận 4 mục chắc chắn." in page.toasts()[0]

    page = open_item(client, proposal, "2.1", "&sua=1&mau=all_or_nothing")
    page = page.send("Lưu và xác nhận")
    assert "Đã xác nhận 5 trên 5 mục" in page.words()

    done = page.send("Xác nhận bộ tiêu chí")

    assert done.title == "BỘ TIÊU CHÍ HƯ CẤU CẤP XÃ"
    assert "Đã đối chiếu nguyên văn" in done.words()
    assert "Quyết định 12/QĐ-UBND ngày 05/01/2026" in done.words()
    assert review(client, proposal).title == done.title
    assert Revision.objects.get().text.startswith("# Tỉnh Sông Mây đối chiếu từng mục với tệp phu-luc.html")


def test_unconfirmed_items_and_wrong_sums_are_named(world: World, as_role: AsRole) -> None:
    wrong = tuple(("1", "Chỉ đạo, điều hành", "4", "") if row[0] == "1" else row for row in ROWS)
    proposal = import_annex(unit=world.root, actor=world.actor("focal"), now=NOW, data=annex(wrong))
    page = review(as_role("focal"), proposal)
    assert "2 điều phải sửa" in page.words()
    assert "Các phần cộng lại là 3 điểm, khác 4 điểm." in page.words("//section[@id='phat-hien']")
    assert "1 + 2 = 3, khác 4 ghi ở mục này." in open_item(as_role("focal"), proposal, "1").words()

    refused = page.send("Xác nhận bộ tiêu chí")

    assert refused.status == 422
    assert "còn 5 mục chưa xác nhận" in refused.errors()
    assert "mục 1: các phần cộng lại là 3 điểm, khác 4 điểm" in refused.errors()
    assert not Revision.objects.exists()


def test_wrong_rule_is_told_beside_the_field_and_keeps_what_was_typed(proposal: Proposal, as_role: AsRole) -> None:
    page = open_item(as_role("focal"), proposal, "2.1", "&sua=1")
    typed = "shape: levels\nsubject: x\nlevels: nhiều"

    refused = page.send("Lưu và xác nhận", rule=typed, max_points="2,5")

    assert refused.status == 422
    assert "Quy tắc sai ở levels" in refused.errors()
    assert refused.words("//textarea[@name='rule']") == " ".join(typed.split())
    assert refused.one("//input[@name='max_points']").get("value") == "2,5"
    assert proposal.items.get(code="2.1").max_points == "2"


def test_rule_can_be_tried_without_keeping_it(proposal: Proposal, as_role: AsRole) -> None:
    page = open_item(as_role("focal"), proposal, "2.1", "&sua=1")

    tried = page.send("Xem quy tắc nói gì", rule="shape: all_or_nothing\ncondition: có sáng kiến")

    assert "Đạt điều kiện “có sáng kiến” được 2 điểm" in tried.words()
    assert proposal.items.get(code="2.1").rule is None
    assert "2.1" in tried.send("Lưu và xác nhận").words("//section[@id='muc']//h2")
    assert proposal.items.get(code="2.1").rule == {"shape": "all_or_nothing", "condition": "có sáng kiến"}


def test_edit_over_another_persons_edit_is_refused(proposal: Proposal, as_role: AsRole) -> None:
    mine = open_item(as_role("focal"), proposal, "1.1", "&sua=1")
    open_item(as_role("focal"), proposal, "1.1", "&sua=1").send("Lưu và xác nhận", name="Tên của người kia")

    refused = mine.send("Lưu và xác nhận", name="Tên của tôi")

    assert refused.status == 422
    assert "chưa có gì bị ghi đè" in refused.errors()
    assert proposal.items.get(code="1.1").name == "Tên của người kia"


def test_last_step_is_undone_and_told(proposal: Proposal, as_role: AsRole) -> None:
    client = as_role("focal")
    page = open_item(client, proposal, "1.1").send("Xác nhận mục này")
    page = page.send("Hoàn tác")

    assert "Đã hoàn tác: Xác nhận mục." in page.toasts()[0]
    assert not proposal.items.filter(is_confirmed=True).exists()
    rows = get(client, f"/bo-tieu-chi/nhap/{proposal.public_id}/lich-su/").rows()
    assert [row[2] for row in rows] == ["Xác nhận mục đã hoàn tác"]


def test_missed_item_is_added_and_a_wrong_one_deleted(proposal: Proposal, as_role: AsRole) -> None:
    client = as_role("focal")
    page = open_item(client, proposal, "1.2", "&them=1")
    page.send("Lưu và xác nhận", code="1.3", name="Mục bỏ sót", max_points="1")
    assert [item.code for item in proposal.items.order_by("position")] == ["1", "1.1", "1.2", "1.3", "2", "2.1"]

    open_item(client, proposal, "1.3").send("Xóa mục")

    assert proposal.items.get(code="1.3").is_deleted


def test_head_is_corrected_on_the_page(proposal: Proposal, as_role: AsRole) -> None:
    page = review(as_role("focal"), proposal)
    refused = page.send("Lưu thông tin", date="31/02/2026")
    assert refused.status == 422
    assert "Ngày ghi như 21/07/2026." in refused.words("//section[@id='thong-tin']")

    saved = page.send("Lưu thông tin", number="34/QĐ-UBND", total_points="6")

    assert saved.one("//input[@name='number']").get("value") == "34/QĐ-UBND"
    assert "Các phần cộng lại là 5 điểm, khác 6 điểm." in saved.words("//section[@id='phat-hien']")


def test_reader_without_the_right_sees_and_cannot_change(proposal: Proposal, as_role: AsRole) -> None:
    page = open_item(as_role("leader"), proposal, "1.1")

    assert "Ban hành kế hoạch" in page.words()
    for label in ("Xác nhận", "Sửa", "Lưu", "Bỏ bản nhập"):
        assert not page.has_button(label)


def test_discarded_proposal_is_gone(proposal: Proposal, as_role: AsRole) -> None:
    client = as_role("focal")
    page = review(client, proposal).send("Bỏ bản nhập này")

    assert page.title == "Bộ tiêu chí"
    assert client.get(f"/bo-tieu-chi/nhap/{proposal.public_id}/").status_code == 410


def test_annex_is_given_back_as_it_came(proposal: Proposal, as_role: AsRole) -> None:
    answer = as_role("leader").get(f"/bo-tieu-chi/nhap/{proposal.public_id}/tep/")

    assert b"".join(answer.streaming_content) == annex()  # type: ignore[attr-defined]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("count", [1, 40])
def test_review_takes_as_many_queries_for_one_item_as_for_forty(
    world: World, as_role: AsRole, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more = tuple((f"1.{nth}", f"Mục số {nth}", "1", "Đạt: 1; không đạt: 0") for nth in range(3, 3 + count))
    proposal = import_annex(
        unit=world.root, actor=world.actor("focal"), now=NOW, data=annex(ROWS[:3] + more + ROWS[3:])
    )
    client = as_role("focal")

    with django_assert_num_queries(6):
        client.get(f"/bo-tieu-chi/nhap/{proposal.public_id}/")
