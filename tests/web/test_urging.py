"""Urging as people use it: what waits, what left, a letter from draft to number, more time, what holds a duty up."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.assignments.models import Assignment, UrgingLetter
from parindex.apps.notify import choices
from parindex.apps.notify.models import Message
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.urging import UrgingThings, make_urging, write

pytestmark = pytest.mark.django_db
AsRole = Callable[[str], Client]


@pytest.fixture
def duty(world: World) -> Assignment:
    return world.assignment("1.1")


@pytest.fixture
def things(world: World, duty: Assignment) -> UrgingThings:
    return make_urging(duty, reader=world.users["leader"], asker=world.actor("officer"), holder=world.office, now=NOW)


def test_day_shows_what_is_late_and_what_others_ask(world: World, things: UrgingThings, as_role: AsRole) -> None:
    page = get(as_role("focal"), "/don-doc/")

    assert page.title == "Việc ngày 06/07/2026"
    assert "Sở Nội vụ xin từ" in page.words()
    officer = get(as_role("officer"), "/don-doc/")
    assert things.letter.items.get().title in officer.words("//ul[@class='tasks']")
    assert officer.all("//nav[@class='tabs']//a[contains(., 'Chờ gửi')]") == []


def test_message_leaves_by_a_click_or_is_dropped_with_a_reason(
    world: World, things: UrgingThings, as_role: AsRole
) -> None:
    client = as_role("focal")
    page = get(client, "/don-doc/cho-gui/")
    assert "(waiting)" in page.words()

    dropped = client.post(f"/don-doc/tin/{things.message.public_id}/bo/", {"reason": ""})
    assert dropped.status_code == 422
    assert "Ghi lý do" in dropped.content.decode()
    assert client.post(f"/don-doc/tin/{things.message.public_id}/cho-gui/").status_code == 302

    message = Message.objects.get(pk=things.message.pk)
    assert (message.state, message.decided_by_name) == ("released", world.users["focal"].full_name)
    assert "(waiting)" in get(client, "/don-doc/da-gui/").words()
    late = client.post(f"/don-doc/tin/{things.message.public_id}/bo/", {"reason": "x"})
    assert "vừa được người khác" in late.content.decode()


def test_outbox_says_what_was_done_since(world: World, things: UrgingThings, duty: Assignment, as_role: AsRole) -> None:
    duty.reminders.create(rung="t+1", due_on=duty.due_on, message=things.message, at=NOW)
    assert "nay đã" not in get(as_role("focal"), "/don-doc/cho-gui/").words()

    Assignment.objects.filter(pk=duty.pk).update(state="submitted")

    assert "nay đã báo xong cả" in get(as_role("focal"), "/don-doc/cho-gui/").words()
    letter = get(as_role("focal"), f"/don-doc/cong-van/{things.letter.public_id}/")
    for note in ("nay: chờ xác nhận", "đang xin gia hạn", "vướng ở Văn phòng UBND tỉnh"):
        assert note in letter.words("//table")


def test_failed_delivery_shows_the_words_of_the_server_and_goes_again(
    world: World, things: UrgingThings, as_role: AsRole
) -> None:
    client = as_role("leader")
    page = get(client, "/don-doc/da-gui/?trang-thai=failed")
    assert "550 không có hộp thư" in page.words()
    again = f"/don-doc/luot-gui/{things.delivery.pk}/gui-lai/"

    client.post(again)

    assert "550" not in get(client, "/don-doc/da-gui/?trang-thai=failed").words("//table")
    assert "đang được gửi" in " ".join(get(client, client.post(again)["Location"]).toasts())


def test_letter_goes_from_draft_to_number(world: World, things: UrgingThings, as_role: AsRole) -> None:
    client, path = as_role("focal"), f"/don-doc/cong-van/{things.letter.public_id}/"
    assert "Ủy ban nhân dân tỉnh Sông Mây đề nghị" in get(client, path).words("//textarea")

    typed = {"version": "1", "subject": "đôn đốc việc chậm", "body": "Đề nghị làm ngay./."}
    assert client.post(f"{path}sua/", typed).status_code == 302
    stale = client.post(f"{path}sua/", typed | {"body": "Chữ người thứ hai gõ."})
    assert stale.status_code == 409
    assert "Chữ người thứ hai gõ." in stale.content.decode()
    bad = client.post(f"{path}ban-hanh/", {"version": "2", "number": "12/UBND-NC", "issued_on": "32/07/2026"})
    assert bad.status_code == 422
    assert 'value="32/07/2026"' in bad.content.decode()
    word = docx.Document(io.BytesIO(client.get(f"{path}tai-ve/docx/").content))
    assert "Kính gửi: Sở Nội vụ" in [paragraph.text for paragraph in word.paragraphs]
    done = client.post(
        f"{path}ban-hanh/", {"version": "2", "number": "12/UBND-NC", "issued_on": "06/07/2026", "signer": "Trần Ví Dụ"}
    )

    assert done.status_code == 302
    page = get(client, path)
    assert "Số 12/UBND-NC ngày 06/07/2026" in page.words()
    assert page.all("//textarea") == []
    assert "Đơn vị nhận chưa có lãnh đạo" in page.words("//section[@aria-labelledby='da-bao']")
    assert UrgingLetter.objects.get(pk=things.letter.pk).state == "issued"
    # The officer of the addressee reads it once it is issued; the draft was not there for them.
    assert as_role("officer").get(path).status_code == 200
    assert client.get(f"{path}tai-ve/exe/").status_code == 404


def test_letter_remembers_what_was_taken_to_be_signed(world: World, things: UrgingThings, as_role: AsRole) -> None:
    client, path = as_role("focal"), f"/don-doc/cong-van/{things.letter.public_id}/"
    assert "Tải lần cuối" not in get(client, path).words()

    client.get(f"{path}tai-ve/docx/")
    assert f"Tải lần cuối: DOCX, {world.users['focal'].full_name}" in get(client, path).words()
    client.post(f"{path}sua/", {"version": "1", "subject": "đôn đốc việc chậm", "body": "Đề nghị làm ngay./."})
    assert "Công văn đã sửa sau lần tải cuối." in get(client, path).words()

    client.get(f"{path}tai-ve/pdf/")
    page = get(client, path).words()
    assert "Tải lần cuối: PDF" in page
    assert "đã sửa sau" not in page


def test_administrator_switches_digests_and_a_person_chooses(world: World, as_role: AsRole) -> None:
    admin = as_role("admin")
    assert "đang tắt" in get(admin, "/don-doc/cach-nhac/").words()

    admin.post(f"/don-doc/cong-tac/{world.root.pk}/", {"is_on": "1"})

    assert "đang bật" in get(admin, "/don-doc/cach-nhac/").words()
    assert choices.is_on(world.office.path, switches=choices.switched_paths())
    officer = as_role("officer")
    assert officer.post("/tai-khoan/ban-tin/", {"digest": "weekly"}).status_code == 302
    chosen = get(officer, "/tai-khoan/").one("//select[@name='digest']/option[@selected]")
    assert chosen.get("value") == "weekly"
    officer.post("/tai-khoan/ban-tin/", {"digest": "hourly"})
    assert choices.digest_choice(world.users["officer"]) == "weekly"


def test_more_time_is_asked_and_granted_on_the_page(world: World, duty: Assignment, as_role: AsRole) -> None:
    officer, focal, path = as_role("officer"), as_role("focal"), f"/nhiem-vu/{duty.public_id}/"
    refused = officer.post(f"{path}gia-han/xin/", {"wanted_on": "01/01/2026", "reason": "Chờ số liệu"})
    assert refused.status_code == 422
    assert 'value="Chờ số liệu"' in refused.content.decode()
    officer.post(f"{path}gia-han/xin/", {"wanted_on": "31/07/2026", "reason": "Chờ số liệu"})
    extension = duty.extensions.get()

    focal.post(f"{path}gia-han/dong-y/", {"extension": extension.pk, "granted_on": "31/07/2026", "answer": "Đồng ý"})

    page = get(officer, path)
    assert "Được gia hạn" in page.words("//details[@id='gia-han']")
    assert "31/07/2026" in page.words("//dl")


def test_block_is_written_on_one_side_and_cleared_on_the_other(world: World, duty: Assignment, as_role: AsRole) -> None:
    officer, path = as_role("officer"), f"/nhiem-vu/{duty.public_id}/"
    outside = officer.post(f"{path}vuong/ghi/", {"unit": str(world.far_unit.pk), "reason": "x"})
    assert outside.status_code == 422
    officer.post(f"{path}vuong/ghi/", {"unit": str(world.root.pk), "reason": "Chờ góp ý"})

    focal = as_role("focal")
    assert "Chờ góp ý" in get(focal, "/don-doc/").words()
    block = duty.blocks.get()
    focal.post(f"/don-doc/het-vuong/{block.pk}/", {"answer": "Đã góp ý"})

    assert "Đã góp ý" in get(officer, path).words("//details[@id='vuong-mac']")
    assert "Chờ góp ý" not in get(focal, "/don-doc/").words()


def test_history_says_who_was_told_and_how_it_went(
    world: World, things: UrgingThings, duty: Assignment, as_role: AsRole
) -> None:
    duty.reminders.create(rung="t+1", due_on=duty.due_on, message=things.delivery.message, at=NOW)

    page = get(as_role("officer"), f"/nhiem-vu/{duty.public_id}/")

    words = page.words("//section[@aria-labelledby='da-nhac']")
    assert "Quá hạn 1 ngày làm việc" in words
    assert "Thư điện tử: Không gửi được" in words
    assert "Công văn gửi Sở Nội vụ" in words


@pytest.mark.parametrize("path", ["/don-doc/cho-gui/", "/don-doc/da-gui/", "/don-doc/"])
def test_pages_take_constant_queries(
    world: World, things: UrgingThings, duty: Assignment, as_role: AsRole, path: str
) -> None:
    client = as_role("focal")
    client.get(path)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    few = count()
    for number in range(30):
        write(duty, world.users["leader"], f"more-{number}", now=NOW)

    assert count() == few
