"""The desk of feedback on the pages: the whole way from the book to the public answer, and who sees whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.feedback import selectors, steps
from parindex.apps.feedback.models import Feedback
from tests.web.conftest import NOW, World
from tests.web.feedback import CONTENT, received

AsRole = Callable[[str], Client]
ENTRY = {
    "channel": "phone",
    "subject": "Hồ sơ trễ hẹn",
    "content": CONTENT,
    "full_name": "Dấu Tên Riêng",
    "address": "Dấu Địa Chỉ",
    "phone": "0905111222",
}


def act(client: Client, row: Feedback, action: str, **typed: str) -> str:
    """Take a step on what is in the database now and return the page."""
    version = str(Feedback.objects.get(pk=row.pk).version)
    answer = client.post(f"/phan-anh/{row.public_id}/{action}/", {"version": version, **typed}, follow=True)
    return str(answer.content.decode())


def test_clerk_enters_what_was_said_on_the_telephone(world: World, as_role: AsRole) -> None:
    focal = as_role("focal")
    page = focal.get("/phan-anh/vao-so/").content.decode()
    number = page.partition('name="phieu" value="')[2].partition('"')[0]

    done = focal.post("/phan-anh/vao-so/", {**ENTRY, "unit": world.root.slug, "phieu": number}).content.decode()

    row = Feedback.objects.get()
    assert (row.channel, row.created_by_id) == ("phone", world.users["focal"].pk)
    assert re.search(r'id="ma-tra-cuu">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}<', done)
    assert "Dấu Tên Riêng" not in focal.get("/phan-anh/").content.decode()


def test_feedback_goes_its_whole_way(world: World, as_role: AsRole) -> None:
    row = received(world.root, now=NOW)
    focal, officer, leader = as_role("focal"), as_role("officer"), as_role("leader")

    assert "Đã chuyển" in act(focal, row, "chuyen", **{"co-quan": str(world.home_affairs.pk)})
    assert "Đã phân loại" in act(officer, row, "phan-loai", loai="conduct", **{"chu-de": "late"})
    assert "Đã trình ký" in act(officer, row, "trinh-ky", loi="Đã trả kết quả hồ sơ.")
    assert "Đã ký" in act(leader, row, "ky")
    refused = act(officer, row, "cong-khai", loi="Gọi 0900000001.", **{"tieu-de": "Trễ hẹn"})
    assert "số điện thoại di động" in refused
    assert "Đã công khai" in act(officer, row, "cong-khai", loi="Hồ sơ trễ mười ngày.", **{"tieu-de": "Trễ hẹn"})
    shown = Client().get(f"/cong-khai/phan-anh/{row.public_id}/").content.decode()
    assert "Đã trả kết quả hồ sơ." in shown
    assert "Người Gửi Hư Cấu" not in shown
    assert "Trễ hẹn" in Client().get("/cong-khai/phan-anh/?chu-de=late").content.decode()
    assert "Đã hoàn tác" in act(officer, row, "hoan-tac")
    assert Client().get(f"/cong-khai/phan-anh/{row.public_id}/").status_code == 404


def test_every_clock_is_explained_with_its_source(world: World, as_role: AsRole) -> None:
    row = received(world.root, now=NOW)

    page = as_role("focal").get(f"/phan-anh/{row.public_id}/").content.decode()

    assert "13/07/2026" in page
    assert "Tính 5 ngày làm việc" in page
    assert "Nghị định 20/2008/NĐ-CP, Điều 9" in page
    assert "theo nguồn thứ cấp" in page


def test_sender_is_shown_when_asked_for_and_to_nobody_else(world: World, as_role: AsRole) -> None:
    row = received(world.root, now=NOW)
    address = f"/phan-anh/{row.public_id}/"

    assert "Người Gửi Hư Cấu" not in as_role("focal").get(address).content.decode()
    assert "Người Gửi Hư Cấu" in as_role("focal").post(f"{address}nguoi-gui/").content.decode()
    assert as_role("leader").post(f"{address}nguoi-gui/").status_code == 403
    assert as_role("officer").get(address).status_code == 404


def test_stale_page_is_told_and_nothing_is_lost(world: World, as_role: AsRole) -> None:
    row = received(world.root, now=NOW)
    act(as_role("focal"), row, "yeu-cau", loi="Cho biết ngày nộp.")

    late = as_role("focal").post(
        f"/phan-anh/{row.public_id}/khong-nhan/", {"version": "1", "ly-do": "form", "loi": "Lời đã viết."}
    )

    assert late.status_code == 409
    assert "Lời đã viết." in late.content.decode()


@pytest.mark.parametrize("page", ["/phan-anh/", "detail"])
def test_pages_ask_the_same_number_of_questions(world: World, as_role: AsRole, page: str) -> None:
    focal, row = as_role("focal"), received(world.root, now=NOW)
    address = f"/phan-anh/{row.public_id}/" if page == "detail" else page

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert focal.get(address).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for nth in range(29):
        received(world.root, now=NOW, subject=f"Hồ sơ trễ hẹn lần {nth}")
    assert queries() == few


def test_overdue_feedback_stands_first_and_says_so(world: World, as_role: AsRole) -> None:
    received(world.root, now=NOW)

    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        page = as_role("focal").get("/phan-anh/?xem=late").content.decode()

    assert "quá hạn" in page
    assert "Phân loại hoặc chuyển" in page


def test_pairs_that_may_be_one_are_listed_and_merged(world: World, as_role: AsRole) -> None:
    first = received(world.root, now=NOW)
    again = received(world.root, now=NOW + timedelta(hours=1), subject="Hồ sơ bị trễ hẹn")
    received(
        world.root, now=NOW + timedelta(hours=2), subject="Đèn đường hỏng", content="Đèn ở thôn Mẫu tắt cả tháng nay."
    )
    focal = as_role("focal")

    page = focal.get("/phan-anh/trung/").content.decode()

    assert "1 cặp" in page
    assert "Đèn đường hỏng" not in page
    assert f"Gộp {again.number} vào {first.number}" in page
    assert "/gop/" not in as_role("leader").get("/phan-anh/trung/").content.decode()
    assert "Đã gộp" in act(focal, again, "gop", vao=str(first.public_id), loi="Cùng sự việc")
    assert "0 cặp" in focal.get("/phan-anh/trung/").content.decode()


def test_pairs_say_what_was_not_compared_and_offer_no_merge_that_is_refused(
    world: World, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = received(world.root, now=NOW)
    received(world.root, now=NOW + timedelta(hours=1))
    late = received(world.root, now=NOW + timedelta(days=200))
    focal = as_role("focal")
    assert "1 cặp." in focal.get("/phan-anh/trung/").content.decode()

    monkeypatch.setattr(steps, "may_take", lambda actor, feedback, action: feedback.pk != first.pk)
    page = focal.get("/phan-anh/trung/").content.decode()
    monkeypatch.setattr(selectors, "_MOST_COMPARED", 2)
    short = focal.get("/phan-anh/trung/").content.decode()

    assert "1 cặp." in page
    assert "/gop/" not in page
    assert late.number not in page
    assert "0 cặp. Chỉ so 2 phản ánh mới nhất chưa gộp, phản ánh cũ hơn chưa so." in short


def test_pairs_take_as_many_queries_whatever_they_are(world: World, as_role: AsRole) -> None:
    focal, counts = as_role("focal"), []
    for rows in (2, 6):
        for at in range(rows):
            received(world.root, now=NOW + timedelta(minutes=at))
        with CaptureQueriesContext(connection) as caught:
            focal.get("/phan-anh/trung/")
        counts.append(len(caught))

    assert counts[0] == counts[1]
