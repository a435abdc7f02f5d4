"""Pages of shares and monthly sheets: a head gives and judges, an official hands in, each figure has its shares."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from parindex.apps.workload.models import Share
from parindex.domain.access import Role
from tests.web.conftest import World, person
from tests.web.page import Page, get

AsRole = Callable[[str], Client]
ClientFor = Callable[[object], Client]


def give(client: Client, world: World, **typed: str) -> Page:
    """Give a part of the first assignment of the department to its officer."""
    page = get(client, f"/nhiem-vu/{world.assignment().public_id}/").follow("Giao việc cho người")
    told = {
        "person": str(world.users["officer"].pk),
        "part": "Lập danh mục",
        "product": "Danh mục việc chậm",
        "due_on": "30/06/2026",
        "weight": "1,50",
        **typed,
    }
    return page.send("Giao việc", **told)


def test_from_giving_to_a_judged_sheet(world: World, as_role: AsRole) -> None:
    head, officer = as_role("leader"), as_role("officer")
    page = give(head, world)
    assert [row[0].startswith("Lập danh mục") for row in page.rows()] == [True]

    mine = get(officer, "/viec-cua-toi/")
    assert "Giao cho tôi" in mine.words("//h2")
    share = mine.follow("Lập danh mục")
    # Handed in on 6 July, six days after the deadline.
    share.send("Báo xong", document_number="9/BC-MH")
    waiting = get(officer, "/phieu-thang/?thang=2026-06")
    assert waiting.rows()[0][1:5] == ["1,5", "chưa đánh giá", "chưa đánh giá", "chưa đánh giá"]
    assert "từ 0 đến 64,17" in waiting.words("//p[@class='lead']")

    judged = get(head, "/phieu-thang/don-vi/?thang=2026-06").follow("Lập danh mục")
    judged.send("Nhận và đánh giá", faults="1", faults_note="Thiếu một cơ quan")
    sheet = get(officer, "/phieu-thang/?thang=2026-06")
    assert sheet.rows()[0][1:5] == ["1,5", "100%", "75%", "75%"]
    assert "58,33" in sheet.words("//p[@class='lead']")
    assert "Quy tắc chưa đối chiếu." in sheet.words()


def test_the_own_last_step_is_taken_back(world: World, as_role: AsRole) -> None:
    head, officer = as_role("leader"), as_role("officer")
    assert give(head, world).has_button("Hoàn tác")
    share = Share.objects.get()
    address = f"/phan-viec/{share.public_id}/"
    assert not get(officer, address).has_button("Hoàn tác bước của tôi")

    get(officer, address).send("Báo xong")
    assert not get(head, address).has_button("Hoàn tác bước của tôi")
    back = get(officer, address).send("Hoàn tác bước của tôi")
    assert back.toasts() == ["Đã hoàn tác."]
    assert back.has_button("Báo xong")
    share.refresh_from_db()
    assert share.state == "given"


def test_a_delay_is_excused_with_its_paper(world: World, as_role: AsRole) -> None:
    head, officer = as_role("leader"), as_role("officer")
    give(head, world)
    share = Share.objects.get()
    get(officer, f"/phan-viec/{share.public_id}/").send("Báo xong")
    page = get(head, f"/phan-viec/{share.public_id}/")
    refused = page.send("Nhận và đánh giá", is_excused="on")
    assert refused.status == 422
    assert "văn bản xác nhận" in refused.errors()
    refused.send("Nhận và đánh giá", is_excused="on", excuse_note="Chờ hướng dẫn 5/MH")

    assert get(officer, "/phieu-thang/?thang=2026-06").rows()[0][4] == "100%"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"due_on": "01/01/2027"}, "muộn hơn hạn của nhiệm vụ"),
        ({"weight": "0"}, "Hệ số"),
        ({"product": ""}, "Ghi sản phẩm"),
        ({"due_on": "hôm nào"}, "Ngày ghi như"),
    ],
)
def test_what_cannot_be_used_is_told_in_the_form(
    world: World, as_role: AsRole, typed: dict[str, str], told: str
) -> None:
    page = give(as_role("leader"), world, **typed)

    assert page.status == 422
    assert told in page.errors()
    assert not Share.objects.exists()


def test_a_share_that_was_sent_back_or_taken_back_says_why(world: World, as_role: AsRole) -> None:
    head, officer = as_role("leader"), as_role("officer")
    give(head, world)
    address = f"/phan-viec/{Share.objects.get().public_id}/"
    get(officer, address).send("Báo xong")
    get(head, address).send("Trả lại", note="Thiếu chữ ký")
    assert "Thiếu chữ ký" in get(officer, address).words()
    get(head, address).send("Thôi giao", note="Giao người khác")
    assert get(officer, "/phieu-thang/?thang=2026-06").rows() == []


@pytest.mark.parametrize("typed", ["2026-06", "06/2026", " 6 / 2026 "])
def test_a_month_is_asked_for_as_it_is_written(as_role: AsRole, typed: str) -> None:
    page = get(as_role("officer"), f"/phieu-thang/?{urlencode({'thang': typed})}")

    assert "Phiếu tháng 06/2026" in page.words()


@pytest.mark.parametrize("typed", ["", "13/2026", "0/2026", "6/26", "tháng sáu"])
def test_what_is_no_month_is_this_month(as_role: AsRole, typed: str) -> None:
    page = get(as_role("officer"), f"/phieu-thang/?{urlencode({'thang': typed})}")

    assert f"Phiếu tháng {timezone.localdate():%m/%Y}" in page.words()


def test_a_colleague_sees_neither_share_nor_sheet(world: World, as_role: AsRole, client_for: ClientFor) -> None:
    give(as_role("leader"), world)
    colleague = client_for(person(world.home_affairs, Role.OFFICER, "dong.nghiep"))

    assert get(colleague, f"/phan-viec/{Share.objects.get().public_id}/").status == 404
    assert get(colleague, f"/phieu-thang/{world.users['officer'].pk}/").status == 404
    assert get(colleague, "/phieu-thang/don-vi/").status == 403
    assert colleague.get(f"/phieu-thang/tai-ve/?nguoi={world.users['officer'].pk}").status_code == 404
    far = client_for(world.far_user)
    assert get(far, f"/phieu-thang/{world.users['officer'].pk}/").status == 404
    assert get(far, "/phieu-thang/don-vi/?thang=2026-06").rows() == []


def test_sheets_leave_as_workbooks_that_say_what_is_not_verified(world: World, as_role: AsRole) -> None:
    give(as_role("leader"), world)
    for role, query in (("officer", f"nguoi={world.users['officer'].pk}&"), ("leader", "")):
        data = as_role(role).get(f"/phieu-thang/tai-ve/?{query}thang=2026-06").content
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert "chưa được đối chiếu" in str(rows[1][0])
        assert any("Hư Cấu Officer" in str(cell) or "Lập danh mục" in str(cell) for cell in rows[-1])
    assert as_role("officer").get("/phieu-thang/tai-ve/?thang=2026-06").status_code == 403


@pytest.mark.parametrize("month", ["2026-13", "abcd", "", "1999-01"])
def test_an_unknown_month_is_this_month(world: World, as_role: AsRole, month: str) -> None:
    assert get(as_role("officer"), f"/phieu-thang/?thang={month}").title == "Phiếu tháng 07/2026"


def test_pages_ask_the_database_a_fixed_number_of_times(
    world: World, as_role: AsRole, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    head = as_role("leader")
    for nth in range(4):
        give(head, world, part=f"Phần {nth}")
    for address in ("/phieu-thang/don-vi/?thang=2026-06", f"/phieu-thang/{world.users['officer'].pk}/?thang=2026-06"):
        head.get(address)
        with django_assert_max_num_queries(12):
            head.get(address)


def test_head_closes_a_month_and_later_sees_what_differs(world: World, as_role: AsRole) -> None:
    head, officer = as_role("leader"), as_role("officer")
    give(head, world)
    share = Share.objects.get()
    get(officer, f"/phan-viec/{share.public_id}/").send("Báo xong")
    sheet = f"/phieu-thang/{share.person_id}/?thang=2026-06"
    refused = get(head, sheet).send("Chốt phiếu tháng 06/2026")
    assert "Đánh giá hết rồi chốt" in " ".join(refused.toasts())
    get(head, f"/phan-viec/{share.public_id}/").send("Nhận và đánh giá", faults="0")

    closed = get(head, sheet).send("Chốt phiếu tháng 06/2026")
    assert "Tính lại hôm nay ra đúng bản chốt." in closed.words()
    address = closed.path
    first = officer.get(f"{address}json/").content
    get(head, f"/phan-viec/{share.public_id}/").send("Nhận và đánh giá", faults="1", faults_note="Thiếu")
    later = get(officer, address)

    assert later.rows()[0][1:] == ["Chất lượng", "100%", "75%"]
    assert "Chốt lại" not in get(officer, "/phieu-thang/?thang=2026-06").words()
    assert officer.get(f"{address}json/").content == first
    again = get(head, sheet).send("Chốt lại", reason="Đánh giá lại")
    assert "Lý do: Đánh giá lại" in again.words()
    assert get(head, "/phieu-thang/don-vi/?thang=2026-06").follow("58,33").status == 200


def test_month_that_is_not_over_has_no_button(world: World, as_role: AsRole) -> None:
    head = as_role("leader")
    give(head, world)
    share = Share.objects.get()
    Share.objects.update(due_on="2026-07-20")

    page = get(head, f"/phieu-thang/{share.person_id}/?thang=2026-07")

    assert "Chốt phiếu tháng" not in page.words("//button")
